//! `days.csv`: a row is a contract, day and channel.

use jiff::civil::Date;

use super::contract_name;
use crate::experiment::{ChannelFigures, Priced, Results};
use crate::output::column::{Column, Table};

/// One channel on one day, under a contract.
#[derive(Debug, Clone, Copy)]
pub struct DayRow<'a> {
    priced: Priced<'a>,
    date: Date,
    channel: &'a str,
    figures: &'a ChannelFigures,
}

impl<'a> DayRow<'a> {
    /// The rows.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        let scenario = &results.scenario;
        results.priced().into_iter().flat_map(move |priced| {
            priced.plan.days.iter().enumerate().map(move |(at, figures)| {
                let (day, channel) = (at / scenario.channels.len(), at % scenario.channels.len());
                DayRow { priced, date: scenario.calendar.date(day), channel: &scenario.channels[channel].name, figures }
            })
        })
    }
}

/// The table.
pub fn days<'a>() -> Table<'a, DayRow<'a>> {
    type Row<'a> = DayRow<'a>;
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| contract_name(row.priced)),
        Column::new("date", "date", "Day.", |row: &Row<'a>| row.date),
        Column::new("channel", "text", "Channel.", |row: &Row<'a>| row.channel),
        Column::new("offered", "contacts", "All arrivals: first contacts, redials and repeats.", |row: &Row<'a>| {
            row.figures.counts.offered()
        }),
        Column::new("answered", "contacts", "Answered by a person.", |row: &Row<'a>| row.figures.counts.answered),
        Column::new("abandoned", "contacts", "Abandoned while waiting for a person.", |row: &Row<'a>| {
            row.figures.counts.abandoned
        }),
        Column::new("service_level", "share", "By the channel's own definition and threshold.", |row: &Row<'a>| {
            row.figures.service_level
        }),
        Column::new(
            "service_level_p10",
            "share",
            "10th percentile of the day's service level, to the nearest thousandth.",
            |row: &Row<'a>| row.figures.service_level_p10,
        ),
        Column::new("asa_s", "seconds", "Average speed of answer.", |row: &Row<'a>| {
            row.figures.average_speed_of_answer_s
        }),
        Column::new("agents_required", "agents", "Most agents required at once on the day.", |row: &Row<'a>| {
            row.figures.agents_required
        }),
        Column::new(
            "agents_on_duty",
            "agents",
            "Most agents on duty at once on the day: the greatest of the intervals' means.",
            |row: &Row<'a>| row.figures.agents_on_duty,
        ),
        Column::new("agent_hours", "hours", "Mean hours on duty, absence taken off.", |row: &Row<'a>| {
            row.figures.agent_hours
        }),
        Column::new("occupancy", "share", "Time with a contact in hand over time on duty.", |row: &Row<'a>| {
            row.figures.occupancy
        }),
        Column::new(
            "offered_p10",
            "contacts",
            "10th percentile of offered; off by at most 1 %, exact below 128.",
            |row: &Row<'a>| row.figures.offered_p10_p90.0,
        ),
        Column::new("offered_p90", "contacts", "90th percentile of the same.", |row: &Row<'a>| {
            row.figures.offered_p10_p90.1
        }),
        Column::new("abandonment", "share", "Abandoned over answered plus abandoned.", |row: &Row<'a>| {
            row.figures.abandonment
        }),
    ];
    Table { file: "days.csv", row: "a contract, day and channel", columns }
}
