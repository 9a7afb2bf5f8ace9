//! A study of paired intervals where the true difference is known: they cover it as often as they say, and are several times
//! narrower than those of independent runs. `docs/sweeps.md` cites its figures.
//!
//! One queue on one day, nobody abandons, agents at all hours, so every contact is answered and the profit is linear in what
//! comes: with N contacts of mean m expected (a season factor with a coefficient of variation of 0.1 on top), mean handle time
//! h of which 0.8 is talk, a price p a contact and telecom at t a talk minute, the expected profit is
//! `m (p - 0.8 h t / 60)` less the fixed wages. Two changes are studied: h from 180 s to 198 s, worth `-m 0.8 18 t / 60`, and p
//! from 3 to 3.3, worth `0.3 m`.

use std::sync::atomic::AtomicBool;

use peakdesk::experiment::{Comparison, ExperimentSettings, Results, Unobserved, compare, run};
use peakdesk::scenario::model::Scenario;
use peakdesk::scenario::reading::scenario_from_toml;
use peakdesk::staffing::SearchSettings;
use peakdesk::statistics::{Confidence, mean};

const TRIALS: u64 = 500;
/// Replications of a run whose draws are independent.
const REPLICATIONS: u32 = 10;
/// The same, drawn in stratified sets of ten: each set is one observation.
const STRATIFIED: u32 = 50;
/// 120 an hour for ten hours.
const EXPECTED: f64 = 1200.0;

fn scenario(handle_time_s: f64, price: f64, seed: u64, draws: &str, replications: u32) -> Scenario {
    let text = format!(
        r#"
format = 1
name = "linear"
[run]
seed = {seed}
replications = {replications}
draws = "{draws}"
[calendar]
first_day = 2025-11-03
days = 1
interval = "30m"
[demand]
season_cv = 0.1
[channels.phone]
kind = "voice"
open = "09:00-19:00"
service_level = {{ target = 0.80, within = "20s" }}
[contact_types.tracking]
per_hour = [0, 0, 0, 0, 0, 0, 0, 0, 0, 120, 120, 120, 120, 120, 120, 120, 120, 120, 120, 0, 0, 0, 0, 0]
handle_time = {{ distribution = "exponential", mean = "{handle_time_s}s", talk = 0.8 }}
patience = {{ distribution = "never" }}
[agent_groups.agents]
skills = ["phone"]
wage = {{ hour = 25 }}
[costs]
telecom_minute = 0.5
[staffing]
plan = "fixed"
agents = {{ agents = [14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14] }}
[contracts.per-contact]
fees = [{{ per_contact = {price} }}]
"#
    );
    scenario_from_toml(&text).unwrap_or_else(|error| panic!("{:?}", error.problems()))
}

fn play(handle_time_s: f64, price: f64, seed: u64) -> Results {
    play_drawn(handle_time_s, price, seed, "independent", REPLICATIONS)
}

fn play_drawn(handle_time_s: f64, price: f64, seed: u64, draws: &str, replications: u32) -> Results {
    let settings = ExperimentSettings { seed, replications, precision: None, search: SearchSettings::default() };
    let scenario = scenario(handle_time_s, price, seed, draws, replications);
    run(&scenario, settings, &Unobserved, &AtomicBool::new(false)).unwrap().results
}

fn profit_difference(found: &Comparison) -> (f64, f64) {
    let profit = found.figures.iter().find(|figure| figure.column == "profit").unwrap();
    let difference = profit.difference.unwrap();
    (difference.value, difference.half_width().unwrap())
}

/// Half width of the interval for the difference of two independent runs: Welch's with the lesser of the two numbers of
/// degrees of freedom, which is wide rather than narrow.
fn independent_half_width(a: &Results, b: &Results) -> f64 {
    let error = |results: &Results| results.contracts[0].profit.unwrap().standard_error.unwrap();
    let both = f64::hypot(error(a), error(b));
    // twice the replications are in it, so Student's quantile of 2 (n - 1) degrees is the narrowest that can be claimed
    both * Confidence::default().student_quantile(2 * (u64::from(REPLICATIONS) - 1))
}

/// Covered with 95 %: of 500 trials the covered share has a standard deviation of 0.0097; 4 of them fail by chance with
/// probability 6e-5 for each of the two changes (the seeds are fixed). The season factor's skewness at ten replications
/// costs at most a point, which is allowed for.
#[test]
fn paired_intervals_cover_the_true_difference_and_are_five_times_narrower() {
    for (name, handle_time_s, price, truth) in [
        ("handle time 180 s to 198 s", 198.0, 3.0, -EXPECTED * 0.8 * 18.0 * 0.5 / 60.0),
        ("price 3 to 3.3", 180.0, 3.3, EXPECTED * 0.3),
    ] {
        let (mut covered, mut paired, mut independent) = (0u64, 0.0, 0.0);
        for trial in 0..TRIALS {
            let seed = 1_000 + trial;
            let (a, b) = (play(180.0, 3.0, seed), play(handle_time_s, price, seed));
            let (value, half) = profit_difference(&compare(&a, &b).unwrap());
            covered += u64::from((value - truth).abs() <= half);
            paired += half;
            independent += independent_half_width(&a, &b);
        }
        let share = covered as f64 / TRIALS as f64;
        let narrower = independent / paired;
        println!(
            "{name}: true {truth:.1}, covered {share:.3}, mean half width {:.2} paired, {:.2} independent, {narrower:.1} times",
            paired / TRIALS as f64,
            independent / TRIALS as f64
        );
        assert!((share - 0.95).abs() < 0.01 + 4.0 * 0.0097, "{name}: covered {share}");
        assert!(narrower > 5.0, "{name}: {narrower} times narrower");
    }
}

/// The same where both sides are drawn in stratified sets: the intervals take sets for observations, cover as they say, and are
/// narrower than those that would take the replications for independent. Error probability as above.
#[test]
fn paired_intervals_of_stratified_runs_take_sets_for_observations() {
    for (name, handle_time_s, price, truth) in [
        ("handle time 180 s to 198 s", 198.0, 3.0, -EXPECTED * 0.8 * 18.0 * 0.5 / 60.0),
        ("price 3 to 3.3", 180.0, 3.3, EXPECTED * 0.3),
    ] {
        let (mut covered, mut by_sets, mut by_replications) = (0u64, 0.0, 0.0);
        for trial in 0..TRIALS {
            let play = |handle_time_s, price| play_drawn(handle_time_s, price, 2_000 + trial, "stratified", STRATIFIED);
            let (a, b) = (play(180.0, 3.0), play(handle_time_s, price));
            let (value, half) = profit_difference(&compare(&a, &b).unwrap());
            covered += u64::from((value - truth).abs() <= half);
            by_sets += half;
            by_replications += mean(&differences(&a, &b), Confidence::default()).unwrap().half_width().unwrap();
        }
        let share = covered as f64 / TRIALS as f64;
        println!(
            "{name}: true {truth:.1}, covered {share:.3}, mean half width {:.2} by sets, {:.2} by replications",
            by_sets / TRIALS as f64,
            by_replications / TRIALS as f64
        );
        assert!((share - 0.95).abs() < 0.01 + 4.0 * 0.0097, "{name}: covered {share}");
        assert!(by_sets < by_replications, "{name}: {by_sets} against {by_replications}");
    }
}

fn differences(a: &Results, b: &Results) -> Vec<f64> {
    let profits = |results: &Results| -> Vec<f64> {
        results.plans[0].replications.iter().map(|record| record.contracts[0].profit).collect()
    };
    profits(b).iter().zip(profits(a)).map(|(b, a)| b - a).collect()
}

#[test]
fn runs_of_different_seeds_are_no_pairs() {
    let error = compare(&play(180.0, 3.0, 1), &play(180.0, 3.0, 2)).unwrap_err();
    assert!(error.to_string().contains("same seed"), "{error}");
}
