//! From a scenario as written to a resolved one: names into ids, units into seconds, files into numbers, defaults filled
//! in; and every rule that a schema cannot say. Each function complains of all that is wrong and goes on with what is
//! sound, so that a planner sees every problem at once.

mod agents;
mod bot;
mod by_time;
mod channels;
mod contact_types;
mod contacts;
mod contracts;
mod costs;
mod demand;
mod distributions;
mod fees;
mod files;
mod forecast;
mod kpis;
mod names;
mod parcels;
mod scenario;
mod season;
mod season_series;
mod shifts;
mod staffing;
mod sweep;
mod table;
mod varied_values;

pub use files::{FileTrouble, Files};
pub use scenario::{has_same_arrivals, resolve};
pub use sweep::sweep;
pub use varied_values::{ValuesSyntaxError, number_value, number_with_unit, varied_values_from_text};
