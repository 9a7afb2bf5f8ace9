//! Who is there: the groups of a desk in an interval.

use crate::scenario::model::{AgentGroup, GroupId, Scenario, StaffingPlan, StreamId};

/// Agents of a group who are present, of so many required: the binomial mean and so many standard deviations, of which no more
/// than leaves it between none and all on either side, so that the mean stays.
pub(super) fn present(group: &AgentGroup, required: u32, deviation: f64) -> f64 {
    let (agents, absence) = (f64::from(required), group.absence);
    let mean = agents * (1.0 - absence);
    let room = mean.min(agents - mean);
    mean + (deviation * (mean * absence).sqrt()).clamp(-room, room)
}

/// Some groups together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Crew {
    /// (group, agents present, factor on its handle times).
    members: Vec<(GroupId, f64, f64)>,
    /// Agents present.
    pub(super) agents: f64,
    /// The factor with which like agents would do the same work: agents over their work at factor 1.
    pub(super) handle_factor: f64,
}

impl Crew {
    pub(super) fn of(
        scenario: &Scenario,
        plan: &StaffingPlan,
        groups: &[GroupId],
        interval: usize,
        deviation: f64,
    ) -> Self {
        let day = scenario.calendar.day_of_interval(interval);
        let members: Vec<(GroupId, f64, f64)> = groups
            .iter()
            .map(|id| {
                let group = &scenario.agent_groups[id.0];
                let on_duty = plan.on_duty(*id)[interval];
                (*id, present(group, on_duty, deviation), plan.handle_factor_on(scenario, *id, day))
            })
            .collect();
        let agents: f64 = members.iter().map(|(_, present, _)| present).sum();
        let work: f64 = members.iter().map(|(_, present, factor)| present / factor).sum();
        Crew { members, agents, handle_factor: if work > 0.0 { agents / work } else { 1.0 } }
    }

    /// Each group with its agents present and the factor on its handle times.
    pub(super) fn members(&self) -> &[(GroupId, f64, f64)] {
        &self.members
    }

    /// Chance that a contact of a stream is resolved, over the groups that take it by what they get done.
    pub(super) fn resolution(&self, scenario: &Scenario, stream: StreamId) -> f64 {
        let own = scenario.streams[stream.0].first_contact_resolution;
        let (mut resolved, mut done) = (0.0, 0.0);
        for (group, present, factor) in &self.members {
            if scenario.group_takes(*group, stream) {
                let of_group = scenario.agent_groups[group.0].first_contact_resolution.unwrap_or(own);
                done += present / factor;
                resolved += present / factor * of_group;
            }
        }
        if done > 0.0 { resolved / done } else { own }
    }
}
