//! The search for a plan that meets every channel's service level.
//!
//! Each channel has a nominal target by day (or one for the season), from which Erlang A gives agents by interval. A trial
//! shows the service level that this really gives; the nominal target then moves, on the logit scale, by what is missing or
//! over. On targets by interval, single intervals are mended one agent at a time instead. The cheapest plan that meets all
//! targets on the search's replications wins.

use super::allocation::{Allocated, Allocation, Counting};
use super::requirement::{agents_for, busyness_mixture};
use super::trial::{Trial, add, try_plan};
use super::working_window::{shares_groups_with_live, working_window};
use super::workload::{ChannelWork, channel_work};
use crate::engine::Season;
use crate::scenario::model::{
    ChannelId, ChannelKind, GroupId, Scenario, ServiceCounts, ServiceLevelOver, StaffingPlan, StaffingRule,
};
use std::sync::atomic::{AtomicBool, Ordering};

/// Nominal target of a live channel that promises nothing.
const UNPROMISED_LIVE: f64 = 0.8;
/// Target of a deferred channel that promises nothing.
const UNPROMISED_DEFERRED: f64 = 0.95;
/// Spans with fewer judged contacts than this over the whole trial are not judged.
const FEWEST_JUDGED: u64 = 30;
/// A desk of its own for deferred work has at least so much time over the expected work: with no more than the work itself a
/// backlog would never shrink again.
const DESK_COVER: f64 = 1.05;
/// First trials, on half the replications.
const COARSE_ROUNDS: u32 = 1;
/// Nominal targets stay this far from 0 and 1 on the logit scale.
const WIDEST_LOGIT: f64 = 7.0;

/// How hard to search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchSettings {
    /// Replications of a trial, stratified over season and busyness; the first trials, which are far off, get half.
    pub replications: u32,
    /// Most trials.
    pub most_rounds: u32,
    /// A span may miss its target by so much on the trial's replications, as a share.
    pub tolerance: f64,
    /// A span that passes its target by more than this has agents to spare.
    pub slack: f64,
}

impl Default for SearchSettings {
    fn default() -> Self {
        SearchSettings { replications: 12, most_rounds: 7, tolerance: 0.004, slack: 0.015 }
    }
}

/// Why a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The plan was given.
    Given,
    /// Every span meets its target, and none passes it by more than the slack.
    OnTarget,
    /// The most rounds were played; the best plan seen is taken.
    MostRounds,
}

/// What a search did.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SearchReport {
    /// Trials.
    pub rounds: u32,
    /// Replications of each of the trials that the plan is chosen from.
    pub replications: u32,
    /// Replications of all trials together.
    pub played: u32,
    /// Contacts played in all trials.
    pub contacts: u64,
    /// Why it ended.
    pub stopped: StopReason,
    /// Largest miss of a target over the spans, on the search's replications, as a share; 0 = all are met.
    pub largest_miss: f64,
}

/// No plan within the limits meets the targets.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "no plan meets the target of channel '{channel}': {promised:.1} % are promised, {reached:.1} % can be reached {span}, because {limits} are all on duty there; raise heads.max, lower the target, or open the group to other days"
)]
pub struct Infeasible {
    /// The channel.
    pub channel: String,
    /// The span with the largest miss, in words.
    pub span: String,
    /// Promised share in percent.
    pub promised: f64,
    /// Reached share in percent.
    pub reached: f64,
    /// Groups at their limit, in words.
    pub limits: String,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoPlan {
    /// The groups' limits keep a channel from its target.
    #[error(transparent)]
    Infeasible(#[from] Infeasible),
    /// Someone asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// Finds the plan that a scenario's rule asks for. `seen` hears of each replication played and its contacts.
///
/// # Errors
/// When the groups' limits keep a channel from its target, or `stop` is set.
pub fn find_plan(
    season: &Season,
    settings: SearchSettings,
    seed: u64,
    seen: &(dyn Fn(u64, u64) + Sync),
    stop: &AtomicBool,
) -> Result<(StaffingPlan, SearchReport), NoPlan> {
    match &season.scenario().staffing {
        StaffingRule::Fixed { agents } => {
            let report = SearchReport {
                rounds: 0,
                replications: 0,
                played: 0,
                contacts: 0,
                stopped: StopReason::Given,
                largest_miss: 0.0,
            };
            Ok((StaffingPlan { required: agents.clone() }, report))
        }
        StaffingRule::ServiceLevel { over, chance } => {
            Search::new(season, settings, *over, *chance).run(seed, seen, stop)
        }
    }
}

/// What moves between trials, for one channel.
#[derive(Debug, Clone)]
struct Dial {
    /// Shift of the nominal target by day, on the logit scale.
    shift: Vec<f64>,
    /// Shift and service level of a day in the trial before, both on the logit scale.
    before: Vec<Option<(f64, f64)>>,
    /// Load of a day over what was expected.
    load_factor: Vec<f64>,
    /// Agents more or fewer by interval.
    extra: Vec<i32>,
    /// Intervals from which nobody is taken any more.
    is_settled: Vec<bool>,
    /// Deferred channels: agents' time by day over the expected work.
    cover: Vec<f64>,
    /// Less than this is never tried: all the work, if nobody else could do it in idle time.
    least_cover: f64,
}

/// A judged span.
#[derive(Debug, Clone, Copy)]
struct Judged {
    channel: usize,
    /// First and last day.
    days: (usize, usize),
    interval: Option<usize>,
    target: f64,
    value: f64,
}

pub(super) struct Search<'s> {
    season: &'s Season<'s>,
    scenario: &'s Scenario,
    settings: SearchSettings,
    over: ServiceLevelOver,
    chance: Option<f64>,
    work: Vec<ChannelWork>,
    /// Intervals in which a deferred channel's work is done, by channel.
    windows: Vec<Vec<bool>>,
    dials: Vec<Dial>,
}

impl<'s> Search<'s> {
    pub(super) fn new(
        season: &'s Season<'s>,
        settings: SearchSettings,
        over: ServiceLevelOver,
        chance: Option<f64>,
    ) -> Self {
        let scenario = season.scenario();
        let (days, intervals) = (scenario.calendar.days(), scenario.intervals());
        let channels = scenario.channels.len();
        let work = (0..channels).map(|channel| channel_work(scenario, ChannelId(channel))).collect();
        let windows = (0..channels).map(|channel| working_window(scenario, channel)).collect();
        let dials = (0..channels)
            .map(|channel| Dial {
                shift: vec![0.0; days],
                before: vec![None; days],
                load_factor: vec![1.0; days],
                extra: vec![0; intervals],
                is_settled: vec![false; intervals],
                cover: vec![if shares_groups_with_live(scenario, channel) { 0.5 } else { DESK_COVER }; days],
                least_cover: if shares_groups_with_live(scenario, channel) { 0.0 } else { DESK_COVER },
            })
            .collect();
        Search { season, scenario, settings, over, chance, work, windows, dials }
    }

    fn target(&self, channel: usize) -> f64 {
        let of = &self.scenario.channels[channel];
        of.service.share.unwrap_or(match of.kind {
            ChannelKind::Deferred => UNPROMISED_DEFERRED,
            _ => UNPROMISED_LIVE,
        })
    }

    /// The span on which a channel is judged: deferred work by day at the finest.
    fn span_of(&self, channel: usize) -> ServiceLevelOver {
        match (self.scenario.channels[channel].kind, self.over) {
            (ChannelKind::Deferred, ServiceLevelOver::Interval) => ServiceLevelOver::Day,
            (_, over) => over,
        }
    }

    fn run(
        mut self,
        seed: u64,
        seen: &(dyn Fn(u64, u64) + Sync),
        stop: &AtomicBool,
    ) -> Result<(StaffingPlan, SearchReport), NoPlan> {
        let counting = if self.over == ServiceLevelOver::Interval { Counting::Up } else { Counting::Carry };
        let allocation = Allocation::new(self.scenario, counting);
        let busyness = busyness_mixture(&self.scenario.demand);
        let mut best: Option<(f64, Allocated, Vec<Judged>)> = None;
        let mut report = SearchReport {
            rounds: 0,
            replications: self.settings.replications,
            played: 0,
            contacts: 0,
            stopped: StopReason::MostRounds,
            largest_miss: 0.0,
        };
        for round in 0..self.settings.most_rounds {
            let needs: Vec<Vec<f64>> =
                (0..self.scenario.channels.len()).map(|channel| self.needs(channel, &busyness)).collect();
            let allocated = allocation.fill(&needs);
            let is_coarse = round < COARSE_ROUNDS && round + 1 < self.settings.most_rounds;
            let replications =
                if is_coarse { self.settings.replications.div_ceil(2) } else { self.settings.replications };
            let trial = try_plan(self.season, &allocated.plan, seed, replications, seen, stop);
            if stop.load(Ordering::Relaxed) {
                return Err(NoPlan::Interrupted);
            }
            report.rounds += 1;
            report.played += replications;
            report.contacts += trial.contacts;
            let judged = self.judge(&trial);
            let miss = largest_miss(&judged);
            let is_on_target = miss <= self.settings.tolerance && self.has_no_slack(&judged, &allocated);
            if !is_coarse && is_better(miss, &allocated, best.as_ref(), self.settings.tolerance) {
                best = Some((miss, allocated, judged.clone()));
            }
            if is_on_target && !is_coarse {
                report.stopped = StopReason::OnTarget;
                break;
            }
            let is_mending = round + 2 >= self.settings.most_rounds;
            if round == 0 && self.settings.most_rounds > 1 {
                // what the load gets wrong is mended there, not twice
                self.learn_load(&trial, replications);
            } else {
                self.turn(&judged, is_mending);
            }
        }
        let (miss, allocated, judged) = best.expect("at least one round is played");
        report.largest_miss = miss.max(0.0);
        match self.infeasible(&allocated, &judged) {
            Some(infeasible) => Err(infeasible.into()),
            None => Ok((allocated.plan, report)),
        }
    }

    /// Agents of factor 1 that a channel needs by interval.
    pub(super) fn needs(&self, channel: usize, busyness: &crate::analytic::Mixture) -> Vec<f64> {
        let (of, work, dial) = (&self.scenario.channels[channel], &self.work[channel], &self.dials[channel]);
        let a_day = self.scenario.calendar.intervals_per_day();
        if of.kind == ChannelKind::Deferred {
            return self.deferred_needs(channel);
        }
        let floor = self.scenario.service_floor[channel].map_or(-WIDEST_LOGIT, logit);
        let nominal: Vec<f64> = (0..self.scenario.intervals())
            .map(|interval| logistic((logit(self.target(channel)) + dial.shift[interval / a_day]).max(floor)))
            .collect();
        let load_factor: Vec<f64> =
            (0..self.scenario.intervals()).map(|interval| dial.load_factor[interval / a_day]).collect();
        let mut agents = agents_for(of, work, busyness, &load_factor, &nominal);
        for (interval, agents) in agents.iter_mut().enumerate() {
            if *agents > 0.0 {
                *agents = (*agents + f64::from(dial.extra[interval])).max(0.0);
            }
        }
        agents
    }

    /// A day's deferred work, spread evenly over the hours in which its groups are there anyway.
    fn deferred_needs(&self, channel: usize) -> Vec<f64> {
        let a_day = self.scenario.calendar.intervals_per_day();
        let (work, dial, window) = (&self.work[channel], &self.dials[channel], &self.windows[channel]);
        let mut needs = vec![0.0; self.scenario.intervals()];
        for day in 0..self.scenario.calendar.days() {
            let of_day = day * a_day..(day + 1) * a_day;
            let open = window[of_day.clone()].iter().filter(|is_open| **is_open).count();
            let load: f64 = work.load[of_day.clone()].iter().sum();
            for interval in of_day.filter(|interval| window[*interval]) {
                needs[interval] = load * dial.cover[day] / open as f64;
            }
        }
        needs
    }

    /// From the first trial: how much more or less work each day really brought, repeats and redials included.
    fn learn_load(&mut self, trial: &Trial, replications: u32) {
        let a_day = self.scenario.calendar.intervals_per_day();
        for channel in 0..self.scenario.channels.len() {
            for day in 0..self.scenario.calendar.days() {
                let expected: f64 = self.work[channel].contacts[day * a_day..(day + 1) * a_day].iter().sum();
                let seen = trial.to_people[channel][day] as f64 / f64::from(replications);
                if expected * f64::from(replications) >= FEWEST_JUDGED as f64 {
                    self.dials[channel].load_factor[day] = (seen / expected).clamp(0.5, 2.0);
                }
            }
        }
    }

    fn judge(&self, trial: &Trial) -> Vec<Judged> {
        let mut judged = Vec::new();
        let (days, intervals) = (self.scenario.calendar.days(), self.scenario.intervals());
        let a_day = self.scenario.calendar.intervals_per_day();
        for channel in 0..self.scenario.channels.len() {
            let target = self.target(channel);
            let mut judge = |days: (usize, usize), interval: Option<usize>, value: Option<f64>| {
                judged.extend(value.map(|value| Judged { channel, days, interval, target, value }));
            };
            match self.span_of(channel) {
                ServiceLevelOver::Season => {
                    judge((0, days - 1), None, self.value(trial, channel, 0..intervals, 0..days));
                }
                ServiceLevelOver::Day => {
                    for day in 0..days {
                        let of_day = day * a_day..(day + 1) * a_day;
                        judge((day, day), None, self.value(trial, channel, of_day, day..day + 1));
                    }
                }
                ServiceLevelOver::Interval => {
                    for interval in 0..intervals {
                        let day = interval / a_day;
                        judge((day, day), Some(interval), self.ratio(trial, channel, interval..interval + 1));
                    }
                }
            }
        }
        judged
    }

    fn ratio(&self, trial: &Trial, channel: usize, intervals: std::ops::Range<usize>) -> Option<f64> {
        let mut counts = ServiceCounts::default();
        trial.service[channel][intervals].iter().for_each(|of| add(&mut counts, *of));
        let (part, whole) = self.scenario.channels[channel].service.definition.ratio(counts);
        (whole >= FEWEST_JUDGED).then(|| part as f64 / whole as f64)
    }

    /// A span's service level: in the mean, or the one that the wanted share of replications reaches.
    fn value(
        &self,
        trial: &Trial,
        channel: usize,
        intervals: std::ops::Range<usize>,
        days: std::ops::Range<usize>,
    ) -> Option<f64> {
        let mean = self.ratio(trial, channel, intervals)?;
        let Some(chance) = self.chance else { return Some(mean) };
        let definition = self.scenario.channels[channel].service.definition;
        let mut values: Vec<f64> = trial
            .by_replication
            .iter()
            .filter_map(|of| {
                let mut counts = ServiceCounts::default();
                of[channel][days.clone()].iter().for_each(|day| add(&mut counts, *day));
                let (part, whole) = definition.ratio(counts);
                (whole > 0).then(|| part as f64 / whole as f64)
            })
            .collect();
        values.sort_by(f64::total_cmp);
        let may_miss = ((1.0 - chance) * values.len() as f64 + 1e-9).floor() as usize;
        values.get(may_miss.min(values.len() - 1)).copied()
    }

    /// Whether no span has agents to spare that could be taken away.
    fn has_no_slack(&self, judged: &[Judged], allocated: &Allocated) -> bool {
        let a_day = self.scenario.calendar.intervals_per_day();
        judged.iter().all(|span| {
            if self.span_of(span.channel) == ServiceLevelOver::Interval {
                return true;
            }
            let is_deferred = self.scenario.channels[span.channel].kind == ChannelKind::Deferred;
            let is_least = match is_deferred {
                true => {
                    let dial = &self.dials[span.channel];
                    dial.cover[span.days.0] <= dial.least_cover.max(0.02)
                }
                false => {
                    let of_days = span.days.0 * a_day..(span.days.1 + 1) * a_day;
                    self.groups_of(span.channel).all(|group| {
                        allocated.plan.required[group.0][of_days.clone()].iter().all(|agents| *agents <= 1)
                    })
                }
            };
            span.value - span.target <= if is_deferred { 0.05 } else { self.settings.slack } || is_least
        })
    }

    fn groups_of(&self, channel: usize) -> impl Iterator<Item = GroupId> + '_ {
        (0..self.scenario.agent_groups.len()).map(GroupId).filter(move |group| {
            self.scenario.streams_of_channel(ChannelId(channel)).any(|stream| self.scenario.group_takes(*group, stream))
        })
    }

    /// Moves the dials by what the spans missed. When mending, only upwards.
    fn turn(&mut self, judged: &[Judged], is_mending: bool) {
        for span in judged {
            let is_deferred = self.scenario.channels[span.channel].kind == ChannelKind::Deferred;
            let dial = &mut self.dials[span.channel];
            let missing = span.target - span.value;
            if is_mending && missing <= 0.0 {
                continue;
            }
            if let Some(interval) = span.interval {
                if missing > self.settings.tolerance {
                    dial.extra[interval] += 1;
                    dial.is_settled[interval] = true;
                } else if !dial.is_settled[interval] && -missing > 0.5 * (1.0 - span.target) {
                    dial.extra[interval] -= 1;
                }
                continue;
            }
            for day in span.days.0..=span.days.1 {
                if is_deferred {
                    let grow = if missing > 0.0 {
                        1.1 + 2.0 * missing
                    } else if missing < -0.02 {
                        0.8
                    } else {
                        1.0
                    };
                    dial.cover[day] = (dial.cover[day].max(0.02) * grow).min(4.0);
                } else {
                    let margin = if is_mending { self.settings.tolerance } else { 0.0 };
                    let (shift, value) = (dial.shift[day], logit(span.value));
                    // one point of shift moves the level by about one, unless the last two trials tell otherwise
                    let slope = dial.before[day].map_or(1.0, |(last_shift, last_value)| {
                        let moved = shift - last_shift;
                        if moved.abs() < 0.02 { 1.0 } else { ((value - last_value) / moved).clamp(0.3, 1.5) }
                    });
                    let step = (logit(span.target + margin) - value) / slope;
                    dial.before[day] = Some((shift, value));
                    dial.shift[day] = (shift + step.clamp(-1.5, 1.5)).clamp(-WIDEST_LOGIT, WIDEST_LOGIT);
                }
            }
        }
    }

    /// The largest miss that a limit on groups explains.
    fn infeasible(&self, allocated: &Allocated, judged: &[Judged]) -> Option<Infeasible> {
        let a_day = self.scenario.calendar.intervals_per_day();
        let worst = judged
            .iter()
            .filter(|span| {
                let intervals = match span.interval {
                    Some(interval) => interval..interval + 1,
                    None => span.days.0 * a_day..(span.days.1 + 1) * a_day,
                };
                let is_promised = self.scenario.channels[span.channel].service.share.is_some();
                let is_short = allocated.short[span.channel][intervals].iter().any(|short| *short > 0.5);
                is_promised && is_short && span.target - span.value > 5.0 * self.settings.tolerance
            })
            .max_by(|a, b| (a.target - a.value).total_cmp(&(b.target - b.value)))?;
        let limits: Vec<String> = self
            .groups_of(worst.channel)
            .filter_map(|group| {
                let of = &self.scenario.agent_groups[group.0];
                let most = of.most_on_duty()?.floor();
                let heads = of.heads_max?;
                Some(if of.works_on(worst.days.0) {
                    format!("the {most} of group '{}' that {heads} heads give after shrinkage", of.name)
                } else {
                    format!("none of group '{}' (not available then)", of.name)
                })
            })
            .collect();
        let date = self.scenario.calendar.date(worst.days.0);
        let span = match (worst.interval, worst.days) {
            (Some(interval), _) => {
                let second = self.scenario.calendar.second_of_day(interval);
                format!("on {date} from {:02}:{:02}", second / 3600, second / 60 % 60)
            }
            (None, (first, last)) if first == last => format!("on {date}"),
            _ => "over the season".to_string(),
        };
        Some(Infeasible {
            channel: self.scenario.channels[worst.channel].name.clone(),
            span,
            promised: 100.0 * worst.target,
            reached: 100.0 * worst.value,
            limits: if limits.is_empty() { "its agents".to_string() } else { limits.join(" and ") },
        })
    }
}

fn largest_miss(judged: &[Judged]) -> f64 {
    judged.iter().map(|span| span.target - span.value).fold(0.0, f64::max)
}

fn is_better(miss: f64, allocated: &Allocated, best: Option<&(f64, Allocated, Vec<Judged>)>, tolerance: f64) -> bool {
    let Some((best_miss, best_allocated, _)) = best else { return true };
    match (miss <= tolerance, *best_miss <= tolerance) {
        (true, true) => allocated.wages < best_allocated.wages,
        (true, false) => true,
        (false, true) => false,
        (false, false) => miss < *best_miss,
    }
}

fn logit(share: f64) -> f64 {
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    libm::log(share / (1.0 - share))
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit.clamp(-WIDEST_LOGIT, WIDEST_LOGIT)))
}
