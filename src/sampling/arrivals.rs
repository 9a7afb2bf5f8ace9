//! The fresh contacts of a day: a Poisson process with a rate constant on each interval, by stream.
//!
//! Arrivals are exponential gaps in operational time (time in which the rate is one), so that counts are exactly Poisson,
//! instants uniform given the count, and a change of the rate keeps the n-th contact of a stream's day the n-th.

use super::contact_draws::ContactKey;
use super::keys::{Key, Purpose};
use super::season_factors::SeasonFactors;
use super::ticks::TICKS_PER_SECOND;
use super::{QuantileTable, quantile_table};
use crate::scenario::model::{Scenario, StreamId};
use rand::Rng;

const NUMBER_BITS: u32 = 25;
const STREAM_BITS: u32 = 12;

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

/// The fresh contacts of some streams on one day, in order of time; at the same tick in order of stream.
///
/// Eight bytes a contact: tick of the day, stream, number.
#[derive(Debug, Default)]
pub struct DayTrace {
    packed: Vec<u64>,
    scratch: Vec<u64>,
    next: usize,
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
        self.packed.clear();
        self.next = 0;
        for stream in streams {
            self.add_stream(scenario, factors, *stream, replication, day, gaps);
        }
        if streams.len() > 1 {
            sort_by_tick(&mut self.packed, &mut self.scratch);
        }
    }

    fn add_stream(
        &mut self,
        scenario: &Scenario,
        factors: &SeasonFactors,
        stream: StreamId,
        replication: Key,
        day: usize,
        gaps: &QuantileTable,
    ) {
        let mut generator = replication.purpose(Purpose::Arrivals).and(stream.0 as u64).and(day as u64).generator();
        let interval_ticks = u64::from(scenario.calendar.interval_s) * TICKS_PER_SECOND;
        let first = day * scenario.calendar.intervals_per_day();
        let label = (stream.0 as u64) << NUMBER_BITS;
        let mut number = 0;
        let mut spare = None;
        // operational time from the start of the interval to the next arrival
        let mut ahead = 0.0_f64;
        let mut gap = || {
            let bits = spare.take().unwrap_or_else(|| {
                let word = generator.next_u64();
                spare = Some(word as u32);
                (word >> 32) as u32
            });
            gaps.value(bits)
        };
        ahead += gap();
        for place in 0..scenario.calendar.intervals_per_day() {
            let expected = scenario.streams[stream.0].expected_contacts[first + place];
            if expected <= 0.0 {
                continue;
            }
            let mean = expected * factors.of(scenario, stream, first + place);
            let ticks_per_unit = interval_ticks as f64 / mean;
            let start = place as u64 * interval_ticks;
            while ahead < mean {
                let tick = start + ((ahead * ticks_per_unit) as u64).min(interval_ticks - 1);
                self.packed.push(tick << (NUMBER_BITS + STREAM_BITS) | label | number);
                number += 1;
                ahead += gap();
            }
            ahead -= mean;
        }
        debug_assert!(number < MOST_CONTACTS_A_STREAM_DAY, "the reader limits a stream's contacts a day");
    }

    /// Tick of the day of the next contact, if there is one.
    #[inline]
    pub fn peek_tick(&self) -> Option<u32> {
        self.packed.get(self.next).map(|packed| (packed >> (NUMBER_BITS + STREAM_BITS)) as u32)
    }

    /// Takes the next contact.
    #[inline]
    pub fn take(&mut self) -> Option<Arrival> {
        let packed = *self.packed.get(self.next)?;
        self.next += 1;
        Some(Arrival {
            tick: (packed >> (NUMBER_BITS + STREAM_BITS)) as u32,
            stream: StreamId((packed >> NUMBER_BITS) as usize & (MOST_STREAMS - 1)),
            number: packed as u32 & ((1 << NUMBER_BITS) - 1),
        })
    }

    /// How many contacts the day has.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether the day has none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }
}

/// Bits of a tick that one pass of the sort takes; three passes take a day's.
const PASS_BITS: u32 = 9;

/// Sorts by tick alone and keeps the order of equals, so that streams stay in order: three counting passes, which at the size
/// of a day cost a fifth of a comparison sort's instructions.
fn sort_by_tick(packed: &mut Vec<u64>, scratch: &mut Vec<u64>) {
    const BUCKETS: usize = 1 << PASS_BITS;
    scratch.clear();
    scratch.resize(packed.len(), 0);
    for pass in 0..3 {
        let bucket = |entry: u64| (entry >> (NUMBER_BITS + STREAM_BITS + pass * PASS_BITS)) as usize & (BUCKETS - 1);
        let mut places = [0_u32; BUCKETS];
        packed.iter().for_each(|entry| places[bucket(*entry)] += 1);
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for entry in packed.iter() {
            let place = &mut places[bucket(*entry)];
            scratch[*place as usize] = *entry;
            *place += 1;
        }
        std::mem::swap(packed, scratch);
    }
}

/// The table of gaps: exponential with mean 1.
pub(crate) fn unit_exponential() -> QuantileTable {
    quantile_table::QuantileTable::new(&crate::scenario::model::Distribution::Exponential { mean_s: 1.0 })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_by_tick_is_sorting_whole_entries_that_came_stream_by_stream() {
        let mut state = 1_u64;
        let mut entries: Vec<u64> = Vec::new();
        for stream in 0..7_u64 {
            for number in 0..500_u64 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let tick = (state >> 33) % 88_473_600;
                entries.push(tick << (NUMBER_BITS + STREAM_BITS) | stream << NUMBER_BITS | number);
            }
        }
        let mut sorted = entries.clone();
        sorted.sort_unstable();
        sort_by_tick(&mut entries, &mut Vec::new());
        assert_eq!(entries, sorted);
    }
}
