//! What the firm pays for a plan, under every contract alike but for value-added work, overhead on it and sales tax.

use super::in_house;
use super::payroll::Payroll;
use super::running_costs::{RunningCosts, RunningVolumes, cost_lines, value_added_work};
use crate::scenario::model::{Scenario, StaffingPlan};

/// The costs of one plan. All that does not depend on the replication is worked out once.
#[derive(Debug, Clone)]
pub struct FirmCosts {
    payroll: Payroll,
    /// The courier's own people for the same plan.
    in_house_staff: Option<f64>,
    season_months: f64,
}

impl FirmCosts {
    /// Those of a plan.
    pub fn of(scenario: &Scenario, plan: &StaffingPlan) -> Self {
        FirmCosts {
            payroll: Payroll::of(scenario, plan),
            in_house_staff: scenario.in_house.as_ref().map(|terms| in_house::staff_cost(scenario, plan, terms)),
            season_months: scenario.calendar.season_months(),
        }
    }

    /// What the plan costs, whatever the contacts do.
    pub fn payroll(&self) -> &Payroll {
        &self.payroll
    }

    /// Telecom and bot of one replication.
    pub fn running(&self, scenario: &Scenario, volumes: &RunningVolumes) -> RunningCosts {
        volumes.cost(scenario, self.season_months)
    }

    /// The cost lines of one replication under a contract, by its index, that brings so much revenue: name and amount.
    pub fn lines(
        &self,
        scenario: &Scenario,
        contract: usize,
        running: &RunningCosts,
        revenue: f64,
    ) -> impl Iterator<Item = (&'static str, f64)> {
        let work = value_added_work(&scenario.contracts[contract], self.season_months);
        cost_lines(scenario, &self.payroll, running, work, revenue)
    }

    /// What the same service would cost the courier in house in one replication. `None` without `[in_house]`.
    pub fn in_house(&self, scenario: &Scenario, running: &RunningCosts) -> Option<f64> {
        let terms = scenario.in_house.as_ref().zip(self.in_house_staff);
        terms.map(|(terms, staff)| in_house::cost(terms, staff, running))
    }
}
