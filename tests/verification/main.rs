//! The simulator against exact results of queueing theory, against itself, and against the laws it draws from.
//!
//! How it is done and what came out: `docs/verification.md`.

mod bots;
mod chats;
mod common_random_numbers;
mod drawn_demand;
mod drawn_durations;
mod erlang_a;
mod exact_cases;
mod general_laws;
mod identities;
mod intraday;
mod random_rates;
mod random_seasons;
mod redials;
mod season;
mod several_groups;
mod stationary;
mod threads;
mod trial;
