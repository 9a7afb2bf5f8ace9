//! Contacts that come back, by the day on which they do.

use crate::engine::Cell;
use crate::sampling::{Tail, quantile};
use crate::scenario::model::{DAY_S, Scenario, Stream};

/// Days after which hardly anyone comes back any more.
const MOST_DAYS: usize = 7;
/// Equally likely delays that stand for all.
const DELAYS: usize = 200;

/// Shares of a stream's contacts on a day.
#[derive(Debug, Clone)]
pub(super) struct Returning {
    /// That come back from so many days before, 0 being the same day, as far as any do.
    from_days_before: Vec<f64>,
    /// All of them together.
    back: f64,
}

impl Returning {
    /// Of a stream, of whose contacts a season counted this. Repeats are shared out over the days as delays from its expected contacts are
    /// that end in its open hours.
    pub(super) fn of(scenario: &Scenario, stream: &Stream, counted: &Cell) -> Self {
        let channel = &scenario.channels[stream.channel.0];
        let (a_day, day_s) = (scenario.calendar.intervals_per_day(), f64::from(DAY_S));
        let contacts_of = |place: usize| stream.expected_contacts.iter().skip(place).step_by(a_day).sum();
        let by_time: Vec<f64> = (0..a_day).map(contacts_of).collect();
        let mut from_days_before = vec![0.0; MOST_DAYS];
        for number in 0..DELAYS {
            let delay = quantile(&stream.repeat_delay, Tail::Lower, (number as f64 + 0.5) / DELAYS as f64);
            for (place, contacts) in by_time.iter().enumerate() {
                let at = f64::from(scenario.calendar.second_of_day(place)) + delay;
                let days = libm::floor(at / day_s);
                if days < MOST_DAYS as f64 && channel.is_open((at - days * day_s) as u32) {
                    from_days_before[days as usize] += contacts;
                }
            }
        }
        let all: f64 = from_days_before.iter().sum();
        let offered = counted.offered();
        let share = if all > 0.0 && offered > 0 { counted.repeats as f64 / offered as f64 / all } else { 0.0 };
        from_days_before.iter_mut().for_each(|times| *times *= share);
        let days = from_days_before.iter().rposition(|share| *share > 0.0).map_or(0, |last| last + 1);
        from_days_before.truncate(days);
        Returning { back: from_days_before.iter().fold(0.0, |back, share| back + share), from_days_before }
    }

    /// The multiple of all contacts on a day, from that of first contacts by day. Days before the season are like its first.
    pub(super) fn contacts(&self, day: usize, first_contacts: impl Fn(usize) -> f64) -> f64 {
        let of_day = |days: usize| first_contacts(day.saturating_sub(days));
        let shares = self.from_days_before.iter().enumerate();
        shares.fold(0.0, |multiple, (days, share)| multiple + share * of_day(days)) + (1.0 - self.back) * of_day(0)
    }
}
