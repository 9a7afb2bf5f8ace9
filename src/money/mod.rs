//! Contracts and costs: from volumes and a plan to a statement. Pricing never simulates.
//!
//! A replication's tally is summed once into [`Volumes`], and a [`Pricer`] for each contract makes a [`Statement`] of it:
//!
//! ```text
//! let volumes = Volumes::of(&scenario, &tally);
//! let statements = pricers.iter().map(|pricer| pricer.price_volumes(&scenario, &volumes));
//! ```
//!
//! Lines of a statement, always the same for a contract, in this order:
//!
//! - revenue: one line for each fee clause (`per_contact`, `per_minute`, ...; numbered when a name comes again, with the channel's
//!   name behind it where a clause names one), `minimum_volume_top_up`, `budget_ceiling` (zero or negative);
//! - for each KPI clause `penalty_<metric>_<channel>_<period>` and `bonus_...`, as far as its ladder has either; then
//!   `penalty_cap`, what the cap gives back (zero or positive);
//! - costs: `wages_regular`, `holiday_premium`, `night_allowance`, `social_charges`, `hiring`, `training`, `seats`, `supervisors`,
//!   `telecom`, `bot_sessions`, `bot_minutes`, `bot_month`, `bot_write_off`, `value_added_work`, `overhead`, `sales_tax`.
//!
//! The rules are told where they are applied: [`fees`], [`minimum_volume`], [`kpis`], [`invoicing`],
//! [`payroll`], [`in_house`], [`pricer`].

pub mod fees;
pub mod in_house;
pub mod invoicing;
pub mod kpis;
pub mod minimum_volume;
pub mod payroll;
pub mod pricer;
mod roster_payroll;

mod billed_season;
mod billing_calendar;
mod day_effect;
mod firm_costs;
mod line_names;
mod listed_prices;
mod load_nodes;
mod pooled_days;
mod running_costs;
mod season_sums;
mod segments;
mod statement;
mod sum_layout;
mod volume_tables;
mod volume_tiers;
mod volumes;

pub use day_effect::DayEffect;
pub use firm_costs::FirmCosts;
pub use invoicing::Invoicing;
pub use payroll::Payroll;
pub use pricer::Pricer;
pub use running_costs::{MonthlyRunningCosts, RunningCosts, RunningVolumes};
pub use season_sums::SeasonSums;
pub use statement::{LineKind, Statement, StatementLine};
pub use volume_tables::{DayLoads, VolumeTables};
pub use volumes::{GroupTime, Volume, Volumes};
