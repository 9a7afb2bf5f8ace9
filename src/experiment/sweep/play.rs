//! Plays a sweep's units: groups of points that share a simulation.
//!
//! With many units each thread takes one at a time and plays it alone, so that no thread waits for another; with few, all
//! threads work on one unit. Results depend on neither.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::shared_simulation::SharedSimulation;
use super::simulated_part::{hourly_wages, plan_is_free_of_prices};
use crate::engine::Season;
use crate::experiment::run::find_staffing;
use crate::experiment::{ExperimentSettings, Observer, Results, RunError, run};
use crate::scenario::model::{Control, Scenario};

/// What became of a point.
#[derive(Debug)]
pub enum PointOutcome {
    /// It was played.
    Played(Box<Results>),
    /// No plan meets its targets and limits, and why.
    Infeasible(Box<Scenario>, String),
}

/// Where points come from and go to.
pub struct PointDesk<'d> {
    /// Resolves a point.
    pub scenario_of: &'d (dyn Fn(usize) -> Scenario + Sync),
    /// Takes in a point's outcome, from any thread, in any order.
    pub take_in: &'d (dyn Fn(usize, PointOutcome) + Sync),
}

impl std::fmt::Debug for PointDesk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PointDesk").finish_non_exhaustive()
    }
}

/// Someone asked to stop; what was taken in is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

/// Plays units of points on the threads of the current pool.
///
/// # Errors
/// When `stop` is set.
pub fn play_units(
    units: &[Vec<usize>],
    settings: ExperimentSettings,
    desk: &PointDesk<'_>,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<(), Interrupted> {
    let threads = rayon::current_num_threads();
    let unit = Unit { settings, desk, observer, stop };
    if threads == 1 || units.len() < 2 * threads {
        return units.iter().try_for_each(|points| unit.play(points));
    }
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(points) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
            if unit.play(points).is_err() {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            // what a unit plays in parallel stays on its thread; without a pool of one it would spread, which does no harm
            scope.spawn(|| match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
                Ok(alone) => alone.install(work),
                Err(_) => work(),
            });
        }
    });
    if stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}

/// How a unit is played.
struct Unit<'u> {
    settings: ExperimentSettings,
    desk: &'u PointDesk<'u>,
    observer: &'u dyn Observer,
    stop: &'u AtomicBool,
}

impl Unit<'_> {
    fn play(&self, points: &[usize]) -> Result<(), Interrupted> {
        if let [point] = points {
            return self.play_alone(*point, (self.desk.scenario_of)(*point));
        }
        let Some(first) = points.first() else { return Ok(()) };
        let lead = (self.desk.scenario_of)(*first);
        if !plan_is_free_of_prices(&lead) || !SharedSimulation::fits(&lead, self.settings.replications) {
            return points.iter().try_for_each(|point| self.play_alone(*point, (self.desk.scenario_of)(*point)));
        }
        let mut left = points.to_vec();
        while let Some(first) = left.first() {
            let others = self.play_shared((self.desk.scenario_of)(*first), &left)?;
            left = others;
        }
        Ok(())
    }

    /// Points are compared pair by pair, and cut into blocks that are put together exactly: both on the replications alone.
    fn play_alone(&self, point: usize, mut scenario: Scenario) -> Result<(), Interrupted> {
        scenario.run.control = Control::None;
        let outcome = match run(&scenario, self.settings, self.observer, self.stop) {
            Ok(outcome) => PointOutcome::Played(Box::new(outcome.results)),
            Err(RunError::Interrupted) => return Err(Interrupted),
            Err(reason) => PointOutcome::Infeasible(Box::new(scenario), reason.to_string()),
        };
        (self.desk.take_in)(point, outcome);
        Ok(())
    }

    /// Plays the plan that `lead` takes, prices every point that takes it too, and gives the others back.
    fn play_shared(&self, lead: Scenario, points: &[usize]) -> Result<Vec<usize>, Interrupted> {
        let season = Season::new(&lead);
        let staffing = match find_staffing(&season, self.settings, self.observer, self.stop) {
            Ok(staffing) => staffing,
            Err(RunError::Interrupted) => return Err(Interrupted),
            Err(reason) => {
                let reason = reason.to_string();
                for point in points {
                    let scenario = Box::new((self.desk.scenario_of)(*point));
                    (self.desk.take_in)(*point, PointOutcome::Infeasible(scenario, reason.clone()));
                }
                return Ok(Vec::new());
            }
        };
        let report = staffing.report.clone();
        let plan = staffing.into_plan_of(0);
        let choice = report.choice_at(&hourly_wages(&lead));
        let (seed, replications) = (self.settings.seed, self.settings.replications);
        let shared = SharedSimulation::play(&season, plan, seed, replications, self.observer, self.stop)
            .map_err(|_| Interrupted)?;
        let others: Vec<Option<usize>> = points
            .par_iter()
            .map(|point| {
                if self.stop.load(Ordering::Relaxed) {
                    return None;
                }
                let scenario = (self.desk.scenario_of)(*point);
                if report.choice_at(&hourly_wages(&scenario)) != choice {
                    return Some(*point);
                }
                (self.desk.take_in)(*point, PointOutcome::Played(Box::new(shared.price(scenario))));
                None
            })
            .collect();
        if self.stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(others.into_iter().flatten().collect()) }
    }
}
