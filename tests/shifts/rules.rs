//! What holds for any requirement.

use peakdesk::scenario::model::{GroupId, Scenario, StaffingPlan};
use peakdesk::staffing::lay_shifts;
use proptest::prelude::*;

use crate::small_desk::{SHIFTS, desk, half_hours, plan};

/// The seasonal group: available from the fifth day, learning for three days, at most 40 people.
const SEASONAL: &str = r#"
wage = { hour = 25 }
heads = { max = 40 }
available = { from = 2025-11-07, to = 2025-11-16 }
hiring = { cost = 400, training = "24h" }
attrition_month = 0.3
learning = [1.4, 1.2, 1.1, 1.0]
"#;

/// Agents by half-hour of phone hours, and of the chat's day, the same shape every day times a day's factor.
fn requirement(scenario: &Scenario, shape: &[u32], night: u32, days: &[u32]) -> StaffingPlan {
    let phone = scenario.agent_groups[0].clone();
    plan(scenario, |group, day, half_hour| match group {
        GroupId(0) if phone.works_on(day) && (16..44).contains(&half_hour) => shape[half_hour - 16] * days[day] / 4,
        GroupId(0) => 0,
        _ => night.max(if half_hour >= 16 { shape[(half_hour - 16) % 28] / 2 } else { 0 }),
    })
}

fn assert_rules(scenario: &Scenario, plan: &StaffingPlan) {
    let (rules, roster) = (scenario.shifts.as_ref().unwrap(), plan.roster.as_ref().unwrap());
    assert_eq!(roster.report.short_hours, 0.0);
    assert!(roster.report.bound <= roster.report.cost * (1.0 + 1e-9) && roster.report.gap() < 0.1);
    for (number, of) in roster.groups.iter().enumerate() {
        let (group, id) = (&scenario.agent_groups[number], GroupId(number));
        let mut scheduled = vec![0_u32; scenario.intervals()];
        let mut by_day = vec![0_u32; scenario.calendar.days() + 1];
        for shift in &of.shifts {
            assert!(shift.agents > 0 && rules.lengths_s.contains(&shift.length_s));
            assert!(rules.starts_s.contains(&shift.second_of_day()), "start {}", shift.second_of_day());
            let meals = usize::from(shift.length_s > 6 * 3600);
            assert_eq!(shift.breaks.len(), meals);
            for rest in &shift.breaks {
                assert!((3 * 3600..=5 * 3600).contains(&rest.after_s) && rest.length_s == 3600);
            }
            assert_eq!(shift.paid_s, shift.length_s - meals as u32 * 3600);
            if number == 0 {
                // within availability and opening hours
                assert!(shift.day() >= 0 && group.works_on(shift.day() as usize));
                assert!(shift.second_of_day() >= 8 * 3600 && shift.second_of_day() + shift.length_s <= 22 * 3600);
            }
            by_day[(shift.day() + 1) as usize] += shift.agents;
            for at in half_hours(shift) {
                if let Some(agents) = usize::try_from(at).ok().and_then(|at| scheduled.get_mut(at)) {
                    *agents += shift.agents;
                }
            }
        }
        assert_eq!(scheduled, of.scheduled);
        assert_eq!(of.paid, of.scheduled, "no break is paid");
        for (interval, agents) in scheduled.iter().enumerate() {
            let available = f64::from(*agents) * (1.0 - group.shrinkage);
            assert!(of.on_duty[interval] >= plan.required(id, interval), "{number} at {interval}");
            assert!((f64::from(of.on_duty[interval]) - available).abs() < 1.0 && of.on_duty[interval] <= *agents);
        }
        let mut people = 0;
        for week in &of.weeks {
            let days = week.first_day..week.first_day + week.days;
            let eve = if week.first_day == 0 { by_day[0] } else { 0 };
            let shifts: u32 = eve + days.clone().map(|day| by_day[day + 1]).sum::<u32>();
            assert!(days.clone().all(|day| by_day[day + 1] <= week.heads), "one shift a person and day");
            assert!(shifts <= week.heads * (rules.days_a_week + rules.rest_days_worked));
            let extra = week.overtime_hours + week.rest_day_hours;
            assert!(week.paid_hours - extra <= f64::from(week.heads) * rules.hours_a_week + 1e-9);
            assert!(extra <= f64::from(week.heads) * rules.overtime_month_h + 1e-9);
            assert!(group.heads_max.is_none_or(|most| week.heads <= most));
            if group.hiring.is_some() {
                assert_eq!(week.heads, people - week.left + week.hired, "people add up");
            }
            people = week.heads;
        }
        let paid: f64 = of.shifts.iter().map(|shift| shift.paid_hours()).sum();
        assert!((paid - of.weeks.iter().map(|week| week.paid_hours).sum::<f64>()).abs() < 1e-6);
        for (day, factor) in of.handle_factor.iter().enumerate() {
            let fastest = group.handle_time_factor;
            assert!(*factor >= fastest - 1e-12 && *factor <= 1.4 + 1e-12, "factor {factor} on {day}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn shifts_cover_every_requirement_and_keep_every_rule(
        shape in prop::collection::vec(0_u32..12, 28),
        night in 0_u32..3,
        days in prop::collection::vec(0_u32..5, 14),
    ) {
        let scenario = desk(SHIFTS, SEASONAL);
        let asked = requirement(&scenario, &shape, night, &days);
        let laid = lay_shifts(&scenario, &asked).expect("forty people are enough");
        prop_assert_eq!(&laid.required, &asked.required);
        assert_rules(&scenario, &laid);
        prop_assert_eq!(&lay_shifts(&scenario, &asked).unwrap(), &laid, "the same plan every time");
    }
}

#[test]
fn the_plan_is_the_same_on_one_thread_and_on_four() {
    let scenario = desk(SHIFTS, SEASONAL);
    let shape: Vec<u32> = (0..28).map(|at| 3 + (at * 7) % 9).collect();
    let asked = requirement(&scenario, &shape, 1, &[4; 14]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| lay_shifts(&scenario, &asked).unwrap())
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn without_shift_rules_a_plan_stays_as_it_is() {
    let mut scenario = desk(SHIFTS, "wage = { hour = 25 }");
    scenario.shifts = None;
    let asked = plan(&scenario, |_, _, half_hour| u32::from(half_hour > 20));
    assert_eq!(lay_shifts(&scenario, &asked).unwrap(), asked);
}

#[test]
fn a_night_desk_is_covered_across_midnight_and_by_the_eve() {
    let scenario = desk(SHIFTS, "wage = { hour = 25 }");
    let asked = plan(&scenario, |group, _, _| if group == GroupId(1) { 2 } else { 0 });
    let laid = lay_shifts(&scenario, &asked).unwrap();
    let shifts = &laid.roster.as_ref().unwrap().groups[1].shifts;
    assert!(shifts.iter().any(|shift| shift.second_of_day() + shift.length_s > 86_400), "some shifts pass midnight");
    assert!(laid.on_duty(GroupId(1)).iter().all(|agents| *agents >= 2));
}

#[test]
fn paid_rests_are_off_duty_and_paid() {
    let shifts = r#"
lengths = ["8h"]
breaks = [{ for = "30m", not_before = "2h", not_after = "6h", paid = true }]
"#;
    let scenario = desk(shifts, "wage = { hour = 25 }");
    let asked = plan(&scenario, |group, _, half_hour| u32::from(group == GroupId(0) && (20..36).contains(&half_hour)));
    let laid = lay_shifts(&scenario, &asked).unwrap();
    let group = &laid.roster.as_ref().unwrap().groups[0];
    let (paid, scheduled): (u32, u32) = (group.paid.iter().sum(), group.scheduled.iter().sum());
    let agents: u32 = group.shifts.iter().map(|shift| shift.agents).sum();
    assert_eq!((paid - scheduled, paid), (agents, agents * 16));
}

#[test]
fn a_price_on_short_hours_leaves_a_lone_peak_uncovered() {
    let asked = |scenario: &Scenario| {
        plan(scenario, |group, _, half_hour| match (group, half_hour) {
            (GroupId(0), 30) => 8,
            (GroupId(0), 16..44) => 4,
            _ => 0,
        })
    };
    let priced = desk(&format!("{SHIFTS}short_hour = 60"), "wage = { hour = 25 }");
    let full = desk(SHIFTS, "wage = { hour = 25 }");
    let (soft, hard) = (lay_shifts(&priced, &asked(&priced)).unwrap(), lay_shifts(&full, &asked(&full)).unwrap());
    let (soft, hard) = (soft.roster.unwrap(), hard.roster.unwrap());
    // four agents of five for half an hour cost 30 x 2.5 a day; a shift for each of them costs 125
    assert!(soft.report.short_hours > 0.0 && hard.report.short_hours == 0.0);
    assert!(soft.paid_hours(GroupId(0)) < hard.paid_hours(GroupId(0)));
}

#[test]
fn the_nearest_cover_may_be_over_and_under() {
    let scenario = desk(&format!("{SHIFTS}cover = \"nearest\""), "wage = { hour = 25 }");
    let asked = plan(&scenario, |group, _, half_hour| match (group, half_hour) {
        (GroupId(0), 30) => 8,
        (GroupId(0), 16..44) => 4,
        _ => 0,
    });
    let group = &lay_shifts(&scenario, &asked).unwrap().roster.unwrap().groups[0];
    // the eight need ten in shifts for half an hour; five are there all day, and one peak of five is nearest left short
    assert!(group.scheduled[30] >= 5 && group.scheduled[30] < 10);
}

#[test]
fn new_people_are_slower_and_are_made_up_for() {
    let scenario = desk(SHIFTS, SEASONAL);
    // nobody until the second week, then ten: who starts then is slower than the plan took him to be
    let asked = plan(&scenario, |group, day, half_hour| {
        if group == GroupId(0) && (7..13).contains(&day) && (16..44).contains(&half_hour) { 10 } else { 0 }
    });
    let laid = lay_shifts(&scenario, &asked).unwrap();
    let group = &laid.roster.as_ref().unwrap().groups[0];
    assert!(group.weeks[1].hired > 0 || group.weeks[0].hired > 0);
    for day in 7..13 {
        let ratio = laid.handle_factor_on(&scenario, GroupId(0), day) / scenario.agent_groups[0].handle_factor_on(day);
        assert!(ratio >= 1.0 - 1e-12);
        for half_hour in 16..44 {
            let work = f64::from(group.scheduled[day * 48 + half_hour]) * 0.8 / ratio;
            assert!(work >= 10.0 - 1e-6, "work {work} on day {day}");
        }
    }
}
