//! The loop: find the plan, play the replications, price each under every contract.

use super::accumulator::Accumulator;
use super::observer::{Observer, Phase};
use super::results::Results;
use crate::engine::{ReplicationId, Season, Tally, Workspace, simulate};
use crate::money::{Pricer, Statement, Volumes};
use crate::scenario::model::{Precision, PrecisionMeasure, Scenario, StaffingPlan};
use crate::staffing::{Infeasible, NoPlan, SearchReport, SearchSettings, Staffing, Unstaffable, find_plans};
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

/// Runs a scenario: its plans, the same simulated seasons for each, and every contract priced on its plan.
///
/// Plans are found on the search's own replications and judged here on others. The result depends on scenario and
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
    let staffing = find_staffing(&season, settings, observer, stop)?;
    let most =
        settings.precision.map_or(settings.replications, |precision| precision.at_most.max(settings.replications));
    observer.phase(Phase::Simulating, u64::from(settings.replications) * staffing.plans.len() as u64);
    let mut judges: Vec<Judge> =
        (0..staffing.plans.len()).map(|index| Judge::new(&season, &staffing, index, settings.seed)).collect();
    let mut done = 0;
    let mut stopped = if settings.precision.is_some() { RunStop::AtMost } else { RunStop::Replications };
    while done < most {
        let until = if done < settings.replications { settings.replications } else { (done + BATCH).min(most) };
        for judge in &mut judges {
            judge.take_in(done..until, observer, stop)?;
        }
        done = until;
        if settings.precision.is_some_and(|precision| is_precise(scenario, &judges, precision)) {
            stopped = RunStop::Precise;
            break;
        }
    }
    let accumulators = judges.into_iter().map(|judge| judge.accumulator).collect();
    Ok(RunOutcome::new(scenario, staffing, accumulators, stopped))
}

/// Finds the plans of a scenario's rule, and tells the observer.
pub(super) fn find_staffing(
    season: &Season,
    settings: ExperimentSettings,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Staffing, RunError> {
    observer.phase(Phase::Planning, settings.search.most_replications(&season.scenario().staffing));
    let seen = |replications, contacts| observer.advance(replications, contacts);
    Ok(find_plans(season, settings.search, settings.seed, &seen, stop)?)
}

impl RunOutcome {
    /// What was found; one accumulator for each plan, in their order.
    pub(super) fn new(
        scenario: &Scenario,
        staffing: Staffing,
        accumulators: Vec<Accumulator>,
        stopped: RunStop,
    ) -> Self {
        let plans = staffing.plans.into_iter().zip(accumulators).collect();
        let mut results = Results::of_simulation(scenario, plans);
        results.frontier = staffing.frontier;
        results.search = Some(staffing.report.clone());
        RunOutcome { results, search: staffing.report, stopped }
    }
}

/// A plan before its judges: replications played, and priced under the contracts that have it.
pub(super) struct Judge<'j> {
    season: &'j Season<'j>,
    plan: &'j StaffingPlan,
    pricers: Vec<Pricer>,
    seed: u64,
    pub(super) accumulator: Accumulator,
}

impl<'j> Judge<'j> {
    pub(super) fn new(season: &'j Season<'j>, staffing: &'j Staffing, index: usize, seed: u64) -> Self {
        let (scenario, plan) = (season.scenario(), &staffing.plans[index]);
        let of_contract = staffing.plan_of_contract.iter().enumerate();
        let contracts: Vec<usize> =
            of_contract.filter(|(_, plan)| **plan == index).map(|(contract, _)| contract).collect();
        let pricers = contracts.iter().map(|contract| Pricer::new(scenario, plan, *contract)).collect();
        Judge { season, plan, pricers, seed, accumulator: Accumulator::new(scenario, &contracts) }
    }

    /// Plays replications and takes them in, in order of their numbers.
    pub(super) fn take_in(
        &mut self,
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
                self.accumulator.add(first + place as u32, &tallies[place].1, statements);
            }
            first += count as u32;
        }
        Ok(())
    }
}

fn is_precise(scenario: &Scenario, judges: &[Judge], precision: Precision) -> bool {
    let plans = judges.iter().map(|judge| (judge.plan.clone(), judge.accumulator.clone())).collect();
    let results = Results::of_simulation(scenario, plans);
    match precision.measure {
        PrecisionMeasure::Profit => results.contracts.iter().all(|contract| {
            contract.profit.is_some_and(|profit| {
                profit.half_width().is_some_and(|half| half <= precision.half_width * profit.value.abs())
            })
        }),
        PrecisionMeasure::ServiceLevel => results.plans.iter().flat_map(|plan| &plan.service).all(|service| {
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
