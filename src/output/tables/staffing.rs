//! `staffing.csv`: a row is a contract, interval and agent group.

use jiff::civil::Date;

use crate::experiment::{Priced, Results};
use crate::output::cell::Cell;
use crate::output::column::{Column, Table};
use crate::scenario::model::{GroupId, Scenario};

/// One group in one interval, under a contract.
#[derive(Debug, Clone, Copy)]
pub struct StaffingRow<'a> {
    scenario: &'a Scenario,
    priced: Priced<'a>,
    date: Date,
    interval: usize,
    group: GroupId,
}

impl<'a> StaffingRow<'a> {
    /// The rows: every interval of every group, those without agents too.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        let scenario = &results.scenario;
        results.priced().into_iter().flat_map(move |priced| {
            (0..scenario.calendar.days()).flat_map(move |day| {
                let (date, intervals) = (scenario.calendar.date(day), scenario.calendar.intervals_per_day());
                (day * intervals..(day + 1) * intervals).flat_map(move |interval| {
                    (0..scenario.agent_groups.len()).map(GroupId).map(move |group| StaffingRow {
                        scenario,
                        priced,
                        date,
                        interval,
                        group,
                    })
                })
            })
        })
    }
}

/// The table.
pub fn staffing<'a>() -> Table<'a, StaffingRow<'a>> {
    type Row<'a> = StaffingRow<'a>;
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| row.priced.contract_name()),
        Column::new("date", "date", "Day.", |row: &Row<'a>| row.date),
        Column::new("interval_start", "time", "Start of the interval.", |row: &Row<'a>| {
            Cell::TimeOfDay(row.scenario.calendar.second_of_day(row.interval))
        }),
        Column::new("agent_group", "text", "Agent group.", |row: &Row<'a>| {
            row.scenario.agent_groups[row.group.0].name.as_str()
        }),
        Column::new("required", "agents", "Agents that the plan asks for.", |row: &Row<'a>| {
            row.priced.plan.staffing.required(row.group, row.interval)
        }),
        Column::new(
            "scheduled",
            "agents",
            "Agents in shifts and not on a break; without shifts required over one minus shrinkage.",
            |row: &Row<'a>| row.priced.plan.staffing.scheduled(row.scenario, row.group, row.interval),
        ),
        Column::new("on_duty", "agents", "Mean agents on duty, absence taken off.", |row: &Row<'a>| {
            row.priced.plan.on_duty[row.group.0][row.interval]
        }),
    ];
    Table { file: "staffing.csv", row: "a contract, interval and agent group", columns }
}
