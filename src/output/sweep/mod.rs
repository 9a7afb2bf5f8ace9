//! Sweeps on disk: the journal that survives an interruption, the parts that other machines write, and the tables.
//!
//! A journal begins with its plan, a part with the plan's digest; both then hold one record for each finished point. A record
//! is its rows of `sweep.csv` as text and its series by replication, so that a table made from records is the same byte for
//! byte whoever wrote them, in whatever order.

mod effects_table;
mod frames;
mod journal;
mod part;
mod point_record;
mod points_file;
mod progress;
mod records;
mod results;
#[cfg(test)]
mod small_plan;

pub use effects_table::{EffectRow, sweep_effects};
pub use journal::{Begin, Journal, JournalError};
pub use part::{PartError, PartWriter, Shard, ShardError, Shards, missing_shards, part_file, read_parts, write_part};
pub use point_record::PointRecord;
pub use points_file::{PointsFileError, read_points_file};
pub use progress::SweepProgress;
pub use records::{Conflict, RecordStore};
pub use results::{SweepManifest, SweepSummary, holds_sweep, write_sweep};
