//! What a group costs by its roster: people by week, and the hours of their shifts.
//!
//! With the paid hours p of a week, of which o are overtime on days of the rota and r rest-day work, H people and hourly wage w:
//!
//! - basic pay of a week = w (o + r) + the larger of w (p - o - r) and, on a monthly wage, H x wage x the week's part of a
//!   month: who is employed by the month is paid for it, with work or without.
//! - overtime premium = (overtime factor - 1) w o; rest-day premium = (rest-day factor - 1) w r. Holiday premium and night
//!   allowance are on the hours paid then, by the clock, and come on top.
//! - hiring and training = people taken on, by week, at the group's terms; training is paid at the basic rate.
//! - supervisors = people over span, week by week.
//! - seats (of all groups) = the peak of agents at work at once.
//!
//! Hours of shifts that reach out of the season are paid, but bring no night allowance there.

use super::payroll::{AgentHours, Payroll};
use crate::scenario::model::{Calendar, GroupId, GroupRoster, RosterWeek, Scenario, Wage};

impl Payroll {
    /// Adds a group by its roster; its supervisors too.
    pub(super) fn add_roster(&mut self, scenario: &Scenario, roster: &GroupRoster, id: GroupId) {
        let (group, costs) = (&scenario.agent_groups[id.0], &scenario.costs);
        let hourly = group.hourly_wage(costs.hours_month);
        let hours = AgentHours::of(&scenario.calendar, &roster.paid);
        self.holiday_premium += (costs.holiday_factor - 1.0) * hours.holidays * hourly;
        self.night_allowance += costs.night_allowance_hour * hours.nights;
        let (mut overtime, mut rest_days) = (0.0, 0.0);
        for week in &roster.weeks {
            let months = months_of(&scenario.calendar, week);
            let extra = week.overtime_hours + week.rest_day_hours;
            let owed = match group.wage {
                Wage::Month(wage) => f64::from(week.heads) * wage * months,
                Wage::Hour(_) => 0.0,
            };
            self.wages_regular += f64::max((week.paid_hours - extra) * hourly, owed) + extra * hourly;
            overtime += (costs.overtime_factor - 1.0) * week.overtime_hours * hourly;
            rest_days += (costs.rest_day_factor - 1.0) * week.rest_day_hours * hourly;
            if let Some(leaders) = &costs.supervisors {
                let wage = leaders.wage_month * (1.0 + costs.social_charges);
                self.supervisors += f64::from(week.heads) / leaders.span * wage * months;
            }
        }
        *self.overtime_premium.get_or_insert(0.0) += overtime;
        *self.rest_day_premium.get_or_insert(0.0) += rest_days;
        let hires: f64 = roster.weeks.iter().map(|week| f64::from(week.hired)).sum();
        if let Some(hiring) = &group.hiring {
            self.hiring += hires * hiring.cost;
            self.training += hires * hiring.training_hours * hourly;
        }
        self.heads.push(roster.weeks.iter().map(|week| week.heads).max().unwrap_or(0));
        self.hires.push(hires);
        self.paid_hours.push(roster.weeks.iter().map(|week| week.paid_hours).sum());
    }
}

/// A week in months, each day as its share of the month that it lies in.
fn months_of(calendar: &Calendar, week: &RosterWeek) -> f64 {
    let share = |day: usize| 1.0 / f64::from(calendar.date(day).days_in_month());
    (week.first_day..week.first_day + week.days).map(share).sum()
}
