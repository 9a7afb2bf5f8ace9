//! Expected counts, in the places where a simulation has whole ones.

use crate::experiment::plan_results::MeanCounts;
use crate::money::{GroupTime, Volume};
use crate::scenario::model::{GroupId, StreamId};

/// Contacts of one stream that arrive in one interval, as expected values.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::experiment) struct ExpectedCell {
    /// What pricing needs.
    pub(in crate::experiment) volume: Volume,
    pub(in crate::experiment) redials: f64,
    pub(in crate::experiment) repeats: f64,
    pub(in crate::experiment) turned_away: f64,
    pub(in crate::experiment) escalated: f64,
    pub(in crate::experiment) wait_abandoned_s: f64,
    pub(in crate::experiment) handle_s: f64,
}

impl std::ops::AddAssign<&ExpectedCell> for ExpectedCell {
    fn add_assign(&mut self, other: &ExpectedCell) {
        self.volume += &other.volume;
        self.redials += other.redials;
        self.repeats += other.repeats;
        self.turned_away += other.turned_away;
        self.escalated += other.escalated;
        self.wait_abandoned_s += other.wait_abandoned_s;
        self.handle_s += other.handle_s;
    }
}

impl ExpectedCell {
    /// All arrivals: fresh, redials and repeats.
    pub(in crate::experiment) fn offered(&self) -> f64 {
        self.volume.fresh + self.redials + self.repeats
    }

    /// The counts that service tables show.
    pub(in crate::experiment) fn counts(&self) -> MeanCounts {
        let volume = &self.volume;
        MeanCounts {
            fresh: volume.fresh,
            redials: self.redials,
            repeats: self.repeats,
            turned_away: self.turned_away,
            bot_handled: volume.bot_handled,
            contained: volume.contained,
            falsely_contained: volume.falsely_contained,
            escalated: self.escalated,
            bot_left: volume.bot_left,
            bot_refused: volume.bot_refused,
            blocked: volume.blocked,
            answered: volume.answered,
            abandoned: volume.abandoned,
            waiting_at_end: volume.waiting_at_end,
        }
    }
}

/// A season's expected counts.
#[derive(Debug, Clone)]
pub(in crate::experiment) struct ExpectedSeason {
    streams: usize,
    groups: usize,
    cells: Vec<ExpectedCell>,
    times: Vec<GroupTime>,
}

impl ExpectedSeason {
    pub(super) fn new(intervals: usize, streams: usize, groups: usize) -> Self {
        ExpectedSeason {
            streams,
            groups,
            cells: vec![ExpectedCell::default(); intervals * streams],
            times: vec![GroupTime::default(); intervals * groups],
        }
    }

    /// A stream's cell.
    pub(in crate::experiment) fn cell(&self, interval: usize, stream: StreamId) -> &ExpectedCell {
        &self.cells[interval * self.streams + stream.0]
    }

    /// A group's time, in agent-seconds.
    pub(in crate::experiment) fn time(&self, interval: usize, group: GroupId) -> GroupTime {
        self.times[interval * self.groups + group.0]
    }

    pub(super) fn cell_mut(&mut self, interval: usize, stream: StreamId) -> &mut ExpectedCell {
        &mut self.cells[interval * self.streams + stream.0]
    }

    pub(super) fn time_mut(&mut self, interval: usize, group: GroupId) -> &mut GroupTime {
        &mut self.times[interval * self.groups + group.0]
    }
}
