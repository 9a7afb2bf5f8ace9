//! From arguments to a plan.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use crate::cli::arguments::OverrideArgs;
use crate::cli::check::print_warnings;
use crate::cli::error::CliError;
use crate::experiment::sweep::{SweepPlan, design_points};
use crate::output::sweep::read_points_file;
use crate::scenario::model::{DesignKind, SweepDesign, VariedParameter, VariedValues};
use crate::scenario::reading::{ColorChoice, Override, Resolved, ScenarioSource, varied_values};

/// A scenario and what to vary in it.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct DesignArgs {
    /// Folder with scenario.toml, or a TOML file
    #[arg(value_name = "SCENARIO", required = true)]
    path: Option<PathBuf>,
    /// Values to try at a path, in place of the scenario's [sweep]: a,b,c or from:to:count, or factors on what the scenario
    /// has, x0.8,x1.2 or x0.8:x1.2:5; may be given more than once
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<VaryArgument>,
    /// How values are combined; by default grid
    #[arg(long, value_enum, value_name = "DESIGN")]
    design: Option<DesignArgument>,
    /// Number of points of a latin_hypercube or sobol design
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    points: Option<u32>,
    /// Seed of a latin_hypercube or sobol design; by default 1
    #[arg(long, value_name = "N")]
    design_seed: Option<u64>,
    /// Take the points from a CSV file: its header names paths, each row is a point
    #[arg(long, value_name = "FILE", conflicts_with_all = ["vary", "design", "points", "design_seed"])]
    points_from: Option<PathBuf>,
    #[command(flatten)]
    over: OverrideArgs,
}

/// How values are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum DesignArgument {
    /// Every combination
    Grid,
    /// Latin hypercube: each parameter's range evenly covered
    LatinHypercube,
    /// Sobol sequence, scrambled: evenly covered in all parameters together
    Sobol,
    /// The scenario as written, then each value alone
    OneAtATime,
}

/// What is typed after `--vary`.
#[derive(Debug, Clone, PartialEq)]
struct VaryArgument(VariedParameter);

impl FromStr for VaryArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((path, values)) if !path.trim().is_empty() => {
                let path = path.trim().to_owned();
                let values: VariedValues = varied_values(values).map_err(|error| format!("'{path}' {error}"))?;
                Ok(VaryArgument(VariedParameter { path, values }))
            }
            _ => Err(format!("'{text}' is not of the form path=values; for example demand.scale=0.8,1,1.2")),
        }
    }
}

/// A plan with the scenario that it varies.
pub(super) struct Planned {
    pub(super) plan: SweepPlan,
    pub(super) base: Resolved,
    pub(super) source: ScenarioSource,
}

impl DesignArgs {
    /// Reads the scenario, resolves every point, and tells what looks wrong.
    pub(super) fn plan(&self, color: ColorChoice) -> Result<Planned, CliError> {
        let (source, laid_over, base) = self.read(color)?;
        let command_line = |error: &dyn std::error::Error| CliError::CommandLine(error.to_string());
        let design = self.design(base.sweep.clone()).map_err(CliError::CommandLine)?;
        let design = design_points(&design, &base.written).map_err(|error| command_line(&error))?;
        let plan = SweepPlan::new(&source, &laid_over, &base, design)?;
        Ok(Planned { plan, base, source })
    }

    /// Reads the scenario for one run that is cut into blocks.
    pub(super) fn plan_of_blocks(&self, block: NonZeroU32, color: ColorChoice) -> Result<Planned, CliError> {
        let (source, laid_over, base) = self.read(color)?;
        let plan = SweepPlan::of_blocks(&source, &laid_over, &base.scenario, block);
        Ok(Planned { plan, base, source })
    }

    fn read(&self, color: ColorChoice) -> Result<(ScenarioSource, Vec<Override>, Resolved), CliError> {
        let path = self.path.as_ref().ok_or_else(|| CliError::CommandLine("give a scenario".to_owned()))?;
        let source = ScenarioSource::open(path)?;
        let laid_over = self.over.overrides()?;
        let base = source.resolve(&laid_over)?;
        print_warnings(&base.warnings, color);
        if base.scenario.run.precision.is_some() {
            eprintln!(
                "note: run.precision is left out here; {} replications are played",
                base.scenario.run.replications
            );
        }
        Ok((source, laid_over, base))
    }

    /// What the command line says wins over the scenario's `[sweep]`.
    fn design(&self, written: Option<SweepDesign>) -> Result<SweepDesign, String> {
        if let Some(file) = &self.points_from {
            return read_points_file(file).map_err(|error| error.to_string());
        }
        let from_file = written.is_some() && self.vary.is_empty();
        let nothing = || SweepDesign { kind: DesignKind::Grid, parameters: Vec::new(), points: None, seed: 1 };
        let mut design = written.unwrap_or_else(nothing);
        if !self.vary.is_empty() {
            design = nothing();
            design.parameters = self.vary.iter().map(|VaryArgument(parameter)| parameter.clone()).collect();
        }
        if let Some(kind) = self.design {
            design.kind = match kind {
                DesignArgument::Grid => DesignKind::Grid,
                DesignArgument::LatinHypercube => DesignKind::LatinHypercube,
                DesignArgument::Sobol => DesignKind::Sobol,
                DesignArgument::OneAtATime => DesignKind::OneAtATime,
            };
            // the number of points was written for the other design
            if from_file && !matches!(design.kind, DesignKind::LatinHypercube | DesignKind::Sobol) {
                design.points = None;
            }
        }
        design.points = self.points.or(design.points);
        design.seed = self.design_seed.unwrap_or(design.seed);
        Ok(design)
    }
}
