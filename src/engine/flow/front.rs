//! What comes towards people whatever a plan does: the fresh contacts of some intervals, drawn at once for any number of plans,
//! and what the bot makes of them before anyone else has a turn.
//!
//! What comes of a contact in the bot hangs on the contact alone, as long as a session is free; and so does whether it comes
//! back, when the bot seemed to have resolved it. So the bot is passed stream by stream in a straight loop, and only those who go
//! on to people are put in order of time. Whether there always was a free session is known at the end, when all sessions have
//! been counted; if it is not certain, the season is played again with each contact in its turn. The result is the same either
//! way.

use super::at_the_bot::{Meeting, Outcome, comes_back_at};
use super::contact::{Coming, Contact, Later, Marks, Needs, PatienceDraw, Reached};
use super::session_count::SessionCount;
use crate::engine::agenda::{Agenda, END_OF_TIME};
use crate::engine::pages::Pages;
use crate::engine::season::{DAY_TICKS, Season};
use crate::engine::tally::Cell;
use crate::engine::witness::Witness;
use crate::sampling::{
    ContactKey, Key, SeasonFactors, StreamDay, TICK_SHIFT, TICKS_PER_SECOND, contacts_key, sort_by_tick,
};
use crate::scenario::model::StreamId;

/// When contacts pass the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum BotPass {
    /// Before their turn, in the hope that sessions are free.
    Ahead,
    /// Each in its turn.
    InTurn,
}

/// Contacts that go on to people for which intervals are drawn at once: so few that they stay in the second level of the
/// processor's cache while all plans play them, and so many that each plan's own memory need not be fetched too often.
const ENOUGH: usize = 2_048;

/// Where the index of a drawn contact ends in an entry of the order.
const INDEX: u64 = (1 << TICK_SHIFT) - 1;

/// Whose contacts are drawn, and from what.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct FrontSource<'f> {
    pub(in crate::engine) season: &'f Season<'f>,
    pub(in crate::engine) factors: &'f SeasonFactors,
    pub(in crate::engine) streams: &'f [StreamId],
    pub(in crate::engine) replication: Key,
    pub(in crate::engine) pass: BotPass,
    pub(in crate::engine) patience_draw: PatienceDraw,
}

/// The contacts of the intervals at hand.
#[derive(Debug, Default)]
pub(in crate::engine) struct Front {
    streams: Vec<(StreamDay, Key)>,
    /// In order of time.
    contacts: Vec<Reached>,
    /// Those who reach people after the season's end, in no order, once the last interval is drawn.
    after_end: Vec<(u64, Contact)>,
    /// Up to which instant all are drawn; [`END_OF_TIME`] once the last interval is.
    until: u64,
    /// Of the interval that is drawn, in no order.
    drawn: Vec<Reached>,
    /// Tick of the day and place among the drawn, in order of time.
    order: Vec<u64>,
    scratch: Vec<u64>,
    /// What is counted of those who arrive in it, by stream of the scenario.
    cells: Vec<Cell>,
    /// By interval.
    later: Pages<Later>,
    day_start: u64,
    /// The first interval at hand.
    first_interval: usize,
    /// The interval that is drawn, or will be next.
    interval: usize,
    sessions: SessionCount,
}

impl Front {
    /// Stands at the start of a season.
    pub(in crate::engine) fn begin(&mut self, source: FrontSource) {
        let season = source.season;
        self.contacts.clear();
        self.after_end.clear();
        self.later.reset(season.scenario.intervals());
        self.cells.clear();
        self.cells.resize(season.streams.len(), Cell::default());
        (self.until, self.first_interval, self.interval) = (0, 0, 0);
        if let Some((together, _)) = &season.sharing_sessions {
            self.sessions.reset(season.end, together.session_page_bits);
        }
    }

    /// The bot's sessions, if contacts pass it ahead of their turn.
    pub(in crate::engine) fn sessions(&self) -> &SessionCount {
        &self.sessions
    }

    /// Up to which instant contacts are drawn; [`END_OF_TIME`] once all are.
    #[inline(always)]
    pub(in crate::engine) fn until(&self) -> u64 {
        self.until
    }

    /// The intervals drawn.
    pub(super) fn intervals(&self) -> std::ops::Range<usize> {
        self.first_interval..self.interval
    }

    /// The contacts drawn, in order of time.
    #[inline(always)]
    pub(super) fn contacts(&self) -> &[Reached] {
        &self.contacts
    }

    /// Those of all intervals who reach people after the season's end: known when the last interval is drawn.
    pub(super) fn after_end(&self) -> &[(u64, Contact)] {
        if self.until == END_OF_TIME { &self.after_end } else { &[] }
    }

    /// Drops what was drawn and draws further intervals of the day, until there are enough contacts or the day ends; whether any
    /// interval was left. What is counted of a stream's contacts in an interval goes to `count`.
    pub(in crate::engine) fn draw_some<W: Witness>(
        &mut self,
        source: FrontSource,
        witness: &mut W,
        mut count: impl FnMut(usize, StreamId, &Cell),
    ) -> bool {
        let scenario = source.season.scenario;
        let (intervals, a_day) = (scenario.intervals(), scenario.calendar.intervals_per_day());
        if self.interval == intervals {
            return false;
        }
        self.contacts.clear();
        self.first_interval = self.interval;
        loop {
            if self.interval.is_multiple_of(a_day) {
                self.begin_day(source, self.interval / a_day);
            }
            self.draw_interval(source, witness);
            for stream in source.streams {
                let cell = std::mem::take(&mut self.cells[stream.0]);
                // nobody arrives while a channel is closed
                if cell != Cell::default() {
                    count(self.interval, *stream, &cell);
                }
            }
            self.interval += 1;
            if self.interval.is_multiple_of(a_day) || self.contacts.len() >= ENOUGH {
                break;
            }
        }
        let until = self.interval as u64 * source.season.interval_ticks;
        self.until = if self.interval == intervals { END_OF_TIME } else { until };
        true
    }

    fn begin_day(&mut self, source: FrontSource, day: usize) {
        self.day_start = day as u64 * DAY_TICKS;
        self.streams.clear();
        self.streams.extend(source.streams.iter().map(|stream| {
            let of_stream = StreamDay::start(*stream, source.replication, day, &source.season.gaps);
            (of_stream, contacts_key(source.replication, *stream, day))
        }));
    }

    #[inline(never)]
    fn draw_interval<W: Witness>(&mut self, source: FrontSource, witness: &mut W) {
        let FrontSource { season, factors, pass, .. } = source;
        let (scenario, interval) = (season.scenario, self.interval);
        let start = interval as u64 * season.interval_ticks;
        self.drawn.clear();
        let mut streams = std::mem::take(&mut self.streams);
        for (of_stream, stream_key) in &mut streams {
            let stream = of_stream.stream;
            let expected = scenario.streams[stream.0].expected_contacts[interval];
            if expected <= 0.0 {
                continue;
            }
            let mean = expected * factors.of(scenario, stream, interval);
            let meets_bot = season.streams[stream.0].bot.is_some();
            let mut cell = Cell::default();
            of_stream.interval(&season.gaps, mean, season.interval_ticks, |tick, number| {
                cell.fresh += 1;
                let at = start + tick;
                let contact =
                    fresh_contact(ContactKey::fresh(*stream_key, number), stream, interval, at - self.day_start);
                match (meets_bot, pass) {
                    (true, BotPass::Ahead) => self.pass_bot(source, contact, at, &mut cell, witness),
                    (true, BotPass::InTurn) => self.push(contact, at, Needs::default()),
                    (false, _) => self.send_on(source, contact, at),
                }
            });
            self.cells[stream.0] += &cell;
        }
        self.streams = streams;
        self.take_later(source, witness);
        self.put_in_order(start - self.day_start);
    }

    /// Those who come again, or from the bot, in the interval.
    fn take_later<W: Witness>(&mut self, source: FrontSource, witness: &mut W) {
        let season = source.season;
        while let Some(Later { at, coming, contact }) = self.later.take(self.interval) {
            if coming == Coming::ToPeople {
                self.send_on(source, contact, at);
                continue;
            }
            let (contact, stream) = (contact.arriving(at, self.interval), contact.stream as usize);
            let mut cell = std::mem::take(&mut self.cells[stream]);
            if contact.finds_open(season, at) {
                cell.repeats += 1;
                self.pass_bot(source, contact, at, &mut cell, witness);
            } else {
                cell.turned_away += 1;
            }
            self.cells[stream] = cell;
        }
    }

    /// A contact arrives that will meet the bot, if at all, before anyone else has a turn.
    #[inline(always)]
    fn pass_bot<W: Witness>(
        &mut self,
        source: FrontSource,
        contact: Contact,
        at: u64,
        cell: &mut Cell,
        witness: &mut W,
    ) {
        let FrontSource { season, factors, .. } = source;
        let Some(meeting) = Meeting::of(season, factors, &contact, at) else {
            return self.send_on(source, contact, at);
        };
        if season.bot_sessions.is_some() {
            self.sessions.count(at, meeting.to);
        }
        match meeting.conclude(season, &contact, cell, witness) {
            Outcome::Contained(Some(delay)) => {
                if let Some(at) = comes_back_at(season, &contact, meeting.to, delay) {
                    let later = Later { at, coming: Coming::Repeat, contact: contact.repeat() };
                    self.later.put(season.interval_of(at), later);
                }
            }
            Outcome::Contained(None) | Outcome::Left => {}
            Outcome::Escalated => self.escalate(source, contact.escalated(), meeting.to),
        }
    }

    #[inline(always)]
    fn escalate(&mut self, source: FrontSource, contact: Contact, at: u64) {
        let season = source.season;
        let interval_end = (self.interval as u64 + 1) * season.interval_ticks;
        if at < interval_end {
            self.send_on(source, contact, at);
        } else if at < season.end {
            self.later.put(season.interval_of(at), Later { at, coming: Coming::ToPeople, contact });
        } else {
            self.after_end.push((at, contact));
        }
    }

    /// A contact goes on to people in the interval at hand.
    #[inline(always)]
    fn send_on(&mut self, source: FrontSource, contact: Contact, at: u64) {
        let draws = &source.season.streams[contact.stream as usize];
        self.push(contact, at, Needs::of(draws, &contact, source.patience_draw));
    }

    #[inline(always)]
    fn push(&mut self, contact: Contact, at: u64, needs: Needs) {
        self.drawn.push(Reached { contact, at, needs });
    }

    /// Puts the contacts of the interval, which starts at a tick of the day, in order of time. At the same tick those from the bot
    /// and those who come again are first, by their hash as on the agenda; then the others in order of stream.
    fn put_in_order(&mut self, start: u64) {
        let entry = |(index, reached): (usize, &Reached)| (reached.at - self.day_start) << TICK_SHIFT | index as u64;
        self.order.clear();
        self.order.extend(self.drawn.iter().enumerate().map(entry));
        sort_by_tick(&mut self.order, &mut self.scratch, start);
        let tick = |entry: u64| entry >> TICK_SHIFT;
        let mut first = 0;
        while first + 1 < self.order.len() {
            let here = tick(self.order[first]);
            let mut end = first + 1;
            while self.order.get(end).is_some_and(|entry| tick(*entry) == here) {
                end += 1;
            }
            if end > first + 1 {
                let drawn = &self.drawn;
                self.order[first..end]
                    .sort_unstable_by_key(|entry| (order_of(&drawn[(entry & INDEX) as usize]), *entry));
            }
            first = end;
        }
        let drawn = &self.drawn;
        self.contacts.extend(self.order.iter().map(|entry| drawn[(entry & INDEX) as usize]));
    }
}

/// The place of a contact at the front in the order of all that happens: fresh arrivals come last at their instant.
#[inline(always)]
pub(super) fn order_of(reached: &Reached) -> u64 {
    let contact = &reached.contact;
    Agenda::<()>::order(reached.at, if contact.marks == Marks::NONE { u64::MAX } else { contact.key.hash() })
}

/// A contact that arrives at a tick of the day.
#[inline(always)]
fn fresh_contact(key: ContactKey, stream: StreamId, interval: usize, tick: u64) -> Contact {
    Contact {
        key,
        interval: interval as u32,
        stream: stream.0 as u32,
        arrived_s: (tick / TICKS_PER_SECOND) as u32,
        attempt: 0,
        marks: Marks::NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_of_one_tick_come_from_the_bot_first_by_hash_then_by_stream() {
        let mut front = Front::default();
        let key = |number| ContactKey::fresh(Key(7), number);
        for (number, at, marks) in [
            (0, 50, Marks::NONE),
            (1, 40, Marks::ESCALATED),
            (2, 50, Marks::ESCALATED),
            (3, 50, Marks::NONE),
            (4, 50, Marks::ORDER_SERVED),
        ] {
            front.push(Contact { marks, ..fresh_contact(key(number), StreamId(0), 0, at) }, at, Needs::default());
        }
        front.put_in_order(0);
        let keys: Vec<ContactKey> = front.contacts.iter().map(|reached| reached.contact.key).collect();
        let mut again = [2, 4];
        again.sort_by_key(|number| key(*number).hash() & 0xFF_FFFF);
        assert_eq!(keys, [1, again[0], again[1], 0, 3].map(key));
    }
}
