//! One replication: contacts through bot and people, and the tally of what came of them.

mod tally;

pub use tally::{Cell, GroupCell, TICKS_PER_SECOND, Tally, ticks_to_seconds};
