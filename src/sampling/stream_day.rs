//! The fresh arrivals of one stream on one day, interval after interval.
//!
//! Arrivals are exponential gaps in operational time (time in which the rate is one), so that counts are exactly Poisson,
//! instants uniform given the count, and a change of the rate keeps the n-th contact of a stream's day the n-th.

use super::QuantileTable;
use super::keys::{Key, Purpose};
use crate::scenario::model::StreamId;
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// Gaps drawn at once: the table's loads then overlap, instead of waiting for the sum of the gaps before.
const GAPS: usize = 32;

/// A stream's day under way.
#[derive(Debug)]
pub(crate) struct StreamDay {
    /// Whose arrivals they are.
    pub(crate) stream: StreamId,
    generator: Xoshiro256PlusPlus,
    gaps: [f64; GAPS],
    next_gap: usize,
    /// Operational time from the start of the interval to the next arrival.
    ahead: f64,
    /// How many have arrived.
    pub(crate) arrived: u64,
}

impl StreamDay {
    /// Stands at the start of the day.
    pub(crate) fn start(stream: StreamId, replication: Key, day: usize, table: &QuantileTable) -> Self {
        let key = replication.purpose(Purpose::Arrivals).and(stream.0 as u64).and(day as u64);
        let mut stream_day =
            StreamDay { stream, generator: key.generator(), gaps: [0.0; GAPS], next_gap: 0, ahead: 0.0, arrived: 0 };
        stream_day.draw_gaps(table);
        stream_day.ahead = stream_day.gaps[0];
        stream_day.next_gap = 1;
        stream_day
    }

    fn draw_gaps(&mut self, table: &QuantileTable) {
        for pair in self.gaps.as_chunks_mut::<2>().0 {
            let word = self.generator.next_u64();
            *pair = [table.value((word >> 32) as u32), table.value(word as u32)];
        }
        self.next_gap = 0;
    }

    /// Draws the arrivals of the next interval, in which `mean` are expected: each tick from the interval's start, with the
    /// contact's number, goes to `arrive`.
    #[inline(always)]
    pub(crate) fn interval(
        &mut self,
        table: &QuantileTable,
        mean: f64,
        interval_ticks: u64,
        mut arrive: impl FnMut(u64, u64),
    ) {
        let ticks_per_unit = interval_ticks as f64 / mean;
        let last_tick = (interval_ticks - 1) as f64;
        let mut ahead = self.ahead;
        let mut number = self.arrived;
        'interval: while ahead < mean {
            if self.next_gap == GAPS {
                self.draw_gaps(table);
            }
            let rest = &self.gaps[self.next_gap..];
            for (used, gap) in rest.iter().enumerate() {
                if ahead >= mean {
                    self.next_gap += used;
                    break 'interval;
                }
                let tick = ahead * ticks_per_unit;
                arrive(u64::from(if tick < last_tick { tick as u32 } else { last_tick as u32 }), number);
                number += 1;
                ahead += gap;
            }
            self.next_gap = GAPS;
        }
        self.arrived = number;
        self.ahead = ahead - mean;
    }
}
