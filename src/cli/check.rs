//! `peakdesk check`.

use std::io::Write;

use clap::Args;

use super::arguments::ScenarioArgs;
use super::error::CliError;
use super::terminal::TerminalArgs;
use crate::output::scenario_summary;
use crate::scenario::reading::{ColorChoice, Problem, resolved_text};

/// What to check.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:\n  peakdesk check scenarios/double11\n  \
                  peakdesk check my-season --resolved > resolved.toml")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Print the scenario as it is understood: defaults filled in, names as numbers, times in seconds
    #[arg(long)]
    resolved: bool,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// Reads the scenario and tells what it holds.
pub(super) fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let reading = args.scenario.read()?;
    print_warnings(&reading.warnings, args.terminal.color_of_stderr());
    let text = if args.resolved {
        resolved_text(&reading.scenario)
    } else {
        scenario_summary(&reading.scenario, args.terminal.language())
    };
    out.write_all(text.as_bytes()).map_err(CliError::stdout)
}

/// What looks wrong and may be right, on standard error.
pub(super) fn print_warnings(warnings: &[Problem], color: ColorChoice) {
    for warning in warnings {
        eprintln!("{}\n", warning.render_warning(color));
    }
}
