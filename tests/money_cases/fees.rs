//! Fee clauses, each with numbers worked out by hand.

use peakdesk::money::{LineKind, Volume};
use peakdesk::scenario::model::*;

use crate::season::*;

fn billed(basis: ContactBasis, channel: Option<ChannelId>) -> Fee {
    let billed = Billed { basis, channel, people: vec![2.0, 5.0], bot: vec![0.5, 0.0] };
    volume_fee(FeeKind::PerContact { billed, tiers: None })
}

fn tiered(tiers: Vec<Tier>, rule: TierRule) -> Fee {
    let billed = Billed { basis: ContactBasis::Handled, channel: None, people: vec![2.5, 5.0], bot: vec![0.8, 0.8] };
    volume_fee(FeeKind::PerContact { billed, tiers: Some(Tiers { tiers, rule, base: 2.5 }) })
}

/// 3000 a month is 700 in the seven November days, 6000 is 1400.
fn three_tiers() -> Vec<Tier> {
    vec![
        Tier { up_to: Some(3000.0), rate: 3.0 },
        Tier { up_to: Some(6000.0), rate: 2.0 },
        Tier { up_to: None, rate: 1.0 },
    ]
}

#[test]
fn contacts_are_billed_by_type_and_by_who_handled_them() {
    let statement = price(season(), contract(vec![per_contact(2.5, 5.0, 0.8)]), |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &answered(100.0));
        volumes.add(at(9, 9), PHONE_COMPLAINT, &answered(10.0));
        volumes.add(at(3, 2), CHAT_TRACKING, &contained(50.0));
    });
    assert_close(amount(&statement, "per_contact"), 100.0 * 2.5 + 10.0 * 5.0 + 50.0 * 0.8);
    assert_close(statement.fees(), 340.0);
    assert_close(statement.profit(), 340.0);
}

#[test]
fn each_basis_counts_its_own_contacts() {
    let volume = Volume {
        bot_handled: 100.0,
        contained: 60.0,
        falsely_contained: 6.0,
        answered: 30.0,
        resolved_by_people: 27.0,
        abandoned: 8.0,
        blocked: 1.0,
        waiting_at_end: 1.0,
        ..Volume::default()
    };
    let fees = vec![
        billed(ContactBasis::Handled, None),
        billed(ContactBasis::Resolved, None),
        billed(ContactBasis::Offered, None),
        billed(ContactBasis::Handled, Some(PHONE)),
        billed(ContactBasis::Handled, Some(CHAT)),
    ];
    let statement = price(season(), contract(fees), |volumes| volumes.add(0, CHAT_TRACKING, &volume));
    assert_close(amount(&statement, "per_contact"), 30.0 * 2.0 + 60.0 * 0.5);
    assert_close(amount(&statement, "per_resolution"), 27.0 * 2.0 + 54.0 * 0.5);
    assert_close(amount(&statement, "per_offered_contact"), 40.0 * 2.0 + 100.0 * 0.5);
    assert_close(amount(&statement, "per_contact_phone"), 0.0);
    assert_close(amount(&statement, "per_contact_chat"), 90.0);
}

#[test]
fn marginal_tiers_price_each_unit_where_it_falls_and_keep_a_types_difference() {
    let statement = price(season(), contract(vec![tiered(three_tiers(), TierRule::Marginal)]), |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &answered(1500.0));
        volumes.add(at(1, 9), PHONE_COMPLAINT, &answered(100.0));
        volumes.add(at(1, 9), CHAT_TRACKING, &contained(10.0));
        volumes.add(at(7, 9), PHONE_TRACKING, &answered(100.0));
    });
    // November: 1600 units, 700 at 3, 700 at 2, 200 at 1; a complaint costs 2.5 more; December: 100 at 3.
    let november = 700.0 * 3.0 + 700.0 * 2.0 + 200.0 + 100.0 * 2.5 + 10.0 * 0.8;
    assert_close(amount(&statement, "per_contact"), november + 100.0 * 3.0);
}

#[test]
fn whole_tiers_price_all_units_at_the_rate_reached_and_a_limit_belongs_to_the_lower_tier() {
    for (units, rate) in [(0.0, 3.0), (700.0, 3.0), (701.0, 2.0), (1400.0, 2.0), (1401.0, 1.0)] {
        let statement = price(season(), contract(vec![tiered(three_tiers(), TierRule::Whole)]), |volumes| {
            volumes.add(at(0, 9), PHONE_TRACKING, &answered(units));
        });
        assert_close(amount(&statement, "per_contact"), units * rate);
    }
}

#[test]
fn marginal_tiers_are_continuous_at_their_limits() {
    for (units, wanted) in [(0.0, 0.0), (700.0, 2100.0), (701.0, 2102.0), (1400.0, 3500.0), (1401.0, 3501.0)] {
        let statement = price(season(), contract(vec![tiered(three_tiers(), TierRule::Marginal)]), |volumes| {
            volumes.add(at(0, 9), PHONE_TRACKING, &answered(units));
        });
        assert_close(amount(&statement, "per_contact"), wanted);
    }
}

#[test]
fn a_type_without_a_price_is_neither_billed_nor_counted_for_tiers() {
    let billed = Billed { basis: ContactBasis::Handled, channel: None, people: vec![2.5, 0.0], bot: vec![0.0; 2] };
    let tiers = Tiers { tiers: three_tiers(), rule: TierRule::Whole, base: 2.5 };
    let fee = volume_fee(FeeKind::PerContact { billed, tiers: Some(tiers) });
    let statement = price(season(), contract(vec![fee]), |volumes| {
        volumes.add(0, PHONE_TRACKING, &answered(700.0));
        volumes.add(0, PHONE_COMPLAINT, &answered(900.0));
        volumes.add(0, CHAT_TRACKING, &contained(900.0));
    });
    assert_close(amount(&statement, "per_contact"), 700.0 * 3.0);
}

#[test]
fn minutes_are_those_of_the_clauses_own_meter() {
    let per_minute = |rate: f64, unit_s: f64, meter| {
        volume_fee(FeeKind::PerMinute {
            rates: vec![rate, 1.0],
            channel: Some(PHONE),
            rounding: Rounding { unit_s, free_s: 0.0 },
            meter,
        })
    };
    let terms = contract(vec![per_minute(0.6, 0.0, 0), per_minute(0.6, 60.0, 1)]);
    let statement = price_tally(season(), terms, |tally| {
        let minute = 60 * 1024;
        tally.add_billed(at(0, 9), PHONE_TRACKING, 0, 100 * minute);
        tally.add_billed(at(0, 9), PHONE_TRACKING, 1, 120 * minute);
        tally.add_billed(at(8, 9), PHONE_COMPLAINT, 0, 7 * minute);
        tally.add_billed(at(8, 9), CHAT_TRACKING, 0, 1000 * minute);
    });
    assert_close(amount(&statement, "per_minute_phone"), 100.0 * 0.6 + 7.0);
    assert_close(amount(&statement, "per_minute_phone_2"), 120.0 * 0.6);
}

#[test]
fn orders_are_billed_once_with_their_special_service_and_tiers() {
    let per_order = |special, tiers| {
        volume_fee(FeeKind::PerOrder { basis: OrderBasis::OrdersServed, rates: vec![2.5, 4.0], special, tiers })
    };
    let orders = |orders_served| Volume { orders_served, ..Volume::default() };
    let tiers = Tiers { tiers: three_tiers(), rule: TierRule::Marginal, base: 2.5 };
    let terms = contract(vec![per_order(None, None), per_order(Some((0.2, 1.5)), Some(tiers))]);
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &orders(800.0));
        volumes.add(at(0, 9), PHONE_COMPLAINT, &orders(100.0));
    });
    assert_close(amount(&statement, "per_order"), 800.0 * 2.5 + 100.0 * 4.0);
    // 700 at 3 and 200 at 2, complaints 1.5 more, and 0.2 x 1.5 on each order.
    assert_close(amount(&statement, "per_order_2"), 2100.0 + 400.0 + 150.0 + 900.0 * 0.3);
}

#[test]
fn parcels_are_billed_on_their_days_whatever_the_contacts() {
    let tiers = Tiers {
        tiers: vec![Tier { up_to: Some(15_000.0), rate: 0.03 }, Tier { up_to: None, rate: 0.01 }],
        rule: TierRule::Marginal,
        base: 0.02,
    };
    let per_parcel = |tiers| {
        volume_fee(FeeKind::PerOrder { basis: OrderBasis::Parcels, rates: vec![0.02, 9.0], special: None, tiers })
    };
    let mut terms = contract(vec![per_parcel(None), per_parcel(Some(tiers))]);
    terms.surcharges = vec![
        Surcharge { when: SurchargeWhen::Days(0, 1), factor: 1.5 },
        Surcharge { when: SurchargeWhen::Hours(0, 86_400), factor: 2.0 },
    ];
    let mut scenario = season();
    scenario.demand.parcels[13] = 3000.0;
    let statement = price(scenario, terms, |_| {});
    // Two of sixteen thousand parcels on surcharged days; surcharges by the hour do not touch parcels.
    assert_close(amount(&statement, "per_parcel"), (16_000.0 + 2.0 * 1000.0 * 0.5) * 0.02);
    // November 7000 parcels over a limit of 3500: on average 0.02. December 9000 over 15000 x 7/31.
    let limit = 15_000.0 * DECEMBER;
    let december = limit * 0.03 + (9000.0 - limit) * 0.01;
    assert_close(amount(&statement, "per_parcel_2"), 8000.0 * 0.02 + december);
}

#[test]
fn seats_are_billed_by_the_month_as_agreed_or_at_the_peak() {
    let per_seat = |seats| plain_fee(FeeKind::PerSeatMonth { rate: 8000.0, seats });
    let mut scenario = season();
    scenario.agent_groups[0].shrinkage = 0.2;
    let mut plan = flat_plan(&scenario, &[3]);
    plan.required[0][at(5, 12)] = 7;
    let statement = price_plan(scenario, contract(vec![per_seat(Some(140.0)), per_seat(None)]), &plan, |_| {});
    assert_close(amount(&statement, "per_seat_month"), 140.0 * 8000.0 * MONTHS);
    // 7 / 0.8 = 8.75 scheduled, 9 seats.
    assert_close(amount(&statement, "per_seat_month_2"), 9.0 * 8000.0 * MONTHS);
}

#[test]
fn agent_hours_are_billed_by_the_plan_up_to_the_most() {
    let per_hour =
        |most_agents, is_surcharged| Fee { kind: FeeKind::PerAgentHour { rate: 34.0, most_agents }, is_surcharged };
    let mut scenario = season();
    scenario.agent_groups.push(group("second", vec![PHONE_TRACKING], 14));
    let mut plan = flat_plan(&scenario, &[2, 3]);
    plan.required[0][at(0, 9)] = 10;
    let mut terms = contract(vec![per_hour(None, false), per_hour(Some(6.0), false), per_hour(None, true)]);
    terms.surcharges = vec![Surcharge { when: SurchargeWhen::Hours(9 * 3600, 10 * 3600), factor: 2.0 }];
    let statement = price_plan(scenario, terms, &plan, |_| {});
    let hours = 14.0 * 24.0 * 5.0;
    assert_close(amount(&statement, "per_agent_hour"), (hours + 8.0) * 34.0);
    assert_close(amount(&statement, "per_agent_hour_2"), (hours + 1.0) * 34.0);
    assert_close(amount(&statement, "per_agent_hour_3"), (hours + 8.0 + 14.0 * 5.0 + 8.0) * 34.0);
}

#[test]
fn a_fixed_fee_covers_its_contacts_and_bills_those_beyond() {
    let fixed = |included_contacts, overage| {
        plain_fee(FeeKind::FixedMonth { amount: 30_000.0, included_contacts, overage, dead_band: None })
    };
    let terms = contract(vec![fixed(None, 1.6), fixed(Some(3000.0), 1.6)]);
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &answered(650.0));
        volumes.add(at(0, 9), CHAT_TRACKING, &contained(100.0));
        volumes.add(at(7, 9), PHONE_TRACKING, &answered(100.0));
    });
    assert_close(amount(&statement, "fixed_month"), 30_000.0 * MONTHS);
    // 750 handled in November, 700 included; December falls short and pays the same.
    assert_close(amount(&statement, "fixed_month_2"), 30_000.0 * MONTHS + 50.0 * 1.6);
}

#[test]
fn a_dead_band_holds_the_fee_around_the_forecast_and_moves_it_beyond() {
    let fixed = |included_contacts, overage| {
        let dead_band = Some(0.1);
        contract(vec![plain_fee(FeeKind::FixedMonth { amount: 30_000.0, included_contacts, overage, dead_band })])
    };
    let bill = |terms: Contract, november: f64, december: f64| {
        let statement = price(season(), terms, |volumes| {
            volumes.add(at(0, 9), PHONE_TRACKING, &answered(november));
            volumes.add(at(7, 9), PHONE_TRACKING, &answered(december));
        });
        amount(&statement, "fixed_month") - 30_000.0 * MONTHS
    };
    let forecast = 7.0 * FORECAST_DAY;
    assert_within(bill(fixed(None, 2.0), forecast * 1.1, forecast * 0.9), 0.0, 1e-9);
    assert_within(bill(fixed(None, 2.0), forecast * 1.1 + 10.0, forecast * 0.9 - 3.0), 14.0, 1e-9);
    // An agreed volume of 3000 a month stands in for the forecast: 770 is the upper edge in November.
    let december = 3000.0 * DECEMBER;
    assert_within(bill(fixed(Some(3000.0), 2.0), 780.0, december), 20.0, 1e-9);
    // Without a price of its own a contact beyond the band is worth the fee over the agreed volume: 10.
    assert_within(bill(fixed(Some(3000.0), 0.0), 775.0, december), 50.0, 1e-9);
    assert_within(bill(fixed(Some(3000.0), 0.0), 620.0, december), -100.0, 1e-9);
}

#[test]
fn value_added_services_bring_a_fee_and_a_cost_by_the_month() {
    let fee = plain_fee(FeeKind::ValueAddedMonth { amount: 8000.0, cost: 3000.0 });
    let statement = price(season(), contract(vec![fee]), |_| {});
    assert_close(amount(&statement, "value_added_month"), 8000.0 * MONTHS);
    assert_close(amount(&statement, "value_added_work"), 3000.0 * MONTHS);
    assert_close(statement.profit(), 5000.0 * MONTHS);
}

#[test]
fn individual_charges_are_revenue_with_their_own_sign() {
    let terms = contract(vec![
        volume_fee(FeeKind::PerAbandoned { amount: -1.5, channel: None }),
        volume_fee(FeeKind::PerAbandoned { amount: -1.5, channel: Some(PHONE) }),
        volume_fee(FeeKind::PerBlocked { amount: -3.0, channel: Some(PHONE) }),
        volume_fee(FeeKind::PerWaitMinute { amount: -0.2, channel: Some(CHAT) }),
        volume_fee(FeeKind::PerWaitMinute { amount: -0.2, channel: None }),
    ]);
    let statement = price(season(), terms, |volumes| {
        let phone = Volume { abandoned: 20.0, blocked: 4.0, wait_answered_s: 600.0, ..Volume::default() };
        let chat = Volume { abandoned: 10.0, blocked: 9.0, wait_answered_s: 300.0, ..Volume::default() };
        volumes.add(at(0, 9), PHONE_COMPLAINT, &phone);
        volumes.add(at(0, 9), CHAT_TRACKING, &chat);
    });
    assert_close(amount(&statement, "per_abandoned"), -45.0);
    assert_close(amount(&statement, "per_abandoned_phone"), -30.0);
    assert_close(amount(&statement, "per_blocked_phone"), -12.0);
    assert_close(amount(&statement, "per_wait_minute_chat"), -1.0);
    assert_close(amount(&statement, "per_wait_minute"), -3.0);
    assert_eq!(kind(&statement, "per_abandoned"), LineKind::Revenue);
    assert_close(statement.penalties(), 0.0);
}

#[test]
fn conversions_earn_a_commission_on_every_handled_contact() {
    let fee = volume_fee(FeeKind::PerConversion { conversion: 0.12, commission: 25.0 });
    let statement = price(season(), contract(vec![fee]), |volumes| {
        volumes.add(0, PHONE_TRACKING, &answered(90.0));
        volumes.add(0, CHAT_TRACKING, &contained(10.0));
    });
    assert_close(amount(&statement, "per_conversion"), 300.0);
}

#[test]
fn costs_passed_on_are_revenue_of_the_same_amount() {
    let mut scenario = season();
    scenario.costs.seat_month = 700.0;
    scenario.costs.telecom_minute = 0.1;
    scenario.costs.overhead = 0.08;
    scenario.bot = Some(Bot {
        sessions: None,
        when_full: WhenBotIsFull::People,
        outage: None,
        cost: BotCost { session: 0.15, minute: 0.1, month: 5000.0, investment: 36_000.0, write_off_months: 36.0 },
    });
    let all = FeeKind::AtCost { costs: vec![PassThrough::Bot, PassThrough::Telecom, PassThrough::Seats] };
    let telecom = FeeKind::AtCost { costs: vec![PassThrough::Telecom] };
    let plan = flat_plan(&scenario, &[4]);
    let statement = price_plan(scenario, contract(vec![plain_fee(all), plain_fee(telecom)]), &plan, |volumes| {
        volumes.add(0, CHAT_TRACKING, &Volume { bot_handled: 100.0, bot_time_s: 6000.0, ..Volume::default() });
        volumes.add(0, PHONE_TRACKING, &Volume { talk_s: 600.0, ..Volume::default() });
    });
    let bot = 100.0 * 0.15 + 100.0 * 0.1 + 6000.0 * MONTHS;
    assert_close(amount(&statement, "at_cost"), bot + 1.0 + 4.0 * 700.0 * MONTHS);
    assert_close(amount(&statement, "at_cost_2"), 1.0);
}

#[test]
fn the_largest_surcharge_that_applies_counts_and_only_on_volume_fees() {
    let mut scenario = season();
    scenario.calendar.day_kinds[5] = DayKind::RestDay;
    scenario.calendar.day_kinds[6] = DayKind::StatutoryHoliday;
    let mut terms =
        contract(vec![per_contact(1.0, 1.0, 1.0), plain_fee(per_contact(1.0, 1.0, 1.0).kind), fixed_month(0.0)]);
    terms.surcharges = vec![
        Surcharge { when: SurchargeWhen::Days(1, 2), factor: 1.25 },
        Surcharge { when: SurchargeWhen::Hours(22 * 3600, 8 * 3600), factor: 1.3 },
        Surcharge { when: SurchargeWhen::Holidays, factor: 2.0 },
        Surcharge { when: SurchargeWhen::RestDays, factor: 1.1 },
    ];
    let cases = [
        (0, 12, 1.0),
        (1, 12, 1.25),
        (2, 12, 1.25),
        (3, 12, 1.0),
        (1, 23, 1.3),
        (1, 7, 1.3),
        (1, 8, 1.25),
        (3, 21, 1.0),
        (3, 22, 1.3),
        (5, 12, 1.1),
        (5, 3, 1.3),
        (6, 3, 2.0),
    ];
    for (day, hour, factor) in cases {
        let statement = price(scenario.clone(), terms.clone(), |volumes| {
            volumes.add(at(day, hour), CHAT_TRACKING, &answered(100.0));
        });
        assert_close(amount(&statement, "per_contact"), 100.0 * factor);
        assert_close(amount(&statement, "per_contact_2"), 100.0);
    }
}

#[test]
fn a_surcharge_multiplies_the_average_rate_that_tiers_gave() {
    let mut terms = contract(vec![tiered(three_tiers(), TierRule::Marginal)]);
    terms.surcharges = vec![Surcharge { when: SurchargeWhen::Days(0, 0), factor: 2.0 }];
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &answered(350.0));
        volumes.add(at(1, 9), PHONE_TRACKING, &answered(1050.0));
    });
    // 700 at 3 and 700 at 2 make 2.5 on average.
    assert_close(amount(&statement, "per_contact"), 350.0 * 2.5 * 2.0 + 1050.0 * 2.5);
}

#[test]
fn a_hybrid_is_the_sum_of_its_clauses_and_its_lines_have_their_own_names() {
    let seats = plain_fee(FeeKind::PerSeatMonth { rate: 6000.0, seats: Some(10.0) });
    let charge = volume_fee(FeeKind::PerAbandoned { amount: -1.0, channel: None });
    let terms = contract(vec![seats, per_contact(1.0, 2.0, 0.1), per_contact(0.5, 0.5, 0.0), charge]);
    let statement = price(season(), terms, |volumes| {
        volumes.add(0, PHONE_TRACKING, &Volume { answered: 100.0, abandoned: 7.0, ..Volume::default() });
    });
    assert_eq!(names(&statement)[..4], ["per_seat_month", "per_contact", "per_contact_2", "per_abandoned"]);
    assert_close(statement.fees(), 60_000.0 * MONTHS + 100.0 + 50.0 - 7.0);
}

#[test]
fn a_season_without_contacts_bills_monthly_fees_only() {
    let terms =
        contract(vec![per_contact(2.5, 5.0, 0.8), tiered(three_tiers(), TierRule::Marginal), fixed_month(300.0)]);
    let statement = price(season(), terms, |_| {});
    assert_close(statement.fees(), 300.0 * MONTHS);
    assert!(statement.lines.iter().all(|line| line.amount.is_finite()));
    assert!(statement.lines.iter().all(|line| !(line.amount == 0.0 && line.amount.is_sign_negative())));
}
