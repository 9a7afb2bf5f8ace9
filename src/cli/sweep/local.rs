//! A sweep on this machine, in one go or in several.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use super::arguments::{SweepArgs, SweepStep};
use super::cluster;
use super::design::Planned;
use crate::cli::error::CliError;
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::run::{shown, this_run};
use crate::experiment::ExperimentSettings;
use crate::experiment::sweep::{Interrupted, PointDesk, SweepPlan, play_units};
use crate::output::sweep::{
    Begin, Journal, JournalError, PointRecord, SweepProgress, SweepSummary, holds_sweep, write_sweep,
};
use crate::output::{Language, Manifest, ResultsFolder, default_folder, files_written, time_taken, tornado};
use crate::scenario::model::Scenario;
use crate::scenario::reading::{Resolved, ScenarioSource};
use crate::staffing::SearchSettings;

/// Records written at once at most; more wait for the next time.
const BATCH: usize = 256;

/// Sweeps, or does one step of a sweep over many machines.
pub(in crate::cli) fn run(args: &SweepArgs, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.step {
        None => sweep(args, out),
        Some(SweepStep::Plan(args)) => cluster::plan(args, out),
        Some(SweepStep::Run(args)) => cluster::run_shard(args, out),
        Some(SweepStep::Status(args)) => cluster::status(args, out),
        Some(SweepStep::Merge(args)) => cluster::merge(args, out),
    }
}

fn sweep(args: &SweepArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let stop = stop_on_interrupt();
    let this_run = this_run();
    let clock = Instant::now();
    let language = args.terminal.language();
    let pool = args.threads.pool()?;
    let Planned { plan, base, source } = pool.install(|| args.design.plan(args.terminal.color_of_stderr()))?;
    check_contract(&base.scenario, args.contract.as_deref())?;
    let folder = args.files.folder_or(|| default_folder(&format!("{}-sweep", base.scenario.name)));
    let journal_path = Journal::path_beside(&folder);
    if !args.files.overwrites() && holds_sweep(&folder, &plan).is_some() {
        // the program may have been ended between putting the results in place and removing the journal
        if journal_path.exists() {
            Journal::open(&journal_path, &plan, Begin::OrGoOn)?.remove()?;
        }
        return writeln!(out, "{}", already_there(&shown(&folder), language)).map_err(CliError::stdout);
    }
    ResultsFolder::check(&folder, args.files.overwrite())?;
    let begin = if args.restart { Begin::Anew } else { Begin::OrGoOn };
    let mut journal = Journal::open(&journal_path, &plan, begin)?;
    let found = journal.records().len();
    if found > 0 && !args.terminal.quiet {
        eprintln!("{}", going_on(found, plan.points(), language));
    }
    let visibility = args.terminal.visibility();
    let todo = missing_units(&plan, &mut journal);
    let to_play = todo.len() as u64 * u64::from(plan.replications);
    let progress = SweepProgress::new(visibility, language, plan.points() as u64, found as u64, to_play);
    let played = pool.install(|| play_into_journal(&plan, (&source, &base), &todo, &mut journal, &progress, &stop));
    progress.finish();
    if let Err(error) = played {
        return Err(match error {
            Ended::Interrupted => {
                let (done, all) = (journal.records().len(), plan.points());
                CliError::Kept(format!(
                    "interrupted; {done} of {all} points are kept in {}, and the same command goes on from there",
                    shown(journal.path())
                ))
            }
            Ended::Journal(error) => error.into(),
        });
    }
    let prepared = ResultsFolder::prepare(&folder, args.files.overwrite())?;
    let wall = clock.elapsed();
    let threads = args.threads.count();
    let environment = this_run.environment(wall, progress.contacts(), threads);
    let summary = write_sweep(prepared, &plan, &base.scenario, journal.records(), environment, args.files.mark())?;
    journal.remove()?;
    let style = args.terminal.style_of_stdout();
    write!(out, "{}", told(&plan, &base.scenario, &summary, args.contract.as_deref(), &folder, language, style))
        .and_then(|()| out.flush())
        .map_err(CliError::stdout)?;
    if !args.terminal.quiet {
        eprintln!("{}", time_taken(wall, progress.contacts(), threads, language));
    }
    Ok(())
}

/// A contract that is to be shown must be there.
pub(super) fn check_contract(base: &Scenario, name: Option<&str>) -> Result<(), CliError> {
    let Some(name) = name else { return Ok(()) };
    let names = || base.contracts.iter().map(|contract| contract.name.as_str());
    if names().any(|known| known == name) {
        return Ok(());
    }
    let remedy = crate::scenario::diagnosis::did_you_mean(name, names()).map_or(String::new(), |it| format!("; {it}"));
    Err(CliError::CommandLine(format!("there is no contract '{name}'{remedy}")))
}

/// What is printed when a sweep is done.
pub(super) fn told(
    plan: &SweepPlan,
    base: &Scenario,
    summary: &SweepSummary,
    contract: Option<&str>,
    folder: &Path,
    language: Language,
    style: crate::output::Style,
) -> String {
    let table = tornado(plan, base, summary, contract, language, style);
    let files: Vec<&str> =
        summary.manifest.files.iter().map(|file| file.name.as_str()).chain([Manifest::FILE]).collect();
    format!("{table}\n\n{}\n", files_written(&shown(folder), &files, language))
}

fn already_there(folder: &str, language: Language) -> String {
    match language {
        Language::En => {
            format!("This very sweep is in {folder} already; nothing was played. To play it again give --overwrite.")
        }
        Language::Zh => format!("{folder} 已有同一次扫描的结果，未重新仿真；如需重做请加 --overwrite。"),
    }
}

fn going_on(found: usize, points: usize, language: Language) -> String {
    match language {
        Language::En => format!("going on: {found} of {points} points are finished already"),
        Language::Zh => format!("继续：{points} 个点中已完成 {found} 个"),
    }
}

/// The units with their points that are not in the journal.
fn missing_units(plan: &SweepPlan, journal: &mut Journal) -> Vec<Vec<usize>> {
    let records = journal.records();
    plan.units
        .iter()
        .map(|unit| unit.iter().filter(|point| !records.has(**point)).map(|point| *point as usize).collect())
        .filter(|unit: &Vec<usize>| !unit.is_empty())
        .collect()
}

enum Ended {
    Interrupted,
    Journal(JournalError),
}

/// Plays units; a thread of its own writes what is finished, so that no thread that simulates waits for the disk.
fn play_into_journal(
    plan: &SweepPlan,
    (source, base): (&ScenarioSource, &Resolved),
    units: &[Vec<usize>],
    journal: &mut Journal,
    progress: &SweepProgress,
    stop: &AtomicBool,
) -> Result<(), Ended> {
    let (sender, receiver) = sync_channel::<PointRecord>(BATCH);
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || -> Result<(), JournalError> {
            while let Ok(first) = receiver.recv() {
                let mut batch = vec![first];
                while let Some(next) = (batch.len() < BATCH).then(|| receiver.try_recv().ok()).flatten() {
                    batch.push(next);
                }
                journal.append(&batch)?;
                progress.points_done(batch.len() as u64);
            }
            Ok(())
        });
        let played = play(plan, (source, base), units, progress, stop, &|record| {
            if sender.send(record).is_err() {
                // the writer has ended with an error
                stop.store(true, Ordering::Relaxed);
            }
        });
        drop(sender);
        match writer.join() {
            Ok(Ok(())) => played.map_err(|_| Ended::Interrupted),
            Ok(Err(error)) => Err(Ended::Journal(error)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Plays units of a plan and hands on the record of each point.
pub(super) fn play(
    plan: &SweepPlan,
    (source, base): (&ScenarioSource, &Resolved),
    units: &[Vec<usize>],
    progress: &SweepProgress,
    stop: &AtomicBool,
    take_in: &(dyn Fn(PointRecord) + Sync),
) -> Result<(), Interrupted> {
    let settings = settings_of(plan);
    let desk = PointDesk {
        scenario_of: &|point| {
            plan.scenario(source, base, point).expect("every point was resolved when the plan was made")
        },
        take_in: &|point, outcome| take_in(PointRecord::of(point, &outcome)),
    };
    play_units(units, settings, &desk, progress, stop)
}

/// How a plan's points, or blocks, are played.
pub(super) fn settings_of(plan: &SweepPlan) -> ExperimentSettings {
    ExperimentSettings {
        seed: plan.seed,
        replications: plan.replications,
        precision: None,
        search: SearchSettings::default(),
    }
}
