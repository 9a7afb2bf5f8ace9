//! Queueing formulas: Erlang B, C and A, their inverses, and time-varying load.
//!
//! They start the search for a staffing plan, serve as a fast method for sweeps, and check the simulator. All of them
//! see a [`Pool`]: Poisson arrivals, exponential handle times, a number of like agents, first come first served.
//!
//! - [`Pool::outcomes`] gives what becomes of an arrival ([`Outcomes`]: shares and seconds that may be mixed and added);
//!   [`Measures`] are the ratios that people read.
//! - With exponential patience this is Erlang A, without patience Erlang C, with as many lines as agents Erlang B;
//!   [`erlang_a`], [`erlang_c`] and [`erlang_b`] are the formulas themselves.
//! - [`least_agents`] and [`agents_needed`] turn them round, on whole agents and on fractions.
//! - [`Mixture`] averages over an uncertain rate, [`presence`] over absent agents.
//! - [`time_varying`] turns contacts by interval into offered load by interval.
//!
//! Agents are an `f64`: the formulas are continued to fractions by the integrals that define them, so that cost
//! curves have no steps.

pub mod erlang_a;
pub mod erlang_b;
pub mod erlang_c;
mod finite_lines;
mod gauss_rules;
mod inverse;
mod measures;
mod mixture;
mod outcomes;
mod pool;
pub mod presence;
mod quadrature;
pub mod time_varying;
mod virtual_wait;
mod wait_series;
mod wide;

pub use inverse::{Goal, agents_needed, least_agents};
pub use measures::Measures;
pub use mixture::Mixture;
pub use outcomes::{Outcomes, SteadyState, Waiting};
pub use pool::{Patience, Pool, PoolError, Thresholds};
