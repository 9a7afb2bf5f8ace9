//! Writes every table.

use std::io::{self, Write};

use super::super::csv_file::{ByteOrderMark, write_table};
use super::super::folder::OutputError;
use super::super::manifest::WrittenFile;
use super::{
    ChannelRow, FrontierRow, HiringRow, ReplicationRow, ServiceRow, ShiftRow, StaffingRow, StatementRow, SummaryRow,
};
use super::{days, frontier, hiring, intervals, replications, service, shifts, staffing, statement, summary};
use crate::experiment::Results;

type WriteFile<'w> = &'w mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// Which tables a folder gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// All: people, service and money.
    All,
    /// Those of people: requirement, shifts, hiring.
    Staffing,
}

/// Hands each file's name and content to `file`, in a fixed order.
pub(in crate::output) fn write_all(
    results: &Results,
    tables: Tables,
    mark: ByteOrderMark,
    file: impl Fn(&str, WriteFile<'_>) -> Result<WrittenFile, OutputError>,
) -> Result<Vec<WrittenFile>, OutputError> {
    macro_rules! table {
        ($table:expr, $rows:expr) => {{
            let table = $table;
            file(table.file, &mut |out| write_table(out, &table, $rows, mark))?
        }};
    }
    let mut files = Vec::new();
    if tables == Tables::All {
        files.extend([
            table!(summary(&results.scenario.channels), SummaryRow::all(results)),
            table!(service(), ServiceRow::all(results)),
            table!(statement(), StatementRow::all(results)),
            table!(intervals(), ChannelRow::of_intervals(results)),
            table!(days(), ChannelRow::of_days(results)),
        ]);
    }
    files.push(table!(staffing(), StaffingRow::all(results)));
    if results.plans.iter().any(|plan| plan.staffing.roster.is_some()) {
        files.push(table!(shifts(), ShiftRow::all(results)));
        files.push(table!(hiring(), HiringRow::all(results)));
    }
    if tables == Tables::All {
        files.push(table!(replications(), ReplicationRow::all(results)));
        if !results.frontier.is_empty() {
            files.push(table!(frontier(), FrontierRow::all(results)));
        }
    }
    Ok(files)
}
