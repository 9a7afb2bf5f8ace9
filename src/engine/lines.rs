//! The lines of channels that have a limited number: how many are taken.

use super::taken_until::TakenUntil;
use crate::scenario::model::Channel;

/// The lines of one channel.
#[derive(Debug, Default)]
struct ChannelLines {
    limit: Option<usize>,
    /// Taken by contacts that wait or are held beside others: who knows when they end?
    open_ended: usize,
    /// Taken by contacts whose end is known.
    ending: TakenUntil,
}

/// The lines of all channels. Instants are asked about in order of time.
#[derive(Debug, Default)]
pub(super) struct Lines {
    channels: Vec<ChannelLines>,
}

impl Lines {
    /// Frees all.
    pub(super) fn reset(&mut self, channels: &[Channel]) {
        self.channels.resize_with(channels.len(), ChannelLines::default);
        for (lines, channel) in self.channels.iter_mut().zip(channels) {
            lines.limit = channel.lines.map(|lines| lines as usize);
            lines.open_ended = 0;
            lines.ending.clear();
        }
    }

    /// Whether all lines of a channel are taken.
    #[inline(always)]
    pub(super) fn are_taken(&mut self, channel: usize, now: u64) -> bool {
        let lines = &mut self.channels[channel];
        lines.limit.is_some_and(|limit| lines.ending.is_at_least(limit.saturating_sub(lines.open_ended), now))
    }

    /// A contact takes a line until it gives it back.
    #[inline(always)]
    pub(super) fn take(&mut self, channel: usize) {
        self.channels[channel].open_ended += 1;
    }

    /// A contact gives back the line that it took.
    #[inline(always)]
    pub(super) fn give_back(&mut self, channel: usize) {
        self.channels[channel].open_ended -= 1;
    }

    /// A contact takes a line up to an instant.
    #[inline(always)]
    pub(super) fn take_until(&mut self, channel: usize, end: u64) {
        let lines = &mut self.channels[channel];
        if lines.limit.is_some() {
            lines.ending.take(end);
        }
    }
}
