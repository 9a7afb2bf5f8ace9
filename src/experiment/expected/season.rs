//! Days in their order.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::backlog::Batch;
use super::coming::Rows;
use super::counts::ExpectedSeason;
use super::day::{Carried, DayPart, Plant, day_in_state};
use super::day_states::day_states;
use super::desk::{DeskKind, desks};
use super::patience_rates::PatienceRates;
use crate::scenario::model::{GroupId, Scenario, StaffingPlan, StreamId};

/// The expected counts of a season under a plan.
pub(in crate::experiment) fn expected_season(scenario: &Scenario, plan: &StaffingPlan) -> ExpectedSeason {
    let plant = Plant {
        scenario,
        plan,
        live: desks(scenario, DeskKind::Live),
        deferred: desks(scenario, DeskKind::Deferred),
        rows: Rows::new(scenario),
        patience: PatienceRates::new(scenario),
    };
    let intervals = scenario.intervals();
    let mut season = ExpectedSeason::new(intervals, scenario.streams.len(), scenario.agent_groups.len());
    let mut carried = Carried {
        coming: vec![vec![0.0; intervals]; plant.rows.count()],
        load: vec![0.0; plant.live.len()],
        backlog: vec![Vec::new(); plant.deferred.len()],
    };
    for (day, states) in day_states(scenario, plan).iter().enumerate() {
        let parts: Vec<DayPart> = states.par_iter().map(|state| day_in_state(&plant, &carried, day, state)).collect();
        let mut merged = Merged::new(&plant);
        for part in &parts {
            add_counts(&mut season, scenario, day, part);
            merged.add(part);
        }
        merged.carry(&plant, day, &mut carried);
    }
    for batch in carried.backlog.iter().flatten() {
        season.cell_mut(batch.interval, StreamId(batch.stream)).volume.waiting_at_end += batch.contacts;
    }
    season
}

fn add_counts(season: &mut ExpectedSeason, scenario: &Scenario, day: usize, part: &DayPart) {
    let a_day = scenario.calendar.intervals_per_day();
    let (streams, groups) = (scenario.streams.len(), scenario.agent_groups.len());
    for place in 0..a_day {
        let interval = day * a_day + place;
        for stream in 0..streams {
            *season.cell_mut(interval, StreamId(stream)) += &part.cells[place * streams + stream];
        }
        for group in 0..groups {
            let time = &part.times[place * groups + group];
            let total = season.time_mut(interval, GroupId(group));
            total.available_s += time.available_s;
            total.busy_s += time.busy_s;
        }
    }
    for (interval, stream, cell) in &part.answered_later {
        *season.cell_mut(*interval, StreamId(*stream)) += cell;
    }
}

/// A day's ends in the mean over its states.
struct Merged {
    followed: Vec<Vec<f64>>,
    load: Vec<f64>,
    /// By deferred desk: batches by arrival interval and stream.
    backlog: Vec<BTreeMap<(usize, usize), Batch>>,
}

impl Merged {
    fn new(plant: &Plant) -> Self {
        Merged {
            followed: vec![vec![0.0; plant.scenario.calendar.intervals_per_day()]; plant.rows.count()],
            load: vec![0.0; plant.live.len()],
            backlog: vec![BTreeMap::new(); plant.deferred.len()],
        }
    }

    fn add(&mut self, part: &DayPart) {
        for (mine, theirs) in self.followed.iter_mut().zip(&part.followed) {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
        self.load.iter_mut().zip(&part.load).for_each(|(mine, theirs)| *mine += theirs);
        for (mine, theirs) in self.backlog.iter_mut().zip(&part.backlog) {
            for batch in theirs {
                mine.entry((batch.interval, batch.stream))
                    .and_modify(|known| {
                        known.contacts += batch.contacts;
                        known.fresh += batch.fresh;
                    })
                    .or_insert(*batch);
            }
        }
    }

    /// Hands on to the next day. What comes again today has been dealt with; what the rows get there is not read any more.
    fn carry(self, plant: &Plant, day: usize, carried: &mut Carried) {
        let start = day * plant.scenario.calendar.intervals_per_day();
        for (row, followed) in self.followed.iter().enumerate() {
            let Some(delay) = plant.rows.delay_of_row(row) else { continue };
            for (place, contacts) in followed.iter().enumerate() {
                delay.spread(*contacts, start + place, &mut carried.coming[row]);
            }
        }
        carried.load = self.load;
        carried.backlog = self.backlog.into_iter().map(|batches| batches.into_values().collect()).collect();
    }
}
