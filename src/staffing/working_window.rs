//! The hours in which deferred work is done.

use crate::scenario::model::{ChannelId, ChannelKind, DAY_S, GroupId, Scenario};

fn takes_channel(scenario: &Scenario, group: usize, channel: usize) -> bool {
    scenario.streams_of_channel(ChannelId(channel)).any(|stream| scenario.group_takes(GroupId(group), stream))
}

/// Live channels taken by a group that also takes this one.
fn live_channels_beside(scenario: &Scenario, channel: usize) -> Vec<usize> {
    (0..scenario.channels.len())
        .filter(|other| scenario.channels[*other].kind != ChannelKind::Deferred)
        .filter(|other| {
            (0..scenario.agent_groups.len())
                .any(|group| takes_channel(scenario, group, channel) && takes_channel(scenario, group, *other))
        })
        .collect()
}

/// Whether a group that takes this channel also takes a live one.
pub(super) fn shares_groups_with_live(scenario: &Scenario, channel: usize) -> bool {
    !live_channels_beside(scenario, channel).is_empty()
}

/// When deferred work is done: while a live channel of the same groups is open, else while its own channel is open, and
/// from 8 to 20 o'clock if that is always.
pub(super) fn working_window(scenario: &Scenario, channel: usize) -> Vec<bool> {
    let own = &scenario.channels[channel];
    let live = live_channels_beside(scenario, channel);
    (0..scenario.intervals())
        .map(|interval| {
            let second = scenario.calendar.second_of_day(interval);
            match (live.is_empty(), own.opens_s == 0 && own.closes_s == DAY_S) {
                (false, _) => live.iter().any(|other| scenario.channels[*other].is_open(second)),
                (true, true) => (28_800..72_000).contains(&second),
                (true, false) => own.is_open(second),
            }
        })
        .collect()
}
