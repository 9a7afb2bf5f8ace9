//! What a sweep of simulated parameters costs beside simulating alone: `cargo bench --bench sweep [-- POINTS]`.
//!
//! Points of `scenarios/one-queue` that differ in demand, handle time and patience, so that none share a simulation. Three ways to
//! play the same contacts of the same plans, each on one thread, CPU time of the process: the engine alone (`simulate`, nothing
//! kept), runs (service measured, every contract priced), and the sweep with its journal and its files. Searching the plans is
//! the same work for all, and is told apart.

use cpu_time::ProcessTime;
use peakdesk::engine::{ReplicationId, Season, Tally, Workspace, simulate};
use peakdesk::experiment::sweep::{PointDesk, SweepPlan, design_points, play_units};
use peakdesk::experiment::{ExperimentSettings, Unobserved, run};
use peakdesk::output::sweep::{Begin, Journal, PointRecord, write_sweep};
use peakdesk::output::{ByteOrderMark, Environment, Overwrite, ResultsFolder};
use peakdesk::scenario::model::{DesignKind, Scenario, StaffingPlan, StaffingRule, SweepDesign, VariedParameter};
use peakdesk::scenario::reading::{Resolved, ScenarioSource, varied_values};
use peakdesk::staffing::{SearchSettings, find_plan};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

const SEED: u64 = 1;
const RANGES: [(&str, &str); 3] = [
    ("demand.scale", "0.8:1.2"),
    ("contact_types.tracking.handle_time.mean", "160s:200s"),
    ("contact_types.tracking.patience.mean", "90s:150s"),
];

fn main() {
    let points = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(200);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    pool.install(|| measure(points));
}

fn measure(points: u32) {
    let source = ScenarioSource::open(Path::new("scenarios/one-queue")).expect("a shipped scenario reads");
    let base = source.resolve(&[]).expect("a shipped scenario is sound");
    let settings = ExperimentSettings {
        seed: SEED,
        replications: base.scenario.run.replications,
        precision: None,
        search: SearchSettings::default(),
    };
    let (sweep, (plan, bytes)) = timed(|| sweep(&source, &base, settings, points));
    let scenarios: Vec<Scenario> =
        (0..plan.points()).map(|point| plan.scenario(&source, &base, point).expect("it was resolved before")).collect();
    let (search, plans) = timed(|| scenarios.iter().map(planned).collect::<Vec<_>>());
    let (runs, _) = timed(|| {
        for (scenario, plan) in scenarios.iter().zip(&plans) {
            let fixed = StaffingRule::Fixed { agents: plan.required.clone() };
            let scenario = Scenario { staffing: fixed, ..scenario.clone() };
            run(&scenario, settings, &Unobserved, &AtomicBool::new(false)).expect("a given plan is run");
        }
    });
    let (engine, contacts) = timed(|| {
        scenarios
            .iter()
            .zip(&plans)
            .map(|(scenario, plan)| simulated(scenario, plan, settings.replications))
            .sum::<u64>()
    });
    let seconds = |time: Duration| time.as_secs_f64();
    println!("{points} points, {contacts} contacts judged, {bytes} bytes of sweep.csv; CPU seconds on one thread\n");
    println!("| what | CPU s | over the engine alone |\n|---|---:|---:|");
    let over = |time: f64| 100.0 * (time / seconds(engine) - 1.0);
    println!("| search of the plans | {:.2} | |", seconds(search));
    println!("| the engine alone | {:.2} | |", seconds(engine));
    println!("| runs of the given plans | {:.2} | {:.1} % |", seconds(runs), over(seconds(runs)));
    let without_search = seconds(sweep) - seconds(search);
    println!("| the sweep, less the search | {without_search:.2} | {:.1} % |", over(without_search));
    let whole = 100.0 * (seconds(sweep) / (seconds(engine) + seconds(search)) - 1.0);
    println!("| the whole sweep | {:.2} | {whole:.1} % over engine and search |", seconds(sweep));
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = ProcessTime::now();
    let done = work();
    (start.elapsed(), done)
}

/// What `peakdesk sweep` does, from the design to the files; gives the plan, and the size of the main file.
fn sweep(source: &ScenarioSource, base: &Resolved, settings: ExperimentSettings, points: u32) -> (SweepPlan, u64) {
    let parameters = RANGES
        .iter()
        .map(|(path, values)| VariedParameter {
            path: (*path).to_owned(),
            values: varied_values(values).expect("the bench's ranges are sound"),
        })
        .collect();
    let design = SweepDesign { kind: DesignKind::LatinHypercube, parameters, points: Some(points), seed: 1 };
    let design = design_points(&design, &base.written).expect("the design is sound");
    let plan = SweepPlan::new(source, &[], base, design).expect("all points are sound");
    let desk = tempfile::tempdir().expect("there is a folder for temporary files");
    let folder = desk.path().join("sweep");
    let journal =
        Journal::open(&Journal::path_beside(&folder), &plan, Begin::OrGoOn).expect("the folder can be written");
    let journal = Mutex::new(journal);
    let units: Vec<Vec<usize>> =
        plan.units.iter().map(|unit| unit.iter().map(|point| *point as usize).collect()).collect();
    let point_desk = PointDesk {
        scenario_of: &|point| plan.scenario(source, base, point).expect("it was resolved before"),
        take_in: &|point, outcome| {
            let record = PointRecord::of(point, &outcome);
            journal.lock().expect("no other thread fails").append(&[record]).expect("the disk takes it");
        },
    };
    play_units(&units, settings, &point_desk, &Unobserved, &AtomicBool::new(false)).expect("nobody interrupts");
    let mut journal = journal.into_inner().expect("no thread failed");
    let environment = Environment::of_this_machine(Vec::new(), String::new(), Duration::ZERO, 0, 1);
    let prepared = ResultsFolder::prepare(&folder, Overwrite::Refuse).expect("the folder can be written");
    let summary = write_sweep(prepared, &plan, &base.scenario, journal.records(), environment, ByteOrderMark::Without)
        .expect("the disk takes it");
    (plan, summary.manifest.files[0].bytes)
}

fn planned(scenario: &Scenario) -> StaffingPlan {
    let found = find_plan(&Season::new(scenario), SearchSettings::default(), SEED, &|_, _| (), &AtomicBool::new(false));
    found.expect("a plan within the limits").0
}

/// Simulates the replications and keeps nothing but the number of contacts.
fn simulated(scenario: &Scenario, plan: &StaffingPlan, replications: u32) -> u64 {
    let season = Season::new(scenario);
    let (mut workspace, mut tally) = (Workspace::default(), Tally::new(scenario));
    (0..replications)
        .map(|number| {
            let id = ReplicationId { seed: SEED, number: u64::from(number) };
            simulate(&season, plan, id, &mut workspace, &mut tally);
            tally.sum_channel(scenario, 0..scenario.intervals(), None).offered()
        })
        .sum()
}
