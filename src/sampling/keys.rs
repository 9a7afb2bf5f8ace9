//! Keys: a random stream is named by hashing what it is for.
//!
//! Sums such as `seed + replication` collide; chained SplitMix64 finalisers do not (Steele, Lea & Flood 2014,
//! "Fast splittable pseudorandom number generators", doi:10.1145/2660193.2660195).

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

/// SplitMix64's increment, 2^64 over the golden ratio.
pub(super) const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's finaliser: a bijection of 64-bit words that scatters every input bit over the output.
#[inline]
pub(super) fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// What a stream of random numbers is for. A new kind of draw gets a new purpose; numbers are never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// The season factor.
    Season = 1,
    /// Daily busyness.
    Busyness = 2,
    /// Interval noise.
    IntervalNoise = 3,
    /// Starts of surges.
    Surge = 4,
    /// Instants of arrival.
    Arrivals = 5,
    /// All that a contact carries.
    Contacts = 6,
    /// Bot outages.
    Outage = 7,
    /// Who is absent.
    Absence = 8,
}

/// The name of a stream of random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub u64);

impl Key {
    /// The key of one replication of a seed.
    pub fn replication(seed: u64, replication: u64) -> Key {
        Key(seed).and(0x7065_616B_6465_736B).and(replication)
    }

    /// A key below this one, for a purpose.
    pub fn purpose(self, purpose: Purpose) -> Key {
        self.and(purpose as u64)
    }

    /// A key below this one, for the entity with this number.
    pub fn and(self, number: u64) -> Key {
        Key(mix(mix(self.0.wrapping_add(GOLDEN)) ^ number.wrapping_mul(GOLDEN).wrapping_add(number)))
    }

    /// The generator of this stream: xoshiro256++ (Blackman & Vigna 2021, doi:10.1145/3460772).
    pub fn generator(self) -> Xoshiro256PlusPlus {
        Xoshiro256PlusPlus::seed_from_u64(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn keys_of_neighbouring_entities_differ() {
        let mut seen = HashSet::new();
        for seed in 0..20 {
            for replication in 0..20 {
                for entity in 0..50 {
                    seen.insert(Key::replication(seed, replication).purpose(Purpose::Arrivals).and(entity).0);
                }
            }
        }
        assert_eq!(seen.len(), 20 * 20 * 50);
    }

    #[test]
    fn seed_and_replication_are_not_interchangeable() {
        assert_ne!(Key::replication(7, 0), Key::replication(6, 1));
        assert_ne!(Key::replication(0, 7), Key::replication(7, 0));
    }

    #[test]
    fn keys_are_stable() {
        // a change here changes every result: it needs a line under "Results change" in the changelog
        assert_eq!(Key::replication(1111, 3).purpose(Purpose::Contacts).and(5).0, 15_992_115_440_198_448_842);
    }
}
