//! The flow of contacts towards people and away from them: arrivals, bot, redials, repeats, and the counting of every fate.
//!
//! Both engines draw contacts from here and report here what came of them, so that they differ only in how agents are found.

use super::agenda::{Agenda, END_OF_TIME};
use super::cursor::Cursor;
use super::pools::Pool;
use super::season::{BotDraws, DAY_TICKS, Season, StreamDraws};
use super::taken_until::TakenUntil;
use super::tally::{Cell, GroupCell, Tally};
use super::witness::{Fate, Witness};
use crate::sampling::{ContactKey, Key, NEVER, SeasonFactors, TICKS_PER_SECOND, is_drawn};
use crate::scenario::model::{GroupId, StreamId, WhenBotIsFull};

mod contact;
mod front;

pub(super) use contact::Reached;
use contact::{Contact, Marks};
pub(super) use front::{BotPass, SessionCount};
use front::{Front, Step};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Coming {
    Redial,
    Repeat,
    Escalation,
}

/// Memory that a flow uses again from one replication to the next.
#[derive(Debug, Default)]
pub(super) struct FlowMemory {
    front: Front,
    agenda: Agenda<(Coming, Contact)>,
    bot_sessions: TakenUntil,
    session_count: SessionCount,
}

impl FlowMemory {
    /// The sessions of the flow played last, if contacts passed the bot ahead of their turn.
    pub(super) fn session_count(&self) -> &SessionCount {
        &self.session_count
    }
}

/// Whose contacts flow, and from what they are drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct FlowSource<'f> {
    pub(super) season: &'f Season<'f>,
    /// On handle times, by group and day.
    pub(super) handle_factors: &'f [Vec<f32>],
    pub(super) factors: &'f SeasonFactors,
    pub(super) pool: &'f Pool,
    pub(super) replication: Key,
    pub(super) pass: BotPass,
}

/// The flow of one pool in one replication.
pub(super) struct Flow<'f, W: Witness> {
    pub(super) season: &'f Season<'f>,
    /// By group and day.
    handle_factors: &'f [Vec<f32>],
    factors: &'f SeasonFactors,
    streams: &'f [StreamId],
    replication: Key,
    memory: &'f mut FlowMemory,
    pub(super) tally: &'f mut Tally,
    witness: &'f mut W,
    pass: BotPass,
    /// Instant of the next contact at the front; [`END_OF_TIME`] if there is none.
    head: u64,
    /// Where starts stand: they come in order of time in both engines.
    starts_at: Cursor,
    /// Factors on handle times of that day by group.
    factors_of_day: Vec<f32>,
}

impl<'f, W: Witness> Flow<'f, W> {
    pub(super) fn new(
        source: FlowSource<'f>,
        memory: &'f mut FlowMemory,
        tally: &'f mut Tally,
        witness: &'f mut W,
    ) -> Self {
        let FlowSource { season, handle_factors, factors, pool, replication, pass } = source;
        memory.agenda.reset(season.end, pool.page_bits);
        memory.front.reset();
        if let Some((together, _)) = &season.sharing_sessions {
            memory.bot_sessions.clear();
            memory.session_count.reset(season.end, together.page_bits + 2);
        }
        let cursor = Cursor::new(season.interval_ticks, DAY_TICKS, season.scenario.intervals());
        let mut flow = Flow {
            season,
            handle_factors,
            factors,
            streams: &pool.streams,
            replication,
            memory,
            tally,
            witness,
            pass,
            head: END_OF_TIME,
            starts_at: cursor,
            factors_of_day: handle_factors.iter().map(|by_day| by_day[0]).collect(),
        };
        flow.look_ahead();
        flow
    }

    /// The instant of the next arrival, redial, repeat or escalation; [`END_OF_TIME`] if there is none.
    #[inline(always)]
    pub(super) fn peek(&self) -> u64 {
        self.memory.agenda.first().min(self.head)
    }

    /// Lets the next of them happen; the contact, if it reaches people by that. At the same instant those who come again
    /// or from the bot go before fresh arrivals.
    #[inline(always)]
    pub(super) fn advance(&mut self) -> Option<Reached> {
        let (agenda, front) = (&self.memory.agenda, &self.memory.front);
        let is_pending_first =
            agenda.first() < self.head || agenda.first() == self.head && agenda.first_order() <= front.order_of_next();
        if is_pending_first { self.advance_pending() } else { self.advance_front() }
    }

    #[inline(always)]
    fn advance_front(&mut self) -> Option<Reached> {
        let (reached, step) = self.take_front();
        if step == Step::Arrive { self.arrive(reached.contact, reached.at) } else { Some(reached) }
    }

    /// Lets the next of them happen if nothing else happens at the same instant and it goes straight to people; the contact. Kept
    /// apart from all else so that what most contacts do is plain loads.
    #[inline(always)]
    pub(super) fn advance_to_people(&mut self) -> Option<Reached> {
        if self.memory.agenda.first() <= self.head || self.memory.front.next_step() == Step::Arrive {
            return None;
        }
        Some(self.take_front().0)
    }

    fn advance_pending(&mut self) -> Option<Reached> {
        let at = self.memory.agenda.first();
        let (coming, mut contact) = self.memory.agenda.take()?;
        if coming == Coming::Escalation {
            return Some(self.reach(contact, at));
        }
        let interval = self.season.interval_of(at);
        contact.interval = interval as u32;
        let of_day = at % DAY_TICKS;
        contact.arrived_s = (of_day / TICKS_PER_SECOND) as u32;
        let draws = &self.season.streams[contact.stream as usize];
        let cell = self.tally.cell_mut(interval, StreamId(contact.stream as usize));
        if of_day < draws.opens || of_day >= draws.closes {
            cell.turned_away += 1;
            return None;
        }
        if coming == Coming::Redial {
            cell.redials += 1
        } else {
            cell.repeats += 1
        }
        self.arrive(contact, at)
    }

    /// A contact arrives: at the bot, or at people.
    #[inline(always)]
    fn arrive(&mut self, contact: Contact, at: u64) -> Option<Reached> {
        let season = self.season;
        let Some(bot) = &season.streams[contact.stream as usize].bot else { return Some(self.reach(contact, at)) };
        let (meeting, outcome) = contact.key.bot_meeting_and_outcome();
        if !is_drawn(meeting, bot.meets) || self.factors.is_bot_out(at) {
            return Some(self.reach(contact, at));
        }
        let time = u64::from(bot.time.at(contact.arrived_s).ticks(contact.key.bot_time_and_balk().0));
        if let Some(sessions) = season.bot_sessions
            && !self.has_session(sessions, at, at + time)
        {
            if season.when_bot_is_full == WhenBotIsFull::People {
                return Some(self.reach(contact, at));
            }
            self.refused(&contact, at);
            return None;
        }
        let (contained, contained_or_left) = *bot.outcome.at(contact.arrived_s);
        let cell = self.cell(&contact);
        cell.bot_handled += 1;
        cell.bot_time += time;
        if is_drawn(outcome, contained) {
            let repeat = count_contained(season, bot, &contact, cell);
            self.conclude_contained(&contact, at + time, repeat);
        } else if is_drawn(outcome, contained_or_left) {
            cell.bot_left += 1;
            self.count_dissatisfied(&contact);
            self.witness.concluded(contact.key, Fate::LeftBot, at, at + time);
        } else {
            cell.escalated += 1;
            self.escalate(contact, at + time);
        }
        None
    }

    /// Whether a session of the bot is free, which is then taken.
    #[inline(always)]
    fn has_session(&mut self, sessions: u32, from: u64, to: u64) -> bool {
        if self.pass == BotPass::Ahead {
            self.memory.session_count.count(from, to);
            return true;
        }
        let is_free = !self.memory.bot_sessions.is_at_least(sessions as usize, from);
        if is_free {
            self.memory.bot_sessions.take(to);
        }
        is_free
    }

    fn escalate(&mut self, contact: Contact, at: u64) {
        let contact = Contact { marks: contact.marks.and(Marks::ESCALATED), ..contact };
        self.memory.agenda.enter(at, contact.key.hash(), (Coming::Escalation, contact));
    }

    #[inline(always)]
    fn conclude_contained(&mut self, contact: &Contact, end: u64, repeat: Option<u32>) {
        self.witness.concluded(contact.key, Fate::Contained, end, end);
        if let Some(delay) = repeat {
            self.come_back(contact, end, delay);
        }
    }

    fn refused(&mut self, contact: &Contact, at: u64) {
        self.cell(contact).bot_refused += 1;
        self.count_dissatisfied(contact);
        self.witness.concluded(contact.key, Fate::Refused, at, at);
        self.try_again(contact, at);
    }

    /// The contact stands before people now.
    #[inline(always)]
    fn reach(&mut self, contact: Contact, at: u64) -> Reached {
        let draws = &self.season.streams[contact.stream as usize];
        Reached { contact, at, handle: base_handle(draws, contact.key, contact.arrived_s) }
    }

    /// How long a contact will wait for a person, in ticks; [`NEVER`] = without end.
    #[inline(always)]
    pub(super) fn patience(&self, reached: &Reached) -> u32 {
        let draws = &self.season.streams[reached.contact.stream as usize];
        if draws.balk > 0 && is_drawn(reached.contact.key.bot_time_and_balk().1, draws.balk) {
            return 0;
        }
        draws.patience.at(reached.contact.arrived_s).ticks(reached.contact.key.handle_and_patience().1)
    }

    /// How long an agent of a group needs for it alone, in ticks; at least one. Starts come in order of time.
    #[inline(always)]
    pub(super) fn handle_ticks(&mut self, reached: &Reached, group: GroupId, start: u64) -> u64 {
        let day = self.starts_at.day;
        self.starts_at.move_to(start);
        if self.starts_at.day != day {
            self.turn_day();
        }
        let season = self.season;
        let draws = &season.streams[reached.contact.stream as usize];
        let mut factor = self.factors_of_day[group.0];
        if reached.contact.marks.has(Marks::ESCALATED)
            && let Some(bot) = &draws.bot
        {
            factor *= bot.escalated_factor;
        }
        let ticks = reached.handle;
        if factor == 1.0 { u64::from(ticks).max(1) } else { ((ticks as f32 * factor + 0.5) as u64).max(1) }
    }

    #[cold]
    fn turn_day(&mut self) {
        let day = self.starts_at.day;
        self.factors_of_day.clear();
        self.factors_of_day.extend(self.handle_factors.iter().map(|by_day| by_day[day]));
    }

    #[inline(always)]
    fn cell(&mut self, contact: &Contact) -> &mut Cell {
        self.tally.cell_mut(contact.interval as usize, StreamId(contact.stream as usize))
    }

    /// A person answers, having waited since it reached people, and will be done at `end`.
    #[inline(always)]
    pub(super) fn served(&mut self, reached: &Reached, group: GroupId, start: u64, end: u64) {
        let season = self.season;
        let contact = &reached.contact;
        let draws = &season.streams[contact.stream as usize];
        let (wait, handle) = (start - reached.at, end - start);
        let talk = (handle * draws.talk_share + (1 << 31)) >> 32;
        let unresolved = season.unresolved[group.0][contact.stream as usize];
        let is_within = wait <= draws.within;
        let mut repeat = None;
        if unresolved > 0 {
            let (resolution, delay) = contact.key.resolution_and_delay();
            repeat = is_drawn(resolution, unresolved).then_some(delay);
        }
        let cell = self.cell(contact);
        cell.answered += 1;
        cell.answered_within += u64::from(is_within);
        cell.resolved_by_people += u64::from(repeat.is_none());
        cell.orders_served += u64::from(!contact.marks.has(Marks::ORDER_SERVED));
        cell.wait_answered += wait;
        cell.handle += handle;
        cell.talk += talk;
        if let Some(curve) = &season.satisfaction {
            cell.satisfaction += curve.answered(wait, repeat.is_none());
        }
        let (interval, stream) = (contact.interval as usize, StreamId(contact.stream as usize));
        for (number, meter) in season.meters.iter().enumerate() {
            self.tally.add_billed(interval, stream, number, meter.billed(talk));
        }
        self.tally.add_wait(stream, wait);
        self.witness.concluded(contact.key, Fate::Answered, start, end);
        if let Some(delay) = repeat {
            self.come_back(contact, end, delay);
        }
    }

    /// It gave up waiting at `at`.
    #[inline]
    pub(super) fn abandoned(&mut self, reached: &Reached, at: u64) {
        let draws = &self.season.streams[reached.contact.stream as usize];
        let (wait, within, short) = (at - reached.at, draws.within, draws.short);
        let cell = self.cell(&reached.contact);
        cell.abandoned += 1;
        cell.abandoned_within += u64::from(wait <= within);
        cell.abandoned_short += u64::from(wait <= short);
        cell.wait_abandoned += wait;
        self.count_dissatisfied(&reached.contact);
        self.witness.concluded(reached.contact.key, Fate::Abandoned, at, at);
        self.try_again(&reached.contact, at);
    }

    /// It found every line taken.
    pub(super) fn blocked(&mut self, reached: &Reached) {
        self.cell(&reached.contact).blocked += 1;
        self.count_dissatisfied(&reached.contact);
        self.witness.concluded(reached.contact.key, Fate::Blocked, reached.at, reached.at);
        self.try_again(&reached.contact, reached.at);
    }

    /// Nobody will come for it any more.
    pub(super) fn still_waiting(&mut self, reached: &Reached) {
        self.cell(&reached.contact).waiting_at_end += 1;
        self.witness.concluded(reached.contact.key, Fate::StillWaiting, reached.at, reached.at);
    }

    fn count_dissatisfied(&mut self, contact: &Contact) {
        if let Some(curve) = &self.season.satisfaction {
            let value = curve.not_served;
            self.cell(contact).satisfaction += value;
        }
    }

    fn try_again(&mut self, contact: &Contact, at: u64) {
        let Some(redial) = &self.season.streams[contact.stream as usize].redial else { return };
        let (chance, delay) = contact.key.redial_and_delay();
        if u32::from(contact.attempt) < redial.limit && is_drawn(chance, redial.chance) {
            let again = Contact {
                key: contact.key.redial(),
                attempt: contact.attempt.saturating_add(1),
                marks: contact.marks.without(Marks::ESCALATED),
                ..*contact
            };
            self.expect(again, Coming::Redial, at, redial.delay.ticks(delay));
        }
    }

    fn come_back(&mut self, contact: &Contact, at: u64, delay_bits: u32) {
        let delay = self.season.streams[contact.stream as usize].repeat_delay.ticks(delay_bits);
        let again = Contact { key: contact.key.repeat(), attempt: 0, marks: Marks::ORDER_SERVED, ..*contact };
        self.expect(again, Coming::Repeat, at, delay);
    }

    /// Whoever would come after the season's end does not come.
    fn expect(&mut self, contact: Contact, coming: Coming, at: u64, delay: u32) {
        let then = at + u64::from(delay);
        if delay != NEVER && then < self.season.end {
            self.memory.agenda.enter(then, contact.key.hash(), (coming, contact));
        }
    }

    /// Counts an agent's time from one instant to another in the intervals in which it lies.
    pub(super) fn add_time(&mut self, group: GroupId, from: u64, to: u64, count: impl Fn(&mut GroupCell, u64)) {
        let tally = &mut *self.tally;
        self.season.by_interval(from, to, |interval, ticks| count(tally.group_cell_mut(interval, group), ticks));
    }

    /// An agent who has one contact at a time works on one, from the start last asked about in [`Flow::handle_ticks`] to its end.
    #[inline(always)]
    pub(super) fn add_busy_from_start(&mut self, group: GroupId, from: u64, to: u64) {
        if to <= self.starts_at.interval_end() && to <= self.season.end {
            self.tally.group_cell_mut(self.starts_at.interval, group).busy += to - from;
        } else {
            self.add_busy(group, from, to);
        }
    }

    /// An agent works on contacts from one instant to another; what lies after the season's end is also overrun.
    pub(super) fn add_busy(&mut self, group: GroupId, from: u64, to: u64) {
        self.add_time(group, from, to, |cell, ticks| cell.busy += ticks);
        if to > self.season.end {
            self.add_time(group, from.max(self.season.end), to, |cell, ticks| cell.overrun += ticks);
        }
    }

    /// An agent above the number on duty finishes contacts from one instant to another, before the season's end.
    pub(super) fn add_overrun(&mut self, group: GroupId, from: u64, to: u64) {
        self.add_time(group, from, to.min(self.season.end), |cell, ticks| cell.overrun += ticks);
    }
}

/// Handle time of a contact that arrived at a second of the day, before any factor.
#[inline(always)]
fn base_handle(draws: &StreamDraws, key: ContactKey, arrived_s: u32) -> u32 {
    draws.handle.at(arrived_s).ticks(key.handle_and_patience().0)
}

/// Counts a contact that the bot has resolved, or so it seems; bits for the delay of its repeat, if it was not.
#[inline(always)]
fn count_contained(season: &Season, bot: &BotDraws, contact: &Contact, cell: &mut Cell) -> Option<u32> {
    let (resolution, delay) = contact.key.bot_resolution_and_delay();
    let is_false = is_drawn(resolution, bot.falsely_contained);
    cell.contained += 1;
    cell.falsely_contained += u64::from(is_false);
    cell.orders_served += u64::from(!contact.marks.has(Marks::ORDER_SERVED));
    cell.orders_served_by_bot += u64::from(!contact.marks.has(Marks::ORDER_SERVED));
    if let Some(curve) = &season.satisfaction {
        cell.satisfaction += if is_false { curve.bot_unresolved } else { curve.bot_resolved };
    }
    is_false.then_some(delay)
}
