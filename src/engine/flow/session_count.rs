//! How many of the bot's sessions are open at most, when contacts pass the bot in no order of time.

/// Sessions of the bot that begin less those that have ended, by page of the time.
#[derive(Debug, Default)]
pub(in crate::engine) struct SessionCount {
    changes: Vec<i32>,
    page_bits: u32,
}

impl SessionCount {
    pub(super) fn reset(&mut self, end: u64, page_bits: u32) {
        self.changes.clear();
        self.changes.resize(((2 * end) >> page_bits) as usize + 2, 0);
        self.page_bits = page_bits;
    }

    #[inline(always)]
    pub(super) fn count(&mut self, from: u64, to: u64) {
        let last = self.changes.len() - 1;
        self.changes[((from >> self.page_bits) as usize).min(last)] += 1;
        // it may end at the last instant of its page
        self.changes[((to >> self.page_bits) as usize + 1).min(last)] -= 1;
    }

    /// Takes in what was counted elsewhere over the same pages.
    pub(in crate::engine) fn add(&mut self, other: &SessionCount) {
        self.page_bits = other.page_bits;
        self.changes.resize(other.changes.len(), 0);
        self.changes.iter_mut().zip(&other.changes).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Counts nothing any more.
    pub(in crate::engine) fn clear(&mut self) {
        self.changes.clear();
    }

    /// More than were ever open at once, or as many.
    pub(in crate::engine) fn most(&self) -> i64 {
        let mut open = 0;
        self.changes.iter().fold(0, |most, change| {
            open += i64::from(*change);
            most.max(open)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_of_sessions_is_never_below_what_was_open_and_close_above_it() {
        let (mut count, mut state, mut open) = (SessionCount::default(), 3_u64, Vec::new());
        count.reset(50_000, 6);
        assert_eq!(count.most(), 0);
        let mut most = 0;
        for from in (0..60_000).step_by(10) {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let to = from + (state >> 33) % 1_000;
            count.count(from, to);
            open.retain(|end| *end > from);
            open.push(to);
            most = most.max(open.len() as i64);
        }
        // a page of 64 ticks has seven beginnings, and as many ends
        assert!((most..=most + 14).contains(&count.most()), "{most} and {}", count.most());
    }
}
