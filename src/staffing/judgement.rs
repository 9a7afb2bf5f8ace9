//! What a trial's service comes to on the spans on which targets must be met.
//!
//! A trial has few replications, and a single day's level on them is off by several points. Days of one channel whose
//! targets are met in the mean are therefore drawn together: on the logit scale each day goes towards the mean of all by the
//! share of the spread between days that is noise. That share is taken from the two halves of the replications, whose errors
//! are independent: what differs from day to day in both alike is real.

use super::dial::{logistic, logit};
use super::trial::{Trial, add};
use crate::scenario::model::{ChannelKind, Scenario, ServiceCounts, ServiceLevelOver};
use std::ops::Range;

/// Nominal target of a live channel that promises nothing.
const UNPROMISED_LIVE: f64 = 0.8;
/// Target of a deferred channel that promises nothing.
const UNPROMISED_DEFERRED: f64 = 0.95;
/// Spans with fewer judged contacts than this over the whole trial are not judged.
pub(super) const FEWEST_JUDGED: u64 = 30;
/// Most replications that are played for the sake of a chance.
const MOST_FOR_A_CHANCE: u32 = 60;
/// With fewer days or replications than this, days are left as they are.
const FEWEST_DRAWN_TOGETHER: usize = 4;

/// A judged span.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged {
    pub(super) channel: usize,
    /// First and last day.
    pub(super) days: (usize, usize),
    pub(super) interval: Option<usize>,
    pub(super) target: f64,
    pub(super) value: f64,
}

/// On which spans, and how surely, targets must be met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Demands {
    pub(super) over: ServiceLevelOver,
    /// Share of replications in which each span must meet it; in the mean without.
    pub(super) chance: Option<f64>,
    /// Share of days that must meet it; each day without.
    pub(super) on_days: Option<f64>,
}

/// Judges trials of a scenario.
#[derive(Debug)]
pub(super) struct Judgement<'s> {
    scenario: &'s Scenario,
    demands: Demands,
}

impl<'s> Judgement<'s> {
    pub(super) fn new(scenario: &'s Scenario, demands: Demands) -> Self {
        Judgement { scenario, demands }
    }

    pub(super) fn target(&self, channel: usize) -> f64 {
        let of = &self.scenario.channels[channel];
        of.service.share.unwrap_or(match of.kind {
            ChannelKind::Deferred => UNPROMISED_DEFERRED,
            _ => UNPROMISED_LIVE,
        })
    }

    /// The span on which a channel is judged: deferred work by day at the finest, and a share of days by the season.
    pub(super) fn span_of(&self, channel: usize) -> ServiceLevelOver {
        match (self.scenario.channels[channel].kind, self.demands.over) {
            _ if self.demands.on_days.is_some() => ServiceLevelOver::Season,
            (ChannelKind::Deferred, ServiceLevelOver::Interval) => ServiceLevelOver::Day,
            (_, over) => over,
        }
    }

    pub(super) fn judge(&self, trial: &Trial) -> Vec<Judged> {
        let mut judged = Vec::new();
        let (days, intervals) = (self.scenario.calendar.days(), self.scenario.intervals());
        let a_day = self.scenario.calendar.intervals_per_day();
        for channel in 0..self.scenario.channels.len() {
            let target = self.target(channel);
            let first = judged.len();
            let mut judge = |days: (usize, usize), interval: Option<usize>, value: Option<f64>| {
                judged.extend(value.map(|value| Judged { channel, days, interval, target, value }));
            };
            match self.span_of(channel) {
                ServiceLevelOver::Season => judge((0, days - 1), None, self.season(trial, channel)),
                ServiceLevelOver::Day => {
                    for day in 0..days {
                        judge((day, day), None, self.value(trial, channel, day * a_day..(day + 1) * a_day));
                    }
                }
                ServiceLevelOver::Interval => {
                    for interval in 0..intervals {
                        let day = interval / a_day;
                        judge((day, day), Some(interval), self.value(trial, channel, interval..interval + 1));
                    }
                }
            }
            let is_live = self.scenario.channels[channel].kind != ChannelKind::Deferred;
            if is_live && self.span_of(channel) == ServiceLevelOver::Day && self.demands.chance.is_none() {
                self.draw_together(trial, &mut judged[first..]);
            }
        }
        judged
    }

    fn season(&self, trial: &Trial, channel: usize) -> Option<f64> {
        let intervals = 0..self.scenario.intervals();
        let Some(on_days) = self.demands.on_days else { return self.value(trial, channel, intervals) };
        let a_day = self.scenario.calendar.intervals_per_day();
        let days_of = |replication: usize| -> Vec<f64> {
            (0..self.scenario.calendar.days())
                .filter_map(|day| self.of_replication(trial, replication, channel, day * a_day..(day + 1) * a_day))
                .collect()
        };
        let replications = 0..trial.by_replication.len();
        match self.demands.chance {
            None => reached_by(replications.flat_map(days_of).collect(), on_days),
            Some(chance) => {
                reached_by(replications.filter_map(|number| reached_by(days_of(number), on_days)).collect(), chance)
            }
        }
    }

    /// A span's service level: in the mean, or the one that the wanted share of replications reaches.
    fn value(&self, trial: &Trial, channel: usize, intervals: Range<usize>) -> Option<f64> {
        let mut counts = ServiceCounts::default();
        trial.service[channel][intervals.clone()].iter().for_each(|of| add(&mut counts, *of));
        let (part, whole) = self.scenario.channels[channel].service.definition.ratio(counts);
        if whole < FEWEST_JUDGED {
            return None;
        }
        match self.demands.chance {
            None => Some(part as f64 / whole as f64),
            Some(chance) => reached_by(
                (0..trial.by_replication.len())
                    .filter_map(|number| self.of_replication(trial, number, channel, intervals.clone()))
                    .collect(),
                chance,
            ),
        }
    }

    fn of_replication(
        &self,
        trial: &Trial,
        replication: usize,
        channel: usize,
        intervals: Range<usize>,
    ) -> Option<f64> {
        self.over_replications(trial, replication..replication + 1, channel, intervals)
    }

    fn over_replications(
        &self,
        trial: &Trial,
        replications: Range<usize>,
        channel: usize,
        intervals: Range<usize>,
    ) -> Option<f64> {
        let mut counts = ServiceCounts::default();
        for of in &trial.by_replication[replications] {
            of[channel][intervals.clone()].iter().for_each(|of| add(&mut counts, *of));
        }
        let (part, whole) = self.scenario.channels[channel].service.definition.ratio(counts);
        (whole > 0).then(|| part as f64 / whole as f64)
    }

    /// Draws the days of one channel together.
    fn draw_together(&self, trial: &Trial, days: &mut [Judged]) {
        let replications = trial.by_replication.len();
        if days.len() < FEWEST_DRAWN_TOGETHER || replications < FEWEST_DRAWN_TOGETHER {
            return;
        }
        let a_day = self.scenario.calendar.intervals_per_day();
        let half = |replications: Range<usize>| -> Option<Vec<f64>> {
            days.iter()
                .map(|day| {
                    let intervals = day.days.0 * a_day..(day.days.0 + 1) * a_day;
                    self.over_replications(trial, replications.clone(), day.channel, intervals).map(logit)
                })
                .collect()
        };
        let (Some(one), Some(other)) = (half(0..replications / 2), half(replications / 2..replications)) else {
            return;
        };
        let all: Vec<f64> = days.iter().map(|day| logit(day.value)).collect();
        let spread = covariance(&all, &all);
        let real = if spread > 0.0 { (covariance(&one, &other) / spread).clamp(0.0, 1.0) } else { 1.0 };
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        for (day, value) in days.iter_mut().zip(&all) {
            day.value = logistic(mean + real * (value - mean));
        }
    }
}

/// The level that a share of further values may be expected to reach: of n values, the k-th least is passed in the mean by all
/// but k / (n + 1). The least value where there are too few; nothing without values.
fn reached_by(mut values: Vec<f64>, share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let rank = ((1.0 - share) * (values.len() + 1) as f64 + 1e-9).floor() as usize;
    values.get(rank.saturating_sub(1)).copied()
}

/// Replications that a chance takes to be judged at all.
pub(super) fn replications_for(chance: Option<f64>) -> u32 {
    chance.map_or(0, |chance| ((1.0 / (1.0 - chance) - 1e-9).ceil() as u32).saturating_sub(1).min(MOST_FOR_A_CHANCE))
}

fn covariance(one: &[f64], other: &[f64]) -> f64 {
    let count = one.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (of_one, of_other) = (mean(one), mean(other));
    one.iter().zip(other).map(|(a, b)| (a - of_one) * (b - of_other)).sum::<f64>() / (count - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_in_ten_further_values_reach_the_least_of_nine_and_the_second_of_nineteen() {
        let values = |count: u32| (1..=count).map(f64::from).collect();
        assert_eq!(reached_by(values(9), 0.9), Some(1.0));
        assert_eq!(reached_by(values(18), 0.9), Some(1.0));
        assert_eq!(reached_by(values(19), 0.9), Some(2.0));
        assert_eq!(reached_by(values(9), 0.99), Some(1.0));
        assert_eq!(reached_by(Vec::new(), 0.9), None);
    }

    #[test]
    fn a_rarer_miss_takes_more_replications_to_be_seen() {
        assert_eq!([None, Some(0.5), Some(0.9), Some(0.95), Some(0.999)].map(replications_for), [0, 1, 9, 19, 60]);
    }

    #[test]
    fn covariance_of_a_series_with_itself_is_its_variance() {
        assert_eq!(covariance(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]), 1.0);
        assert_eq!(covariance(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]), -1.0);
    }
}
