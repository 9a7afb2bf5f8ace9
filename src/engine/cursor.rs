//! The interval and day of an instant that only moves forward, without dividing.

/// Where time stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cursor {
    pub(super) interval: usize,
    pub(super) day: usize,
    interval_end: u64,
    day_end: u64,
    interval_ticks: u64,
    day_ticks: u64,
    last_interval: usize,
    last_day: usize,
}

impl Cursor {
    /// Stands at the start of a season of so many intervals and days.
    pub(super) fn new(interval_ticks: u64, day_ticks: u64, intervals: usize) -> Self {
        let last_day = (intervals as u64 * interval_ticks / day_ticks) as usize - 1;
        Cursor {
            interval: 0,
            day: 0,
            interval_end: interval_ticks,
            day_end: day_ticks,
            interval_ticks,
            day_ticks,
            last_interval: intervals - 1,
            last_day,
        }
    }

    /// Moves to an instant that is not before the last one. What lies after the end stays in the last interval and day.
    #[inline(always)]
    pub(super) fn move_to(&mut self, tick: u64) {
        while tick >= self.interval_end && self.interval < self.last_interval {
            self.interval += 1;
            self.interval_end += self.interval_ticks;
            if self.interval_end > self.day_end && self.day < self.last_day {
                self.day += 1;
                self.day_end += self.day_ticks;
            }
        }
    }

    /// End of the current interval; the last has none.
    #[inline(always)]
    pub(super) fn interval_end(&self) -> u64 {
        if self.interval == self.last_interval { u64::MAX } else { self.interval_end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_division_and_stays_in_the_last_interval() {
        let mut cursor = Cursor::new(30, 120, 12);
        for tick in (0..500).step_by(7) {
            cursor.move_to(tick);
            assert_eq!(cursor.interval as u64, (tick / 30).min(11));
            assert_eq!(cursor.day as u64, (tick / 120).min(2));
        }
    }
}
