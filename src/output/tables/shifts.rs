//! `shifts.csv`: a row is a contract, day, agent group and shift.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::experiment::{Priced, Results};
use crate::output::cell::Cell;
use crate::output::column::{Column, Table};
use crate::scenario::model::{DAY_S, GroupRoster, LaidShift, Scenario};

/// One shift of a day.
#[derive(Debug, Clone, Copy)]
pub struct ShiftRow<'a> {
    scenario: &'a Scenario,
    priced: Priced<'a>,
    group: usize,
    shift: &'a LaidShift,
}

impl<'a> ShiftRow<'a> {
    /// The rows: every shift that somebody works; none without a roster.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        let scenario = &results.scenario;
        results.priced().into_iter().flat_map(move |priced| {
            priced.plan.staffing.roster.iter().flat_map(move |roster| {
                let of_group = move |(group, of): (usize, &'a GroupRoster)| {
                    of.shifts.iter().map(move |shift| ShiftRow { scenario, priced, group, shift })
                };
                roster.groups.iter().enumerate().flat_map(of_group)
            })
        })
    }

    fn date(&self) -> Date {
        let first = self.scenario.calendar.first_day;
        let days = jiff::Span::new().days(self.shift.day());
        first.checked_add(days).expect("the eve of a season is a date")
    }

    /// Second of the day so long after the start.
    fn clock(&self, after_s: u32) -> u32 {
        (self.shift.second_of_day() + after_s) % DAY_S
    }

    fn breaks(&self) -> String {
        let spans = self.shift.breaks.iter().map(|rest| {
            let (from, to) = (self.clock(rest.after_s), self.clock(rest.after_s + rest.length_s));
            format!("{}-{}", time(from), time(to))
        });
        spans.collect::<Vec<_>>().join(" ")
    }

    fn name(&self) -> String {
        let span = format!("{}-{}", time(self.clock(0)), time(self.clock(self.shift.length_s)));
        if self.shift.breaks.is_empty() { span } else { format!("{span} less {}", self.breaks()) }
    }
}

fn time(second: u32) -> String {
    format!("{:02}:{:02}", second / 3600, second / 60 % 60)
}

/// The table.
pub fn shifts<'a>() -> Table<'a, ShiftRow<'a>> {
    type Row<'a> = ShiftRow<'a>;
    let text = |value: String| Cell::Text(Cow::Owned(value));
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| row.priced.contract_name()),
        Column::new(
            "date",
            "date",
            "Day on which the shift starts; it may be the eve of the season.",
            |row: &Row<'a>| row.date(),
        ),
        Column::new("agent_group", "text", "Agent group.", |row: &Row<'a>| {
            row.scenario.agent_groups[row.group].name.as_str()
        }),
        Column::new("shift", "text", "The shift's name: from, to, and its breaks.", move |row: &Row<'a>| {
            text(row.name())
        }),
        Column::new("start", "time", "Start.", |row: &Row<'a>| Cell::TimeOfDay(row.clock(0))),
        Column::new("end", "time", "End; on the next day where it is not after the start.", |row: &Row<'a>| {
            Cell::TimeOfDay(row.clock(row.shift.length_s))
        }),
        Column::new("breaks", "text", "Breaks, from and to, in order; empty for none.", move |row: &Row<'a>| {
            if row.shift.breaks.is_empty() { Cell::Empty } else { text(row.breaks()) }
        }),
        Column::new("agents", "agents", "Agents who work it.", |row: &Row<'a>| row.shift.agents),
        Column::new("paid_hours", "hours", "Paid hours of all of them.", |row: &Row<'a>| row.shift.paid_hours()),
    ];
    Table { file: "shifts.csv", row: "a contract, day, agent group and shift; none without shift rules", columns }
}
