//! What a contact carries: its own random numbers, fixed from its birth.
//!
//! A contact's key is a position in a SplitMix64 sequence; each of its draws is one word beyond it. A draw can so be made
//! when it is needed, or not at all, and is the same under every plan and contract. A redial or repeat has a key hashed
//! from its parent's.

use super::keys::{GOLDEN, Key, mix};

/// Words of the sequence that belong to one contact.
const WORDS: u64 = 8;

/// The key of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactKey(u64);

impl ContactKey {
    /// The key of the contact with this number among those of a stream's day.
    #[inline]
    pub fn fresh(stream_day: Key, number: u64) -> Self {
        ContactKey(stream_day.0.wrapping_add(number.wrapping_mul(WORDS.wrapping_mul(GOLDEN))))
    }

    #[inline]
    fn word(self, place: u64) -> (u32, u32) {
        let word = mix(self.0.wrapping_add((place + 1).wrapping_mul(GOLDEN)));
        ((word >> 32) as u32, word as u32)
    }

    /// Bits for handle time and patience.
    #[inline]
    pub fn handle_and_patience(self) -> (u32, u32) {
        self.word(0)
    }

    /// Bits for meeting the bot and for what comes of it.
    #[inline]
    pub fn bot_meeting_and_outcome(self) -> (u32, u32) {
        self.word(1)
    }

    /// Bits for the time in the bot and for balking.
    #[inline]
    pub fn bot_time_and_balk(self) -> (u32, u32) {
        self.word(2)
    }

    /// Bits for redialling and for its delay.
    #[inline]
    pub fn redial_and_delay(self) -> (u32, u32) {
        self.word(3)
    }

    /// Bits for resolution and for the delay of a repeat.
    #[inline]
    pub fn resolution_and_delay(self) -> (u32, u32) {
        self.word(4)
    }

    /// Bits for resolution by the bot and for the delay of a repeat.
    #[inline]
    pub fn bot_resolution_and_delay(self) -> (u32, u32) {
        self.word(5)
    }

    /// A number that puts contacts in an order of no meaning.
    pub fn hash(self) -> u64 {
        mix(self.0)
    }

    /// The key of this contact's next attempt.
    pub fn redial(self) -> ContactKey {
        ContactKey(mix(self.0.wrapping_add(GOLDEN.wrapping_mul(7))))
    }

    /// The key of the contact that comes back because this one was not resolved.
    pub fn repeat(self) -> ContactKey {
        ContactKey(mix(self.0.wrapping_add(GOLDEN.wrapping_mul(8))))
    }
}

/// The threshold for [`is_drawn`] that a chance in [0, 1] stands for.
pub fn chance_threshold(chance: f64) -> u64 {
    (chance.clamp(0.0, 1.0) * 4_294_967_296.0 + 0.5) as u64
}

/// Whether 32 random bits fall under a chance's threshold.
#[inline]
pub fn is_drawn(bits: u32, threshold: u64) -> bool {
    u64::from(bits) < threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_has_the_same_draws_whenever_they_are_made() {
        let key = ContactKey::fresh(Key(42), 17);
        let first = (key.handle_and_patience(), key.redial_and_delay());
        let _ = key.bot_meeting_and_outcome();
        assert_eq!(first, (key.handle_and_patience(), key.redial_and_delay()));
    }

    #[test]
    fn neighbours_do_not_share_words() {
        let (one, next) = (ContactKey::fresh(Key(42), 0), ContactKey::fresh(Key(42), 1));
        let words_of = |key: ContactKey| (0..WORDS).map(move |place| key.word(place));
        assert!(words_of(one).all(|word| words_of(next).all(|other| other != word)));
    }

    #[test]
    fn chances_of_zero_and_one_are_certain() {
        assert!(!is_drawn(0, chance_threshold(0.0)));
        assert!(is_drawn(u32::MAX, chance_threshold(1.0)));
    }

    #[test]
    fn bits_are_uniform_and_pairs_uncorrelated() {
        // 200,000 contacts: a mean of uniforms has standard error 6.5e-4, a correlation 2.2e-3; four of each are allowed, an error probability below 2e-4 in all
        let n = 200_000;
        let (mut sum, mut product) = (0.0, 0.0);
        for number in 0..n {
            let (handle, patience) = ContactKey::fresh(Key(9), number).handle_and_patience();
            let (x, y) = (f64::from(handle) / 4_294_967_296.0 - 0.5, f64::from(patience) / 4_294_967_296.0 - 0.5);
            sum += x;
            product += x * y * 12.0;
        }
        assert!((sum / n as f64).abs() < 2.6e-3);
        assert!((product / n as f64).abs() < 9e-3);
    }
}
