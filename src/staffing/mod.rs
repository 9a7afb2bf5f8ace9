//! Where a staffing plan comes from: the planner's own numbers, a search for a service level, or one for profit.
//!
//! The search for a service level starts from Erlang A on the modified offered load, mixed over the law of busyness, and is corrected by
//! simulation on common random numbers: a nominal target for each channel and span is moved until the simulated service
//! level is the wanted one. Requirements stay fractions until agents are counted. The replications of the search are its
//! own; a plan is judged on others.
//!
//! The search for profit plays one ladder of plans, from nobody to far too many, prices every contract on each, and puts
//! each contract's plan together from it.
//! Where the scenario has shift rules, shifts and people are then laid over the plans.

mod allocation;
mod analytic_plan;
mod covering;
mod day_covers;
mod dial;
mod head_hours;
mod heads;
mod integer_program;
mod judgement;
mod laying;
mod people;
mod plans;
mod profit;
mod requirement;
mod search;
mod search_report;
mod shift_patterns;
mod trial;
mod unstaffable;
mod working_window;
mod workload;

pub use allocation::calling_order;
pub use analytic_plan::{analytic_plan, erlang_c_plan};
pub use integer_program::WorkLimit;
pub use laying::{lay_all_shifts, lay_shifts, lay_shifts_within};
pub use plans::{find_plan, find_plans};
pub use profit::candidate_plans;
pub use search_report::{
    ContractSearch, FrontierPoint, Infeasible, NoPlan, SearchReport, SearchSettings, Staffing, StopReason,
};
pub use unstaffable::{HeadsBind, Unstaffable};
