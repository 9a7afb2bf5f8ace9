//! `hiring.csv`: a row is a contract, week and agent group.

use crate::experiment::{Priced, Results};
use crate::output::column::{Column, Table};
use crate::scenario::model::{RosterWeek, Scenario};

/// One group in one week.
#[derive(Debug, Clone, Copy)]
pub struct HiringRow<'a> {
    scenario: &'a Scenario,
    priced: Priced<'a>,
    group: usize,
    week: RosterWeek,
}

impl<'a> HiringRow<'a> {
    /// The rows: every week of every group; none without a roster.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        let scenario = &results.scenario;
        results.priced().into_iter().flat_map(move |priced| {
            priced.plan.staffing.roster.iter().flat_map(move |roster| {
                let weeks = roster.groups.first().map_or(0, |group| group.weeks.len());
                (0..weeks).flat_map(move |week| {
                    roster.groups.iter().enumerate().map(move |(group, of)| HiringRow {
                        scenario,
                        priced,
                        group,
                        week: of.weeks[week],
                    })
                })
            })
        })
    }
}

/// The table.
pub fn hiring<'a>() -> Table<'a, HiringRow<'a>> {
    type Row<'a> = HiringRow<'a>;
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| row.priced.contract_name()),
        Column::new(
            "week",
            "date",
            "First of the week's seven days, counted from the season's first.",
            |row: &Row<'a>| row.scenario.calendar.date(row.week.first_day),
        ),
        Column::new("agent_group", "text", "Agent group.", |row: &Row<'a>| {
            row.scenario.agent_groups[row.group].name.as_str()
        }),
        Column::new("heads", "people", "People employed.", |row: &Row<'a>| row.week.heads),
        Column::new("hired", "people", "Of these, taken on for this week.", |row: &Row<'a>| row.week.hired),
        Column::new("left", "people", "People who left at its start.", |row: &Row<'a>| row.week.left),
        Column::new("paid_hours", "hours", "Paid hours of shifts that start in it.", |row: &Row<'a>| {
            row.week.paid_hours
        }),
        Column::new("overtime_hours", "hours", "Of these, beyond the ordinary hours of a week.", |row: &Row<'a>| {
            row.week.overtime_hours
        }),
        Column::new("rest_day_hours", "hours", "Of these, on rest days beyond the rota.", |row: &Row<'a>| {
            row.week.rest_day_hours
        }),
    ];
    Table { file: "hiring.csv", row: "a contract, week and agent group; none without shift rules", columns }
}
