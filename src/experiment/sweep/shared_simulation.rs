//! One simulation that serves every point with the same simulated part.
//!
//! The volumes of each replication are kept, and each point prices them. A contract whose terms and costs another point has
//! had already is not priced again. What comes out is what a run of the point alone gives, short of what a sweep does not
//! write: intervals, days and statement lines.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::simulated_part::money_part;
use crate::engine::{ReplicationId, Season, Tally, Workspace, simulate};
use crate::experiment::accumulator::Accumulator;
use crate::experiment::contract_results::{ContractResults, PricedReplications};
use crate::experiment::plan_results::{PlanHours, PlanResults};
use crate::experiment::replication::{ContractRecord, ReplicationRecord};
use crate::experiment::results::{Method, Results};
use crate::experiment::{Observer, Phase, RunError};
use crate::money::{Pricer, Volumes};
use crate::scenario::model::{Scenario, StaffingPlan};

/// Replications simulated at once.
const WAVE: usize = 8;
/// Most memory for volumes that points share, bytes.
const MOST_SHARED: usize = 256 << 20;
/// Most priced contracts that are remembered; more are priced again.
const MOST_REMEMBERED: usize = 1_000;

/// A contract priced on the shared replications.
#[derive(Debug)]
struct PricedContract {
    records: Vec<ContractRecord>,
    results: ContractResults,
}

/// A simulated plan with all that pricing needs.
#[derive(Debug)]
pub(super) struct SharedSimulation {
    plan: StaffingPlan,
    volumes: Vec<Volumes>,
    /// The plan's results, without contracts and without what sweeps do not write.
    results: PlanResults,
    remembered: Mutex<HashMap<[u8; 32], Arc<PricedContract>>>,
}

impl SharedSimulation {
    /// Whether the volumes of so many replications are small enough to be kept.
    pub(super) fn fits(scenario: &Scenario, replications: u32) -> bool {
        let segments = Volumes::cut(scenario).len() * scenario.calendar.days();
        let columns = scenario.streams.len() + scenario.channels.len() + scenario.agent_groups.len();
        let meters = scenario.streams.len() * scenario.meters().len();
        let one = segments * (columns * size_of::<crate::money::Volume>() + meters * size_of::<f64>());
        one.saturating_mul(replications as usize) <= MOST_SHARED
    }

    /// Simulates a plan.
    ///
    /// # Errors
    /// When `stop` is set.
    pub(super) fn play(
        season: &Season<'_>,
        plan: StaffingPlan,
        seed: u64,
        replications: u32,
        observer: &dyn Observer,
        stop: &AtomicBool,
    ) -> Result<Self, RunError> {
        let scenario = season.scenario();
        observer.phase(Phase::Simulating, u64::from(replications));
        let mut accumulator = Accumulator::new(scenario, &[]);
        let mut buffers: Vec<(Workspace, Tally)> =
            (0..WAVE).map(|_| (Workspace::default(), Tally::new(scenario))).collect();
        let mut volumes = Vec::with_capacity(replications as usize);
        while volumes.len() < replications as usize {
            let first = volumes.len();
            let count = WAVE.min(replications as usize - first);
            volumes.par_extend(buffers[..count].par_iter_mut().enumerate().map(|(place, (workspace, tally))| {
                if !stop.load(Ordering::Relaxed) {
                    let id = ReplicationId { seed, number: (first + place) as u64 };
                    simulate(season, &plan, id, workspace, tally);
                    observer.advance(1, tally.sum_channel(scenario, 0..scenario.intervals(), None).offered());
                }
                Volumes::of(scenario, tally)
            }));
            if stop.load(Ordering::Relaxed) {
                return Err(RunError::Interrupted);
            }
            for (place, (_, tally)) in buffers[..count].iter().enumerate() {
                accumulator.add((first + place) as u32, tally, &[]);
            }
        }
        let mut results = PlanResults::new(scenario, plan.clone(), &accumulator);
        (results.intervals, results.days, results.on_duty) = (Vec::new(), Vec::new(), Vec::new());
        Ok(SharedSimulation { plan, volumes, results, remembered: Mutex::default() })
    }

    /// The results of a scenario with this simulated part and plan.
    pub(super) fn price(&self, scenario: Scenario) -> Results {
        let priced: Vec<Arc<PricedContract>> =
            (0..scenario.contracts.len()).map(|contract| self.price_contract(&scenario, contract)).collect();
        let PlanHours { agent_hours, paid_hours, fte } = PlanHours::of(&scenario, &self.plan);
        let replications = self
            .results
            .replications
            .iter()
            .enumerate()
            .map(|(at, record)| ReplicationRecord {
                contracts: priced.iter().map(|contract| contract.records[at].clone()).collect(),
                ..record.clone()
            })
            .collect();
        let plan = PlanResults { agent_hours, paid_hours, fte, replications, ..self.results.clone() };
        let contracts = priced.iter().map(|contract| contract.results.clone()).collect();
        Results { scenario, method: Method::Simulate, plans: vec![plan], contracts, frontier: Vec::new(), search: None }
    }

    fn price_contract(&self, scenario: &Scenario, contract: usize) -> Arc<PricedContract> {
        let key = money_part(scenario, contract);
        let remembered = || self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = remembered().get(&key) {
            return Arc::clone(known);
        }
        let pricer = Pricer::new(scenario, &self.plan, contract);
        let records: Vec<ContractRecord> = self
            .volumes
            .iter()
            .map(|volumes| {
                let record = ContractRecord::from(&pricer.price_volumes(scenario, volumes));
                ContractRecord { lines: Box::default(), ..record }
            })
            .collect();
        let count = |pick: fn(&ReplicationRecord) -> u64| -> Vec<f64> {
            self.results.replications.iter().map(|record| pick(record) as f64).collect()
        };
        let priced = PricedReplications {
            contract,
            plan: 0,
            position: contract,
            lines: &[],
            records: &records.iter().collect::<Vec<_>>(),
            handled: &count(|record| record.handled),
            orders_served: &count(|record| record.orders_served),
        };
        let results = ContractResults::new(scenario, priced);
        let priced = Arc::new(PricedContract { records, results });
        let mut remembered = remembered();
        if remembered.len() < MOST_REMEMBERED {
            remembered.insert(key, Arc::clone(&priced));
        }
        priced
    }
}
