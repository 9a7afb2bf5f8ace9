//! Laying shifts and people over a plan.
//!
//! Each group alone: covering programs day by day (one for a week's tours at once would not end in time), then people by
//! week. Where a group's new people are slower than the plan took them to be, its requirement is raised by as much, and the
//! shifts are laid once more.
//!
//! A requirement of r agents on duty needs ceil(r / (1 - shrinkage)) agents in shifts and not on a break: breaks are off duty
//! by the shift, shrinkage is what takes agents off contacts in the working time between them (training, meetings, rest,
//! systems down), and absence comes on top of both, by chance, in the simulation.

use super::day_covers::{GroupCovers, GroupShifts};
use super::heads::{HeadCount, Heads};
use super::integer_program::WorkLimit;
use super::search_report::NoPlan;
use super::unstaffable::Unstaffable;
use crate::scenario::model::{
    BreakPay, GroupId, GroupRoster, LayingReport, Roster, Scenario, ShiftCover, ShiftRules, StaffingPlan, roster_weeks,
};
use rayon::prelude::*;

/// What a shift's price is raised by, in hours of pay, when a week has more shifts than its people can work.
const DEARER_SHIFTS_H: [f64; 3] = [2.0, 8.0, 32.0];
/// Fewer agents than this are none.
const ROUNDING: f64 = 1e-9;

/// Lays shifts and people over a plan, if the scenario has shift rules; else the plan stays as it is.
///
/// The result depends on scenario and plan alone.
///
/// # Errors
/// When no allowed shift reaches a required interval, or a group may not have as many people as its shifts need.
pub fn lay_shifts(scenario: &Scenario, plan: &StaffingPlan) -> Result<StaffingPlan, NoPlan> {
    lay_shifts_within(scenario, plan, WorkLimit::default())
}

/// Like [`lay_shifts`], with a limit on the work of each covering program.
///
/// # Errors
/// Those of [`lay_shifts`].
pub fn lay_shifts_within(scenario: &Scenario, plan: &StaffingPlan, limit: WorkLimit) -> Result<StaffingPlan, NoPlan> {
    Ok(lay_over(scenario, vec![plan.clone()], limit)?.swap_remove(0))
}

/// Like [`lay_shifts`], for several plans; groups on which plans agree are laid once.
///
/// # Errors
/// Those of [`lay_shifts`].
pub fn lay_all_shifts(scenario: &Scenario, plans: Vec<StaffingPlan>) -> Result<Vec<StaffingPlan>, NoPlan> {
    lay_over(scenario, plans, WorkLimit::default())
}

fn lay_over(scenario: &Scenario, plans: Vec<StaffingPlan>, limit: WorkLimit) -> Result<Vec<StaffingPlan>, NoPlan> {
    let Some(rules) = &scenario.shifts else { return Ok(plans) };
    // groups are independent, and plans may agree on some
    let mut required: Vec<(GroupId, &[u32])> = Vec::new();
    for plan in &plans {
        for (group, agents) in plan.required.iter().enumerate() {
            if !required.contains(&(GroupId(group), agents)) {
                required.push((GroupId(group), agents));
            }
        }
    }
    // the first in order tells its trouble, whatever the threads
    let laid: Vec<Result<(GroupRoster, LayingReport), Unstaffable>> = required
        .par_iter()
        .with_max_len(1)
        .map(|(id, agents)| Laying { scenario, rules, id: *id, limit }.roster(agents))
        .collect();
    let laid: Vec<(GroupRoster, LayingReport)> = laid.into_iter().collect::<Result<_, _>>()?;
    let roster_of = |plan: &StaffingPlan| {
        let mut roster = Roster::default();
        for (group, agents) in plan.required.iter().enumerate() {
            let place = required.iter().position(|of| *of == (GroupId(group), agents));
            let (group, report) = &laid[place.expect("every requirement was laid")];
            roster.report.add(report);
            roster.groups.push(group.clone());
        }
        roster
    };
    let rosters: Vec<Roster> = plans.iter().map(roster_of).collect();
    Ok(plans
        .into_iter()
        .zip(rosters)
        .map(|(plan, roster)| StaffingPlan { required: plan.required, roster: Some(roster) })
        .collect())
}

/// One group's shifts and people.
struct Laying<'s> {
    scenario: &'s Scenario,
    rules: &'s ShiftRules,
    id: GroupId,
    limit: WorkLimit,
}

impl Laying<'_> {
    fn roster(&self, required: &[u32]) -> Result<(GroupRoster, LayingReport), Unstaffable> {
        let group = &self.scenario.agent_groups[self.id.0];
        let a_day = self.scenario.calendar.intervals_per_day();
        let (mut shifts, mut heads) = self.shifts_and_heads(required, &vec![1.0; self.scenario.calendar.days()])?;
        let slower: Vec<f64> = heads
            .handle_factor
            .iter()
            .enumerate()
            .map(|(day, factor)| (factor / group.handle_factor_on(day)).max(1.0))
            .collect();
        let is_slower = |(day, ratio): (usize, &f64)| {
            *ratio > 1.0 + 1e-6 && required[day * a_day..(day + 1) * a_day].iter().any(|agents| *agents > 0)
        };
        if slower.iter().enumerate().any(is_slower) {
            (shifts, heads) = self.shifts_and_heads(required, &slower)?;
        }
        Ok(self.assembled(required, shifts, heads))
    }

    fn shifts_and_heads(&self, required: &[u32], slower: &[f64]) -> Result<(GroupShifts, Heads), Unstaffable> {
        let group = &self.scenario.agent_groups[self.id.0];
        let a_day = self.scenario.calendar.intervals_per_day();
        let need: Vec<u32> = required
            .iter()
            .enumerate()
            .map(|(interval, agents)| {
                let agents = f64::from(*agents) * slower[interval / a_day] / (1.0 - group.shrinkage);
                (agents - ROUNDING * agents.max(1.0)).ceil() as u32
            })
            .collect();
        let covers = GroupCovers::new(self.scenario, self.rules, self.id, &need, self.limit);
        let weeks = roster_weeks(&self.scenario.calendar).len();
        let hourly = group.hourly_wage(self.scenario.costs.hours_month).max(0.01);
        let mut dearer = vec![0.0; weeks];
        let mut shifts = covers.lay(&need, &dearer, None);
        let mut count = HeadCount::new(self.scenario, self.rules, self.id, &shifts.shifts);
        for hours in DEARER_SHIFTS_H {
            let too_many = count.weeks_with_too_many_shifts();
            if !too_many.contains(&true) {
                break;
            }
            for (price, _) in dearer.iter_mut().zip(&too_many).filter(|(_, is_too_many)| **is_too_many) {
                *price = hours * hourly;
            }
            shifts = covers.lay(&need, &dearer, None);
            count = HeadCount::new(self.scenario, self.rules, self.id, &shifts.shifts);
        }
        if self.rules.cover == ShiftCover::Full
            && let Some(interval) = shifts.short.iter().position(|short| *short > 0.0)
        {
            let second = self.scenario.calendar.second_of_day(interval);
            return Err(Unstaffable::NoShift {
                group: group.name.clone(),
                date: self.scenario.calendar.date(interval / a_day).to_string(),
                time: format!("{:02}:{:02}", second / 3600, second / 60 % 60),
                required: required[interval],
            });
        }
        let heads = count.find()?;
        Ok((shifts, heads))
    }

    fn assembled(&self, required: &[u32], shifts: GroupShifts, heads: Heads) -> (GroupRoster, LayingReport) {
        let shrinkage = self.scenario.agent_groups[self.id.0].shrinkage;
        let on_duty = on_duty(&shifts.scheduled, shrinkage);
        let hours = self.scenario.calendar.interval_hours();
        let sum = |agents: &[u32]| agents.iter().map(|agents| f64::from(*agents)).sum::<f64>() * hours;
        let short: f64 =
            required.iter().zip(&on_duty).map(|(required, duty)| f64::from(required.saturating_sub(*duty))).sum();
        let report = LayingReport {
            short_hours: short * hours,
            required_hours: sum(required),
            on_duty_hours: sum(&on_duty),
            ..shifts.report
        };
        let roster = GroupRoster {
            paid: self.paid(&shifts),
            shifts: shifts.shifts,
            scheduled: shifts.scheduled,
            on_duty,
            weeks: heads.weeks,
            handle_factor: heads.handle_factor,
        };
        (roster, report)
    }

    /// Agents whose time is paid by interval: those scheduled and those on a paid break.
    fn paid(&self, shifts: &GroupShifts) -> Vec<u32> {
        let mut paid = shifts.scheduled.clone();
        let interval_s = i64::from(self.scenario.calendar.interval_s);
        for shift in &shifts.shifts {
            for (rest, _) in shift
                .breaks
                .iter()
                .zip(self.rules.breaks_of(shift.length_s))
                .filter(|(_, rule)| rule.pay == BreakPay::Paid)
            {
                let first = (shift.start_s + i64::from(rest.after_s)) / interval_s;
                for interval in first..first + i64::from(rest.length_s) / interval_s {
                    if let Some(agents) = usize::try_from(interval).ok().and_then(|at| paid.get_mut(at)) {
                        *agents += shift.agents;
                    }
                }
            }
        }
        paid
    }
}

/// Agents on duty of those scheduled; what a fraction leaves over is carried to the next interval of the same stretch of work.
fn on_duty(scheduled: &[u32], shrinkage: f64) -> Vec<u32> {
    let mut carried = 0.0;
    scheduled
        .iter()
        .map(|agents| {
            if *agents == 0 {
                carried = 0.0;
            }
            let available = f64::from(*agents) * (1.0 - shrinkage) + carried;
            let whole = (available + ROUNDING * available.max(1.0)).floor();
            carried = (available - whole).max(0.0);
            whole as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_agents_are_carried_and_never_lost() {
        assert_eq!(on_duty(&[5, 5, 0], 0.2), [4, 4, 0]);
        assert_eq!(on_duty(&[6, 6, 6, 6, 6], 0.2), [4, 5, 5, 5, 5]);
        assert_eq!(on_duty(&[1, 1, 1, 1, 1, 0, 1], 0.2), [0, 1, 1, 1, 1, 0, 0]);
        assert_eq!(on_duty(&[3, 7], 0.0), [3, 7]);
    }
}
