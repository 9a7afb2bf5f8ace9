//! Who takes what in a pool: queues, and for each group the order in which it looks at them.
//!
//! Streams that every group treats alike (same priority, same overflow time, same channel) wait in one queue.

use super::pools::Pool;
use crate::sampling::seconds_to_ticks;
use crate::scenario::model::{ChannelId, ChannelKind, GroupId, Scenario, StreamId};

/// How a group treats a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Treatment {
    pub(super) priority: u32,
    /// Ticks that a contact must have waited.
    pub(super) after: u64,
}

/// A waiting line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueueRules {
    pub(super) channel: ChannelId,
    /// By group of the pool; `None` = does not take it.
    pub(super) treatments: Vec<Option<Treatment>>,
    /// Groups of the pool that take it at all.
    pub(super) takers: Vec<usize>,
    /// Groups of the pool that may take an arrival at once, in order of preference.
    pub(super) at_once: Vec<usize>,
    /// Distinct overflow times with the groups that they let in.
    pub(super) overflows: Vec<(u64, Vec<usize>)>,
    /// Most chats of this queue's channel in an agent's hands; `None` = one at a time, and nothing beside it.
    pub(super) chats: Option<u32>,
    /// Most contacts of its channel queued and in service.
    pub(super) lines: Option<u32>,
}

/// How a group works.
#[derive(Debug)]
pub(super) struct GroupRules {
    pub(super) id: GroupId,
    /// Tiers of equal priority, each a list of (queue, overflow time).
    pub(super) tiers: Vec<Vec<(usize, u64)>>,
    /// Whether its agents hold several contacts.
    pub(super) holds_chats: bool,
}

/// Queues and routing of a pool.
#[derive(Debug)]
pub(super) struct Routing {
    /// The pool's groups.
    pub(super) groups: Vec<GroupRules>,
    pub(super) queues: Vec<QueueRules>,
    /// Queue by stream of the scenario; streams of other pools have none.
    pub(super) queue_of_stream: Vec<usize>,
    /// Groups of the pool whose agents hold several contacts.
    pub(super) desks: Vec<usize>,
}

impl Routing {
    pub(super) fn of(scenario: &Scenario, pool: &Pool) -> Self {
        let mut queues: Vec<QueueRules> = Vec::new();
        let mut queue_of_stream = vec![usize::MAX; scenario.streams.len()];
        for stream in &pool.streams {
            let rules = rules(scenario, pool, *stream);
            let at = queues.iter().position(|known| *known == rules).unwrap_or_else(|| {
                queues.push(rules);
                queues.len() - 1
            });
            queue_of_stream[stream.0] = at;
        }
        let holds_chats =
            |group: usize| queues.iter().any(|queue| queue.chats.is_some() && queue.treatments[group].is_some());
        let rules = |(group, id): (usize, &GroupId)| GroupRules {
            id: *id,
            tiers: tiers_of(&queues, group),
            holds_chats: holds_chats(group),
        };
        let groups: Vec<GroupRules> = pool.groups.iter().enumerate().map(rules).collect();
        let desks = (0..groups.len()).filter(|group| groups[*group].holds_chats).collect();
        Routing { groups, queues, queue_of_stream, desks }
    }
}

fn rules(scenario: &Scenario, pool: &Pool, stream: StreamId) -> QueueRules {
    let channel = scenario.streams[stream.0].channel;
    let treatments: Vec<Option<Treatment>> =
        pool.groups.iter().map(|group| treatment(scenario, *group, stream)).collect();
    let at_once = (0..pool.groups.len())
        .filter(|group| treatments[*group].is_some_and(|treatment| treatment.after == 0))
        .collect();
    let takers = (0..pool.groups.len()).filter(|group| treatments[*group].is_some()).collect();
    let mut overflows: Vec<(u64, Vec<usize>)> = Vec::new();
    for (group, treatment) in treatments.iter().enumerate() {
        let Some(after) = treatment.map(|treatment| treatment.after).filter(|after| *after > 0) else { continue };
        match overflows.iter_mut().find(|(known, _)| *known == after) {
            Some((_, groups)) => groups.push(group),
            None => overflows.push((after, vec![group])),
        }
    }
    let of_channel = &scenario.channels[channel.0];
    // chats one at a time are like calls
    let limit = of_channel.concurrency.limit;
    let chats = (of_channel.kind == ChannelKind::Chat && limit > 1).then_some(limit);
    QueueRules { channel, treatments, takers, at_once, overflows, chats, lines: of_channel.lines }
}

/// The first of a group's skills that names the stream.
fn treatment(scenario: &Scenario, group: GroupId, stream: StreamId) -> Option<Treatment> {
    let skill = scenario.agent_groups[group.0].skills.iter().find(|skill| skill.streams.contains(&stream))?;
    Some(Treatment { priority: skill.priority, after: seconds_to_ticks(skill.after_s) })
}

fn tiers_of(queues: &[QueueRules], group: usize) -> Vec<Vec<(usize, u64)>> {
    let mut taken: Vec<(u32, usize, u64)> = queues
        .iter()
        .enumerate()
        .filter_map(|(queue, rules)| {
            rules.treatments[group].map(|treatment| (treatment.priority, queue, treatment.after))
        })
        .collect();
    taken.sort_unstable();
    let mut tiers: Vec<(u32, Vec<(usize, u64)>)> = Vec::new();
    for (priority, queue, after) in taken {
        match tiers.last_mut() {
            Some((last, tier)) if *last == priority => tier.push((queue, after)),
            _ => tiers.push((priority, vec![(queue, after)])),
        }
    }
    tiers.into_iter().map(|(_, tier)| tier).collect()
}
