//! Filling up to the agents that are billed: where a client pays for hours on duty, up to so many agents at once.
//!
//! A fee by the agent hour that is above the cost of that hour makes the billed number the best one at every instant,
//! whatever the contacts; no worth of a contact leads there. So the plan found is filled up to it wherever contacts are
//! expected, played, and taken if it earns more.

use super::desk::Desk;
use crate::scenario::model::{FeeKind, Scenario, StaffingPlan};

/// The most agents that a contract's fee by the agent hour pays for at once; nothing without such a fee or limit.
fn most_billed(scenario: &Scenario, contract: usize) -> Option<f64> {
    scenario.contracts[contract].fees.iter().find_map(|fee| match fee.kind {
        FeeKind::PerAgentHour { most_agents, .. } => most_agents,
        _ => None,
    })
}

/// The plan filled up to the billed agents, within heads, days of availability and hours in which contacts are expected;
/// nothing if that changes nothing.
pub(super) fn filled_up(
    scenario: &Scenario,
    desks: &[Desk],
    contract: usize,
    plan: &StaffingPlan,
) -> Option<StaffingPlan> {
    let most = most_billed(scenario, contract)?.floor() as u32;
    let mut filled = plan.clone();
    for interval in 0..scenario.intervals() {
        let day = scenario.calendar.day_of_interval(interval);
        let on_duty: u32 = filled.required.iter().map(|group| group[interval]).sum();
        let mut missing = most.saturating_sub(on_duty);
        for desk in desks {
            let has_contacts = desk
                .channels
                .iter()
                .flat_map(|channel| scenario.streams_of_channel(*channel))
                .any(|stream| scenario.streams[stream.0].expected_contacts[interval] > 0.0);
            for group in desk.groups.iter().filter(|_| has_contacts) {
                let of = &scenario.agent_groups[group.0];
                let here = &mut filled.required[group.0][interval];
                let limit = of.most_on_duty().map_or(u32::MAX, |limit| limit as u32);
                let more = if of.works_on(day) { missing.min(limit.saturating_sub(*here)) } else { 0 };
                *here += more;
                missing -= more;
            }
        }
    }
    (filled != *plan).then_some(filled)
}
