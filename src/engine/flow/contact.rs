//! A contact on its way to people.

use crate::engine::season::{DAY_TICKS, Season, StreamDraws};
use crate::sampling::{ContactKey, TICKS_PER_SECOND, is_drawn};

/// A contact on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::engine) struct Contact {
    pub(in crate::engine) key: ContactKey,
    /// Interval in which it arrived: where all its facts are counted.
    pub(super) interval: u32,
    pub(in crate::engine) stream: u32,
    /// Second of the day at which it arrived.
    pub(super) arrived_s: u32,
    /// Which attempt of the same wish, from 0.
    pub(super) attempt: u16,
    pub(super) marks: Marks,
}

/// Why a contact comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Coming {
    Redial,
    Repeat,
    /// It has passed the bot, or goes by it.
    ToPeople,
}

/// A contact that will come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Later {
    pub(super) at: u64,
    pub(super) coming: Coming,
    pub(super) contact: Contact,
}

impl Contact {
    /// The next attempt of one that was not served.
    pub(super) fn redial(&self) -> Contact {
        Contact {
            key: self.key.redial(),
            attempt: self.attempt.saturating_add(1),
            marks: self.marks.without(Marks::ESCALATED),
            ..*self
        }
    }

    /// The contact that comes back because this one was not resolved.
    pub(super) fn repeat(&self) -> Contact {
        Contact { key: self.key.repeat(), attempt: 0, marks: Marks::ORDER_SERVED, ..*self }
    }

    /// This one, from the bot.
    #[inline(always)]
    pub(super) fn escalated(&self) -> Contact {
        Contact { marks: self.marks.and(Marks::ESCALATED), ..*self }
    }

    /// This one as it arrives at an instant, in an interval of the season.
    pub(super) fn arriving(&self, at: u64, interval: usize) -> Contact {
        Contact { interval: interval as u32, arrived_s: (at % DAY_TICKS / TICKS_PER_SECOND) as u32, ..*self }
    }

    /// Whether its channel is open at an instant.
    pub(super) fn finds_open(&self, season: &Season, at: u64) -> bool {
        let draws = &season.streams[self.stream as usize];
        (draws.opens..draws.closes).contains(&(at % DAY_TICKS))
    }
}

/// What sets a contact apart, a bit each: not flags of their own, in one of which the compiler would put whether there is a contact
/// at all, and then copy contacts in pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Marks(u16);

impl Marks {
    pub(super) const NONE: Marks = Marks(0);
    /// A contact about the same order has been handled before.
    pub(super) const ORDER_SERVED: Marks = Marks(1);
    /// It comes from the bot.
    pub(super) const ESCALATED: Marks = Marks(2);

    #[inline(always)]
    pub(super) fn has(self, mark: Marks) -> bool {
        self.0 & mark.0 != 0
    }

    #[inline(always)]
    pub(super) fn and(self, mark: Marks) -> Marks {
        Marks(self.0 | mark.0)
    }

    #[inline(always)]
    pub(super) fn without(self, mark: Marks) -> Marks {
        Marks(self.0 & !mark.0)
    }
}

/// A contact that has reached people, at this instant.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Reached {
    pub(in crate::engine) contact: Contact,
    pub(in crate::engine) at: u64,
    pub(super) needs: Needs,
}

/// When the patience of those who reach people is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum PatienceDraw {
    /// With the handle time, from the same bits: for several plans, under any of which they may have to wait.
    Ahead,
    /// When they have to wait: for one plan, under which most do not.
    WhenWaiting,
}

/// What a contact that reaches people brings along.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::engine) struct Needs {
    /// Handle time in ticks, before any factor.
    pub(super) handle: u32,
    /// How long it waits for a person, in ticks; `NEVER` = without end. It says nothing if it is drawn when waiting.
    patience: u32,
}

impl Needs {
    /// Handle time before any factor, in ticks; at least one.
    #[inline(always)]
    pub(super) fn drawn_handle(&self) -> u64 {
        u64::from(self.handle).max(1)
    }

    /// Those of a contact that arrived at a second of the day.
    #[inline(always)]
    pub(super) fn of(draws: &StreamDraws, contact: &Contact, patience_draw: PatienceDraw) -> Self {
        let handle = draws.handle.at(contact.arrived_s).ticks(contact.key.handle_and_patience().0);
        let patience = match patience_draw {
            PatienceDraw::Ahead => patience(draws, contact),
            PatienceDraw::WhenWaiting => 0,
        };
        Needs { handle, patience }
    }
}

impl Reached {
    /// How long it waits for a person, in ticks; `NEVER` = without end.
    #[inline(always)]
    pub(super) fn patience(&self, draws: &StreamDraws, patience_draw: PatienceDraw) -> u32 {
        match patience_draw {
            PatienceDraw::Ahead => self.needs.patience,
            PatienceDraw::WhenWaiting => patience(draws, &self.contact),
        }
    }
}

#[inline(always)]
fn patience(draws: &StreamDraws, contact: &Contact) -> u32 {
    let is_balking = draws.balk > 0 && is_drawn(contact.key.bot_time_and_balk().1, draws.balk);
    let bits = contact.key.handle_and_patience().1;
    if is_balking { 0 } else { draws.patience.at(contact.arrived_s).ticks(bits) }
}

#[cfg(test)]
impl Reached {
    /// Some contact that reaches people at an instant.
    pub(in crate::engine) fn of_instant(at: u64) -> Self {
        let key = ContactKey::fresh(crate::sampling::Key(1), at);
        let contact = Contact { key, interval: 0, stream: 0, arrived_s: 0, attempt: 0, marks: Marks::NONE };
        Reached { contact, at, needs: Needs::default() }
    }
}
