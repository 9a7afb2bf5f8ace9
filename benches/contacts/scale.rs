//! How the cost of a contact moves with the size of things.

use crate::cases::{contacts_of, play};
use crate::floor;
use crate::measure::Case;
use crate::scenarios::{calls_by_skill, flat_plan, flat_queue, one_queue};
use peakdesk::engine::{EngineChoice, ReplicationId, Season, Tally, Workspace, simulate};
use peakdesk::scenario::model::{Scenario, StaffingPlan};
use peakdesk::staffing::analytic_plan;
use rayon::prelude::*;
use std::time::Instant;

fn with_floor(cases: impl Iterator<Item = Case<'static>>) -> Vec<Case<'static>> {
    std::iter::once(Case::new("draw a contact's three numbers: rand_distr", floor::by_rand_distr()))
        .chain(cases)
        .collect()
}

/// 95 % busy from 10 to 100,000 agents.
pub fn by_agents() -> Vec<Case<'static>> {
    with_floor([10_u32, 100, 1_000, 10_000, 100_000].into_iter().map(|agents| {
        let per_hour = f64::from(agents) * 0.95 * 12.0;
        let days = (50_000.0 / (per_hour * 24.0)).ceil().clamp(1.0, 28.0) as usize;
        let scenario = flat_queue(days, per_hour, 1);
        let plan = flat_plan(&scenario, &[agents]);
        Case::new(format!("{agents} agents"), play(scenario, plan, EngineChoice::Automatic))
    }))
}

/// Runs of 1e4 to 1e7 contacts, as many seasons as that takes.
pub fn by_contacts() -> Vec<Case<'static>> {
    with_floor([(1, 0.2, 1_u64), (2, 1.0, 1), (20, 1.0, 1), (20, 1.0, 10)].into_iter().map(|(days, scale, seasons)| {
        let scenario: &'static Scenario = Box::leak(Box::new(one_queue(days, scale)));
        let plan = analytic_plan(scenario);
        let contacts = days as f64 * 47_700.0 * scale * seasons as f64;
        let name = format!("{contacts:.0e} contacts: {seasons} seasons of {days} days");
        let season = Season::new(scenario);
        let (mut workspace, mut tally) = (Workspace::default(), Tally::new(scenario));
        Case::new(name, move || {
            (0..seasons).map(|number| one(&season, &plan, number, &mut workspace, &mut tally)).sum()
        })
    }))
}

fn one(season: &Season, plan: &StaffingPlan, number: u64, workspace: &mut Workspace, tally: &mut Tally) -> u64 {
    simulate(season, plan, ReplicationId { seed: 1, number }, workspace, tally);
    contacts_of(season.scenario(), tally)
}

/// One queue of 1 to 50 contact types.
pub fn by_contact_types() -> Vec<Case<'static>> {
    with_floor([1, 2, 5, 10, 20, 50].into_iter().map(|contact_types| {
        let scenario = flat_queue(1, 2_000.0, contact_types);
        let plan = flat_plan(&scenario, &[176]);
        Case::new(format!("{contact_types} types"), play(scenario, plan, EngineChoice::Automatic))
    }))
}

/// 1 to 50 groups of 176 agents and more in all.
pub fn by_groups() -> Vec<Case<'static>> {
    with_floor([1, 2, 5, 10, 20, 50].into_iter().map(|groups: usize| {
        let scenario = calls_by_skill(groups, groups, |group| {
            let mut taken = vec![group, (group + 1) % groups];
            taken.dedup();
            taken
        });
        let plan = flat_plan(&scenario, &vec![176_u32.div_ceil(groups as u32); groups]);
        Case::new(format!("{groups} groups"), play(scenario, plan, EngineChoice::General))
    }))
}

/// Plays replications of a season on so many threads; seconds of wall time and contacts.
fn play_on(threads: usize, season: &Season, plan: &StaffingPlan, replications: u64) -> (f64, u64) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    let start = Instant::now();
    let contacts = pool.install(|| {
        (0..replications)
            .into_par_iter()
            .map_init(
                || (Workspace::default(), Tally::new(season.scenario())),
                |(workspace, tally), number| one(season, plan, number, workspace, tally),
            )
            .sum()
    });
    (start.elapsed().as_secs_f64(), contacts)
}

/// One thread and two, by wall time: only an idle machine gives the truth.
pub fn print_threads() {
    let scenario = one_queue(10, 1.0);
    let (season, plan) = (Season::new(&scenario), analytic_plan(&scenario));
    let mut least = [f64::INFINITY; 2];
    for _ in 0..9 {
        for threads in 1..=2 {
            let (seconds, contacts) = play_on(threads, &season, &plan, 64);
            least[threads - 1] = least[threads - 1].min(seconds * 1e9 / contacts as f64);
        }
    }
    println!("\nThreads, single queue, wall time\n\n| threads | ns a contact | times one |\n|---|---:|---:|");
    for (threads, nanoseconds) in (1..).zip(least) {
        println!("| {threads} | {nanoseconds:.1} | {:.2} |", least[0] / nanoseconds);
    }
}

/// 1e9 contacts of one queue on all cores: time, and the most memory that the process had.
pub fn play_a_billion() {
    let scenario = one_queue(20, 1.0);
    let (season, plan) = (Season::new(&scenario), analytic_plan(&scenario));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (seconds, contacts) = play_on(threads, &season, &plan, 1_049);
    println!("{contacts} contacts on {threads} threads in {seconds:.1} s");
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("most memory: {}", peak.trim_start_matches("VmHWM:").trim());
    }
}
