//! Pricing: every clause and cost line by hand-computed numbers, and published-style profits from exact Erlang A values.

mod costs;
mod fees;
mod kpis;
mod limits;
mod profit_contracts;
mod properties;
mod season;
mod volumes;

#[path = "../plain_parts/mod.rs"]
mod plain_parts;
