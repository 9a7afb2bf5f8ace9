//! How a season's first contacts and absence come to loads by day.

use super::first_contacts::{ExpectedDays, FirstContacts};
use super::returning::Returning;
use super::work_of_contacts::{WorkMultiples, WorkOfContacts};
use crate::engine::{Cell, TICKS_PER_SECOND, Tally};
use crate::money::DayLoads;
use crate::sampling::{Key, attendance, outage_days};
use crate::scenario::model::{ChannelKind, GroupId, Scenario, StaffingPlan, StreamId};

/// However few are present, a load is not more than the demand over this share of those expected.
const LEAST_PRESENCE: f64 = 0.05;

/// A group's duty on a day.
#[derive(Debug, Clone, Default)]
struct DutyDay {
    /// By agent: intervals in which he is on duty by the plan.
    intervals: Vec<f64>,
    /// Agents present, times intervals, as expected.
    expected: f64,
}

/// What turns first contacts and absence into loads.
#[derive(Debug, Clone)]
pub(super) struct DemandOfDays {
    days: usize,
    /// By day and stream: people's time on its contacts.
    work: Vec<f64>,
    work_of_contacts: WorkOfContacts,
    /// By stream.
    returning: Vec<Returning>,
    /// By day and group.
    duty: Vec<DutyDay>,
    /// By channel.
    streams_of: Vec<Vec<usize>>,
    groups_of: Vec<Vec<usize>>,
    is_deferred: Vec<bool>,
    /// Channels, the deferred ones last.
    live_first: Vec<usize>,
    /// By channel: for a deferred one, the live channels of its groups, which are served before it.
    served_before: Vec<Vec<usize>>,
    /// By group: a channel that it takes.
    channel_of: Vec<Option<usize>>,
    interval_ticks: f64,
}

/// The loads of a season.
#[derive(Debug, Clone)]
pub(super) struct SeasonLoads {
    pub(super) of_days: DayLoads,
    /// Demand over presence, as a multiple of what is expected, by day and channel.
    pub(super) demand: Vec<f64>,
    /// Days on which the bot has an outage.
    pub(super) outages: Vec<bool>,
    /// By channel.
    pub(super) at_hand: Vec<WorkAtHand>,
}

/// The work of a channel that goes over from day to day.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WorkAtHand {
    /// Left over from the days before.
    backlog: f64,
    /// The most work at hand on a day, left over from the days before or new, over what those present can do. What becomes of deferred
    /// work in a season hangs on it rather than on any one day.
    pub(super) peak: f64,
    /// Work left over, in days of those present, summed over the season.
    pub(super) left_over: f64,
}

impl WorkAtHand {
    /// A day brings work to those who can do so much: the work at hand over that.
    fn work_on(&mut self, demand: f64, capacity: f64) -> f64 {
        let waiting = self.backlog + demand;
        self.backlog = (waiting - capacity).max(0.0);
        let at_hand = waiting / capacity;
        self.peak = self.peak.max(at_hand);
        self.left_over += (at_hand - 1.0).max(0.0);
        at_hand
    }
}

impl DemandOfDays {
    /// As the plan has it, with first contacts by day and stream, and as a season of the expected demand weighs the streams.
    pub(super) fn new(
        scenario: &Scenario,
        plan: &StaffingPlan,
        days_expected: &ExpectedDays,
        expected: &Tally,
    ) -> Self {
        let (days, a_day) = (scenario.calendar.days(), scenario.calendar.intervals_per_day());
        let (streams, channels) = (scenario.streams.len(), scenario.channels.len());
        let of_season: Vec<Cell> =
            (0..streams).map(|stream| expected.sum(0..scenario.intervals(), &[StreamId(stream)])).collect();
        let mut work = vec![0.0; days * streams];
        for (at, work) in work.iter_mut().enumerate() {
            let (day, stream) = (at / streams, at % streams);
            let of_day = expected.sum(day * a_day..(day + 1) * a_day, &[StreamId(stream)]);
            let contacts = days_expected.of(day, stream) + (of_day.repeats + of_day.redials) as f64;
            let (handle, offered) = (of_season[stream].handle as f64, of_season[stream].offered() as f64);
            *work = if offered > 0.0 { contacts * handle / offered } else { 0.0 };
        }
        let of_stream = |(stream, counted)| Returning::of(scenario, stream, counted);
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
        let is_deferred: Vec<bool> =
            scenario.channels.iter().map(|channel| channel.kind == ChannelKind::Deferred).collect();
        let mut live_first: Vec<usize> = (0..channels).collect();
        live_first.sort_by_key(|channel| is_deferred[*channel]);
        let share_groups = |one: usize, other: usize| (0..groups).any(|group| takes(group, one) && takes(group, other));
        let served_before = (0..channels)
            .map(|channel| {
                let live = (0..channels).filter(|other| is_deferred[channel] && !is_deferred[*other]);
                live.filter(|other| share_groups(channel, *other)).collect()
            })
            .collect();
        DemandOfDays {
            days,
            live_first,
            served_before,
            returning: scenario.streams.iter().zip(&of_season).map(of_stream).collect(),
            duty,
            work_of_contacts: WorkOfContacts::new(scenario, &work, expected),
            work,
            streams_of: scenario.streams_by_channel(),
            is_deferred,
            groups_of: (0..channels)
                .map(|channel| (0..groups).filter(|group| takes(*group, channel)).collect())
                .collect(),
            channel_of: (0..groups).map(|group| (0..channels).find(|channel| takes(group, *channel))).collect(),
            interval_ticks: f64::from(scenario.calendar.interval_s) * TICKS_PER_SECOND as f64,
        }
    }

    /// The loads of a season that was played under a key, with these first contacts.
    pub(super) fn counted(
        &self,
        scenario: &Scenario,
        first_contacts: &FirstContacts,
        tally: &Tally,
        replication: Key,
    ) -> SeasonLoads {
        let work = self.work_of_contacts.counted(scenario, first_contacts, tally);
        self.loads(scenario, first_contacts, &work, replication)
    }

    /// The loads of a season that is not played, with these first contacts; work and absence are drawn under its key.
    pub(super) fn drawn(&self, scenario: &Scenario, first_contacts: &FirstContacts, member: Key) -> SeasonLoads {
        let work = self.work_of_contacts.drawn(scenario, first_contacts, member);
        self.loads(scenario, first_contacts, &work, member)
    }

    fn loads(
        &self,
        scenario: &Scenario,
        first_contacts: &FirstContacts,
        work_of_contacts: &WorkMultiples,
        replication: Key,
    ) -> SeasonLoads {
        let (streams, channels) = (scenario.streams.len(), scenario.channels.len());
        let groups = scenario.agent_groups.len();
        let present = self.present(scenario, replication);
        let mut loads = DayLoads::with_capacity(self.days, [streams, channels, groups]);
        loads.channels.resize(self.days * channels, 0.0);
        let mut over_presence = vec![1.0; self.days * channels];
        let mut at_hand = vec![WorkAtHand::default(); channels];
        let mut demands = vec![0.0; channels];
        for day in 0..self.days {
            for (stream, returning) in self.returning.iter().enumerate() {
                loads.fresh.push(first_contacts.of(day, stream));
                loads.contacts.push(returning.contacts(day, |day| first_contacts.of(day, stream)));
            }
            let of_day = day * groups..(day + 1) * groups;
            let (duty, present) = (&self.duty[of_day.clone()], &present[of_day]);
            for channel in self.live_first.iter().copied() {
                let (mut demand, mut expected) = (0.0, 0.0);
                for stream in &self.streams_of[channel] {
                    let at = day * streams + stream;
                    demand += self.work[at] * loads.contacts[at];
                    expected += self.work[at];
                }
                demand *= work_of_contacts.of(day, channel);
                demands[channel] = demand;
                let groups_of = &self.groups_of[channel];
                let there: f64 = groups_of.iter().map(|group| present[*group]).sum();
                let presence = ratio(there, groups_of.iter().map(|group| duty[*group].expected).sum());
                let of_day = ratio(demand, expected) / presence.max(LEAST_PRESENCE);
                let all = (there * self.interval_ticks).max(1.0);
                let before: f64 = self.served_before[channel].iter().map(|live| demands[*live]).sum();
                let of_work = at_hand[channel].work_on(demand, (all - before).max(LEAST_PRESENCE * all));
                let at = day * channels + channel;
                over_presence[at] = of_day;
                loads.channels[at] = if self.is_deferred[channel] { of_work } else { of_day };
            }
            for group in 0..groups {
                let load = self.channel_of[group].map_or(1.0, |channel| loads.channels[day * channels + channel]);
                loads.groups.push(load);
                loads.presence.push(ratio(present[group], duty[group].expected));
            }
        }
        let outages = outage_days(scenario, replication);
        SeasonLoads { of_days: loads, demand: over_presence, outages, at_hand }
    }

    /// The groups whose load is that of a channel.
    pub(super) fn groups_by(&self, channel: usize) -> impl Iterator<Item = usize> + '_ {
        let groups = self.channel_of.iter().enumerate();
        groups.filter(move |(_, of)| **of == Some(channel)).map(|(group, _)| group)
    }

    /// Agents present times intervals, by day and group.
    fn present(&self, scenario: &Scenario, replication: Key) -> Vec<f64> {
        let groups = scenario.agent_groups.len();
        let of_day = |(at, duty): (usize, &DutyDay)| {
            let absence = scenario.agent_groups[at % groups].absence;
            if absence <= 0.0 {
                return duty.expected;
            }
            let agents = attendance(replication, GroupId(at % groups), at / groups, absence).zip(&duty.intervals);
            agents.map(|(is_present, intervals)| if is_present { *intervals } else { 0.0 }).sum()
        };
        self.duty.iter().enumerate().map(of_day).collect()
    }
}

impl DutyDay {
    fn new(on_duty: &[u32], absence: f64) -> Self {
        let most = on_duty.iter().copied().max().unwrap_or(0);
        let of_agent = |agent: u32| on_duty.iter().filter(|agents| **agents > agent).count() as f64;
        let intervals: Vec<f64> = (0..most).map(of_agent).collect();
        DutyDay { expected: intervals.iter().sum::<f64>() * (1.0 - absence), intervals }
    }
}

/// 1 where there is nothing to compare with.
fn ratio(value: f64, expected: f64) -> f64 {
    if expected > 0.0 { value / expected } else { 1.0 }
}
