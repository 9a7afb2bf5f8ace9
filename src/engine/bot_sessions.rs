//! How many of the bot's sessions are taken.
//!
//! Which session a contact has does not matter, only whether one is free; so ends of sessions are noted without any order, and
//! looked through only when there are as many notes as sessions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The sessions of a bot that can hold so many contacts at once. Instants, in ticks, are asked about in order of time.
#[derive(Debug, Default)]
pub(super) struct BotSessions {
    sessions: usize,
    /// Ends noted since they were last looked through.
    noted: Vec<u64>,
    /// Those that had not come when they were last looked through.
    looked_through: BinaryHeap<Reverse<u64>>,
}

impl BotSessions {
    /// Frees all, and sets their number.
    pub(super) fn reset(&mut self, sessions: u32) {
        self.sessions = sessions as usize;
        self.noted.clear();
        self.looked_through.clear();
    }

    /// Takes a session from now to an end, if one is free; whether it was. One that ends now is free.
    #[inline(always)]
    pub(super) fn take(&mut self, now: u64, end: u64) -> bool {
        if self.noted.len() + self.looked_through.len() >= self.sessions && !self.is_any_free(now) {
            return false;
        }
        self.noted.push(end);
        true
    }

    /// Drops the notes of sessions that have ended. Each is moved once, so that this stays cheap when the bot is nearly full.
    fn is_any_free(&mut self, now: u64) -> bool {
        while self.looked_through.peek().is_some_and(|Reverse(end)| *end <= now) {
            self.looked_through.pop();
        }
        self.looked_through.extend(self.noted.drain(..).filter(|end| *end > now).map(Reverse));
        self.looked_through.len() < self.sessions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_refused_exactly_when_as_many_have_not_ended() {
        let mut bot = BotSessions::default();
        for sessions in [0, 1, 3, 10] {
            bot.reset(sessions);
            let (mut state, mut ends, mut refused) = (7_u64, Vec::new(), 0);
            for now in (0..4_000).step_by(2) {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let end = now + (state >> 33) % 21;
                let is_free = ends.iter().filter(|end| **end > now).count() < sessions as usize;
                assert_eq!(bot.take(now, end), is_free, "{sessions} sessions at {now}");
                if is_free { ends.push(end) } else { refused += 1 }
            }
            // at most eleven can overlap, on average five
            assert!(refused > 0 || sessions == 10);
        }
    }
}
