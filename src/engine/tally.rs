//! What a replication measured: counts and summed times by interval, in integers, so that any order of adding gives the same bytes.
//!
//! A contact's facts are counted in the interval in which it *arrived*; agent time in the interval in which it was spent.
//! Times are in ticks of 1/1024 s.

use crate::scenario::model::{ChannelId, GroupId, Scenario, ServiceCounts, StreamId};

macro_rules! cell {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $name { $($(#[$doc])* pub $field: u64),+ }

        impl std::ops::AddAssign<&$name> for $name {
            fn add_assign(&mut self, other: &$name) {
                $(self.$field += other.$field;)+
            }
        }
    };
}

cell! {
    /// Contacts of one stream that arrived in one interval.
    Cell {
        /// First contacts.
        fresh,
        /// Further attempts after abandoning or being blocked.
        redials,
        /// Contacts that came back unresolved.
        repeats,
        /// Redials and repeats that found the channel closed; not among the arrivals.
        turned_away,
        /// Met the bot.
        bot_handled,
        /// Of these: resolved, or so it seemed.
        contained,
        /// Of the contained: not resolved after all.
        falsely_contained,
        /// Of the bot handled: passed to people.
        escalated,
        /// Of the bot handled: left inside the bot.
        bot_left,
        /// Refused by a full bot.
        bot_refused,
        /// Reached people but found every line taken.
        blocked,
        /// Answered by a person.
        answered,
        /// Of these, within the channel's threshold.
        answered_within,
        /// Of the answered: resolved.
        resolved_by_people,
        /// Abandoned while waiting for a person.
        abandoned,
        /// Of these, within the threshold.
        abandoned_within,
        /// Of these, within the short time.
        abandoned_short,
        /// Still waiting for a person when the season's last contact had been dealt with.
        waiting_at_end,
        /// Handled (by people or bot) as the first of their order's contacts that was.
        orders_served,
        /// Of these: by the bot.
        orders_served_by_bot,
        /// Waits of the answered, ticks.
        wait_answered,
        /// Waits of the abandoned, ticks.
        wait_abandoned,
        /// People's talk time, ticks.
        talk,
        /// People's handle time (talk and after-contact work), ticks.
        handle,
        /// The same as drawn, before the factors of groups, of the bot and of several contacts at once, ticks.
        drawn_handle,
        /// Time in the bot, ticks.
        bot_time,
        /// Sum of modelled satisfaction in millionths, over answered, contained, abandoned, blocked, left and refused.
        satisfaction,
    }
}

impl Cell {
    /// All arrivals: fresh, redials and repeats.
    pub fn offered(&self) -> u64 {
        self.fresh + self.redials + self.repeats
    }

    /// Arrivals that reached people: answered, abandoned, blocked or still waiting.
    pub fn offered_to_people(&self) -> u64 {
        self.answered + self.abandoned + self.blocked + self.waiting_at_end
    }

    /// Handled by people or contained by the bot.
    pub fn handled(&self) -> u64 {
        self.answered + self.contained
    }

    /// Contacts that `satisfaction` sums over.
    pub fn satisfaction_count(&self) -> u64 {
        self.answered + self.contained + self.abandoned + self.blocked + self.bot_left + self.bot_refused
    }

    /// The counts that service levels are made of.
    pub fn service_counts(&self) -> ServiceCounts {
        ServiceCounts {
            answered: self.answered,
            answered_within: self.answered_within,
            abandoned: self.abandoned,
            abandoned_within: self.abandoned_within,
            abandoned_short: self.abandoned_short,
        }
    }
}

cell! {
    /// Time of one agent group in one interval, in ticks.
    GroupCell {
        /// Agents on duty by the plan and the absence drawn, times time.
        available,
        /// Agents with at least one contact in hand, times time.
        busy,
        /// Of the busy: agents above the number on duty, finishing their contact after a drop.
        overrun,
    }
}

impl GroupCell {
    /// Time of agents who are on duty, or finishing a contact after a drop: they count as staffed until they leave.
    pub fn staffed(&self) -> u64 {
        self.available + self.overrun
    }
}

/// Number of wait classes of a [`Tally`]'s sketch; see [`Tally::wait_class`].
pub const WAIT_CLASSES: usize = 512;

/// What one replication measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    intervals: usize,
    streams: usize,
    groups: usize,
    meters: usize,
    cells: Vec<Cell>,
    group_cells: Vec<GroupCell>,
    billed_ticks: Vec<u64>,
    waits: Vec<u64>,
}

impl Tally {
    /// An empty tally of a scenario's shape.
    pub fn new(scenario: &Scenario) -> Self {
        let (intervals, streams) = (scenario.intervals(), scenario.streams.len());
        let (groups, meters) = (scenario.agent_groups.len(), scenario.meters().len());
        Tally {
            intervals,
            streams,
            groups,
            meters,
            cells: vec![Cell::default(); intervals * streams],
            group_cells: vec![GroupCell::default(); intervals * groups],
            billed_ticks: vec![0; intervals * streams * meters],
            waits: vec![0; streams * WAIT_CLASSES],
        }
    }

    /// Sets everything to zero.
    pub fn clear(&mut self) {
        self.cells.fill(Cell::default());
        self.group_cells.fill(GroupCell::default());
        self.billed_ticks.fill(0);
        self.waits.fill(0);
    }

    /// Sets what was counted of some streams' contacts and some groups' work to zero.
    pub(super) fn forget(&mut self, streams: &[StreamId], groups: &[GroupId]) {
        for interval in 0..self.intervals {
            for stream in streams {
                *self.cell_mut(interval, *stream) = Cell::default();
                let first = (interval * self.streams + stream.0) * self.meters;
                self.billed_ticks[first..first + self.meters].fill(0);
            }
            for group in groups {
                let cell = self.group_cell_mut(interval, *group);
                *cell = GroupCell { available: cell.available, ..GroupCell::default() };
            }
        }
        for stream in streams {
            self.waits[stream.0 * WAIT_CLASSES..(stream.0 + 1) * WAIT_CLASSES].fill(0);
        }
    }

    /// Puts what another tally of the same shape counted of some streams' contacts and some groups' work in the place of what is
    /// here.
    pub(super) fn copy(&mut self, other: &Tally, streams: &[StreamId], groups: &[GroupId]) {
        for interval in 0..self.intervals {
            for stream in streams {
                *self.cell_mut(interval, *stream) = *other.cell(interval, *stream);
                let first = (interval * self.streams + stream.0) * self.meters;
                let meters = first..first + self.meters;
                self.billed_ticks[meters.clone()].copy_from_slice(&other.billed_ticks[meters]);
            }
            for group in groups {
                *self.group_cell_mut(interval, *group) = *other.group_cell(interval, *group);
            }
        }
        for stream in streams {
            let classes = stream.0 * WAIT_CLASSES..(stream.0 + 1) * WAIT_CLASSES;
            self.waits[classes.clone()].copy_from_slice(&other.waits[classes]);
        }
    }

    /// Number of intervals.
    pub fn intervals(&self) -> usize {
        self.intervals
    }

    /// Number of streams.
    pub fn streams(&self) -> usize {
        self.streams
    }

    /// Number of agent groups.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// A stream's cell.
    pub fn cell(&self, interval: usize, stream: StreamId) -> &Cell {
        &self.cells[interval * self.streams + stream.0]
    }

    /// A stream's cell, to count in.
    pub fn cell_mut(&mut self, interval: usize, stream: StreamId) -> &mut Cell {
        &mut self.cells[interval * self.streams + stream.0]
    }

    /// A group's cell.
    pub fn group_cell(&self, interval: usize, group: GroupId) -> &GroupCell {
        &self.group_cells[interval * self.groups + group.0]
    }

    /// A group's cell, to count in.
    pub fn group_cell_mut(&mut self, interval: usize, group: GroupId) -> &mut GroupCell {
        &mut self.group_cells[interval * self.groups + group.0]
    }

    /// Talk time as a billing meter rounds it, ticks.
    pub fn billed(&self, interval: usize, stream: StreamId, meter: usize) -> u64 {
        self.billed_ticks[(interval * self.streams + stream.0) * self.meters + meter]
    }

    /// Adds to a billing meter.
    pub fn add_billed(&mut self, interval: usize, stream: StreamId, meter: usize, ticks: u64) {
        self.billed_ticks[(interval * self.streams + stream.0) * self.meters + meter] += ticks;
    }

    /// The class of a wait for the sketch: exact up to 15 ticks, then eight classes an octave (relative error at most 1/16).
    pub fn wait_class(ticks: u64) -> usize {
        if ticks < 16 {
            return ticks as usize;
        }
        let octave = 63 - ticks.leading_zeros() as usize;
        let step = ((ticks >> (octave - 3)) & 7) as usize;
        (16 + (octave - 4) * 8 + step).min(WAIT_CLASSES - 1)
    }

    /// Least wait of a class, in ticks; the inverse of [`Tally::wait_class`].
    pub fn wait_class_floor(class: usize) -> u64 {
        if class < 16 {
            return class as u64;
        }
        let (octave, step) = ((class - 16) / 8 + 4, (class - 16) % 8);
        (8 + step as u64) << (octave - 3)
    }

    /// Counts an answered contact's wait in the sketch.
    pub fn add_wait(&mut self, stream: StreamId, ticks: u64) {
        self.waits[stream.0 * WAIT_CLASSES + Self::wait_class(ticks)] += 1;
    }

    /// Counts so many contacts answered at once in the sketch.
    pub(super) fn add_no_waits(&mut self, stream: StreamId, contacts: u64) {
        self.waits[stream.0 * WAIT_CLASSES] += contacts;
    }

    /// Answered contacts by wait class, of one stream over the season.
    pub fn waits(&self, stream: StreamId) -> &[u64] {
        &self.waits[stream.0 * WAIT_CLASSES..(stream.0 + 1) * WAIT_CLASSES]
    }

    /// Adds another replication's counts.
    pub fn add(&mut self, other: &Tally) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(mine, theirs)| *mine += theirs);
        self.group_cells.iter_mut().zip(&other.group_cells).for_each(|(mine, theirs)| *mine += theirs);
        self.billed_ticks.iter_mut().zip(&other.billed_ticks).for_each(|(mine, theirs)| *mine += theirs);
        self.waits.iter_mut().zip(&other.waits).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// The sum of some streams' cells over a range of intervals.
    pub fn sum(&self, intervals: std::ops::Range<usize>, streams: &[StreamId]) -> Cell {
        let mut total = Cell::default();
        for interval in intervals {
            for stream in streams {
                total += self.cell(interval, *stream);
            }
        }
        total
    }

    /// The sum of a channel's cells over a range of intervals; of all channels if none is named.
    pub fn sum_channel(
        &self,
        scenario: &Scenario,
        intervals: std::ops::Range<usize>,
        channel: Option<ChannelId>,
    ) -> Cell {
        let streams: Vec<StreamId> = (0..self.streams)
            .map(StreamId)
            .filter(|id| channel.is_none_or(|wanted| scenario.streams[id.0].channel == wanted))
            .collect();
        self.sum(intervals, &streams)
    }

    /// The sum of a group's time over a range of intervals.
    pub fn sum_group(&self, intervals: std::ops::Range<usize>, group: GroupId) -> GroupCell {
        let mut total = GroupCell::default();
        for interval in intervals {
            total += self.group_cell(interval, group);
        }
        total
    }
}
