//! Mean money from tables of days, and from what single contacts make of them.
//!
//! Before the replications, a few seasons are played in which every day has the same level of demand. They say what the plan makes
//! of each day at that level: tables by day, contact type and channel. For any season, the tables give what bills ask of each day at its
//! own load, and that is priced like a simulated season, KPI clauses included. It costs a thousandth of a simulation, so thousands of
//! seasons can be drawn, from which the randomness of seasons, days and counts all but averages out.
//!
//! A load is the work that a day's first contacts bring over what those present can do. Beside how many they are, that is how many of those who
//! met the bot went on to people, and how long their handle times were; of a deferred channel it is all work at hand, left over or new.
//! A day with an outage of the bot has the mean effect of one added.
//!
//! What is left is what single contacts do, and where the tables are wrong: the *residual* of a simulated season, what it is beyond
//! the tables at its own loads. The replications tell its law. Each group of five is given its own
//! drawn seasons; to each of their days, channel by channel, is added the residual of that replication of the five whose day's load
//! has the same rank. The mean of the priced seasons is the group's estimate. Groups hang together only by what stratified sets
//! link and tables miss, so that their spread is the error of their mean, the lattice's part included.
//!
//! A penalty for a missed KPI is thereby averaged over all the residuals that a season might have had: the chance in single contacts,
//! which decides about seasons near a threshold, is smoothed out, as no control of a season's draws could. See Asmussen & Glynn (2007),
//! *Stochastic Simulation*, chapter V (conditional Monte Carlo), and Efron & Tibshirani (1993), *An Introduction to the Bootstrap*,
//! chapter 9 (resampled residuals).
//!
//! Where money is linear in volumes, the estimate has no bias whatever the tables are worth, since each residual is taken equally
//! often. At a kink there is one as far as residuals hang on the season beyond the ranks of its days' loads.

mod day_tables;
mod demand_of_days;
mod drawn_seasons;
mod first_contacts;
mod records;
mod residuals;
mod returning;
mod seasons_by_group;
#[cfg(test)]
mod tests;
mod work_of_contacts;

pub(super) use records::{ContractControl, ControlRecords, GROUP};
pub(super) use seasons_by_group::{ReplicationResiduals, SeasonsByGroup};
