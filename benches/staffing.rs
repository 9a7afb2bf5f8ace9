//! Our plans against a planner's spreadsheet, Erlang C by interval, on the shipped scenarios.
//!
//! `cargo bench --bench staffing [-- SCENARIO ...]`. Two comparisons. At the target: the hours of the least plan that meets it over
//! each day, against the hours that Erlang C asks for, which gives more service than that where people give up. At equal service:
//! the hours of the least plan with the level that the spreadsheet's plan reaches over the season, channel by channel; the
//! interval is that of the plans for the ends of that level's 95 % interval.

use peakdesk::engine::Season;
use peakdesk::experiment::{ExperimentSettings, Measure, Results, Unobserved, run};
use peakdesk::scenario::model::{ChannelId, ChannelKind, Scenario, ServiceLevelOver, StaffingPlan, StaffingRule};
use peakdesk::scenario::reading::read_scenario;
use peakdesk::staffing::{SearchSettings, erlang_c_plan, find_plans};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const REPLICATIONS: u32 = 40;
const SCENARIOS: [&str; 4] = ["one-queue", "double11", "june-18", "spring-festival"];

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let names = if named.is_empty() { SCENARIOS.map(str::to_owned).to_vec() } else { named };
    for name in names {
        compare(&name);
    }
}

fn compare(name: &str) {
    let folder = std::path::Path::new("scenarios").join(name);
    let scenario = read_scenario(&folder, &[]).expect("a shipped scenario reads").scenario;
    let spreadsheet = erlang_c_plan(&scenario);
    let naive_hours = hours(&scenario, &spreadsheet);
    let started = Instant::now();
    let by_day = with_rule(&scenario, over(ServiceLevelOver::Day));
    let ours = found(&by_day);
    println!("{name}\n  Erlang C by interval   {naive_hours:10.0} agent hours");
    println!(
        "  at the target          {:10.0} agent hours, {:.1} % fewer ({:.1} s)",
        hours(&scenario, &ours),
        100.0 * (1.0 - hours(&scenario, &ours) / naive_hours),
        started.elapsed().as_secs_f64()
    );
    print_levels("its service", &judged(&scenario, &ours));
    let naive = judged(&scenario, &spreadsheet);
    print_levels("Erlang C's service", &naive);
    let equal: Vec<f64> = [End::Low, End::Middle, End::High]
        .into_iter()
        .map(|end| hours(&scenario, &found(&with_levels(&scenario, &naive, end))))
        .map(|hours| 100.0 * (1.0 - hours / naive_hours))
        .collect();
    println!("  at equal service       {:.1} % fewer ({:.1} to {:.1})", equal[1], equal[2], equal[0]);
}

/// A place in an interval.
#[derive(Debug, Clone, Copy)]
enum End {
    Low,
    Middle,
    High,
}

fn over(over: ServiceLevelOver) -> StaffingRule {
    StaffingRule::ServiceLevel { over, chance: None, on_days: None }
}

fn with_rule(scenario: &Scenario, staffing: StaffingRule) -> Scenario {
    Scenario { staffing, contracts: Vec::new(), ..scenario.clone() }
}

/// The scenario with the levels of a plan as its targets over the season; deferred channels keep theirs.
fn with_levels(scenario: &Scenario, results: &Results, end: End) -> Scenario {
    let mut equal = with_rule(scenario, over(ServiceLevelOver::Season));
    for (index, channel) in equal.channels.iter_mut().enumerate() {
        let level = results.plans[0].channel(ChannelId(index)).and_then(|of| of.measure(Measure::OwnServiceLevel));
        let Some(level) = level.filter(|_| channel.kind != ChannelKind::Deferred) else { continue };
        let half = level.half_width().unwrap_or(0.0);
        let wanted = match end {
            End::Low => level.value - half,
            End::Middle => level.value,
            End::High => level.value + half,
        };
        channel.service.share = Some(wanted.clamp(0.01, 0.999));
    }
    equal
}

fn found(scenario: &Scenario) -> StaffingPlan {
    let season = Season::new(scenario);
    let settings = SearchSettings::default();
    let staffing = find_plans(&season, settings, scenario.run.seed, &|_, _| (), &AtomicBool::new(false));
    staffing.expect("a plan within the limits").plans.swap_remove(0)
}

fn judged(scenario: &Scenario, plan: &StaffingPlan) -> Results {
    let fixed = with_rule(scenario, StaffingRule::Fixed { agents: plan.required.clone() });
    let settings = ExperimentSettings {
        seed: scenario.run.seed,
        replications: REPLICATIONS,
        precision: None,
        search: SearchSettings::default(),
    };
    run(&fixed, settings, &Unobserved, &AtomicBool::new(false)).expect("a given plan is run").results
}

fn hours(scenario: &Scenario, plan: &StaffingPlan) -> f64 {
    let agents: u64 = plan.required.iter().flatten().map(|agents| u64::from(*agents)).sum();
    agents as f64 * scenario.calendar.interval_hours()
}

fn print_levels(title: &str, results: &Results) {
    let levels: Vec<String> = results
        .scenario
        .channels
        .iter()
        .enumerate()
        .filter_map(|(index, channel)| {
            let level = results.plans[0].channel(ChannelId(index))?.measure(Measure::OwnServiceLevel)?;
            let half = 100.0 * level.half_width().unwrap_or(0.0);
            Some(format!("{} {:.1} ± {half:.1} %", channel.name, 100.0 * level.value))
        })
        .collect();
    println!("  {title:<22} {}", levels.join(", "));
}
