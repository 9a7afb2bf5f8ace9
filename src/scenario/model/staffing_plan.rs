//! A staffing plan.

use super::{GroupId, Scenario};

/// Agents asked for by group and interval, before absence.
///
/// *Required* is the number that should be on duty; *scheduled* is required over one minus shrinkage, the number that is paid.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StaffingPlan {
    /// Agents required, by group and interval of the season.
    pub required: Vec<Vec<u32>>,
}

impl StaffingPlan {
    /// Agents required in an interval.
    pub fn required(&self, group: GroupId, interval: usize) -> u32 {
        self.required[group.0][interval]
    }

    /// Agents scheduled (paid) in an interval.
    pub fn scheduled(&self, scenario: &Scenario, group: GroupId, interval: usize) -> f64 {
        f64::from(self.required(group, interval)) / (1.0 - scenario.agent_groups[group.0].shrinkage)
    }

    /// Hours of agents required, over the season, of one group.
    pub fn agent_hours(&self, scenario: &Scenario, group: GroupId) -> f64 {
        self.required[group.0].iter().map(|agents| f64::from(*agents)).sum::<f64>() * scenario.calendar.interval_hours()
    }

    /// Paid hours over the season, of one group.
    pub fn paid_hours(&self, scenario: &Scenario, group: GroupId) -> f64 {
        self.agent_hours(scenario, group) / (1.0 - scenario.agent_groups[group.0].shrinkage)
    }

    /// Most agents required at once, over all groups.
    pub fn peak_agents(&self, scenario: &Scenario) -> u32 {
        (0..scenario.intervals())
            .map(|interval| self.required.iter().map(|group| group[interval]).sum())
            .max()
            .unwrap_or(0)
    }

    /// Most agents of one group scheduled (paid) at once.
    pub fn peak_scheduled(&self, scenario: &Scenario, group: GroupId) -> f64 {
        (0..scenario.intervals()).map(|interval| self.scheduled(scenario, group, interval)).fold(0.0, f64::max)
    }
}
