//! Plans for profit: for each contract the agents by interval and group that earn most in the mean.

mod billed_hours;
mod candidate;
mod composition;
mod contract_plan;
mod desk;
mod frontier;
mod ladder;
mod search;
mod shared_desks;
mod worth;

pub use search::candidate_plans;
pub(super) use search::find_profit_plans;
