//! `peakdesk erlang b|c|a`: the formulas from the command line.
//!
//! Measures from agents, or the least agents from a target. Flags are checked as they are read, so that a wrong one ends
//! with exit status 2 and says what was written, what is allowed, and what to write instead.

use std::io;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand};
use thiserror::Error;

use crate::analytic::{Goal, Mixture, Patience, Pool, PoolError, Thresholds, erlang_b, least_agents};
use crate::scenario::duration::{format_duration, parse_duration};
use crate::scenario::model::ServiceLevelDefinition;

use super::erlang_report::{Formula, Report, figure};
use super::format::Format;

/// Measures from agents, or agents from a target, by the queueing formulas.
#[derive(Debug, Clone, Args)]
pub(super) struct ErlangArgs {
    #[command(subcommand)]
    formula: FormulaArgs,
}

#[derive(Debug, Clone, Subcommand)]
enum FormulaArgs {
    /// Erlang B: no queue; who finds every agent busy is blocked
    B(LossArgs),
    /// Erlang C: everyone waits as long as it takes
    C(PatientArgs),
    /// Erlang A: who waits too long gives up
    A(ImpatientArgs),
}

#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("demand").required(true).args(["load", "per_hour"])))]
#[command(group(ArgGroup::new("asked").required(true).args(["agents", "target"])))]
struct LossArgs {
    /// Offered load in erlangs
    #[arg(long, value_name = "ERLANGS", value_parser = not_negative, allow_negative_numbers = true)]
    load: Option<f64>,
    /// Contacts an hour
    #[arg(long, value_name = "CONTACTS", value_parser = not_negative, requires = "aht", allow_negative_numbers = true)]
    per_hour: Option<f64>,
    /// Average handle time, such as 300s or 5m
    #[arg(long, value_name = "TIME", value_parser = positive_duration, conflicts_with = "load", allow_hyphen_values = true)]
    aht: Option<f64>,
    /// Agents; a fraction is allowed
    #[arg(long, value_name = "N", value_parser = number_of_agents, allow_negative_numbers = true)]
    agents: Option<f64>,
    /// Find the least agents that block at most this share
    #[arg(long, value_name = "SHARE", value_parser = share, allow_negative_numbers = true)]
    target: Option<f64>,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Args)]
#[command(group(ArgGroup::new("demand").required(true).args(["load", "per_hour"])))]
#[command(group(ArgGroup::new("asked").required(true).args(["agents", "target"])))]
struct PatientArgs {
    /// Contacts an hour
    #[arg(long, value_name = "CONTACTS", value_parser = not_negative, allow_negative_numbers = true)]
    per_hour: Option<f64>,
    /// Offered load in erlangs, in place of contacts an hour
    #[arg(long, value_name = "ERLANGS", value_parser = not_negative, allow_negative_numbers = true)]
    load: Option<f64>,
    /// Average handle time, such as 300s or 5m
    #[arg(long, value_name = "TIME", value_parser = positive_duration, allow_hyphen_values = true)]
    aht: f64,
    /// Agents; a fraction is allowed
    #[arg(long, value_name = "N", value_parser = number_of_agents, allow_negative_numbers = true)]
    agents: Option<f64>,
    /// Find the least agents with at least this service level
    #[arg(long, value_name = "SHARE", value_parser = share, allow_negative_numbers = true)]
    target: Option<f64>,
    /// Which service level the target means
    #[arg(long, value_name = "DEFINITION", value_parser = definitions(), default_value = ServiceLevelDefinition::default().name())]
    definition: ServiceLevelDefinition,
    /// The service level's threshold
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "20s", allow_hyphen_values = true)]
    within: f64,
    /// Most contacts waiting and in service; who finds them taken is blocked
    #[arg(long, value_name = "K", allow_negative_numbers = true)]
    lines: Option<u64>,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Args)]
struct ImpatientArgs {
    #[command(flatten)]
    queue: PatientArgs,
    /// Mean patience, such as 120s or 2m
    #[arg(long, value_name = "TIME", value_parser = positive_duration, allow_hyphen_values = true)]
    patience: f64,
    /// Who abandons within this time is a short call, for dropping_short_calls
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "5s", allow_hyphen_values = true)]
    short_abandon: f64,
}

/// Why there are no measures.
#[derive(Debug, Error)]
pub(super) enum ErlangError {
    /// The numbers do not go together: a matter of the command line, exit status 2.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// No number of agents meets the target: a matter of the command line, exit status 2.
    #[error("no number of agents up to {most} meets the target {target}; {remedy}")]
    OutOfReach {
        /// The most agents that were possible.
        most: u64,
        /// The target.
        target: f64,
        /// What to do about it.
        remedy: &'static str,
    },
    /// Writing failed: exit status 4.
    #[error("the measures cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Writes the measures that the arguments ask for.
///
/// # Errors
/// If numbers do not go together, a target is out of reach, or `out` cannot be written.
pub(super) fn run(args: ErlangArgs, out: &mut dyn io::Write) -> Result<(), ErlangError> {
    let (report, format) = match args.formula {
        FormulaArgs::B(args) => (loss_report(&args)?, args.format),
        FormulaArgs::C(args) => {
            (queue_report(&args, Patience::Infinite, Thresholds::within(args.within))?, args.format)
        }
        FormulaArgs::A(ImpatientArgs { queue, patience, short_abandon }) => {
            let thresholds = Thresholds { within_s: queue.within, short_abandon_s: short_abandon };
            (queue_report(&queue, Patience::exponential(patience), thresholds)?, queue.format)
        }
    };
    match format {
        Format::Table => report.write_table(out)?,
        Format::Csv => report.write_csv(out)?,
        Format::Json => report.write_json(out)?,
    }
    Ok(())
}

/// Blocking does not depend on the handle time beyond the load, so that any will do where only the load is given.
const ANY_HANDLE_TIME_S: f64 = 60.0;

fn loss_report(args: &LossArgs) -> Result<Report, ErlangError> {
    let handle_time_s = args.aht.unwrap_or(ANY_HANDLE_TIME_S);
    let load = args.load.or(args.per_hour.map(|per_hour| per_hour / 3_600.0 * handle_time_s)).unwrap_or(0.0);
    let mut demand = format!("{} erlangs", figure(load));
    if let (Some(per_hour), Some(aht)) = (args.per_hour, args.aht) {
        demand = format!("{per_hour} contacts an hour, handle time {}", format_duration(aht));
    }
    let pool = Pool {
        arrivals_per_s: load / handle_time_s,
        handle_time_s,
        agents: args.agents.unwrap_or(0.0),
        patience: Patience::Infinite,
        lines: None,
    };
    pool.check()?;
    let agents = match (args.agents, args.target) {
        (None, Some(share)) if load <= Pool::MOST_AGENTS => erlang_b::least_agents(load, share) as f64,
        (None, target) => return Err(out_of_reach(&pool, target.unwrap_or(0.0))),
        (Some(agents), _) => agents,
    };
    Ok(Report::of_loss(load, agents, demand, args.target.map(|share| format!("at most {share} blocked"))))
}

fn queue_report(args: &PatientArgs, patience: Patience, thresholds: Thresholds) -> Result<Report, ErlangError> {
    let arrivals_per_s = match (args.per_hour, args.load) {
        (Some(per_hour), _) => per_hour / 3_600.0,
        (None, load) => load.unwrap_or(0.0) / args.aht,
    };
    let mut pool = Pool {
        arrivals_per_s,
        handle_time_s: args.aht,
        agents: args.agents.unwrap_or(0.0),
        patience,
        lines: args.lines,
    };
    pool.check()?;
    let mut target = None;
    if let (None, Some(at_least)) = (args.agents, args.target) {
        let goal = Goal::ServiceLevel { definition: args.definition, at_least };
        pool.agents = least_agents(&pool, &Mixture::certain(), goal, thresholds)
            .ok_or_else(|| out_of_reach(&pool, at_least))? as f64;
        let within = format_duration(thresholds.within_s);
        target = Some(format!("at least {at_least} {} within {within}", args.definition.name()));
    }
    let mut demand = match args.per_hour {
        Some(per_hour) => format!("{per_hour} contacts an hour"),
        None => format!("{} erlangs", figure(pool.offered_load())),
    };
    demand += &format!(", handle time {}", format_duration(args.aht));
    let formula = match patience {
        Patience::Infinite => Formula::C,
        Patience::Exponential { mean_s, .. } => {
            demand += &format!(", patience {}", format_duration(mean_s));
            Formula::A
        }
    };
    if let Some(lines) = args.lines {
        demand += &format!(", {lines} lines");
    }
    Ok(Report::of_queue(formula, &pool, thresholds, demand, target))
}

fn out_of_reach(pool: &Pool, target: f64) -> ErlangError {
    let (most, remedy) = match pool.lines {
        Some(lines) => (lines, "allow more lines or lower the target"),
        None => (Pool::MOST_AGENTS as u64, "lower the load or the target"),
    };
    ErlangError::OutOfReach { most, target, remedy }
}

fn number(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err("it is not a number; write digits, such as 48 or 2880.5".to_owned()),
    }
}

fn not_negative(text: &str) -> Result<f64, String> {
    match number(text)? {
        value if value < 0.0 => Err("it is negative; write 0 or more".to_owned()),
        value => Ok(value),
    }
}

fn number_of_agents(text: &str) -> Result<f64, String> {
    match number(text)? {
        value if value <= 0.0 => Err("there must be somebody to answer; write a number above 0".to_owned()),
        value if value > Pool::MOST_AGENTS => Err(format!("it is beyond {} agents; write fewer", Pool::MOST_AGENTS)),
        value => Ok(value),
    }
}

fn share(text: &str) -> Result<f64, String> {
    match number(text)? {
        value if value > 1.0 && value < 100.0 => {
            Err(format!("a share lies between 0 and 1; for {value} % write {}", value / 100.0))
        }
        value if value <= 0.0 || value >= 1.0 => Err("a share lies between 0 and 1; write one such as 0.80".to_owned()),
        value => Ok(value),
    }
}

fn duration(text: &str) -> Result<f64, String> {
    parse_duration(text).map_err(|error| error.to_string())
}

fn positive_duration(text: &str) -> Result<f64, String> {
    match duration(text)? {
        value if value > 0.0 => Ok(value),
        _ => Err("it must be longer than nothing; write a time such as 300s or 5m".to_owned()),
    }
}

fn definitions() -> impl TypedValueParser<Value = ServiceLevelDefinition> {
    PossibleValuesParser::new(ServiceLevelDefinition::ALL.map(ServiceLevelDefinition::name)).map(|name| {
        let known = ServiceLevelDefinition::ALL.into_iter().find(|definition| definition.name() == name);
        known.expect("only possible values are passed on")
    })
}

#[cfg(test)]
#[path = "erlang/tests.rs"]
mod tests;
