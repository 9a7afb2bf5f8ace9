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

/// Rounds, each with its share of the points; within a round all take turns, so that a busy machine disturbs all alike.
const ROUNDS: u32 = 10;

fn main() {
    let points: u32 = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(200);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    let rounds: Vec<Round> = pool.install(|| (0..ROUNDS).map(|round| measure(points / ROUNDS, round)).collect());
    let sum = |pick: fn(&Round) -> Duration| rounds.iter().map(pick).sum::<Duration>().as_secs_f64();
    let (search, engine, runs, sweep) =
        (sum(|it| it.search), sum(|it| it.engine), sum(|it| it.runs), sum(|it| it.sweep));
    let contacts: u64 = rounds.iter().map(|round| round.contacts).sum();
    println!("{} points, {contacts} contacts judged; CPU seconds on one thread\n", points / ROUNDS * ROUNDS);
    println!("| what | CPU s | more than the engine alone |\n|---|---:|---:|");
    let more = |time: f64| 100.0 * (time / engine - 1.0);
    println!("| search of the plans | {search:.2} | |");
    println!("| the engine alone | {engine:.2} | |");
    println!("| runs of the given plans | {runs:.2} | {:.1} % |", more(runs));
    println!("| the sweep, less the search | {:.2} | {:.1} % |", sweep - search, more(sweep - search));
    println!(
        "| the whole sweep | {sweep:.2} | {:.1} % more than search and engine |",
        100.0 * (sweep / (engine + search) - 1.0)
    );
}

/// CPU times of one round.
struct Round {
    search: Duration,
    engine: Duration,
    runs: Duration,
    sweep: Duration,
    contacts: u64,
}

fn measure(points: u32, round: u32) -> Round {
    let source = ScenarioSource::open(Path::new("scenarios/one-queue")).expect("a shipped scenario reads");
    let base = source.resolve(&[]).expect("a shipped scenario is sound");
    let settings = ExperimentSettings {
        seed: SEED,
        replications: base.scenario.run.replications,
        precision: None,
        search: SearchSettings::default(),
    };
    let (sweep, plan) = timed(|| sweep(&source, &base, settings, points, u64::from(round)));
    let scenarios: Vec<Scenario> =
        (0..plan.points()).map(|point| plan.scenario(&source, &base, point).expect("it was resolved before")).collect();
    let (search, plans) = timed(|| scenarios.iter().map(planned).collect::<Vec<_>>());
    let (runs, ()) = timed(|| {
        for (scenario, plan) in scenarios.iter().zip(&plans) {
            let fixed = StaffingRule::Fixed { agents: plan.required.clone() };
            let scenario = Scenario { staffing: fixed, ..scenario.clone() };
            run(&scenario, settings, &Unobserved, &AtomicBool::new(false)).expect("a given plan is run");
        }
    });
    let simulated = |(scenario, plan)| simulated(scenario, plan, settings.replications);
    let (engine, contacts) = timed(|| scenarios.iter().zip(&plans).map(simulated).sum());
    Round { search, engine, runs, sweep, contacts }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = ProcessTime::now();
    let done = work();
    (start.elapsed(), done)
}

/// What `peakdesk sweep` does, from the design to the files.
fn sweep(
    source: &ScenarioSource,
    base: &Resolved,
    settings: ExperimentSettings,
    points: u32,
    design_seed: u64,
) -> SweepPlan {
    let parameters = RANGES
        .iter()
        .map(|(path, values)| VariedParameter {
            path: (*path).to_owned(),
            values: varied_values(values).expect("the bench's ranges are sound"),
        })
        .collect();
    let design = SweepDesign { kind: DesignKind::LatinHypercube, parameters, points: Some(points), seed: design_seed };
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
    write_sweep(prepared, &plan, &base.scenario, journal.records(), environment, ByteOrderMark::Without)
        .expect("the disk takes it");
    plan
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
