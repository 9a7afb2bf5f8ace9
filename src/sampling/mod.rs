//! Randomness: streams of random numbers by purpose, distributions as quantile tables, and the demand of a replication.
//!
//! Replication `r` of seed `s` is a pure function of `(s, r, scenario)`. Every draw belongs to a *purpose* and an entity
//! (a day, a stream, a contact), never to a place in one long sequence, so that a change of staffing or price leaves all
//! arrivals, handle times and patience as they were (common random numbers).

mod arrivals;
mod busyness;
mod contact_draws;
mod keys;
mod poisson;
mod quantile;
mod quantile_table;
mod sampler;
mod season_factors;
mod stream_day;
mod surges;
mod tick_sort;
mod ticks;

pub use arrivals::{Arrival, DayTrace, MOST_CONTACTS_A_STREAM_DAY, MOST_STREAMS};
pub(crate) use arrivals::{DaySource, TICK_SHIFT, contacts_key, fresh_contact_key, unit_exponential};
pub use busyness::TabledBusyness;
pub use contact_draws::{ContactKey, chance_threshold, is_drawn};
pub use keys::{Key, Purpose};
pub use poisson::poisson_count;
pub use quantile::{Tail, quantile};
pub use quantile_table::QuantileTable;
pub(crate) use sampler::ShortSampler;
pub use sampler::{NEVER, Sampler, SamplerShelf, Scaled};
pub use season_factors::{SeasonFactors, attendance, outage_days, present_agents};
pub(crate) use stream_day::StreamDay;
pub(crate) use tick_sort::sort_by_tick;
pub use ticks::{TICKS_PER_SECOND, seconds_to_ticks, ticks_to_seconds};
