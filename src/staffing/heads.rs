//! From shifts to people, week by week.
//!
//! How many there are in each week is a small integer program: with H_w people, x_w hired, o_w hours of overtime and r_w rest
//! days worked, minimise hiring and training, premiums, the wages of those on a monthly wage who have no full work, and team
//! leaders, subject to
//!
//! - H_w at least the shifts of every day; D H_w + r_w at least those of the week; A H_w + o_w + h r_w at least its hours;
//! - H_w between the group's bounds, and at most those who stay of H_(w-1), plus x_w;
//! - where new people are slow: the sum over hires by week, each at the speed of its weeks on the job, at least the work of the
//!   shifts (they were laid for people who all started on the group's first day);
//! - o_w + h r_w within the cap of a month.
//!
//! Then the shifts are given to people one by one, which finds the true overtime; where that fails, one more is taken on.

use super::integer_program::{WorkLimit, least};
use super::people::{DayShifts, ExtraHours, Person, assign_week};
use super::unstaffable::{HeadsBind, Unstaffable};
use crate::scenario::model::{AgentGroup, GroupId, LaidShift, RosterWeek, Scenario, ShiftRules, Wage, roster_weeks};
use good_lp::{Expression, ProblemVariables, Variable, variable};

/// Enough to prove the best of these small programs; they have a few variables a week.
const LIMIT: WorkLimit = WorkLimit { nodes: 2_000, gap: 1e-4 };
/// Days in a month of a year, for rates by the month.
const DAYS_OF_A_MONTH: f64 = 365.25 / 12.0;

/// A group's people.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heads {
    /// Week by week.
    pub(super) weeks: Vec<RosterWeek>,
    /// Factor on handle times by day of the season.
    pub(super) handle_factor: Vec<f64>,
}

/// The work of a group in a week.
#[derive(Debug, Clone, Default)]
struct WeekWork {
    first_day: usize,
    days: usize,
    is_available: bool,
    by_day: Vec<DayShifts>,
}

impl WeekWork {
    fn shifts(&self) -> f64 {
        self.by_day.iter().map(|day| day.hours.len() as f64).sum()
    }

    fn most_in_a_day(&self) -> (usize, usize) {
        let busiest = self.by_day.iter().enumerate().max_by_key(|(place, day)| (day.hours.len(), usize::MAX - place));
        busiest.map_or((0, 0), |(place, day)| (place, day.hours.len()))
    }

    fn hours(&self) -> f64 {
        self.by_day.iter().flat_map(|day| &day.hours).sum()
    }
}

/// One group's people.
pub(super) struct HeadCount<'s> {
    scenario: &'s Scenario,
    rules: &'s ShiftRules,
    group: &'s AgentGroup,
    weeks: Vec<WeekWork>,
    leave_a_week: f64,
}

impl<'s> HeadCount<'s> {
    pub(super) fn new(scenario: &'s Scenario, rules: &'s ShiftRules, id: GroupId, shifts: &[LaidShift]) -> Self {
        let (calendar, group) = (&scenario.calendar, &scenario.agent_groups[id.0]);
        let months = calendar.months();
        let month_of = |day: usize| months.iter().rposition(|month| month.first_day <= day).unwrap_or(0);
        let (first, last) = group.available_days;
        let mut weeks: Vec<WeekWork> = roster_weeks(calendar)
            .into_iter()
            .map(|(first_day, days)| WeekWork {
                first_day,
                days,
                is_available: first < first_day + days && first_day <= last,
                by_day: (first_day..first_day + days)
                    .map(|day| DayShifts { month: month_of(day), hours: Vec::new() })
                    .collect(),
            })
            .collect();
        // the eve's shifts count with the first day's week, as a day of their own
        if shifts.iter().any(|shift| shift.day() < 0) {
            weeks[0].by_day.insert(0, DayShifts { month: 0, hours: Vec::new() });
        }
        for shift in shifts {
            let week = (shift.day().max(0) / 7) as usize;
            let from = weeks[week].by_day.len() - weeks[week].days;
            let place = (shift.day() + from as i64 - weeks[week].first_day as i64) as usize;
            let hours = f64::from(shift.paid_s) / 3600.0;
            weeks[week].by_day[place].hours.extend((0..shift.agents).map(|_| hours));
        }
        for day in weeks.iter_mut().flat_map(|week| &mut week.by_day) {
            day.hours.sort_by(|a, b| b.total_cmp(a));
        }
        let leave_a_week = match group.hiring {
            // who leaves a group that takes nobody on is replaced from elsewhere in the firm
            None => 0.0,
            Some(_) => 1.0 - libm::pow(1.0 - group.attrition_month.min(0.99), 7.0 / DAYS_OF_A_MONTH),
        };
        HeadCount { scenario, rules, group, weeks, leave_a_week }
    }

    /// Weeks in which the people allowed cannot work so many shifts, however well they are laid.
    pub(super) fn weeks_with_too_many_shifts(&self) -> Vec<bool> {
        let most = self.group.heads_max.map_or(f64::INFINITY, f64::from);
        let days = f64::from(self.rules.days_a_week + self.rules.rest_days_worked);
        self.weeks.iter().map(|week| week.shifts() > days * most || week.most_in_a_day().1 as f64 > most).collect()
    }

    /// The people, or what they are too few for.
    pub(super) fn find(&self) -> Result<Heads, Unstaffable> {
        // where the most people are too few, the fewest that would do are found for the message
        let wanted = self.wanted().unwrap_or_else(|| self.least_heads());
        self.staff(&wanted)
    }

    /// The least that can be told without the program, from which people are added where they are too few.
    fn least_heads(&self) -> Vec<u32> {
        let most_days = f64::from(self.rules.days_a_week + self.rules.rest_days_worked);
        let least = |week: &WeekWork| {
            let employed = if week.is_available { self.group.heads_min } else { 0 };
            employed.max(week.most_in_a_day().1 as u32).max((week.shifts() / most_days).ceil() as u32)
        };
        self.weeks.iter().map(least).collect()
    }

    /// People wanted by week, from the program.
    fn wanted(&self) -> Option<Vec<u32>> {
        let (rules, costs, group) = (self.rules, &self.scenario.costs, self.group);
        let hourly = group.hourly_wage(costs.hours_month);
        let charged = 1.0 + costs.social_charges;
        let most = group.heads_max.map_or(1e6, f64::from);
        let leaders = costs.supervisors.map_or(0.0, |leaders| leaders.wage_month * charged / leaders.span);
        let hire_cost = group.hiring.map_or(0.0, |hiring| hiring.cost + hiring.training_hours * hourly * charged);
        let mut variables = ProblemVariables::new();
        let mut cost = Expression::default();
        let mut constraints = Vec::new();
        let mut hires: Vec<Variable> = Vec::new();
        let mut heads: Vec<Variable> = Vec::new();
        for (number, week) in self.weeks.iter().enumerate() {
            let least_heads = f64::from(self.least_heads()[number]);
            if least_heads > most {
                return None;
            }
            let here = variables.add(variable().integer().min(least_heads).max(most));
            let hired = variables.add(variable().integer().min(0).max(1e6));
            let overtime = variables.add(variable().min(0));
            let rest_days = variables.add(variable().min(0));
            let idle_pay = variables.add(variable().min(0));
            let mean_hours = if week.shifts() > 0.0 { week.hours() / week.shifts() } else { 0.0 };
            let months = week.days as f64 / DAYS_OF_A_MONTH;
            let days = f64::from(rules.days_a_week.min(week.by_day.len() as u32));
            constraints.push((days * here + rest_days).geq(week.shifts()));
            constraints.push((rules.hours_a_week * here + overtime + mean_hours * rest_days).geq(week.hours()));
            constraints.push((rest_days - f64::from(rules.rest_days_worked) * here).leq(0.0));
            // spread over the month, with a half more in its busiest week
            let cap = 1.5 * rules.overtime_month_h * 7.0 / DAYS_OF_A_MONTH;
            constraints.push((overtime + mean_hours * rest_days - cap * here).leq(0.0));
            let stay = 1.0 - self.leave_a_week;
            match heads.last() {
                Some(before) => {
                    constraints.push((here - stay * *before - hired).leq(0.0));
                    if group.hiring.is_some() && week.is_available {
                        // nobody is sent home before the season ends
                        constraints.push((here - stay * *before).geq(-1.0));
                    }
                }
                None => constraints.push((here - hired).leq(0.0)),
            }
            if let Wage::Month(wage) = group.wage {
                let ordinary = week.hours() - overtime - mean_hours * rest_days;
                constraints.push((idle_pay + hourly * ordinary - wage * months * here).geq(0.0));
            }
            cost += hire_cost * hired + leaders * months * here + charged * idle_pay;
            cost += charged * (costs.overtime_factor - 1.0).max(0.01) * hourly * overtime;
            cost += charged * (costs.rest_day_factor - 1.0).max(0.01) * hourly * mean_hours * rest_days;
            // an arbitrary choice among equals is a late hire
            cost += 1e-3 * here;
            hires.push(hired);
            heads.push(here);
            if let Some(work) = self.work_at_full_speed(number) {
                let mut speed = Expression::default();
                for (at, hired) in hires.iter().enumerate() {
                    let stayed = libm::pow(stay, (number - at) as f64);
                    speed.add_mul(stayed / self.factor_in_week(at, number), *hired);
                }
                constraints.push(speed.geq(work));
            }
        }
        let values = least(variables, cost, constraints, LIMIT)?.values?;
        Some(values.chunks(5).map(|week| week[0].round() as u32).collect())
    }

    /// People of factor 1 that a week's shifts were laid for, where the group's people learn.
    fn work_at_full_speed(&self, week: usize) -> Option<f64> {
        let learns = self.group.learning.iter().any(|factor| *factor != self.group.learning[0]);
        let work = &self.weeks[week];
        let of_days = work.shifts() / f64::from(self.rules.days_a_week.min(work.days as u32).max(1));
        let people = of_days.max(work.most_in_a_day().1 as f64);
        (learns && people > 0.0).then(|| people / self.mean_factor(self.group.available_days.0, week))
    }

    /// Handle-time factor in a week of someone hired in another.
    fn factor_in_week(&self, hired: usize, week: usize) -> f64 {
        self.mean_factor(self.weeks[hired].first_day.max(self.group.available_days.0), week)
    }

    fn mean_factor(&self, since: usize, week: usize) -> f64 {
        let work = &self.weeks[week];
        let speeds = (work.first_day..work.first_day + work.days).map(|day| 1.0 / self.factor_on(since, day));
        work.days as f64 / speeds.sum::<f64>()
    }

    /// Factor on a day of someone who started on another.
    fn factor_on(&self, since: usize, day: usize) -> f64 {
        let group = self.group;
        group.handle_time_factor * group.learning[day.saturating_sub(since).min(group.learning.len() - 1)]
    }

    /// Gives the shifts to people, taking on more where those wanted are too few.
    fn staff(&self, wanted: &[u32]) -> Result<Heads, Unstaffable> {
        let mut people: Vec<Person> = Vec::new();
        let mut leaving = 0.0;
        let mut weeks = Vec::new();
        let mut handle_factor = Vec::new();
        for (number, work) in self.weeks.iter().enumerate() {
            let before = people.len();
            leaving += before as f64 * self.leave_a_week;
            let mut left = (leaving.floor() as usize).min(before);
            leaving -= left as f64;
            if !work.is_available {
                (left, leaving) = (before, 0.0);
            }
            // those longest there go first
            people.drain(..left);
            let stays = people.len();
            let target = (wanted[number] as usize).max(if self.group.hiring.is_some() { stays } else { 0 });
            people.truncate(target.max(self.group.heads_min as usize));
            let started = work.first_day.max(self.group.available_days.0);
            let (team, extra) = self.team(people, target, started, work)?;
            people = team;
            let hired = people.len().saturating_sub(stays);
            weeks.push(RosterWeek {
                first_day: work.first_day,
                days: work.days,
                heads: people.len() as u32,
                hired: if self.group.hiring.is_some() { hired as u32 } else { 0 },
                left: if self.group.hiring.is_some() { left as u32 } else { 0 },
                paid_hours: work.hours(),
                overtime_hours: extra.overtime,
                rest_day_hours: extra.rest_day,
            });
            for day in work.first_day..work.first_day + work.days {
                handle_factor.push(self.team_factor(&people, day));
            }
        }
        Ok(Heads { weeks, handle_factor })
    }

    /// The people of a week, at least so many, of whom those beyond the given start on a day.
    fn team(
        &self,
        people: Vec<Person>,
        at_least: usize,
        started: usize,
        work: &WeekWork,
    ) -> Result<(Vec<Person>, ExtraHours), Unstaffable> {
        let mut team = people;
        // without hiring terms people have always been there
        let since = if self.group.hiring.is_some() { started } else { self.group.available_days.0 };
        while team.len() < at_least {
            team.push(Person::hired_on(since));
        }
        let mut bind = None;
        let extra = loop {
            let mut trial = team.clone();
            match assign_week(&mut trial, &work.by_day, self.rules) {
                Ok(extra) => {
                    team = trial;
                    break extra;
                }
                Err(why) => {
                    bind = Some(why);
                    team.push(Person::hired_on(since));
                }
            }
        };
        match self.group.heads_max {
            Some(most) if team.len() > most as usize => {
                let (place, bind) = bind.unwrap_or_else(|| self.what_binds(work));
                let days_a_week = self.rules.days_a_week + self.rules.rest_days_worked;
                let eve = work.by_day.len() - work.days;
                let day = self.scenario.calendar.date((work.first_day + place).saturating_sub(eve));
                Err(Unstaffable::TooFewHeads {
                    group: self.group.name.clone(),
                    week: self.scenario.calendar.date(work.first_day).to_string(),
                    needed: team.len() as u32,
                    most,
                    why: bind.words(&day.to_string(), days_a_week),
                })
            }
            _ => Ok((team, extra)),
        }
    }

    /// What the number of people that the program found comes from.
    fn what_binds(&self, work: &WeekWork) -> (usize, HeadsBind) {
        let (place, peak) = work.most_in_a_day();
        let by_days = work.shifts() / f64::from(self.rules.days_a_week + self.rules.rest_days_worked);
        let by_hours = work.hours() / self.rules.hours_a_week;
        let kinds = [
            (peak as f64, HeadsBind::ShiftsOfADay),
            (by_days, HeadsBind::DaysOfAWeek),
            (by_hours, HeadsBind::HoursOfAWeek),
        ];
        let most = kinds.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or(HeadsBind::DaysOfAWeek, |kind| kind.1);
        (place, most)
    }

    /// Agents over their work at factor 1: each is taken to be busy the same share of his time.
    fn team_factor(&self, people: &[Person], day: usize) -> f64 {
        let factor = |since: usize| self.factor_on(since, day);
        if people.is_empty() {
            return self.group.handle_factor_on(day);
        }
        people.len() as f64 / people.iter().map(|person| 1.0 / factor(person.since)).sum::<f64>()
    }
}
