//! KPI clauses: metrics, periods, ladders, the cap, relief and renewal, worked out by hand.

use jiff::civil::date;
use peakdesk::money::{LineKind, Statement, Volume};
use peakdesk::scenario::model::*;

use crate::season::*;

const ABANDONMENT: KpiMetric = KpiMetric::Abandonment;

fn with_kpis(fees: Vec<Fee>, kpis: Vec<Kpi>) -> Contract {
    Contract { kpis, ..contract(fees) }
}

/// A penalty of a share of the fee for abandonment above 5 %.
fn abandonment_penalty(period: KpiPeriod, share: f64) -> Kpi {
    kpi(ABANDONMENT, None, period, vec![step(LadderSide::Above, 0.05, PenaltySize::ShareOfFee(-share))])
}

/// Ten contacts, of which some abandoned.
fn of_ten(abandoned: f64) -> Volume {
    Volume { fresh: 10.0, answered: 10.0 - abandoned, abandoned, ..Volume::default() }
}

/// The value of a metric, read off a penalty of one for each point above zero.
fn measured(scenario: Scenario, metric: KpiMetric, channel: Option<ChannelId>, volume: Volume) -> f64 {
    let ladder = vec![step(LadderSide::AtLeast, 0.0, PenaltySize::AmountPerPoint(-1.0))];
    let statement =
        price(scenario, with_kpis(vec![], vec![kpi(metric, channel, KpiPeriod::Season, ladder)]), |volumes| {
            volumes.add(at(0, 9), CHAT_TRACKING, &volume);
            volumes.add(at(3, 9), PHONE_TRACKING, &Volume { answered: 1.0, bot_handled: 3.0, ..Volume::default() });
            volumes.add_group_time(at(0, 9), GroupId(0), 1000.0, 800.0);
            volumes.add_group_time(at(1, 9), GroupId(0), 1000.0, 600.0);
        });
    -statement.penalties()
}

#[test]
fn each_metric_is_the_ratio_of_its_own_sums() {
    let volume = Volume {
        bot_handled: 50.0,
        contained: 40.0,
        falsely_contained: 4.0,
        bot_left: 3.0,
        bot_refused: 2.0,
        blocked: 5.0,
        answered: 80.0,
        answered_within: 60.0,
        resolved_by_people: 72.0,
        abandoned: 20.0,
        abandoned_within: 8.0,
        abandoned_short: 4.0,
        waiting_at_end: 5.0,
        wait_answered_s: 1200.0,
        satisfaction: 120.0,
        ..Volume::default()
    };
    let mut scenario = season();
    scenario.satisfaction = Some(Satisfaction {
        by_wait: vec![(0.0, 1.0)],
        unresolved_factor: 0.5,
        bot_resolved: 0.8,
        bot_unresolved: 0.3,
        not_served: 0.0,
    });
    let on_chat = |metric| measured(scenario.clone(), metric, Some(CHAT), volume);
    use ServiceLevelDefinition as Definition;
    assert_close(on_chat(KpiMetric::ServiceLevel(Definition::Answered)), 75.0);
    assert_close(on_chat(KpiMetric::ServiceLevel(Definition::Offered)), 60.0);
    assert_close(on_chat(KpiMetric::ServiceLevel(Definition::ExcludingShortAbandons)), 6000.0 / 92.0);
    assert_close(on_chat(KpiMetric::ServiceLevel(Definition::CountingShortAbandons)), 68.0);
    assert_close(on_chat(KpiMetric::ServiceLevel(Definition::DroppingShortCalls)), 6000.0 / 96.0);
    assert_close(on_chat(KpiMetric::Abandonment), 20.0);
    assert_close(on_chat(KpiMetric::AnswerRate), 8000.0 / 110.0);
    assert_close(on_chat(KpiMetric::AverageSpeedOfAnswer), 15.0);
    assert_close(on_chat(KpiMetric::Satisfaction), 80.0);
    assert_close(on_chat(KpiMetric::Containment), 80.0);
    assert_close(on_chat(KpiMetric::Resolution), 90.0);
    assert_close(on_chat(KpiMetric::Occupancy), 70.0);
    let on_all = |metric| measured(scenario.clone(), metric, None, volume);
    assert_close(on_all(KpiMetric::Abandonment), 2000.0 / 101.0);
    assert_close(on_all(KpiMetric::Containment), 4000.0 / 53.0);
}

#[test]
fn satisfaction_without_a_model_is_not_judged() {
    let volume = Volume { answered: 10.0, ..Volume::default() };
    assert_close(measured(season(), KpiMetric::Satisfaction, None, volume), 0.0);
}

#[test]
fn occupancy_of_a_channel_is_that_of_the_groups_that_take_it() {
    let mut scenario = season();
    scenario.agent_groups[0].skills[0].streams = vec![PHONE_TRACKING];
    scenario.agent_groups.push(group("chatters", vec![CHAT_TRACKING], 14));
    let ladder = vec![step(LadderSide::AtLeast, 0.0, PenaltySize::AmountPerPoint(-1.0))];
    for (channel, wanted) in [(Some(PHONE), 50.0), (Some(CHAT), 90.0), (None, 60.0)] {
        let terms = with_kpis(vec![], vec![kpi(KpiMetric::Occupancy, channel, KpiPeriod::Season, ladder.clone())]);
        let statement = price(scenario.clone(), terms, |volumes| {
            volumes.add_group_time(at(0, 9), GroupId(0), 3000.0, 1500.0);
            volumes.add_group_time(at(0, 9), GroupId(1), 1000.0, 900.0);
        });
        assert_close(statement.penalties(), -wanted);
    }
}

#[test]
fn the_worst_penalty_that_applies_counts_and_steps_do_not_add_up() {
    let ladder = vec![
        step(LadderSide::Below, 0.8, PenaltySize::ShareOfFee(-0.02)),
        step(LadderSide::Below, 0.7, PenaltySize::ShareOfFee(-0.06)),
        step(LadderSide::AtLeast, 0.9, PenaltySize::ShareOfFee(0.01)),
        step(LadderSide::AtLeast, 0.95, PenaltySize::Amount(500.0)),
    ];
    let metric = KpiMetric::ServiceLevel(ServiceLevelDefinition::Answered);
    let terms = with_kpis(vec![fixed_month(3000.0)], vec![kpi(metric, Some(PHONE), KpiPeriod::Season, ladder)]);
    let fee = 3000.0 * MONTHS;
    for (within, penalty, bonus) in [
        (65.0, -0.06 * fee, 0.0),
        (70.0, -0.02 * fee, 0.0),
        (79.0, -0.02 * fee, 0.0),
        (80.0, 0.0, 0.0),
        (90.0, 0.0, 0.01 * fee),
        (95.0, 0.0, 500.0),
    ] {
        let statement = price(season(), terms.clone(), |volumes| {
            let volume = Volume { answered: 100.0, answered_within: within, ..Volume::default() };
            volumes.add(at(0, 9), PHONE_TRACKING, &volume);
        });
        assert_within(amount(&statement, "penalty_service_level_answered_phone_season"), penalty, 1e-12);
        assert_within(amount(&statement, "bonus_service_level_answered_phone_season"), bonus, 1e-12);
        assert_eq!(statement.kpi_periods_missed, u32::from(penalty < 0.0));
        assert_within(statement.revenue(), fee + penalty + bonus, 1e-12);
    }
}

#[test]
fn a_penalty_beside_a_bonus_is_the_one_that_counts() {
    let ladder = vec![
        step(LadderSide::Above, 0.05, PenaltySize::Amount(-10.0)),
        step(LadderSide::AtMost, 0.2, PenaltySize::Amount(1000.0)),
    ];
    let terms = with_kpis(vec![], vec![kpi(ABANDONMENT, None, KpiPeriod::Season, ladder)]);
    let statement = price(season(), terms, |volumes| volumes.add(0, CHAT_TRACKING, &of_ten(1.0)));
    assert_close(statement.penalties(), -10.0);
    assert_close(statement.bonuses(), 0.0);
}

#[test]
fn penalties_by_the_point_grow_with_the_miss() {
    let season_kpi =
        |metric, effect, side, threshold| kpi(metric, None, KpiPeriod::Season, vec![step(side, threshold, effect)]);
    let level = KpiMetric::ServiceLevel(ServiceLevelDefinition::Offered);
    let terms = with_kpis(
        vec![fixed_month(1000.0)],
        vec![
            season_kpi(level, PenaltySize::ShareOfFeePerPoint(-0.02), LadderSide::Below, 0.8),
            season_kpi(level, PenaltySize::AmountPerPoint(-7.0), LadderSide::Below, 0.8),
            season_kpi(KpiMetric::AverageSpeedOfAnswer, PenaltySize::AmountPerPoint(-7.0), LadderSide::Above, 30.0),
        ],
    );
    let statement = price(season(), terms, |volumes| {
        let volume = Volume {
            answered: 90.0,
            answered_within: 74.0,
            abandoned: 10.0,
            wait_answered_s: 90.0 * 32.5,
            ..Volume::default()
        };
        volumes.add(at(0, 9), PHONE_TRACKING, &volume);
    });
    assert_within(amount(&statement, "penalty_service_level_offered_season"), -0.12 * 1000.0 * MONTHS, 1e-12);
    assert_within(amount(&statement, "penalty_service_level_offered_season_2"), -42.0, 1e-12);
    assert_within(amount(&statement, "penalty_average_speed_of_answer_season"), -17.5, 1e-12);
    assert_eq!(statement.kpi_periods_missed, 3);
}

fn kpi_periods(scenario: Scenario, period: KpiPeriod, channel: Option<ChannelId>) -> u32 {
    let ladder = vec![step(LadderSide::Above, 0.05, PenaltySize::Amount(-1.0))];
    price(scenario, with_kpis(vec![], vec![kpi(ABANDONMENT, channel, period, ladder)]), |_| {}).kpi_periods
}

#[test]
fn a_season_has_its_intervals_of_opening_days_weeks_and_months() {
    // From Wednesday 26 November for 14 days: parts of three weeks, two months.
    let scenario = season_from(date(2025, 11, 26), 14);
    assert_eq!(kpi_periods(scenario.clone(), KpiPeriod::Interval, Some(PHONE)), 14 * 14);
    assert_eq!(kpi_periods(scenario.clone(), KpiPeriod::Interval, Some(CHAT)), 14 * 24);
    assert_eq!(kpi_periods(scenario.clone(), KpiPeriod::Interval, None), 14 * 24);
    assert_eq!(kpi_periods(scenario.clone(), KpiPeriod::Day, None), 14);
    assert_eq!(kpi_periods(scenario.clone(), KpiPeriod::Week, None), 3);
    assert_eq!(kpi_periods(scenario.clone(), KpiPeriod::Month, None), 2);
    assert_eq!(kpi_periods(scenario, KpiPeriod::Season, None), 1);
    assert_eq!(kpi_periods(season(), KpiPeriod::Week, None), 2);
}

#[test]
fn an_empty_period_is_met_and_earns_nothing() {
    let ladder = vec![
        step(LadderSide::Above, 0.05, PenaltySize::Amount(-100.0)),
        step(LadderSide::AtMost, 0.05, PenaltySize::Amount(10.0)),
    ];
    let terms = with_kpis(vec![], vec![kpi(ABANDONMENT, None, KpiPeriod::Day, ladder)]);
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &of_ten(1.0));
        volumes.add(at(1, 9), PHONE_TRACKING, &of_ten(0.0));
    });
    assert_eq!((statement.kpi_periods, statement.kpi_periods_missed), (14, 1));
    assert_close(statement.penalties(), -100.0);
    assert_close(statement.bonuses(), 10.0);
}

#[test]
fn a_days_fee_is_its_volume_and_its_part_of_the_month() {
    let terms = with_kpis(
        vec![
            fixed_month(3000.0),
            per_contact(2.0, 2.0, 0.0),
            volume_fee(FeeKind::PerAbandoned { amount: -9.0, channel: None }),
        ],
        vec![abandonment_penalty(KpiPeriod::Day, 0.1)],
    );
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(2, 9), PHONE_TRACKING, &of_ten(1.0));
        volumes.add(at(3, 9), PHONE_TRACKING, &of_ten(0.0));
    });
    // 3000 / 30 for a November day, and nine contacts; the charge for the abandoned one is not part of the fee.
    assert_close(amount(&statement, "penalty_abandonment_day"), -0.1 * (100.0 + 18.0));
}

#[test]
fn a_weeks_fee_spans_two_months() {
    // Five days of a week in November alone.
    let scenario = season_from(date(2025, 11, 26), 5);
    let terms = with_kpis(vec![fixed_month(3100.0)], vec![abandonment_penalty(KpiPeriod::Week, 0.1)]);
    let statement = price(scenario, terms, |volumes| volumes.add(at(0, 9), PHONE_TRACKING, &of_ten(1.0)));
    assert_within(statement.penalties(), -0.1 * 5.0 * 3100.0 / 30.0, 1e-12);

    // Monday 29 September to Sunday 5 October.
    let scenario = season_from(date(2025, 9, 29), 7);
    let terms = with_kpis(vec![fixed_month(3100.0)], vec![abandonment_penalty(KpiPeriod::Week, 0.1)]);
    let statement = price(scenario, terms, |volumes| volumes.add(at(0, 9), PHONE_TRACKING, &of_ten(1.0)));
    assert_within(statement.penalties(), -0.1 * (2.0 * 3100.0 / 30.0 + 5.0 * 100.0), 1e-12);
}

#[test]
fn an_intervals_fee_is_what_fell_in_it() {
    let mut terms = with_kpis(vec![per_contact(2.0, 2.0, 0.0)], vec![abandonment_penalty(KpiPeriod::Interval, 0.5)]);
    terms.surcharges = vec![Surcharge { when: SurchargeWhen::Hours(9 * 3600, 10 * 3600), factor: 1.5 }];
    let statement = price(season(), terms, |volumes| {
        volumes.add(at(2, 9), PHONE_TRACKING, &of_ten(1.0));
        volumes.add(at(2, 10), PHONE_TRACKING, &of_ten(2.0));
        volumes.add(at(2, 11), PHONE_TRACKING, &of_ten(0.0));
    });
    assert_close(statement.fees(), 27.0 + 16.0 + 20.0);
    assert_close(statement.penalties(), -0.5 * (27.0 + 16.0));
    assert_eq!(statement.kpi_periods_missed, 2);
}

#[test]
fn a_share_of_no_fee_costs_nothing_but_the_period_is_missed() {
    let terms = with_kpis(vec![], vec![abandonment_penalty(KpiPeriod::Month, 0.1)]);
    let statement = price(season(), terms, |volumes| volumes.add(at(2, 9), PHONE_TRACKING, &of_ten(1.0)));
    assert_close(statement.penalties(), 0.0);
    assert_eq!((statement.kpi_periods, statement.kpi_periods_missed), (2, 1));
}

fn capped(period: KpiPeriod, share: f64, cap: f64) -> Contract {
    let kpis = vec![abandonment_penalty(period, share)];
    Contract { penalty_cap: Some(cap), ..with_kpis(vec![fixed_month(3000.0)], kpis) }
}

fn missed_in_november() -> impl Fn(&mut peakdesk::money::Volumes) {
    |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &of_ten(1.0));
        volumes.add(at(1, 9), PHONE_TRACKING, &of_ten(1.0));
        volumes.add(at(7, 9), PHONE_TRACKING, &of_ten(0.0));
    }
}

#[test]
fn the_cap_gives_back_what_passes_its_share_of_the_months_fees() {
    // Two November days of 100 each at half: 100 in a month of 700 with a cap of 70.
    let statement = price(season(), capped(KpiPeriod::Day, 0.5, 0.1), missed_in_november());
    assert_close(amount(&statement, "penalty_abandonment_day"), -100.0);
    assert_close(amount(&statement, "penalty_cap"), 30.0);
    assert_eq!(kind(&statement, "penalty_cap"), LineKind::Penalty);
    assert_close(statement.penalties(), -70.0);
    let statement = price(season(), capped(KpiPeriod::Day, 0.5, 0.2), missed_in_november());
    assert_close(amount(&statement, "penalty_cap"), 0.0);
}

#[test]
fn a_seasons_penalty_falls_on_its_months_as_their_fees_do() {
    let statement = price(season(), capped(KpiPeriod::Season, 0.12, 0.1), missed_in_november());
    let fees = statement.fees();
    assert_within(amount(&statement, "penalty_abandonment_season"), -0.12 * fees, 1e-12);
    assert_within(statement.penalties(), -0.1 * fees, 1e-12);
}

#[test]
fn an_amount_without_any_fee_falls_on_months_by_time_and_a_cap_waives_it() {
    let ladder = vec![step(LadderSide::Above, 0.05, PenaltySize::Amount(-140.0))];
    let mut terms = with_kpis(vec![], vec![kpi(ABANDONMENT, None, KpiPeriod::Season, ladder)]);
    terms.penalty_cap = Some(0.1);
    let statement = price(season(), terms, missed_in_november());
    assert_within(amount(&statement, "penalty_cap"), 140.0, 1e-12);
    assert_within(statement.penalties(), 0.0, 1e-12);
}

#[test]
fn the_cap_counts_all_clauses_together_and_leaves_bonuses() {
    let mut terms = capped(KpiPeriod::Month, 0.08, 0.1);
    terms.kpis.push(abandonment_penalty(KpiPeriod::Month, 0.05));
    terms.kpis.push(kpi(
        KpiMetric::AnswerRate,
        None,
        KpiPeriod::Season,
        vec![step(LadderSide::AtLeast, 0.5, PenaltySize::Amount(11.0))],
    ));
    let statement = price(season(), terms, missed_in_november());
    assert_within(amount(&statement, "penalty_abandonment_month"), -56.0, 1e-12);
    assert_within(amount(&statement, "penalty_abandonment_month_2"), -35.0, 1e-12);
    assert_within(statement.penalties(), -70.0, 1e-12);
    assert_close(statement.bonuses(), 11.0);
}

fn relieved(fresh: f64, redials_as_answered: f64) -> Statement {
    let mut terms = with_kpis(vec![fixed_month(3000.0)], vec![abandonment_penalty(KpiPeriod::Day, 0.1)]);
    terms.kpi_relief = Some(0.25);
    terms.renewal = Some(Renewal { chance_met: 0.9, chance_missed: 0.2, profit_year: 1080.0, discount: 0.08 });
    price(season(), terms, |volumes| {
        let volume =
            Volume { fresh, answered: fresh - 50.0 + redials_as_answered, abandoned: 50.0, ..Volume::default() };
        volumes.add(at(4, 9), PHONE_TRACKING, &volume);
    })
}

#[test]
fn relief_waives_penalties_when_fresh_contacts_passed_the_forecast() {
    // 288 are expected on a day; 360 is a quarter more.
    let statement = relieved(360.0, 0.0);
    assert_eq!((statement.kpi_periods_missed, statement.kpi_periods_relieved), (1, 0));
    assert_close(statement.penalties(), -10.0);
    let statement = relieved(361.0, 0.0);
    assert_eq!((statement.kpi_periods_missed, statement.kpi_periods_relieved), (1, 1));
    assert_close(statement.penalties(), 0.0);
    // Redials do not bring relief.
    assert_eq!(relieved(360.0, 100.0).kpi_periods_relieved, 0);
}

#[test]
fn relief_on_a_channel_looks_at_that_channels_volume() {
    let ladder = vec![step(LadderSide::Above, 0.05, PenaltySize::Amount(-10.0))];
    let mut terms = with_kpis(vec![], vec![kpi(ABANDONMENT, Some(PHONE), KpiPeriod::Day, ladder)]);
    terms.kpi_relief = Some(0.0);
    let bill = |phone: f64, chat: f64| {
        price(season(), terms.clone(), |volumes| {
            volumes.add(at(0, 9), PHONE_COMPLAINT, &Volume { fresh: phone, abandoned: 1.0, ..Volume::default() });
            volumes.add(at(0, 9), CHAT_TRACKING, &Volume { fresh: chat, ..Volume::default() });
        })
        .kpi_periods_relieved
    };
    // 168 are expected by phone on a day.
    assert_eq!(bill(168.0, 9999.0), 0);
    assert_eq!(bill(169.0, 0.0), 1);
}

#[test]
fn renewal_is_worth_its_chance_times_a_discounted_year_and_stays_out_of_the_profit() {
    // 13 of 14 days met, then all of them because relief counts as met.
    let chance = 0.2 + 0.7 * 13.0 / 14.0;
    assert_within(relieved(360.0, 0.0).renewal_value.expect("a renewal clause"), chance * 1000.0, 1e-12);
    let statement = relieved(361.0, 0.0);
    assert_within(statement.renewal_value.expect("a renewal clause"), 900.0, 1e-12);
    assert_within(statement.profit(), 3000.0 * MONTHS, 1e-12);

    let mut terms = contract(vec![]);
    terms.renewal = Some(Renewal { chance_met: 0.9, chance_missed: 0.2, profit_year: 1000.0, discount: 0.0 });
    assert_close(price(season(), terms, |_| {}).renewal_value.expect("a renewal clause"), 900.0);
    assert_eq!(price(season(), contract(vec![]), |_| {}).renewal_value, None);
}
