//! Agents' time at work by interval, from nothing but the instants at which contacts start and end.
//!
//! The agents at work at an instant are the starts before it less the ends before it. So the time at work in an interval is
//! its length for each who was at work when it began, plus what was left of it at each start in it, less what was left of it
//! at each end in it; counts and sums of instants are enough, and no contact need be cut at the ends of intervals.

use super::cursor::Cursor;
use super::season::Season;
use super::tally::Tally;
use crate::scenario::model::GroupId;

/// Starts and ends in one interval: how many, and the sum of their instants in ticks.
#[derive(Debug, Clone, Copy, Default)]
struct Turns {
    starts: u64,
    started_at: u64,
    ends: u64,
    ended_at: u64,
}

/// Starts and ends of one group's contacts by interval of the season.
#[derive(Debug)]
pub(super) struct TimeAtWork {
    /// By interval, and one more place for ends at the season's very end.
    turns: Vec<Turns>,
    /// Where starts stand: they come in order of time.
    starts_at: Cursor,
    /// Starts in the interval where they stand, not yet among the turns.
    starts: u64,
    started_at: u64,
    /// End of that interval.
    interval_end: u64,
}

impl Default for TimeAtWork {
    fn default() -> Self {
        TimeAtWork { turns: Vec::new(), starts_at: Cursor::new(1, 1, 1), starts: 0, started_at: 0, interval_end: 0 }
    }
}

impl TimeAtWork {
    pub(super) fn reset(&mut self, season: &Season) {
        self.turns.clear();
        self.turns.resize(season.scenario.intervals() + 1, Turns::default());
        self.starts_at = Cursor::new(season.interval_ticks, season.day_ticks, season.scenario.intervals());
        self.interval_end = self.starts_at.interval_end();
        (self.starts, self.started_at) = (0, 0);
    }

    /// A contact starts, not before the last one did.
    #[inline(always)]
    pub(super) fn start(&mut self, at: u64) {
        if at >= self.interval_end {
            self.move_to(at);
        }
        self.starts += 1;
        self.started_at += at;
    }

    #[cold]
    fn move_to(&mut self, at: u64) {
        self.close_interval();
        self.starts_at.move_to(at);
        self.interval_end = self.starts_at.interval_end();
    }

    fn close_interval(&mut self) {
        let turns = &mut self.turns[self.starts_at.interval];
        turns.starts += std::mem::take(&mut self.starts);
        turns.started_at += std::mem::take(&mut self.started_at);
    }

    /// Day of the last start.
    #[inline(always)]
    pub(super) fn day(&self) -> usize {
        self.starts_at.day
    }

    /// A contact ends, not after the season does.
    #[inline(always)]
    pub(super) fn end(&mut self, season: &Season, at: u64) {
        let turns = &mut self.turns[season.interval_within(at)];
        turns.ends += 1;
        turns.ended_at += at;
    }

    /// A contact ends after the season does.
    pub(super) fn end_after_season(&mut self, at: u64) {
        let turns = self.turns.last_mut().expect("a season has an interval");
        turns.ends += 1;
        turns.ended_at += at;
    }

    /// After the last contact: counts the time in a tally. What lies after the season's end counts in the last interval.
    pub(super) fn count(&mut self, season: &Season, group: GroupId, tally: &mut Tally) {
        self.close_interval();
        let after = self.turns.pop().expect("a season has an interval");
        let last = self.turns.last_mut().expect("a season has an interval");
        last.ends += after.ends;
        last.ended_at += after.ended_at;
        let mut at_work = 0;
        for (interval, turns) in self.turns.iter().enumerate() {
            let is_last = interval + 1 == self.turns.len();
            let end = (interval as u64 + 1) * season.interval_ticks;
            let busy = if is_last {
                // until the last contact ends
                let start = end - season.interval_ticks;
                turns.ended_at - turns.started_at - at_work * start
            } else {
                at_work * season.interval_ticks + (turns.starts * end - turns.started_at)
                    - (turns.ends * end - turns.ended_at)
            };
            tally.group_cell_mut(interval, group).busy += busy;
            at_work = at_work + turns.starts - turns.ends;
        }
    }
}
