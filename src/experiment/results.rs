//! All that a run found, ready to be written and shown.

use super::accumulator::Accumulator;
use super::contract_results::{ContractResults, PricedReplications};
use super::control::ControlRecords;
use super::plan_results::PlanResults;
use super::replication::{ContractRecord, ReplicationRecord};
use crate::money::Statement;
use crate::scenario::model::{Scenario, StaffingPlan};
use crate::staffing::{FrontierPoint, SearchReport};

/// How service was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By simulation.
    Simulate,
    /// By Erlang formulas.
    Erlang,
}

impl Method {
    /// The name used on the command line and in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Method::Simulate => "simulate",
            Method::Erlang => "erlang",
        }
    }
}

/// All that a run found. Contracts with the same plan share its simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// The scenario that was run: names, dates, definitions.
    pub scenario: Scenario,
    /// How.
    pub method: Method,
    /// The plans, each simulated once.
    pub plans: Vec<PlanResults>,
    /// The contracts, in the scenario's order, each with the plan it is priced on.
    pub contracts: Vec<ContractResults>,
    /// What every candidate of a search for profit earned under every contract.
    pub frontier: Vec<FrontierPoint>,
    /// The search for the plans; `None` for figures by formulas.
    pub search: Option<SearchReport>,
}

/// A contract with its plan; a scenario without contracts has the plan alone.
#[derive(Debug, Clone, Copy)]
pub struct Priced<'a> {
    /// The plan.
    pub plan: &'a PlanResults,
    /// The contract, if any.
    pub contract: Option<&'a ContractResults>,
}

impl<'a> Priced<'a> {
    /// The contract's name, if there is one.
    pub fn contract_name(&self) -> Option<&'a str> {
        self.contract.map(|contract| contract.name.as_str())
    }

    /// The contract's money by replication, in the order of the plan's replications; nothing without a contract.
    pub fn money(&self) -> impl Iterator<Item = Option<&'a ContractRecord>> + use<'a> {
        let (plan, position) = (self.plan, self.contract.map(|contract| contract.position));
        plan.replications.iter().map(move |record| position.map(|position| &record.contracts[position]))
    }
}

/// A plan whose service was computed by formulas, with what its contracts come to.
#[derive(Debug, Clone, PartialEq)]
pub struct ComputedPlan {
    /// The plan and its service.
    pub plan: PlanResults,
    /// Expected contacts handled by people or contained by the bot.
    pub handled: f64,
    /// Expected orders served.
    pub orders_served: f64,
    /// Each contract's index in the scenario and its statement on the expected counts.
    pub statements: Vec<(usize, Statement)>,
}

/// A plan with the replications that were taken in under it.
#[derive(Debug)]
pub(super) struct PlayedPlan<'a> {
    pub(super) staffing: StaffingPlan,
    pub(super) accumulator: Accumulator,
    pub(super) control: Option<&'a ControlRecords>,
}

impl Results {
    /// Sums up a simulated run: each plan with the replications taken in under it.
    pub fn of_simulation(scenario: &Scenario, plans: Vec<(StaffingPlan, Accumulator)>) -> Self {
        let plans =
            plans.into_iter().map(|(staffing, accumulator)| PlayedPlan { staffing, accumulator, control: None });
        Results::of_played_plans(scenario, plans.collect())
    }

    /// Sums up a simulated run, mean money against a plan's control where there is one.
    pub(super) fn of_played_plans(scenario: &Scenario, plans: Vec<PlayedPlan<'_>>) -> Self {
        let mut contracts = Vec::new();
        let mut plan_results = Vec::new();
        for (index, PlayedPlan { staffing, accumulator, control }) in plans.into_iter().enumerate() {
            let plan = PlanResults::new(scenario, staffing, &accumulator);
            let count = |pick: fn(&ReplicationRecord) -> u64| -> Vec<f64> {
                plan.replications.iter().map(|record| pick(record) as f64).collect()
            };
            let (handled, orders_served) = (count(|record| record.handled), count(|record| record.orders_served));
            for (position, contract) in accumulator.contracts.iter().enumerate() {
                let records: Vec<&ContractRecord> =
                    plan.replications.iter().map(|record| &record.contracts[position]).collect();
                let priced = PricedReplications {
                    contract: *contract,
                    plan: index,
                    position,
                    lines: &accumulator.lines[position],
                    records: &records,
                    handled: &handled,
                    orders_served: &orders_served,
                    control: control.map(|control| control.of_contract(position)),
                };
                contracts.push(ContractResults::new(scenario, priced));
            }
            plan_results.push(plan);
        }
        contracts.sort_by_key(|contract| contract.contract);
        Results {
            scenario: scenario.clone(),
            method: Method::Simulate,
            plans: plan_results,
            contracts,
            frontier: Vec::new(),
            search: None,
        }
    }

    /// Sums up a run by formulas. Money is that of the expected counts; it has no spread, so there are no intervals,
    /// percentiles or chances, and penalties that hang on a bad day are understated.
    pub fn of_formulas(scenario: &Scenario, plans: Vec<ComputedPlan>) -> Self {
        let mut contracts = Vec::new();
        let mut plan_results = Vec::new();
        for (index, computed) in plans.into_iter().enumerate() {
            for (position, (contract, statement)) in computed.statements.iter().enumerate() {
                let lines: Vec<_> = statement.lines.iter().map(|line| (line.kind, line.name.to_string())).collect();
                let priced = PricedReplications {
                    contract: *contract,
                    plan: index,
                    position,
                    lines: &lines,
                    records: &[&ContractRecord::from(statement)],
                    handled: &[computed.handled],
                    orders_served: &[computed.orders_served],
                    control: None,
                };
                contracts.push(ContractResults {
                    chance_of_loss: None,
                    chance_kpi_missed: None,
                    ..ContractResults::new(scenario, priced)
                });
            }
            plan_results.push(computed.plan);
        }
        contracts.sort_by_key(|contract| contract.contract);
        Results {
            scenario: scenario.clone(),
            method: Method::Erlang,
            plans: plan_results,
            contracts,
            frontier: Vec::new(),
            search: None,
        }
    }

    /// The contracts with their plans; without contracts, the plans.
    pub fn priced(&self) -> Vec<Priced<'_>> {
        if self.contracts.is_empty() {
            return self.plans.iter().map(|plan| Priced { plan, contract: None }).collect();
        }
        self.contracts
            .iter()
            .map(|contract| Priced { plan: &self.plans[contract.plan], contract: Some(contract) })
            .collect()
    }

    /// Number of replications behind the figures.
    pub fn replications(&self) -> u64 {
        self.plans.iter().map(|plan| plan.replications.len() as u64).max().unwrap_or(0)
    }

    /// Contacts simulated for the figures, over all plans.
    pub fn contacts(&self) -> u64 {
        self.plans.iter().map(|plan| plan.contacts).sum()
    }
}
