//! peakdesk: a parallel Monte Carlo simulator that joins contact-centre staffing with contract profit.
//!
//! A scenario describes a peak season of inquiries about parcels, the bot and the people who answer them, and the
//! contracts under which an outsourcer might be paid. One simulated season is priced under every contract, so that
//! each pricing model is answered with its staffing, its service level and its profit, with the risk of each.
//!
//! The modules are layers; each one uses only those above it in this list:
//!
//! 1. [`scenario`]: what a planner says (as written, as resolved), and reading it
//! 2. [`analytic`]: Erlang B, C and A, their inverses, and time-varying load
//! 3. [`sampling`]: random streams, quantile tables, the demand of a replication
//! 4. [`engine`]: one replication of contacts through bot and people, and its tally
//! 5. [`statistics`]: estimates, intervals, percentiles, sketches
//! 6. [`money`]: contracts and costs: from a tally to a statement
//! 7. [`staffing`]: plans: fixed, or found for a service level
//! 8. [`experiment`]: many replications, their results
//! 9. [`output`]: CSV files, terminal tables, the manifest
//! 10. [`cli`]: the command line
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod analytic;
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod money;
pub mod output;
pub mod sampling;
pub mod scenario;
pub mod staffing;
pub mod statistics;
