//! Someone who sees the fate of every contact: for tests that compare engines contact by contact. Costs nothing when nobody looks.

use crate::sampling::ContactKey;

/// What came of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Resolved by the bot, or so it seemed.
    Contained,
    /// Left inside the bot.
    LeftBot,
    /// Refused by a full bot.
    Refused,
    /// Found every line taken.
    Blocked,
    /// Answered by a person.
    Answered,
    /// Gave up waiting.
    Abandoned,
    /// Still waiting at the end.
    StillWaiting,
}

/// Told of each contact once.
pub trait Witness {
    /// Whether it looks at all; if not, keys that only it would see are not worked out.
    const LOOKS: bool = true;

    /// The contact with this key met this fate: from `start` (answer, or the end of waiting) to `end`, in ticks of the season.
    fn concluded(&mut self, key: ContactKey, fate: Fate, start: u64, end: u64);

    /// How many contacts were concluded.
    fn seen(&self) -> usize;

    /// All after the first so many were played in vain, and will be concluded again.
    fn forget(&mut self, after: usize);
}

/// Nobody looks.
impl Witness for () {
    const LOOKS: bool = false;

    #[inline(always)]
    fn concluded(&mut self, _key: ContactKey, _fate: Fate, _start: u64, _end: u64) {}

    fn seen(&self) -> usize {
        0
    }

    fn forget(&mut self, _after: usize) {}
}

/// Keeps everything.
impl Witness for Vec<(ContactKey, Fate, u64, u64)> {
    fn concluded(&mut self, key: ContactKey, fate: Fate, start: u64, end: u64) {
        self.push((key, fate, start, end));
    }

    fn seen(&self) -> usize {
        self.len()
    }

    fn forget(&mut self, after: usize) {
        self.truncate(after);
    }
}
