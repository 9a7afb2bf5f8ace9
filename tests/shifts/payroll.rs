//! Costs of a roster, reckoned by hand.

use peakdesk::money::Payroll;
use peakdesk::scenario::model::{DayKind, GroupId, Scenario, StaffingPlan, Supervisors};
use peakdesk::staffing::lay_shifts;

use crate::small_desk::{desk, plan};

/// Shifts of eight hours without a break, from 08:00 or 14:00.
const EIGHT_HOURS: &str = r#"
starts  = { from = "08:00", to = "14:00", every = "6h" }
lengths = ["8h"]
"#;

#[track_caller]
fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} instead of {expected}");
}

/// So many on duty on the phone from 08:00 to 16:00, by day.
fn mornings(scenario: &Scenario, agents: [u32; 14]) -> StaffingPlan {
    plan(
        scenario,
        |group, day, half_hour| {
            if group == GroupId(0) && (16..32).contains(&half_hour) { agents[day] } else { 0 }
        },
    )
}

fn laid(scenario: &Scenario, agents: [u32; 14]) -> StaffingPlan {
    lay_shifts(scenario, &mornings(scenario, agents)).expect("there is no limit on people")
}

#[test]
fn hours_of_shifts_are_paid_and_not_those_required() {
    let scenario = desk(EIGHT_HOURS, "wage = { hour = 25 }");
    // four on duty are five in shifts; five days of five people
    let plan = laid(&scenario, [4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let payroll = Payroll::of(&scenario, &plan);
    assert_eq!((payroll.heads[0], payroll.paid_hours[0]), (5, 200.0));
    assert_close(payroll.wages_regular, 200.0 * 25.0);
    assert_eq!((payroll.overtime_premium, payroll.rest_day_premium), (Some(0.0), Some(0.0)));
    assert_close(payroll.social_charges, 0.25 * 5000.0);
    assert_eq!(payroll.seats, 5.0);
}

#[test]
fn the_monthly_wage_is_owed_to_the_idle() {
    let scenario = desk(EIGHT_HOURS, "wage = { month = 4350 }\nheads = { min = 10 }");
    let plan = laid(&scenario, [4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let payroll = Payroll::of(&scenario, &plan);
    assert_eq!(payroll.heads[0], 10);
    // two weeks of November for ten people; their 200 hours at 25 are less
    assert_close(payroll.wages_regular, 10.0 * 4350.0 * 14.0 / 30.0);
}

#[test]
fn a_sixth_day_of_the_rota_is_overtime_at_one_and_a_half() {
    let shifts = format!("{EIGHT_HOURS}days_a_week = 6\novertime_month = \"36h\"");
    let scenario = desk(&shifts, "wage = { hour = 20 }\nheads = { max = 5 }");
    let plan = laid(&scenario, [4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
    let week = plan.roster.as_ref().unwrap().groups[0].weeks[0];
    assert_eq!((week.heads, week.overtime_hours, week.rest_day_hours), (5, 40.0, 0.0));
    let payroll = Payroll::of(&scenario, &plan);
    assert_close(payroll.wages_regular, 240.0 * 20.0);
    assert_close(payroll.overtime_premium.unwrap(), 40.0 * 20.0 * 0.5);
    assert_close(payroll.social_charges, 0.25 * (4800.0 + 400.0));
}

#[test]
fn a_day_beyond_the_rota_is_paid_twice() {
    let shifts = format!("{EIGHT_HOURS}rest_days_worked = 1\novertime_month = \"36h\"");
    let scenario = desk(&shifts, "wage = { hour = 20 }\nheads = { max = 5 }");
    let plan = laid(&scenario, [4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
    let week = plan.roster.as_ref().unwrap().groups[0].weeks[0];
    assert_eq!((week.heads, week.overtime_hours, week.rest_day_hours), (5, 0.0, 40.0));
    let payroll = Payroll::of(&scenario, &plan);
    assert_close(payroll.rest_day_premium.unwrap(), 40.0 * 20.0);
    assert_eq!(payroll.overtime_premium, Some(0.0));
}

#[test]
fn people_are_hired_by_the_week_and_trained() {
    let group = "wage = { hour = 25 }\nhiring = { cost = 400, training = \"24h\" }";
    let mut scenario = desk(EIGHT_HOURS, group);
    scenario.costs.supervisors = Some(Supervisors { span: 10.0, wage_month: 6000.0 });
    let plan = laid(&scenario, [4, 4, 4, 4, 4, 0, 0, 8, 8, 8, 8, 8, 0, 0]);
    let weeks = &plan.roster.as_ref().unwrap().groups[0].weeks;
    assert_eq!(weeks.iter().map(|week| (week.heads, week.hired)).collect::<Vec<_>>(), [(5, 5), (10, 5)]);
    let payroll = Payroll::of(&scenario, &plan);
    assert_eq!((payroll.heads[0], payroll.hires[0]), (10, 10.0));
    assert_close(payroll.hiring, 4000.0);
    assert_close(payroll.training, 10.0 * 24.0 * 25.0);
    assert_close(payroll.supervisors, 1.5 * 6000.0 * 1.25 * 7.0 / 30.0);
}

#[test]
fn holidays_and_nights_are_paid_by_the_clock() {
    let shifts = "starts = { from = \"16:00\", to = \"20:00\", every = \"4h\" }\nlengths = [\"8h\"]";
    let mut scenario = desk(shifts, "wage = { hour = 20 }");
    scenario.calendar.day_kinds[1] = DayKind::StatutoryHoliday;
    // the chat desk from 20:00 to 04:00, beginning on the first day: two hours of the shift fall before the night
    let asked = plan(&scenario, |group, day, half_hour| {
        let is_evening = day == 0 && half_hour >= 40;
        let is_morning = day == 1 && half_hour < 8;
        if group == GroupId(1) && (is_evening || is_morning) { 4 } else { 0 }
    });
    let plan = lay_shifts(&scenario, &asked).unwrap();
    let payroll = Payroll::of(&scenario, &plan);
    assert_eq!(payroll.paid_hours[1], 40.0);
    assert_close(payroll.night_allowance, 5.0 * 6.0 * 3.0);
    assert_close(payroll.holiday_premium, 5.0 * 4.0 * 20.0 * 2.0);
}

#[test]
fn overtime_is_worked_where_it_is_cheaper_than_hiring() {
    let shifts = format!("{EIGHT_HOURS}days_a_week = 6\novertime_month = \"36h\"");
    let heads = |cost: u32| {
        let group = format!("wage = {{ hour = 20 }}\nhiring = {{ cost = {cost} }}");
        let plan = laid(&desk(&shifts, &group), [4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
        plan.roster.unwrap().groups[0].weeks[0].heads
    };
    // a sixth person saves 40 hours of overtime premium: 400, with charges 500
    assert_eq!((heads(600), heads(300)), (5, 6));
}
