//! One simulation that serves every point with the same simulated part.
//!
//! The volumes of each replication are kept, and each point prices them. A contract whose terms and costs another point has
//! had already is not priced again, and where only what the bill does not hang on has changed (wages, above all) the bills
//! are taken over and the costs alone are reckoned. What comes out is what a run of the point alone gives, short of what a
//! sweep does not write: intervals, days and statement lines.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::simulated_part::{all_costs, bill_part, money_part};
use crate::engine::{ReplicationId, Season, Tally, Workspace, simulate};
use crate::experiment::accumulator::Accumulator;
use crate::experiment::contract_results::{ContractResults, PricedReplications};
use crate::experiment::plan_results::{PlanHours, PlanResults};
use crate::experiment::replication::{ContractRecord, ReplicationRecord};
use crate::experiment::results::{Method, Results};
use crate::experiment::run::lock;
use crate::experiment::{Observer, Phase, RunError};
use crate::money::{FirmCosts, Invoicing, RunningCosts, RunningVolumes, Statement, Volumes};
use crate::scenario::model::{Scenario, StaffingPlan};

/// Most memory for volumes that points share, bytes.
const MOST_SHARED: usize = 256 << 20;
/// Most priced contracts, and most contracts' bills, that are remembered; more are made again.
const MOST_REMEMBERED: usize = 1_000;

/// A contract priced on the shared replications.
#[derive(Debug)]
struct PricedContract {
    records: Vec<ContractRecord>,
    results: ContractResults,
}

/// What the client pays in one replication, in sums.
#[derive(Debug)]
struct Bill {
    fees: f64,
    penalties: f64,
    bonuses: f64,
    revenue: f64,
    kpi_periods: u32,
    kpi_periods_missed: u32,
    kpi_periods_relieved: u32,
    renewal_value: Option<f64>,
}

impl From<&Statement> for Bill {
    fn from(statement: &Statement) -> Self {
        Bill {
            fees: statement.fees(),
            penalties: statement.penalties(),
            bonuses: statement.bonuses(),
            revenue: statement.revenue(),
            kpi_periods: statement.kpi_periods,
            kpi_periods_missed: statement.kpi_periods_missed,
            kpi_periods_relieved: statement.kpi_periods_relieved,
            renewal_value: statement.renewal_value,
        }
    }
}

/// What was worked out for a point and may serve others, by digest of what it hangs on.
#[derive(Debug)]
struct Remembered<T>(Mutex<HashMap<[u8; 32], Arc<T>>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Remembered(Mutex::default())
    }
}

impl<T> Remembered<T> {
    fn get_or(&self, key: [u8; 32], make: impl FnOnce() -> T) -> Arc<T> {
        if let Some(found) = lock(&self.0).get(&key) {
            return Arc::clone(found);
        }
        let made = Arc::new(make());
        let mut known = lock(&self.0);
        if known.len() < MOST_REMEMBERED {
            known.insert(key, Arc::clone(&made));
        }
        made
    }
}

/// A simulated plan with all that pricing needs.
#[derive(Debug)]
pub(super) struct SharedSimulation {
    plan: StaffingPlan,
    volumes: Vec<Volumes>,
    running: Vec<RunningVolumes>,
    handled: Vec<f64>,
    orders_served: Vec<f64>,
    /// The plan's results, without contracts and without what sweeps do not write.
    results: PlanResults,
    contracts: Remembered<PricedContract>,
    bills: Remembered<Vec<Bill>>,
}

/// A point being priced, with what its contracts have in common.
struct PointCosts {
    costs: FirmCosts,
    running: Vec<RunningCosts>,
    /// Digest of every cost.
    digest: [u8; 32],
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
        let accumulator = Mutex::new(Accumulator::new(scenario, &[]));
        let spare: Mutex<Vec<(Workspace, Tally)>> = Mutex::default();
        let play = |number: u32| {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let (mut workspace, mut tally) =
                lock(&spare).pop().unwrap_or_else(|| (Workspace::default(), Tally::new(scenario)));
            simulate(season, &plan, ReplicationId { seed, number: u64::from(number) }, &mut workspace, &mut tally);
            observer.advance(1, tally.sum_channel(scenario, 0..scenario.intervals(), None).offered());
            let volumes = Volumes::of(scenario, &tally);
            lock(&accumulator).add(number, &tally, &[]);
            lock(&spare).push((workspace, tally));
            Some(volumes)
        };
        let volumes: Vec<Option<Volumes>> = (0..replications).into_par_iter().with_max_len(1).map(play).collect();
        let volumes: Vec<Volumes> = volumes.into_iter().collect::<Option<_>>().ok_or(RunError::Interrupted)?;
        let mut accumulator = accumulator.into_inner().unwrap_or_else(PoisonError::into_inner);
        accumulator.put_in_order();
        let mut results = PlanResults::new(scenario, plan.clone(), &accumulator);
        (results.intervals, results.days, results.on_duty) = (Vec::new(), Vec::new(), Vec::new());
        let count = |pick: fn(&ReplicationRecord) -> u64| -> Vec<f64> {
            results.replications.iter().map(|record| pick(record) as f64).collect()
        };
        let (handled, orders_served) = (count(|record| record.handled), count(|record| record.orders_served));
        let running = volumes.iter().map(|volumes| RunningVolumes::of(scenario, volumes)).collect();
        let (contracts, bills) = (Remembered::default(), Remembered::default());
        Ok(SharedSimulation { plan, volumes, running, handled, orders_served, results, contracts, bills })
    }

    /// The results of a scenario with this simulated part and plan.
    pub(super) fn price(&self, scenario: Scenario) -> Results {
        let costs = FirmCosts::of(&scenario, &self.plan);
        let running = self.running.iter().map(|volumes| costs.running(&scenario, volumes)).collect();
        let point = PointCosts { costs, running, digest: all_costs(&scenario) };
        let priced: Vec<Arc<PricedContract>> = (0..scenario.contracts.len())
            .map(|contract| {
                let key = money_part(&scenario, contract, point.digest);
                self.contracts.get_or(key, || self.price_contract(&scenario, contract, &point))
            })
            .collect();
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

    fn price_contract(&self, scenario: &Scenario, contract: usize, point: &PointCosts) -> PricedContract {
        let PointCosts { costs, running, .. } = point;
        let key = bill_part(scenario, contract, costs.payroll());
        let bills = self.bills.get_or(key, || {
            let invoicing = Invoicing::new(scenario, &self.plan, costs.payroll(), contract);
            let replications = self.volumes.iter().zip(running);
            replications.map(|(volumes, running)| Bill::from(&invoicing.bill(scenario, volumes, running))).collect()
        });
        let records: Vec<ContractRecord> = bills
            .iter()
            .zip(running)
            .map(|(bill, running)| {
                let lines = costs.lines(scenario, contract, running, bill.revenue);
                let cost = lines.fold(0.0, |total, (_, amount)| total + amount);
                ContractRecord {
                    fees: bill.fees,
                    penalties: bill.penalties,
                    bonuses: bill.bonuses,
                    revenue: bill.revenue,
                    cost,
                    profit: bill.revenue - cost,
                    kpi_periods: bill.kpi_periods,
                    kpi_periods_missed: bill.kpi_periods_missed,
                    kpi_periods_relieved: bill.kpi_periods_relieved,
                    renewal_value: bill.renewal_value,
                    in_house_cost: costs.in_house(scenario, running),
                    lines: Box::default(),
                }
            })
            .collect();
        let priced = PricedReplications {
            contract,
            plan: 0,
            position: contract,
            lines: &[],
            records: &records.iter().collect::<Vec<_>>(),
            handled: &self.handled,
            orders_served: &self.orders_served,
            control: None,
        };
        let results = ContractResults::new(scenario, priced);
        PricedContract { records, results }
    }
}
