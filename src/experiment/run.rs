//! The loop: find the plan, play the replications, price each under every contract.

use super::accumulator::Accumulator;
use super::control::{ControlRecords, DayTables};
use super::observer::{Observer, Phase};
use super::results::{PlayedPlan, Results};
use crate::engine::{ReplicationId, Season, Tally, Workspace, simulate_plans};
use crate::money::{Pricer, Statement, Volumes};
use crate::scenario::model::{Precision, PrecisionMeasure, Scenario, StaffingPlan};
use crate::staffing::{Infeasible, NoPlan, SearchReport, SearchSettings, Staffing, Unstaffable, find_plans};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Replications between two looks at the precision. A constant: results must not depend on threads.
const BATCH: u32 = 50;

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
    let mut judges = Judges::new(&season, &staffing, settings.seed);
    if scenario.run.is_controlled() {
        judges.set_controls(observer, stop)?;
    }
    let mut done = 0;
    let mut stopped = if settings.precision.is_some() { RunStop::AtMost } else { RunStop::Replications };
    while done < most {
        let until = if done < settings.replications { settings.replications } else { (done + BATCH).min(most) };
        judges.take_in(done..until, observer, stop)?;
        done = until;
        if settings.precision.is_some_and(|precision| is_precise(scenario, &judges.results(), precision)) {
            stopped = RunStop::Precise;
            break;
        }
    }
    let results = judges.results();
    drop(judges);
    Ok(RunOutcome::new(results, staffing, stopped))
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
    /// What was found, under the plans of a search.
    pub(super) fn new(mut results: Results, staffing: Staffing, stopped: RunStop) -> Self {
        results.frontier = staffing.frontier;
        results.search = Some(staffing.report.clone());
        RunOutcome { results, search: staffing.report, stopped }
    }
}

/// The plans of a run before their judges: replications played, and each plan priced under the contracts that have it.
pub(super) struct Judges<'j> {
    season: &'j Season<'j>,
    plans: &'j [StaffingPlan],
    /// By plan.
    pricers: Vec<Vec<Pricer>>,
    accumulators: Vec<Accumulator>,
    /// By plan: tables, and what they said of the replications so far.
    controls: Vec<Option<(DayTables<'j>, ControlRecords)>>,
    seed: u64,
}

/// What a thread plays replications in: as many as there are threads, whatever the number of replications.
struct PlayMemory {
    workspace: Workspace,
    /// By plan.
    tallies: Vec<Tally>,
}

impl<'j> Judges<'j> {
    pub(super) fn new(season: &'j Season<'j>, staffing: &'j Staffing, seed: u64) -> Self {
        let scenario = season.scenario();
        let contracts_of = |index: usize| -> Vec<usize> {
            let of_contract = staffing.plan_of_contract.iter().enumerate();
            of_contract.filter(|(_, plan)| **plan == index).map(|(contract, _)| contract).collect()
        };
        let (pricers, accumulators) = staffing
            .plans
            .iter()
            .enumerate()
            .map(|(index, plan)| {
                let contracts = contracts_of(index);
                let pricers = contracts.iter().map(|contract| Pricer::new(scenario, plan, *contract)).collect();
                (pricers, Accumulator::new(scenario, &contracts))
            })
            .unzip();
        let controls = staffing.plans.iter().map(|_| None).collect();
        Judges { season, plans: &staffing.plans, pricers, accumulators, controls, seed }
    }

    /// Plays the tables of a control for mean money, before any replication. Without contracts there is none.
    fn set_controls(&mut self, observer: &dyn Observer, stop: &AtomicBool) -> Result<(), RunError> {
        for ((plan, pricers), control) in self.plans.iter().zip(&self.pricers).zip(&mut self.controls) {
            if !pricers.is_empty() {
                let tables = DayTables::play(self.season, plan, self.seed, observer, stop)?;
                *control = tables.map(|tables| {
                    let records = tables.begin(pricers);
                    (tables, records)
                });
            }
        }
        Ok(())
    }

    /// What has been seen so far.
    fn results(&self) -> Results {
        let played = self.plans.iter().zip(&self.accumulators).zip(&self.controls);
        let plans = played.map(|((staffing, accumulator), control)| PlayedPlan {
            staffing: staffing.clone(),
            accumulator: accumulator.clone(),
            control: control.as_ref().map(|(_, records)| records),
        });
        Results::of_played_plans(self.season.scenario(), plans.collect())
    }

    /// Plays replications under every plan and takes them in. What has been taken in does not depend on which thread was done first.
    pub(super) fn take_in(
        &mut self,
        numbers: std::ops::Range<u32>,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<(), RunError> {
        let scenario = self.season.scenario();
        let plans: Vec<&StaffingPlan> = self.plans.iter().collect();
        let spare: Mutex<Vec<PlayMemory>> = Mutex::default();
        let accumulators = Mutex::new(&mut self.accumulators);
        numbers.clone().into_par_iter().with_max_len(1).for_each(|number| {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let mut memory = lock(&spare).pop().unwrap_or_else(|| PlayMemory {
                workspace: Workspace::default(),
                tallies: vec![Tally::new(scenario); plans.len()],
            });
            let id = ReplicationId { seed: self.seed, number: u64::from(number) };
            simulate_plans(self.season, &plans, id, &mut memory.workspace, &mut memory.tallies);
            let statements: Vec<Vec<Statement>> = self
                .pricers
                .iter()
                .zip(&memory.tallies)
                .map(|(pricers, tally)| {
                    let volumes = Volumes::of(scenario, tally);
                    pricers.iter().map(|pricer| pricer.price_volumes(scenario, &volumes)).collect()
                })
                .collect();
            for ((accumulator, tally), statements) in
                lock(&accumulators).iter_mut().zip(&memory.tallies).zip(&statements)
            {
                accumulator.add(number, tally, statements);
            }
            let everything = 0..scenario.intervals();
            let offered = memory
                .tallies
                .iter()
                .map(|tally| tally.sum_channel(scenario, everything.clone(), None).offered())
                .sum();
            observer.advance(plans.len() as u64, offered);
            lock(&spare).push(memory);
        });
        if stop.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        self.accumulators.iter_mut().for_each(Accumulator::put_in_order);
        for (control, pricers) in self.controls.iter_mut().zip(&self.pricers) {
            if let Some((tables, records)) = control {
                tables.add(records, numbers.clone(), pricers);
            }
        }
        Ok(())
    }

    /// What was taken in, by plan.
    pub(super) fn into_accumulators(self) -> Vec<Accumulator> {
        self.accumulators
    }
}

/// A thread that panicked leaves nothing half done that others would see: the panic ends the run.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_precise(scenario: &Scenario, results: &Results, precision: Precision) -> bool {
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
