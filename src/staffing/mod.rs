//! Where a staffing plan comes from: the planner's own numbers, or a search for a service level.
//!
//! The search starts from Erlang A on the modified offered load, mixed over the law of busyness, and is corrected by
//! simulation on common random numbers: a nominal target for each channel and span is moved until the simulated service
//! level is the wanted one. Requirements stay fractions until agents are counted. The replications of the search are its
//! own; a plan is judged on others.

mod allocation;
mod analytic_plan;
mod covering;
mod dial;
mod integer_program;
mod requirement;
mod search;
mod search_report;
mod trial;
mod working_window;
mod workload;

pub use analytic_plan::analytic_plan;
pub use search::find_plan;
pub use search_report::{Infeasible, NoPlan, SearchReport, SearchSettings, StopReason};
