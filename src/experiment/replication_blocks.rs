//! One run cut into blocks of replications, which may be played anywhere and are put together exactly.
//!
//! What is kept of replications is whole numbers, counts by bucket, and money by replication that is summed in the order of
//! their numbers; so blocks put together give the same bytes as the run in one go, whatever the order and the cut. Each side
//! finds the plan for itself, on the search's own replications.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::accumulator::Accumulator;
use super::observer::{Observer, Phase};
use super::results::Results;
use super::run::{ExperimentSettings, Judge, RunError, RunOutcome, RunStop, pricers};
use crate::engine::Season;
use crate::scenario::model::Scenario;
use crate::staffing::find_plan;

/// Replications of one block.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PlayedBlock(Accumulator);

/// Plays blocks of replications, given by number and range, and hands each on when it is done.
///
/// # Errors
/// When no plan meets the targets, or `stop` is set.
pub fn play_blocks(
    scenario: &Scenario,
    settings: ExperimentSettings,
    blocks: &[(usize, Range<u32>)],
    take_in: &dyn Fn(usize, PlayedBlock),
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<(), RunError> {
    let season = Season::new(scenario);
    observer.phase(Phase::Planning, u64::from(settings.search.replications * settings.search.most_rounds));
    let seen = |replications, contacts| observer.advance(replications, contacts);
    let (plan, _) = find_plan(&season, settings.search, settings.seed, &seen, stop)?;
    observer.phase(Phase::Simulating, blocks.iter().map(|(_, range)| range.len() as u64).sum());
    let contracts: Vec<usize> = (0..scenario.contracts.len()).collect();
    let judge = Judge { season: &season, plan: &plan, pricers: pricers(scenario, &plan), seed: settings.seed };
    for (number, range) in blocks {
        let mut accumulator = Accumulator::new(scenario, &contracts);
        judge.take_in(&mut accumulator, range.clone(), observer, stop)?;
        take_in(*number, PlayedBlock(accumulator));
    }
    Ok(())
}

/// Puts the blocks of a run together.
///
/// # Errors
/// When no plan meets the targets, or `stop` is set.
///
/// # Panics
/// When blocks are of another scenario.
pub fn merge_blocks(
    scenario: &Scenario,
    settings: ExperimentSettings,
    blocks: impl IntoIterator<Item = PlayedBlock>,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<RunOutcome, RunError> {
    let season = Season::new(scenario);
    observer.phase(Phase::Planning, u64::from(settings.search.replications * settings.search.most_rounds));
    let seen = |replications, contacts| observer.advance(replications, contacts);
    let (plan, search) = find_plan(&season, settings.search, settings.seed, &seen, stop)?;
    let contracts: Vec<usize> = (0..scenario.contracts.len()).collect();
    let mut whole = Accumulator::new(scenario, &contracts);
    blocks.into_iter().for_each(|PlayedBlock(block)| whole.merge(block));
    let results = Results::of_simulation(scenario, vec![(plan, whole)]);
    Ok(RunOutcome { results, search, stopped: RunStop::Replications })
}
