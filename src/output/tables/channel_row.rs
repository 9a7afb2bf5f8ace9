//! What `days.csv` and `intervals.csv` have in common: a row is a contract, a span of the season and a channel.

use jiff::civil::Date;

use crate::experiment::{ChannelFigures, Priced, Results};
use crate::output::column::Column;

/// One channel in one span, under a contract.
#[derive(Debug, Clone, Copy)]
pub struct ChannelRow<'a> {
    pub(super) priced: Priced<'a>,
    pub(super) date: Date,
    /// Start of an interval, in seconds after midnight; 0 for a day.
    pub(super) starts_s: u32,
    pub(super) channel: &'a str,
    pub(super) figures: &'a ChannelFigures,
}

impl<'a> ChannelRow<'a> {
    /// The rows by day.
    pub fn of_days(results: &'a Results) -> impl Iterator<Item = Self> {
        let calendar = &results.scenario.calendar;
        of_spans(results, |priced| &priced.plan.days, |day| (calendar.date(day), 0))
    }

    /// The rows by interval: every one, also those in which a channel is closed.
    pub fn of_intervals(results: &'a Results) -> impl Iterator<Item = Self> {
        let calendar = &results.scenario.calendar;
        let dates: Vec<Date> = (0..calendar.days()).map(|day| calendar.date(day)).collect();
        let start = move |interval| (dates[calendar.day_of_interval(interval)], calendar.second_of_day(interval));
        of_spans(results, |priced| &priced.plan.intervals, start)
    }
}

/// Figures by span and channel, with the date and second of the day at which each span starts.
fn of_spans<'a>(
    results: &'a Results,
    figures: impl Fn(&Priced<'a>) -> &'a [ChannelFigures],
    start: impl Fn(usize) -> (Date, u32),
) -> impl Iterator<Item = ChannelRow<'a>> {
    let channels = &results.scenario.channels;
    let rows = move |priced: Priced<'a>| -> Vec<ChannelRow<'a>> {
        let of_span = |(at, figures): (usize, &'a ChannelFigures)| {
            let (date, starts_s) = start(at / channels.len());
            ChannelRow { priced, date, starts_s, channel: &channels[at % channels.len()].name, figures }
        };
        figures(&priced).iter().enumerate().map(of_span).collect()
    };
    results.priced().into_iter().flat_map(rows)
}

type Row<'a> = ChannelRow<'a>;

pub(super) fn contract<'a>() -> Column<'a, Row<'a>> {
    Column::new("contract", "text", "Contract.", |row: &Row<'a>| row.priced.contract_name())
}

pub(super) fn date<'a>() -> Column<'a, Row<'a>> {
    Column::new("date", "date", "Day.", |row: &Row<'a>| row.date)
}

pub(super) fn channel<'a>() -> Column<'a, Row<'a>> {
    Column::new("channel", "text", "Channel.", |row: &Row<'a>| row.channel)
}

/// What became of the contacts.
pub(super) fn outcomes<'a>() -> [Column<'a, Row<'a>>; 4] {
    [
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
    ]
}

pub(super) fn average_speed_of_answer<'a>() -> Column<'a, Row<'a>> {
    Column::new("asa_s", "seconds", "Average speed of answer.", |row: &Row<'a>| row.figures.average_speed_of_answer_s)
}

/// Agents required and on duty, with what these mean over the span.
pub(super) fn agents<'a>(required: &'static str, on_duty: &'static str) -> [Column<'a, Row<'a>>; 2] {
    [
        Column::new("agents_required", "agents", required, |row: &Row<'a>| row.figures.agents_required),
        Column::new("agents_on_duty", "agents", on_duty, |row: &Row<'a>| row.figures.agents_on_duty),
    ]
}

/// How busy it was, and how far it varied.
pub(super) fn load<'a>() -> [Column<'a, Row<'a>>; 4] {
    [
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
    ]
}
