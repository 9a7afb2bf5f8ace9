//! The fresh contacts of a day: a Poisson process with a rate constant on each interval, by stream, put in order of time.

use super::QuantileTable;
use super::contact_draws::ContactKey;
use super::keys::{Key, Purpose};
use super::season_factors::SeasonFactors;
use super::stream_day::StreamDay;
use super::tick_sort::sort_by_tick;
use super::ticks::TICKS_PER_SECOND;
use crate::scenario::model::{Scenario, StreamId};

const NUMBER_BITS: u32 = 25;
const STREAM_BITS: u32 = 12;
/// Where the tick starts in a packed contact.
pub(crate) const TICK_SHIFT: u32 = NUMBER_BITS + STREAM_BITS;

/// Most contacts of one stream on one day that a trace can hold.
pub const MOST_CONTACTS_A_STREAM_DAY: u64 = 1 << NUMBER_BITS;
/// Most streams that a trace can hold.
pub const MOST_STREAMS: usize = 1 << STREAM_BITS;

/// A fresh contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Tick of the day.
    pub tick: u32,
    /// Its stream.
    pub stream: StreamId,
    /// Its number among those of the stream's day.
    pub number: u32,
}

impl Arrival {
    #[inline(always)]
    pub(super) fn unpack(packed: u64) -> Self {
        Arrival {
            tick: (packed >> TICK_SHIFT) as u32,
            stream: StreamId((packed >> NUMBER_BITS) as usize & (MOST_STREAMS - 1)),
            number: packed as u32 & ((1 << NUMBER_BITS) - 1),
        }
    }
}

/// The fresh contacts of some streams on one day, in order of time; at the same tick in order of stream.
///
/// Eight bytes a contact: tick of the day, stream, number. A day is drawn whole, or some intervals at a time, so that what is
/// held stays in the processor's cache.
#[derive(Debug, Default)]
pub struct DayTrace {
    packed: Vec<u64>,
    scratch: Vec<u64>,
    next: usize,
    streams: Vec<StreamDay>,
    day: usize,
    /// Interval of the day that is drawn next.
    place: usize,
    /// For each interval drawn and not dropped: its place in the day, and where its contacts end.
    ends: Vec<(usize, usize)>,
}

/// What a day's contacts are drawn from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DaySource<'d> {
    pub(crate) scenario: &'d Scenario,
    pub(crate) factors: &'d SeasonFactors,
    pub(crate) gaps: &'d QuantileTable,
}

impl DayTrace {
    /// Draws a day. What was there before is dropped; memory is reused.
    pub fn fill(
        &mut self,
        scenario: &Scenario,
        factors: &SeasonFactors,
        streams: &[StreamId],
        replication: Key,
        day: usize,
        gaps: &QuantileTable,
    ) {
        let source = DaySource { scenario, factors, gaps };
        self.begin(source, streams, replication, day);
        self.draw_some(source, usize::MAX);
    }

    /// Stands at the start of a day, nothing of it drawn.
    pub(crate) fn begin(&mut self, source: DaySource, streams: &[StreamId], replication: Key, day: usize) {
        self.streams.clear();
        self.streams.extend(streams.iter().map(|stream| StreamDay::start(*stream, replication, day, source.gaps)));
        (self.day, self.place) = (day, 0);
        self.drop_drawn();
    }

    fn drop_drawn(&mut self) {
        self.packed.clear();
        self.ends.clear();
        self.next = 0;
    }

    /// Drops what was drawn and draws further intervals of the day, until there are `enough` contacts or the day ends; whether
    /// any interval was left.
    pub(crate) fn draw_some(&mut self, source: DaySource, enough: usize) -> bool {
        self.drop_drawn();
        let a_day = source.scenario.calendar.intervals_per_day();
        while self.place < a_day && self.packed.len() < enough {
            self.draw_interval(source);
        }
        !self.ends.is_empty()
    }

    fn draw_interval(&mut self, source: DaySource) {
        let DaySource { scenario, factors, gaps } = source;
        let interval = self.day * scenario.calendar.intervals_per_day() + self.place;
        let interval_ticks = u64::from(scenario.calendar.interval_s) * TICKS_PER_SECOND;
        let start = self.place as u64 * interval_ticks;
        let (first, packed) = (self.packed.len(), &mut self.packed);
        for of_stream in &mut self.streams {
            let stream = of_stream.stream;
            let expected = scenario.streams[stream.0].expected_contacts[interval];
            if expected > 0.0 {
                let mean = expected * factors.of(scenario, stream, interval);
                let label = (start << TICK_SHIFT) | (stream.0 as u64) << NUMBER_BITS;
                of_stream.interval(gaps, mean, interval_ticks, |tick, number| {
                    packed.push(label + (tick << TICK_SHIFT | number));
                });
                debug_assert!(
                    of_stream.arrived < MOST_CONTACTS_A_STREAM_DAY,
                    "the reader limits a stream's contacts a day"
                );
            }
        }
        if self.streams.len() > 1 {
            sort_by_tick(&mut packed[first..], &mut self.scratch, start);
        }
        self.ends.push((self.place, packed.len()));
        self.place += 1;
    }

    /// The intervals drawn, each with its place in the day and its contacts' range.
    pub(crate) fn intervals(&self) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        self.ends.iter().zip(starts).map(|((place, end), start)| (*place, start..*end))
    }

    /// The contacts drawn.
    pub(crate) fn drawn(&self) -> impl ExactSizeIterator<Item = Arrival> {
        self.packed.iter().map(|packed| Arrival::unpack(*packed))
    }

    /// Ticks of the contacts drawn.
    pub(crate) fn ticks(&self) -> impl ExactSizeIterator<Item = u32> {
        self.packed.iter().map(|packed| (packed >> TICK_SHIFT) as u32)
    }

    /// The contact drawn at this place.
    pub(crate) fn at(&self, place: usize) -> Arrival {
        Arrival::unpack(self.packed[place])
    }

    /// Tick of the day of the next contact, if there is one.
    #[inline]
    pub fn peek_tick(&self) -> Option<u32> {
        self.packed.get(self.next).map(|packed| (packed >> TICK_SHIFT) as u32)
    }

    /// Takes the next contact.
    #[inline]
    pub fn take(&mut self) -> Option<Arrival> {
        let packed = *self.packed.get(self.next)?;
        self.next += 1;
        Some(Arrival::unpack(packed))
    }

    /// How many contacts were drawn.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether none were.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }
}

/// The table of gaps: exponential with mean 1.
pub(crate) fn unit_exponential() -> QuantileTable {
    QuantileTable::new(&crate::scenario::model::Distribution::Exponential { mean_s: 1.0 })
}

/// The key that the contacts of a stream's day hang on.
pub(crate) fn contacts_key(replication: Key, stream: StreamId, day: usize) -> Key {
    replication.purpose(Purpose::Contacts).and(stream.0 as u64).and(day as u64)
}

/// A fresh contact's key.
#[inline]
pub(crate) fn fresh_contact_key(stream_day: Key, arrival: Arrival) -> ContactKey {
    ContactKey::fresh(stream_day, u64::from(arrival.number))
}
