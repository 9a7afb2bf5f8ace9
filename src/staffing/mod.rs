//! Where a staffing plan comes from: the planner's own numbers, or a search for a service level.
//!
//! The search starts from Erlang A on the modified offered load, mixed over the law of busyness, and is corrected by
//! simulation on common random numbers: a nominal target for each channel and span is moved until the simulated service
//! level is the wanted one. Requirements stay fractions until agents are counted. The replications of the search are its
//! own; a plan is judged on others.
//!
//! Where the scenario has shift rules, shifts and people are then laid over the plan.

mod allocation;
mod analytic_plan;
mod covering;
mod day_covers;
mod dial;
mod head_hours;
mod heads;
mod integer_program;
mod laying;
mod people;
mod requirement;
mod search;
mod search_report;
mod shift_patterns;
mod trial;
mod unstaffable;
mod working_window;
mod workload;

pub use analytic_plan::analytic_plan;
pub use integer_program::WorkLimit;
pub use laying::{lay_shifts, lay_shifts_within};
pub use search::find_plan;
pub use search_report::{Infeasible, NoPlan, SearchReport, SearchSettings, StopReason};
pub use unstaffable::{HeadsBind, Unstaffable};
