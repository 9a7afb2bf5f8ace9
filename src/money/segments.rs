//! How a season is cut for pricing: each day into runs of intervals that every contract treats alike.
//!
//! Surcharges by the hour are the only clauses that tell the hours of a day apart, and KPIs by the interval the only ones
//! that tell intervals apart. So a day is one segment, or the few between the hours at which some contract's surcharge
//! begins or ends, or, where a contract judges every interval, as many as it has intervals. An interval belongs to a window
//! of hours by the second at which it starts.

use std::ops::Range;

use crate::scenario::model::{KpiPeriod, Scenario, SurchargeWhen};

/// The cut of one scenario's season; the same for all of its contracts. Segments are numbered in order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segments {
    days: usize,
    /// Intervals of a day that belong together, in order.
    runs: Vec<Range<usize>>,
    /// The run of each interval of a day.
    run_of: Vec<usize>,
}

impl Segments {
    /// Cuts the season of a scenario.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let intervals = scenario.calendar.intervals_per_day();
        let each_interval =
            scenario.contracts.iter().flat_map(|contract| &contract.kpis).any(|kpi| kpi.period == KpiPeriod::Interval);
        let windows: Vec<(u32, u32)> = scenario
            .contracts
            .iter()
            .flat_map(|contract| &contract.surcharges)
            .filter_map(|surcharge| match surcharge.when {
                SurchargeWhen::Hours(from, to) => Some((from, to)),
                _ => None,
            })
            .collect();
        let is_cut_before = |interval: usize| {
            let (before, here) =
                (scenario.calendar.second_of_day(interval - 1), scenario.calendar.second_of_day(interval));
            each_interval || windows.iter().any(|&window| is_within(window, before) != is_within(window, here))
        };
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut run_of = Vec::with_capacity(intervals);
        for interval in 0..intervals {
            match runs.last_mut() {
                Some(run) if !is_cut_before(interval) => run.end = interval + 1,
                _ => runs.push(interval..interval + 1),
            }
            run_of.push(runs.len() - 1);
        }
        Segments { days: scenario.calendar.days(), runs, run_of }
    }

    /// Intervals of a day that belong together, in order.
    pub(super) fn runs(&self) -> &[Range<usize>] {
        &self.runs
    }

    /// Number of segments.
    pub(super) fn count(&self) -> usize {
        self.days * self.runs.len()
    }

    /// The segment that an interval of the season lies in.
    pub(super) fn of_interval(&self, interval: usize) -> usize {
        let per_day = self.run_of.len();
        (interval / per_day) * self.runs.len() + self.run_of[interval % per_day]
    }

    /// The day of a segment.
    pub(super) fn day(&self, segment: usize) -> usize {
        segment / self.runs.len()
    }

    /// Intervals of the season that make up a segment.
    pub(super) fn intervals(&self, segment: usize) -> Range<usize> {
        let start = self.day(segment) * self.run_of.len();
        let run = &self.runs[segment % self.runs.len()];
        start + run.start..start + run.end
    }

    /// The segments of some consecutive days.
    pub(super) fn of_days(&self, days: Range<usize>) -> Range<usize> {
        days.start * self.runs.len()..days.end * self.runs.len()
    }

    /// A segment's share of its day, by time.
    pub(super) fn share_of_day(&self, segment: usize) -> f64 {
        self.intervals(segment).len() as f64 / self.run_of.len() as f64
    }
}

/// Whether a second of the day is in a window of hours, which wraps over midnight when it ends before it starts.
pub(super) fn is_within((from, to): (u32, u32), second: u32) -> bool {
    if from <= to { from <= second && second < to } else { from <= second || second < to }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two days of hours, cut at 08:00 and 22:00.
    fn day_and_night() -> Segments {
        let runs = vec![0..8, 8..22, 22..24];
        let run_of =
            (0..24).map(|hour| runs.iter().position(|run| run.contains(&hour)).expect("within a day")).collect();
        Segments { days: 2, runs, run_of }
    }

    #[test]
    fn segments_are_numbered_through_the_season() {
        let segments = day_and_night();
        assert_eq!(segments.count(), 6);
        assert_eq!([0, 7, 8, 21, 22, 24, 47].map(|interval| segments.of_interval(interval)), [0, 0, 1, 1, 2, 3, 5]);
        assert_eq!((segments.day(2), segments.day(3)), (0, 1));
        assert_eq!((segments.intervals(1), segments.intervals(5)), (8..22, 46..48));
        assert_eq!((segments.of_days(0..1), segments.of_days(1..2)), (0..3, 3..6));
        assert_eq!((0..3).map(|segment| segments.share_of_day(segment)).sum::<f64>(), 1.0);
    }

    #[test]
    fn a_window_wraps_over_midnight() {
        let night = (22, 8);
        assert_eq!([7, 8, 21, 22].map(|second| is_within(night, second)), [true, false, false, true]);
        let day = (8, 22);
        assert_eq!([7, 8, 21, 22].map(|second| is_within(day, second)), [false, true, true, false]);
    }
}
