//! What a staffing plan costs whatever the contacts do: wages, hiring, seats, team leaders.
//!
//! Where a plan has no roster, these rules stand for one (h = hours of agents required, s = shrinkage):
//!
//! - paid hours of a group = h / (1 - s). Agents who are absent are paid. A monthly wage is paid by the hour at
//!   wage / full-time hours, but a group with one costs at least `heads_min` x wage x the months of its availability.
//! - heads of a group = the largest of: the peak day's paid hours over 8, the peak number scheduled (both rounded up), and
//!   `heads_min`.
//! - hires of a group with hiring terms = heads x (1 + attrition a month x the months of its availability): who leaves is replaced.
//! - holiday premium = (holiday factor - 1) x hourly wage x the paid hours of statutory holidays.
//! - night allowance = allowance x the paid hours between 22:00 and 06:00.
//! - social charges = their share of regular wages, holiday premium, night allowance and paid training.
//! - seats = the peak of all agents scheduled at once, rounded up.
//! - supervisors = heads over span (fractions allowed), paid by the month with social charges.
//!
//! Overtime and rest-day pay need a rota and are not owed without one. With a roster see `roster_payroll`; social charges and
//! seats are reckoned as above, seats on those at work in shifts.

use crate::scenario::model::{AgentGroup, Calendar, DayKind, GroupId, Scenario, StaffingPlan, Wage};

/// Hours of a full day's work, by which a peak day's hours are turned into heads.
const HOURS_OF_A_DAY: f64 = 8.0;
/// Seconds of the day at which the night begins and ends.
const NIGHT: (u32, u32) = (22 * 3600, 6 * 3600);

/// The cost of a plan over the season. Money in the scenario's currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Payroll {
    /// People employed, by group; the most at any time.
    pub heads: Vec<u32>,
    /// People taken on for the season, with replacements for those who leave, by group; zero for groups without hiring terms.
    pub hires: Vec<f64>,
    /// Paid hours by group.
    pub paid_hours: Vec<f64>,
    /// Seats: peak agents scheduled at once.
    pub seats: f64,
    /// Regular wages.
    pub wages_regular: f64,
    /// Extra pay on statutory holidays.
    pub holiday_premium: f64,
    /// Extra pay for overtime; `None` without a roster.
    pub overtime_premium: Option<f64>,
    /// Extra pay for work on rest days beyond the rota; `None` without a roster.
    pub rest_day_premium: Option<f64>,
    /// Extra pay at night.
    pub night_allowance: f64,
    /// Employer's charges on wages and paid training.
    pub social_charges: f64,
    /// Recruiting.
    pub hiring: f64,
    /// Paid training before the first contact.
    pub training: f64,
    /// Site and equipment.
    pub seat_cost: f64,
    /// Team leaders, with social charges.
    pub supervisors: f64,
}

impl Payroll {
    /// The cost of a plan.
    pub fn of(scenario: &Scenario, plan: &StaffingPlan) -> Self {
        let costs = &scenario.costs;
        let months = scenario.calendar.season_months();
        let mut payroll = Payroll {
            heads: Vec::new(),
            hires: Vec::new(),
            paid_hours: Vec::new(),
            seats: round_up(peak_scheduled(scenario, plan)),
            wages_regular: 0.0,
            holiday_premium: 0.0,
            overtime_premium: None,
            rest_day_premium: None,
            night_allowance: 0.0,
            social_charges: 0.0,
            hiring: 0.0,
            training: 0.0,
            seat_cost: 0.0,
            supervisors: 0.0,
        };
        for group in 0..scenario.agent_groups.len() {
            match &plan.roster {
                Some(roster) => payroll.add_roster(scenario, &roster.groups[group], GroupId(group)),
                None => payroll.add_group(scenario, plan, GroupId(group)),
            }
        }
        let extra = payroll.overtime_premium.unwrap_or(0.0) + payroll.rest_day_premium.unwrap_or(0.0);
        let wages =
            payroll.wages_regular + payroll.holiday_premium + payroll.night_allowance + payroll.training + extra;
        payroll.social_charges = costs.social_charges * wages;
        payroll.seat_cost = payroll.seats * costs.seat_month * months;
        if let (Some(supervisors), None) = (&costs.supervisors, &plan.roster) {
            let heads: f64 = payroll.heads.iter().map(|heads| f64::from(*heads)).sum();
            payroll.supervisors =
                heads / supervisors.span * supervisors.wage_month * months * (1.0 + costs.social_charges);
        }
        payroll
    }

    fn add_group(&mut self, scenario: &Scenario, plan: &StaffingPlan, id: GroupId) {
        let (group, costs) = (&scenario.agent_groups[id.0], &scenario.costs);
        let hours = AgentHours::of(&scenario.calendar, &plan.required[id.0]);
        let hourly = group.hourly_wage(costs.hours_month);
        let paid = |agent_hours: f64| agent_hours / (1.0 - group.shrinkage);
        let months = months_available(&scenario.calendar, group);

        let guaranteed = match group.wage {
            Wage::Month(amount) => f64::from(group.heads_min) * amount * months,
            Wage::Hour(_) => 0.0,
        };
        self.wages_regular += f64::max(paid(hours.total) * hourly, guaranteed);
        self.holiday_premium += (costs.holiday_factor - 1.0) * paid(hours.holidays) * hourly;
        self.night_allowance += costs.night_allowance_hour * paid(hours.nights);

        let by_day = round_up(paid(hours.peak_day) / HOURS_OF_A_DAY);
        let at_once = round_up(plan.peak_scheduled(scenario, id));
        let heads = by_day.max(at_once).max(f64::from(group.heads_min));
        let hires = group.hiring.map_or(0.0, |_| heads * (1.0 + group.attrition_month * months));
        if let Some(hiring) = &group.hiring {
            self.hiring += hires * hiring.cost;
            self.training += hires * hiring.training_hours * hourly;
        }
        self.heads.push(heads as u32);
        self.hires.push(hires);
        self.paid_hours.push(paid(hours.total));
    }
}

/// Hours of agents required, by what labour law makes of them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct AgentHours {
    pub(super) total: f64,
    pub(super) holidays: f64,
    pub(super) nights: f64,
    pub(super) peak_day: f64,
}

impl AgentHours {
    /// The hours of agents by interval of the season.
    pub(super) fn of(calendar: &Calendar, agents: &[u32]) -> Self {
        let nights: Vec<f64> = (0..calendar.intervals_per_day()).map(|i| night_hours(calendar, i)).collect();
        let mut hours = AgentHours::default();
        for (day, agents) in agents.chunks(calendar.intervals_per_day()).enumerate() {
            let today = agents.iter().map(|agents| f64::from(*agents)).sum::<f64>() * calendar.interval_hours();
            hours.total += today;
            hours.peak_day = hours.peak_day.max(today);
            if calendar.day_kinds[day] == DayKind::StatutoryHoliday {
                hours.holidays += today;
            }
            hours.nights += agents.iter().zip(&nights).map(|(agents, night)| f64::from(*agents) * night).sum::<f64>();
        }
        hours
    }
}

/// Hours of an interval of the day that lie between 22:00 and 06:00.
fn night_hours(calendar: &Calendar, interval: usize) -> f64 {
    let start = calendar.second_of_day(interval);
    let end = start + calendar.interval_s;
    let (begins, ends) = NIGHT;
    let seconds = ends.min(end).saturating_sub(start) + end.saturating_sub(begins.max(start));
    f64::from(seconds) / 3600.0
}

/// Months of the season in which a group works, parts of months counted as shares.
fn months_available(calendar: &Calendar, group: &AgentGroup) -> f64 {
    let (first, last) = group.available_days;
    calendar
        .months()
        .iter()
        .map(|month| {
            let end = (month.first_day + month.days).min(last.saturating_add(1));
            let days = end.saturating_sub(month.first_day.max(first));
            month.share * days as f64 / month.days as f64
        })
        .sum()
}

/// Most agents of all groups scheduled at once.
fn peak_scheduled(scenario: &Scenario, plan: &StaffingPlan) -> f64 {
    let groups = scenario.agent_groups.len();
    (0..scenario.intervals())
        .map(|interval| (0..groups).map(|group| plan.scheduled(scenario, GroupId(group), interval)).sum())
        .fold(0.0, f64::max)
}

/// The next whole number, forgiving the rounding error of a quotient that should have been whole.
pub(super) fn round_up(value: f64) -> f64 {
    (value - 1e-9 * value.max(1.0)).ceil().max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_up_forgives_the_error_of_a_quotient() {
        assert_eq!([round_up(0.0), round_up(9.2), round_up(9.0)], [0.0, 10.0, 9.0]);
        assert_eq!(round_up(8.0 / (1.0 - 0.2)), 10.0);
        assert_eq!(round_up(64.0 / (1.0 - 0.36) / 8.0 * 0.64), 8.0);
        assert_eq!(round_up(7.000_001), 8.0);
    }

    #[test]
    fn night_lasts_from_ten_to_six() {
        let calendar =
            Calendar { first_day: jiff::civil::date(2025, 11, 1), interval_s: 1800, day_kinds: vec![DayKind::Workday] };
        let hours: f64 = (0..48).map(|interval| night_hours(&calendar, interval)).sum();
        assert_eq!(hours, 8.0);
        assert_eq!([11, 12, 43, 44, 47].map(|interval| night_hours(&calendar, interval)), [0.5, 0.0, 0.0, 0.5, 0.5]);
        let long = Calendar { interval_s: 4 * 3600, ..calendar };
        assert_eq!([0, 1, 4, 5].map(|interval| night_hours(&long, interval)), [4.0, 2.0, 0.0, 2.0]);
    }
}
