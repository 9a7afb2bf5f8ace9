//! A control for mean money: what tables of days say of a season, given its demand and who is present.
//!
//! Before the replications, a few seasons are played in which every day has the same level of demand. They say what the plan
//! makes of each day at that level: tables by day, contact type and channel. For any season, the tables give volumes at each
//! day's own demand and presence, and these are priced like simulated ones, KPI clauses included: the *control*. It is close
//! to what a simulation gives, costs a thousandth of it, and its expected value E is found from thousands of seasons drawn for
//! that alone. The mean of a figure over the replications is then estimated by
//!
//! ```text
//! mean(simulated - control) + E
//! ```
//!
//! which has no bias whatever the tables are worth: they and the seasons behind E share nothing with the replications, and the
//! control of a replication follows the law of those behind E. What is left to the replications is what a control cannot know:
//! single contacts, interval noise, outages, and where the tables are wrong. The error is that of both terms.
//! See Glasserman (2003), *Monte Carlo Methods in Financial Engineering*, section 4.1.

mod day_tables;
mod demand_of_days;
mod records;

pub(super) use day_tables::DayTables;
pub(super) use records::{ContractControl, ControlRecords};
