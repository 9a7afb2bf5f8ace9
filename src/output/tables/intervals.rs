//! `intervals.csv`: a row is a contract, interval and channel.

use jiff::civil::Date;

use super::contract_name;
use crate::experiment::{ChannelFigures, Priced, Results};
use crate::output::cell::Cell;
use crate::output::column::{Column, Table};

/// One channel in one interval, under a contract.
#[derive(Debug, Clone, Copy)]
pub struct IntervalRow<'a> {
    priced: Priced<'a>,
    date: Date,
    starts_s: u32,
    channel: &'a str,
    figures: &'a ChannelFigures,
}

impl<'a> IntervalRow<'a> {
    /// The rows: every interval, also those in which a channel is closed.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        let (scenario, calendar) = (&results.scenario, &results.scenario.calendar);
        let dates: Vec<Date> = (0..calendar.days()).map(|day| calendar.date(day)).collect();
        results.priced().into_iter().flat_map(move |priced| {
            let dates = dates.clone();
            priced.plan.intervals.iter().enumerate().map(move |(at, figures)| {
                let (interval, channel) = (at / scenario.channels.len(), at % scenario.channels.len());
                IntervalRow {
                    priced,
                    date: dates[calendar.day_of_interval(interval)],
                    starts_s: calendar.second_of_day(interval),
                    channel: &scenario.channels[channel].name,
                    figures,
                }
            })
        })
    }
}

/// The table.
pub fn intervals<'a>() -> Table<'a, IntervalRow<'a>> {
    type Row<'a> = IntervalRow<'a>;
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| contract_name(row.priced)),
        Column::new("date", "date", "Day.", |row: &Row<'a>| row.date),
        Column::new("interval_start", "time", "Start of the interval.", |row: &Row<'a>| Cell::TimeOfDay(row.starts_s)),
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
        Column::new("asa_s", "seconds", "Average speed of answer.", |row: &Row<'a>| {
            row.figures.average_speed_of_answer_s
        }),
        Column::new("agents_required", "agents", "Agents required by the plan.", |row: &Row<'a>| {
            row.figures.agents_required
        }),
        Column::new("agents_on_duty", "agents", "Mean agents on duty, absence taken off.", |row: &Row<'a>| {
            row.figures.agents_on_duty
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
    Table { file: "intervals.csv", row: "a contract, interval and channel", columns }
}
