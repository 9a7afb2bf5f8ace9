//! What contracts are priced on: contacts and times summed over the segments that all contracts of a scenario share.
//!
//! One simulated season is summed once and then priced under every contract. The sums are `f64`, so that expected values
//! from formulas can be priced like the counts of a simulation. Counts below 2^53 and times in 1/1024 s are exact in
//! `f64`, so the sums of a simulation do not depend on the order of adding.

use std::ops::Range;

use super::segments::Segments;
use crate::engine::{Cell, TICKS_PER_SECOND, Tally};
use crate::scenario::model::{ChannelId, GroupId, Scenario, ServiceCounts, StreamId};

/// Satisfaction is tallied in millionths.
const SATISFACTION_UNIT: f64 = 1e-6;

macro_rules! volume {
    ($($(#[$doc:meta])* $field:ident = $source:ident * $unit:expr),+ $(,)?) => {
        /// Contacts of one stream, or of several, by what came of them, and their times. Names mean what they mean in [`Cell`].
        #[derive(Debug, Clone, Copy, Default, PartialEq)]
        pub struct Volume { $($(#[$doc])* pub $field: f64),+ }

        impl std::ops::AddAssign<&Volume> for Volume {
            fn add_assign(&mut self, other: &Volume) {
                $(self.$field += other.$field;)+
            }
        }

        impl From<&Cell> for Volume {
            fn from(cell: &Cell) -> Self {
                Volume { $($field: cell.$source as f64 * $unit),+ }
            }
        }
    };
}

/// Seconds in a tick: a power of two, so the product is exact.
const TICK_S: f64 = 1.0 / TICKS_PER_SECOND as f64;

volume! {
    /// First contacts.
    fresh = fresh * 1.0,
    /// Met the bot.
    bot_handled = bot_handled * 1.0,
    /// Of these: resolved, or so it seemed.
    contained = contained * 1.0,
    /// Of the contained: not resolved after all.
    falsely_contained = falsely_contained * 1.0,
    /// Of the bot handled: left inside the bot.
    bot_left = bot_left * 1.0,
    /// Refused by a full bot.
    bot_refused = bot_refused * 1.0,
    /// Reached people but found every line taken.
    blocked = blocked * 1.0,
    /// Answered by a person.
    answered = answered * 1.0,
    /// Of these, within the channel's threshold.
    answered_within = answered_within * 1.0,
    /// Of the answered: resolved.
    resolved_by_people = resolved_by_people * 1.0,
    /// Abandoned while waiting for a person.
    abandoned = abandoned * 1.0,
    /// Of these, within the threshold.
    abandoned_within = abandoned_within * 1.0,
    /// Of these, within the short time.
    abandoned_short = abandoned_short * 1.0,
    /// Still waiting when the season's last contact had been dealt with.
    waiting_at_end = waiting_at_end * 1.0,
    /// Handled as the first of their order's contacts that was.
    orders_served = orders_served * 1.0,
    /// Waits of the answered, seconds.
    wait_answered_s = wait_answered * TICK_S,
    /// People's talk time, seconds.
    talk_s = talk * TICK_S,
    /// Time in the bot, seconds.
    bot_time_s = bot_time * TICK_S,
    /// Sum of modelled satisfaction, each contact in [0, 1].
    satisfaction = satisfaction * SATISFACTION_UNIT,
}

impl Volume {
    /// Answered by people or contained by the bot.
    pub fn handled(&self) -> f64 {
        self.answered + self.contained
    }

    /// Reached people: answered, abandoned, blocked or still waiting.
    pub fn offered_to_people(&self) -> f64 {
        self.answered + self.abandoned + self.blocked + self.waiting_at_end
    }

    /// Contacts that came: all that satisfaction sums over, and those still waiting.
    pub(super) fn contacts(&self) -> f64 {
        self.satisfaction_count() + self.waiting_at_end
    }

    /// Contacts that `satisfaction` sums over.
    pub fn satisfaction_count(&self) -> f64 {
        self.handled() + self.abandoned + self.blocked + self.bot_left + self.bot_refused
    }

    /// The counts that service levels are made of.
    pub fn service_counts(&self) -> ServiceCounts<f64> {
        ServiceCounts {
            answered: self.answered,
            answered_within: self.answered_within,
            abandoned: self.abandoned,
            abandoned_within: self.abandoned_within,
            abandoned_short: self.abandoned_short,
        }
    }
}

/// Time of an agent group, seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GroupTime {
    /// Agents on duty, or finishing a contact after going off duty, times time.
    pub available_s: f64,
    /// Agents with a contact in hand times time.
    pub busy_s: f64,
}

/// A season's volumes, ready to be priced under each of the scenario's contracts.
#[derive(Debug, Clone, PartialEq)]
pub struct Volumes {
    pub(super) segments: Segments,
    pub(super) channel_of: Vec<ChannelId>,
    pub(super) channels: usize,
    pub(super) groups: usize,
    pub(super) meters: usize,
    /// By segment and stream.
    pub(super) cells: Vec<Volume>,
    /// By segment and channel.
    pub(super) by_channel: Vec<Volume>,
    /// By segment and group.
    pub(super) group_times: Vec<GroupTime>,
    /// Billed talk time in seconds by segment, stream and meter.
    pub(super) billed_s: Vec<f64>,
}

impl Volumes {
    /// No contacts: to be filled by [`Volumes::add`] and its companions, for instance with expected values.
    ///
    /// The price of expected volumes is the expected price only as far as prices are linear: penalties, tiers, minimum volumes
    /// and ceilings are not.
    pub fn empty(scenario: &Scenario) -> Self {
        let segments = Segments::of(scenario);
        let (streams, channels) = (scenario.streams.len(), scenario.channels.len());
        let (groups, meters) = (scenario.agent_groups.len(), scenario.meters().len());
        Volumes {
            cells: vec![Volume::default(); segments.count() * streams],
            by_channel: vec![Volume::default(); segments.count() * channels],
            group_times: vec![GroupTime::default(); segments.count() * groups],
            billed_s: vec![0.0; segments.count() * streams * meters],
            channel_of: scenario.streams.iter().map(|stream| stream.channel).collect(),
            segments,
            channels,
            groups,
            meters,
        }
    }

    /// How a scenario's contracts cut a day: runs of its intervals. Volumes summed for one scenario can be priced for another
    /// whose contracts cut the day alike and round talk time alike ([`Scenario::meters`]).
    pub fn cut(scenario: &Scenario) -> Vec<Range<usize>> {
        Segments::of(scenario).runs().to_vec()
    }

    /// The volumes of a replication.
    pub fn of(scenario: &Scenario, tally: &Tally) -> Self {
        let mut volumes = Volumes::empty(scenario);
        let streams = volumes.channel_of.len();
        let mut sums = vec![Cell::default(); streams];
        for segment in 0..volumes.segments.count() {
            sums.fill(Cell::default());
            for interval in volumes.segments.intervals(segment) {
                for (stream, sum) in sums.iter_mut().enumerate() {
                    *sum += tally.cell(interval, StreamId(stream));
                    for meter in 0..volumes.meters {
                        let ticks = tally.billed(interval, StreamId(stream), meter);
                        volumes.billed_s[(segment * streams + stream) * volumes.meters + meter] +=
                            ticks as f64 * TICK_S;
                    }
                }
                for group in 0..volumes.groups {
                    let time = tally.group_cell(interval, GroupId(group));
                    let (available, busy) = (time.staffed() as f64 * TICK_S, time.busy as f64 * TICK_S);
                    volumes.add_group_time(interval, GroupId(group), available, busy);
                }
            }
            for (stream, sum) in sums.iter().enumerate() {
                volumes.add_to_segment(segment, stream, &Volume::from(sum));
            }
        }
        volumes
    }

    /// Adds contacts of a stream that arrived in an interval of the season.
    pub fn add(&mut self, interval: usize, stream: StreamId, volume: &Volume) {
        self.add_to_segment(self.segments.of_interval(interval), stream.0, volume);
    }

    /// Adds talk time in seconds as a billing meter rounds it.
    pub fn add_billed(&mut self, interval: usize, stream: StreamId, meter: usize, seconds: f64) {
        let segment = self.segments.of_interval(interval);
        self.billed_s[(segment * self.channel_of.len() + stream.0) * self.meters + meter] += seconds;
    }

    /// Adds an agent group's time in an interval, in agent-seconds.
    pub fn add_group_time(&mut self, interval: usize, group: GroupId, available_s: f64, busy_s: f64) {
        let time = &mut self.group_times[self.segments.of_interval(interval) * self.groups + group.0];
        time.available_s += available_s;
        time.busy_s += busy_s;
    }

    /// As if a share of those who abandoned on some channels had been answered like the others there; with how many these
    /// are. Redials that they would have made stay.
    pub fn with_more_answered(&self, channels: &[ChannelId], share: f64) -> (Self, f64) {
        let mut changed = self.clone();
        let mut more = 0.0;
        let streams = self.channel_of.len();
        for segment in 0..self.segments.count() {
            for stream in (0..streams).filter(|stream| channels.contains(&self.channel_of[*stream])) {
                let at = segment * streams + stream;
                let of = self.cells[at];
                if of.answered <= 0.0 || of.abandoned <= 0.0 {
                    continue;
                }
                let moved = share * of.abandoned;
                let grown = moved / of.answered;
                more += moved;
                let change = Volume {
                    answered: moved,
                    answered_within: of.answered_within * grown,
                    resolved_by_people: of.resolved_by_people * grown,
                    abandoned: -moved,
                    abandoned_within: -share * of.abandoned_within,
                    abandoned_short: -share * of.abandoned_short,
                    orders_served: of.orders_served * moved / of.handled(),
                    wait_answered_s: of.wait_answered_s * grown,
                    talk_s: of.talk_s * grown,
                    ..Volume::default()
                };
                changed.add_to_segment(segment, stream, &change);
                for meter in at * self.meters..(at + 1) * self.meters {
                    changed.billed_s[meter] *= 1.0 + grown;
                }
            }
        }
        (changed, more)
    }

    /// Puts the contacts of some channels and the time of some groups on some days in the place of those here, as another
    /// plan for these groups gave them on the same draws. Exact as far as days and the groups' channels do not touch.
    ///
    /// # Panics
    /// When the other volumes are of another scenario.
    pub fn replace(&mut self, other: &Volumes, days: Range<usize>, channels: &[ChannelId], groups: &[GroupId]) {
        assert_eq!(self.segments, other.segments, "volumes of another scenario");
        let streams = self.channel_of.len();
        for segment in self.segments.of_days(days) {
            for stream in (0..streams).filter(|stream| channels.contains(&self.channel_of[*stream])) {
                let at = segment * streams + stream;
                self.cells[at] = other.cells[at];
                let meters = at * self.meters..(at + 1) * self.meters;
                self.billed_s[meters.clone()].copy_from_slice(&other.billed_s[meters]);
            }
            for channel in channels {
                let at = segment * self.channels + channel.0;
                self.by_channel[at] = other.by_channel[at];
            }
            for group in groups {
                let at = segment * self.groups + group.0;
                self.group_times[at] = other.group_times[at];
            }
        }
    }

    fn add_to_segment(&mut self, segment: usize, stream: usize, volume: &Volume) {
        self.cells[segment * self.channel_of.len() + stream] += volume;
        self.by_channel[segment * self.channels + self.channel_of[stream].0] += volume;
    }

    /// The volumes of the season, all streams together.
    pub fn season(&self) -> Volume {
        self.sum(0..self.segments.count(), None)
    }

    /// How the season is cut.
    pub(super) fn segments(&self) -> &Segments {
        &self.segments
    }

    /// The volumes of a segment by stream.
    pub(super) fn streams(&self, segment: usize) -> &[Volume] {
        let streams = self.channel_of.len();
        &self.cells[segment * streams..(segment + 1) * streams]
    }

    /// Billed talk time of a stream in a segment, seconds.
    pub(super) fn billed_s(&self, segment: usize, stream: usize, meter: usize) -> f64 {
        self.billed_s[(segment * self.channel_of.len() + stream) * self.meters + meter]
    }

    /// Sum over some segments of one channel, or of all.
    pub(super) fn sum(&self, segments: Range<usize>, channel: Option<ChannelId>) -> Volume {
        let mut total = Volume::default();
        for segment in segments {
            let channels = &self.by_channel[segment * self.channels..(segment + 1) * self.channels];
            match channel {
                Some(channel) => total += &channels[channel.0],
                None => channels.iter().for_each(|volume| total += volume),
            }
        }
        total
    }

    /// Time of some groups over some segments.
    pub(super) fn group_time(&self, segments: Range<usize>, groups: &[GroupId]) -> GroupTime {
        let mut total = GroupTime::default();
        for segment in segments {
            for group in groups {
                let time = &self.group_times[segment * self.groups + group.0];
                total.available_s += time.available_s;
                total.busy_s += time.busy_s;
            }
        }
        total
    }
}
