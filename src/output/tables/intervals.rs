//! `intervals.csv`: a row is a contract, interval and channel.

use super::channel_row::{ChannelRow, agents, average_speed_of_answer, channel, contract, date, load, outcomes};
use crate::output::cell::Cell;
use crate::output::column::{Column, Table};

/// The table.
pub fn intervals<'a>() -> Table<'a, ChannelRow<'a>> {
    let start = |row: &ChannelRow<'a>| Cell::TimeOfDay(row.starts_s);
    let start = Column::new("interval_start", "time", "Start of the interval.", start);
    let mut columns = vec![contract(), date(), start, channel()];
    columns.extend(outcomes());
    columns.push(average_speed_of_answer());
    columns.extend(agents("Agents required by the plan.", "Mean agents on duty, absence taken off."));
    columns.extend(load());
    Table { file: "intervals.csv", row: "a contract, interval and channel", columns }
}
