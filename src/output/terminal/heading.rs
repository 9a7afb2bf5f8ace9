//! What was run, and with which people.

use super::Style;
use super::grid::bold;
use super::paragraph::{facts as side_by_side, paragraph};
use crate::experiment::{Method, PlanKind, Results};
use crate::output::language::{Language, Phrase};
use crate::output::number::grouped;

/// Title, dates, contacts, replications.
pub(super) fn heading(results: &Results, language: Language, style: Style) -> String {
    let scenario = &results.scenario;
    let calendar = &scenario.calendar;
    let days = calendar.days();
    let run = match results.method {
        Method::Simulate => {
            format!("{} {}", grouped(results.replications() as f64, 0), language.text(Phrase::Replications))
        }
        Method::Erlang => language.text(Phrase::ByFormula).to_owned(),
    };
    let mut facts = vec![
        format!(
            "{} {} {} ({days} {})",
            calendar.date(0),
            language.text(Phrase::To),
            calendar.date(days.saturating_sub(1)),
            language.text(Phrase::Days)
        ),
        format!("{} {}", grouped(scenario.expected_contacts(), 0), language.text(Phrase::ContactsExpected)),
        run,
    ];
    if results.method == Method::Simulate && results.replications() > 1 {
        facts.push(language.text(Phrase::Intervals).to_owned());
    }
    let title = paragraph(language.title(&scenario.title, &scenario.name));
    format!("{}\n{}", bold(&title, style), side_by_side(&facts))
}

/// One plan: its people, and its contracts where plans differ.
pub(super) fn plan(results: &Results, index: usize, language: Language) -> String {
    let plan = &results.plans[index];
    let kind = language.text(match plan.kind {
        PlanKind::Fixed => Phrase::PlanFixed,
        PlanKind::ServiceLevel => Phrase::PlanServiceLevel,
        PlanKind::Profit => Phrase::PlanProfit,
    });
    let mut facts = vec![format!("{}{kind}", language.text(Phrase::Plan))];
    if results.plans.len() > 1 {
        let names = results.contracts.iter().filter(|contract| contract.plan == index).map(|it| it.name.as_str());
        facts.push(names.collect::<Vec<_>>().join(", "));
    }
    for (value, phrase) in [
        (f64::from(plan.peak_agents), Phrase::PeakAgents),
        (plan.agent_hours, Phrase::AgentHours),
        (plan.paid_hours, Phrase::PaidHours),
        (plan.fte, Phrase::Fte),
    ] {
        let places = if value < 100.0 && value.fract() != 0.0 { 1 } else { 0 };
        facts.push(format!("{} {}", grouped(value, places), language.text(phrase)));
    }
    side_by_side(&facts)
}
