//! What the bot makes of a contact. It hangs on the contact and its instant alone, as long as a session is free.

use super::contact::{Contact, Marks};
use crate::engine::season::{BotDraws, Season};
use crate::engine::tally::Cell;
use crate::engine::witness::{Fate, Witness};
use crate::sampling::{NEVER, SeasonFactors, is_drawn};

/// A contact that meets the bot.
pub(super) struct Meeting<'s> {
    bot: &'s BotDraws,
    outcome_bits: u32,
    pub(super) from: u64,
    /// When it is done with the bot.
    pub(super) to: u64,
}

/// What the bot makes of it.
pub(super) enum Outcome {
    /// Resolved, or so it seems; bits for the delay of its repeat, if it was not.
    Contained(Option<u32>),
    Left,
    Escalated,
}

impl<'s> Meeting<'s> {
    /// A contact arrives: if it does not go straight to people, it meets the bot.
    #[inline(always)]
    pub(super) fn of(season: &'s Season, factors: &SeasonFactors, contact: &Contact, at: u64) -> Option<Self> {
        let bot = season.streams[contact.stream as usize].bot.as_ref()?;
        let (meeting_bits, outcome_bits) = contact.key.bot_meeting_and_outcome();
        if !is_drawn(meeting_bits, bot.meets) || factors.is_bot_out(at) {
            return None;
        }
        let time = bot.time.at(contact.arrived_s).ticks(contact.key.bot_time_and_balk().0);
        Some(Meeting { bot, outcome_bits, from: at, to: at + u64::from(time) })
    }

    /// It has a session: what comes of it is counted.
    #[inline(always)]
    pub(super) fn conclude<W: Witness>(
        &self,
        season: &Season,
        contact: &Contact,
        cell: &mut Cell,
        witness: &mut W,
    ) -> Outcome {
        let (contained, contained_or_left) = *self.bot.outcome.at(contact.arrived_s);
        cell.bot_handled += 1;
        cell.bot_time += self.to - self.from;
        if is_drawn(self.outcome_bits, contained) {
            witness.concluded(contact.key, Fate::Contained, self.to, self.to);
            Outcome::Contained(self.count_contained(season, contact, cell))
        } else if is_drawn(self.outcome_bits, contained_or_left) {
            cell.bot_left += 1;
            cell.satisfaction += season.satisfaction.as_ref().map_or(0, |curve| curve.not_served);
            witness.concluded(contact.key, Fate::LeftBot, self.from, self.to);
            Outcome::Left
        } else {
            cell.escalated += 1;
            Outcome::Escalated
        }
    }

    #[inline(always)]
    fn count_contained(&self, season: &Season, contact: &Contact, cell: &mut Cell) -> Option<u32> {
        let (resolution, delay) = contact.key.bot_resolution_and_delay();
        let is_false = is_drawn(resolution, self.bot.falsely_contained);
        cell.contained += 1;
        cell.falsely_contained += u64::from(is_false);
        cell.orders_served += u64::from(!contact.marks.has(Marks::ORDER_SERVED));
        cell.orders_served_by_bot += u64::from(!contact.marks.has(Marks::ORDER_SERVED));
        if let Some(curve) = &season.satisfaction {
            cell.satisfaction += if is_false { curve.bot_unresolved } else { curve.bot_resolved };
        }
        is_false.then_some(delay)
    }
}

/// When somebody comes again who was done at an instant: whoever would come after the season's end does not come.
#[inline(always)]
pub(super) fn comes_again_at(season: &Season, at: u64, delay: u32) -> Option<u64> {
    let then = at + u64::from(delay);
    (delay != NEVER && then < season.end).then_some(then)
}

/// When a contact comes back that was not resolved at an instant.
#[inline(always)]
pub(super) fn comes_back_at(season: &Season, contact: &Contact, at: u64, delay_bits: u32) -> Option<u64> {
    let delay = season.streams[contact.stream as usize].repeat_delay.ticks(delay_bits);
    comes_again_at(season, at, delay)
}
