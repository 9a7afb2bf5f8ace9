//! What is yet to come: an agenda of contacts by instant, most of them hours or days ahead.
//!
//! Entries wait unordered on the page of their interval; only the page at hand is kept as a heap, so that the heap stays
//! small however many repeats are due tomorrow. Among entries of one instant a hash decides, not the order of insertion.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Bits of an entry's order that hold the hash which breaks ties.
const HASH_BITS: u32 = 24;

/// Entries by instant. Instants are below 2^40 ticks.
#[derive(Debug)]
pub(super) struct Agenda<T> {
    entries: Vec<T>,
    spare: Vec<u32>,
    pages: Vec<Vec<(u64, u32)>>,
    /// Entries of all pages up to the one at hand.
    at_hand: BinaryHeap<Reverse<(u64, u32)>>,
    /// The page at hand.
    page: usize,
    page_ticks: u64,
    /// Entries on later pages.
    later: usize,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Agenda {
            entries: Vec::new(),
            spare: Vec::new(),
            pages: Vec::new(),
            at_hand: BinaryHeap::new(),
            page: 0,
            page_ticks: 1,
            later: 0,
        }
    }
}

impl<T: Copy> Agenda<T> {
    /// Empties the agenda and gives it so many pages, each of so many ticks.
    pub(super) fn reset(&mut self, pages: usize, page_ticks: u64) {
        self.entries.clear();
        self.spare.clear();
        self.pages.iter_mut().for_each(Vec::clear);
        self.pages.resize_with(pages, Vec::new);
        self.at_hand.clear();
        self.page = 0;
        self.page_ticks = page_ticks;
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
        if at < (self.page as u64 + 1) * self.page_ticks {
            return self.at_hand.push(Reverse((order, slot)));
        }
        let page = ((at / self.page_ticks) as usize).min(self.pages.len() - 1);
        if page <= self.page {
            return self.at_hand.push(Reverse((order, slot)));
        }
        self.pages[page].push((order, slot));
        self.later += 1;
        if self.at_hand.is_empty() {
            self.turn();
        }
    }

    /// The instant of the first entry.
    #[inline(always)]
    pub(super) fn first(&self) -> Option<u64> {
        self.at_hand.peek().map(|Reverse((order, _))| order >> HASH_BITS)
    }

    /// Takes the first entry.
    pub(super) fn take(&mut self) -> Option<(u64, T)> {
        let Reverse((order, slot)) = self.at_hand.pop()?;
        if self.at_hand.is_empty() && self.later > 0 {
            self.turn();
        }
        self.spare.push(slot);
        Some((order >> HASH_BITS, self.entries[slot as usize]))
    }

    /// Turns to the next page that has entries.
    fn turn(&mut self) {
        while self.at_hand.is_empty() && self.later > 0 {
            self.page += 1;
            let page = &mut self.pages[self.page];
            self.later -= page.len();
            let mut heap = std::mem::take(&mut self.at_hand).into_vec();
            heap.extend(page.drain(..).map(Reverse));
            self.at_hand = BinaryHeap::from(heap);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_in_order_of_instant_whenever_they_were_made() {
        let mut agenda = Agenda::default();
        agenda.reset(10, 100);
        for at in [950, 20, 310, 20, 330, 5] {
            agenda.enter(at, at * 7, at);
        }
        assert_eq!(agenda.first(), Some(5));
        assert_eq!(agenda.take(), Some((5, 5)));
        assert_eq!(agenda.take(), Some((20, 20)));
        assert_eq!(agenda.take(), Some((20, 20)));
        // now at hand is the page of 310; an earlier entry still comes first
        agenda.enter(120, 1, 120);
        agenda.enter(2_000, 1, 2_000);
        let rest: Vec<u64> = std::iter::from_fn(|| agenda.take().map(|(at, _)| at)).collect();
        assert_eq!(rest, [120, 310, 330, 950, 2_000]);
    }

    #[test]
    fn entries_of_one_instant_come_in_order_of_their_hash() {
        for order in [[3, 1, 2], [2, 3, 1]] {
            let mut agenda = Agenda::default();
            agenda.reset(4, 100);
            order.iter().for_each(|hash| agenda.enter(50, *hash, *hash));
            let hashes: Vec<u64> = std::iter::from_fn(|| agenda.take().map(|(_, hash)| hash)).collect();
            assert_eq!(hashes, [1, 2, 3]);
        }
    }
}
