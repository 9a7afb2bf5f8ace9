//! Plans for profit and for service: exact optima, what plans must respect, and how the search is reported.

mod limits;
mod one_day;
mod optimal_agents;
mod stationary;
mod targets;

#[path = "../plain_parts/mod.rs"]
mod plain_parts;
