//! One replication: contacts through bot and people, and the tally of what came of them.

mod tally;

pub use tally::{Cell, GroupCell, TICKS_PER_SECOND, Tally, WAIT_CLASSES, ticks_to_seconds};
