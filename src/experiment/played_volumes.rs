//! Seasons played once and kept as volumes, to be priced again and again.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::observer::{Observer, Phase};
use super::run::{ExperimentSettings, RunError, find_staffing};
use crate::engine::{ReplicationId, Season, Tally, Workspace, simulate};
use crate::money::{Pricer, Statement, Volumes};
use crate::scenario::model::{Scenario, StaffingPlan};

/// Finds the plan of the scenario's rule (that of a contract, by its index, where each has its own) and plays the run's
/// replications under it.
///
/// # Errors
/// When there is no plan, or `stop` is set.
pub(super) fn plan_and_play(
    season: &Season,
    contract: usize,
    settings: ExperimentSettings,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<(StaffingPlan, Vec<Volumes>), RunError> {
    let plan = find_staffing(season, settings, observer, stop)?.into_plan_of(contract);
    let volumes = play_volumes(season, &plan, settings.seed, 0..settings.replications, observer, stop)?;
    Ok((plan, volumes))
}

/// Plays the replications of these numbers under a plan; volumes in order of their numbers.
///
/// # Errors
/// When `stop` is set.
pub(super) fn play_volumes(
    season: &Season,
    plan: &StaffingPlan,
    seed: u64,
    numbers: Range<u32>,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Vec<Volumes>, RunError> {
    let scenario = season.scenario();
    observer.phase(Phase::Simulating, u64::from(numbers.end - numbers.start));
    let memory = || (Workspace::default(), Tally::new(scenario));
    let volumes: Vec<Option<Volumes>> = numbers
        .into_par_iter()
        .with_max_len(1)
        .map_init(memory, |(workspace, tally), number| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            simulate(season, plan, ReplicationId { seed, number: u64::from(number) }, workspace, tally);
            let offered = tally.sum_channel(scenario, 0..scenario.intervals(), None).offered();
            observer.advance(1, offered);
            Some(Volumes::of(scenario, tally))
        })
        .collect();
    volumes.into_iter().collect::<Option<Vec<_>>>().ok_or(RunError::Interrupted)
}

/// The statements of played seasons under a contract of the scenario, by its index.
pub(super) fn price_all(
    scenario: &Scenario,
    plan: &StaffingPlan,
    contract: usize,
    played: &[Volumes],
) -> Vec<Statement> {
    let pricer = Pricer::new(scenario, plan, contract);
    played.par_iter().map(|volumes| pricer.price_volumes(scenario, volumes)).collect()
}
