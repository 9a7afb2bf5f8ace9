//! What a contact costs, beside what only drawing its random numbers costs, measured in the same run.
//!
//! `cargo bench --bench contacts`. Each figure is the best of several passes in wall time on one thread, interleaved, so that a
//! busy machine disturbs all of them alike; still, run it on an idle one.

use peakdesk::engine::{EngineChoice, ReplicationId, Season, Tally, Workspace, simulate_with};
use peakdesk::sampling::{ContactKey, Key, Purpose, QuantileTable, SamplerShelf};
use peakdesk::scenario::model::{Distribution, Scenario, StaffingPlan};
use peakdesk::scenario::reading::{read_scenario, scenario_from_toml};
use peakdesk::staffing::analytic_plan;
use rand::Rng;
use rand_distr::Distribution as _;
use std::hint::black_box;
use std::time::Instant;

const PASSES: usize = 7;

/// What is measured, and one pass of it, which gives the contacts that it took.
type Case<'a> = (&'a str, Box<dyn FnMut() -> u64 + 'a>);

/// A day like the busiest: 50,000 contacts, half-hour staffing, lognormal handling, exponential patience.
const DAY: &str = r#"
format = 1
name = "day"
[calendar]
first_day = 2025-11-10
days = 10
interval = "30m"
[channels.phone]
kind = "voice"
open = "00:00-24:00"
service_level = { target = 0.8, within = "20s" }
[contact_types.tracking]
per_hour = [400, 250, 150, 150, 200, 400, 900, 1800, 3100, 4100, 4300, 4000, 3500, 3300, 3200, 3100, 2900, 2600, 2300, 1900, 1700, 1500, 1200, 700]
channels = { phone = 1.0 }
handle_time = { mean = "300s", cv = 1.0 }
patience = { mean = "120s" }
[agent_groups.agents]
skills = ["phone"]
wage = { hour = 25 }
[staffing]
plan = "service_level"
over = "interval"
"#;

/// Three contact types, four groups that overlap, chat of three at once.
const NETWORK: &str = r#"
format = 1
name = "network"
[calendar]
first_day = 2025-11-10
days = 10
interval = "30m"
[channels.phone]
kind = "voice"
open = "00:00-24:00"
service_level = { target = 0.8, within = "20s" }
[channels.chat]
kind = "chat"
open = "00:00-24:00"
service_level = { target = 0.8, within = "30s" }
concurrency = { limit = 3, slowdown = [1.0, 1.25, 1.5] }
[contact_types.tracking]
per_hour = [800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800, 800]
channels = { phone = 1.0 }
handle_time = { mean = "300s", cv = 1.0 }
patience = { mean = "120s" }
[contact_types.complaint]
per_hour = [700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700, 700]
channels = { phone = 1.0 }
handle_time = { mean = "300s", cv = 1.0 }
patience = { mean = "120s" }
[contact_types.question]
per_hour = [600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600]
channels = { chat = 1.0 }
handle_time = { mean = "300s", cv = 1.0 }
patience = { mean = "120s" }
[agent_groups.trackers]
skills = [{ channel = "phone", contact_types = ["tracking"] }]
wage = { hour = 25 }
[agent_groups.both]
skills = ["phone"]
wage = { hour = 25 }
[agent_groups.complaints]
skills = [{ channel = "phone", contact_types = ["complaint"] }]
wage = { hour = 25 }
[agent_groups.chatters]
skills = ["chat"]
wage = { hour = 25 }
[staffing]
plan = "service_level"
over = "interval"
"#;

fn main() {
    let day = scenario_from_toml(DAY).expect("the bench's day reads");
    let network = scenario_from_toml(NETWORK).expect("the bench's network reads");
    let double11 = read_scenario("scenarios/double11".as_ref(), &[]).expect("the shipped scenario reads").scenario;
    let day_plan = analytic_plan(&day);
    let network_plan = flat_plan(&network, &[52, 45, 46, 28]);
    let double11_plan = analytic_plan(&double11);
    let mut cases: Vec<Case> = vec![
        ("draw a contact's three numbers: quantile tables", draw_by_tables()),
        ("draw a contact's three numbers: rand_distr", Box::new(draw_by_rand_distr)),
        ("single queue, fast engine", play(&day, day_plan.clone(), EngineChoice::Automatic)),
        ("single queue, general engine", play(&day, day_plan, EngineChoice::General)),
        ("3 types, 4 groups, chat of 3, general engine", play(&network, network_plan, EngineChoice::General)),
        ("double11, one season with its bot", play(&double11, double11_plan, EngineChoice::Automatic)),
    ];
    let mut best = vec![f64::INFINITY; cases.len()];
    for _ in 0..PASSES {
        for (case, best) in cases.iter_mut().zip(&mut best) {
            let start = Instant::now();
            let contacts = (case.1)();
            *best = best.min(start.elapsed().as_nanos() as f64 / contacts as f64);
        }
    }
    println!("{:<52} {:>12} {:>14}", "case", "ns/contact", "over drawing");
    for ((name, _), nanoseconds) in cases.iter().zip(&best) {
        println!("{name:<52} {nanoseconds:>12.1} {:>14.1}", nanoseconds / best[0]);
    }
}

fn flat_plan(scenario: &Scenario, agents: &[u32]) -> StaffingPlan {
    StaffingPlan::without_roster(agents.iter().map(|agents| vec![*agents; scenario.intervals()]).collect())
}

/// Plays one season and gives its contacts.
fn play<'s>(scenario: &'s Scenario, plan: StaffingPlan, choice: EngineChoice) -> Box<dyn FnMut() -> u64 + 's> {
    let season = Season::new(scenario);
    let (mut workspace, mut tally) = (Workspace::default(), Tally::new(scenario));
    Box::new(move || {
        let id = ReplicationId { seed: 1, number: 0 };
        simulate_with(&season, &plan, id, choice, &mut workspace, &mut tally, &mut ());
        tally.sum_channel(scenario, 0..scenario.intervals(), None).offered()
    })
}

const DRAWN: u64 = 500_000;

/// Gap, handle time and patience of so many contacts into an array, as the engine draws them.
fn draw_by_tables() -> Box<dyn FnMut() -> u64> {
    let mut shelf = SamplerShelf::default();
    let gaps = QuantileTable::new(&Distribution::Exponential { mean_s: 1.0 });
    let handle = shelf.sampler(&Distribution::Lognormal { mean_s: 300.0, cv: 1.0 });
    let patience = shelf.sampler(&Distribution::Exponential { mean_s: 120.0 });
    let mut drawn: Vec<(f64, u32, u32)> = Vec::with_capacity(DRAWN as usize);
    Box::new(move || {
        let key = Key::replication(1, 0).purpose(Purpose::Contacts);
        let mut generator = key.generator();
        let mut at = 0.0;
        drawn.clear();
        drawn.extend((0..DRAWN).map(|number| {
            at += gaps.value(generator.next_u64() as u32);
            let (handle_bits, patience_bits) = ContactKey::fresh(key, number).handle_and_patience();
            (at, handle.ticks(handle_bits), patience.ticks(patience_bits))
        }));
        black_box(&drawn);
        DRAWN
    })
}

/// The same with rand_distr's own algorithms, the yardstick.
fn draw_by_rand_distr() -> u64 {
    let deviation = 2.0_f64.ln().sqrt();
    let gap = rand_distr::Exp::new(1.0).expect("a positive rate");
    let handle = rand_distr::LogNormal::new(300.0_f64.ln() - 0.5 * deviation * deviation, deviation).expect("finite");
    let patience = rand_distr::Exp::new(1.0 / 120.0).expect("a positive rate");
    let mut generator = Key::replication(1, 0).generator();
    let mut at = 0.0;
    let drawn: Vec<(f64, f64, f64)> = (0..DRAWN)
        .map(|_| {
            at += gap.sample(&mut generator);
            (at, handle.sample(&mut generator), patience.sample(&mut generator))
        })
        .collect();
    black_box(&drawn);
    DRAWN
}
