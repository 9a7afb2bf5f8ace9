//! What is yet to come: an agenda of entries by instant, most of them minutes, hours or days ahead.
//!
//! Entries wait unordered on the page of their instant, a few to a page; only the page at hand is put in order. So an entry
//! costs the same however many there are, where in a heap it costs the more, the more repeats are due tomorrow (a calendar
//! queue: Brown 1988, doi:10.1145/63039.63045, with pages for the whole season instead of a year that goes round). Entries of
//! one instant are ordered by a tie-breaker that their maker gives, not by the order of insertion.

/// Bits of an entry's order that hold the tie-breaker.
const TIE_BITS: u32 = 24;

/// Bits of a mark that hold the slot.
const SLOT_BITS: u32 = 32;

/// Later than every instant: what an empty agenda has first.
pub(super) const END_OF_TIME: u64 = u64::MAX >> TIE_BITS;

/// No slot.
const NONE: u32 = u32::MAX;

/// Most pages: what they take is less than what a season with as many contacts takes anyway.
const MOST_PAGES: f64 = 1_048_576.0;

/// Entries before the page at hand that are put in order one by one; when there are more, the agenda turns back to them.
const MOST_OUT_OF_PLACE: usize = 32;

/// An entry and the next one on its page.
#[derive(Debug, Clone, Copy)]
struct Line<T> {
    order: u64,
    next: u32,
    entry: T,
}

/// Entries by instant. Instants are below 2^40 - 1 ticks.
#[derive(Debug)]
pub(super) struct Agenda<T> {
    lines: Vec<Line<T>>,
    spare: Vec<u32>,
    /// First line of each page. Pages go on for as long again after the end; the last one also takes what comes after.
    pages: Vec<u32>,
    page_bits: u32,
    /// Marks (order and slot in one word) of all pages up to the one at hand, in order from `place` on.
    at_hand: Vec<u128>,
    place: usize,
    /// Order of the first of them; the greatest number if there is none.
    first: u64,
    /// The page at hand.
    page: usize,
    /// Entries on later pages.
    later: usize,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Agenda {
            lines: Vec::new(),
            spare: Vec::new(),
            pages: Vec::new(),
            page_bits: 0,
            at_hand: Vec::new(),
            place: 0,
            first: u64::MAX,
            page: 0,
            later: 0,
        }
    }
}

/// The length of a page, as a power of two of ticks, for a season of so many ticks and contacts, and so many of these a page.
pub(super) fn page_bits(end: u64, contacts: f64, a_page: f64) -> u32 {
    let pages = (contacts / a_page).clamp(1.0, MOST_PAGES) as u64;
    (end / pages).max(1).ilog2()
}

impl<T: Copy> Agenda<T> {
    /// Empties the agenda and gives it pages of 2^`page_bits` ticks for a season of so many ticks.
    pub(super) fn reset(&mut self, end: u64, page_bits: u32) {
        self.lines.clear();
        self.spare.clear();
        self.pages.clear();
        self.pages.resize(((2 * end) >> page_bits) as usize + 1, NONE);
        self.page_bits = page_bits;
        self.at_hand.clear();
        self.place = 0;
        self.first = u64::MAX;
        self.page = 0;
        self.later = 0;
    }

    /// The place of an instant and its tie-breaker, of which the last 24 bits count, in the order of entries.
    #[inline(always)]
    pub(super) fn order(at: u64, tie: u64) -> u64 {
        at << TIE_BITS | (tie & ((1 << TIE_BITS) - 1))
    }

    /// Enters something; `tie` orders entries of the same instant.
    #[inline]
    pub(super) fn enter(&mut self, at: u64, tie: u64, entry: T) {
        let order = Self::order(at, tie);
        let page = ((at >> self.page_bits) as usize).min(self.pages.len() - 1);
        let is_later = page > self.page;
        let next = if is_later { std::mem::replace(&mut self.pages[page], NONE) } else { NONE };
        let line = Line { order, next, entry };
        let slot = match self.spare.pop() {
            Some(slot) => {
                self.lines[slot as usize] = line;
                slot
            }
            None => {
                self.lines.push(line);
                (self.lines.len() - 1) as u32
            }
        };
        if is_later {
            self.pages[page] = slot;
            self.later += 1;
            if self.first == u64::MAX {
                self.turn();
            }
        } else {
            self.put_at_hand(order, slot);
            if page < self.page && self.at_hand.len() - self.place > MOST_OUT_OF_PLACE {
                self.turn_back();
            }
        }
    }

    fn put_at_hand(&mut self, order: u64, slot: u32) {
        let mark = u128::from(order) << SLOT_BITS | u128::from(slot);
        let mut at = self.at_hand.len();
        self.at_hand.push(mark);
        while at > self.place && self.at_hand[at - 1] > mark {
            self.at_hand[at] = self.at_hand[at - 1];
            at -= 1;
        }
        self.at_hand[at] = mark;
        self.first = self.first.min(order);
    }

    /// Turns back to the page of the first entry: when one was far ahead of all others, those made since are many.
    #[cold]
    fn turn_back(&mut self) {
        let page_of = |mark: u128| (mark >> (SLOT_BITS + TIE_BITS + self.page_bits)) as usize;
        let (first, last) = (page_of(self.at_hand[self.place]), self.pages.len() - 1);
        let stay = self.at_hand.partition_point(|mark| page_of(*mark) <= first);
        for mark in self.at_hand.drain(stay.max(self.place)..) {
            let (slot, page) = (mark as u32, (mark >> (SLOT_BITS + TIE_BITS + self.page_bits)) as usize);
            self.lines[slot as usize].next = std::mem::replace(&mut self.pages[page.min(last)], slot);
            self.later += 1;
        }
        self.page = first.min(last);
    }

    /// The instant of the first entry; [`END_OF_TIME`] if there is none.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.first >> TIE_BITS
    }

    /// Its place in the order of entries; the greatest number if there is none.
    #[inline(always)]
    pub(super) fn first_order(&self) -> u64 {
        self.first
    }

    /// Takes the first entry.
    #[inline]
    pub(super) fn take(&mut self) -> Option<T> {
        let slot = *self.at_hand.get(self.place)? as u32;
        self.place += 1;
        match self.at_hand.get(self.place) {
            Some(mark) => self.first = (mark >> SLOT_BITS) as u64,
            None => self.turn(),
        }
        self.spare.push(slot);
        Some(self.lines[slot as usize].entry)
    }

    /// Turns to the next page that has entries.
    fn turn(&mut self) {
        self.at_hand.clear();
        self.place = 0;
        self.first = u64::MAX;
        if self.later == 0 {
            return;
        }
        let ahead = self.pages[self.page + 1..].iter().position(|slot| *slot != NONE);
        self.page += 1 + ahead.expect("later entries are on later pages");
        let mut slot = std::mem::replace(&mut self.pages[self.page], NONE);
        while slot != NONE {
            let line = &self.lines[slot as usize];
            self.at_hand.push(u128::from(line.order) << SLOT_BITS | u128::from(slot));
            slot = line.next;
        }
        self.later -= self.at_hand.len();
        self.at_hand.sort_unstable();
        self.first = (self.at_hand[0] >> SLOT_BITS) as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that is left, in its order, with its instants.
    fn rest(agenda: &mut Agenda<u64>) -> Vec<(u64, u64)> {
        std::iter::from_fn(|| {
            let at = agenda.first();
            agenda.take().map(|entry| (at, entry))
        })
        .collect()
    }

    #[test]
    fn entries_come_in_order_of_instant_whenever_they_were_made() {
        let mut agenda = Agenda::default();
        agenda.reset(1_000, 6);
        for at in [950, 20, 310, 20, 330, 5] {
            agenda.enter(at, at * 7, at);
        }
        assert_eq!(agenda.first(), 5);
        assert_eq!(agenda.take(), Some(5));
        assert_eq!(agenda.take(), Some(20));
        assert_eq!(agenda.take(), Some(20));
        // now at hand is the page of 310; an earlier entry still comes first
        agenda.enter(120, 1, 120);
        // and what comes long after the end is not lost
        agenda.enter(20_000, 1, 20_000);
        agenda.enter(10_000, 1, 10_000);
        let instants: Vec<u64> = rest(&mut agenda).iter().map(|(at, _)| *at).collect();
        assert_eq!(instants, [120, 310, 330, 950, 10_000, 20_000]);
        assert_eq!(agenda.first(), END_OF_TIME);
    }

    #[test]
    fn entries_of_one_instant_come_in_order_of_their_tie_breaker() {
        for order in [[3, 1, 2], [2, 3, 1]] {
            for at in [50, 350] {
                let mut agenda = Agenda::default();
                agenda.reset(400, 6);
                order.iter().for_each(|tie| agenda.enter(at, *tie, *tie));
                assert_eq!(rest(&mut agenda), [(at, 1), (at, 2), (at, 3)]);
            }
        }
    }

    #[test]
    fn a_long_mixed_history_is_that_of_an_ordered_set() {
        // entries made at random while others are taken, with many ties of instant
        let (mut agenda, mut model) = (Agenda::default(), std::collections::BTreeSet::new());
        agenda.reset(1_000, page_bits(1_000, 900.0, 4.0));
        let (mut state, mut now) = (5_u64, 0);
        for number in 0..4_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = now + (state >> 33) % if number % 10 == 0 { 3_000 } else { 40 };
            agenda.enter(at, number, number);
            model.insert((at, number));
            if (state >> 20) % 64 > 0 {
                let (first, expected) = model.pop_first().expect("one was just entered");
                assert_eq!((agenda.first(), agenda.take()), (first, Some(expected)));
                now = first;
            }
        }
        assert!(now > 1_000, "the history goes on after the end: {now}");
        assert_eq!(rest(&mut agenda), model.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn pages_hold_a_few_contacts_and_are_bounded() {
        let season = 35 * 86_400 * 1_024;
        assert_eq!(season >> page_bits(season, 1_400_000.0, 4.0), 378_000);
        assert!(season >> page_bits(season, 1e12, 4.0) <= 2_097_152);
        assert_eq!(page_bits(season, 0.0, 4.0), season.ilog2());
    }
}
