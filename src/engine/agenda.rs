//! What is yet to come: an agenda of contacts by instant, most of them hours or days ahead.
//!
//! Entries wait unordered on the page of their minute; only the page at hand is kept as a heap, so that the heap stays
//! small however many repeats are due tomorrow. Among entries of one instant a hash decides, not the order of insertion.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Bits of an entry's order that hold the hash which breaks ties.
const HASH_BITS: u32 = 24;

/// Bits of a mark that hold the slot.
const SLOT_BITS: u32 = 32;

/// A page holds the entries of 2^16 ticks, about a minute.
const PAGE_BITS: u32 = 16;

/// Entries by instant. Instants are below 2^40 ticks.
///
/// What is ordered are marks: instant, hash and slot of an entry in one word.
#[derive(Debug)]
pub(super) struct Agenda<T> {
    entries: Vec<T>,
    spare: Vec<u32>,
    pages: Vec<Vec<u128>>,
    /// Memory of pages that have been turned, for those that get their first entry: so it stays in the cache.
    spare_pages: Vec<Vec<u128>>,
    /// Marks of all pages up to the one at hand.
    at_hand: BinaryHeap<Reverse<u128>>,
    /// The page at hand.
    page: usize,
    /// Entries on later pages.
    later: usize,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Agenda {
            entries: Vec::new(),
            spare: Vec::new(),
            pages: Vec::new(),
            spare_pages: Vec::new(),
            at_hand: BinaryHeap::new(),
            page: 0,
            later: 0,
        }
    }
}

impl<T: Copy> Agenda<T> {
    /// Empties the agenda and gives it pages up to an instant; the last one also takes what comes after.
    pub(super) fn reset(&mut self, end: u64) {
        self.entries.clear();
        self.spare.clear();
        self.pages.iter_mut().for_each(Vec::clear);
        self.pages.resize_with((end >> PAGE_BITS) as usize + 1, Vec::new);
        self.at_hand.clear();
        self.page = 0;
        self.later = 0;
    }

    /// Enters something; `hash` orders entries of the same instant.
    pub(super) fn enter(&mut self, at: u64, hash: u64, entry: T) {
        let slot = match self.spare.pop() {
            Some(slot) => {
                self.entries[slot as usize] = entry;
                slot
            }
            None => {
                self.entries.push(entry);
                (self.entries.len() - 1) as u32
            }
        };
        let order = at << HASH_BITS | (hash & ((1 << HASH_BITS) - 1));
        let mark = u128::from(order) << SLOT_BITS | u128::from(slot);
        let number = ((at >> PAGE_BITS) as usize).min(self.pages.len() - 1);
        if number <= self.page {
            return self.at_hand.push(Reverse(mark));
        }
        let page = &mut self.pages[number];
        if page.capacity() == 0 {
            *page = self.spare_pages.pop().unwrap_or_default();
        }
        page.push(mark);
        self.later += 1;
        if self.at_hand.is_empty() {
            self.turn();
        }
    }

    /// The instant of the first entry; the end of time, `u64::MAX`, if there is none.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.at_hand.peek().map_or(u64::MAX, |Reverse(mark)| (mark >> (SLOT_BITS + HASH_BITS)) as u64)
    }

    /// Takes the first entry.
    pub(super) fn take(&mut self) -> Option<(u64, T)> {
        let Reverse(mark) = self.at_hand.pop()?;
        let slot = mark as u32;
        if self.at_hand.is_empty() && self.later > 0 {
            self.turn();
        }
        self.spare.push(slot);
        Some(((mark >> (SLOT_BITS + HASH_BITS)) as u64, self.entries[slot as usize]))
    }

    /// Turns to the next page that has entries.
    fn turn(&mut self) {
        while self.at_hand.is_empty() && self.later > 0 {
            self.page += 1;
            let mut page = std::mem::take(&mut self.pages[self.page]);
            if !page.is_empty() {
                self.later -= page.len();
                self.at_hand.extend(page.drain(..).map(Reverse));
                self.spare_pages.push(page);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A few hundred of these fill some pages.
    const STEP: u64 = 1_000;

    #[test]
    fn entries_come_in_order_of_instant_whenever_they_were_made() {
        let mut agenda = Agenda::default();
        agenda.reset(1_000 * STEP);
        for at in [950, 20, 310, 20, 330, 5] {
            agenda.enter(at * STEP, at * 7, at);
        }
        assert_eq!(agenda.first(), 5 * STEP);
        assert_eq!(agenda.take(), Some((5 * STEP, 5)));
        assert_eq!(agenda.take(), Some((20 * STEP, 20)));
        assert_eq!(agenda.take(), Some((20 * STEP, 20)));
        // now at hand is the page of 310; an earlier entry still comes first
        agenda.enter(120 * STEP, 1, 120);
        agenda.enter(2_000 * STEP, 1, 2_000);
        let rest: Vec<u64> = std::iter::from_fn(|| agenda.take().map(|(_, entry)| entry)).collect();
        assert_eq!(rest, [120, 310, 330, 950, 2_000]);
        assert_eq!(agenda.first(), u64::MAX);
    }

    #[test]
    fn entries_of_one_instant_come_in_order_of_their_hash() {
        for order in [[3, 1, 2], [2, 3, 1]] {
            let mut agenda = Agenda::default();
            agenda.reset(400);
            order.iter().for_each(|hash| agenda.enter(50, *hash, *hash));
            let hashes: Vec<u64> = std::iter::from_fn(|| agenda.take().map(|(_, hash)| hash)).collect();
            assert_eq!(hashes, [1, 2, 3]);
        }
    }
}
