//! The loop: find the plan, play the replications, price each under every contract.

use super::accumulator::Accumulator;
use super::observer::{Observer, Phase};
use super::results::Results;
use crate::engine::{ReplicationId, Season, Tally, Workspace, simulate};
use crate::money::{Pricer, Statement, Volumes};
use crate::scenario::model::{Precision, PrecisionMeasure, Scenario, StaffingPlan};
use crate::staffing::{Infeasible, NoPlan, SearchReport, SearchSettings, Unstaffable, find_plan, lay_shifts};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Replications between two looks at the precision, and the most that wait to be taken in. A constant: results must not depend on threads.
const BATCH: u32 = 50;
/// Replications played and held at once; small, since each is held with its whole tally.
const WAVE: u32 = 8;

/// How to run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExperimentSettings {
    /// Master seed.
    pub seed: u64,
    /// Replications; the least when `precision` is given.
    pub replications: u32,
    /// Go on until the wanted measure is known well enough.
    pub precision: Option<Precision>,
    /// How hard to search for a plan.
    pub search: SearchSettings,
}

/// Why a run gave no results.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// No plan meets the targets.
    #[error(transparent)]
    Infeasible(Infeasible),
    /// No shifts, or not enough people, for the plan.
    #[error(transparent)]
    Unstaffable(Unstaffable),
    /// Someone asked to stop.
    #[error("interrupted")]
    Interrupted,
}

impl From<NoPlan> for RunError {
    fn from(reason: NoPlan) -> Self {
        match reason {
            NoPlan::Infeasible(infeasible) => RunError::Infeasible(infeasible),
            NoPlan::Unstaffable(unstaffable) => RunError::Unstaffable(unstaffable),
            NoPlan::Interrupted => RunError::Interrupted,
        }
    }
}

/// What a run found, and how its plan was found.
#[derive(Debug, Clone)]
pub struct RunOutcome {
    /// The results.
    pub results: Results,
    /// The search for the plan.
    pub search: SearchReport,
    /// Why the replications ended.
    pub stopped: RunStop,
}

/// Why the replications ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStop {
    /// The stated number was played.
    Replications,
    /// Every interval is narrow enough.
    Precise,
    /// The most that `precision` allows was played.
    AtMost,
}

/// Runs a scenario: one plan, one set of simulated seasons, every contract priced on each.
///
/// The plan is found on the search's own replications and judged here on others. The result depends on scenario and
/// settings alone, not on the number of threads.
///
/// # Errors
/// When no plan meets the targets, or `stop` is set.
pub fn run(
    scenario: &Scenario,
    settings: ExperimentSettings,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<RunOutcome, RunError> {
    let season = Season::new(scenario);
    observer.phase(Phase::Planning, u64::from(settings.search.replications * settings.search.most_rounds));
    let seen = |replications, contacts| observer.advance(replications, contacts);
    let (plan, search) = find_plan(&season, settings.search, settings.seed, &seen, stop)?;
    let plan = lay_shifts(scenario, &plan)?;
    let most =
        settings.precision.map_or(settings.replications, |precision| precision.at_most.max(settings.replications));
    observer.phase(Phase::Simulating, u64::from(settings.replications));
    let contracts: Vec<usize> = (0..scenario.contracts.len()).collect();
    let judge = Judge { season: &season, plan: &plan, pricers: pricers(scenario, &plan), seed: settings.seed };
    let mut accumulator = Accumulator::new(scenario, &contracts);
    let mut done = 0;
    let mut stopped = if settings.precision.is_some() { RunStop::AtMost } else { RunStop::Replications };
    while done < most {
        let until = if done < settings.replications { settings.replications } else { (done + BATCH).min(most) };
        judge.take_in(&mut accumulator, done..until, observer, stop)?;
        done = until;
        if settings.precision.is_some_and(|precision| is_precise(scenario, &plan, &accumulator, precision)) {
            stopped = RunStop::Precise;
            break;
        }
    }
    let results = Results::of_simulation(scenario, vec![(plan, accumulator)]);
    Ok(RunOutcome { results, search, stopped })
}

fn pricers(scenario: &Scenario, plan: &StaffingPlan) -> Vec<Pricer> {
    (0..scenario.contracts.len()).map(|contract| Pricer::new(scenario, plan, contract)).collect()
}

/// A plan before its judges: replications played and priced.
struct Judge<'j> {
    season: &'j Season<'j>,
    plan: &'j StaffingPlan,
    pricers: Vec<Pricer>,
    seed: u64,
}

impl Judge<'_> {
    /// Plays replications and takes them in, in order of their numbers.
    fn take_in(
        &self,
        accumulator: &mut Accumulator,
        numbers: std::ops::Range<u32>,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<(), RunError> {
        let scenario = self.season.scenario();
        // buffers go round: as many tallies as a wave has replications, whatever the number of replications
        let mut tallies: Vec<(Workspace, Tally)> =
            (0..WAVE.min(numbers.end - numbers.start)).map(|_| (Workspace::default(), Tally::new(scenario))).collect();
        let mut first = numbers.start;
        while first < numbers.end {
            let count = WAVE.min(numbers.end - first) as usize;
            let statements: Vec<Vec<Statement>> = tallies[..count]
                .par_iter_mut()
                .enumerate()
                .map(|(place, (workspace, tally))| {
                    if stop.load(Ordering::Relaxed) {
                        return Vec::new();
                    }
                    let id = ReplicationId { seed: self.seed, number: u64::from(first) + place as u64 };
                    simulate(self.season, self.plan, id, workspace, tally);
                    let volumes = Volumes::of(scenario, tally);
                    let offered = tally.sum_channel(scenario, 0..scenario.intervals(), None).offered();
                    observer.advance(1, offered);
                    self.pricers.iter().map(|pricer| pricer.price_volumes(scenario, &volumes)).collect()
                })
                .collect();
            if stop.load(Ordering::Relaxed) {
                return Err(RunError::Interrupted);
            }
            for (place, statements) in statements.iter().enumerate() {
                accumulator.add(first + place as u32, &tallies[place].1, statements);
            }
            first += count as u32;
        }
        Ok(())
    }
}

fn is_precise(scenario: &Scenario, plan: &StaffingPlan, accumulator: &Accumulator, precision: Precision) -> bool {
    let results = Results::of_simulation(scenario, vec![(plan.clone(), accumulator.clone())]);
    match precision.measure {
        PrecisionMeasure::Profit => results.contracts.iter().all(|contract| {
            contract.profit.is_some_and(|profit| {
                profit.half_width().is_some_and(|half| half <= precision.half_width * profit.value.abs())
            })
        }),
        PrecisionMeasure::ServiceLevel => results.plans[0].service.iter().all(|service| {
            let is_promised = service.scope.contact_type.is_none()
                && service.scope.channel.is_some_and(|channel| scenario.channels[channel.0].service.share.is_some());
            !is_promised
                || service
                    .measure(super::Measure::OwnServiceLevel)
                    .and_then(|level| level.half_width())
                    .is_some_and(|half| half <= precision.half_width)
        }),
    }
}
