//! How many of some things alike are taken, each until an instant that is known when it is taken.
//!
//! Which one is taken does not matter, only how many are; so ends are noted without any order, and looked through only when
//! there are as many notes as would matter.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What is taken. Instants, in ticks, are asked about in order of time.
#[derive(Debug, Default)]
pub(super) struct TakenUntil {
    /// Ends noted since they were last looked through.
    noted: Vec<u64>,
    /// Those that had not come when they were last looked through.
    looked_through: BinaryHeap<Reverse<u64>>,
}

impl TakenUntil {
    /// Frees all.
    pub(super) fn clear(&mut self) {
        self.noted.clear();
        self.looked_through.clear();
    }

    /// Takes one until an instant.
    #[inline(always)]
    pub(super) fn take(&mut self, end: u64) {
        self.noted.push(end);
    }

    /// Whether at least so many are taken. One that ends now is free.
    #[inline(always)]
    pub(super) fn is_at_least(&mut self, limit: usize, now: u64) -> bool {
        self.noted.len() + self.looked_through.len() >= limit && self.look_through(now) >= limit
    }

    /// Drops the notes of those that have ended; how many are left. Each is moved once, so that this stays cheap when nearly all
    /// are taken.
    fn look_through(&mut self, now: u64) -> usize {
        while self.looked_through.peek().is_some_and(|Reverse(end)| *end <= now) {
            self.looked_through.pop();
        }
        self.looked_through.extend(self.noted.drain(..).filter(|end| *end > now).map(Reverse));
        self.looked_through.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_taken_as_have_not_ended() {
        let mut taken = TakenUntil::default();
        for limit in [0, 1, 3, 10] {
            taken.clear();
            let (mut state, mut ends, mut refused) = (7_u64, Vec::new(), 0);
            for now in (0..4_000).step_by(2) {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let end = now + (state >> 33) % 21;
                let is_full = ends.iter().filter(|end| **end > now).count() >= limit;
                assert_eq!(taken.is_at_least(limit, now), is_full, "limit {limit} at {now}");
                if is_full {
                    refused += 1;
                } else {
                    taken.take(end);
                    ends.push(end);
                }
            }
            // at most eleven can overlap, on average five
            assert!(refused > 0 || limit == 10);
        }
    }
}
