//! What the same service would cost the courier in house.
//!
//! The courier puts the same agents on duty at the same hours, and buys the same bot and lines. With h hours of agents
//! on duty before absence, h_f those on statutory holidays, h_n those at night, a the most on duty at once, and the courier's own
//! shrinkage s, monthly wage w, social charges c, seat cost and overhead o:
//!
//! - wages = (h + (holiday factor - 1) h_f) / (1 - s) x w / full-time hours + night allowance x h_n / (1 - s)
//! - seats = round up(a / (1 - s)) x seat cost x months of the season
//! - cost = (wages x (1 + c) + seats + telecom + bot) x (1 + o)
//!
//! Holiday and night pay are the law's for both. Recruiting, training and team leaders are taken to be in the
//! courier's overhead, and no sales tax falls on a service to oneself.

use super::payroll::{AgentHours, round_up};
use super::running_costs::RunningCosts;
use crate::scenario::model::{GroupId, InHouse, Scenario, StaffingPlan};

/// Wages with social charges, and seats: the part that does not depend on the replication.
pub(super) fn staff_cost(scenario: &Scenario, plan: &StaffingPlan, in_house: &InHouse) -> f64 {
    let costs = &scenario.costs;
    let paid = 1.0 / (1.0 - in_house.shrinkage);
    let wages: f64 = (0..plan.required.len())
        .map(|group| {
            let hours = AgentHours::of(&scenario.calendar, plan.on_duty(GroupId(group)));
            let at_basic_rate = hours.total + (costs.holiday_factor - 1.0) * hours.holidays;
            paid * (at_basic_rate * in_house.wage_month / costs.hours_month + hours.nights * costs.night_allowance_hour)
        })
        .sum();
    let seats = round_up(f64::from(plan.peak_agents(scenario)) * paid);
    wages * (1.0 + in_house.social_charges) + seats * in_house.seat_month * scenario.calendar.season_months()
}

/// The whole cost in a replication.
pub(super) fn cost(in_house: &InHouse, staff_cost: f64, running: &RunningCosts) -> f64 {
    (staff_cost + running.telecom + running.bot()) * (1.0 + in_house.overhead)
}
