//! Deferred work: a fluid that waits, oldest first, for the time that is left.

use std::collections::VecDeque;

/// Contacts of one stream that arrived in one interval and wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Batch {
    /// Interval of the season in which they arrived.
    pub(super) interval: usize,
    pub(super) stream: usize,
    pub(super) contacts: f64,
    /// Of these, whose order has not been served before.
    pub(super) fresh: f64,
    /// Handle time of one by an agent of factor 1, seconds.
    pub(super) work_s: f64,
}

impl Batch {
    fn part(&self, share: f64) -> Batch {
        Batch { contacts: self.contacts * share, fresh: self.fresh * share, ..*self }
    }
}

/// Takes as much as `capacity_s` seconds of factor 1 allow from the front; what was taken.
pub(super) fn serve(waiting: &mut VecDeque<Batch>, capacity_s: f64) -> Vec<Batch> {
    let mut left_s = capacity_s;
    let mut served = Vec::new();
    while left_s > 1e-9
        && let Some(first) = waiting.front_mut()
    {
        let wanted_s = first.contacts * first.work_s;
        if wanted_s <= left_s {
            left_s -= wanted_s;
            served.extend(waiting.pop_front());
        } else {
            let share = left_s / wanted_s;
            served.push(first.part(share));
            *first = first.part(1.0 - share);
            left_s = 0.0;
        }
    }
    served
}

/// Share of contacts answered within `within_s` when they are answered so many intervals after the one they arrived in:
/// both instants lie anywhere in their intervals, so the wait differs by up to half an interval from that.
pub(super) fn share_within(within_s: f64, intervals_later: usize, interval_s: f64) -> f64 {
    if intervals_later == 0 {
        return 1.0;
    }
    ((within_s - intervals_later as f64 * interval_s) / interval_s + 0.5).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_served_first_and_a_batch_may_be_split() {
        let batch = |interval| Batch { interval, stream: 0, contacts: 10.0, fresh: 5.0, work_s: 60.0 };
        let mut waiting = VecDeque::from([batch(3), batch(4)]);
        let served = serve(&mut waiting, 900.0);
        assert_eq!(served, [batch(3), batch(4).part(0.5)]);
        assert_eq!(Vec::from(waiting), [batch(4).part(0.5)]);
    }

    #[test]
    fn waits_around_the_threshold_count_in_part() {
        assert_eq!(share_within(3_600.0, 0, 1_800.0), 1.0);
        assert_eq!(share_within(3_600.0, 1, 1_800.0), 1.0);
        assert_eq!(share_within(3_600.0, 2, 1_800.0), 0.5);
        assert_eq!(share_within(3_600.0, 3, 1_800.0), 0.0);
    }
}
