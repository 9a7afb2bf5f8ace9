//! How much work a day's contacts bring people, beside how many they are.

use rand_distr::{Distribution as _, Gamma};

use super::first_contacts::FirstContacts;
use crate::engine::{Cell, Tally};
use crate::sampling::{Key, Purpose, SamplerShelf};
use crate::scenario::model::{Scenario, Stream, StreamId};

/// What an interval of the day makes of a stream's contacts.
#[derive(Debug, Clone, Copy)]
struct WorkLaw {
    /// Chance that one who meets the bot goes on to people.
    goes_on: f64,
    /// Mean handle time before factors, in ticks.
    handle: f64,
    /// Squared coefficient of variation of the handle time.
    cv_squared: f64,
}

/// The work that contacts bring by chance, as multiples of what so many contacts bring on average: so many of those who met the bot went
/// on to people, and their handle times were so long.
#[derive(Debug, Clone)]
pub(super) struct WorkOfContacts {
    streams: usize,
    /// By channel.
    streams_of: Vec<Vec<usize>>,
    /// By interval of the day and stream.
    laws: Vec<WorkLaw>,
    /// By day and stream: people's expected time on its contacts.
    weights: Vec<f64>,
    /// By day and channel: variance of the multiple at the expected contacts.
    variances: Vec<f64>,
}

/// Multiples of work by day and channel.
#[derive(Debug, Clone)]
pub(super) struct WorkMultiples {
    channels: usize,
    multiples: Vec<f64>,
}

impl WorkMultiples {
    /// On a day, in a channel.
    pub(super) fn of(&self, day: usize, channel: usize) -> f64 {
        self.multiples[day * self.channels + channel]
    }
}

impl WorkOfContacts {
    /// With people's expected time by day and stream, and what a season of the expected demand counted.
    pub(super) fn new(scenario: &Scenario, weights: &[f64], expected: &Tally) -> Self {
        let mut work = WorkOfContacts {
            streams: scenario.streams.len(),
            streams_of: scenario.streams_by_channel(),
            laws: laws(scenario),
            weights: weights.to_vec(),
            variances: Vec::new(),
        };
        for day in 0..scenario.calendar.days() {
            for streams in work.streams_of.clone() {
                let (mut sum, mut variance) = (0.0, 0.0);
                for stream in streams {
                    let weight = work.weights[day * work.streams + stream];
                    sum += weight;
                    variance += weight * weight * work.expected(scenario, expected, day, stream).variance();
                }
                work.variances.push(if sum > 0.0 { variance / (sum * sum) } else { 0.0 });
            }
        }
        work
    }

    /// Those of a season that was played.
    pub(super) fn counted(&self, scenario: &Scenario, first_contacts: &FirstContacts, tally: &Tally) -> WorkMultiples {
        let of_channel = |day: usize, channel: usize| {
            let (mut sum, mut all) = (0.0, 0.0);
            for stream in self.streams_of[channel].iter().copied() {
                let weight = self.weights[day * self.streams + stream] * first_contacts.of(day, stream);
                all += weight;
                sum += weight * self.expected(scenario, tally, day, stream).multiple();
            }
            if all > 0.0 { sum / all } else { 1.0 }
        };
        self.multiples(scenario, of_channel)
    }

    /// Those of a season that is not played: gamma, with the variance that so many contacts leave.
    pub(super) fn drawn(&self, scenario: &Scenario, first_contacts: &FirstContacts, member: Key) -> WorkMultiples {
        let mut generator = member.purpose(Purpose::Contacts).generator();
        let of_channel = |day: usize, channel: usize| {
            let (mut expected, mut contacts) = (0.0, 0.0);
            for stream in self.streams_of[channel].iter().copied() {
                let weight = self.weights[day * self.streams + stream];
                expected += weight;
                contacts += weight * first_contacts.of(day, stream);
            }
            let variance = self.variances[day * self.streams_of.len() + channel] * expected / contacts;
            let law = Gamma::new(1.0 / variance, variance).ok().filter(|_| variance > 0.0 && variance.is_finite());
            law.map_or(1.0, |law| law.sample(&mut generator))
        };
        self.multiples(scenario, of_channel)
    }

    fn multiples(&self, scenario: &Scenario, mut of_channel: impl FnMut(usize, usize) -> f64) -> WorkMultiples {
        let (days, channels) = (scenario.calendar.days(), self.streams_of.len());
        let places = (0..days).flat_map(|day| (0..channels).map(move |channel| (day, channel)));
        WorkMultiples { channels, multiples: places.map(|(day, channel)| of_channel(day, channel)).collect() }
    }

    /// What a stream's contacts of a day were, beside what they would be on average.
    fn expected(&self, scenario: &Scenario, tally: &Tally, day: usize, stream: usize) -> CountedWork {
        let a_day = scenario.calendar.intervals_per_day();
        let mut counted = CountedWork::default();
        for of_day in 0..a_day {
            let cell = tally.cell(day * a_day + of_day, StreamId(stream));
            counted.add(cell, &self.laws[of_day * self.streams + stream]);
        }
        counted
    }
}

/// What people were brought on a day, and what so many contacts bring on average.
#[derive(Debug, Clone, Copy, Default)]
struct CountedWork {
    escalated: f64,
    /// Of those who met the bot, as many as go on to people on average, and the variance of their number.
    escalated_on_average: f64,
    escalated_variance: f64,
    /// To people without the bot.
    direct: f64,
    /// Handle times of the answered, before factors, in ticks; and what so many take on average, and the variance of their sum.
    handle: f64,
    handle_on_average: f64,
    handle_variance: f64,
}

impl CountedWork {
    fn add(&mut self, cell: &Cell, law: &WorkLaw) {
        let (met, escalated, answered) = (cell.bot_handled as f64, cell.escalated as f64, cell.answered as f64);
        self.escalated += escalated;
        self.escalated_on_average += met * law.goes_on;
        self.escalated_variance += met * law.goes_on * (1.0 - law.goes_on);
        self.direct += (cell.offered_to_people() as f64 - escalated).max(0.0);
        self.handle += cell.drawn_handle as f64;
        self.handle_on_average += answered * law.handle;
        self.handle_variance += answered * law.handle * law.handle * law.cv_squared;
    }

    /// Work brought, as a multiple of the average.
    fn multiple(&self) -> f64 {
        let all = self.direct + self.escalated_on_average;
        if all <= 0.0 || self.handle_on_average <= 0.0 {
            return 1.0;
        }
        (self.direct + self.escalated) / all * (self.handle / self.handle_on_average)
    }

    /// Variance of the multiple.
    fn variance(&self) -> f64 {
        let all = self.direct + self.escalated_on_average;
        if all <= 0.0 || self.handle_on_average <= 0.0 {
            return 0.0;
        }
        self.escalated_variance / (all * all) + self.handle_variance / (self.handle_on_average * self.handle_on_average)
    }
}

fn laws(scenario: &Scenario) -> Vec<WorkLaw> {
    let mut shelf = SamplerShelf::default();
    let mut law = |stream: &Stream, second: u32| {
        let (handle, square) = shelf.sampler(stream.handle_time.at(second)).moments();
        WorkLaw {
            goes_on: stream.bot.as_ref().map_or(0.0, |bot| (1.0 - bot.containment.at(second) - bot.leaves).max(0.0)),
            handle,
            cv_squared: if handle > 0.0 { square / (handle * handle) - 1.0 } else { 0.0 },
        }
    };
    let seconds = (0..scenario.calendar.intervals_per_day()).map(|interval| scenario.calendar.second_of_day(interval));
    seconds
        .flat_map(|second| scenario.streams.iter().map(move |stream| (stream, second)))
        .map(|(stream, second)| law(stream, second))
        .collect()
}
