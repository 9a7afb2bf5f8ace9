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
            draws.bot.is_none() && draws.redial.is_none() && season.unresolved(*group, stream.0 as u32) == 0
        })
    })
}

/// What a stream's contacts count as in one interval, beside what that depends on.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    talk_share: u64,
    within: u64,
    short: u64,
    counts: Counts,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    /// Answered at once.
    at_once: u64,
    /// Answered after a wait.
    later: u64,
    later_within: u64,
    wait_answered: u64,
    handle: u64,
    /// Handle time before factors, where there are any.
    drawn_handle: u64,
    talk: u64,
    satisfaction: u64,
    abandoned: u64,
    abandoned_within: u64,
    abandoned_short: u64,
    wait_abandoned: u64,
    waiting: u64,
}

/// A group at work.
#[derive(Debug, Default)]
struct Desk {
    crew: Crew,
    work: TimeAtWork,
}

/// One plan's queue under way.
#[derive(Debug, Default)]
pub(super) struct PlainQueue {
    desk: Desk,
    /// By stream of the scenario; counts are zero between intervals.
    rows: Vec<Row>,
}

/// A queue's surroundings while it plays.
pub(super) struct Surroundings<'q, W: Witness> {
    pub(super) season: &'q Season<'q>,
    pub(super) group: GroupId,
    /// The group's factors on handle times by day.
    pub(super) handle_factors: &'q [f32],
    pub(super) tally: &'q mut Tally,
    pub(super) witness: &'q mut W,
}

/// What came of a contact.
enum Outcome {
    Answered { start: u64, end: u64 },
    GaveUp,
    Waits,
}

impl Desk {
    /// A contact arrives at `at` and meets its fate.
    #[inline(always)]
    fn meet<W: Witness>(
        &mut self,
        at: u64,
        contact: &PlainContact,
        factor: impl Fn(&TimeAtWork) -> f32,
        row: &mut Row,
        around: &mut Surroundings<W>,
    ) -> Outcome {
        let (season, group) = (around.season, around.group);
        let start = self.crew.earliest_start(at, |since, until| {
            add_overrun(season, group, around.tally, since, until);
        });
        let wait = start - at;
        if wait > u64::from(contact.patience) && (contact.patience != NEVER || start == NOBODY_FREE) {
            return give_up(row, contact.patience);
        }
        self.work.start(start);
        let handle = factored(contact.handle, factor(&self.work));
        let end = start + handle;
        self.crew.occupy(end);
        if end <= season.end {
            self.work.end(season, end);
        } else {
            self.work.end_after_season(end);
            add_overrun_after(season, group, around.tally, start, end);
        }
        let counts = &mut row.counts;
        counts.handle += handle;
        counts.talk += talk_of(handle, row.talk_share);
        if wait == 0 {
            counts.at_once += 1;
        } else {
            counts.later += 1;
            counts.later_within += u64::from(wait <= row.within);
            counts.wait_answered += wait;
            around.tally.add_wait(StreamId(contact.stream as usize), wait);
        }
        Outcome::Answered { start, end }
    }
}

impl PlainQueue {
    /// Before the season, under these staffing steps.
    pub(super) fn reset(&mut self, season: &Season, steps: &[(u64, u32)]) {
        self.desk.crew.reset(steps);
        self.desk.work.reset(season);
        self.rows.clear();
        self.rows.extend(season.streams.iter().map(|draws| Row {
            talk_share: draws.talk_share,
            within: draws.within,
            short: draws.short,
            counts: Counts::default(),
        }));
    }

    /// Plays the contacts drawn.
    pub(super) fn play<W: Witness>(&mut self, contacts: &PlainContacts, around: &mut Surroundings<W>) {
        let season = around.season;
        let day_start = contacts.day_start(season);
        let factors = around.handle_factors;
        let has_extras = W::LOOKS || season.satisfaction.is_some() || !season.meters.is_empty();
        for (interval, range) in contacts.intervals(season) {
            let of_interval = &contacts.drawn()[range.clone()];
            let has_factors = factors.iter().any(|factor| *factor != 1.0);
            if has_extras || has_factors {
                for (place, contact) in range.zip(of_interval) {
                    let at = day_start + u64::from(contact.tick);
                    let row = &mut self.rows[contact.stream as usize];
                    let outcome = self.desk.meet(at, contact, |work| factors[work.day()], row, around);
                    count_extras(interval, at, contact, &outcome, row, around);
                    if has_factors && let Outcome::Answered { .. } = outcome {
                        row.counts.drawn_handle += factored(contact.handle, 1.0);
                    }
                    if W::LOOKS {
                        tell(around.witness, contacts.key(place), at, contact, &outcome);
                    }
                }
            } else if let Some(stream) = contacts.only_stream() {
                // its row at hand, not looked up for each contact
                let row = &mut self.rows[stream];
                for contact in of_interval {
                    self.desk.meet(day_start + u64::from(contact.tick), contact, |_| 1.0, row, around);
                }
            } else {
                for contact in of_interval {
                    let row = &mut self.rows[contact.stream as usize];
                    self.desk.meet(day_start + u64::from(contact.tick), contact, |_| 1.0, row, around);
                }
            }
            self.close_rows(interval, has_factors, around.tally);
        }
    }

    /// Counts the rows of an interval in the tally and empties them.
    fn close_rows(&mut self, interval: usize, has_factors: bool, tally: &mut Tally) {
        for (stream, row) in self.rows.iter_mut().enumerate() {
            let counts = std::mem::take(&mut row.counts);
            let answered = counts.at_once + counts.later;
            tally.add_no_waits(StreamId(stream), counts.at_once);
            let cell = tally.cell_mut(interval, StreamId(stream));
            cell.fresh += answered + counts.abandoned + counts.waiting;
            cell.answered += answered;
            cell.answered_within += counts.at_once + counts.later_within;
            cell.resolved_by_people += answered;
            cell.orders_served += answered;
            cell.wait_answered += counts.wait_answered;
            cell.handle += counts.handle;
            cell.drawn_handle += if has_factors { counts.drawn_handle } else { counts.handle };
            cell.talk += counts.talk;
            cell.satisfaction += counts.satisfaction;
            cell.abandoned += counts.abandoned;
            cell.abandoned_within += counts.abandoned_within;
            cell.abandoned_short += counts.abandoned_short;
            cell.wait_abandoned += counts.wait_abandoned;
            cell.waiting_at_end += counts.waiting;
        }
    }

    /// After the last contact.
    pub(super) fn conclude<W: Witness>(&mut self, around: &mut Surroundings<W>) {
        let Surroundings { season, group, tally, .. } = around;
        self.desk.crew.conclude(|since, until| add_overrun(season, *group, tally, since, until));
        self.desk.work.count(season, *group, tally);
    }
}

/// Satisfaction, and what the billing meters show.
#[inline]
fn count_extras<W: Witness>(
    interval: usize,
    at: u64,
    contact: &PlainContact,
    outcome: &Outcome,
    row: &mut Row,
    around: &mut Surroundings<W>,
) {
    let season = around.season;
    match outcome {
        Outcome::Answered { start, end } => {
            if let Some(curve) = &season.satisfaction {
                row.counts.satisfaction += curve.answered(start - at, true);
            }
            let talk = talk_of(end - start, row.talk_share);
            for (number, meter) in season.meters.iter().enumerate() {
                around.tally.add_billed(interval, StreamId(contact.stream as usize), number, meter.billed(talk));
            }
        }
        Outcome::GaveUp => {
            row.counts.satisfaction += season.satisfaction.as_ref().map_or(0, |curve| curve.not_served);
        }
        Outcome::Waits => {}
    }
}

fn tell<W: Witness>(witness: &mut W, key: ContactKey, at: u64, contact: &PlainContact, outcome: &Outcome) {
    match outcome {
        Outcome::Answered { start, end } => witness.concluded(key, Fate::Answered, *start, *end),
        Outcome::GaveUp => {
            let end = at + u64::from(contact.patience);
            witness.concluded(key, Fate::Abandoned, end, end);
        }
        Outcome::Waits => witness.concluded(key, Fate::StillWaiting, at, at),
    }
}

/// Talk in a handle time, in ticks; the share is in 2^-32.
#[inline(always)]
fn talk_of(handle: u64, share: u64) -> u64 {
    (handle * share + (1 << 31)) >> 32
}

/// A contact that no agent takes gives up, or waits without end.
#[cold]
fn give_up(row: &mut Row, patience: u32) -> Outcome {
    if patience == NEVER {
        row.counts.waiting += 1;
        return Outcome::Waits;
    }
    let wait = u64::from(patience);
    row.counts.abandoned += 1;
    row.counts.abandoned_within += u64::from(wait <= row.within);
    row.counts.abandoned_short += u64::from(wait <= row.short);
    row.counts.wait_abandoned += wait;
    Outcome::GaveUp
}

/// A handle time times a group's factor, in ticks; at least one.
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
