//! Candidates: plans at positions of the ladder, each played once and priced under every contract.

use super::desk::Desk;
use super::worth::{agents_worth, worth_at};
use crate::analytic::Mixture;
use crate::engine::{Season, Tally, Workspace, simulate_plans_stratified};
use crate::money::Volumes;
use crate::scenario::model::{ChannelId, ChannelKind, Scenario, ServiceCounts, StaffingPlan};
use crate::staffing::allocation::{Allocated, Allocation, Counting};
use crate::staffing::requirement::{agents_for, busyness_mixture};
use crate::staffing::trial::add;
use crate::staffing::working_window::working_window;
use crate::staffing::workload::{ChannelWork, channel_work};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The position below all others, at which nobody is called but for the floors.
pub(super) const NOBODY: f64 = f64::NEG_INFINITY;

/// Plans that are played together.
const PLAYED_TOGETHER: usize = 6;

/// One replication of a candidate.
#[derive(Debug, Clone)]
pub(super) struct Played {
    pub(super) volumes: Volumes,
    /// By channel and day.
    pub(super) service: Vec<Vec<ServiceCounts>>,
    pub(super) contacts: u64,
}

/// A plan that was played: each desk at a position of its own.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) positions: Vec<f64>,
    pub(super) allocated: Allocated,
    pub(super) played: Vec<Played>,
}

/// Agents by interval, by channel and position (as bits).
type NeedsByPosition = BTreeMap<(usize, u64), Arc<[f64]>>;

/// Makes plans from positions.
pub(super) struct Planner<'s> {
    scenario: &'s Scenario,
    work: Vec<ChannelWork>,
    windows: Vec<Vec<bool>>,
    /// By channel and interval: agents that the floor takes.
    floors: Vec<Vec<f64>>,
    busyness: Mixture,
    allocation: Allocation<'s>,
    /// What was found so far: a position is looked at before it is played.
    needs: Mutex<NeedsByPosition>,
}

impl<'s> Planner<'s> {
    pub(super) fn new(scenario: &'s Scenario) -> Self {
        let channels = scenario.channels.len();
        let busyness = busyness_mixture(&scenario.demand);
        let work: Vec<ChannelWork> = (0..channels).map(|channel| channel_work(scenario, ChannelId(channel))).collect();
        let floors = (0..channels).map(|channel| floor_agents(scenario, channel, &work[channel], &busyness)).collect();
        let windows = (0..channels).map(|channel| working_window(scenario, channel)).collect();
        Planner {
            scenario,
            work,
            windows,
            floors,
            busyness,
            allocation: Allocation::new(scenario, Counting::Nearest),
            needs: Mutex::default(),
        }
    }

    /// The plan with each desk at its position; channels on no desk get nobody.
    pub(super) fn plan(&self, desks: &[Desk], positions: &[f64]) -> Allocated {
        let mut needs = vec![vec![0.0; self.scenario.intervals()]; self.scenario.channels.len()];
        for (desk, position) in desks.iter().zip(positions) {
            for channel in &desk.channels {
                needs[channel.0].copy_from_slice(&self.needs(channel.0, *position));
            }
        }
        self.allocation.fill(&needs)
    }

    /// The plan of one desk alone.
    pub(super) fn plan_of_desk(&self, desks: &[Desk], desk: usize, position: f64) -> StaffingPlan {
        let mut positions = vec![NOBODY; desks.len()];
        positions[desk] = position;
        self.plan(desks, &positions).plan
    }

    /// Hours of an agent's time that the work of these channels takes for a contact that reaches him.
    pub(super) fn hours_per_contact(&self, channels: &[ChannelId]) -> f64 {
        let (mut hours, mut contacts) = (0.0, 0.0);
        for channel in channels {
            let of = &self.scenario.channels[channel.0];
            let side_by_side = match of.kind {
                ChannelKind::Chat => {
                    of.concurrency.slowdown.last().copied().unwrap_or(1.0) / f64::from(of.concurrency.limit)
                }
                _ => 1.0,
            };
            let work = &self.work[channel.0];
            for (count, seconds) in work.contacts.iter().zip(&work.handle_time_s) {
                hours += count * seconds / 3600.0 * side_by_side;
                contacts += count;
            }
        }
        hours / contacts.max(1e-12)
    }

    fn needs(&self, channel: usize, position: f64) -> Arc<[f64]> {
        let key = (channel, position.to_bits());
        let known = || self.needs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(needs) = known().get(&key) {
            return Arc::clone(needs);
        }
        let needs: Arc<[f64]> = self.worked_out_needs(channel, position).into();
        known().insert(key, Arc::clone(&needs));
        needs
    }

    fn worked_out_needs(&self, channel: usize, position: f64) -> Vec<f64> {
        let of = &self.scenario.channels[channel];
        let worth = match (of.kind, position > NOBODY) {
            (ChannelKind::Deferred, true) => self.deferred_needs(channel, cover_at(position)),
            (_, true) => agents_worth(of, &self.work[channel], &self.busyness, worth_at(position)),
            (_, false) => vec![0.0; self.scenario.intervals()],
        };
        worth.iter().zip(&self.floors[channel]).map(|(worth, floor)| worth.max(*floor)).collect()
    }

    /// A day's deferred work times the cover, spread evenly over the hours in which it is done.
    fn deferred_needs(&self, channel: usize, cover: f64) -> Vec<f64> {
        let a_day = self.scenario.calendar.intervals_per_day();
        let (work, window) = (&self.work[channel], &self.windows[channel]);
        let mut needs = vec![0.0; self.scenario.intervals()];
        for day in 0..self.scenario.calendar.days() {
            let of_day = day * a_day..(day + 1) * a_day;
            let open = window[of_day.clone()].iter().filter(|is_open| **is_open).count();
            let load: f64 = work.load[of_day.clone()].iter().sum();
            for interval in of_day.filter(|interval| window[*interval]) {
                needs[interval] = load * cover / open as f64;
            }
        }
        needs
    }
}

/// Agents' time over the expected deferred work at a position: 0.3 at the lowest, the work itself and a quarter halfway, 1.9 at 9.
fn cover_at(position: f64) -> f64 {
    (0.3 + 0.19 * position - 0.0015 * position * position).max(0.0)
}

/// Whole agents by interval for the floor as the nominal target of each.
fn floor_agents(scenario: &Scenario, channel: usize, work: &ChannelWork, busyness: &Mixture) -> Vec<f64> {
    let of = &scenario.channels[channel];
    let nobody = vec![0.0; scenario.intervals()];
    match (scenario.service_floor[channel], of.kind) {
        (None, _) | (_, ChannelKind::Deferred) => nobody,
        (Some(floor), _) if floor <= 0.0 => nobody,
        (Some(floor), _) => {
            let every = vec![1.0; scenario.intervals()];
            let nominal = vec![floor; scenario.intervals()];
            let agents = agents_for(of, work, busyness, &every, &nominal);
            agents.into_iter().map(|agents| (agents - 1e-6).ceil().max(0.0)).collect()
        }
    }
}

/// Plays plans on the search's replications, the same for every plan; by plan. Once `stop` is set, what comes back is worth nothing.
///
/// Plans played together share what is alike in them, so few at a time, each of which takes a tally a thread, are worth it.
pub(super) fn play(
    season: &Season,
    plans: &[&StaffingPlan],
    seed: u64,
    replications: u32,
    seen: &(dyn Fn(u64, u64) + Sync),
    stop: &AtomicBool,
) -> Vec<Vec<Played>> {
    let scenario = season.scenario();
    let mut by_plan: Vec<Vec<Played>> = Vec::with_capacity(plans.len());
    for plans in plans.chunks(PLAYED_TOGETHER) {
        let memory = || (Workspace::default(), vec![Tally::new(scenario); plans.len()]);
        let by_replication: Vec<Vec<Played>> = (0..replications)
            .into_par_iter()
            .map_init(memory, |(workspace, tallies), index| {
                if !stop.load(Ordering::Relaxed) {
                    simulate_plans_stratified(season, plans, seed, (index, replications), workspace, tallies);
                }
                let played: Vec<Played> = tallies.iter().map(|tally| Played::of(scenario, tally)).collect();
                seen(plans.len() as u64, played.iter().map(|played| played.contacts).sum());
                played
            })
            .collect();
        let mut of_plans: Vec<Vec<Played>> = plans.iter().map(|_| Vec::new()).collect();
        for played in by_replication {
            of_plans.iter_mut().zip(played).for_each(|(of_plan, played)| of_plan.push(played));
        }
        by_plan.extend(of_plans);
    }
    by_plan
}

impl Played {
    fn of(scenario: &Scenario, tally: &Tally) -> Self {
        Played {
            volumes: Volumes::of(scenario, tally),
            service: service(scenario, tally),
            contacts: tally.sum_channel(scenario, 0..scenario.intervals(), None).offered(),
        }
    }
}

/// Counts by channel and day; who waits without end counts as late.
fn service(scenario: &Scenario, tally: &Tally) -> Vec<Vec<ServiceCounts>> {
    let a_day = scenario.calendar.intervals_per_day();
    (0..scenario.channels.len())
        .map(|channel| {
            let streams: Vec<_> = scenario.streams_of_channel(ChannelId(channel)).collect();
            (0..scenario.calendar.days())
                .map(|day| {
                    let cell = tally.sum(day * a_day..(day + 1) * a_day, &streams);
                    let mut counts = ServiceCounts::default();
                    add(&mut counts, cell.service_counts());
                    counts.answered += cell.waiting_at_end;
                    counts
                })
                .collect()
        })
        .collect()
}
