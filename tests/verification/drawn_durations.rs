//! Samplers against their laws, by Kolmogorov and Smirnov.
//!
//! Each statistic is compared with the Kolmogorov distribution's quantile for an error probability of 1e-5, so that all
//! comparisons of this module together fail by chance with a probability below 3e-4; seeds are fixed.

use peakdesk::sampling::{ContactKey, Key, NEVER, SamplerShelf, TICKS_PER_SECOND};
use peakdesk::scenario::model::Distribution;
use rand::SeedableRng;
use rand_distr::Distribution as _;
use rand_xoshiro::Xoshiro256PlusPlus;
use statrs::distribution::{ContinuousCDF, Gamma, LogNormal};

/// The Kolmogorov distribution leaves 1e-5 above this: 2 exp(-2 k^2) = 1e-5.
const QUANTILE: f64 = 2.470_561;
const DRAWS: usize = 200_000;

/// Draws in seconds from a law, sorted; one contact's handle time after another.
fn sorted_draws(law: &Distribution, seed: u64) -> Vec<f64> {
    let sampler = SamplerShelf::default().sampler(law);
    let mut values: Vec<f64> = (0..DRAWS as u64)
        .map(|number| {
            let (bits, _) = ContactKey::fresh(Key(seed), number).handle_and_patience();
            f64::from(sampler.ticks(bits)) / TICKS_PER_SECOND as f64
        })
        .collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// Greatest distance of the empirical distribution from a continuous one.
pub fn distance(sorted: &[f64], distribution: impl Fn(f64) -> f64) -> f64 {
    let n = sorted.len() as f64;
    let gap = |(place, value): (usize, &f64)| {
        let share = distribution(*value);
        (share - place as f64 / n).max((place + 1) as f64 / n - share)
    };
    sorted.iter().enumerate().map(gap).fold(0.0, f64::max)
}

/// Whether so many draws may be so far from their law.
pub fn is_within_chance(distance: f64, draws: usize) -> bool {
    distance * (draws as f64).sqrt() < QUANTILE
}

type DistributionFunction = Box<dyn Fn(f64) -> f64>;

/// Means are an hour and more, so that a tick is less than 1e-6 of them.
fn laws() -> Vec<(Distribution, DistributionFunction)> {
    let lognormal = |mean_s: f64, cv: f64| {
        let variance = (1.0 + cv * cv).ln();
        let law = LogNormal::new(mean_s.ln() - variance / 2.0, variance.sqrt()).expect("a lognormal law");
        (Distribution::Lognormal { mean_s, cv }, Box::new(move |t| law.cdf(t)) as DistributionFunction)
    };
    let gamma = |mean_s: f64, cv: f64| {
        let law = Gamma::new(1.0 / (cv * cv), 1.0 / (cv * cv * mean_s)).expect("a gamma law");
        (Distribution::Gamma { mean_s, cv }, Box::new(move |t| law.cdf(t)) as DistributionFunction)
    };
    let weibull = |shape: f64, scale_s: f64| {
        let below = move |t: f64| -(-(t / scale_s).powf(shape)).exp_m1();
        (Distribution::Weibull { shape, scale_s }, Box::new(below) as DistributionFunction)
    };
    let branches = vec![(0.3, 1500.0), (0.7, 16_500.0)];
    let mixture = branches.clone();
    let values_s: Vec<f64> = [0.0, 100.0, 5000.0, 5100.0, 20_000.0].into();
    let points = values_s.clone();
    vec![
        (Distribution::Exponential { mean_s: 5000.0 }, Box::new(|t: f64| -(-t / 5000.0).exp_m1())),
        // delays of repeats are as long as this
        (Distribution::Exponential { mean_s: 432_000.0 }, Box::new(|t: f64| -(-t / 432_000.0).exp_m1())),
        lognormal(5000.0, 0.3),
        lognormal(5000.0, 1.0),
        lognormal(5000.0, 2.0),
        gamma(5000.0, 0.5),
        gamma(5000.0, 0.5_f64.sqrt()),
        gamma(5000.0, 1.6),
        weibull(0.7, 6000.0),
        weibull(2.5, 6000.0),
        (
            Distribution::Hyperexponential { branches },
            Box::new(move |t: f64| mixture.iter().map(|(weight, mean)| weight * -(-t / mean).exp_m1()).sum()),
        ),
        (
            Distribution::Empirical { values_s },
            Box::new(move |t: f64| {
                let after = points.partition_point(|point| *point <= t).clamp(1, points.len() - 1);
                let (low, high) = (points[after - 1], points[after]);
                ((after - 1) as f64 + (t - low) / (high - low)) / (points.len() - 1) as f64
            }),
        ),
    ]
}

#[test]
fn every_sampler_follows_its_law() {
    for (number, (law, distribution)) in (0..).zip(laws()) {
        let draws = sorted_draws(&law, 100 + number);
        let far = distance(&draws, distribution);
        assert!(is_within_chance(far, DRAWS), "{law:?}: {far}");
    }
}

#[test]
fn samplers_are_told_from_a_neighbouring_law() {
    // the test has the power to see two per cent of the scale
    let draws = sorted_draws(&Distribution::Exponential { mean_s: 5000.0 }, 7);
    assert!(!is_within_chance(distance(&draws, |t| -(-t / 5100.0).exp_m1()), DRAWS));
}

/// Greatest distance between two empirical distributions of equally many draws.
fn distance_of_two(one: &[f64], other: &[f64]) -> f64 {
    let n = one.len() as f64;
    one.iter()
        .enumerate()
        .map(|(place, value)| (place as f64 - other.partition_point(|against| against < value) as f64).abs() / n)
        .fold(0.0, f64::max)
}

#[test]
fn samplers_agree_with_another_library() {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(618);
    let mut sorted = |draw: &mut dyn FnMut(&mut Xoshiro256PlusPlus) -> f64| {
        let mut values: Vec<f64> = (0..DRAWS).map(|_| draw(&mut generator)).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let variance = 2.0_f64.ln();
    let exponential = rand_distr::Exp::new(1.0 / 5000.0).expect("a rate");
    let gamma = rand_distr::Gamma::new(4.0, 1250.0).expect("shape and scale");
    let weibull = rand_distr::Weibull::new(6000.0, 0.7).expect("scale and shape");
    let lognormal = rand_distr::LogNormal::new(5000.0_f64.ln() - variance / 2.0, variance.sqrt()).expect("a law");
    let pairs = [
        (Distribution::Exponential { mean_s: 5000.0 }, sorted(&mut |from| exponential.sample(from))),
        (Distribution::Gamma { mean_s: 5000.0, cv: 0.5 }, sorted(&mut |from| gamma.sample(from))),
        (Distribution::Weibull { shape: 0.7, scale_s: 6000.0 }, sorted(&mut |from| weibull.sample(from))),
        (Distribution::Lognormal { mean_s: 5000.0, cv: 1.0 }, sorted(&mut |from| lognormal.sample(from))),
    ];
    for (number, (law, theirs)) in (0..).zip(pairs) {
        let far = distance_of_two(&sorted_draws(&law, 200 + number), &theirs);
        // two samples of n are as one of n/2
        assert!(is_within_chance(far, DRAWS / 2), "{law:?}: {far}");
    }
}

#[test]
fn handle_time_and_patience_of_a_contact_are_independent() {
    // Kendall would do as well: the correlation of the ranks of 200,000 pairs has standard error 0.00224; 4.5 of them, error 7e-6
    let (mut product, n) = (0.0, DRAWS as f64);
    for number in 0..DRAWS as u64 {
        let (handle, patience) = ContactKey::fresh(Key(31), number).handle_and_patience();
        product += (f64::from(handle) / 4_294_967_296.0 - 0.5) * (f64::from(patience) / 4_294_967_296.0 - 0.5);
    }
    assert!((12.0 * product / n).abs() < 4.5 / n.sqrt());
}

#[test]
fn constants_and_endless_patience_do_not_vary() {
    let mut shelf = SamplerShelf::default();
    let constant = shelf.sampler(&Distribution::Deterministic { value_s: 60.0 });
    let never = shelf.sampler(&Distribution::Never);
    for bits in [0, 1, 1 << 31, u32::MAX] {
        assert_eq!((constant.ticks(bits), never.ticks(bits)), (61_440, NEVER));
    }
}
