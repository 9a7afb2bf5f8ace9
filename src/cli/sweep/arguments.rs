//! What may be typed after `peakdesk sweep`.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::design::DesignArgs;
use crate::cli::run::ResultsArgs;
use crate::cli::terminal::TerminalArgs;
use crate::cli::threads::ThreadsArgs;
use crate::output::sweep::{Shard, Shards};

/// What to sweep, or a step of a sweep over many machines.
#[derive(Debug, Clone, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  peakdesk sweep scenarios/double11\n  \
                  peakdesk sweep scenarios/double11 --vary demand.scale=0.8,1,1.2 --vary costs.seat_month=x0.8:x1.2:5\n  \
                  peakdesk sweep scenarios/double11 --design one_at_a_time --vary demand.scale=0.9,1.1\n  \
                  peakdesk sweep scenarios/double11 --design sobol --points 64 --vary demand.scale=0.8:1.3\n\n\
                  Interrupted, killed or out of disk, the same command goes on from what was finished."
)]
pub(in crate::cli) struct SweepArgs {
    #[command(subcommand)]
    pub(super) step: Option<SweepStep>,
    #[command(flatten)]
    pub(super) design: DesignArgs,
    #[command(flatten)]
    pub(super) files: ResultsArgs,
    /// Throw away what an interrupted sweep has finished, and begin anew
    #[arg(long)]
    pub(super) restart: bool,
    /// The contract whose effects are shown; by default the scenario's first. The file has all
    #[arg(long, value_name = "NAME")]
    pub(super) contract: Option<String>,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// A step of a sweep over many machines.
#[derive(Debug, Clone, Subcommand)]
pub(in crate::cli) enum SweepStep {
    /// Freeze a sweep into a plan file, for many machines
    #[command(
        after_help = "Examples:\n  peakdesk sweep plan scenarios/double11 --vary demand.scale=0.8:1.2:40 -o plan.json"
    )]
    Plan(PlanArgs),
    /// Play one shard of a plan and write its part
    #[command(after_help = "Example:\n  peakdesk sweep run plan.json --shard 5/16 --parts parts\n\n\
                      A shard that is there already is left alone. Try again after exit status 4 or 130, and after a kill; \
                      2, 3 and 5 would end the same way again.")]
    Run(ShardArgs),
    /// Tell which shards of a plan are still missing
    #[command(
        after_help = "Example:\n  sbatch --array=$(peakdesk sweep status plan.json --parts parts --shards 16 --missing) array.sbatch"
    )]
    Status(StatusArgs),
    /// Put the parts of a plan together into a folder of results
    Merge(MergeArgs),
}

/// Where the plan goes.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct PlanArgs {
    #[command(flatten)]
    pub(super) design: DesignArgs,
    /// Vary nothing: cut one run into blocks of so many replications
    #[arg(long, value_name = "REPLICATIONS", conflicts_with_all = ["vary", "design", "points", "design_seed", "points_from"])]
    pub(super) block: Option<NonZeroU32>,
    /// The plan file
    #[arg(long, short, value_name = "FILE", default_value = "plan.json")]
    pub(super) output: PathBuf,
    /// Replace a plan that is there already
    #[arg(long)]
    pub(super) overwrite: bool,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// One shard.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ShardArgs {
    /// The plan file
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,
    /// Shard K of N, counted from 0
    #[arg(long, value_name = "K/N")]
    pub(super) shard: Shard,
    /// Folder for the parts
    #[arg(long, value_name = "DIR", default_value = "parts")]
    pub(super) parts: PathBuf,
    #[command(flatten)]
    pub(super) threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// What is there.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct StatusArgs {
    /// The plan file
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,
    /// Folders with parts
    #[arg(long, value_name = "DIR", default_value = "parts")]
    pub(super) parts: Vec<PathBuf>,
    /// Number of shards
    #[arg(long, value_name = "N")]
    pub(super) shards: Shards,
    /// Print only the missing shards, such as 5,9-12, for a batch system; nothing when all are there
    #[arg(long)]
    pub(super) missing: bool,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// What to put together.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct MergeArgs {
    /// The plan file
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,
    /// Folders with parts; may be given more than once
    #[arg(long, value_name = "DIR", default_value = "parts")]
    pub(super) parts: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) files: ResultsArgs,
    /// The contract whose effects are shown; by default the scenario's first
    #[arg(long, value_name = "NAME")]
    pub(super) contract: Option<String>,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

impl SweepArgs {
    /// How to talk.
    pub(in crate::cli) fn terminal(&self) -> &TerminalArgs {
        match &self.step {
            None => &self.terminal,
            Some(SweepStep::Plan(args)) => &args.terminal,
            Some(SweepStep::Run(args)) => &args.terminal,
            Some(SweepStep::Status(args)) => &args.terminal,
            Some(SweepStep::Merge(args)) => &args.terminal,
        }
    }
}
