//! What a planner says about a season.
//!
//! Two forms of a scenario exist: as *written* (a TOML file with every optional key) and as *resolved*
//! ([`model::Scenario`]: everything checked, defaults filled in, names turned into ids, CSV files read, durations in
//! seconds). The engine, the money and the output see the resolved form only.

pub mod diagnosis;
pub mod duration;
pub mod model;
pub mod reading;
pub mod resolve;
pub mod starting;
pub mod written;
