//! A case: a scenario, a plan, a window of intervals in which to measure, and what is known to be true there.
//!
//! Estimates are ratios of sums over replications with the delta method's standard error; replications, not contacts, are
//! the independent units. Counts and ticks are integers, so that the order in which threads finish plays no part.

use peakdesk::engine::{
    Cell, ContactKey, EngineChoice, Fate, GroupCell, ReplicationId, Season, TICKS_PER_SECOND, Tally, Workspace,
    simulate_with,
};
use peakdesk::scenario::model::{GroupId, Scenario, StaffingPlan, StreamId};
use peakdesk::statistics::{Confidence, RatioMoments};
use rayon::prelude::*;

/// A contact's fate, with its start and end in ticks.
pub type Seen = (ContactKey, Fate, u64, u64);

/// What one replication showed in a window.
pub struct Observed<'a> {
    /// By stream.
    pub cells: Vec<Cell>,
    /// By group.
    pub groups: Vec<GroupCell>,
    /// Every contact of the season; empty unless the trial watches.
    pub seen: &'a [Seen],
}

impl Observed<'_> {
    /// All streams together.
    pub fn all(&self) -> Cell {
        let mut total = Cell::default();
        self.cells.iter().for_each(|cell| total += cell);
        total
    }
}

type Count = dyn Fn(&Observed) -> (u64, u64) + Send + Sync;

/// A ratio whose true value is known.
pub struct Measure {
    name: String,
    window: usize,
    exact: f64,
    exact_error: f64,
    unit: f64,
    count: Box<Count>,
    contrasts: Vec<(&'static str, f64)>,
}

impl Measure {
    /// Numerator and denominator as counted in one replication, and the true value of the ratio of their means.
    pub fn new(
        name: impl Into<String>,
        exact: f64,
        count: impl Fn(&Observed) -> (u64, u64) + Send + Sync + 'static,
    ) -> Self {
        let count = Box::new(count);
        Measure { name: name.into(), window: 0, exact, exact_error: 0.0, unit: 1.0, count, contrasts: vec![] }
    }

    /// In another of the trial's windows.
    pub fn window(self, window: usize) -> Self {
        Measure { window, ..self }
    }

    /// The numerator counts ticks and the value is in seconds.
    pub fn in_seconds(self) -> Self {
        Measure { unit: 1.0 / TICKS_PER_SECOND as f64, ..self }
    }

    /// The value is itself a simulation's, with this standard error.
    pub fn known_within(self, exact_error: f64) -> Self {
        Measure { exact_error, ..self }
    }

    /// A value in seconds is in hours.
    pub fn in_hours(self) -> Self {
        Measure { unit: self.unit / 3600.0, ..self }
    }

    /// What a wrong model gives.
    pub fn not(mut self, wrong_model: &'static str, value: f64) -> Self {
        self.contrasts.push((wrong_model, value));
        self
    }
}

/// A case.
pub struct Trial {
    /// Its name.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
    /// The plan.
    pub plan: StaffingPlan,
    /// Number of replications.
    pub replications: u64,
    /// Intervals in which to measure, by window.
    pub windows: Vec<Vec<usize>>,
    /// What is known.
    pub measures: Vec<Measure>,
    /// Whether measures need to see every contact.
    pub watches: bool,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The case.
    pub case: String,
    /// The measure.
    pub measure: String,
    /// Its true value.
    pub exact: f64,
    /// As simulated.
    pub simulated: f64,
    /// Standard error, with that of the true value if that is a simulation's.
    pub standard_error: f64,
    /// Number of replications.
    pub replications: u64,
    /// What wrong models give.
    pub contrasts: Vec<(&'static str, f64)>,
}

impl Row {
    /// Difference from a value in standard errors; zero if they agree exactly.
    pub fn z_from(&self, value: f64) -> f64 {
        let difference = self.simulated - value;
        if difference == 0.0 { 0.0 } else { difference / self.standard_error }
    }

    /// Difference from the truth in standard errors.
    pub fn z(&self) -> f64 {
        self.z_from(self.exact)
    }
}

impl Trial {
    /// Plays it with the engine that the scenario calls for.
    pub fn run(&self) -> Vec<Row> {
        self.run_with(EngineChoice::Automatic)
    }

    /// Plays it with a choice of engine. The seed is a hash (FNV-1a) of the case's name, so that cases are independent.
    pub fn run_with(&self, choice: EngineChoice) -> Vec<Row> {
        let seed = self
            .name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let season = Season::new(&self.scenario);
        let fresh = || {
            let moments = vec![RatioMoments::default(); self.measures.len()];
            (Workspace::default(), Tally::new(&self.scenario), Vec::new(), moments)
        };
        let moments = (0..self.replications)
            .into_par_iter()
            .fold(fresh, |(mut workspace, mut tally, mut seen, mut moments), number| {
                let id = ReplicationId { seed, number };
                seen.clear();
                if self.watches {
                    simulate_with(&season, &self.plan, id, choice, &mut workspace, &mut tally, &mut seen);
                } else {
                    simulate_with(&season, &self.plan, id, choice, &mut workspace, &mut tally, &mut ());
                }
                let observed: Vec<Observed> =
                    self.windows.iter().map(|window| self.observe(&tally, window, &seen)).collect();
                for (measure, moments) in self.measures.iter().zip(&mut moments) {
                    let (numerator, denominator) = (measure.count)(&observed[measure.window]);
                    moments.add(numerator, denominator);
                }
                drop(observed);
                (workspace, tally, seen, moments)
            })
            .map(|(_, _, _, moments)| moments)
            .reduce_with(|mut one, other| {
                one.iter_mut().zip(&other).for_each(|(one, other)| one.merge(other));
                one
            })
            .expect("a trial has replications");
        self.measures.iter().zip(&moments).map(|(measure, moments)| self.row(measure, moments)).collect()
    }

    fn observe<'a>(&self, tally: &Tally, window: &[usize], seen: &'a [Seen]) -> Observed<'a> {
        let mut cells = vec![Cell::default(); self.scenario.streams.len()];
        let mut groups = vec![GroupCell::default(); self.scenario.agent_groups.len()];
        for interval in window {
            for (stream, cell) in cells.iter_mut().enumerate() {
                *cell += tally.cell(*interval, StreamId(stream));
            }
            for (group, cell) in groups.iter_mut().enumerate() {
                *cell += tally.group_cell(*interval, GroupId(group));
            }
        }
        Observed { cells, groups, seen }
    }

    fn row(&self, measure: &Measure, moments: &RatioMoments) -> Row {
        let estimate = moments.estimate(Confidence::default()).expect("something was counted").scaled(measure.unit);
        let sampling_error = estimate.standard_error.expect("a trial has several replications");
        Row {
            case: self.name.clone(),
            measure: measure.name.clone(),
            exact: measure.exact,
            simulated: estimate.value,
            standard_error: libm::sqrt(sampling_error * sampling_error + measure.exact_error * measure.exact_error),
            replications: self.replications,
            contrasts: measure.contrasts.clone(),
        }
    }
}
