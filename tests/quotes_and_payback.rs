//! Prices for a margin, volumes that break even, and what a bot saves, against arithmetic by hand.

use std::sync::atomic::AtomicBool;

use peakdesk::experiment::{
    ExperimentSettings, PaybackError, PaybackTerms, Quote, QuoteError, QuoteGoal, QuoteRequest, QuotedPlan, Unobserved,
    break_even_volume, payback, quote, run,
};
use peakdesk::scenario::model::{MinimumVolume, PriceScope, Scenario};
use peakdesk::scenario::reading::scenario_from_toml;
use peakdesk::staffing::SearchSettings;

/// Three days of one queue with a bot in front that contains 60 %, two thirds of it on one date's month, the rest on the next.
const SCENARIO: &str = r#"
format   = 1
name     = "quoted"
currency = "CNY"
[run]
seed         = 5
replications = 30
[calendar]
first_day = 2025-10-30
days      = 3
interval  = "30m"
[demand]
season_cv = 0.10
[channels.phone]
kind          = "voice"
open          = "09:00-21:00"
service_level = { target = 0.80, within = "20s" }
[contact_types.tracking]
per_hour    = [0, 0, 0, 0, 0, 0, 0, 0, 0, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 0, 0, 0]
handle_time = { distribution = "exponential", mean = "180s", talk = 0.8 }
patience    = { distribution = "exponential", mean = "120s" }
bot         = { containment = 0.60, handle_time = "60s", leaves = 0.0, falsely_contained = 0.0 }
[bot]
channels = { phone = 1.0 }
cost = { session = 0.15, month = 1000, investment = 20000, write_off_months = 24 }
[agent_groups.agents]
skills    = ["phone"]
wage      = { hour = 26 }
shrinkage = 0.20
[costs]
telecom_minute = 0.10
overhead       = 0.05
sales_tax      = 0.01
[staffing]
plan = "service_level"
over = "season"
[contracts.per-contact]
fees  = [{ per_contact = 4.0, bot = 0.8 }, { fixed_month = 30000 }]
[contracts.capped]
fees  = [{ per_contact = 4.0 }]
budget = 5000
[contracts.standing]
fees  = [{ per_contact = 4.0 }, { fixed_month = 200000 }]
[contracts.charges]
fees  = [{ per_abandoned = -1.0 }]
"#;

fn scenario() -> Scenario {
    scenario_from_toml(SCENARIO).expect("the scenario is right")
}

/// The scenario with another `[staffing]`.
fn with_staffing(staffing: &str) -> Scenario {
    let text = SCENARIO.replace("plan = \"service_level\"\nover = \"season\"", staffing);
    scenario_from_toml(&text).expect("the scenario is right")
}

fn settings(scenario: &Scenario) -> ExperimentSettings {
    ExperimentSettings {
        seed: scenario.run.seed,
        replications: scenario.run.replications,
        precision: None,
        search: SearchSettings::default(),
    }
}

fn request(contract: usize, margin: f64, confidence: Option<f64>) -> QuoteRequest {
    QuoteRequest {
        contract,
        goal: QuoteGoal { margin, confidence },
        scope: PriceScope::AllClauses,
        plan: QuotedPlan::AsWritten,
        minimum_volumes: Vec::new(),
    }
}

fn quoted(request: &QuoteRequest) -> Result<Quote, QuoteError> {
    let scenario = scenario();
    quote(&scenario, request, settings(&scenario), &Unobserved, &AtomicBool::new(false))
}

#[test]
fn a_price_in_the_mean_is_the_one_that_arithmetic_gives() {
    let scenario = scenario();
    let outcome = run(&scenario, settings(&scenario), &Unobserved, &AtomicBool::new(false)).unwrap();
    let priced = &outcome.results.contracts[0];
    let (revenue, cost) = (priced.revenue.unwrap().value, priced.cost.unwrap().value);
    let (tax, margin) = (0.01, 0.15);
    // x R - (C - t R) - t x R = m x R: costs other than tax do not move
    let factor = (cost - tax * revenue) / (revenue * (1.0 - tax - margin));
    let quote = quoted(&request(0, margin, None)).unwrap();
    assert!((quote.factor.value / factor - 1.0).abs() < 1e-9, "{} for {factor}", quote.factor.value);
    assert!(quote.factor.low.unwrap() < factor && factor < quote.factor.high.unwrap());
    let prices: Vec<f64> = quote.quoted.iter().flat_map(|price| price.amounts.clone()).collect();
    for (price, written) in prices.iter().zip([4.0, 0.8, 30000.0]) {
        assert!((price / (written * factor) - 1.0).abs() < 1e-9);
    }
    // judged on seasons that it has not seen: near the goal, and not on it
    let judged = quote.at_quoted.margin.unwrap();
    assert!(judged.value != margin && (judged.value - margin).abs() < 5.0 * judged.standard_error.unwrap());
}

#[test]
fn confidence_costs_more_than_the_mean_and_one_clause_must_move_further_than_all() {
    let in_the_mean = quoted(&request(0, 0.15, None)).unwrap().factor.value;
    let sure = quoted(&request(0, 0.15, Some(0.9))).unwrap();
    assert!(sure.factor.value > in_the_mean);
    // 27 of 30 seasons must reach it where it was found; on others about as many
    assert!(sure.at_quoted.chance_of_goal.unwrap().value >= 0.6);
    let request = QuoteRequest { scope: PriceScope::Clause(0), ..request(0, 0.15, None) };
    let one = quoted(&request).unwrap();
    assert!((one.factor.value - 1.0) / (in_the_mean - 1.0) > 1.0);
    assert!(one.quoted.iter().all(|price| price.clause == 0));
}

#[test]
fn what_no_price_can_do_is_said() {
    let error = quoted(&request(1, 0.10, None)).unwrap_err();
    assert!(matches!(&error, QuoteError::OutOfReach { contract, .. } if contract == "capped"), "{error}");
    let error = quoted(&request(3, 0.10, None)).unwrap_err();
    assert!(matches!(&error, QuoteError::NoPrice { contract, .. } if contract == "charges"), "{error}");
}

#[test]
fn a_minimum_volume_is_worth_the_top_up_less_its_tax() {
    let request = QuoteRequest { minimum_volumes: vec![0.5, 1.2], ..request(0, 0.10, None) };
    let quote = quoted(&request).unwrap();
    let [low, high] = &quote.minimum_volumes[..] else { panic!("two were asked for") };
    assert_eq!(low.minimum, MinimumVolume::ShareOfForecast(0.5));
    // half of the forecast always comes
    assert_eq!((low.worth.unwrap().value, low.chance_of_top_up.unwrap().value), (0.0, 0.0));
    assert!((low.equal_price_factor.unwrap() - 1.0).abs() < 1e-9);
    // 1.2 times the forecast hardly ever does: about 0.2 of the volume fees, and prices may fall by what that is of all fees
    assert!(high.chance_of_top_up.unwrap().value > 0.8 && high.worth.unwrap().value > 0.0);
    assert!(high.equal_price_factor.unwrap() < 1.0);
}

#[test]
fn the_break_even_volume_gives_the_margin_when_it_is_run() {
    let scenario = scenario();
    let stop = AtomicBool::new(false);
    let here = run(&scenario, settings(&scenario), &Unobserved, &stop).unwrap().results.contracts[2].margin.unwrap();
    // a fixed fee is spread thinner as volume grows
    let wanted = here.value - 0.05;
    let found = break_even_volume(&scenario, 2, wanted, settings(&scenario), &Unobserved, &stop).unwrap();
    let factor = found.factor.unwrap_or_else(|| panic!("a fixed fee makes the margin depend on volume: {found:?}"));
    assert_eq!(found.tried[0].margin.unwrap().value, here.value);
    let there = scenario.with_demand_scaled(factor);
    let margin = run(&there, settings(&there), &Unobserved, &stop).unwrap().results.contracts[2].margin.unwrap();
    // the root is known to 1 % in the factor
    assert!((margin.value - wanted).abs() < 0.02, "{} at {factor} for {wanted}", margin.value);
}

#[test]
fn a_bot_saves_what_its_two_worlds_differ_by() {
    let scenario = scenario();
    let terms = PaybackTerms { discount_year: 0.0, horizon_months: 24, ordinary_month: 0.5 };
    let found = payback(&scenario, 0, terms, settings(&scenario), &Unobserved, &AtomicBool::new(false)).unwrap();
    assert!((found.containment - 0.60).abs() < 0.02);
    let hours: f64 = found.months.iter().map(|month| month.agent_hours).sum();
    assert!((hours - (found.agent_hours_without - found.agent_hours_with)).abs() < 1e-6);
    // without the bot 2.5 times the contacts reach people; pooling makes it a little less in hours
    let ratio = found.agent_hours_without / found.agent_hours_with;
    assert!(ratio > 2.0 && ratio < 2.5, "{ratio}");
    // months add up to the season; a year is (m + (12 - m) / 2) / 12 of a season month each month, m = 2/31 + 1/30
    let season: f64 = found.months.iter().map(|month| month.net.unwrap().value).sum();
    let months = 2.0 / 31.0 + 1.0 / 30.0;
    let expected = season / months * (months + (12.0 - months) * 0.5) / 12.0;
    assert!((found.saving_month.value / expected - 1.0).abs() < 1e-9);
    assert!((found.net_present_value.value - (24.0 * expected - 20_000.0)).abs() < 1e-6 * 24.0 * expected);
    let month = f64::from(found.payback_month.unwrap());
    assert!(month * expected >= 20_000.0 && (month - 1.0) * expected < 20_000.0);
    let at = found.break_even.unwrap();
    assert!(at.factor < 1.0 && at.containment < found.containment);
    assert!(at.net_present_value.value.abs() < 0.05 * found.net_present_value.value, "{at:?}");
}

#[test]
fn profits_with_the_bot_are_those_of_each_contracts_own_plan() {
    let scenario = with_staffing("plan = \"profit\"");
    let stop = AtomicBool::new(false);
    let outcome = run(&scenario, settings(&scenario), &Unobserved, &stop).unwrap();
    assert!(outcome.results.plans.len() > 1, "contracts differ so much that one plan cannot serve all");
    let terms = PaybackTerms::of(&scenario);
    // per-contact, and a contract that pays for nothing but contacts that are lost
    for (contract, name) in [(0, "per-contact"), (3, "charges")] {
        let found = payback(&scenario, contract, terms, settings(&scenario), &Unobserved, &stop).unwrap();
        for (pair, priced) in found.contracts.iter().zip(&outcome.results.contracts) {
            assert_eq!((&pair.name, pair.with_bot), (&priced.name, priced.profit));
        }
        assert_eq!(found.plan_of.as_deref(), Some(name));
        let plan = &outcome.results.plans[outcome.results.contracts[contract].plan];
        assert!((found.agent_hours_with - plan.agent_hours).abs() < 1e-6);
    }
}

#[test]
fn hours_with_a_roster_are_those_on_duty() {
    let text =
        SCENARIO.replace("[contracts.per-contact]", "[shifts]\nlengths = [\"4h\", \"8h\"]\n[contracts.per-contact]");
    let scenario = scenario_from_toml(&text).expect("the scenario is right");
    let stop = AtomicBool::new(false);
    let outcome = run(&scenario, settings(&scenario), &Unobserved, &stop).unwrap();
    let plan = &outcome.results.plans[0];
    let required: u32 = plan.staffing.required.iter().flatten().sum();
    assert!(plan.agent_hours > 0.5 * f64::from(required) + 1.0, "whole shifts put more on duty than is required");
    let terms = PaybackTerms::of(&scenario);
    let found = payback(&scenario, 0, terms, settings(&scenario), &Unobserved, &stop).unwrap();
    assert!(
        (found.agent_hours_with - plan.agent_hours).abs() < 1e-6,
        "{} for {}",
        found.agent_hours_with,
        plan.agent_hours
    );
    let hours: f64 = found.months.iter().map(|month| month.agent_hours).sum();
    assert!((hours - (found.agent_hours_without - found.agent_hours_with)).abs() < 1e-6);
    assert_eq!(found.plan_of, None);
}

#[test]
fn a_payback_needs_a_bot_and_a_plan_that_follows() {
    let without = scenario().without_bot();
    let terms = PaybackTerms::of(&without);
    let error = payback(&without, 0, terms, settings(&without), &Unobserved, &AtomicBool::new(false)).unwrap_err();
    assert_eq!(error, PaybackError::NoBot);
    let fixed = with_staffing("plan = \"fixed\"\nagents = { agents = 9 }");
    let error = payback(&fixed, 0, terms, settings(&fixed), &Unobserved, &AtomicBool::new(false)).unwrap_err();
    assert_eq!(error, PaybackError::FixedPlan);
}
