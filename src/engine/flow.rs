//! The flow of contacts towards people and away from them: arrivals, bot, redials, repeats, and the counting of every fate.
//!
//! Both engines draw contacts from here and report here what came of them, so that they differ only in how agents are found.
//! What comes whatever a plan does is drawn at the front, for all plans that are played at once; what hangs on the plan, redials
//! and repeats of those who reached people, is on an agenda of the plan's own.

use super::agenda::{Agenda, END_OF_TIME};
use super::cursor::Cursor;
use super::pages::Pages;
use super::season::{DAY_TICKS, Season};
use super::taken_until::TakenUntil;
use super::tally::{Cell, GroupCell, Tally};
use super::witness::{Fate, Witness};
use crate::sampling::{SeasonFactors, is_drawn};
use crate::scenario::model::{GroupId, StreamId, WhenBotIsFull};
use std::hint::select_unpredictable;

mod at_the_bot;
mod contact;
mod front;
mod session_count;

use at_the_bot::{Meeting, Outcome, comes_again_at, comes_back_at};
use contact::{Coming, Contact, Later, Marks, Needs};
pub(super) use contact::{PatienceDraw, Reached};
use front::order_of;
pub(super) use front::{BotPass, Front, FrontSource};
pub(super) use session_count::SessionCount;

/// What a plan's flow keeps from one stretch of the season to the next, in memory that is used again.
#[derive(Debug, Default)]
pub(super) struct FlowMemory {
    agenda: Agenda<(Coming, Contact)>,
    /// Those who come in intervals that are not at hand, by interval, if contacts pass the bot ahead of their turn.
    later: Pages<Later>,
    bot_sessions: TakenUntil,
    sessions: SessionCount,
    /// Where starts stand: they come in order of time in both engines.
    starts_at: Cursor,
    /// Factors on handle times of that day by group.
    factors_of_day: Vec<f32>,
}

impl FlowMemory {
    /// Stands at the start of a season, with factors on handle times by group and day.
    pub(super) fn begin(&mut self, season: &Season, page_bits: u32, handle_factors: &[Vec<f32>]) {
        self.agenda.reset(season.end, page_bits);
        self.later.reset(season.scenario.intervals());
        if let Some((together, _)) = &season.sharing_sessions {
            self.bot_sessions.clear();
            self.sessions.reset(season.end, together.session_page_bits);
        }
        self.starts_at = Cursor::new(season.interval_ticks, DAY_TICKS, season.scenario.intervals());
        self.turn_to_day(handle_factors);
    }

    fn turn_to_day(&mut self, handle_factors: &[Vec<f32>]) {
        let day = self.starts_at.day;
        self.factors_of_day.clear();
        self.factors_of_day.extend(handle_factors.iter().map(|by_day| by_day[day]));
    }

    /// The bot's sessions of those who came again, if contacts pass it ahead of their turn.
    pub(super) fn sessions(&self) -> &SessionCount {
        &self.sessions
    }
}

/// The flow of one pool in one replication under one plan, for as long as the front is drawn.
pub(super) struct Flow<'f, W: Witness> {
    pub(super) season: &'f Season<'f>,
    factors: &'f SeasonFactors,
    /// On handle times, by group and day.
    handle_factors: &'f [Vec<f32>],
    memory: &'f mut FlowMemory,
    pub(super) tally: &'f mut Tally,
    witness: &'f mut W,
    pass: BotPass,
    patience_draw: PatienceDraw,
    front: &'f [Reached],
    /// Up to which instant the front is drawn.
    until: u64,
    /// Place of the next contact at the front.
    next: usize,
    /// Its instant; `until` if there is none.
    head: u64,
}

impl<'f, W: Witness> Flow<'f, W> {
    /// Goes on with what is drawn at the front.
    pub(super) fn resume(
        source: FrontSource<'f>,
        front: &'f Front,
        handle_factors: &'f [Vec<f32>],
        memory: &'f mut FlowMemory,
        tally: &'f mut Tally,
        witness: &'f mut W,
    ) -> Self {
        let FrontSource { season, factors, pass, patience_draw, .. } = source;
        let (until, intervals, after_end, front) =
            (front.until(), front.intervals(), front.after_end(), front.contacts());
        for (at, contact) in after_end {
            memory.agenda.enter(*at, contact.key.hash(), (Coming::ToPeople, *contact));
        }
        let mut flow = Flow {
            season,
            factors,
            handle_factors,
            memory,
            tally,
            witness,
            pass,
            patience_draw,
            front,
            until,
            next: 0,
            head: until,
        };
        flow.look_ahead();
        for interval in intervals {
            while let Some(later) = flow.memory.later.take(interval) {
                flow.follow(later);
            }
        }
        flow
    }

    /// Up to which instant the front is drawn: all that happens before can happen now.
    pub(super) fn until(&self) -> u64 {
        self.until
    }

    /// Whether nothing comes any more, once that has happened.
    pub(super) fn is_over(&self) -> bool {
        self.until == END_OF_TIME
    }

    /// The instant of the next arrival, redial, repeat or escalation; that up to which the front is drawn, or later, if there is
    /// none before.
    #[inline(always)]
    pub(super) fn peek(&self) -> u64 {
        self.memory.agenda.first().min(self.head)
    }

    #[inline(always)]
    fn look_ahead(&mut self) {
        self.head = self.front.get(self.next).map_or(self.until, |reached| reached.at);
    }

    /// Lets the next of them happen; the contact, if it reaches people by that. At the same instant those who come again
    /// or from the bot go before fresh arrivals.
    #[inline(always)]
    pub(super) fn advance(&mut self) -> Option<Reached> {
        let agenda = &self.memory.agenda;
        let is_pending_first = agenda.first() < self.head
            || agenda.first() == self.head
                && self.front.get(self.next).is_none_or(|reached| agenda.first_order() <= order_of(reached));
        if is_pending_first { self.advance_pending() } else { self.advance_front() }
    }

    #[inline(always)]
    fn advance_front(&mut self) -> Option<Reached> {
        let reached = self.take_front();
        if self.is_to_meet_bot(reached) { self.arrive(reached.contact, reached.at) } else { Some(*reached) }
    }

    #[inline(always)]
    fn take_front(&mut self) -> &'f Reached {
        let reached = &self.front[self.next];
        self.next += 1;
        self.look_ahead();
        reached
    }

    /// Whether a contact at the front has yet to pass the bot.
    #[inline(always)]
    fn is_to_meet_bot(&self, reached: &Reached) -> bool {
        self.pass == BotPass::InTurn && self.season.streams[reached.contact.stream as usize].bot.is_some()
    }

    /// Lets the next of them happen if nothing else happens at the same instant and it goes straight to people; the contact. Kept
    /// apart from all else so that what most contacts do is plain loads.
    #[inline(always)]
    pub(super) fn advance_to_people(&mut self) -> Option<&'f Reached> {
        if self.memory.agenda.first() <= self.head || self.is_to_meet_bot(&self.front[self.next]) {
            return None;
        }
        Some(self.take_front())
    }

    fn advance_pending(&mut self) -> Option<Reached> {
        let at = self.memory.agenda.first();
        let (coming, contact) = self.memory.agenda.take()?;
        if coming == Coming::ToPeople {
            return Some(self.reach(contact, at));
        }
        let contact = self.come_again(&contact, coming, at)?;
        self.arrive(contact, at)
    }

    /// A contact comes again; it, if its channel is open.
    fn come_again(&mut self, contact: &Contact, coming: Coming, at: u64) -> Option<Contact> {
        let contact = contact.arriving(at, self.season.interval_of(at));
        let is_open = contact.finds_open(self.season, at);
        let cell = self.cell(&contact);
        if !is_open {
            cell.turned_away += 1;
            return None;
        }
        if coming == Coming::Redial {
            cell.redials += 1
        } else {
            cell.repeats += 1
        }
        Some(contact)
    }

    /// A contact arrives in its turn: at the bot, or at people.
    fn arrive(&mut self, contact: Contact, at: u64) -> Option<Reached> {
        let season = self.season;
        let Some(meeting) = Meeting::of(season, self.factors, &contact, at) else {
            return Some(self.reach(contact, at));
        };
        if let Some(sessions) = season.bot_sessions {
            if self.memory.bot_sessions.is_at_least(sessions as usize, at) {
                if season.when_bot_is_full == WhenBotIsFull::People {
                    return Some(self.reach(contact, at));
                }
                self.refused(&contact, at);
                return None;
            }
            self.memory.bot_sessions.take(meeting.to);
        }
        match self.meet(&meeting, &contact) {
            Outcome::Contained(Some(delay)) => self.come_back(&contact, meeting.to, delay),
            Outcome::Contained(None) | Outcome::Left => {}
            Outcome::Escalated => self.enter(contact.escalated(), Coming::ToPeople, meeting.to),
        }
        None
    }

    /// A contact that comes again is followed ahead of its turn to where it reaches people: through the bot, and once more if
    /// that fails to resolve it. If that is not in an interval at hand, it is put off: what is counted of it would have to be
    /// fetched from far away.
    fn follow(&mut self, mut later: Later) {
        let season = self.season;
        while later.at < self.until {
            let Later { at, coming, contact } = later;
            if coming == Coming::ToPeople {
                return self.enter(contact, coming, at);
            }
            let Some(contact) = self.come_again(&contact, coming, at) else { return };
            let Some(meeting) = Meeting::of(season, self.factors, &contact, at) else {
                return self.enter(contact, Coming::ToPeople, at);
            };
            if season.bot_sessions.is_some() {
                self.memory.sessions.count(at, meeting.to);
            }
            later = match self.meet(&meeting, &contact) {
                Outcome::Contained(Some(delay)) => match comes_back_at(season, &contact, meeting.to, delay) {
                    Some(at) => Later { at, coming: Coming::Repeat, contact: contact.repeat() },
                    None => return,
                },
                Outcome::Contained(None) | Outcome::Left => return,
                Outcome::Escalated => Later { at: meeting.to, coming: Coming::ToPeople, contact: contact.escalated() },
            };
        }
        if later.at < season.end {
            self.memory.later.put(season.interval_of(later.at), later);
        } else {
            self.enter(later.contact, later.coming, later.at);
        }
    }

    #[inline(always)]
    fn meet(&mut self, meeting: &Meeting, contact: &Contact) -> Outcome {
        let cell = self.tally.cell_mut(contact.interval as usize, StreamId(contact.stream as usize));
        meeting.conclude(self.season, contact, cell, self.witness)
    }

    fn enter(&mut self, contact: Contact, coming: Coming, at: u64) {
        self.memory.agenda.enter(at, contact.key.hash(), (coming, contact));
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
        Reached { contact, at, needs: Needs::of(draws, &contact, self.patience_draw) }
    }

    /// How long a contact waits for a person, in ticks; `NEVER` = without end.
    #[inline(always)]
    pub(super) fn patience(&self, reached: &Reached) -> u32 {
        reached.patience(&self.season.streams[reached.contact.stream as usize], self.patience_draw)
    }

    /// How long an agent of a group needs for it alone, in ticks; at least one. Starts come in order of time.
    #[inline(always)]
    pub(super) fn handle_ticks(&mut self, reached: &Reached, group: GroupId, start: u64) -> u64 {
        let memory = &mut *self.memory;
        let day = memory.starts_at.day;
        memory.starts_at.move_to(start);
        if memory.starts_at.day != day {
            memory.turn_to_day(self.handle_factors);
        }
        let season = self.season;
        let draws = &season.streams[reached.contact.stream as usize];
        // without a branch: who comes from the bot, is as good as random
        let is_escalated = reached.contact.marks.has(Marks::ESCALATED);
        let factor = memory.factors_of_day[group.0] * select_unpredictable(is_escalated, draws.escalated_factor, 1.0);
        let ticks = u64::from(reached.needs.handle);
        let scaled = (reached.needs.handle as f32 * factor + 0.5) as i64 as u64;
        (if factor == 1.0 { ticks } else { scaled }).max(1)
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
        let unresolved = season.unresolved(group, contact.stream);
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
        cell.drawn_handle += reached.needs.drawn_handle();
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
            self.expect(contact.redial(), Coming::Redial, comes_again_at(self.season, at, redial.delay.ticks(delay)));
        }
    }

    fn come_back(&mut self, contact: &Contact, at: u64, delay_bits: u32) {
        let then = comes_back_at(self.season, contact, at, delay_bits);
        self.expect(contact.repeat(), Coming::Repeat, then);
    }

    fn expect(&mut self, contact: Contact, coming: Coming, at: Option<u64>) {
        match (at, self.pass) {
            (Some(at), BotPass::Ahead) => self.follow(Later { at, coming, contact }),
            (Some(at), BotPass::InTurn) => self.enter(contact, coming, at),
            (None, _) => {}
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
        if to <= self.memory.starts_at.interval_end() && to <= self.season.end {
            self.tally.group_cell_mut(self.memory.starts_at.interval, group).busy += to - from;
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
