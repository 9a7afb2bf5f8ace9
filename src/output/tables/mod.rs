//! The tables of a folder of results, one module each. A column is defined here and nowhere else.

mod channel_row;
mod compare;
mod days;
mod documentation;
mod frontier;
mod hiring;
mod intervals;
mod replications;
mod service;
mod shifts;
mod staffing;
mod statement;
mod summary;
mod write_all;

pub use channel_row::ChannelRow;
pub use compare::comparison;
pub use days::days;
pub use documentation::columns_markdown;
pub use frontier::{FrontierRow, frontier};
pub use hiring::{HiringRow, hiring};
pub use intervals::intervals;
pub use replications::{ReplicationRow, replications};
pub use service::{ServiceRow, service};
pub use shifts::{ShiftRow, shifts};
pub use staffing::{StaffingRow, staffing};
pub use statement::{StatementRow, statement};
pub use summary::{SummaryRow, summary};
pub use write_all::Tables;
pub(super) use write_all::write_all;
