//! Those who come again: which stream, which attempt, and how long after.

use crate::sampling::{Tail, quantile};
use crate::scenario::model::{Distribution, Scenario};

/// Further attempts that are told apart; later ones count as the last.
const MOST_ATTEMPTS: usize = 7;
/// Points at which the law of a delay is taken.
const DELAY_POINTS: usize = 256;

/// Whose contact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lineage {
    /// The order has not been served before.
    Fresh,
    /// An unresolved contact's return.
    Repeat,
}

impl Lineage {
    pub(super) const BOTH: [Lineage; 2] = [Lineage::Fresh, Lineage::Repeat];
}

/// Shares of those who come again by intervals later, counted from the interval of the contact they follow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Delay {
    shares: Vec<f64>,
}

impl Delay {
    /// Nothing that comes `most` intervals later or more is kept. The contact they follow ends at a uniform instant of
    /// its interval.
    fn new(law: &Distribution, interval_s: f64, most: usize) -> Self {
        let mut shares = vec![0.0; most];
        let each = 1.0 / DELAY_POINTS as f64;
        for point in 0..DELAY_POINTS {
            let later = quantile(law, Tail::Lower, (point as f64 + 0.5) * each) / interval_s;
            if later >= most as f64 {
                continue;
            }
            let (whole, part) = (later as usize, later - later.floor());
            shares[whole] += each * (1.0 - part);
            if let Some(next) = shares.get_mut(whole + 1) {
                *next += each * part;
            }
        }
        let used = shares.iter().rposition(|share| *share > 0.0).map_or(0, |last| last + 1);
        shares.truncate(used);
        Delay { shares }
    }

    /// Share that comes in the same interval.
    pub(super) fn at_once(&self) -> f64 {
        self.shares.first().copied().unwrap_or(0.0)
    }

    /// Adds `contacts` that follow a contact of interval `from` to later intervals of a row.
    pub(super) fn spread(&self, contacts: f64, from: usize, row: &mut [f64]) {
        if contacts > 0.0 {
            let later = self.shares.iter().skip(1);
            row.iter_mut().skip(from + 1).zip(later).for_each(|(to, share)| *to += contacts * share);
        }
    }
}

/// Rows of those to come, one for each stream, lineage and attempt.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    first: Vec<usize>,
    levels: Vec<usize>,
    /// Whether attempts go on at the last level.
    is_endless: Vec<bool>,
    redial: Vec<Option<(f64, Delay)>>,
    repeat: Vec<Delay>,
    count: usize,
}

impl Rows {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let (interval_s, most) = (f64::from(scenario.calendar.interval_s), scenario.intervals());
        let mut rows = Rows {
            first: Vec::new(),
            levels: Vec::new(),
            is_endless: Vec::new(),
            redial: Vec::new(),
            repeat: Vec::new(),
            count: 0,
        };
        for stream in &scenario.streams {
            let limit = stream.redial.as_ref().map_or(0, |redial| redial.limit as usize);
            rows.first.push(rows.count);
            rows.levels.push(limit.min(MOST_ATTEMPTS) + 1);
            rows.is_endless.push(limit > MOST_ATTEMPTS);
            rows.count += 2 * (limit.min(MOST_ATTEMPTS) + 1);
            rows.redial.push(
                stream.redial.as_ref().map(|redial| (redial.chance, Delay::new(&redial.delay, interval_s, most))),
            );
            rows.repeat.push(Delay::new(&stream.repeat_delay, interval_s, most));
        }
        rows
    }

    /// Number of rows.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Attempts of a stream that are told apart, the first among them.
    pub(super) fn levels(&self, stream: usize) -> usize {
        self.levels[stream]
    }

    pub(super) fn row(&self, stream: usize, lineage: Lineage, attempt: usize) -> usize {
        self.first[stream] + lineage as usize * self.levels[stream] + attempt
    }

    /// The attempt after this one, and the chance that it is made.
    pub(super) fn next_attempt(&self, stream: usize, attempt: usize) -> Option<(usize, f64)> {
        let (chance, _) = self.redial[stream].as_ref()?;
        let last = self.levels[stream] - 1;
        if attempt < last { Some((attempt + 1, *chance)) } else { self.is_endless[stream].then_some((last, *chance)) }
    }

    /// When a stream's redials come.
    pub(super) fn redial_delay(&self, stream: usize) -> Option<&Delay> {
        self.redial[stream].as_ref().map(|(_, delay)| delay)
    }

    /// When a stream's repeats come.
    pub(super) fn repeat_delay(&self, stream: usize) -> &Delay {
        &self.repeat[stream]
    }

    /// The delay with which the contacts of a row come after those they follow.
    pub(super) fn delay_of_row(&self, row: usize) -> Option<&Delay> {
        let stream = self.first.partition_point(|first| *first <= row) - 1;
        let attempt = (row - self.first[stream]) % self.levels[stream];
        match (attempt, row - self.first[stream] < self.levels[stream]) {
            // fresh contacts follow nobody
            (0, true) => None,
            (0, false) => Some(self.repeat_delay(stream)),
            _ => self.redial_delay(stream),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_of_one_and_a_half_intervals_lies_half_in_each_of_two() {
        let delay = Delay::new(&Distribution::Deterministic { value_s: 2_700.0 }, 1_800.0, 10);
        let mut row = [0.0; 5];
        delay.spread(8.0, 1, &mut row);
        assert!((row[2] - 4.0).abs() < 1e-12 && (row[3] - 4.0).abs() < 1e-12, "{row:?}");
        assert_eq!((row[0], row[1], row[4], delay.at_once()), (0.0, 0.0, 0.0, 0.0));
    }
}
