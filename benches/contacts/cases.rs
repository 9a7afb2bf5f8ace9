//! The cases of the main table.

use crate::measure::{Case, least_nanoseconds};
use crate::scenarios::{
    PER_HOUR, calls_by_skill, chats, fifths, flat_plan, more_agents, one_queue, one_queue_behind_a_bot,
    three_types_four_groups,
};
use crate::{floor, heap_queue};
use peakdesk::engine::{
    Cell, EngineChoice, ReplicationId, Season, Tally, Workspace, simulate, simulate_plans, simulate_with,
};
use peakdesk::scenario::model::{Scenario, StaffingPlan};
use peakdesk::scenario::reading::read_scenario;
use peakdesk::staffing::{SearchSettings, analytic_plan, find_plan};
use std::sync::atomic::AtomicBool;

/// Plans that are replayed on one trace.
const PLANS: u32 = 16;

/// Plays one season after the other beside drawing what its contacts need.
fn beside_drawing(name: &str, scenario: Scenario, plan: StaffingPlan, choice: EngineChoice) -> Case<'static> {
    let drawn: &'static Scenario = Box::leak(Box::new(scenario.clone()));
    Case::new(name, play(scenario, plan, choice)).beyond(floor::of_scenario(drawn))
}

/// Plays one season after the other, and gives its contacts. Scenarios live as long as the bench.
pub fn play(scenario: Scenario, plan: StaffingPlan, choice: EngineChoice) -> impl FnMut() -> u64 {
    let scenario: &'static Scenario = Box::leak(Box::new(scenario));
    let season = Season::new(scenario);
    let (mut workspace, mut tally) = (Workspace::default(), Tally::new(scenario));
    move || {
        let id = ReplicationId { seed: 1, number: 0 };
        simulate_with(&season, &plan, id, choice, &mut workspace, &mut tally, &mut ());
        contacts_of(scenario, &tally)
    }
}

/// All arrivals of a season.
pub fn contacts_of(scenario: &Scenario, tally: &Tally) -> u64 {
    tally.sum_channel(scenario, 0..scenario.intervals(), None).offered()
}

/// Plays one season under several plans at once, and gives the contacts of all.
fn replay(scenario: Scenario, plans: Vec<StaffingPlan>) -> impl FnMut() -> u64 {
    let scenario: &'static Scenario = Box::leak(Box::new(scenario));
    let season = Season::new(scenario);
    let (mut workspace, mut tallies) = (Workspace::default(), vec![Tally::new(scenario); plans.len()]);
    move || {
        let plans: Vec<&StaffingPlan> = plans.iter().collect();
        simulate_plans(&season, &plans, ReplicationId { seed: 1, number: 0 }, &mut workspace, &mut tallies);
        tallies.iter().map(|tally| contacts_of(scenario, tally)).sum()
    }
}

/// A search for a plan, on one thread.
fn search() -> impl FnMut() -> u64 {
    let scenario: &'static Scenario = Box::leak(Box::new(one_queue(5, 1.0)));
    let season = Season::new(scenario);
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let one_thread = one_thread.expect("this thread is in no pool yet");
    move || {
        let stop = AtomicBool::new(false);
        let found = one_thread.install(|| find_plan(&season, SearchSettings::default(), 1, &|_, _| (), &stop));
        found.expect("agents are not limited").1.contacts
    }
}

/// All cases, the floor first.
pub fn all() -> Vec<Case<'static>> {
    let day = one_queue(1, 1.0);
    let plan = analytic_plan(&day);
    let agents: &'static [u32] = Box::leak(plan.required[0].clone().into_boxed_slice());
    let network = three_types_four_groups();
    let network_plan = flat_plan(&network, &[52, 45, 46, 28]);
    let large = calls_by_skill(10, 20, |group| vec![group % 10, (group + 1) % 10, (group + 3 + group / 10) % 10]);
    let large_plan = flat_plan(&large, &[9; 20]);
    let behind_bot = one_queue_behind_a_bot();
    let behind_bot_plan = analytic_plan(&behind_bot);
    let chat = chats();
    let chat_plan = flat_plan(&chat, &[92]);
    let double11 = read_scenario("scenarios/double11".as_ref(), &[]).expect("the shipped scenario reads").scenario;
    let double11_plan = analytic_plan(&double11);
    let starved_plan = fifths(&double11_plan, 1);
    let many_plans = (0..PLANS).map(|more| more_agents(&plan, more)).collect();
    let poor_plans = (0..6).map(|number| fifths(&double11_plan, number)).collect();
    vec![
        Case::new("draw a contact's three numbers: rand_distr", floor::by_rand_distr()),
        Case::new("draw a contact's three numbers: quantile tables", floor::by_tables()),
        beside_drawing("single queue", day.clone(), plan.clone(), EngineChoice::Automatic),
        Case::new("single queue, 16 plans, a contact and plan", replay(day.clone(), many_plans)),
        Case::new("single queue, plain BinaryHeap event loop (yardstick)", heap_queue::event_loop(agents)),
        beside_drawing("single queue, general engine", day, plan, EngineChoice::General),
        beside_drawing("single queue behind a bot", behind_bot, behind_bot_plan, EngineChoice::Automatic),
        beside_drawing("chat of 3", chat, chat_plan, EngineChoice::Automatic),
        beside_drawing("3 types, 4 groups, chat of 3", network, network_plan, EngineChoice::Automatic),
        beside_drawing("10 types, 20 groups", large, large_plan, EngineChoice::Automatic),
        beside_drawing("double11, one season", double11.clone(), double11_plan, EngineChoice::Automatic),
        beside_drawing("double11 with a fifth of the agents", double11.clone(), starved_plan, EngineChoice::Automatic),
        Case::new("double11 from no agents to all, 6 plans, a contact and plan", replay(double11, poor_plans)),
        Case::new("staffing search, single queue", search()),
    ]
}

/// Plays the case whose name this is once.
///
/// # Panics
/// If there is no such case.
pub fn play_once(name: &str) {
    let mut cases = all();
    let case = cases.iter_mut().find(|case| case.name == name).unwrap_or_else(|| panic!("no case is named {name:?}"));
    println!("{} contacts", (case.pass)());
}

/// One line of JSON for `benches/peers/compare.py`: the day of one queue, what a contact costs, and what came of the contacts.
pub fn print_for_peers() {
    let day = one_queue(1, 1.0);
    let plan = analytic_plan(&day);
    let agents = plan.required[0].clone();
    let nanoseconds =
        least_nanoseconds(&mut [Case::new("single queue", play(day.clone(), plan.clone(), EngineChoice::Automatic))]);
    let (season, mut tally) = (Season::new(&day), Tally::new(&day));
    let mut total = Cell::default();
    for number in 0..20 {
        simulate(&season, &plan, ReplicationId { seed: 1, number }, &mut Workspace::default(), &mut tally);
        total += &tally.sum_channel(&day, 0..day.intervals(), None);
    }
    let share = |count: u64| count as f64 / total.offered() as f64;
    println!(
        "{{\"contacts\": {}, \"ns_per_contact\": {}, \"within\": {}, \"abandoned\": {}, \"per_hour\": {PER_HOUR:?}, \"agents\": {agents:?}}}",
        total.offered(),
        nanoseconds[0].0,
        share(total.answered_within),
        share(total.abandoned),
    );
}
