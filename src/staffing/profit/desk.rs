//! Desks: the parts of a scenario that share no agents, so that each is staffed by itself.

use crate::scenario::model::{ChannelId, ChannelKind, GroupId, Scenario};

/// Channels and the agent groups that take them; no group takes channels of two desks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Desk {
    pub(super) channels: Vec<ChannelId>,
    pub(super) groups: Vec<GroupId>,
    /// Deferred work carries over nights, so that days cannot be staffed one by one.
    pub(super) has_deferred: bool,
}

/// The desks of a scenario, in the order of their first channels. Channels that nobody takes are on none.
pub(super) fn desks_of(scenario: &Scenario) -> Vec<Desk> {
    let takes = |group: usize, channel: usize| {
        scenario.streams_of_channel(ChannelId(channel)).any(|stream| scenario.group_takes(GroupId(group), stream))
    };
    let mut desks: Vec<Desk> = Vec::new();
    for channel in 0..scenario.channels.len() {
        let groups: Vec<GroupId> =
            (0..scenario.agent_groups.len()).filter(|group| takes(*group, channel)).map(GroupId).collect();
        if groups.is_empty() {
            continue;
        }
        let mut desk = Desk {
            channels: vec![ChannelId(channel)],
            groups,
            has_deferred: scenario.channels[channel].kind == ChannelKind::Deferred,
        };
        let (joined, apart): (Vec<Desk>, Vec<Desk>) =
            desks.into_iter().partition(|other| other.groups.iter().any(|group| desk.groups.contains(group)));
        for other in joined {
            desk.channels.extend(other.channels);
            desk.groups.extend(other.groups);
            desk.has_deferred |= other.has_deferred;
        }
        desk.channels.sort_unstable();
        desk.groups.sort_unstable();
        desk.groups.dedup();
        desks = apart;
        desks.push(desk);
    }
    desks.sort_by_key(|desk| desk.channels[0]);
    desks
}
