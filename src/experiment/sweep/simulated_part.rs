//! What of a scenario its simulation hangs on, and what is money alone.
//!
//! Scenarios with the same simulated part give the same contacts and the same service, so one simulation serves all of
//! them. Money alone are: contracts (but for how they round talk time and cut the day, which is counted while simulating),
//! costs, the amounts of wages, hiring terms and attrition, the bot's cost, the courier's own cost.
//!
//! They share the order in which groups are called too, which wages decide.
//!
//! A plan by service levels is the cheapest of those tried that met every target. Which were tried does not hang on how much
//! money there is, and which of them is the cheapest is looked up for each scenario by
//! [`SearchReport::choice_at`](crate::staffing::SearchReport::choice_at), so sharing changes no result.

use std::io::Write;

use sha2::{Digest, Sha256};

use crate::money::{Payroll, Volumes};
use crate::scenario::model::{BotCost, Costs, Scenario, StaffingRule, Wage};
use crate::staffing::calling_order;

/// Whether a scenario's plan is found without looking at money, but for the choice between plans that were tried.
fn plan_is_free_of_money(scenario: &Scenario) -> bool {
    // shifts and people are laid at the least cost
    scenario.shifts.is_none() && plan_is_free_of_prices(scenario)
}

/// Whether a scenario's plan is found without looking at contracts.
pub(super) fn plan_is_free_of_prices(scenario: &Scenario) -> bool {
    matches!(scenario.staffing, StaffingRule::Fixed { .. } | StaffingRule::ServiceLevel { .. })
}

/// SHA-256 of the simulated part, or of the whole scenario where its plan hangs on money.
pub(super) fn simulated_part(scenario: &Scenario) -> [u8; 32] {
    let mut hash = Hashing(Sha256::new());
    if plan_is_free_of_money(scenario) {
        hash.add(&scenario.meters());
        hash.add(&Volumes::cut(scenario));
        hash.add(&calling_order(scenario));
        hash.add(&without_money(scenario));
    } else if plan_is_free_of_prices(scenario) {
        hash.add(&scenario.meters());
        hash.add(&Volumes::cut(scenario));
        let mut bare = Scenario { contracts: Vec::new(), in_house: None, ..scenario.clone() };
        if let Some(bot) = &mut bare.bot {
            bot.cost = BotCost::default();
        }
        hash.add(&bare);
    } else {
        hash.add(scenario);
    }
    // these are left out of the printed scenario because of their size
    for contacts in scenario.streams.iter().flat_map(|stream| &stream.expected_contacts) {
        hash.0.update(contacts.to_le_bytes());
    }
    if let StaffingRule::Fixed { agents } = &scenario.staffing {
        agents.iter().flatten().for_each(|agents| hash.0.update(agents.to_le_bytes()));
    }
    hash.0.finalize().into()
}

/// Every cost, for [`money_part`].
pub(super) fn all_costs(scenario: &Scenario) -> [u8; 32] {
    let bot = scenario.bot.as_ref().map(|bot| bot.cost);
    digest_of(&(&scenario.costs, &scenario.agent_groups, bot, &scenario.in_house))
}

/// What a contract is priced on beside the simulation: its terms and every cost.
pub(super) fn money_part(scenario: &Scenario, contract: usize, all_costs: [u8; 32]) -> [u8; 32] {
    digest_of(&(&scenario.contracts[contract], all_costs))
}

/// What a contract's bills hang on beside the simulation; see [`Invoicing`](crate::money::Invoicing).
pub(super) fn bill_part(scenario: &Scenario, contract: usize, payroll: &Payroll) -> [u8; 32] {
    let bot = scenario.bot.as_ref().map(|bot| bot.cost);
    digest_of(&(&scenario.contracts[contract], &scenario.costs, bot, payroll.seats, payroll.seat_cost))
}

fn digest_of(part: &impl serde::Serialize) -> [u8; 32] {
    let mut hash = Hashing(Sha256::new());
    hash.add(part);
    hash.0.finalize().into()
}

/// The basic pay of each group for an hour.
pub(super) fn hourly_wages(scenario: &Scenario) -> Vec<f64> {
    let hours_month = scenario.costs.hours_month;
    scenario.agent_groups.iter().map(|group| group.hourly_wage(hours_month)).collect()
}

fn without_money(scenario: &Scenario) -> Scenario {
    let mut bare = Scenario { contracts: Vec::new(), in_house: None, ..scenario.clone() };
    bare.costs = Costs {
        social_charges: 0.0,
        seat_month: 0.0,
        supervisors: None,
        telecom_minute: 0.0,
        overhead: 0.0,
        sales_tax: 0.0,
        hours_month: 1.0,
        overtime_factor: 1.0,
        rest_day_factor: 1.0,
        holiday_factor: 1.0,
        night_allowance_hour: 0.0,
    };
    for group in &mut bare.agent_groups {
        group.wage = match group.wage {
            Wage::Month(_) => Wage::Month(0.0),
            Wage::Hour(_) => Wage::Hour(0.0),
        };
        group.hiring = None;
        group.attrition_month = 0.0;
    }
    if let Some(bot) = &mut bare.bot {
        bot.cost = BotCost::default();
    }
    bare
}

/// A digest that JSON is written into.
struct Hashing(Sha256);

impl Hashing {
    fn add(&mut self, part: &impl serde::Serialize) {
        serde_json::to_writer(self, part).expect("a resolved scenario has only finite numbers and text keys");
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
