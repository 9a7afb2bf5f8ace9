//! `days.csv`: a row is a contract, day and channel.

use super::channel_row::{ChannelRow, agents, average_speed_of_answer, channel, contract, date, load, outcomes};
use crate::output::column::{Column, Table};

/// The table.
pub fn days<'a>() -> Table<'a, ChannelRow<'a>> {
    type Row<'a> = ChannelRow<'a>;
    let mut columns = vec![contract(), date(), channel()];
    columns.extend(outcomes());
    columns.push(Column::new(
        "service_level_p10",
        "share",
        "10th percentile of the day's service level, to the nearest thousandth.",
        |row: &Row<'a>| row.figures.service_level_p10,
    ));
    columns.push(average_speed_of_answer());
    columns.extend(agents(
        "Most agents required at once on the day.",
        "Most agents on duty at once on the day: the greatest of the intervals' means.",
    ));
    columns.push(Column::new("agent_hours", "hours", "Mean hours on duty, absence taken off.", |row: &Row<'a>| {
        row.figures.agent_hours
    }));
    columns.extend(load());
    Table { file: "days.csv", row: "a contract, day and channel", columns }
}
