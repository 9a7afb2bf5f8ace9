//! One group's shifts over a season: duty day by duty day, each a covering program on what the shifts of the day before leave.

use super::covering::{Caps, Closeness, Pattern, cover};
use super::integer_program::WorkLimit;
use super::shift_patterns::{DutyDay, ShiftPattern, may_start_on};
use crate::scenario::model::{
    AgentGroup, Calendar, Costs, DAY_S, GroupId, LaidShift, LayingReport, Scenario, ShiftCover, ShiftRules, Wage,
};

/// Seconds of the day at which the night begins and ends.
const NIGHT: (u32, u32) = (22 * 3600, 6 * 3600);

/// The covering programs of one group.
#[derive(Debug)]
pub(super) struct GroupCovers<'s> {
    calendar: &'s Calendar,
    rules: &'s ShiftRules,
    group: &'s AgentGroup,
    duty: DutyDay,
    prices: Prices,
    limit: WorkLimit,
}

/// What a shift costs.
#[derive(Debug, Clone, Copy)]
struct Prices {
    hourly: f64,
    night_hour: f64,
    /// Hours that a shift of a monthly wage costs at the least.
    least_hours: f64,
    /// A shift's part of what it costs to have a person at all.
    per_shift: f64,
}

impl Prices {
    fn of(costs: &Costs, rules: &ShiftRules, group: &AgentGroup) -> Self {
        let charged = 1.0 + costs.social_charges;
        // a price of nothing would leave the programs without a preference
        let hourly = (group.hourly_wage(costs.hours_month) * charged).max(0.01);
        let days = (group.available_days.1 + 1 - group.available_days.0) as f64;
        let shifts_a_person = (days * f64::from(rules.days_a_week) / 7.0).max(1.0);
        let hire = group.hiring.map_or(0.0, |hiring| hiring.cost + hiring.training_hours * hourly);
        Prices {
            hourly,
            night_hour: costs.night_allowance_hour * charged,
            least_hours: match group.wage {
                Wage::Month(_) => rules.hours_a_week / f64::from(rules.days_a_week),
                Wage::Hour(_) => 0.0,
            },
            per_shift: hire / shifts_a_person,
        }
    }
}

/// The shifts of a group, and how they were found.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupShifts {
    /// In order of start.
    pub(super) shifts: Vec<LaidShift>,
    /// Agents at work by interval of the season.
    pub(super) scheduled: Vec<u32>,
    /// Agents short of the need by interval of the season.
    pub(super) short: Vec<f64>,
    /// Programs, cost and bound.
    pub(super) report: LayingReport,
}

impl<'s> GroupCovers<'s> {
    pub(super) fn new(
        scenario: &'s Scenario,
        rules: &'s ShiftRules,
        group: GroupId,
        need: &[u32],
        limit: WorkLimit,
    ) -> Self {
        let of = &scenario.agent_groups[group.0];
        GroupCovers {
            calendar: &scenario.calendar,
            rules,
            group: of,
            duty: DutyDay::of(scenario, rules, group, need),
            prices: Prices::of(&scenario.costs, rules, of),
            limit,
        }
    }

    /// Covers agents needed at work by interval of the season. `shift_price` by week raises the price of a shift, where too many
    /// are worked for the people there are; `most_shifts` caps those of a day.
    pub(super) fn lay(&self, need: &[u32], shift_price: &[f64], most_shifts: Option<u32>) -> GroupShifts {
        let a_day = self.calendar.intervals_per_day();
        let season = need.len();
        let mut laid = GroupShifts { scheduled: vec![0; season], short: vec![0.0; season], ..GroupShifts::default() };
        for duty_day in -1..self.calendar.days() as i64 {
            let first = duty_day * a_day as i64 + self.duty.boundary as i64;
            // intervals of the season in the duty day
            let from = first.max(0) as usize;
            let to = ((first + a_day as i64).max(0) as usize).min(season);
            let left: Vec<f64> =
                (from..to).map(|interval| f64::from(need[interval].saturating_sub(laid.scheduled[interval]))).collect();
            if left.iter().all(|left| *left <= 0.0) && self.rules.cover != ShiftCover::Nearest || from >= to {
                continue;
            }
            let week = (duty_day.max(0) / 7) as usize;
            let price = self.prices.per_shift + shift_price.get(week).copied().unwrap_or(0.0);
            self.lay_day(&left, from, first, price, most_shifts, &mut laid);
        }
        laid.shifts.sort_by(|a, b| (a.start_s, a.length_s, &a.breaks).cmp(&(b.start_s, b.length_s, &b.breaks)));
        laid
    }

    fn lay_day(
        &self,
        left: &[f64],
        from: usize,
        first: i64,
        price: f64,
        most_shifts: Option<u32>,
        laid: &mut GroupShifts,
    ) {
        let a_day = self.calendar.intervals_per_day() as i64;
        let is_wanted = |at: &usize| left.get(*at).is_some_and(|left| *left > 0.0);
        let offset = (from as i64 - first) as usize;
        let (shifts, patterns): (Vec<&ShiftPattern>, Vec<Pattern>) = self
            .duty
            .patterns
            .iter()
            .filter(|shift| may_start_on(self.group, (first + shift.start as i64).div_euclid(a_day)))
            .filter_map(|shift| {
                let within = shift.works.iter().filter(|at| **at >= offset).map(|at| at - offset);
                let works: Vec<usize> = within.filter(|at| *at < left.len()).collect();
                works.iter().any(is_wanted).then(|| (shift, Pattern { works, cost: self.cost(shift) + price }))
            })
            .unzip();
        let closeness = match self.rules.cover {
            ShiftCover::Full => Closeness::Full,
            ShiftCover::ShortHour(price) => Closeness::ShortInterval(price * self.calendar.interval_hours()),
            ShiftCover::Nearest => Closeness::Nearest,
        };
        let caps = Caps { in_all: most_shifts, ..Caps::default() };
        let found = cover(left, &patterns, closeness, caps, self.limit);
        laid.report.programs += 1;
        laid.report.stopped_early += u32::from(!found.is_within_gap);
        laid.report.cost += found.objective;
        laid.report.bound += found.bound;
        found.short.iter().enumerate().for_each(|(at, short)| laid.short[from + at] = *short);
        for (shift, agents) in shifts.into_iter().zip(found.agents).filter(|(_, agents)| *agents > 0) {
            self.place(shift, first, agents, laid);
        }
    }

    fn place(&self, shift: &ShiftPattern, first: i64, agents: u32, laid: &mut GroupShifts) {
        for at in &shift.works {
            let interval = first + *at as i64;
            if let Some(scheduled) = usize::try_from(interval).ok().and_then(|at| laid.scheduled.get_mut(at)) {
                *scheduled += agents;
            }
        }
        laid.shifts.push(LaidShift {
            start_s: (first + shift.start as i64) * i64::from(self.calendar.interval_s),
            length_s: shift.length_s,
            breaks: shift.breaks.clone(),
            paid_s: self.rules.paid_s(shift.length_s),
            agents,
        });
    }

    /// Pay of one agent for a shift at the ordinary rate, with the employer's charges.
    fn cost(&self, shift: &ShiftPattern) -> f64 {
        let paid = f64::from(self.rules.paid_s(shift.length_s)) / 3600.0;
        let interval_s = self.calendar.interval_s;
        let nights = shift.works.iter().filter(|at| {
            let second = (((self.duty.boundary + **at) as u64 * u64::from(interval_s)) % u64::from(DAY_S)) as u32;
            second >= NIGHT.0 || second < NIGHT.1
        });
        let night_hours = nights.count() as f64 * self.calendar.interval_hours();
        paid.max(self.prices.least_hours) * self.prices.hourly + night_hours * self.prices.night_hour
    }
}
