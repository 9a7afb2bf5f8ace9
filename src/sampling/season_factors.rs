//! The layers of uncertainty of one replication: season, busyness, surges, interval noise, outages, absence.

use super::busyness::{BusynessFactor, TabledBusyness, busyness_series, draw_busyness, gamma_factor, linked_busyness};
use super::keys::{Key, Purpose};
use super::quantile::{Tail, standard_normal};
use super::surges::{surge_days, surge_days_by_count, surge_days_by_starts, surge_factors};
use super::ticks::{TICKS_PER_SECOND, seconds_to_ticks};
use crate::scenario::model::{BotOutage, ContactTypeId, DAY_S, Draws, GroupId, SET_SIZE, Scenario, StreamId, Surge};
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_distr::{Distribution as _, Gamma};

/// Where the keys of stratified sets are, apart from those of replications.
const SETS: u64 = u64::MAX - 1;

/// Everything random about a season that is not about a single contact. Rates are Poisson, given this.
#[derive(Debug, Clone, PartialEq)]
pub struct SeasonFactors {
    season: f64,
    /// By busyness series (one, or one for each contact type) and day.
    busyness: Vec<Vec<f64>>,
    /// By contact type and day.
    surges: Vec<Vec<f64>>,
    /// By channel and interval; empty without interval noise.
    interval_noise: Vec<Vec<f64>>,
    /// Bot outages as (start, end) in ticks of the season, ascending.
    outages: Vec<(u64, u64)>,
}

impl SeasonFactors {
    /// Draws the layers of a replication in the way that the scenario asks for.
    pub fn of_replication(scenario: &Scenario, seed: u64, number: u64) -> Self {
        match scenario.run.draws {
            Draws::Independent => Self::draw(scenario, Key::replication(seed, number)),
            Draws::Stratified => Self::of_set(scenario, seed, number),
        }
    }

    /// Draws the layers of one replication by itself.
    pub fn draw(scenario: &Scenario, replication: Key) -> Self {
        let uniform = open_uniform(&mut replication.purpose(Purpose::Season).generator());
        Self::with(scenario, replication, uniform, draw_busyness(scenario, replication))
    }

    /// Draws the layers of replication `index` of a set of `of`, in which the season factor and each day's busyness are
    /// stratified: over the set, each takes every one of `of` equally likely slices of its law once (Latin hypercube).
    ///
    /// Means over the set by day are far more exact than with independent draws; the link from day to day is not kept.
    /// For planning, not for judging.
    pub fn stratified(scenario: &Scenario, seed: Key, index: u32, of: u32) -> Self {
        let replication = seed.and(u64::from(index));
        let season = slice_of(seed.purpose(Purpose::Season), index, of);
        let busyness = busyness_series(scenario, &scenario.demand.busyness, |series, day| {
            standard_normal(Tail::Lower, slice_of(seed.purpose(Purpose::Busyness).and(series).and(day), index, of))
        });
        Self::with(scenario, replication, season, busyness)
    }

    /// Draws the layers of a replication as a member of its set of [`SET_SIZE`]: a Latin hypercube over the season factor, each
    /// day's fresh normal of each busyness series, and each surge's number of starts. By itself the replication follows the
    /// same law as one of [`SeasonFactors::draw`], links from day to day included.
    fn of_set(scenario: &Scenario, seed: u64, number: u64) -> Self {
        let replication = Key::replication(seed, number);
        let set = Key::replication(seed, SETS).and(number / u64::from(SET_SIZE));
        let index = (number % u64::from(SET_SIZE)) as u32;
        let slice = |key| slice_of(key, index, SET_SIZE);
        SeasonFactors {
            interval_noise: draw_interval_noise(scenario, replication),
            outages: draw_outages(scenario, replication),
            ..Self::of_slices(scenario, &scenario.demand.busyness, set, slice, |number, surge| {
                let starts = slice(set.purpose(Purpose::Surge).and(number));
                let mut generator = replication.purpose(Purpose::Surge).and(number).generator();
                surge_days_by_count(surge, scenario.calendar.days(), starts, || open_uniform(&mut generator))
            })
        }
    }

    /// Draws the layers by day of one member of a large stratified set: season, busyness and surges as in a set of
    /// [`Draws::Stratified`], the days on which surges start as well, each by itself of the same law; no interval noise, and no outages.
    ///
    /// The set is a lattice of rank one with a generator and a shift drawn for each dimension, so that `size` must be a prime.
    pub fn of_lattice(scenario: &Scenario, busyness: &TabledBusyness, set: Key, (index, size): (u32, u32)) -> Self {
        let slice = |key| lattice_slice(key, index, size);
        Self::of_slices(scenario, busyness, set, slice, |number, surge| {
            let key = set.purpose(Purpose::Surge).and(number);
            surge_days_by_starts(surge, scenario.calendar.days(), slice(key), |start| slice(key.and(start)))
        })
    }

    fn of_slices(
        scenario: &Scenario,
        busyness: &impl BusynessFactor,
        set: Key,
        slice: impl Fn(Key) -> f64,
        surge_days: impl FnMut(u64, &Surge) -> Vec<bool>,
    ) -> Self {
        SeasonFactors {
            season: season_factor(scenario, slice(set.purpose(Purpose::Season))),
            busyness: linked_busyness(scenario, busyness, |series, day| {
                slice(set.purpose(Purpose::Busyness).and(series).and(day))
            }),
            surges: surge_factors(scenario, surge_days),
            interval_noise: Vec::new(),
            outages: Vec::new(),
        }
    }

    /// Every day with so many times the expected contacts: no surges and no outages, but interval noise.
    pub fn at_level(scenario: &Scenario, replication: Key, level: f64) -> Self {
        let days = scenario.calendar.days();
        SeasonFactors {
            season: level,
            busyness: vec![vec![1.0; days]],
            surges: vec![vec![1.0; days]; scenario.contact_types.len()],
            interval_noise: draw_interval_noise(scenario, replication),
            outages: Vec::new(),
        }
    }

    /// The same with an outage of the bot on every day, at a random instant; without outages in the scenario none.
    pub fn with_outage_every_day(mut self, scenario: &Scenario, replication: Key) -> Self {
        self.outages = outages_by_chance(scenario, replication, |_| 1.0);
        self
    }

    fn with(scenario: &Scenario, replication: Key, season_uniform: f64, busyness: Vec<Vec<f64>>) -> Self {
        SeasonFactors {
            season: season_factor(scenario, season_uniform),
            busyness,
            surges: surge_factors(scenario, |number, surge| {
                let mut generator = replication.purpose(Purpose::Surge).and(number).generator();
                surge_days(surge, scenario.calendar.days(), || open_uniform(&mut generator))
            }),
            interval_noise: draw_interval_noise(scenario, replication),
            outages: draw_outages(scenario, replication),
        }
    }

    /// The season factor.
    pub fn season(&self) -> f64 {
        self.season
    }

    /// What the expected contacts of a stream are multiplied by in an interval.
    pub fn of(&self, scenario: &Scenario, stream: StreamId, interval: usize) -> f64 {
        let of_stream = &scenario.streams[stream.0];
        let noise = self.interval_noise.get(of_stream.channel.0).map_or(1.0, |channel| channel[interval]);
        self.of_day(of_stream.contact_type, scenario.calendar.day_of_interval(interval)) * noise
    }

    /// What the expected contacts of a type are multiplied by on a day, before interval noise.
    pub fn of_day(&self, contact_type: ContactTypeId, day: usize) -> f64 {
        let busyness = if self.busyness.len() == 1 { &self.busyness[0] } else { &self.busyness[contact_type.0] };
        self.season * busyness[day] * self.surges[contact_type.0][day]
    }

    /// Whether the bot is out at an instant, in ticks of the season.
    #[inline]
    pub fn is_bot_out(&self, tick: u64) -> bool {
        !self.outages.is_empty() && self.outages.iter().any(|(start, end)| *start <= tick && tick < *end)
    }
}

/// A uniform number in (0, 1), never an end.
pub(super) fn open_uniform(generator: &mut impl RngExt) -> f64 {
    (generator.random::<u64>() >> 11) as f64 / 9_007_199_254_740_992.0 + 0.5 / 9_007_199_254_740_992.0
}

fn season_factor(scenario: &Scenario, uniform: f64) -> f64 {
    let cv = scenario.demand.season_cv;
    if cv > 0.0 { gamma_factor(cv, uniform) } else { 1.0 }
}

/// A uniform number in the slice, of `size` equal ones, that a random lattice gives to `index`: every slice once for each
/// dimension, which a key stands for, since `size` is a prime.
fn lattice_slice(key: Key, index: u32, size: u32) -> f64 {
    let (size, mut generator) = (u64::from(size), key.generator());
    let (step, shift) = (generator.random_range(1..size), generator.random_range(0..size));
    let within = open_uniform(&mut key.and(u64::from(index)).generator());
    (((u64::from(index) * step + shift) % size) as f64 + within) / size as f64
}

/// A uniform number in the slice, of `of` equal ones, that a random permutation gives to `index`.
fn slice_of(key: Key, index: u32, of: u32) -> f64 {
    let mut slices: Vec<u32> = (0..of).collect();
    let mut generator = key.generator();
    slices.shuffle(&mut generator);
    let within = open_uniform(&mut key.and(u64::from(index)).generator());
    (f64::from(slices[index as usize]) + within) / f64::from(of)
}

fn draw_interval_noise(scenario: &Scenario, replication: Key) -> Vec<Vec<f64>> {
    let cv = scenario.demand.interval_cv;
    if cv <= 0.0 {
        return Vec::new();
    }
    let gamma = Gamma::new(1.0 / (cv * cv), cv * cv)
        .expect("a positive coefficient of variation was checked when the scenario was read");
    (0..scenario.channels.len())
        .map(|channel| {
            let mut generator = replication.purpose(Purpose::IntervalNoise).and(channel as u64).generator();
            (0..scenario.intervals()).map(|_| gamma.sample(&mut generator)).collect()
        })
        .collect()
}

fn draw_outages(scenario: &Scenario, replication: Key) -> Vec<(u64, u64)> {
    outages_by_chance(scenario, replication, |outage| outage.chance_per_day)
}

/// On which days of a replication the bot has an outage.
pub fn outage_days(scenario: &Scenario, replication: Key) -> Vec<bool> {
    let day_ticks = u64::from(DAY_S) * TICKS_PER_SECOND;
    let mut days = vec![false; scenario.calendar.days()];
    draw_outages(scenario, replication).iter().for_each(|(start, _)| days[(start / day_ticks) as usize] = true);
    days
}

fn outages_by_chance(
    scenario: &Scenario,
    replication: Key,
    chance_per_day: impl Fn(&BotOutage) -> f64,
) -> Vec<(u64, u64)> {
    let Some(outage) = scenario.bot.as_ref().and_then(|bot| bot.outage) else { return Vec::new() };
    let mut generator = replication.purpose(Purpose::Outage).generator();
    let day_ticks = u64::from(DAY_S) * TICKS_PER_SECOND;
    let mut outages = Vec::new();
    for day in 0..scenario.calendar.days() as u64 {
        let (happens, place) = (open_uniform(&mut generator) < chance_per_day(&outage), open_uniform(&mut generator));
        if happens {
            let start = day * day_ticks + (place * day_ticks as f64) as u64;
            outages.push((start, start + seconds_to_ticks(outage.lasts_s)));
        }
    }
    outages
}

/// Whether each scheduled agent of a group is present on a day, in their order without end.
///
/// Each has a uniform of his own, so that one agent more leaves the absence of the others as it was.
pub fn attendance(replication: Key, group: GroupId, day: usize, absence: f64) -> impl Iterator<Item = bool> {
    let mut generator = replication.purpose(Purpose::Absence).and(group.0 as u64).and(day as u64).generator();
    std::iter::repeat_with(move || open_uniform(&mut generator) >= absence)
}

/// How many of the first `n` scheduled agents of a group are present on a day, for `n` = 0 up to `most`.
pub fn present_agents(replication: Key, group: GroupId, day: usize, absence: f64, most: u32) -> Vec<u32> {
    let mut present = Vec::with_capacity(most as usize + 1);
    let mut count = 0;
    present.push(0);
    for is_present in attendance(replication, group, day, absence).take(most as usize) {
        count += u32::from(is_present);
        present.push(count);
    }
    present
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absence_of_the_first_agents_does_not_depend_on_how_many_follow() {
        let key = Key::replication(3, 5);
        let few = present_agents(key, GroupId(1), 4, 0.1, 20);
        let many = present_agents(key, GroupId(1), 4, 0.1, 30);
        assert_eq!(few[..], many[..21]);
    }

    #[test]
    fn nobody_is_absent_without_absence() {
        assert_eq!(present_agents(Key::replication(3, 5), GroupId(0), 0, 0.0, 5), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn slices_of_a_set_are_each_taken_once() {
        let mut slices: Vec<u32> = (0..24).map(|index| (slice_of(Key(5), index, 24) * 24.0) as u32).collect();
        slices.sort_unstable();
        assert_eq!(slices, (0..24).collect::<Vec<_>>());
    }

    #[test]
    fn slices_of_a_lattice_are_each_taken_once() {
        let mut slices: Vec<u32> = (0..257).map(|index| (lattice_slice(Key(5), index, 257) * 257.0) as u32).collect();
        slices.sort_unstable();
        assert_eq!(slices, (0..257).collect::<Vec<_>>());
    }
}
