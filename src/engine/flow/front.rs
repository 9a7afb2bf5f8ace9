//! The fresh contacts of an interval, drawn at once, and what the bot makes of them before anyone else has a turn.
//!
//! What comes of a contact in the bot hangs on the contact alone, as long as a session is free. So the bot is passed stream by
//! stream in a straight loop, and only those who go on to people are put in order of time. Whether there always was a free
//! session is known at the end, when all sessions have been counted; if it is not certain, the season is played again with
//! each contact in its turn. The result is the same either way.

use super::{Contact, Flow, Marks, Reached, base_handle, count_contained};
use crate::engine::agenda::{Agenda, END_OF_TIME};
use crate::engine::season::{BotDraws, DAY_TICKS, StreamDraws};
use crate::engine::tally::Cell;
use crate::engine::witness::{Fate, Witness};
use crate::sampling::{ContactKey, Key, StreamDay, TICK_SHIFT, TICKS_PER_SECOND, contacts_key, is_drawn, sort_by_tick};
use crate::scenario::model::StreamId;

/// When contacts pass the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum BotPass {
    /// Before their turn, in the hope that sessions are free.
    Ahead,
    /// Each in its turn.
    InTurn,
}

/// What a contact is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It arrives, and may meet the bot.
    Arrive,
    /// It passes by the bot, and reaches people as it arrives.
    ReachPeople,
    /// It comes from the bot.
    Escalate,
}

/// A contact of the interval at hand, whole: put together here and now, it would have to be waited for where it is used.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    /// With the instant of its step; the handle time only of one that goes on to people.
    reached: Reached,
    step: Step,
}

/// The contacts of the interval at hand.
#[derive(Debug, Default)]
pub(super) struct Front {
    streams: Vec<(StreamDay, Key)>,
    drawn: Vec<Drawn>,
    /// Tick of the day and place among the drawn, in order of time.
    order: Vec<u64>,
    scratch: Vec<u64>,
    next: usize,
    day_start: u64,
    /// Interval of the season that is at hand, and the one that is drawn next.
    interval: usize,
    next_interval: usize,
}

/// Sessions of the bot that begin less those that have ended, by page of the time.
#[derive(Debug, Default)]
pub(in crate::engine) struct SessionCount {
    changes: Vec<i32>,
    page_bits: u32,
}

impl SessionCount {
    pub(super) fn reset(&mut self, end: u64, page_bits: u32) {
        self.changes.clear();
        self.changes.resize(((2 * end) >> page_bits) as usize + 2, 0);
        self.page_bits = page_bits;
    }

    #[inline(always)]
    pub(super) fn count(&mut self, from: u64, to: u64) {
        let last = self.changes.len() - 1;
        self.changes[((from >> self.page_bits) as usize).min(last)] += 1;
        // it may end at the last instant of its page
        self.changes[((to >> self.page_bits) as usize + 1).min(last)] -= 1;
    }

    /// Takes in what was counted elsewhere over the same pages.
    pub(in crate::engine) fn add(&mut self, other: &SessionCount) {
        self.page_bits = other.page_bits;
        self.changes.resize(other.changes.len(), 0);
        self.changes.iter_mut().zip(&other.changes).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Counts nothing any more.
    pub(in crate::engine) fn clear(&mut self) {
        self.changes.clear();
    }

    /// More than were ever open at once, or as many.
    pub(in crate::engine) fn most(&self) -> i64 {
        let mut open = 0;
        self.changes.iter().fold(0, |most, change| {
            open += i64::from(*change);
            most.max(open)
        })
    }
}

/// Where the index of a drawn contact ends in an entry of the order.
const INDEX: u64 = (1 << TICK_SHIFT) - 1;

impl Front {
    /// Stands at the start of a season.
    pub(super) fn reset(&mut self) {
        self.drawn.clear();
        self.order.clear();
        (self.next, self.interval, self.next_interval) = (0, 0, 0);
    }

    /// Puts the contacts that go on in order of time. At the same tick those from the bot come first, by their hash as on the
    /// agenda; then the others in order of stream.
    fn put_in_order(&mut self, start: u64) {
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
                self.order[first..end].sort_unstable_by_key(|entry| (tie(&drawn[(entry & INDEX) as usize]), *entry));
            }
            first = end;
        }
    }

    /// The contact at the front, if there is one.
    #[inline(always)]
    fn next(&self) -> &Drawn {
        &self.drawn[(self.order[self.next] & INDEX) as usize]
    }

    /// Its place in the order of all that happens; the greatest number if there is none.
    #[inline(always)]
    pub(super) fn order_of_next(&self) -> u64 {
        if self.next == self.order.len() {
            u64::MAX
        } else {
            Agenda::<()>::order(self.next().reached.at, tie(self.next()))
        }
    }

    /// What it is about to do.
    #[inline(always)]
    pub(super) fn next_step(&self) -> Step {
        self.next().step
    }

    /// A contact goes on to people at a tick of the day.
    #[inline(always)]
    fn send_on(&mut self, tick: u64, contact: Contact, draws: &StreamDraws, step: Step) {
        self.push(tick, contact, base_handle(draws, contact.key, contact.arrived_s), step);
    }

    #[inline(always)]
    fn push(&mut self, tick: u64, contact: Contact, handle: u32, step: Step) {
        self.order.push(tick << TICK_SHIFT | self.drawn.len() as u64);
        self.drawn.push(Drawn { reached: Reached { contact, at: self.day_start + tick, handle }, step });
    }
}

/// The tie-breaker of a contact among all that happens at an instant: fresh arrivals come last.
#[inline(always)]
fn tie(drawn: &Drawn) -> u64 {
    if drawn.step == Step::Escalate {
        Agenda::<()>::order(0, drawn.reached.contact.key.hash())
    } else {
        Agenda::<()>::order(0, u64::MAX)
    }
}

impl<W: Witness> Flow<'_, W> {
    /// Takes the contact at the front, whose instant has come, and what it is about to do.
    #[inline(always)]
    pub(super) fn take_front(&mut self) -> (Reached, Step) {
        let front = &mut self.memory.front;
        let Drawn { reached, step } = *front.next();
        front.next += 1;
        self.look_ahead();
        (reached, step)
    }

    /// Finds the next contact at the front, and draws further intervals as long as there is none.
    #[inline(always)]
    pub(super) fn look_ahead(&mut self) {
        loop {
            let front = &self.memory.front;
            if let Some(entry) = front.order.get(front.next) {
                self.head = front.day_start + (entry >> TICK_SHIFT);
                return;
            }
            if front.next_interval == self.season.scenario.intervals() {
                self.head = END_OF_TIME;
                return;
            }
            self.draw_interval();
        }
    }

    #[inline(never)]
    fn draw_interval(&mut self) {
        let (season, front) = (self.season, &mut self.memory.front);
        let (scenario, interval) = (season.scenario, front.next_interval);
        let a_day = scenario.calendar.intervals_per_day();
        let (day, place) = (interval / a_day, interval % a_day);
        let mut streams = std::mem::take(&mut front.streams);
        if place == 0 {
            front.day_start = day as u64 * DAY_TICKS;
            streams.clear();
            streams.extend(self.streams.iter().map(|stream| {
                let of_stream = StreamDay::start(*stream, self.replication, day, &season.gaps);
                (of_stream, contacts_key(self.replication, *stream, day))
            }));
        }
        (front.interval, front.next_interval, front.next) = (interval, interval + 1, 0);
        front.drawn.clear();
        front.order.clear();
        let start = place as u64 * season.interval_ticks;
        for (of_stream, stream_key) in &mut streams {
            let stream = of_stream.stream;
            let expected = scenario.streams[stream.0].expected_contacts[interval];
            if expected <= 0.0 {
                continue;
            }
            let mean = expected * self.factors.of(scenario, stream, interval);
            let draws = &season.streams[stream.0];
            let mut cell = Cell::default();
            of_stream.interval(&season.gaps, mean, season.interval_ticks, |tick, number| {
                cell.fresh += 1;
                let tick = start + tick;
                let contact = fresh_contact(ContactKey::fresh(*stream_key, number), stream, interval, tick);
                match &draws.bot {
                    Some(bot) if self.pass == BotPass::Ahead => self.pass_bot(tick, contact, draws, bot, &mut cell),
                    Some(_) => self.memory.front.push(tick, contact, 0, Step::Arrive),
                    None => self.memory.front.send_on(tick, contact, draws, Step::ReachPeople),
                }
            });
            *self.tally.cell_mut(interval, stream) += &cell;
        }
        let front = &mut self.memory.front;
        front.streams = streams;
        front.put_in_order(start);
    }

    /// A contact arrives that will meet the bot, if at all, before anyone else has a turn.
    #[inline(always)]
    fn pass_bot(&mut self, tick: u64, contact: Contact, draws: &StreamDraws, bot: &BotDraws, cell: &mut Cell) {
        let (season, key) = (self.season, contact.key);
        let at = self.memory.front.day_start + tick;
        let (meeting, outcome) = key.bot_meeting_and_outcome();
        if !is_drawn(meeting, bot.meets) || self.factors.is_bot_out(at) {
            return self.memory.front.send_on(tick, contact, draws, Step::ReachPeople);
        }
        let second = contact.arrived_s;
        let time = u64::from(bot.time.at(second).ticks(key.bot_time_and_balk().0));
        if season.bot_sessions.is_some() {
            self.memory.session_count.count(at, at + time);
        }
        let (contained, contained_or_left) = *bot.outcome.at(second);
        cell.bot_handled += 1;
        cell.bot_time += time;
        if is_drawn(outcome, contained) {
            let repeat = count_contained(season, bot, &contact, cell);
            self.conclude_contained(&contact, at + time, repeat);
        } else if is_drawn(outcome, contained_or_left) {
            cell.bot_left += 1;
            cell.satisfaction += season.satisfaction.as_ref().map_or(0, |curve| curve.not_served);
            self.witness.concluded(key, Fate::LeftBot, at, at + time);
        } else {
            cell.escalated += 1;
            let interval_end = (self.memory.front.interval as u64 + 1) * season.interval_ticks;
            if at + time < interval_end {
                let contact = Contact { marks: contact.marks.and(Marks::ESCALATED), ..contact };
                self.memory.front.send_on(tick + time, contact, draws, Step::Escalate);
            } else {
                self.escalate(contact, at + time);
            }
        }
    }
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
    fn the_count_of_sessions_is_never_below_what_was_open_and_close_above_it() {
        let (mut count, mut state, mut open) = (SessionCount::default(), 3_u64, Vec::new());
        count.reset(50_000, 6);
        assert_eq!(count.most(), 0);
        let mut most = 0;
        for from in (0..60_000).step_by(10) {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let to = from + (state >> 33) % 1_000;
            count.count(from, to);
            open.retain(|end| *end > from);
            open.push(to);
            most = most.max(open.len() as i64);
        }
        // a page of 64 ticks has seven beginnings, and as many ends
        assert!((most..=most + 14).contains(&count.most()), "{most} and {}", count.most());
    }

    #[test]
    fn contacts_of_one_tick_come_from_the_bot_first_by_hash_then_by_stream() {
        let mut front = Front::default();
        let key = |number| ContactKey::fresh(Key(7), number);
        for (number, tick, step) in [
            (0, 50, Step::Arrive),
            (1, 40, Step::Escalate),
            (2, 50, Step::Escalate),
            (3, 50, Step::ReachPeople),
            (4, 50, Step::Escalate),
        ] {
            front.push(tick, fresh_contact(key(number), StreamId(0), 0, tick), 0, step);
        }
        front.put_in_order(0);
        let places: Vec<u64> = front.order.iter().map(|entry| entry & INDEX).collect();
        let mut from_bot = [2, 4];
        from_bot.sort_by_key(|number| key(*number).hash() & 0xFF_FFFF);
        assert_eq!(places, [1, from_bot[0], from_bot[1], 0, 3]);
    }
}
