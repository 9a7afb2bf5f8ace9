//! A staffing plan.

use super::{GroupId, Roster, Scenario};

/// Agents asked for by group and interval, before absence.
///
/// *Required* is the number that should be on duty. Without a roster it is what is on duty, and *scheduled* (paid) is required
/// over one minus shrinkage; with one, both are what its shifts give.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StaffingPlan {
    /// Agents required, by group and interval of the season.
    pub required: Vec<Vec<u32>>,
    /// The shifts and people that meet it, where the scenario has shift rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roster: Option<Roster>,
}

impl StaffingPlan {
    /// A plan without shifts.
    pub fn without_roster(required: Vec<Vec<u32>>) -> Self {
        StaffingPlan { required, roster: None }
    }

    /// Agents required in an interval.
    pub fn required(&self, group: GroupId, interval: usize) -> u32 {
        self.required[group.0][interval]
    }

    /// Agents on duty by interval, before absence.
    pub fn on_duty(&self, group: GroupId) -> &[u32] {
        self.roster.as_ref().map_or(&self.required[group.0], |roster| &roster.groups[group.0].on_duty)
    }

    /// Agents scheduled in an interval.
    pub fn scheduled(&self, scenario: &Scenario, group: GroupId, interval: usize) -> f64 {
        match &self.roster {
            Some(roster) => f64::from(roster.groups[group.0].scheduled[interval]),
            None => f64::from(self.required(group, interval)) / (1.0 - scenario.agent_groups[group.0].shrinkage),
        }
    }

    /// Factor on a group's handle times on a day: that of its people by when they were hired, or without a roster as if all
    /// started on the first day.
    pub fn handle_factor_on(&self, scenario: &Scenario, group: GroupId, day: usize) -> f64 {
        match &self.roster {
            Some(roster) => roster.groups[group.0].handle_factor[day],
            None => scenario.agent_groups[group.0].handle_factor_on(day),
        }
    }

    /// Hours of agents on duty, over the season, of one group, before absence.
    pub fn agent_hours(&self, scenario: &Scenario, group: GroupId) -> f64 {
        self.on_duty(group).iter().map(|agents| f64::from(*agents)).sum::<f64>() * scenario.calendar.interval_hours()
    }

    /// Paid hours over the season, of one group.
    pub fn paid_hours(&self, scenario: &Scenario, group: GroupId) -> f64 {
        match &self.roster {
            Some(roster) => roster.paid_hours(group),
            None => self.agent_hours(scenario, group) / (1.0 - scenario.agent_groups[group.0].shrinkage),
        }
    }

    /// Most agents on duty at once, over all groups, before absence.
    pub fn peak_agents(&self, scenario: &Scenario) -> u32 {
        (0..scenario.intervals())
            .map(|interval| (0..self.required.len()).map(|group| self.on_duty(GroupId(group))[interval]).sum())
            .max()
            .unwrap_or(0)
    }

    /// Most agents of one group scheduled at once.
    pub fn peak_scheduled(&self, scenario: &Scenario, group: GroupId) -> f64 {
        (0..scenario.intervals()).map(|interval| self.scheduled(scenario, group, interval)).fold(0.0, f64::max)
    }
}
