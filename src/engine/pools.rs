//! Pools: the parts of a scenario that share nobody and nothing, found as connected components of groups and streams.
//!
//! Streams are linked by a group that takes both. Each pool is simulated on its own. A pool with one group that takes all its
//! streams at one priority and one at a time is a single first-come-first-served queue and gets the fast engine.
//!
//! A bot with a limited number of sessions links all streams that meet it, but only when its sessions run out; for seasons in
//! which they may, there is one pool of all of these.

use super::agenda::page_bits;
use crate::sampling::TICKS_PER_SECOND;
use crate::scenario::model::{ChannelKind, DAY_S, GroupId, Scenario, StreamId};

/// Contacts of a season for each page of an agenda, of which one in ten or so comes again and is on it.
const CONTACTS_A_PAGE: f64 = 32.0;

/// Contacts of a season for each page on which the bot's sessions are counted: the more, the less exactly.
const SESSIONS_A_PAGE: f64 = 16.0;

/// A part of the scenario that is simulated on its own.
#[derive(Debug)]
pub(super) struct Pool {
    /// Its groups, in the scenario's order.
    pub(super) groups: Vec<GroupId>,
    /// Its streams, in the scenario's order.
    pub(super) streams: Vec<StreamId>,
    /// The one group of a single-queue pool.
    pub(super) single_queue: Option<GroupId>,
    /// Length of a page of its agendas, as a power of two of ticks.
    pub(super) page_bits: u32,
    /// Length of a page on which the bot's sessions are counted, likewise.
    pub(super) session_page_bits: u32,
}

pub(super) fn pools_of(scenario: &Scenario) -> Vec<Pool> {
    let streams = scenario.streams.len();
    // union by relabelling: streams first, groups after
    let mut label: Vec<usize> = (0..streams + scenario.agent_groups.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (keep, drop) = (label[a].min(label[b]), label[a].max(label[b]));
        label.iter_mut().filter(|at| **at == drop).for_each(|at| *at = keep);
    };
    for (number, group) in scenario.agent_groups.iter().enumerate() {
        for stream in group.skills.iter().flat_map(|skill| &skill.streams) {
            join(stream.0, streams + number);
        }
    }
    let mut members: Vec<(Vec<GroupId>, Vec<StreamId>)> = Vec::new();
    let mut root_of: Vec<usize> = Vec::new();
    for stream in 0..streams {
        match root_of.iter().position(|root| *root == label[stream]) {
            Some(at) => members[at].1.push(StreamId(stream)),
            None => {
                root_of.push(label[stream]);
                let groups = (0..scenario.agent_groups.len())
                    .filter(|group| label[streams + group] == label[stream])
                    .map(GroupId)
                    .collect();
                members.push((groups, vec![StreamId(stream)]));
            }
        }
    }
    members.into_iter().map(|(groups, streams)| Pool::new(scenario, groups, streams)).collect()
}

impl Pool {
    fn new(scenario: &Scenario, groups: Vec<GroupId>, streams: Vec<StreamId>) -> Self {
        let of_stream = |stream: &StreamId| scenario.streams[stream.0].expected_contacts.iter().sum::<f64>();
        let end = u64::from(DAY_S) * TICKS_PER_SECOND * scenario.calendar.days() as u64;
        let contacts = streams.iter().map(of_stream).sum();
        Pool {
            single_queue: single_queue(scenario, &groups, &streams),
            page_bits: page_bits(end, contacts, CONTACTS_A_PAGE),
            session_page_bits: page_bits(end, contacts, SESSIONS_A_PAGE),
            groups,
            streams,
        }
    }

    /// All that share the sessions of a bot, as one pool; nothing where sessions are not limited.
    pub(super) fn sharing_sessions(scenario: &Scenario, pools: &[Pool]) -> Option<Self> {
        scenario.bot.as_ref()?.sessions?;
        let sharing: Vec<&Pool> = pools.iter().filter(|pool| pool.meets_bot(scenario)).collect();
        let mut groups: Vec<GroupId> = sharing.iter().flat_map(|pool| &pool.groups).copied().collect();
        let mut streams: Vec<StreamId> = sharing.iter().flat_map(|pool| &pool.streams).copied().collect();
        groups.sort_unstable();
        streams.sort_unstable();
        (!streams.is_empty()).then(|| Pool::new(scenario, groups, streams))
    }

    /// Whether some of its contacts meet the bot.
    pub(super) fn meets_bot(&self, scenario: &Scenario) -> bool {
        self.streams.iter().any(|stream| scenario.streams[stream.0].bot.is_some())
    }
}

fn single_queue(scenario: &Scenario, groups: &[GroupId], streams: &[StreamId]) -> Option<GroupId> {
    let [group] = groups[..] else { return None };
    let skills = &scenario.agent_groups[group.0].skills;
    let is_one_priority = skills.iter().all(|skill| skill.priority == skills[0].priority && skill.after_s == 0.0);
    let takes_all = streams.iter().all(|stream| scenario.group_takes(group, *stream));
    let is_plain = streams.iter().all(|stream| {
        let channel = &scenario.channels[scenario.streams[stream.0].channel.0];
        channel.lines.is_none() && (channel.kind != ChannelKind::Chat || channel.concurrency.limit == 1)
    });
    (is_one_priority && takes_all && is_plain).then_some(group)
}
