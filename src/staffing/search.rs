//! The search for a plan that meets every channel's service level.
//!
//! Each channel has a nominal target by day (or one for the season), from which Erlang A gives agents by interval. A trial
//! shows the service level that this really gives; the nominal target then moves, on the logit scale, by what is missing or
//! over. On targets by interval, single intervals are mended one agent at a time instead. The cheapest plan that meets all
//! targets on the search's replications wins.

use super::allocation::{Allocated, Allocation, Counting};
use super::dial::{Dial, WIDEST_LOGIT, logistic, logit};
use super::judgement::{Demands, FEWEST_JUDGED, Judged, Judgement, replications_for};
use super::requirement::{agents_for, busyness_mixture};
use super::search_report::{Infeasible, NoPlan, SearchReport, SearchSettings, StopReason, limits_on};
use super::trial::{Trial, try_plan};
use super::working_window::{shares_groups_with_live, working_window};
use super::workload::{ChannelWork, channel_work};
use crate::engine::Season;
use crate::scenario::model::{ChannelId, ChannelKind, GroupId, Scenario, ServiceLevelOver, StaffingPlan};
use std::sync::atomic::{AtomicBool, Ordering};

/// First trials, on half the replications.
const COARSE_ROUNDS: u32 = 1;

/// A search under way.
pub(super) struct Search<'s> {
    season: &'s Season<'s>,
    scenario: &'s Scenario,
    settings: SearchSettings,
    demands: Demands,
    judgement: Judgement<'s>,
    work: Vec<ChannelWork>,
    /// Intervals in which a deferred channel's work is done, by channel.
    windows: Vec<Vec<bool>>,
    dials: Vec<Dial>,
}

impl<'s> Search<'s> {
    pub(super) fn new(season: &'s Season<'s>, mut settings: SearchSettings, demands: Demands) -> Self {
        settings.replications = settings.replications.max(replications_for(demands.chance));
        let scenario = season.scenario();
        let (days, intervals) = (scenario.calendar.days(), scenario.intervals());
        let channels = scenario.channels.len();
        let work = (0..channels).map(|channel| channel_work(scenario, ChannelId(channel))).collect();
        let windows = (0..channels).map(|channel| working_window(scenario, channel)).collect();
        let dials = (0..channels)
            .map(|channel| Dial::new(days, intervals, shares_groups_with_live(scenario, channel)))
            .collect();
        let judgement = Judgement::new(scenario, demands);
        Search { season, scenario, settings, demands, judgement, work, windows, dials }
    }

    /// Finds the plan. `seen` hears of each replication played and its contacts.
    pub(super) fn run(
        mut self,
        seed: u64,
        seen: &(dyn Fn(u64, u64) + Sync),
        stop: &AtomicBool,
    ) -> Result<(StaffingPlan, SearchReport), NoPlan> {
        let counting = if self.demands.over == ServiceLevelOver::Interval { Counting::Up } else { Counting::Carry };
        let allocation = Allocation::new(self.scenario, counting);
        let busyness = busyness_mixture(&self.scenario.demand);
        let mut best: Option<(f64, Allocated, Vec<Judged>)> = None;
        let mut report = SearchReport {
            replications: self.settings.replications,
            stopped: StopReason::MostRounds,
            ..SearchReport::default()
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
            let judged = self.judgement.judge(&trial);
            let miss = largest_miss(&judged);
            let is_on_target = miss <= self.settings.tolerance && self.has_no_slack(&judged, &allocated);
            if !is_coarse && miss <= self.settings.tolerance {
                report.rivals.push(allocated.paid_hours(self.scenario));
            }
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
            .map(|interval| logistic((logit(self.judgement.target(channel)) + dial.shift[interval / a_day]).max(floor)))
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

    /// Whether no span has agents to spare that could be taken away.
    fn has_no_slack(&self, judged: &[Judged], allocated: &Allocated) -> bool {
        let a_day = self.scenario.calendar.intervals_per_day();
        judged.iter().all(|span| {
            if self.judgement.span_of(span.channel) == ServiceLevelOver::Interval {
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
            limits: limits_on(self.scenario, worst.channel, worst.days.0),
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
