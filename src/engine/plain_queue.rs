//! The fastest engine: a single queue whose contacts carry nothing but handle time and patience.
//!
//! The same recursion as in `single_queue`, in a loop of its own: contacts are drawn some intervals at a time, before any
//! plan, then each plan plays them and counts an interval's facts in a row that stays in the first level of the cache.

use super::crew::{Crew, NOBODY_FREE};
use super::plain_contacts::{PlainContact, PlainContacts};
use super::pools::Pool;
use super::season::Season;
use super::tally::Tally;
use super::time_at_work::TimeAtWork;
use super::witness::{Fate, Witness};
use crate::sampling::{ContactKey, NEVER};
use crate::scenario::model::{GroupId, StreamId};

/// The group of a pool that is a plain queue: a single one, without a bot in front and with nobody who comes again.
pub(super) fn plain_queue(season: &Season, pool: &Pool) -> Option<GroupId> {
    pool.single_queue.filter(|group| {
        pool.streams.iter().all(|stream| {
            let draws = &season.streams[stream.0];
            draws.bot.is_none() && draws.redial.is_none() && season.unresolved[group.0][stream.0] == 0
        })
    })
}

/// What a stream's contacts count as in one interval.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    arrived: u64,
    /// Answered at once.
    at_once: u64,
    /// Answered after a wait.
    later: u64,
    later_within: u64,
    wait_answered: u64,
    handle: u64,
    talk: u64,
    satisfaction: u64,
    abandoned: u64,
    abandoned_within: u64,
    abandoned_short: u64,
    wait_abandoned: u64,
    waiting: u64,
}

/// One plan's queue under way.
#[derive(Debug, Default)]
pub(super) struct PlainQueue {
    crew: Crew,
    work: TimeAtWork,
    /// By stream of the scenario; empty between intervals.
    rows: Vec<Row>,
}

/// A queue's surroundings while it plays.
pub(super) struct Surroundings<'q, W: Witness> {
    pub(super) season: &'q Season<'q>,
    pub(super) group: GroupId,
    pub(super) tally: &'q mut Tally,
    pub(super) witness: &'q mut W,
}

impl PlainQueue {
    /// Before the season, under these staffing steps.
    pub(super) fn reset(&mut self, season: &Season, steps: &[(u64, u32)]) {
        self.crew.reset(steps);
        self.work.reset(season);
        self.rows.clear();
        self.rows.resize(season.streams.len(), Row::default());
    }

    /// Plays the contacts drawn.
    pub(super) fn play<W: Witness>(&mut self, contacts: &PlainContacts, around: &mut Surroundings<W>) {
        let season = around.season;
        let day_start = contacts.day_start(season);
        let has_one_factor = season.handle_factors[around.group.0].iter().all(|factor| *factor == 1.0);
        let has_extras = season.satisfaction.is_some() || !season.meters.is_empty();
        for (interval, range) in contacts.intervals(season) {
            let first = range.start;
            for (place, contact) in contacts.drawn()[range].iter().enumerate() {
                let key = || contacts.key(first + place);
                let start = self.meet(day_start, contact, has_one_factor, around, key);
                if has_extras {
                    self.count_extras(interval, day_start, contact, start, around);
                }
            }
            self.close_row(interval, around.tally);
        }
    }

    /// A contact arrives and meets its fate. Start and end of the talk if it is answered.
    #[inline(always)]
    fn meet<W: Witness>(
        &mut self,
        day_start: u64,
        contact: &PlainContact,
        has_one_factor: bool,
        around: &mut Surroundings<W>,
        key: impl Fn() -> ContactKey,
    ) -> Option<(u64, u64)> {
        let season = around.season;
        let at = day_start + u64::from(contact.tick);
        let start = self.crew.earliest_start(at, |since, until| {
            add_overrun(season, around.group, around.tally, since, until);
        });
        let wait = start - at;
        let row = &mut self.rows[contact.stream as usize];
        row.arrived += 1;
        if wait > u64::from(contact.patience) && (contact.patience != NEVER || start == NOBODY_FREE) {
            let fate = give_up(row, season, contact, at);
            if W::LOOKS {
                let end = if fate == Fate::Abandoned { at + u64::from(contact.patience) } else { at };
                around.witness.concluded(key(), fate, end, end);
            }
            return None;
        }
        let draws = &season.streams[contact.stream as usize];
        let day = self.work.start(start);
        let handle = if has_one_factor {
            u64::from(contact.handle.max(1))
        } else {
            factored(contact.handle, season.handle_factors[around.group.0][day])
        };
        let end = start + handle;
        self.crew.occupy(end);
        self.work.end(season, end);
        if end > season.end {
            add_overrun_after(season, around.group, around.tally, start, end);
        }
        row.handle += handle;
        row.talk += (handle * draws.talk_share + (1 << 31)) >> 32;
        if wait == 0 {
            row.at_once += 1;
        } else {
            row.later += 1;
            row.later_within += u64::from(wait <= draws.within);
            row.wait_answered += wait;
            around.tally.add_wait(StreamId(contact.stream as usize), wait);
        }
        if W::LOOKS {
            around.witness.concluded(key(), Fate::Answered, start, end);
        }
        Some((start, end))
    }

    /// Satisfaction, and what the billing meters show.
    #[inline(never)]
    fn count_extras<W: Witness>(
        &mut self,
        interval: usize,
        day_start: u64,
        contact: &PlainContact,
        answered: Option<(u64, u64)>,
        around: &mut Surroundings<W>,
    ) {
        let season = around.season;
        let row = &mut self.rows[contact.stream as usize];
        if let Some((start, end)) = answered {
            if let Some(curve) = &season.satisfaction {
                let wait = start - day_start - u64::from(contact.tick);
                row.satisfaction += curve.answered(wait, true);
            }
            let talk = ((end - start) * season.streams[contact.stream as usize].talk_share + (1 << 31)) >> 32;
            for (number, meter) in season.meters.iter().enumerate() {
                around.tally.add_billed(interval, StreamId(contact.stream as usize), number, meter.billed(talk));
            }
        }
    }

    /// Counts the rows of an interval in the tally and empties them.
    fn close_row(&mut self, interval: usize, tally: &mut Tally) {
        for (stream, row) in self.rows.iter_mut().enumerate() {
            if row.arrived == 0 {
                continue;
            }
            let row = std::mem::take(row);
            let answered = row.at_once + row.later;
            tally.add_no_waits(StreamId(stream), row.at_once);
            let cell = tally.cell_mut(interval, StreamId(stream));
            cell.fresh += row.arrived;
            cell.answered += answered;
            cell.answered_within += row.at_once + row.later_within;
            cell.resolved_by_people += answered;
            cell.orders_served += answered;
            cell.wait_answered += row.wait_answered;
            cell.handle += row.handle;
            cell.talk += row.talk;
            cell.satisfaction += row.satisfaction;
            cell.abandoned += row.abandoned;
            cell.abandoned_within += row.abandoned_within;
            cell.abandoned_short += row.abandoned_short;
            cell.wait_abandoned += row.wait_abandoned;
            cell.waiting_at_end += row.waiting;
        }
    }

    /// After the last contact.
    pub(super) fn conclude<W: Witness>(&mut self, around: &mut Surroundings<W>) {
        let Surroundings { season, group, tally, .. } = around;
        self.crew.conclude(|since, until| add_overrun(season, *group, tally, since, until));
        self.work.count(season, *group, tally);
    }
}

/// A contact that no agent takes gives up, or waits without end.
#[cold]
fn give_up(row: &mut Row, season: &Season, contact: &PlainContact, _at: u64) -> Fate {
    if contact.patience == NEVER {
        row.waiting += 1;
        return Fate::StillWaiting;
    }
    let draws = &season.streams[contact.stream as usize];
    let wait = u64::from(contact.patience);
    row.abandoned += 1;
    row.abandoned_within += u64::from(wait <= draws.within);
    row.abandoned_short += u64::from(wait <= draws.short);
    row.wait_abandoned += wait;
    row.satisfaction += season.satisfaction.as_ref().map_or(0, |curve| curve.not_served);
    Fate::Abandoned
}

/// A handle time of a group whose factor is not one, in ticks; at least one.
#[inline(always)]
fn factored(ticks: u32, factor: f32) -> u64 {
    if factor == 1.0 { u64::from(ticks).max(1) } else { ((ticks as f32 * factor + 0.5) as u64).max(1) }
}

/// An agent above the number on duty finishes a contact, before the season's end.
fn add_overrun(season: &Season, group: GroupId, tally: &mut Tally, since: u64, until: u64) {
    season.by_interval(since, until.min(season.end), |interval, ticks| {
        tally.group_cell_mut(interval, group).overrun += ticks;
    });
}

/// What of a contact lies after the season's end is overrun.
#[cold]
fn add_overrun_after(season: &Season, group: GroupId, tally: &mut Tally, start: u64, end: u64) {
    season.by_interval(start.max(season.end), end, |interval, ticks| {
        tally.group_cell_mut(interval, group).overrun += ticks;
    });
}
