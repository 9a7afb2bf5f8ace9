//! What a scenario holds, in two lines.

use super::grid::paragraph;
use crate::output::language::Language;
use crate::output::number::grouped;
use crate::scenario::model::Scenario;

/// What a scenario that was read without a problem holds, ending in a newline.
pub fn scenario_summary(scenario: &Scenario, language: Language) -> String {
    let calendar = &scenario.calendar;
    let days = calendar.days();
    let (first, last) = (calendar.date(0), calendar.date(days.saturating_sub(1)));
    let counts = [
        (scenario.channels.len(), "channel", "个渠道"),
        (scenario.contact_types.len(), "contact type", "种联系类型"),
        (scenario.agent_groups.len(), "agent group", "个班组"),
        (scenario.contracts.len(), "contract", "份合同"),
    ];
    let things: Vec<String> = counts
        .iter()
        .map(|(count, en, zh)| match (language, count) {
            (Language::En, 1) => format!("1 {en}"),
            (Language::En, _) => format!("{count} {en}s"),
            (Language::Zh, _) => format!("{count} {zh}"),
        })
        .collect();
    let contacts = grouped(scenario.expected_contacts(), 0);
    let replications = grouped(f64::from(scenario.run.replications), 0);
    let name = &scenario.name;
    let text = match language {
        Language::En => format!(
            "{name}: {first} to {last} ({days} {}), {}.",
            if days == 1 { "day" } else { "days" },
            things.join(", ")
        ),
        Language::Zh => format!("{name}：{first} 至 {last}（{days} 天），{}。", things.join("，")),
    };
    let fine = match language {
        Language::En => {
            format!("{contacts} contacts expected in each of {replications} replications. Nothing is wrong.")
        }
        Language::Zh => format!("每次仿真预计 {contacts} 次联系，共 {replications} 次仿真。没有问题。"),
    };
    format!("{}\n{}\n", paragraph(&text), paragraph(&fine))
}
