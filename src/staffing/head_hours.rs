//! How many agent hours on duty a group's heads can give in shifts: what bounds a requirement before any shift is laid.

use crate::scenario::model::{AgentGroup, Calendar, Scenario, ShiftRules};

/// Part of the hours of shifts that a changing requirement can use; the rest is over at one time or another. Shifts of four
/// and nine hours on a round-the-clock chat use 0.82 of the hours that their people could work, on a phone desk some 0.87; a
/// little less leaves room for days that suit shifts worse.
const FIT: f64 = 0.8;

/// Weeks of a month.
const WEEKS_OF_A_MONTH: f64 = 365.25 / 12.0 / 7.0;

/// Agent hours on duty that one head can give.
#[derive(Debug, Clone, Copy, PartialEq)]
struct HoursOfAHead {
    a_day: f64,
    a_week: f64,
}

impl HoursOfAHead {
    fn of(rules: &ShiftRules, group: &AgentGroup) -> Self {
        let days = f64::from(rules.days_a_week + rules.rest_days_worked);
        let most_hours = rules.hours_a_week + rules.overtime_month_h / WEEKS_OF_A_MONTH;
        let (mut a_day, mut a_week) = (0.0f64, 0.0f64);
        for length in &rules.lengths_s {
            let working = f64::from(rules.working_s(*length)) / 3600.0;
            let paid = f64::from(rules.paid_s(*length)) / 3600.0;
            a_day = a_day.max(working);
            if paid > 0.0 {
                a_week = a_week.max((days * working).min(most_hours * working / paid));
            }
        }
        let on_duty = FIT * (1.0 - group.shrinkage);
        HoursOfAHead { a_day: a_day * on_duty, a_week: a_week * on_duty }
    }
}

/// The part of what a group is asked for that its heads can give in shifts, by day; `None` where nothing binds.
pub(super) fn workable_shares(scenario: &Scenario, group: &AgentGroup, asked: &[f64]) -> Option<Vec<f64>> {
    let (rules, heads) = (scenario.shifts.as_ref()?, f64::from(group.heads_max?));
    let head = HoursOfAHead::of(rules, group);
    let by_day = hours_by_day(&scenario.calendar, asked);
    let mut shares: Vec<f64> =
        by_day.iter().map(|hours| if *hours > 0.0 { (heads * head.a_day / hours).min(1.0) } else { 1.0 }).collect();
    for (first, week) in by_day.chunks(7).enumerate() {
        let days = first * 7..first * 7 + week.len();
        let hours: f64 = week.iter().zip(&shares[days.clone()]).map(|(hours, share)| hours * share).sum();
        let most = heads * head.a_week * (week.len() as f64 / 7.0).max(1.0 / 7.0);
        if hours > most {
            shares[days].iter_mut().for_each(|share| *share *= most / hours);
        }
    }
    shares.iter().any(|share| *share < 1.0 - 1e-9).then_some(shares)
}

fn hours_by_day(calendar: &Calendar, agents: &[f64]) -> Vec<f64> {
    agents.chunks(calendar.intervals_per_day()).map(|day| day.iter().sum::<f64>() * calendar.interval_hours()).collect()
}
