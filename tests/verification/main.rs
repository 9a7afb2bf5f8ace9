//! The simulator against exact results of queueing theory, against itself, and against the laws it draws from.
//!
//! How it is done and what came out: `docs/verification.md`.

mod bots;
mod chats;
mod erlang_a;
mod exact_cases;
mod general_laws;
mod intraday;
mod random_rates;
mod redials;
mod season;
mod several_groups;
mod stationary;
mod trial;
