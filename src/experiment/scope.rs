//! The cuts of a season for which service is reported.

use crate::scenario::model::{ChannelId, ChannelKind, ContactTypeId, GroupId, Scenario, StreamId};

/// Some streams, and the agent groups that take any of them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Scope {
    /// One channel, or `None` for several.
    pub channel: Option<ChannelId>,
    /// One contact type, or `None` for all.
    pub contact_type: Option<ContactTypeId>,
    /// Its streams.
    pub streams: Vec<StreamId>,
    /// The groups whose time counts for its occupancy.
    pub groups: Vec<GroupId>,
}

impl Scope {
    fn new(
        scenario: &Scenario,
        channel: Option<ChannelId>,
        contact_type: Option<ContactTypeId>,
        includes: impl Fn(StreamId) -> bool,
    ) -> Self {
        let streams: Vec<StreamId> = (0..scenario.streams.len()).map(StreamId).filter(|id| includes(*id)).collect();
        let groups = (0..scenario.agent_groups.len())
            .map(GroupId)
            .filter(|group| streams.iter().any(|stream| scenario.group_takes(*group, *stream)))
            .collect();
        Scope { channel, contact_type, streams, groups }
    }

    /// All of one channel.
    pub fn of_channel(scenario: &Scenario, channel: ChannelId) -> Self {
        Scope::new(scenario, Some(channel), None, |id| scenario.streams[id.0].channel == channel)
    }

    /// All of every channel.
    pub fn of_everything(scenario: &Scenario) -> Self {
        Scope::new(scenario, None, None, |_| true)
    }

    /// The channels by which a season is judged in one line: all voice channels together, without any all chat
    /// channels, without those all deferred ones. Tickets that wait for hours would say nothing beside seconds on a line.
    pub fn headline(scenario: &Scenario) -> Self {
        let kind = [ChannelKind::Voice, ChannelKind::Chat, ChannelKind::Deferred]
            .into_iter()
            .find(|kind| scenario.streams.iter().any(|stream| scenario.channels[stream.channel.0].kind == *kind));
        Scope::new(scenario, None, None, |id| Some(scenario.channels[scenario.streams[id.0].channel.0].kind) == kind)
    }

    /// The rows of a service table: each channel with its contact types, then all channels with theirs; totals first.
    pub fn table(scenario: &Scenario) -> Vec<Scope> {
        let mut scopes = Vec::new();
        for channel in (0..scenario.channels.len()).map(ChannelId) {
            scopes.push(Scope::of_channel(scenario, channel));
            scopes.extend(scenario.streams_of_channel(channel).map(|stream| {
                Scope::new(scenario, Some(channel), Some(scenario.streams[stream.0].contact_type), |id| id == stream)
            }));
        }
        scopes.push(Scope::of_everything(scenario));
        scopes.extend((0..scenario.contact_types.len()).map(ContactTypeId).map(|contact_type| {
            Scope::new(scenario, None, Some(contact_type), |id| scenario.streams[id.0].contact_type == contact_type)
        }));
        scopes
    }
}
