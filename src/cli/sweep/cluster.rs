//! Plan, run, status, merge: a sweep over many machines.
//!
//! No engine is linked in. A plan is frozen once; each shard is played by whatever starts a process with its number; parts
//! are put together by point. Every step may be repeated.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::arguments::{MergeArgs, PlanArgs, ShardArgs, StatusArgs};
use super::design::Planned;
use super::local::{check_contract, play, settings_of, told};
use crate::cli::error::CliError;
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::run::{ThisRun, shown, this_run};
use crate::experiment::sweep::SweepPlan;
use crate::experiment::{RunError, merge_blocks, play_blocks};
use crate::output::sweep::{
    PointRecord, RecordStore, SweepProgress, missing_shards, part_file, read_parts, write_part, write_sweep,
};
use crate::output::{
    Language, Manifest, ProgressBars, ResultsFolder, default_folder, files_written, how_found, terminal_summary,
};
use crate::scenario::model::Scenario;
use crate::scenario::reading::{Resolved, ScenarioSource};

/// Writes a plan.
pub(super) fn plan(args: &PlanArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let pool = args.threads.pool()?;
    let color = args.terminal.color_of_stderr();
    let Planned { plan, .. } = pool.install(|| match args.block {
        Some(block) => args.design.plan_of_blocks(block, color),
        None => args.design.plan(color),
    })?;
    let mut json = serde_json::to_vec_pretty(&plan).expect("a plan has only finite numbers and text keys");
    json.push(b'\n');
    let failed = |source| CliError::Write { what: format!("'{}'", shown(&args.output)), source };
    if args.output.exists() && !args.overwrite {
        return Err(CliError::CommandLine(format!(
            "'{}' exists already; give another name with -o, or --overwrite to replace it",
            shown(&args.output)
        )));
    }
    let folder = args.output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::Builder::new().prefix(".plan-").tempfile_in(folder).map_err(failed)?;
    file.write_all(&json).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    #[cfg(unix)]
    {
        // a temporary file is private by default; a plan is read by every machine
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644)).map_err(failed)?;
    }
    file.persist(&args.output).map_err(|error| failed(error.error))?;
    let (points, simulations) = (plan.points(), plan.units.len());
    let (replications, place) = (plan.replications, shown(&args.output));
    let text = match (plan.block, args.terminal.language()) {
        (None, Language::En) => format!(
            "{points} points, {simulations} simulations of {replications} replications; the plan is in {place}.\nAt most \
             {simulations} shards are of use."
        ),
        (None, Language::Zh) => format!(
            "{points} 个方案点，{simulations} 组仿真，每组 {replications} 次；计划已写入 {place}。\n最多 {simulations} 个分片有意义。"
        ),
        (Some(block), Language::En) => format!(
            "{replications} replications in {simulations} blocks of {block}; the plan is in {place}.\nAt most {simulations} \
             shards are of use."
        ),
        (Some(block), Language::Zh) => format!(
            "{replications} 次仿真，分为 {simulations} 块，每块 {block} 次；计划已写入 {place}。\n最多 {simulations} 个分片有意义。"
        ),
    };
    writeln!(out, "{text}").map_err(CliError::stdout)
}

/// Reads a plan with the scenario that it carries.
fn read_plan(path: &Path) -> Result<(SweepPlan, ScenarioSource, Resolved), CliError> {
    let bytes = fs::read(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => CliError::CommandLine(format!("there is no plan '{}'", shown(path))),
        _ => CliError::Read { what: format!("'{}'", shown(path)), source },
    })?;
    let not_a_plan = |why: &dyn std::fmt::Display| {
        CliError::CommandLine(format!("'{}' is not a plan of a sweep ({why}); make one with sweep plan", shown(path)))
    };
    let plan: SweepPlan = serde_json::from_slice(&bytes).map_err(|error| not_a_plan(&error))?;
    if plan.kind != SweepPlan::KIND {
        return Err(not_a_plan(&"it is of another kind"));
    }
    if plan.version != env!("CARGO_PKG_VERSION") {
        return Err(CliError::CommandLine(format!(
            "'{}' was made by peakdesk {}, and this is {}; results of different versions are not mixed: make the plan anew",
            shown(path),
            plan.version,
            env!("CARGO_PKG_VERSION")
        )));
    }
    let levels_are_there = plan.design.points.iter().all(|point| {
        point.len() == plan.design.parameters.len()
            && point.iter().zip(&plan.design.parameters).all(|(level, one)| (*level as usize) < one.levels.len())
    });
    let units_are_there = plan.units.iter().flatten().all(|point| (*point as usize) < plan.points());
    if !levels_are_there || !units_are_there {
        return Err(not_a_plan(&"it was changed"));
    }
    let source = ScenarioSource::thawed(&plan.source)?;
    let base = source.resolve(&plan.laid_over())?;
    Ok((plan, source, base))
}

/// Plays a shard, unless it is there already.
pub(super) fn run_shard(args: &ShardArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let stop = stop_on_interrupt();
    let clock = Instant::now();
    let (plan, source, base) = read_plan(&args.plan)?;
    let language = args.terminal.language();
    let place = part_file(&args.parts, args.shard);
    let units = args.shard.units(&plan);
    if place.exists() {
        let (there, _) = read_parts(std::slice::from_ref(&args.parts), &plan)?;
        if units.iter().flatten().all(|point| there.has(*point as u32)) {
            let text = match language {
                Language::En => format!("{} is there already", shown(&place)),
                Language::Zh => format!("{} 已存在", shown(&place)),
            };
            return writeln!(out, "{text}").map_err(CliError::stdout);
        }
    }
    // every point is resolved before any is played, so that a plan that this machine cannot play is known at once
    for point in units.iter().flatten() {
        plan.scenario(&source, &base, *point)?;
    }
    let pool = args.threads.pool()?;
    let points: usize = units.iter().map(Vec::len).sum();
    let visibility = args.terminal.visibility();
    let to_play = units.len() as u64 * u64::from(plan.block.unwrap_or(plan.replications));
    let progress = SweepProgress::new(visibility, language, points as u64, 0, to_play);
    let part = Mutex::new((write_part(&args.parts, &plan, args.shard)?, None));
    let take_in = |record: PointRecord| {
        let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = part.0.add(&record) {
            part.1 = Some(error);
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
        progress.points_done(1);
    };
    let played = pool.install(|| match plan.block {
        None => play(&plan, (&source, &base), &units, &progress, &stop, &take_in).map_err(|_| RunError::Interrupted),
        Some(_) => {
            let blocks: Vec<_> = units.iter().flatten().map(|block| (*block, plan.replications_of(*block))).collect();
            let hand_on = |number, block| take_in(PointRecord::of_block(number, block));
            play_blocks(&base.scenario, settings_of(&plan), &blocks, &hand_on, &progress, &stop)
        }
    });
    progress.finish();
    let (part, failed) = part.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = failed {
        return Err(error.into());
    }
    match played {
        Ok(()) => {}
        Err(RunError::Interrupted) => {
            return Err(CliError::Kept("interrupted; the shard leaves no part and can be run again".to_owned()));
        }
        Err(reason) => return Err(reason.into()),
    }
    let path = part.finish()?;
    let text = match language {
        Language::En => format!("{points} points are in {}", shown(&path)),
        Language::Zh => format!("{points} 个点已写入 {}", shown(&path)),
    };
    writeln!(out, "{text}").map_err(CliError::stdout)?;
    if !args.terminal.quiet {
        let threads = args.threads.count();
        eprintln!("{}", crate::output::time_taken(clock.elapsed(), progress.contacts(), threads, language));
    }
    Ok(())
}

/// Tells which shards are missing.
pub(super) fn status(args: &StatusArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let (plan, ..) = read_plan(&args.plan)?;
    let there: Vec<_> = args.parts.iter().filter(|folder| folder.exists()).cloned().collect();
    let (store, broken) = read_parts(&there, &plan)?;
    let missing = missing_shards(&plan, &store, args.shards);
    let ranges = as_ranges(&missing);
    if args.missing {
        if ranges.is_empty() {
            return Ok(());
        }
        return writeln!(out, "{ranges}").map_err(CliError::stdout);
    }
    for path in &broken {
        eprintln!("'{}' is no whole part; it counts as missing", shown(path));
    }
    let (have, all) = (store.len(), plan.points());
    let text = match (missing.is_empty(), args.terminal.language()) {
        (true, Language::En) => format!("all {all} points are there"),
        (true, Language::Zh) => format!("全部 {all} 个点均已完成"),
        (false, Language::En) => {
            format!("{have} of {all} points are there; missing shards of {}: {ranges}", args.shards.0)
        }
        (false, Language::Zh) => format!("{all} 个点中已有 {have} 个；{} 个分片中缺少：{ranges}", args.shards.0),
    };
    writeln!(out, "{text}").map_err(CliError::stdout)?;
    if missing.is_empty() { Ok(()) } else { Err(CliError::Incomplete(format!("{} points are missing", all - have))) }
}

/// `5,9-12`.
fn as_ranges(numbers: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let texts = ranges.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    texts.collect::<Vec<_>>().join(",")
}

/// Puts parts together.
pub(super) fn merge(args: &MergeArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let this_run = this_run();
    let clock = Instant::now();
    let (plan, _, base) = read_plan(&args.plan)?;
    let base = base.scenario;
    check_contract(&base, args.contract.as_deref())?;
    let language = args.terminal.language();
    let (mut store, broken) = read_parts(&args.parts, &plan)?;
    let missing = (0..plan.points()).filter(|point| !store.has(*point as u32)).count();
    for path in &broken {
        eprintln!("'{}' is no whole part and is left out", shown(path));
    }
    if missing > 0 {
        return Err(CliError::Incomplete(format!(
            "{missing} of {} points are missing, so nothing was written; sweep status --shards N --missing tells which \
             shards to run",
            plan.points()
        )));
    }
    if plan.block.is_some() {
        return merge_run(args, &plan, &base, &mut store, this_run, out);
    }
    let folder = args.files.folder_or(|| default_folder(&format!("{}-sweep", base.name)));
    let prepared = ResultsFolder::prepare(&folder, args.files.overwrite())?;
    let environment = this_run.environment(clock.elapsed(), 0, 1);
    let summary = write_sweep(prepared, &plan, &base, &mut store, environment, args.files.mark())?;
    let style = args.terminal.style_of_stdout();
    write!(out, "{}", told(&plan, &base, &summary, args.contract.as_deref(), &folder, language, style))
        .and_then(|()| out.flush())
        .map_err(CliError::stdout)
}

/// Puts the blocks of one run together: the folder is that of `run`.
fn merge_run(
    args: &MergeArgs,
    plan: &SweepPlan,
    base: &Scenario,
    store: &mut RecordStore,
    this_run: ThisRun,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let (clock, stop) = (Instant::now(), stop_on_interrupt());
    let language = args.terminal.language();
    let folder = args.files.folder_or(|| default_folder(&base.name));
    let prepared = ResultsFolder::prepare(&folder, args.files.overwrite())?;
    let progress = ProgressBars::new(args.terminal.visibility(), language);
    let mut unreadable = None;
    let blocks = (0..plan.points() as u32).map_while(|number| match store.read(number) {
        Ok(record) => record?.block,
        Err(error) => {
            unreadable = Some(error);
            None
        }
    });
    let outcome = merge_blocks(base, settings_of(plan), blocks, &progress, &stop);
    progress.finish();
    if let Some(source) = unreadable {
        return Err(CliError::Read { what: "a part".to_owned(), source });
    }
    let outcome = outcome?;
    let results = &outcome.results;
    let environment = this_run.environment(clock.elapsed(), progress.contacts(), 1);
    let manifest = prepared.write(results, &Manifest::of(results, environment), args.files.mark())?;
    let summary = terminal_summary(results, language, args.terminal.style_of_stdout());
    let files: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).chain([Manifest::FILE]).collect();
    let closing = format!("{}\n{}", how_found(&outcome, language), files_written(&shown(&folder), &files, language));
    write!(out, "{summary}\n{closing}\n").and_then(|()| out.flush()).map_err(CliError::stdout)
}

#[cfg(test)]
mod tests {
    use super::as_ranges;

    #[test]
    fn numbers_in_a_row_become_ranges() {
        assert_eq!(as_ranges(&[]), "");
        assert_eq!(as_ranges(&[5]), "5");
        assert_eq!(as_ranges(&[0, 1, 2, 5, 7, 8]), "0-2,5,7-8");
    }
}
