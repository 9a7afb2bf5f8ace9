//! The search for a plan that meets every channel's service level.
//!
//! Each channel has a nominal target by day (or one for the season), from which Erlang A gives agents by interval. A trial
//! shows the service level that this really gives; the nominal target then moves, on the logit scale, by what is missing or
//! over. On targets by interval, single intervals are mended one agent at a time instead. The cheapest plan that meets all
//! targets on the search's replications wins.

use super::allocation::{Allocated, Allocation, Counting};
use super::dial::{Dial, WIDEST_LOGIT, logistic, logit};
use super::requirement::{agents_for, busyness_mixture};
use super::search_report::{Infeasible, NoPlan, SearchReport, SearchSettings, StopReason};
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
/// First trials, on half the replications.
const COARSE_ROUNDS: u32 = 1;

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
            Ok((StaffingPlan::without_roster(agents.clone()), report))
        }
        StaffingRule::ServiceLevel { over, chance } => {
            Search::new(season, settings, *over, *chance).run(seed, seen, stop)
        }
    }
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
            .map(|channel| Dial::new(days, intervals, shares_groups_with_live(scenario, channel)))
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
                true => self.dials[span.channel].is_cover_least(span.days.0),
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

    /// Moves the dials by what the spans missed. When mending, only upwards, and a little further.
    fn turn(&mut self, judged: &[Judged], is_mending: bool) {
        let tolerance = self.settings.tolerance;
        for span in judged.iter().filter(|span| !is_mending || span.value < span.target) {
            let is_deferred = self.scenario.channels[span.channel].kind == ChannelKind::Deferred;
            let dial = &mut self.dials[span.channel];
            if let Some(interval) = span.interval {
                dial.turn_interval(interval, span.target, span.value, tolerance);
                continue;
            }
            for day in span.days.0..=span.days.1 {
                if is_deferred {
                    dial.turn_cover(day, span.target, span.value);
                } else {
                    dial.turn_day(day, span.target + if is_mending { tolerance } else { 0.0 }, span.value);
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
                Some(if of.works_on(worst.days.0) && self.scenario.shifts.is_some() {
                    format!("the shifts that {heads} heads of group '{}' can work", of.name)
                } else if of.works_on(worst.days.0) {
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
