//! What may be typed: help, man pages and completions come from here.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};
use serde_json::Value;

use super::check::CheckArgs;
use super::compare::CompareArgs;
use super::completions::CompletionsArgs;
use super::erlang::ErlangArgs;
use super::exit_status::ExitStatus;
use super::man::ManArgs;
use super::new::NewArgs;
use super::payback::PaybackArgs;
use super::precision::PrecisionArgument;
use super::quote::QuoteArgs;
use super::run::RunArgs;
use super::staff::StaffArgs;
use super::sweep::SweepArgs;
use crate::scenario::reading::{Override, Reading, read_overlay, read_scenario};

use super::error::CliError;

/// Staffing, service level and profit of a peak season in customer service, for every pricing model
///
/// A scenario says what comes in, who answers it, and which contracts might pay for it. peakdesk simulates the season
/// many times and prices each simulated season under every contract.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "peakdesk",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    after_help = "Examples:\n  peakdesk run scenarios/double11\n  peakdesk check my-season\n  \
                  peakdesk erlang a --per-hour 2880 --aht 60s --patience 120s --target 0.80",
    after_long_help = long_ending()
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Clone, Subcommand)]
pub(super) enum Command {
    /// Simulate a season, and price it under every contract
    Run(RunArgs),
    /// Find the people alone: requirement, shifts, heads, their cost and service
    #[command(after_help = "Examples:\n  peakdesk staff scenarios/double11\n  \
                      peakdesk staff my-season --replications 20 -o output/people --lang zh")]
    Staff(StaffArgs),
    /// The price at which a contract reaches a margin
    Quote(QuoteArgs),
    /// What the bot saves, and when it has paid for itself
    Payback(PaybackArgs),
    /// Read a scenario and tell everything that is wrong with it
    Check(CheckArgs),
    /// Two scenarios on the same random numbers: which figures differ beyond chance
    Compare(CompareArgs),
    /// Try many values, and tell what matters most
    Sweep(Box<SweepArgs>),
    /// Queueing formulas: measures from agents, or agents from a target
    #[command(after_help = "Examples:\n  peakdesk erlang a --per-hour 2880 --aht 60s --patience 120s --agents 50\n  \
                      peakdesk erlang c --per-hour 2880 --aht 60s --target 0.80 --within 20s\n  \
                      peakdesk erlang b --load 48 --agents 50")]
    Erlang(ErlangArgs),
    /// Write a commented scenario to start from
    New(NewArgs),
    /// Print the JSON Schema of a scenario
    #[command(after_help = "Editors that know TOML check a scenario against it while it is typed:\n  \
                      peakdesk schema > peakdesk.schema.json")]
    Schema,
    /// Print a script that completes commands and flags in a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write the pages of all commands
    Man(ManArgs),
}

/// A scenario, and what is laid over it.
#[derive(Debug, Clone, Args)]
pub(super) struct ScenarioArgs {
    /// Folder with scenario.toml, or a TOML file
    #[arg(value_name = "SCENARIO")]
    path: PathBuf,
    #[command(flatten)]
    over: OverrideArgs,
    /// Play until an interval is narrow: profit:0.01 (relative) or service_level:0.005 (absolute); a third part, such
    /// as :2000, is the most replications (10000 if it is left out). The fewest are 30 or 50, or those of --replications
    #[arg(long, value_name = "MEASURE:HALF_WIDTH[:AT_MOST]")]
    precision: Option<PrecisionArgument>,
}

/// What is laid over a scenario.
#[derive(Debug, Clone, Args)]
pub(super) struct OverrideArgs {
    /// Lay a TOML file with a part of a scenario over it, such as other shifts; may be given more than once, and comes before
    /// --set
    #[arg(long = "with", value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// Lay a value over the scenario's, such as demand.scale=1.2; may be given more than once
    #[arg(long = "set", value_name = "PATH=VALUE")]
    overrides: Vec<Override>,
    /// Master seed, in place of run.seed
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Number of simulated seasons, in place of run.replications
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
}

impl ScenarioArgs {
    /// Reads the scenario with all that is laid over it.
    pub(super) fn read(&self) -> Result<Reading, CliError> {
        let mut overrides = self.over.overrides()?;
        let Some(precision) = &self.precision else { return Ok(read_scenario(&self.path, &overrides)?) };
        let says_replications = overrides.iter().any(|it| it.path() == "run.replications");
        overrides.push(Override::new("run.precision", precision.as_written()));
        let mut reading = read_scenario(&self.path, &overrides)?;
        if !says_replications {
            reading.scenario.run.begin_with_fewest();
        }
        Ok(reading)
    }
}

impl OverrideArgs {
    /// All that is laid over, what wins last: files, then `--set`, then flags of their own.
    pub(super) fn overrides(&self) -> Result<Vec<Override>, CliError> {
        let mut overrides = Vec::new();
        for file in &self.overlays {
            overrides.extend(read_overlay(file)?);
        }
        overrides.extend(self.overrides.iter().cloned().chain(self.flags()));
        Ok(overrides)
    }

    /// Those of flags of their own.
    pub(super) fn flags(&self) -> Vec<Override> {
        let flags = [
            self.seed.map(|seed| Override::new("run.seed", Value::from(seed))),
            self.replications.map(|count| Override::new("run.replications", Value::from(count))),
        ];
        flags.into_iter().flatten().collect()
    }

    /// Whether there is a `--set` or `--with`.
    pub(super) fn has_overrides(&self) -> bool {
        !self.overrides.is_empty() || !self.overlays.is_empty()
    }
}

/// The whole command line as clap knows it.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// The ending of the long help: examples and exit statuses.
fn long_ending() -> String {
    let statuses: Vec<String> =
        ExitStatus::ALL.iter().map(|status| format!("  {:>3}  {}", status.code(), status.meaning())).collect();
    format!(
        "Examples:\n  peakdesk run scenarios/double11\n  peakdesk check my-season\n  peakdesk erlang a --per-hour 2880 \
         --aht 60s --patience 120s --target 0.80\n\nExit status:\n{}",
        statuses.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
}
