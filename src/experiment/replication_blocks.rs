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
use super::run::{ExperimentSettings, Judges, RunError, RunOutcome, RunStop, find_staffing};
use crate::engine::Season;
use crate::scenario::model::Scenario;

/// Replications of one block, by plan.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PlayedBlock(Vec<Accumulator>);

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
    let staffing = find_staffing(&season, settings, observer, stop)?;
    let replications: u64 = blocks.iter().map(|(_, range)| range.len() as u64).sum();
    observer.phase(Phase::Simulating, replications * staffing.plans.len() as u64);
    for (number, range) in blocks {
        let mut judges = Judges::new(&season, &staffing, settings.seed);
        judges.take_in(range.clone(), observer, stop)?;
        take_in(*number, PlayedBlock(judges.into_accumulators()));
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
    let staffing = find_staffing(&season, settings, observer, stop)?;
    let mut whole = Judges::new(&season, &staffing, settings.seed).into_accumulators();
    for PlayedBlock(block) in blocks {
        assert_eq!(block.len(), whole.len(), "a block has as many plans as its run");
        whole.iter_mut().zip(block).for_each(|(whole, part)| whole.merge(part));
    }
    let plans = staffing.plans.iter().cloned().zip(whole).collect();
    Ok(RunOutcome::new(Results::of_simulation(scenario, plans), staffing, RunStop::Replications))
}
