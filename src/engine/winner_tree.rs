//! A winner tree: instants by place, the least of them at hand, each to be set anew at any time.
//!
//! Each node is the lesser of the two below it, so that setting one instant is a load and a store a level along a path that is
//! known from the place alone: nothing is mispredicted. Where only the first is ever replaced, a loser tree does with less.
//!
//! Knuth 1998, "The Art of Computer Programming", volume 3, section 5.4.1.

/// Bits of a key that hold the place.
const PLACE_BITS: u32 = 24;

/// A place without an instant.
const VACANT: u64 = u64::MAX;

/// Instants by place. Instants are below 2^40 - 1 ticks.
#[derive(Debug)]
pub(super) struct WinnerTree {
    /// Nodes `2 n` and `2 n + 1` side by side at `n`, from 1: those below node `n`. The last half are the places' own keys.
    pairs: Vec<[u64; 2]>,
    /// Key of the winner.
    first: u64,
}

impl Default for WinnerTree {
    fn default() -> Self {
        WinnerTree { pairs: vec![[VACANT; 2]; 2], first: VACANT }
    }
}

impl WinnerTree {
    /// Makes room for so many places, all without an instant.
    pub(super) fn reset(&mut self, places: usize) {
        assert!(places <= 1 << PLACE_BITS, "a key has room for the place");
        self.pairs.clear();
        self.pairs.resize(places.next_power_of_two().max(2), [VACANT; 2]);
        self.first = VACANT;
    }

    /// How many places there are.
    fn places(&self) -> usize {
        self.pairs.len()
    }

    /// Makes room for so many places; what has been set stays.
    #[inline(always)]
    pub(super) fn grow(&mut self, places: usize) {
        if places > self.places() {
            self.grow_now(places);
        }
    }

    #[cold]
    fn grow_now(&mut self, places: usize) {
        let keys: Vec<u64> = self.pairs[self.places() / 2..].concat();
        self.reset(places);
        for (place, key) in keys.into_iter().enumerate().filter(|(_, key)| *key != VACANT) {
            self.put(place, key);
        }
    }

    /// The least instant; 2^40 - 1 if there is none.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.first >> PLACE_BITS
    }

    /// Its place, the first of them if there are several.
    #[inline(always)]
    pub(super) fn first_place(&self) -> usize {
        (self.first & ((1 << PLACE_BITS) - 1)) as usize
    }

    /// Gives a place another instant.
    #[inline(always)]
    pub(super) fn set(&mut self, place: usize, instant: u64) {
        self.put(place, instant << PLACE_BITS | place as u64);
    }

    /// Takes a place's instant away.
    #[inline(always)]
    pub(super) fn vacate(&mut self, place: usize) {
        self.put(place, VACANT);
    }

    #[inline(always)]
    fn put(&mut self, place: usize, key: u64) {
        let pairs = &mut self.pairs[..];
        let mut node = pairs.len() + place;
        let mut least = key;
        while node > 1 {
            let pair = &mut pairs[node / 2];
            pair[node % 2] = least;
            least = least.min(pair[(node + 1) % 2]);
            node /= 2;
        }
        self.first = least;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_of_any_size_find_what_a_search_finds() {
        for places in [1, 2, 4, 5, 16, 17, 100, 300_usize] {
            let mut tree = WinnerTree::default();
            let mut instants = vec![u64::MAX >> PLACE_BITS; places];
            let mut state = 7_u64;
            tree.reset(1);
            for _ in 0..3_000 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let (place, instant) = ((state >> 40) as usize % places, (state >> 20) % 1_000);
                tree.grow(place + 1);
                if instant < 300 {
                    tree.vacate(place);
                    instants[place] = u64::MAX >> PLACE_BITS;
                } else {
                    tree.set(place, instant);
                    instants[place] = instant;
                }
                let (least, at) = (0..places).map(|place| (instants[place], place)).min().expect("there are places");
                assert_eq!(tree.first(), least);
                assert!(least == u64::MAX >> PLACE_BITS || tree.first_place() == at);
            }
        }
    }
}
