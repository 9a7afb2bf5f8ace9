//! Writes every table.

use std::io::{self, Write};

use super::super::csv_file::{ByteOrderMark, write_table};
use super::super::folder::OutputError;
use super::super::manifest::WrittenFile;
use super::{DayRow, FrontierRow, IntervalRow, ReplicationRow, ServiceRow, StaffingRow, StatementRow, SummaryRow};
use super::{days, frontier, intervals, replications, service, staffing, statement, summary};
use crate::experiment::Results;

type WriteFile<'w> = &'w mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

/// Hands each file's name and content to `file`, in a fixed order.
pub(in crate::output) fn write_all(
    results: &Results,
    mark: ByteOrderMark,
    file: impl Fn(&str, WriteFile<'_>) -> Result<WrittenFile, OutputError>,
) -> Result<Vec<WrittenFile>, OutputError> {
    macro_rules! table {
        ($table:expr, $rows:expr) => {{
            let table = $table;
            file(table.file, &mut |out| write_table(out, &table, $rows, mark))?
        }};
    }
    let mut files = vec![
        table!(summary(&results.scenario.channels), SummaryRow::all(results)),
        table!(service(), ServiceRow::all(results)),
        table!(statement(), StatementRow::all(results)),
        table!(intervals(), IntervalRow::all(results)),
        table!(days(), DayRow::all(results)),
        table!(staffing(), StaffingRow::all(results)),
        table!(replications(), ReplicationRow::all(results)),
    ];
    if !results.frontier.is_empty() {
        files.push(table!(frontier(), FrontierRow::all(results)));
    }
    Ok(files)
}
