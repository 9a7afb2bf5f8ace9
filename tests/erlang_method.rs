//! `--method erlang` for a run: held beside the formulas themselves, beside sums done by hand, and beside simulated runs
//! of the shipped scenarios under the same plan.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use peakdesk::analytic::{Measures, Outcomes, Patience, Pool, Thresholds, presence};
use peakdesk::experiment::{
    ChannelFigures, ContractResults, ExperimentSettings, Measure, Method, Results, Unobserved, run, run_analytic,
};
use peakdesk::money::LineKind;
use peakdesk::sampling::{Key, SeasonFactors};
use peakdesk::scenario::model::*;
use peakdesk::scenario::reading::read_scenario;
use peakdesk::staffing::{SearchSettings, analytic_plan};

fn shipped(name: &str) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    match read_scenario(&folder, &[]) {
        Ok(reading) => reading.scenario,
        Err(diagnostics) => panic!("scenarios/{name} does not read:\n{diagnostics}"),
    }
}

/// The scenario under a given plan.
fn under(mut scenario: Scenario, plan: &StaffingPlan) -> Scenario {
    scenario.staffing = StaffingRule::Fixed { agents: plan.required.clone() };
    scenario
}

fn simulated(scenario: &Scenario, replications: u32) -> Results {
    let settings =
        ExperimentSettings { seed: 20_251_111, replications, precision: None, search: SearchSettings::default() };
    run(scenario, settings, &Unobserved, &AtomicBool::new(false)).expect("nothing stops it").results
}

/// scenarios/one-queue, open round the clock with 120 contacts and 13 agents in every half-hour.
fn stationary() -> (Scenario, StaffingPlan) {
    let mut scenario = shipped("one-queue");
    (scenario.channels[0].opens_s, scenario.channels[0].closes_s) = (0, DAY_S);
    scenario.streams[0].expected_contacts = vec![120.0; scenario.intervals()];
    let plan = StaffingPlan::without_roster(vec![vec![13; scenario.intervals()]]);
    (under(scenario, &plan), plan)
}

fn pool(agents: f64) -> Pool {
    Pool {
        arrivals_per_s: 120.0 / 1800.0,
        handle_time_s: 180.0,
        agents,
        patience: Patience::exponential(120.0),
        lines: None,
    }
}

/// An interval of the second day: the load has long been stationary.
fn steady_interval(results: &Results) -> &ChannelFigures {
    &results.plans[0].intervals[70]
}

#[track_caller]
fn assert_close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected} within {tolerance}");
}

#[track_caller]
fn assert_is(figures: &ChannelFigures, outcomes: &Outcomes, agents: f64, tolerance: f64) {
    let expected = Measures::new(&pool(agents), outcomes);
    let level = expected.service_level(ServiceLevelDefinition::ExcludingShortAbandons);
    assert_close(figures.service_level.expect("contacts"), level.expect("contacts"), tolerance);
    assert_close(figures.abandonment.expect("contacts"), expected.p_abandon, tolerance);
    assert_close(figures.occupancy.expect("agents"), expected.occupancy.expect("agents"), tolerance);
}

#[test]
fn a_stationary_queue_is_erlang_a() {
    let (scenario, plan) = stationary();
    let results = run_analytic(&scenario, &plan);
    let outcomes = pool(13.0).outcomes(Thresholds::within(20.0));
    let figures = steady_interval(&results);
    assert_is(figures, &outcomes, 13.0, 1e-9);
    let asa_s = Measures::new(&pool(13.0), &outcomes).asa_s.expect("answers");
    assert_close(figures.average_speed_of_answer_s.expect("answers"), asa_s, 1e-9 * asa_s);
    assert_eq!((results.method, results.replications(), results.contacts()), (Method::Erlang, 0, 0));
    assert_eq!(results.plans[0].headline.wait_percentiles_s, [None; 3]);
    assert!(results.contracts.iter().all(|contract| contract.profit.is_some_and(|profit| profit.low.is_none())));
}

/// Two measures, each |z| < 4: with the formula right, the chance of failing is below 1.3e-4.
#[test]
fn a_stationary_queue_agrees_with_the_simulation() {
    let (scenario, plan) = stationary();
    let (computed, played) = (run_analytic(&scenario, &plan), simulated(&scenario, 60));
    for measure in [Measure::OwnServiceLevel, Measure::Abandonment] {
        let expected = computed.plans[0].headline.measure(measure).expect("contacts").value;
        let estimate = played.plans[0].headline.measure(measure).expect("contacts");
        let z = (estimate.value - expected) / estimate.standard_error.expect("60 replications");
        println!("{measure:?}: computed {expected:.5}, simulated {:.5}, z {z:.2}", estimate.value);
        assert!(z.abs() < 4.0, "{measure:?}: {} beside {expected}, z {z}", estimate.value);
    }
}

#[test]
fn absent_agents_are_mixed_nearly_as_the_binomial_law_says() {
    let (mut scenario, plan) = stationary();
    scenario.agent_groups[0].absence = 0.15;
    let results = run_analytic(&scenario, &plan);
    let exact = presence::outcomes(&pool(0.0), 13, 0.15, Thresholds::within(20.0));
    let figures = steady_interval(&results);
    assert_close(figures.agents_on_duty, 13.0 * 0.85, 1e-9);
    let level = Measures::new(&pool(13.0 * 0.85), &exact)
        .service_level(ServiceLevelDefinition::ExcludingShortAbandons)
        .expect("contacts");
    assert_close(figures.service_level.expect("contacts"), level, 0.01);
    assert_close(figures.abandonment.expect("contacts"), exact.abandoned, 0.005);
}

#[test]
fn without_agents_everyone_redials_as_often_as_allowed() {
    let (mut scenario, _) = stationary();
    scenario.streams[0].redial =
        Some(Redial { chance: 0.5, delay: Distribution::Deterministic { value_s: 600.0 }, limit: 3 });
    let nobody = StaffingPlan::without_roster(vec![vec![0; scenario.intervals()]]);
    let results = run_analytic(&scenario, &nobody);
    let counts = steady_interval(&results).counts;
    // 1/2 + 1/4 + 1/8 further attempts of each of 120
    assert_close(counts.redials, 105.0, 1e-9);
    assert_close(counts.abandoned, 225.0, 1e-9);
    assert_eq!(counts.answered, 0.0);
}

#[test]
fn unresolved_contacts_come_back_until_they_are_resolved() {
    let (mut scenario, _) = stationary();
    scenario.streams[0].first_contact_resolution = 0.8;
    scenario.streams[0].repeat_delay = Distribution::Deterministic { value_s: 2_700.0 };
    let many = StaffingPlan::without_roster(vec![vec![60; scenario.intervals()]]);
    let results = run_analytic(&scenario, &many);
    // 120 / 0.8 arrivals in the end, a fifth of whom are repeats; nobody waits for one of 60 agents
    let counts = results.plans[0].intervals[330].counts;
    assert_close(counts.repeats, 30.0, 1e-6);
    assert_close(counts.fresh, 120.0, 1e-12);
}

fn line(contract: &ContractResults, kind: LineKind, name: &str) -> f64 {
    contract.lines.iter().find(|line| line.kind == kind && line.name == name).expect("the line is there").mean
}

#[test]
fn money_is_that_of_the_expected_counts_by_hand() {
    let (scenario, plan) = stationary();
    let results = run_analytic(&scenario, &plan);
    let answered = results.plans[0].headline.counts.answered;
    let [per_contact, per_minute, _] = &results.contracts[..] else { panic!("three contracts") };
    assert_close(line(per_contact, LineKind::Revenue, "per_contact") / answered, 3.6, 1e-9);
    // talk is 0.8 of an exponential of 180 s: begun minutes are geometric with mean 1 / (1 - exp(-60/144))
    let minutes = 1.0 / (1.0 - libm::exp(-60.0 / 144.0));
    assert_close(line(per_minute, LineKind::Revenue, "per_minute") / answered, minutes, 0.005 * minutes);
    assert_close(line(per_contact, LineKind::Cost, "telecom"), answered * 144.0 / 60.0 * 0.10, 1e-6);
    let revenue = per_contact.revenue.expect("priced").value;
    assert_close(revenue, 3.6 * answered, 1e-6);
    let (cost, profit) = (per_contact.cost.expect("priced").value, per_contact.profit.expect("priced").value);
    assert_close(profit, revenue - cost, 1e-6);
}

#[test]
fn every_contact_has_one_fate_in_every_shipped_scenario() {
    for name in ["one-queue", "double11", "june-18", "spring-festival", "legacy-double11"] {
        let scenario = shipped(name);
        let results = run_analytic(&scenario, &analytic_plan(&scenario));
        for row in &results.plans[0].service {
            let counts = &row.counts;
            let fates = counts.contained
                + counts.bot_left
                + counts.bot_refused
                + counts.answered
                + counts.abandoned
                + counts.blocked
                + counts.waiting_at_end;
            assert_close(fates, counts.offered(), 1e-6 * counts.offered());
            let share = row.measure(Measure::OwnServiceLevel).map_or(0.5, |level| level.value);
            assert!((0.0..=1.0 + 1e-9).contains(&share), "{name}: {share}");
        }
    }
}

/// The documented accuracy: computed beside simulated, allowing three standard errors of the simulation.
fn assert_agrees(name: &str, service_points: f64, profit_of_revenue: f64) {
    let scenario = shipped(name);
    let plan = analytic_plan(&scenario);
    let start = Instant::now();
    let computed = run_analytic(&scenario, &plan);
    let took = start.elapsed();
    println!("{name}: computed in {took:?}");
    // about a second for double11; tests run beside each other
    assert!(took < Duration::from_secs(8), "{took:?}");
    let played = simulated(&under(scenario, &plan), 60);
    let (ours, theirs) = (&computed.plans[0].arrivals, &played.plans[0].arrivals);
    let (ours, theirs) = (ours.expect("contacts").value, theirs.expect("contacts"));
    let error = theirs.standard_error.expect("60 replications");
    println!("{name}: arrivals computed {ours:.0}, simulated {:.0} +- {error:.0}", theirs.value);
    assert_close(ours, theirs.value, 0.005 * ours + 3.0 * error);
    let pick = |results: &Results, measure| results.plans[0].headline.measure(measure).expect("contacts");
    for measure in [Measure::OwnServiceLevel, Measure::Abandonment] {
        let (ours, theirs) = (pick(&computed, measure).value, pick(&played, measure));
        let error = theirs.standard_error.expect("60 replications");
        println!("{name}: {measure:?} computed {ours:.4}, simulated {:.4} +- {error:.4}", theirs.value);
        assert_close(ours, theirs.value, service_points + 3.0 * error);
    }
    for (ours, theirs) in computed.contracts.iter().zip(&played.contracts) {
        let (profit, revenue) = (theirs.profit.expect("priced"), theirs.revenue.expect("priced").value);
        let (ours_value, error) = (ours.profit.expect("priced").value, profit.standard_error.expect("60 replications"));
        println!(
            "{name}: {} profit computed {ours_value:.0}, simulated {:.0} +- {error:.0}, {:.2} % of revenue",
            ours.name,
            profit.value,
            100.0 * (ours_value - profit.value) / revenue
        );
        assert_close(ours_value, profit.value, profit_of_revenue * revenue + 3.0 * error);
    }
}

/// Fresh contacts by formula beside 3,000 draws of the layers of uncertainty, without contacts: |z| < 4, error probability
/// 6e-5.
#[test]
fn expected_fresh_contacts_are_the_mean_of_the_drawn_rates() {
    let scenario = shipped("double11");
    let computed = run_analytic(&scenario, &analytic_plan(&scenario));
    let expected = computed.plans[0].everything().expect("a row").counts.fresh;
    let a_day = scenario.calendar.intervals_per_day();
    let drawn: Vec<f64> = (0..3_000)
        .map(|number| {
            let factors = SeasonFactors::draw(&scenario, Key::replication(7, number));
            // interval noise apart, a factor holds for the day; noon is open on every channel
            let of_day = |stream: usize, day: usize| {
                let contacts: f64 =
                    scenario.streams[stream].expected_contacts[day * a_day..(day + 1) * a_day].iter().sum();
                contacts * factors.of(&scenario, StreamId(stream), day * a_day + a_day / 2)
            };
            let streams = 0..scenario.streams.len();
            streams
                .flat_map(|stream| (0..scenario.calendar.days()).map(move |day| (stream, day)))
                .map(|(stream, day)| of_day(stream, day))
                .sum()
        })
        .collect();
    let count = drawn.len() as f64;
    let mean = drawn.iter().sum::<f64>() / count;
    let variance = drawn.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let z = (mean - expected) / (variance / count).sqrt();
    println!("fresh contacts: computed {expected:.0}, drawn {mean:.0}, z {z:.2}");
    assert!(z.abs() < 4.0, "{mean} beside {expected}, z {z}");
}

#[test]
fn one_queue_agrees_with_its_simulation() {
    assert_agrees("one-queue", 0.005, 0.002);
}

#[test]
fn double11_agrees_with_its_simulation_within_the_documented_accuracy() {
    assert_agrees("double11", 0.02, 0.02);
}
