//! Contacts that carry nothing but handle time and patience, drawn some intervals at a time for any number of plans.
//!
//! That is so where no bot stands in front and nobody comes again: whatever a plan does, the same contacts arrive.

use super::season::{Season, StreamDraws};
use crate::sampling::{
    Arrival, ContactKey, DaySource, DayTrace, Key, Sampler, SeasonFactors, ShortSampler, TICKS_PER_SECOND,
    contacts_key, fresh_contact_key, is_drawn,
};
use crate::scenario::model::{ByTime, StreamId};
use std::ops::Range;

/// Contacts drawn at once: so few that they stay in the first or second level of the processor's cache while all plans play them.
const ENOUGH: usize = 2_048;

/// A contact before it meets a plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainContact {
    /// Tick of the day at which it arrives.
    pub(super) tick: u32,
    pub(super) stream: u32,
    /// Handle time in ticks, before any factor.
    pub(super) handle: u32,
    /// Patience in ticks; `NEVER` = without end.
    pub(super) patience: u32,
}

/// The contacts of a pool's streams in one replication, interval by interval.
#[derive(Debug, Default)]
pub(super) struct PlainContacts {
    trace: DayTrace,
    drawn: Vec<PlainContact>,
    /// By stream of the scenario.
    keys: Vec<Key>,
    day: usize,
    only_stream: Option<usize>,
}

/// Whose contacts are drawn, and from what.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainSource<'p> {
    pub(super) season: &'p Season<'p>,
    pub(super) factors: &'p SeasonFactors,
    pub(super) streams: &'p [StreamId],
    pub(super) replication: Key,
}

impl<'p> PlainSource<'p> {
    fn day(self) -> DaySource<'p> {
        DaySource { scenario: self.season.scenario, factors: self.factors, gaps: &self.season.gaps }
    }
}

impl PlainContacts {
    /// Stands at the start of a day.
    pub(super) fn begin(&mut self, source: PlainSource, day: usize) {
        self.day = day;
        self.only_stream = if let [only] = source.streams { Some(only.0) } else { None };
        self.trace.begin(source.day(), source.streams, source.replication, day);
        self.keys.resize(source.season.streams.len(), Key(0));
        for stream in source.streams {
            self.keys[stream.0] = contacts_key(source.replication, *stream, day);
        }
    }

    /// Draws some intervals more; whether any was left.
    pub(super) fn draw_some(&mut self, source: PlainSource) -> bool {
        let is_any = self.trace.draw_some(source.day(), ENOUGH);
        self.drawn.clear();
        match source.streams {
            [only] => self.draw_stream(only.0 as u32, &source.season.streams[only.0], self.keys[only.0]),
            _ => {
                let keys = &self.keys;
                self.drawn.extend(self.trace.drawn().map(|arrival| {
                    let key = fresh_contact_key(keys[arrival.stream.0], arrival);
                    plain_contact(arrival, key, &source.season.streams[arrival.stream.0])
                }));
            }
        }
        is_any
    }

    /// One stream's contacts: where its laws do not move with the time of the day, they are looked up once.
    fn draw_stream(&mut self, stream: u32, draws: &StreamDraws, key: Key) {
        let arrivals = self.trace.drawn();
        match (short(&draws.handle), short(&draws.patience)) {
            (Some(handle), Some(patience)) if draws.balk == 0 => {
                // contacts of one stream are numbered as they come
                let first = self.trace.drawn().next().map_or(0, |arrival| arrival.number);
                self.drawn.extend((first..).zip(self.trace.ticks()).map(move |(number, tick)| {
                    let (handle_bits, patience_bits) = ContactKey::fresh(key, u64::from(number)).handle_and_patience();
                    PlainContact {
                        tick,
                        stream,
                        handle: handle.ticks(handle_bits),
                        patience: patience.ticks(patience_bits),
                    }
                }));
            }
            _ => self
                .drawn
                .extend(arrivals.map(|arrival| plain_contact(arrival, fresh_contact_key(key, arrival), draws))),
        }
    }

    /// The intervals drawn: each with its number in the season, and the range of its contacts.
    pub(super) fn intervals(&self, season: &Season) -> impl Iterator<Item = (usize, Range<usize>)> {
        let first = self.day * season.scenario.calendar.intervals_per_day();
        self.trace.intervals().map(move |(place, range)| (first + place, range))
    }

    /// The contacts drawn.
    pub(super) fn drawn(&self) -> &[PlainContact] {
        &self.drawn
    }

    /// The stream of all contacts, if they are of one.
    pub(super) fn only_stream(&self) -> Option<usize> {
        self.only_stream
    }

    /// Tick of the season at which the day starts.
    pub(super) fn day_start(&self, season: &Season) -> u64 {
        self.day as u64 * season.day_ticks
    }

    /// The key of the contact drawn at this place.
    pub(super) fn key(&self, place: usize) -> ContactKey {
        let arrival = self.trace.at(place);
        fresh_contact_key(self.keys[arrival.stream.0], arrival)
    }
}

fn short(law: &ByTime<Sampler>) -> Option<ShortSampler<'_>> {
    law.constant().and_then(Sampler::short)
}

#[inline(always)]
fn plain_contact(arrival: Arrival, key: ContactKey, draws: &StreamDraws) -> PlainContact {
    let second = arrival.tick / TICKS_PER_SECOND as u32;
    let (handle_bits, patience_bits) = key.handle_and_patience();
    let is_balking = draws.balk > 0 && is_drawn(key.bot_time_and_balk().1, draws.balk);
    PlainContact {
        tick: arrival.tick,
        stream: arrival.stream.0 as u32,
        handle: draws.handle.at(second).ticks(handle_bits),
        patience: if is_balking { 0 } else { draws.patience.at(second).ticks(patience_bits) },
    }
}
