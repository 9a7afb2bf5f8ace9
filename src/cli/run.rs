//! `peakdesk run`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::arguments::ScenarioArgs;
use super::check::print_warnings;
use super::error::CliError;
use super::interrupt::stop_on_interrupt;
use super::terminal::TerminalArgs;
use super::threads::ThreadsArgs;
use crate::experiment::{self, ExperimentSettings, Results, run_analytic, run_analytic_for_profit};
use crate::output::{
    ByteOrderMark, Environment, Language, Manifest, Overwrite, ProgressBars, ResultsFolder, by_formulas,
    default_folder, files_written, how_found, how_laid, staffing_summary, tables::Tables, terminal_summary, time_taken,
};
use crate::scenario::model::{Scenario, StaffingRule};
use crate::staffing::{SearchSettings, analytic_plan, candidate_plans, lay_all_shifts, lay_shifts};

/// What to run, and where results go.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:\n  peakdesk run scenarios/double11\n  \
                  peakdesk run scenarios/double11 --set demand.scale=1.2 -o output/busier --lang zh")]
pub(super) struct RunArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    files: ResultsArgs,
    /// How figures are found
    #[arg(long, value_enum, value_name = "METHOD", default_value = "simulate")]
    method: MethodArgument,
    #[command(flatten)]
    threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

/// How figures are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MethodArgument {
    /// By simulating the season many times
    Simulate,
    /// By Erlang formulas: at once, but approximate, and without intervals or risk
    Erlang,
}

/// Where results go.
#[derive(Debug, Clone, Args)]
pub(super) struct ResultsArgs {
    /// Folder for the results; by default output/ and the scenario's name
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replace results that are there already
    #[arg(long)]
    overwrite: bool,
    /// Start CSV files with a byte order mark, for an old Excel that shows Chinese as garbage without it
    #[arg(long)]
    bom: bool,
}

impl ResultsArgs {
    /// The folder that was asked for, or else this one.
    pub(super) fn folder_or(&self, usual: impl FnOnce() -> PathBuf) -> PathBuf {
        self.output.clone().unwrap_or_else(usual)
    }

    /// Whether results may be replaced.
    pub(super) fn overwrites(&self) -> bool {
        self.overwrite
    }

    /// What to do about results that are there already.
    pub(super) fn overwrite(&self) -> Overwrite {
        if self.overwrite { Overwrite::Replace } else { Overwrite::Refuse }
    }

    /// How CSV files start.
    pub(super) fn mark(&self) -> ByteOrderMark {
        if self.bom { ByteOrderMark::With } else { ByteOrderMark::Without }
    }
}

/// Simulates, writes the folder of results, prints the summary.
pub(super) fn run(args: &RunArgs, out: &mut dyn Write) -> Result<(), CliError> {
    perform(args, Tables::All, out)
}

/// Simulates, and reports all that was found or the people alone.
pub(super) fn perform(args: &RunArgs, tables: Tables, out: &mut dyn Write) -> Result<(), CliError> {
    let stop = stop_on_interrupt();
    let this_run = this_run();
    let clock = Instant::now();
    let reading = args.scenario.read()?;
    print_warnings(&reading.warnings, args.terminal.color_of_stderr());
    let scenario = &reading.scenario;
    let folder = args.files.folder_or(|| default_folder(&scenario.name));
    // Before the long run, so that a folder that cannot be written is known at once.
    let prepared = ResultsFolder::prepare(&folder, args.files.overwrite())?;

    let language = args.terminal.language();
    let progress = ProgressBars::new(args.terminal.visibility(), language);
    let threads = args.threads.count();
    let found = match args.method {
        MethodArgument::Simulate => simulate(scenario, args.threads, &progress, &stop, language),
        MethodArgument::Erlang if scenario.staffing == StaffingRule::Profit => {
            lay_all_shifts(scenario, candidate_plans(scenario))
                .map(|plans| (run_analytic_for_profit(scenario, &plans), by_formulas(language)))
                .map_err(CliError::from)
        }
        MethodArgument::Erlang => {
            let plan = lay_shifts(scenario, &analytic_plan(scenario));
            plan.map(|plan| (run_analytic(scenario, &plan), by_formulas(language))).map_err(CliError::from)
        }
    };
    progress.finish();
    let (results, account) = found?;

    let wall = clock.elapsed();
    let environment = this_run.environment(wall, progress.contacts(), threads);
    let manifest = Manifest::of(&results, environment);
    let manifest = prepared.write_tables(&results, tables, &manifest, args.files.mark())?;

    let style = args.terminal.style_of_stdout();
    let summary = match tables {
        Tables::All => terminal_summary(&results, language, style),
        Tables::Staffing => staffing_summary(&results, language, style),
    };
    let laid = how_laid(&results, language).map_or(String::new(), |laid| format!("\n{laid}"));
    let files: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).chain([Manifest::FILE]).collect();
    let closing = format!("{account}{laid}\n{}", files_written(&shown(&folder), &files, language));
    write!(out, "{summary}\n{closing}\n").and_then(|()| out.flush()).map_err(CliError::stdout)?;
    if !args.terminal.quiet {
        eprintln!("{}", time_taken(wall, progress.contacts(), threads, language));
    }
    Ok(())
}

/// What the scenario says on how to run it.
pub(super) fn experiment_settings(scenario: &Scenario) -> ExperimentSettings {
    ExperimentSettings {
        seed: scenario.run.seed,
        replications: scenario.run.replications,
        precision: scenario.run.precision,
        search: SearchSettings::default(),
    }
}

/// The results, and how they were found in words.
fn simulate(
    scenario: &Scenario,
    threads: ThreadsArgs,
    progress: &ProgressBars,
    stop: &AtomicBool,
    language: Language,
) -> Result<(Results, String), CliError> {
    let outcome =
        threads.pool()?.install(|| experiment::run(scenario, experiment_settings(scenario), progress, stop))?;
    let account = how_found(&outcome, language);
    Ok((outcome.results, account))
}

/// The command line, and when it was given.
pub(super) struct ThisRun {
    command: Vec<String>,
    started: String,
}

/// What a manifest says of how a run began.
pub(super) fn this_run() -> ThisRun {
    let command = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    ThisRun { command, started: to_the_second(jiff::Timestamp::now()) }
}

impl ThisRun {
    /// The same with how it went on.
    pub(super) fn environment(self, wall: Duration, contacts: u64, threads: usize) -> Environment {
        Environment::of_this_machine(self.command, self.started, wall, contacts, threads)
    }
}

/// RFC 3339 in UTC.
fn to_the_second(time: jiff::Timestamp) -> String {
    let whole = jiff::Timestamp::from_second(time.as_second());
    whole.expect("the seconds of a timestamp are in its range").to_string()
}

/// A path for a message; control characters in it would move the cursor about.
pub(super) fn shown(folder: &Path) -> String {
    folder.display().to_string().chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
