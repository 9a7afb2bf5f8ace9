//! Playing the tables, and asking them.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::demand_of_days::DemandOfDays;
use super::records::{ControlRecord, ControlRecords};
use crate::engine::{Season, Tally, Workspace, simulate_factors};
use crate::experiment::observer::Observer;
use crate::experiment::run::RunError;
use crate::money::{DayLoads, Pricer, VolumeTables, Volumes};
use crate::sampling::{Key, SeasonFactors};
use crate::scenario::model::{Scenario, StaffingPlan};
use crate::statistics::{SetsOf, sorted_percentile};

/// Where the keys of the control are, apart from those of replications, of their sets, and of planning.
const CONTROL: u64 = u64::MAX - 2;
/// What a key of the control is for.
const TABLES: u64 = 0;
const LEVELS: u64 = 1;
const MEAN: u64 = 2;

/// Times that each day is played at each level.
const SEASONS_A_LEVEL: usize = 3;
/// The levels: quantiles of the days' loads, most of them where most days are, and the ends where a surge may take a day.
const QUANTILES: [f64; 7] = [0.002, 0.05, 0.25, 0.5, 0.75, 0.95, 0.998];
/// Place of the highest level that may last all season.
const LASTING: usize = 4;
/// Where levels are no further apart than this, loads are taken not to vary.
const SAME_LEVEL: f64 = 0.01;
/// Size of the sets of seasons that tell the expected control: a prime.
const SET_SIZE: u32 = 257;
/// Sets: enough for an error below that of some hundred replications, and fewer where a season's volumes have so many more cells than
/// this that pricing them all would cost more than it saves.
const SETS: std::ops::RangeInclusive<usize> = 8..=32;
const FEW_CELLS: usize = 2_000;

/// The tables of one plan.
#[derive(Debug)]
pub(in crate::experiment) struct DayTables<'t> {
    scenario: &'t Scenario,
    seed: u64,
    tables: VolumeTables,
    demand: DemandOfDays,
}

impl<'t> DayTables<'t> {
    /// Plays the tables. `None` where demand and presence do not vary, so that they would say nothing.
    pub(in crate::experiment) fn play(
        season: &Season<'t>,
        plan: &StaffingPlan,
        seed: u64,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, RunError> {
        let scenario = season.scenario();
        let play = |key: Key, level: f64| {
            let factors = SeasonFactors::at_level(scenario, key, level);
            let mut tally = Tally::new(scenario);
            if !stop.load(Ordering::Relaxed) {
                simulate_factors(season, plan, (key, &factors), &mut Workspace::default(), &mut tally);
                observer.advance(0, tally.sum_channel(scenario, 0..scenario.intervals(), None).offered());
            }
            (factors, tally)
        };
        let tables = control_key(seed).and(TABLES);
        let (_, expected) = play(tables.and(0), 1.0);
        let mut demand = DemandOfDays::new(scenario, plan, &expected);
        let Some(levels) = levels(scenario, &demand, seed) else { return Ok(None) };
        let seasons: Vec<(DayLoads, Volumes)> = (0..SEASONS_A_LEVEL * levels.len())
            .into_par_iter()
            .map(|number| {
                let key = tables.and(1 + number as u64);
                let (factors, tally) = play(key, levels[number / SEASONS_A_LEVEL]);
                (demand.loads_with_noise(scenario, &factors, key), Volumes::of(scenario, &tally))
            })
            .collect();
        if stop.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        demand.limit_deferred(scenario, levels[LASTING]);
        Ok(Some(DayTables { scenario, seed, tables: VolumeTables::new(&seasons, SEASONS_A_LEVEL), demand }))
    }

    /// The control of replications played so far: none, with the seasons that tell its expected value.
    pub(in crate::experiment) fn begin(&self, pricers: &[Pricer]) -> ControlRecords {
        let sets = (SETS.end() * FEW_CELLS / self.tables.cells()).clamp(*SETS.start(), *SETS.end());
        let drawn = (0..sets as u32 * SET_SIZE)
            .into_par_iter()
            .map_init(
                || self.tables.blank(),
                |volumes, number| {
                    let (set, index) = (u64::from(number / SET_SIZE), number % SET_SIZE);
                    let (factors, member) = drawn_season(self.scenario, self.seed, MEAN, set, index);
                    self.record(&factors, member, pricers, volumes)
                },
            )
            .collect();
        ControlRecords { played: Vec::new(), drawn, drawn_sets: SetsOf::new(SET_SIZE) }
    }

    /// Adds the control of further replications.
    pub(in crate::experiment) fn add(
        &self,
        records: &mut ControlRecords,
        numbers: std::ops::Range<u32>,
        pricers: &[Pricer],
    ) {
        let played: Vec<ControlRecord> = numbers
            .into_par_iter()
            .map_init(
                || self.tables.blank(),
                |volumes, number| {
                    let factors = SeasonFactors::of_replication(self.scenario, self.seed, u64::from(number));
                    self.record(&factors, Key::replication(self.seed, u64::from(number)), pricers, volumes)
                },
            )
            .collect();
        records.played.extend(played);
    }

    fn record(
        &self,
        factors: &SeasonFactors,
        replication: Key,
        pricers: &[Pricer],
        volumes: &mut Volumes,
    ) -> ControlRecord {
        self.tables.fill(&self.demand.loads(self.scenario, factors, replication), volumes);
        ControlRecord::new(self.scenario, volumes, pricers)
    }
}

fn control_key(seed: u64) -> Key {
    Key::replication(seed, CONTROL)
}

/// Member `index` of a drawn set, and the key of its absence.
fn drawn_season(scenario: &Scenario, seed: u64, purpose: u64, set: u64, index: u32) -> (SeasonFactors, Key) {
    let of = control_key(seed).and(purpose).and(set);
    let member = of.and(0).and(u64::from(index));
    (SeasonFactors::of_lattice(scenario, member, of.and(1), (index, SET_SIZE)), member)
}

/// Quantiles of the days' loads on a set of seasons; `None` where loads do not vary.
fn levels(scenario: &Scenario, demand: &DemandOfDays, seed: u64) -> Option<Vec<f64>> {
    let mut loads: Vec<f64> = (0..SET_SIZE)
        .into_par_iter()
        .flat_map_iter(|index| {
            let (factors, member) = drawn_season(scenario, seed, LEVELS, 0, index);
            demand.loads(scenario, &factors, member).channels
        })
        .collect();
    loads.sort_by(f64::total_cmp);
    let levels: Vec<f64> = QUANTILES.iter().filter_map(|share| sorted_percentile(&loads, *share)).collect();
    let (least, most) = (*levels.first()?, *levels.last()?);
    (least > 0.0 && most - least > SAME_LEVEL).then_some(levels)
}
