//! Trying a plan: the search's own replications, stratified over season and busyness, the same for every plan.

use crate::engine::{Season, Tally, Workspace, simulate_stratified};
use crate::scenario::model::{ChannelId, ServiceCounts, StaffingPlan};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a plan gave on the search's replications.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// By channel and interval, summed over replications.
    pub(super) service: Vec<Vec<ServiceCounts>>,
    /// By channel and day: contacts that reached people, and those who abandoned, summed over replications.
    pub(super) to_people: Vec<Vec<u64>>,
    /// By replication, channel and interval.
    pub(super) by_replication: Vec<Vec<Vec<ServiceCounts>>>,
    /// Contacts played.
    pub(super) contacts: u64,
}

struct OneReplication {
    service: Vec<Vec<ServiceCounts>>,
    to_people: Vec<Vec<u64>>,
    contacts: u64,
}

pub(super) fn add(total: &mut ServiceCounts, counts: ServiceCounts) {
    total.answered += counts.answered;
    total.answered_within += counts.answered_within;
    total.abandoned += counts.abandoned;
    total.abandoned_within += counts.abandoned_within;
    total.abandoned_short += counts.abandoned_short;
}

/// Plays `replications` seasons of the search under a plan; `seen` is told of each, with its contacts. Once `stop` is set, what
/// comes back is worth nothing.
pub(super) fn try_plan(
    season: &Season,
    plan: &StaffingPlan,
    seed: u64,
    replications: u32,
    seen: &(dyn Fn(u64, u64) + Sync),
    stop: &AtomicBool,
) -> Trial {
    let scenario = season.scenario();
    let played: Vec<OneReplication> = (0..replications)
        .into_par_iter()
        .map_init(
            || (Workspace::default(), Tally::new(scenario)),
            |(workspace, tally), index| {
                if !stop.load(Ordering::Relaxed) {
                    simulate_stratified(season, plan, seed, (index, replications), workspace, tally);
                }
                let one = summarise(season, tally);
                seen(1, one.contacts);
                one
            },
        )
        .collect();
    let (channels, intervals, days) = (scenario.channels.len(), scenario.intervals(), scenario.calendar.days());
    let mut trial = Trial {
        service: vec![vec![ServiceCounts::default(); intervals]; channels],
        to_people: vec![vec![0; days]; channels],
        by_replication: Vec::with_capacity(played.len()),
        contacts: played.iter().map(|one| one.contacts).sum(),
    };
    for one in played {
        for (channel, of_channel) in one.service.iter().enumerate() {
            for (interval, counts) in of_channel.iter().enumerate() {
                add(&mut trial.service[channel][interval], *counts);
            }
            trial.to_people[channel].iter_mut().zip(&one.to_people[channel]).for_each(|(sum, count)| *sum += count);
        }
        trial.by_replication.push(one.service);
    }
    trial
}

fn summarise(season: &Season, tally: &Tally) -> OneReplication {
    let scenario = season.scenario();
    let (channels, intervals, days) = (scenario.channels.len(), scenario.intervals(), scenario.calendar.days());
    let a_day = scenario.calendar.intervals_per_day();
    let mut one = OneReplication {
        service: vec![vec![ServiceCounts::default(); intervals]; channels],
        to_people: vec![vec![0; days]; channels],
        contacts: 0,
    };
    for channel in 0..channels {
        let streams: Vec<_> = scenario.streams_of_channel(ChannelId(channel)).collect();
        let within_s = scenario.channels[channel].service.within_s;
        let season_s = f64::from(scenario.calendar.interval_s) * intervals as f64;
        for interval in 0..intervals {
            let cell = tally.sum(interval..interval + 1, &streams);
            let mut counts = cell.service_counts();
            // waiting without end counts as late, or a plan that leaves work over would look well; not so where the season ends before the threshold does
            let threshold_end = f64::from(scenario.calendar.interval_s) * (interval + 1) as f64 + within_s;
            if threshold_end <= season_s {
                counts.answered += cell.waiting_at_end;
            }
            one.service[channel][interval] = counts;
            one.to_people[channel][interval / a_day] += cell.offered_to_people();
            one.contacts += cell.offered();
        }
    }
    one
}
