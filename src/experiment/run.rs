//! The loop: find the plan, play the replications, price each under every contract.

use super::accumulator::Accumulator;
use super::control::{GROUP, ReplicationResiduals, SeasonsByGroup};
use super::observer::{Observer, Phase};
use super::results::{PlayedPlan, Results};
use crate::engine::{ReplicationId, Season, Tally, Workspace, simulate_plans};
use crate::money::{Pricer, Statement, Volumes};
use crate::scenario::model::{Precision, PrecisionMeasure, SET_SIZE, Scenario, StaffingPlan};
use crate::staffing::{Infeasible, NoPlan, SearchReport, SearchSettings, Staffing, Unstaffable, find_plans};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Replications between two looks at the precision: a share of those played, in whole batches. Results must not depend on threads.
const BATCH: u32 = SET_SIZE;
const MORE: f64 = 0.25;

/// Groups of replications that are played before a control takes them in: at least so many, and so many a thread.
const GROUPS_AT_ONCE: u32 = 10;
const GROUPS_A_THREAD: u32 = 2;

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
        judges.set_control(observer, stop)?;
    }
    let mut done = 0;
    let mut stopped = if settings.precision.is_some() { RunStop::AtMost } else { RunStop::Replications };
    while done < most {
        let until = if done < settings.replications { settings.replications } else { next_look(done).min(most) };
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

/// The replications at which to look again.
fn next_look(done: u32) -> u32 {
    let batches = (MORE * f64::from(done) / f64::from(BATCH)).max(1.0);
    done.saturating_add(BATCH * batches as u32)
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
    control: Option<SeasonsByGroup<'j>>,
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
        Judges { season, plans: &staffing.plans, pricers, accumulators, control: None, seed }
    }

    /// Plays the tables of a control for mean money, before any replication.
    fn set_control(&mut self, observer: &dyn Observer, stop: &AtomicBool) -> Result<(), RunError> {
        self.control = Some(SeasonsByGroup::play(self.season, self.plans, &self.pricers, self.seed, observer, stop)?);
        Ok(())
    }

    /// What has been seen so far.
    fn results(&self) -> Results {
        let control = |plan: usize| self.control.as_ref().and_then(|control| control.records()[plan].as_ref());
        let played = self.plans.iter().zip(&self.accumulators).enumerate();
        let plans = played.map(|(plan, (staffing, accumulator))| PlayedPlan {
            staffing: staffing.clone(),
            accumulator: accumulator.clone(),
            control: control(plan),
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
        // what a control needs of replications is kept until it takes them in
        let at_once = match self.control {
            Some(_) => GROUP * GROUPS_AT_ONCE.max(GROUPS_A_THREAD * rayon::current_num_threads() as u32),
            None => u32::MAX,
        };
        let mut from = numbers.start;
        while from < numbers.end {
            // whole groups
            let until = (from / GROUP * GROUP).saturating_add(at_once).min(numbers.end);
            let residuals = self.play(from..until, observer, stop)?;
            if let Some(control) = &mut self.control {
                control.take_in(&residuals, &self.pricers);
            }
            from = until;
        }
        self.accumulators.iter_mut().for_each(Accumulator::put_in_order);
        Ok(())
    }

    /// Plays replications under every plan and accumulates them; what the control needs of them, in the order of their numbers.
    fn play(
        &mut self,
        numbers: std::ops::Range<u32>,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<Vec<ReplicationResiduals>, RunError> {
        let scenario = self.season.scenario();
        let plans: Vec<&StaffingPlan> = self.plans.iter().collect();
        let spare: Mutex<Vec<PlayMemory>> = Mutex::default();
        let residuals: Mutex<Vec<ReplicationResiduals>> = Mutex::default();
        let accumulators = Mutex::new(&mut self.accumulators);
        numbers.into_par_iter().with_max_len(1).for_each(|number| {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let mut memory = lock(&spare).pop().unwrap_or_else(|| PlayMemory {
                workspace: Workspace::default(),
                tallies: vec![Tally::new(scenario); plans.len()],
            });
            let id = ReplicationId { seed: self.seed, number: u64::from(number) };
            simulate_plans(self.season, &plans, id, &mut memory.workspace, &mut memory.tallies);
            let volumes: Vec<Volumes> = memory.tallies.iter().map(|tally| Volumes::of(scenario, tally)).collect();
            let price = |(pricers, volumes): (&Vec<Pricer>, &Volumes)| -> Vec<Statement> {
                pricers.iter().map(|pricer| pricer.price_volumes(scenario, volumes)).collect()
            };
            let statements: Vec<Vec<Statement>> = self.pricers.iter().zip(&volumes).map(price).collect();
            for ((accumulator, tally), statements) in
                lock(&accumulators).iter_mut().zip(&memory.tallies).zip(&statements)
            {
                accumulator.add(number, tally, statements);
            }
            if let Some(control) = &self.control {
                let of_replication = control.residuals(number, volumes, &memory.tallies, &self.pricers);
                lock(&residuals).push((number, of_replication));
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
        let mut residuals = residuals.into_inner().unwrap_or_else(PoisonError::into_inner);
        residuals.sort_by_key(|(number, _)| *number);
        Ok(residuals)
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
