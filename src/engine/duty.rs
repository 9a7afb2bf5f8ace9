//! How many agents are on duty, and how fast they are: the plan, less the absent.

use super::season::Season;
use super::tally::Tally;
use crate::sampling::{Key, present_agents};
use crate::scenario::model::{GroupId, StaffingPlan};

/// Agents on duty by group, as a step function of time.
#[derive(Debug, Clone, Default)]
pub(super) struct Duty {
    /// By group: (tick, agents on duty from then on), only where the number changes; the first at 0.
    pub(super) steps: Vec<Vec<(u64, u32)>>,
    /// Factors on handle times by group and day, where the plan's roster has its own.
    handle_factors: Option<Vec<Vec<f32>>>,
}

impl Duty {
    /// The numbers of one replication, counted as available time in the tally.
    pub(super) fn of(season: &Season, plan: &StaffingPlan, replication: Key, tally: &mut Tally) -> Self {
        let scenario = season.scenario;
        let a_day = scenario.calendar.intervals_per_day();
        let steps = scenario
            .agent_groups
            .iter()
            .enumerate()
            .map(|(number, group)| {
                let on_duty = plan.on_duty(GroupId(number));
                let mut steps: Vec<(u64, u32)> = Vec::new();
                for day in 0..scenario.calendar.days() {
                    let of_day = &on_duty[day * a_day..(day + 1) * a_day];
                    let most = of_day.iter().copied().max().unwrap_or(0);
                    let present = (group.absence > 0.0 && most > 0)
                        .then(|| present_agents(replication, GroupId(number), day, group.absence, most));
                    for (place, agents) in of_day.iter().enumerate() {
                        let on_duty = present.as_ref().map_or(*agents, |present| present[*agents as usize]);
                        let interval = day * a_day + place;
                        tally.group_cell_mut(interval, GroupId(number)).available +=
                            u64::from(on_duty) * season.interval_ticks;
                        if steps.last().is_none_or(|(_, last)| *last != on_duty) {
                            steps.push((interval as u64 * season.interval_ticks, on_duty));
                        }
                    }
                }
                steps
            })
            .collect();
        let handle_factors = plan.roster.as_ref().map(|roster| {
            let of_group = |factors: &Vec<f64>| factors.iter().map(|factor| *factor as f32).collect();
            roster.groups.iter().map(|group| of_group(&group.handle_factor)).collect()
        });
        Duty { steps, handle_factors }
    }

    /// Whether some groups are on duty in the same numbers, and as fast, as in another.
    pub(super) fn is_same_for(&self, groups: &[GroupId], other: &Duty, season: &Season) -> bool {
        let (mine, theirs) = (self.handle_factors(season), other.handle_factors(season));
        groups.iter().all(|group| self.steps[group.0] == other.steps[group.0] && mine[group.0] == theirs[group.0])
    }

    /// Factors on handle times by group and day.
    pub(super) fn handle_factors<'d>(&'d self, season: &'d Season) -> &'d [Vec<f32>] {
        self.handle_factors.as_ref().unwrap_or(&season.handle_factors)
    }
}
