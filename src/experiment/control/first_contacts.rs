//! First contacts of a season by day.

use rand_distr::{Distribution as _, Gamma};

use crate::money::Volumes;
use crate::sampling::{Key, Purpose, SeasonFactors, poisson_count};
use crate::scenario::model::{Scenario, StreamId};

/// First contacts by day and stream, as multiples of what is expected; 1 where nothing is.
#[derive(Debug, Clone)]
pub(super) struct FirstContacts {
    streams: usize,
    times: Vec<f64>,
}

impl FirstContacts {
    /// Those of a season that was played.
    pub(super) fn counted(expected: &ExpectedDays, volumes: &Volumes) -> Self {
        expected.times(|day, stream| volumes.first_contacts(day, StreamId(stream)))
    }

    /// Those of a season that is not played: Poisson counts, given its factors and interval noise.
    ///
    /// Noise is drawn once for a channel's day: gamma, like that of an interval, with the variance that the mean of the day's
    /// intervals has.
    pub(super) fn drawn(scenario: &Scenario, expected: &ExpectedDays, factors: &SeasonFactors, member: Key) -> Self {
        let mut generator = member.purpose(Purpose::Arrivals).generator();
        let channels = scenario.channels.len();
        let mut noise = vec![1.0; channels];
        let mut noisy_day = usize::MAX;
        expected.times(|day, stream| {
            let of = &scenario.streams[stream];
            if noisy_day != day {
                noisy_day = day;
                for (channel, noise) in noise.iter_mut().enumerate() {
                    *noise = match expected.noise[day * channels + channel] {
                        Some(law) => law.sample(&mut generator),
                        None => 1.0,
                    };
                }
            }
            let mean = expected.contacts[day * expected.streams + stream]
                * factors.of_day(of.contact_type, day)
                * noise[of.channel.0];
            poisson_count(mean, &mut generator)
        })
    }

    /// Of a stream on a day.
    pub(super) fn of(&self, day: usize, stream: usize) -> f64 {
        self.times[day * self.streams + stream]
    }
}

/// The first contacts that a scenario expects, and the noise of its days.
#[derive(Debug, Clone)]
pub(super) struct ExpectedDays {
    streams: usize,
    /// By day and stream.
    contacts: Vec<f64>,
    /// By day and channel: law of the noise's mean over the day.
    noise: Vec<Option<Gamma<f64>>>,
}

impl ExpectedDays {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let (days, a_day) = (scenario.calendar.days(), scenario.calendar.intervals_per_day());
        let (streams, channels) = (scenario.streams.len(), scenario.channels.len());
        let mut expected = ExpectedDays { streams, contacts: Vec::new(), noise: Vec::new() };
        for day in 0..days {
            let of_day = day * a_day..(day + 1) * a_day;
            let of_stream = |stream: &usize| scenario.streams[*stream].expected_contacts[of_day.clone()].iter().sum();
            expected.contacts.extend((0..streams).map(|stream| -> f64 { of_stream(&stream) }));
            for channel in 0..channels {
                let in_interval = |interval: usize| -> f64 {
                    let of_channel = scenario.streams.iter().filter(|stream| stream.channel.0 == channel);
                    of_channel.map(|stream| stream.expected_contacts[interval]).sum()
                };
                let (sum, squares) = of_day
                    .clone()
                    .map(in_interval)
                    .fold((0.0, 0.0), |(sum, squares), contacts| (sum + contacts, squares + contacts * contacts));
                let cv = scenario.demand.interval_cv;
                let variance = if sum > 0.0 { cv * cv * squares / (sum * sum) } else { 0.0 };
                expected.noise.push(Gamma::new(1.0 / variance, variance).ok().filter(|_| variance > 0.0));
            }
        }
        expected
    }

    /// First contacts of a stream on a day.
    pub(super) fn of(&self, day: usize, stream: usize) -> f64 {
        self.contacts[day * self.streams + stream]
    }

    /// So many times the expected contacts, from contacts by day and stream, asked for in that order where some are expected.
    fn times(&self, mut contacts: impl FnMut(usize, usize) -> f64) -> FirstContacts {
        let of_place = |(at, expected): (usize, &f64)| {
            if *expected > 0.0 { contacts(at / self.streams, at % self.streams) / expected } else { 1.0 }
        };
        FirstContacts { streams: self.streams, times: self.contacts.iter().enumerate().map(of_place).collect() }
    }
}
