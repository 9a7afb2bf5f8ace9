//! One replication: contacts through bot and people, and the tally of what came of them.
//!
//! A contact flows ([`flow`](self)) from arrival through the bot to people, and is counted there whatever comes of it. Three
//! engines decide who answers: the general one (`network`), event by event; the fast one (`single_queue`) for pools that are
//! a single first-come-first-served queue; and the fastest (`plain_queue`) for those of them in which nobody meets a bot or
//! comes again. On the same draws they agree contact by contact. What comes whatever a plan does is drawn a stretch of the season
//! at a time, for any number of plans.

mod agenda;
mod agents_by_load;
mod chat_desk;
mod crew;
mod cursor;
mod duty;
mod flow;
mod hands;
mod lines;
mod loser_tree;
mod network;
mod overflows;
mod pages;
mod plain_contacts;
mod plain_queue;
mod play;
mod pools;
mod replication;
mod routing;
mod season;
mod single_queue;
mod taken_until;
mod tally;
mod time_at_work;
mod waiting;
mod winner_tree;
mod witness;

pub use crate::sampling::{ContactKey, TICKS_PER_SECOND, ticks_to_seconds};
pub use replication::{
    EngineChoice, ReplicationId, Workspace, simulate, simulate_factors, simulate_plans, simulate_plans_stratified,
    simulate_stratified, simulate_with,
};
pub use season::Season;
pub use tally::{Cell, GroupCell, Tally, WAIT_CLASSES};
pub use witness::{Fate, Witness};

#[cfg(test)]
mod tests;
