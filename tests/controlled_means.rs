//! Means against a control: intervals cover exact values, are far narrower where demand explains the money, and say so.
//!
//! A season of three days whose exact mean money is known: everyone is answered at once, so that revenue hangs on the number
//! of contacts alone. Given the days' factors, counts are Poisson; a season factor, and busyness that is linked from day to day,
//! vary around them. A budget ceiling puts a kink into one contract's revenue. And a season in which people wait, with a penalty for late
//! answers that is due in some of the seasons; its mean is that of many independent replications.

mod known_means;

use peakdesk::experiment::Results;
use peakdesk::sampling::{Key, SeasonFactors, TabledBusyness};
use peakdesk::scenario::model::{ContactTypeId, Precision, PrecisionMeasure, Scenario};
use peakdesk::statistics::Estimate;

const PER_HOUR: f64 = 60.0;
const DAYS: usize = 3;
const PRICE: f64 = 2.0;
const BUDGET: f64 = 9_000.0;
const REPLICATIONS: u32 = 60;
/// The fewest with which there is a control, where a precision is asked for.
const FEWEST: u32 = 30;

/// Control and draws.
const CONTROLLED: (&str, &str) = ("day_tables", "stratified");
const PLAIN: (&str, &str) = ("none", "stratified");

/// Three days with a season factor and linked busyness, and what else there is.
fn three_days(means: (&str, &str), seed: u64, replications: u32, rest: &str) -> Scenario {
    let days = format!(
        r#"
[calendar]
first_day = 2025-11-03
days      = {DAYS}
interval  = "1h"
[demand]
season_cv = 0.1
busyness  = {{ distribution = "lognormal", cv = 0.1, autocorrelation = 0.5 }}
{rest}"#
    );
    known_means::season(means, seed, replications, &days)
}

/// Everyone is answered at once.
fn scenario(means: (&str, &str), seed: u64, replications: u32) -> Scenario {
    let rest = format!(
        r#"
[contact_types.tracking]
per_hour    = {PER_HOUR}
handle_time = {{ distribution = "deterministic", value = "1s" }}
patience    = {{ distribution = "exponential", mean = "1h" }}
[agent_groups.agents]
skills  = ["phone"]
wage    = {{ hour = 1 }}
absence = 0.1
[staffing]
plan   = "fixed"
agents = {{ agents = 20 }}
[contracts.linear]
fees   = [{{ per_contact = {PRICE} }}]
[contracts.capped]
fees   = [{{ per_contact = {PRICE} }}]
budget = {BUDGET}
"#
    );
    let mut scenario = three_days(means, seed, replications, &rest);
    if replications == FEWEST {
        // never reached, so that all of them are played and no more
        let measure = PrecisionMeasure::Profit;
        scenario.run.precision = Some(Precision { measure, half_width: 1e-9, at_most: FEWEST });
    }
    scenario
}

fn results(means: (&str, &str), seed: u64) -> Results {
    known_means::results(&scenario(means, seed, REPLICATIONS))
}

/// E[min(price N, budget)] for N Poisson with a mean, given the days' factors.
fn capped_given(mean: f64) -> f64 {
    // from eight deviations below to eight above, beyond which nothing is left
    let spread = 8.0 * mean.sqrt();
    let (first, last) = ((mean - spread) as u64, (mean + spread) as u64);
    let mut chance = poisson_chance(first as f64, mean);
    let mut total = 0.0;
    for count in first..=last {
        total += chance * (PRICE * count as f64).min(BUDGET);
        chance *= mean / (count + 1) as f64;
    }
    total
}

/// The chance of a count, by Stirling's series for its factorial.
fn poisson_chance(count: f64, mean: f64) -> f64 {
    let series = 1.0 / (12.0 * count) - 1.0 / (360.0 * count.powi(3));
    let ln_factorial = count * count.ln() - count + 0.5 * (2.0 * std::f64::consts::PI * count).ln() + series;
    (count * mean.ln() - mean - ln_factorial).exp()
}

/// Mean capped revenue over the members of one large lattice, the Poisson counts summed exactly.
fn exact_capped_revenue() -> f64 {
    let scenario = scenario(PLAIN, 1, REPLICATIONS);
    let (set, size) = (Key(20_251_111), 200_003);
    let busyness = TabledBusyness::new(&scenario.demand.busyness);
    let total: f64 = (0..size)
        .map(|index| {
            let factors = SeasonFactors::of_lattice(&scenario, &busyness, set.and(2), (index, size));
            let of_days: f64 = (0..DAYS).map(|day| factors.of_day(ContactTypeId(0), day)).sum();
            capped_given(24.0 * PER_HOUR * of_days)
        })
        .sum();
    total / f64::from(size)
}

/// The share of runs whose intervals cover the exact means, for both contracts, and their mean half-widths.
fn coverage(means: (&str, &str), seeds: std::ops::Range<u64>, replications: u32) -> ([f64; 2], [f64; 2]) {
    let exact = [PRICE * PER_HOUR * 24.0 * DAYS as f64, exact_capped_revenue()];
    let runs = (seeds.end - seeds.start) as f64;
    let (mut covered, mut widths) = ([0.0; 2], [0.0; 2]);
    for seed in seeds {
        for (at, contract) in known_means::results(&scenario(means, seed, replications)).contracts.iter().enumerate() {
            let revenue = contract.revenue.expect("there are replications");
            let truth = exact[contract.contract];
            covered[at] += f64::from(u8::from(revenue.low.unwrap() <= truth && truth <= revenue.high.unwrap())) / runs;
            widths[at] += revenue.half_width().unwrap() / runs;
        }
    }
    (covered, widths)
}

/// 1,000 seeds: the covered share of 95 % intervals has a standard deviation of 0.007; asked for is a share within 93 and 97 %
/// (error probability below 1 % for both contracts if coverage is exactly 95 %; the seeds are fixed). Counts are looked up, so that next to
/// nothing is left to a replication: intervals are to be a twentieth as wide as those of independent replications at most.
#[test]
fn controlled_intervals_cover_exact_means_and_are_narrower() {
    let (covered, widths) = coverage(CONTROLLED, 0..1000, REPLICATIONS);
    assert!(covered.iter().all(|share| (0.93..=0.97).contains(share)), "covered {covered:?}, widths {widths:?}");
    println!("covered {covered:?}, half-widths {widths:?}");
    let (_, plain) = coverage(("none", "independent"), 0..40, REPLICATIONS);
    assert!((0..2).all(|at| widths[at] < 0.05 * plain[at]), "{widths:?} {plain:?}");
}

/// The fewest replications, which make six groups: 500 seeds, so that the covered share has a standard deviation of 0.0097; asked for is a
/// share of 0.921 to 0.979, three of these to either side (error probability 0.5 % for both contracts if coverage is exactly 95 %).
#[test]
fn intervals_of_the_fewest_replications_cover_exact_means() {
    let (covered, widths) = coverage(CONTROLLED, 20_000..20_500, FEWEST);
    println!("covered {covered:?}, half-widths {widths:?}");
    assert!(covered.iter().all(|share| (0.921..=0.979).contains(share)), "covered {covered:?}, widths {widths:?}");
}

/// People wait, with a penalty of 4,000 where fewer than 84 % of the season's calls are answered in time.
fn waiting(means: (&str, &str), seed: u64, replications: u32) -> Scenario {
    let rest = format!(
        r#"
[channels.phone.service_level]
target = 0.8
within = "20s"
[contact_types.tracking]
per_hour    = {PER_HOUR}
handle_time = {{ distribution = "lognormal", mean = "240s", cv = 1.2 }}
patience    = {{ distribution = "exponential", mean = "3m" }}
[agent_groups.agents]
skills  = ["phone"]
wage    = {{ hour = 20 }}
absence = 0.1
[staffing]
plan   = "fixed"
agents = {{ agents = 7 }}
[contracts.promise]
fees = [{{ per_contact = {PRICE} }}]
kpis = [{{ metric = "service_level", channel = "phone", period = "season", ladder = [{{ below = 0.84, penalty_amount = 4000 }}] }}]
"#
    );
    three_days(means, seed, replications, &rest)
}

fn profit(scenario: &Scenario) -> Estimate {
    known_means::results(scenario).contracts[0].profit.expect("there are replications")
}

/// The share of runs whose intervals cover a known mean, and their mean half-width.
fn coverage_of_waiting(known: &Estimate, runs: u32, scenario: impl Fn(u64) -> Scenario) -> (f64, f64) {
    let (mut covered, mut widths) = (0.0, 0.0);
    for number in 0..u64::from(runs) {
        let estimate = profit(&scenario(number));
        let (low, high) = (estimate.low.unwrap(), estimate.high.unwrap());
        covered += f64::from(u8::from(low <= known.value && known.value <= high)) / f64::from(runs);
        widths += estimate.half_width().unwrap() / f64::from(runs);
    }
    (covered, widths)
}

/// 300 seeds: the covered share of 95 % intervals has a standard deviation of 0.0126; asked for is a share above 0.912, three of these below
/// (error probability 0.1 % if coverage is exactly 95 %; the seeds are fixed). The mean itself is known from 60,000 independent
/// replications, whose error is a sixth of a run's at most.
#[test]
fn intervals_cover_where_single_contacts_decide_about_a_penalty() {
    let known = profit(&waiting(("none", "independent"), 1, 60_000));
    let plain = profit(&waiting(PLAIN, 2, 60)).half_width().unwrap();
    let (covered, widths) = coverage_of_waiting(&known, 300, |number| waiting(CONTROLLED, 1_000 + number, 60));
    println!("covered {covered}, half-width {widths}, known {known:?}, plain {plain}");
    assert!(6.0 * known.half_width().unwrap() < widths, "{known:?} {widths}");
    assert!(covered > 0.912, "covered {covered}, half-width {widths}");
    assert!(widths < 0.5 * plain, "{widths} {plain}");
    // from the fewest replications until the interval is as narrow as that of 60: looking again and again costs a little coverage; asked
    // for is a share of 0.897, four deviations below 95 %
    let until_precise = |number| {
        let mut scenario = waiting(CONTROLLED, 5_000 + number, FEWEST);
        let half_width = widths / known.value.abs();
        scenario.run.precision = Some(Precision { measure: PrecisionMeasure::Profit, half_width, at_most: 1_000 });
        scenario
    };
    let (covered, stopped) = coverage_of_waiting(&known, 300, until_precise);
    println!("covered {covered}, half-width {stopped} where {widths} was asked for");
    assert!(covered > 0.897 && stopped < widths, "covered {covered}, half-width {stopped}");
}

#[test]
fn revenue_less_cost_is_profit_and_lines_add_up() {
    let results = results(CONTROLLED, 3);
    for contract in &results.contracts {
        let value = |estimate: Option<peakdesk::statistics::Estimate>| estimate.expect("there are replications").value;
        let (revenue, cost, profit) = (value(contract.revenue), value(contract.cost), value(contract.profit));
        assert!((revenue - cost - profit).abs() < 1e-6, "{revenue} {cost} {profit}");
        let sum = |kind| contract.lines.iter().filter(|line| line.kind == kind).map(|line| line.mean).sum::<f64>();
        assert!((sum(peakdesk::money::LineKind::Revenue) - revenue).abs() < 1e-6);
        assert!((sum(peakdesk::money::LineKind::Cost) - cost).abs() < 1e-6);
    }
}

#[test]
fn the_distribution_stays_that_of_the_replications() {
    let (controlled, plain) = (results(CONTROLLED, 4), results(PLAIN, 4));
    for (controlled, plain) in controlled.contracts.iter().zip(&plain.contracts) {
        assert_eq!(controlled.profit_percentiles, plain.profit_percentiles);
        assert_eq!(controlled.profit_cvar05, plain.profit_cvar05);
        assert_eq!(controlled.chance_of_loss, plain.chance_of_loss);
        assert!(controlled.equivalent_replications > plain.equivalent_replications);
    }
    assert_eq!(controlled.plans, plain.plans);
}
