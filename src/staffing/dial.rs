//! What a search moves between trials, for one channel.

/// Nominal targets stay this far from 0 and 1 on the logit scale.
pub(super) const WIDEST_LOGIT: f64 = 7.0;
/// A desk of its own for deferred work has at least so much time over the expected work: with no more than the work itself a
/// backlog would never shrink again.
const DESK_COVER: f64 = 1.05;
/// Cover at the start where agents who also take live contacts do deferred work in their idle time.
const SHARED_COVER: f64 = 0.5;
/// More cover than this is never tried.
const MOST_COVER: f64 = 4.0;

/// The dials of one channel.
#[derive(Debug, Clone)]
pub(super) struct Dial {
    /// Shift of the nominal target by day, on the logit scale.
    pub(super) shift: Vec<f64>,
    /// Shift and service level of a day in the trial before, both on the logit scale.
    before: Vec<Option<(f64, f64)>>,
    /// Load of a day over what was expected.
    pub(super) load_factor: Vec<f64>,
    /// Agents more or fewer by interval.
    pub(super) extra: Vec<i32>,
    /// Intervals from which nobody is taken any more.
    is_settled: Vec<bool>,
    /// Deferred channels: agents' time by day over the expected work.
    pub(super) cover: Vec<f64>,
    /// Less than this is never tried.
    least_cover: f64,
}

impl Dial {
    /// At rest. Deferred work `is_shared` if agents who take live contacts do it too.
    pub(super) fn new(days: usize, intervals: usize, is_shared: bool) -> Self {
        let cover = if is_shared { SHARED_COVER } else { DESK_COVER };
        Dial {
            shift: vec![0.0; days],
            before: vec![None; days],
            load_factor: vec![1.0; days],
            extra: vec![0; intervals],
            is_settled: vec![false; intervals],
            cover: vec![cover; days],
            least_cover: if is_shared { 0.0 } else { DESK_COVER },
        }
    }

    /// Whether a day's cover is as low as it may be.
    pub(super) fn is_cover_least(&self, day: usize) -> bool {
        self.cover[day] <= self.least_cover.max(0.02)
    }

    /// Mends an interval by an agent, or takes one away where far too much is there.
    pub(super) fn turn_interval(&mut self, interval: usize, target: f64, value: f64, tolerance: f64) {
        if target - value > tolerance {
            self.extra[interval] += 1;
            self.is_settled[interval] = true;
        } else if !self.is_settled[interval] && value - target > 0.5 * (1.0 - target) {
            self.extra[interval] -= 1;
        }
    }

    /// Moves a day's nominal target towards the level that is wanted.
    pub(super) fn turn_day(&mut self, day: usize, target: f64, value: f64) {
        let (shift, value) = (self.shift[day], logit(value));
        // one point of shift moves the level by about one, unless the last two trials tell otherwise
        let slope = self.before[day].map_or(1.0, |(last_shift, last_value)| {
            let moved = shift - last_shift;
            if moved.abs() < 0.02 { 1.0 } else { ((value - last_value) / moved).clamp(0.3, 1.5) }
        });
        let step = (logit(target) - value) / slope;
        self.before[day] = Some((shift, value));
        self.shift[day] = (shift + step.clamp(-1.5, 1.5)).clamp(-WIDEST_LOGIT, WIDEST_LOGIT);
    }

    /// Gives a day's deferred work more time, or less.
    pub(super) fn turn_cover(&mut self, day: usize, target: f64, value: f64) {
        let missing = target - value;
        let grow = match missing {
            missing if missing > 0.0 => 1.05 + missing,
            missing if missing < -0.02 => 0.9,
            _ => 1.0,
        };
        self.cover[day] = (self.cover[day].max(0.02) * grow).clamp(self.least_cover, MOST_COVER);
    }
}

/// A share on the logit scale, kept off the ends.
pub(super) fn logit(share: f64) -> f64 {
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    libm::log(share / (1.0 - share))
}

/// The inverse of [`logit`].
pub(super) fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit.clamp(-WIDEST_LOGIT, WIDEST_LOGIT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_steps_by_the_slope_that_two_trials_show() {
        let mut dial = Dial::new(1, 48, false);
        // a level that answers only half of what the target is shifted by
        let level = |shift: f64| logistic(logit(0.7) + 0.5 * shift);
        for _ in 0..4 {
            let value = level(dial.shift[0]);
            dial.turn_day(0, 0.8, value);
        }
        assert!((level(dial.shift[0]) - 0.8).abs() < 1e-6, "{}", level(dial.shift[0]));
    }

    #[test]
    fn a_desk_of_its_own_never_gets_less_time_than_its_work() {
        let mut dial = Dial::new(1, 48, false);
        for _ in 0..10 {
            dial.turn_cover(0, 0.95, 1.0);
        }
        assert!(dial.is_cover_least(0) && dial.cover[0] >= 1.05);
        dial.turn_cover(0, 0.95, 0.5);
        assert!(dial.cover[0] > 1.5);
    }

    #[test]
    fn intervals_are_mended_by_whole_agents_and_left_alone_after() {
        let mut dial = Dial::new(1, 2, false);
        dial.turn_interval(0, 0.8, 0.5, 0.001);
        dial.turn_interval(0, 0.8, 0.99, 0.001);
        dial.turn_interval(1, 0.8, 0.99, 0.001);
        assert_eq!(dial.extra, [1, -1]);
    }
}
