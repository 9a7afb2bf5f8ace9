//! Cost lines and the courier's own cost, worked out by hand.

use peakdesk::money::{LineKind, Payroll, Statement, Volume};
use peakdesk::scenario::model::*;

use crate::season::*;

fn price_idle(scenario: Scenario, plan: &StaffingPlan) -> Statement {
    price_plan(scenario, contract(vec![]), plan, |_| {})
}

#[test]
fn an_hourly_wage_is_paid_for_hours_over_one_less_shrinkage() {
    let mut scenario = season();
    scenario.agent_groups[0].wage = Wage::Hour(25.0);
    scenario.agent_groups[0].shrinkage = 0.2;
    scenario.agent_groups[0].absence = 0.1;
    let plan = flat_plan(&scenario, &[8]);
    let statement = price_idle(scenario, &plan);
    // Absent agents are paid: absence does not show.
    assert_close(amount(&statement, "wages_regular"), 14.0 * 24.0 * 10.0 * 25.0);
    assert_close(statement.profit(), -84_000.0);
}

#[test]
fn a_monthly_wage_is_paid_by_the_hour_but_never_below_that_of_the_fewest_heads() {
    let mut scenario = season();
    scenario.agent_groups[0].wage = Wage::Month(4350.0);
    scenario.agent_groups[0].heads_min = 30;
    let busy = flat_plan(&scenario, &[8]);
    assert_within(amount(&price_idle(scenario.clone(), &busy), "wages_regular"), 14.0 * 24.0 * 8.0 * 25.0, 1e-12);
    scenario.agent_groups[0].heads_min = 60;
    let idle = flat_plan(&scenario, &[1]);
    assert_close(amount(&price_idle(scenario.clone(), &idle), "wages_regular"), 60.0 * 4350.0 * MONTHS);
    // Only for the days on which the group is there at all.
    scenario.agent_groups[0].available_days = (7, 13);
    assert_close(amount(&price_idle(scenario.clone(), &idle), "wages_regular"), 60.0 * 4350.0 * DECEMBER);
    scenario.agent_groups[0].available_days = (5, 9);
    let months = 2.0 / 30.0 + 3.0 / 31.0;
    assert_close(amount(&price_idle(scenario, &idle), "wages_regular"), 60.0 * 4350.0 * months);
}

#[test]
fn holidays_and_nights_cost_extra_and_all_wages_carry_social_charges() {
    let mut scenario = season();
    scenario.agent_groups[0].wage = Wage::Hour(20.0);
    scenario.agent_groups[0].shrinkage = 0.2;
    scenario.costs.night_allowance_hour = 3.0;
    scenario.costs.social_charges = 0.3;
    scenario.calendar.day_kinds[3] = DayKind::StatutoryHoliday;
    scenario.calendar.day_kinds[4] = DayKind::RestDay;
    let mut plan = flat_plan(&scenario, &[0]);
    for day in [2, 3, 4] {
        for hour in [5, 6, 21, 22, 23] {
            plan.required[0][at(day, hour)] = 4;
        }
    }
    let statement = price_idle(scenario, &plan);
    // Five paid agents for five hours on three days; one of them a holiday; three hours of each at night.
    assert_close(amount(&statement, "wages_regular"), 75.0 * 20.0);
    assert_close(amount(&statement, "holiday_premium"), 25.0 * 2.0 * 20.0);
    assert_close(amount(&statement, "night_allowance"), 45.0 * 3.0);
    assert_close(amount(&statement, "social_charges"), 0.3 * (1500.0 + 1000.0 + 135.0));
}

#[test]
fn nights_are_counted_by_the_hour_when_intervals_are_shorter() {
    let mut scenario = season();
    scenario.calendar.interval_s = 900;
    for stream in &mut scenario.streams {
        stream.expected_contacts = vec![0.0; 14 * 96];
    }
    scenario.costs.night_allowance_hour = 4.0;
    let plan = flat_plan(&scenario, &[2]);
    assert_close(amount(&price_idle(scenario, &plan), "night_allowance"), 14.0 * 8.0 * 2.0 * 4.0);
}

#[test]
fn heads_are_the_most_of_the_peak_days_hours_the_peak_at_once_and_the_fewest() {
    let mut scenario = season();
    scenario.agent_groups[0].shrinkage = 0.2;
    let mut plan = flat_plan(&scenario, &[0]);
    let heads = |scenario: &Scenario, plan: &StaffingPlan| Payroll::of(scenario, plan).heads[0];
    assert_eq!(heads(&scenario, &plan), 0);
    // 10 paid agents at once for one hour.
    plan.required[0][at(1, 12)] = 8;
    assert_eq!(heads(&scenario, &plan), 10);
    // 11.25 paid agents for 16 hours make 180 hours: 22.5 heads of 8 hours.
    for hour in 6..22 {
        plan.required[0][at(2, hour)] = 9;
    }
    assert_eq!(heads(&scenario, &plan), 23);
    scenario.agent_groups[0].heads_min = 40;
    assert_eq!(heads(&scenario, &plan), 40);
}

#[test]
fn seasonal_people_are_recruited_and_trained_and_replaced_when_they_leave() {
    let mut scenario = season();
    scenario.agent_groups.push(group("seasonal", vec![PHONE_TRACKING], 14));
    let seasonal = &mut scenario.agent_groups[1];
    seasonal.wage = Wage::Hour(25.0);
    seasonal.hiring = Some(Hiring { cost: 400.0, training_hours: 24.0 });
    scenario.costs.social_charges = 0.1;
    let mut plan = flat_plan(&scenario, &[5, 0]);
    plan.required[1][at(6, 12)] = 10;
    let statement = price_idle(scenario.clone(), &plan);
    assert_close(amount(&statement, "hiring"), 4000.0);
    assert_close(amount(&statement, "training"), 10.0 * 24.0 * 25.0);
    assert_close(amount(&statement, "social_charges"), 0.1 * (250.0 + 6000.0));
    scenario.agent_groups[1].attrition_month = 0.2;
    let payroll = Payroll::of(&scenario, &plan);
    assert_close(payroll.hires[1], 10.0 * (1.0 + 0.2 * MONTHS));
    assert_close(payroll.hires[0], 0.0);
    assert_close(payroll.hiring, payroll.hires[1] * 400.0);
}

#[test]
fn seats_are_for_the_peak_of_all_groups_together() {
    let mut scenario = season();
    scenario.costs.seat_month = 700.0;
    scenario.agent_groups[0].shrinkage = 0.2;
    scenario.agent_groups.push(group("second", vec![CHAT_TRACKING], 14));
    let mut plan = flat_plan(&scenario, &[0, 0]);
    plan.required[0][at(0, 9)] = 8;
    plan.required[1][at(0, 9)] = 3;
    plan.required[1][at(0, 10)] = 12;
    // 10 + 3 at nine, 12 at ten.
    let statement = price_idle(scenario.clone(), &plan);
    assert_close(amount(&statement, "seats"), 13.0 * 700.0 * MONTHS);
    plan.required[0][at(0, 9)] = 9;
    assert_close(Payroll::of(&scenario, &plan).seats, 15.0);
}

#[test]
fn supervisors_are_paid_by_span_with_social_charges() {
    let mut scenario = season();
    scenario.costs.social_charges = 0.28;
    scenario.costs.supervisors = Some(Supervisors { span: 15.0, wage_month: 7000.0 });
    scenario.agent_groups[0].heads_min = 36;
    let plan = flat_plan(&scenario, &[0]);
    assert_close(amount(&price_idle(scenario, &plan), "supervisors"), 2.4 * 7000.0 * MONTHS * 1.28);
}

fn with_bot() -> Scenario {
    let mut scenario = season();
    scenario.costs.telecom_minute = 0.1;
    scenario.bot = Some(Bot {
        sessions: None,
        when_full: WhenBotIsFull::People,
        outage: None,
        cost: BotCost { session: 0.15, minute: 0.02, month: 5000.0, investment: 800_000.0, write_off_months: 40.0 },
    });
    scenario
}

fn an_hour_of_talk_on(stream: StreamId) -> impl Fn(&mut peakdesk::money::Volumes) {
    move |volumes| volumes.add(at(0, 9), stream, &Volume { talk_s: 3600.0, ..Volume::default() })
}

#[test]
fn telecom_is_for_talk_on_voice_channels_only() {
    let plan = flat_plan(&with_bot(), &[0]);
    let telecom = |stream| {
        let statement = price_plan(with_bot(), contract(vec![]), &plan, an_hour_of_talk_on(stream));
        amount(&statement, "telecom")
    };
    assert_close(telecom(PHONE_COMPLAINT), 6.0);
    assert_close(telecom(CHAT_TRACKING), 0.0);
}

#[test]
fn the_bot_costs_sessions_minutes_months_and_its_write_off() {
    let statement = price(with_bot(), contract(vec![]), |volumes| {
        let volume = Volume { bot_handled: 200.0, contained: 150.0, bot_time_s: 15_000.0, ..Volume::default() };
        volumes.add(at(0, 9), CHAT_TRACKING, &volume);
    });
    assert_close(amount(&statement, "bot_sessions"), 30.0);
    assert_close(amount(&statement, "bot_minutes"), 5.0);
    assert_close(amount(&statement, "bot_month"), 5000.0 * MONTHS);
    assert_close(amount(&statement, "bot_write_off"), 20_000.0 * MONTHS);
    let mut scenario = with_bot();
    scenario.bot.as_mut().expect("a bot").cost.write_off_months = 0.0;
    assert_close(amount(&price(scenario, contract(vec![]), |_| {}), "bot_write_off"), 0.0);
}

#[test]
fn overhead_is_on_all_costs_before_it_and_sales_tax_on_what_is_paid() {
    let mut scenario = with_bot();
    scenario.agent_groups[0].wage = Wage::Hour(25.0);
    scenario.costs.overhead = 0.08;
    scenario.costs.sales_tax = 0.06;
    let plan = flat_plan(&scenario, &[1]);
    let value_added = plain_fee(FeeKind::ValueAddedMonth { amount: 0.0, cost: 3000.0 });
    let mut terms = contract(vec![fixed_month(10_000.0), value_added]);
    let ladder = vec![step(LadderSide::Below, 1.0, PenaltySize::Amount(-500.0))];
    terms.kpis = vec![kpi(KpiMetric::AnswerRate, None, KpiPeriod::Season, ladder)];
    let statement = price_plan(scenario, terms, &plan, |volumes| {
        volumes.add(0, CHAT_TRACKING, &Volume { abandoned: 1.0, ..Volume::default() });
    });
    let before = 336.0 * 25.0 + 25_000.0 * MONTHS + 3000.0 * MONTHS;
    assert_close(amount(&statement, "overhead"), 0.08 * before);
    assert_close(amount(&statement, "sales_tax"), 0.06 * (10_000.0 * MONTHS - 500.0));
    assert_close(statement.cost(), 1.08 * before + 0.06 * statement.revenue());
    assert_close(statement.profit(), 0.94 * statement.revenue() - 1.08 * before);
}

#[test]
fn there_is_no_tax_on_negative_revenue() {
    let mut scenario = season();
    scenario.costs.sales_tax = 0.06;
    let charge = volume_fee(FeeKind::PerAbandoned { amount: -1.0, channel: None });
    let statement = price(scenario, contract(vec![charge]), |volumes| {
        volumes.add(0, CHAT_TRACKING, &Volume { abandoned: 10.0, ..Volume::default() });
    });
    assert_close(amount(&statement, "sales_tax"), 0.0);
    assert_close(statement.profit(), -10.0);
}

#[test]
fn every_contract_has_every_cost_line_in_the_same_order() {
    let statement = price(season(), contract(vec![]), |_| {});
    let wanted = [
        "wages_regular",
        "holiday_premium",
        "night_allowance",
        "social_charges",
        "hiring",
        "training",
        "seats",
        "supervisors",
        "telecom",
        "bot_sessions",
        "bot_minutes",
        "bot_month",
        "bot_write_off",
        "value_added_work",
        "overhead",
        "sales_tax",
    ];
    assert_eq!(names(&statement), wanted);
    assert!(statement.lines.iter().all(|line| line.kind == LineKind::Cost));
}

#[test]
fn in_house_the_same_hours_cost_the_couriers_own_terms() {
    let mut scenario = with_bot();
    scenario.in_house =
        Some(InHouse { wage_month: 5220.0, seat_month: 1200.0, overhead: 0.18, shrinkage: 0.28, social_charges: 0.3 });
    scenario.costs.night_allowance_hour = 3.0;
    scenario.calendar.day_kinds[0] = DayKind::StatutoryHoliday;
    // The outsourcer's own terms do not matter.
    scenario.agent_groups[0].wage = Wage::Hour(99.0);
    scenario.agent_groups[0].shrinkage = 0.5;
    scenario.costs.sales_tax = 0.06;
    let plan = flat_plan(&scenario, &[18]);
    let statement = price_plan(scenario, contract(vec![fixed_month(1.0)]), &plan, |volumes| {
        volumes.add(at(0, 9), PHONE_TRACKING, &Volume { talk_s: 3600.0, ..Volume::default() });
        volumes.add(at(0, 9), CHAT_TRACKING, &Volume { bot_handled: 200.0, ..Volume::default() });
    });
    // 18 on duty are 25 paid: 14 days and two more for the holiday, 24 hours at 30, 8 of them at night with 3 more.
    let wages = 25.0 * (16.0 * 24.0 * 30.0 + 14.0 * 8.0 * 3.0);
    let running = 6.0 + 30.0 + 25_000.0 * MONTHS;
    let wanted = (wages * 1.3 + 25.0 * 1200.0 * MONTHS + running) * 1.18;
    assert_within(statement.in_house_cost.expect("in-house terms"), wanted, 1e-12);
    assert_eq!(price(season(), contract(vec![]), |_| {}).in_house_cost, None);
}
