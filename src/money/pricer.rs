//! Pricing replications under one contract and one staffing plan.
//!
//! Order of business: running costs; the client's bill ([`invoicing`](super::invoicing)); overhead and sales tax; the courier's
//! own cost.

use super::firm_costs::FirmCosts;
use super::invoicing::Invoicing;
use super::payroll::Payroll;
use super::running_costs::{RunningCosts, RunningVolumes};
use super::season_sums::SeasonSums;
use super::statement::{LineKind, Statement, StatementLine};
use super::volumes::Volumes;
use crate::engine::Tally;
use crate::scenario::model::{Scenario, StaffingPlan};

/// Prices replications of one scenario under one of its contracts and one staffing plan. All that does not depend on the
/// replication is worked out once, when it is made.
///
/// Two ways to use it: [`Pricer::price`] for one contract, or [`Volumes::of`] once for each replication and
/// [`Pricer::price_volumes`] for each contract.
#[derive(Debug, Clone)]
pub struct Pricer {
    contract: usize,
    invoicing: Invoicing,
    costs: FirmCosts,
}

impl Pricer {
    /// Prepares the pricing of a scenario's contract, by its index, with a staffing plan.
    pub fn new(scenario: &Scenario, plan: &StaffingPlan, contract: usize) -> Self {
        let costs = FirmCosts::of(scenario, plan);
        Pricer { contract, invoicing: Invoicing::new(scenario, plan, costs.payroll(), contract), costs }
    }

    /// Goes over to another staffing plan; what does not hang on the plan is kept.
    pub fn put_plan(&mut self, scenario: &Scenario, plan: &StaffingPlan) {
        self.costs = FirmCosts::of(scenario, plan);
        self.invoicing.put_plan(scenario, plan, self.costs.payroll());
    }

    /// The contract, by its index.
    pub fn contract(&self) -> usize {
        self.contract
    }

    /// What the plan costs, whatever the contacts do.
    pub fn payroll(&self) -> &Payroll {
        self.costs.payroll()
    }

    /// The statement of one replication.
    pub fn price(&self, scenario: &Scenario, tally: &Tally) -> Statement {
        self.price_volumes(scenario, &Volumes::of(scenario, tally))
    }

    /// The statement of one replication's volumes, or of expected ones.
    ///
    /// # Panics
    /// When the volumes were summed for a scenario whose contracts cut the season otherwise.
    pub fn price_volumes(&self, scenario: &Scenario, volumes: &Volumes) -> Statement {
        let running = self.costs.running(scenario, &RunningVolumes::of(scenario, volumes));
        self.with_costs(scenario, self.invoicing.bill(scenario, volumes, &running), &running)
    }

    /// The statement of a season's sums, which were made for this contract among others, and of its [`SeasonSums::running`].
    pub fn price_sums(&self, scenario: &Scenario, sums: &SeasonSums, running: &RunningVolumes) -> Statement {
        let running = self.costs.running(scenario, running);
        let bill = self.invoicing.bill_season(scenario, &sums.under(self.contract), &running);
        self.with_costs(scenario, bill, &running)
    }

    fn with_costs(&self, scenario: &Scenario, mut statement: Statement, running: &RunningCosts) -> Statement {
        let lines = self.costs.lines(scenario, self.contract, running, statement.revenue());
        statement.lines.extend(lines.map(|(name, amount)| StatementLine::new(LineKind::Cost, name, amount)));
        statement.in_house_cost = self.costs.in_house(scenario, running);
        statement
    }
}
