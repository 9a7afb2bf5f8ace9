//! `service.csv`: a row is a contract, channel and contact type.

use super::contract_name;
use crate::experiment::{Measure, Priced, Results, ServiceResults};
use crate::output::column::{Column, Table};
use crate::scenario::model::{Scenario, ServiceLevelDefinition};

/// A cut of the season under a contract.
#[derive(Debug, Clone, Copy)]
pub struct ServiceRow<'a> {
    scenario: &'a Scenario,
    priced: Priced<'a>,
    service: &'a ServiceResults,
}

impl<'a> ServiceRow<'a> {
    /// The rows.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        results.priced().into_iter().flat_map(move |priced| {
            priced.plan.service.iter().map(move |service| ServiceRow { scenario: &results.scenario, priced, service })
        })
    }

    fn measure(&self, measure: Measure) -> Option<f64> {
        self.service.measure(measure).map(|estimate| estimate.value)
    }
}

/// The table.
pub fn service<'a>() -> Table<'a, ServiceRow<'a>> {
    type Row<'a> = ServiceRow<'a>;
    let mut columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| contract_name(row.priced)),
        Column::new("channel", "text", "Channel, or all.", |row: &Row<'a>| {
            row.service.scope.channel.map_or("all", |channel| row.scenario.channels[channel.0].name.as_str())
        }),
        Column::new("contact_type", "text", "Contact type, or all.", |row: &Row<'a>| {
            row.service.scope.contact_type.map_or("all", |id| row.scenario.contact_types[id.0].name.as_str())
        }),
    ];
    columns.extend(counts());
    for definition in ServiceLevelDefinition::ALL {
        let measure = Measure::ServiceLevel(definition);
        let name = format!("service_level_{}", definition.name());
        columns.extend([
            Column::new(name.clone(), "share", formula(definition), move |row: &Row<'a>| row.measure(measure)),
            Column::new(format!("{name}_ci_low"), "share", "Lower end of its interval.", move |row: &Row<'a>| {
                row.service.measure(measure)?.low
            }),
            Column::new(format!("{name}_ci_high"), "share", "Upper end of its interval.", move |row: &Row<'a>| {
                row.service.measure(measure)?.high
            }),
        ]);
    }
    columns.extend(ratios());
    Table { file: "service.csv", row: "a contract, channel and contact type; `all` for totals", columns }
}

fn formula(definition: ServiceLevelDefinition) -> &'static str {
    match definition {
        ServiceLevelDefinition::Answered => {
            "Answered within the threshold over answered. In all five service levels each contact counts by its own channel's threshold."
        }
        ServiceLevelDefinition::Offered => "Answered within the threshold over answered plus abandoned.",
        ServiceLevelDefinition::ExcludingShortAbandons => {
            "Answered within the threshold over answered plus abandoned, those abandoned within the threshold left out."
        }
        ServiceLevelDefinition::CountingShortAbandons => {
            "Answered or abandoned within the threshold over answered plus abandoned."
        }
        ServiceLevelDefinition::DroppingShortCalls => {
            "Answered within the threshold over answered plus abandoned, those abandoned within a short time (5 s unless the scenario says otherwise) left out."
        }
    }
}

fn counts<'a>() -> Vec<Column<'a, ServiceRow<'a>>> {
    macro_rules! count {
        ($name:literal, $meaning:literal, $field:ident) => {
            Column::new($name, "contacts", $meaning, |row: &ServiceRow<'a>| row.service.counts.$field)
        };
    }
    vec![
        Column::new(
            "offered",
            "contacts",
            "All arrivals: first contacts, redials and repeats.",
            |row: &ServiceRow<'a>| row.service.counts.offered(),
        ),
        count!("redials", "Of these, further attempts after abandoning or being blocked.", redials),
        count!("repeats", "Of these, contacts that came back unresolved.", repeats),
        count!("turned_away", "Redials and repeats that found the channel closed; not among the offered.", turned_away),
        count!("bot_handled", "Met the bot.", bot_handled),
        count!("contained", "Of these, resolved by the bot, or so it seemed.", contained),
        count!("falsely_contained", "Of the contained, not resolved after all.", falsely_contained),
        count!("escalated", "Passed from the bot to people.", escalated),
        count!("bot_left", "Left inside the bot.", bot_left),
        count!("bot_refused", "Refused by a full bot.", bot_refused),
        count!("blocked", "Reached people but found every line taken.", blocked),
        count!("answered", "Answered by a person.", answered),
        count!("abandoned", "Abandoned while waiting for a person.", abandoned),
        count!("waiting_at_end", "Still waiting for a person at the end of the season.", waiting_at_end),
    ]
}

fn ratios<'a>() -> Vec<Column<'a, ServiceRow<'a>>> {
    type Row<'a> = ServiceRow<'a>;
    vec![
        Column::new("abandonment", "share", "Abandoned over answered plus abandoned.", |row: &Row<'a>| {
            row.measure(Measure::Abandonment)
        }),
        Column::new("abandonment_ci_low", "share", "Lower end of its interval.", |row: &Row<'a>| {
            row.service.measure(Measure::Abandonment)?.low
        }),
        Column::new("abandonment_ci_high", "share", "Upper end of its interval.", |row: &Row<'a>| {
            row.service.measure(Measure::Abandonment)?.high
        }),
        Column::new("blocking", "share", "Blocked over all who reached people.", |row: &Row<'a>| {
            row.measure(Measure::Blocking)
        }),
        Column::new(
            "asa_s",
            "seconds",
            "Average speed of answer: wait of the answered over answered.",
            |row: &Row<'a>| row.measure(Measure::AverageSpeedOfAnswer),
        ),
        Column::new("asa_ci_low_s", "seconds", "Lower end of its interval.", |row: &Row<'a>| {
            row.service.measure(Measure::AverageSpeedOfAnswer)?.low
        }),
        Column::new("asa_ci_high_s", "seconds", "Upper end of its interval.", |row: &Row<'a>| {
            row.service.measure(Measure::AverageSpeedOfAnswer)?.high
        }),
        Column::new("mean_wait_s", "seconds", "Wait of answered and abandoned over both.", |row: &Row<'a>| {
            row.measure(Measure::MeanWait)
        }),
        Column::new(
            "wait_p50_s",
            "seconds",
            "Median wait of the answered, over all replications; from wait classes, off by at most an eighth.",
            |row: &Row<'a>| row.service.wait_percentiles_s[0],
        ),
        Column::new("wait_p90_s", "seconds", "90th percentile of the same waits.", |row: &Row<'a>| {
            row.service.wait_percentiles_s[1]
        }),
        Column::new("wait_p99_s", "seconds", "99th percentile of the same waits.", |row: &Row<'a>| {
            row.service.wait_percentiles_s[2]
        }),
        Column::new(
            "aht_s",
            "seconds",
            "Average handle time of people: talk and after-contact work over answered.",
            |row: &Row<'a>| row.measure(Measure::AverageHandleTime),
        ),
        Column::new(
            "occupancy",
            "share",
            "Time with a contact in hand over time on duty, of the groups that take these contacts, whatever else they take.",
            |row: &Row<'a>| row.measure(Measure::Occupancy),
        ),
        Column::new("containment", "share", "Contained by the bot over handled by the bot.", |row: &Row<'a>| {
            row.measure(Measure::Containment)
        }),
        Column::new(
            "attempts_served",
            "share",
            "Attempts handled by people or contained by the bot, over all attempts.",
            |row: &Row<'a>| row.measure(Measure::AttemptsServed),
        ),
        Column::new(
            "customers_served",
            "share",
            "Orders handled at least once over first contacts: the same by customer, however often he tried.",
            |row: &Row<'a>| row.measure(Measure::CustomersServed),
        ),
        Column::new(
            "csat",
            "share",
            "Satisfaction by the scenario's formula, a model; empty where it has none.",
            |row: &Row<'a>| row.measure(Measure::Satisfaction),
        ),
    ]
}
