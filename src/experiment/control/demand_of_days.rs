//! How a season's draws come to loads by day.

use crate::engine::Tally;
use crate::money::DayLoads;
use crate::sampling::{Key, SeasonFactors, present_agents};
use crate::scenario::model::{ChannelKind, GroupId, Scenario, StaffingPlan, StreamId};

/// However few are present, a load is not more than the demand over this share of those expected.
const LEAST_PRESENCE: f64 = 0.05;

/// A group's duty on a day.
#[derive(Debug, Clone, Default)]
struct DutyDay {
    /// Agents on duty by the plan and the number of intervals with so many.
    intervals: Vec<(u32, f64)>,
    most: u32,
    /// Agents present, times intervals, as expected.
    expected: f64,
}

/// What turns factors and absence into loads.
#[derive(Debug, Clone)]
pub(super) struct DemandOfDays {
    days: usize,
    /// By day and stream: people's time on its contacts.
    work: Vec<f64>,
    /// By channel: share of its contacts that come back, as most do a day later.
    returning: Vec<f64>,
    /// By day and group.
    duty: Vec<DutyDay>,
    /// By channel.
    groups_of: Vec<Vec<usize>>,
    /// By group: a channel that it takes.
    channel_of: Vec<Option<usize>>,
    /// By channel.
    most: Vec<f64>,
}

impl DemandOfDays {
    /// As the plan has it, and as a season of the expected demand weighs the streams.
    pub(super) fn new(scenario: &Scenario, plan: &StaffingPlan, expected: &Tally) -> Self {
        let (days, a_day) = (scenario.calendar.days(), scenario.calendar.intervals_per_day());
        let (streams, channels) = (scenario.streams.len(), scenario.channels.len());
        let mut work = vec![0.0; days * streams];
        let mut contacts = vec![(0.0, 0.0); channels];
        for (at, work) in work.iter_mut().enumerate() {
            let (day, stream) = (at / streams, at % streams);
            let cell = expected.sum(day * a_day..(day + 1) * a_day, &[StreamId(stream)]);
            *work = cell.handle as f64;
            let (returning, all) = &mut contacts[scenario.streams[stream].channel.0];
            *returning += cell.repeats as f64;
            *all += cell.offered() as f64;
        }
        let takes = |group: usize, channel: usize| {
            (0..streams).any(|stream| {
                scenario.streams[stream].channel.0 == channel && scenario.group_takes(GroupId(group), StreamId(stream))
            })
        };
        let groups = scenario.agent_groups.len();
        let duty = (0..days * groups)
            .map(|at| {
                let (day, group) = (at / groups, at % groups);
                let on_duty = &plan.on_duty(GroupId(group))[day * a_day..(day + 1) * a_day];
                DutyDay::new(on_duty, scenario.agent_groups[group].absence)
            })
            .collect();
        DemandOfDays {
            days,
            work,
            returning: contacts.iter().map(|(some, all)| if *all > 0.0 { some / all } else { 0.0 }).collect(),
            duty,
            groups_of: (0..channels)
                .map(|channel| (0..groups).filter(|group| takes(*group, channel)).collect())
                .collect(),
            channel_of: (0..groups).map(|group| (0..channels).find(|channel| takes(group, *channel))).collect(),
            most: vec![f64::INFINITY; channels],
        }
    }

    /// Where deferred work waits, loads are looked up no higher than this. A season at a higher level piles up work that a few such
    /// days do not.
    pub(super) fn limit_deferred(&mut self, scenario: &Scenario, most: f64) {
        for (channel, limit) in scenario.channels.iter().zip(&mut self.most) {
            if channel.kind == ChannelKind::Deferred {
                *limit = most;
            }
        }
    }

    /// The loads of a season with these factors, absence drawn under its key; interval noise is left out.
    pub(super) fn loads(&self, scenario: &Scenario, factors: &SeasonFactors, replication: Key) -> DayLoads {
        let times = |stream: usize, day: usize| factors.of_day(scenario.streams[stream].contact_type, day);
        self.loads_from(scenario, times, replication)
    }

    /// The same with interval noise, by what it comes to in contacts of a day.
    pub(super) fn loads_with_noise(&self, scenario: &Scenario, factors: &SeasonFactors, replication: Key) -> DayLoads {
        let a_day = scenario.calendar.intervals_per_day();
        let times = |stream: usize, day: usize| {
            let expected = &scenario.streams[stream].expected_contacts;
            let of_day = day * a_day..(day + 1) * a_day;
            let drawn = of_day.clone().map(|at| expected[at] * factors.of(scenario, StreamId(stream), at)).sum();
            ratio(drawn, expected[of_day].iter().sum())
        };
        self.loads_from(scenario, times, replication)
    }

    /// The loads of a season in which a stream has so many times its expected first contacts on a day.
    fn loads_from(&self, scenario: &Scenario, times: impl Fn(usize, usize) -> f64, replication: Key) -> DayLoads {
        let (streams, channels) = (scenario.streams.len(), scenario.channels.len());
        let groups = scenario.agent_groups.len();
        let present = self.present(scenario, replication);
        let mut loads = DayLoads::default();
        for day in 0..self.days {
            for (stream, of) in scenario.streams.iter().enumerate() {
                let (now, before) = (times(stream, day), times(stream, day.saturating_sub(1)));
                let returning = self.returning[of.channel.0];
                loads.fresh.push(now);
                loads.contacts.push((1.0 - returning) * now + returning * before);
            }
            let of_day = day * groups..(day + 1) * groups;
            let (duty, present) = (&self.duty[of_day.clone()], &present[of_day]);
            for channel in 0..channels {
                let (mut demand, mut work) = (0.0, 0.0);
                for stream in (0..streams).filter(|stream| scenario.streams[*stream].channel.0 == channel) {
                    let at = day * streams + stream;
                    demand += self.work[at] * loads.contacts[at];
                    work += self.work[at];
                }
                let sum =
                    |of: &dyn Fn(usize) -> f64| self.groups_of[channel].iter().map(|group| of(*group)).sum::<f64>();
                let presence = ratio(sum(&|group| present[group]), sum(&|group| duty[group].expected));
                let load = ratio(demand, work) / presence.max(LEAST_PRESENCE);
                loads.channels.push(load.min(self.most[channel]));
            }
            for group in 0..groups {
                let load = self.channel_of[group].map_or(1.0, |channel| loads.channels[day * channels + channel]);
                loads.groups.push(load);
                loads.presence.push(ratio(present[group], duty[group].expected));
            }
        }
        loads
    }

    /// Agents present times intervals, by day and group.
    fn present(&self, scenario: &Scenario, replication: Key) -> Vec<f64> {
        let groups = scenario.agent_groups.len();
        let of_day = |(at, duty): (usize, &DutyDay)| {
            let absence = scenario.agent_groups[at % groups].absence;
            if absence <= 0.0 || duty.most == 0 {
                return duty.expected;
            }
            let present = present_agents(replication, GroupId(at % groups), at / groups, absence, duty.most);
            duty.intervals.iter().map(|(agents, count)| f64::from(present[*agents as usize]) * count).sum()
        };
        self.duty.iter().enumerate().map(of_day).collect()
    }
}

impl DutyDay {
    fn new(on_duty: &[u32], absence: f64) -> Self {
        let mut intervals: Vec<(u32, f64)> = Vec::new();
        for agents in on_duty.iter().copied().filter(|agents| *agents > 0) {
            match intervals.iter_mut().find(|(known, _)| *known == agents) {
                Some((_, count)) => *count += 1.0,
                None => intervals.push((agents, 1.0)),
            }
        }
        let expected =
            intervals.iter().map(|(agents, count)| f64::from(*agents) * count).sum::<f64>() * (1.0 - absence);
        DutyDay { most: intervals.iter().map(|(agents, _)| *agents).max().unwrap_or(0), intervals, expected }
    }
}

/// 1 where there is nothing to compare with.
fn ratio(value: f64, expected: f64) -> f64 {
    if expected > 0.0 { value / expected } else { 1.0 }
}
