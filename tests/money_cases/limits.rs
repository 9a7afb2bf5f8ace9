//! The billed minimum, the most contacts paid for, and the budget.

use peakdesk::money::{Statement, Volume};
use peakdesk::scenario::model::*;

use crate::season::*;

/// Contacts answered in November and in December at 2 each, bot-contained ones at half.
fn bill(terms: Contract, november: f64, december: f64) -> Statement {
    price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &answered(november));
        volumes.add(at(7, 9), PHONE_TRACKING, &answered(december));
    })
}

fn at_two(minimum: MinimumVolume) -> Contract {
    Contract { minimum_volume: Some(minimum), ..contract(vec![per_contact(2.0, 2.0, 0.5)]) }
}

/// Expected contacts of either month.
const FORECAST: f64 = 7.0 * FORECAST_DAY;

#[test]
fn what_lacks_to_a_share_of_the_forecast_is_billed_at_the_months_average_price() {
    let terms = at_two(MinimumVolume::ShareOfForecast(0.9));
    let statement = bill(terms.clone(), 1000.0, FORECAST);
    assert_within(amount(&statement, "minimum_volume_top_up"), (0.9 * FORECAST - 1000.0) * 2.0, 1e-12);
    assert_close(amount(&bill(terms.clone(), 0.9 * FORECAST, FORECAST), "minimum_volume_top_up"), 0.0);
    // The bot's contacts count, and bring the average price down.
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &answered(500.0));
        volumes.add(at(0, 9), CHAT_TRACKING, &contained(500.0));
        volumes.add(at(7, 9), PHONE_TRACKING, &answered(FORECAST));
    });
    assert_within(amount(&statement, "minimum_volume_top_up"), (0.9 * FORECAST - 1000.0) * 1.25, 1e-12);
}

#[test]
fn an_absolute_minimum_is_scaled_by_the_month_covered() {
    let statement = bill(at_two(MinimumVolume::ContactsMonth(3000.0)), 600.0, 5000.0);
    assert_within(amount(&statement, "minimum_volume_top_up"), 100.0 * 2.0, 1e-12);
}

#[test]
fn a_month_without_contacts_is_topped_up_at_the_seasons_price_and_a_season_at_the_listed_one() {
    let terms = at_two(MinimumVolume::ContactsMonth(3000.0));
    let statement = bill(terms.clone(), 0.0, 5000.0);
    assert_within(amount(&statement, "minimum_volume_top_up"), 700.0 * 2.0, 1e-12);

    let mut listed = contract(vec![per_contact(2.0, 5.0, 0.5)]);
    listed.minimum_volume = Some(MinimumVolume::ContactsMonth(3000.0));
    let statement = bill(listed, 0.0, 0.0);
    // Of 288 expected contacts 28 are complaints.
    let price = (260.0 * 2.0 + 28.0 * 5.0) / 288.0;
    assert_within(amount(&statement, "minimum_volume_top_up"), 3000.0 * MONTHS * price, 1e-12);
}

#[test]
fn a_contract_without_volume_fees_has_nothing_to_top_up() {
    let mut terms = contract(vec![fixed_month(3000.0)]);
    terms.minimum_volume = Some(MinimumVolume::ShareOfForecast(0.9));
    assert_close(amount(&bill(terms, 10.0, 10.0), "minimum_volume_top_up"), 0.0);
    assert!(!names(&bill(contract(vec![]), 10.0, 10.0)).contains(&"minimum_volume_top_up"));
}

#[test]
fn the_top_up_is_part_of_the_fee_that_penalties_are_shares_of() {
    let mut terms = at_two(MinimumVolume::ContactsMonth(3000.0));
    let ladder = vec![step(LadderSide::Below, 1.0, PenaltySize::ShareOfFee(-0.1))];
    terms.kpis = vec![kpi(KpiMetric::AnswerRate, None, KpiPeriod::Month, ladder)];
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &Volume { answered: 600.0, abandoned: 1.0, ..Volume::default() });
        volumes.add(at(7, 9), PHONE_TRACKING, &answered(5000.0));
    });
    assert_within(statement.penalties(), -0.1 * 700.0 * 2.0, 1e-12);
}

#[test]
fn contacts_beyond_the_most_are_not_paid_for_in_order_of_arrival() {
    let mut terms = contract(vec![
        per_contact(2.0, 3.0, 0.5),
        volume_fee(FeeKind::PerOrder {
            basis: OrderBasis::OrdersServed,
            rates: vec![1.0; 2],
            special: None,
            tiers: None,
        }),
        volume_fee(FeeKind::PerAbandoned { amount: -1.0, channel: None }),
    ]);
    terms.most_contacts = Some(250.0);
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &Volume { orders_served: 80.0, ..answered(100.0) });
        // After these, 50 are left for day 2, where 75 by people and 25 by bot were handled: half of them are paid for.
        volumes.add(at(1, 9), CHAT_TRACKING, &answered(100.0));
        volumes.add(at(2, 9), PHONE_COMPLAINT, &Volume { abandoned: 5.0, orders_served: 60.0, ..answered(75.0) });
        volumes.add(at(2, 9), CHAT_TRACKING, &contained(25.0));
        volumes.add(at(3, 9), PHONE_COMPLAINT, &Volume { orders_served: 60.0, ..answered(75.0) });
    });
    assert_close(amount(&statement, "per_contact"), 200.0 + 200.0 + 0.5 * (75.0 * 3.0 + 25.0 * 0.5));
    assert_close(amount(&statement, "per_order"), 80.0 + 0.5 * 60.0);
    assert_close(amount(&statement, "per_abandoned"), -5.0);
}

#[test]
fn minimum_and_most_together_never_pay_for_more_than_the_most() {
    let mut terms = at_two(MinimumVolume::ContactsMonth(3000.0));
    terms.most_contacts = Some(1000.0);
    let statement = bill(terms, 600.0, 300.0);
    assert_within(amount(&statement, "per_contact"), 1800.0, 1e-12);
    assert_within(amount(&statement, "minimum_volume_top_up"), 200.0, 1e-12);
}

#[test]
fn the_budget_bounds_what_is_paid_after_penalties_and_bonuses() {
    let terms = |budget| {
        let mut terms = contract(vec![per_contact(2.0, 2.0, 0.0)]);
        terms.budget = Some(budget);
        let ladder = vec![
            step(LadderSide::Below, 1.0, PenaltySize::Amount(-100.0)),
            step(LadderSide::AtLeast, 1.0, PenaltySize::Amount(40.0)),
        ];
        terms.kpis = vec![kpi(KpiMetric::AnswerRate, None, KpiPeriod::Season, ladder)];
        terms
    };
    let statement = bill(terms(1500.0), 1000.0, 0.0);
    assert_close(amount(&statement, "budget_ceiling"), -540.0);
    assert_close(statement.revenue(), 1500.0);
    let statement = bill(terms(2040.0), 1000.0, 0.0);
    assert_close(amount(&statement, "budget_ceiling"), 0.0);
    let missed = price(season(), terms(1950.0), |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &Volume { abandoned: 1.0, ..answered(1000.0) });
    });
    assert_close(amount(&missed, "budget_ceiling"), 0.0);
    assert_close(missed.revenue(), 1900.0);
}
