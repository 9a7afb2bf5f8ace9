//! The lines of channels that have a limited number: how many are taken.

use super::taken_until::TakenUntil;

/// The lines of one channel.
#[derive(Debug, Default)]
struct ChannelLines {
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
    /// Frees all, of so many channels.
    pub(super) fn reset(&mut self, channels: usize) {
        self.channels.resize_with(channels, ChannelLines::default);
        for lines in &mut self.channels {
            lines.open_ended = 0;
            lines.ending.clear();
        }
    }

    /// Whether all of a channel's lines, of which there are so many, are taken.
    #[inline(always)]
    pub(super) fn are_taken(&mut self, channel: usize, lines: u32, now: u64) -> bool {
        let of_channel = &mut self.channels[channel];
        of_channel.ending.is_at_least((lines as usize).saturating_sub(of_channel.open_ended), now)
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
        self.channels[channel].ending.take(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_free_when_its_contact_ends_or_gives_it_back() {
        let mut lines = Lines::default();
        lines.reset(2);
        lines.take(0);
        lines.take_until(0, 50);
        assert!(lines.are_taken(0, 2, 49) && !lines.are_taken(0, 3, 49) && !lines.are_taken(1, 1, 49));
        assert!(!lines.are_taken(0, 2, 50), "the contact ends");
        lines.take_until(0, 90);
        assert!(lines.are_taken(0, 2, 60));
        lines.give_back(0);
        assert!(!lines.are_taken(0, 2, 60));
    }
}
