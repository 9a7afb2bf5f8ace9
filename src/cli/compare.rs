//! `peakdesk compare`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::arguments::OverrideArgs;
use super::check::print_warnings;
use super::error::CliError;
use super::interrupt::stop_on_interrupt;
use super::run::{ResultsArgs, experiment_settings, shown, this_run};
use super::terminal::TerminalArgs;
use super::threads::ThreadsArgs;
use crate::experiment::{ExperimentSettings, RunOutcome, compare, run as run_experiment};
use crate::output::{
    Manifest, ProgressBars, ResultsFolder, default_folder, differences, files_written, time_taken, write_comparison,
};
use crate::scenario::model::{Control, Scenario};
use crate::scenario::reading::read_scenario;

/// What to compare, and where results go.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:\n  peakdesk compare scenarios/double11 --set demand.scale=1.1\n  \
                  peakdesk compare scenarios/legacy-double11 scenarios/double11 --seed 1 --replications 200")]
pub(super) struct CompareArgs {
    /// The first scenario
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The second scenario; without it, the first with what --set lays over it
    #[arg(value_name = "B")]
    b: Option<PathBuf>,
    #[command(flatten)]
    over: OverrideArgs,
    #[command(flatten)]
    files: ResultsArgs,
    #[command(flatten)]
    threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// Runs both, and tells where they differ.
pub(super) fn run(args: &CompareArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let stop = stop_on_interrupt();
    let this_run = this_run();
    let clock = Instant::now();
    let (flags, laid_over) = (args.over.flags(), args.over.overrides()?);
    let second = match (&args.b, args.over.has_overrides()) {
        (None, true) => read_scenario(&args.a, &laid_over)?,
        (Some(b), false) => read_scenario(b, &flags)?,
        (None, false) => {
            return Err(CliError::CommandLine(
                "there is nothing to compare with; give a second scenario, or --set path=value".to_owned(),
            ));
        }
        (Some(_), true) => {
            return Err(CliError::CommandLine(
                "give a second scenario or --set, not both: --set lays values over the first to make the second"
                    .to_owned(),
            ));
        }
    };
    let first = read_scenario(&args.a, &flags)?;
    let color = args.terminal.color_of_stderr();
    print_warnings(&first.warnings, color);
    if args.b.is_some() {
        print_warnings(&second.warnings, color);
    }
    let (a, b) = (&first.scenario, &second.scenario);
    if (a.run.seed, a.run.replications) != (b.run.seed, b.run.replications) {
        return Err(CliError::CommandLine(
            "the two scenarios do not have the same seed and replications; give --seed and --replications for both"
                .to_owned(),
        ));
    }
    let folder = args.files.folder_or(|| default_folder(&format!("{}-compare", a.name)));
    let prepared = ResultsFolder::prepare(&folder, args.files.overwrite())?;
    let language = args.terminal.language();
    let visibility = args.terminal.visibility();
    let progress = ProgressBars::new(visibility, language);
    let pool = args.threads.pool()?;
    let play = |scenario: &Scenario| -> Result<RunOutcome, CliError> {
        // both sides on the same replications, and on these alone: their difference is then that of the two
        let mut scenario = scenario.clone();
        scenario.run.control = Control::None;
        let scenario = &scenario;
        let settings = ExperimentSettings { precision: None, ..experiment_settings(scenario) };
        Ok(pool.install(|| run_experiment(scenario, settings, &progress, &stop))?)
    };
    let played = play(a).and_then(|a| Ok((a, play(b)?)));
    progress.finish();
    let (a, b) = played?;
    let (a, b) = (a.results, b.results);
    let found = compare(&a, &b).map_err(|error| CliError::CommandLine(error.to_string()))?;
    let wall = clock.elapsed();
    let threads = args.threads.count();
    let environment = this_run.environment(wall, progress.contacts(), threads);
    let manifest = write_comparison(prepared, (&a, &b), &found, environment, args.files.mark())?;
    let table = differences(&a, &b, &found, language, args.terminal.style_of_stdout());
    let files: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).chain([Manifest::FILE]).collect();
    let closing = files_written(&shown(&folder), &files, language);
    write!(out, "{table}\n\n{closing}\n").and_then(|()| out.flush()).map_err(CliError::stdout)?;
    if !args.terminal.quiet {
        eprintln!("{}", time_taken(wall, progress.contacts(), threads, language));
    }
    Ok(())
}
