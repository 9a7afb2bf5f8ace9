//! A season by expectation: what formulas say of the contacts that a simulation would play.
//!
//! Days follow each other. Each day is worked out in a handful of states (a point of the law of season, busyness and interval
//! noise; which surges are under way; where absence matters, how many agents are away), and the states' expected counts
//! are added with their chances. Within a state intervals follow each other: arrivals, bot, people, those who come again.
//!
//! What is exact: with one queue, exponential times, constant rates and agents, this is Erlang A. What is approximate:
//!
//! - load lags behind arrivals (modified offered load), and each interval is then in the steady state of its mean load;
//! - season, busyness and interval noise are one factor that holds for a day, days are independent of each other, and what is
//!   carried from day to day (redials, repeats, backlog, contacts in hand) is carried in the mean. Busyness by contact type
//!   is taken as one factor of correspondingly smaller variation;
//! - patience that is not exponential is replaced by the exponential with the same median, over streams by the mean rate of
//!   giving up. Where nobody gives up and agents do not suffice, all are answered in the end, late;
//! - live channels that some group links are one queue, first come first served, whose agents all take everything: skills
//!   that leave out contact types, priorities and overflow times are not seen. All groups of a queue are equally busy;
//! - a chat agent counts as so many servers as he may hold chats; with one chat channel at the queue, chats go faster while
//!   agents hold few, spread evenly; with several channels they go at the slowest speed;
//! - deferred work flows like a fluid into the time that live channels leave its groups, oldest first;
//! - lines count by the formula with a limit where a limit can matter. A bot with limited sessions refuses by Erlang B; an outage is
//!   spread over the day; time in the bot does not move an escalated contact to a later interval;
//! - absence is taken in the mean where it varies little beside busyness, else at two points, a standard deviation to either side;
//! - agents who finish contacts after going off duty are not counted, nor contacts left over when a channel closes.

mod backlog;
mod chat_load;
mod coming;
mod counts;
mod crew;
mod day;
mod day_states;
mod desk;
mod patience_rates;
mod satisfaction;
mod season;
mod stream_shares;

pub(super) use counts::{ExpectedCell, ExpectedSeason};
pub(super) use season::expected_season;
