//! Averages over an uncertain rate of arrivals.
//!
//! When the rate is the mean times a random factor B that holds for long, totals converge to expectations weighted by calls:
//! abandoned/offered tends to E[B f(B)]/E[B], not to E[f(B)]. Busy days weigh more, and are worse.

use super::{Outcomes, Pool, Thresholds, erlang_a, gauss_rules};

/// A discrete law of the factor on the rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixture {
    parts: Vec<(f64, f64)>,
}

/// Nodes that hold less than this share of calls are left out.
const NEGLIGIBLE_SHARE: f64 = 1e-17;

impl Mixture {
    /// The factor is 1.
    pub fn certain() -> Self {
        Mixture { parts: vec![(1.0, 1.0)] }
    }

    /// From (weight, factor) pairs, such as quantiles of busyness; weights are scaled to sum to 1.
    ///
    /// Nothing if there is no pair, a number is negative or not finite, or the sum of weights or of weighted factors is
    /// zero.
    pub fn new(mut parts: Vec<(f64, f64)>) -> Option<Self> {
        let valid = |value: f64| value >= 0.0 && value.is_finite();
        let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
        let mean: f64 = parts.iter().map(|(weight, factor)| weight * factor).sum();
        let sound = parts.iter().all(|&(weight, factor)| valid(weight) && valid(factor));
        if !(sound && total > 0.0 && mean > 0.0) {
            return None;
        }
        parts.iter_mut().for_each(|(weight, _)| *weight /= total);
        Some(Mixture { parts })
    }

    /// Gamma with mean 1 and coefficient of variation `cv`, by a Gauss rule of `points` nodes: 16 are good to about three
    /// digits for some hundred agents, 60 to ten. A `cv` of 0 is certainty. `cv` is finite and not negative.
    pub fn gamma(cv: f64, points: usize) -> Self {
        if cv == 0.0 || points < 2 {
            return Mixture::certain();
        }
        let shape = 1.0 / (cv * cv);
        Mixture::from_rule(gauss_rules::gamma(shape, points).into_iter().map(|(node, weight)| (weight, node / shape)))
    }

    /// Lognormal with mean 1 and coefficient of variation `cv`, in the same way.
    pub fn lognormal(cv: f64, points: usize) -> Self {
        if cv == 0.0 || points < 2 {
            return Mixture::certain();
        }
        let variance = libm::log1p(cv * cv);
        let factor = |normal: f64| libm::exp(libm::sqrt(variance) * normal - 0.5 * variance);
        Mixture::from_rule(gauss_rules::normal(points).into_iter().map(|(node, weight)| (weight, factor(node))))
    }

    fn from_rule(parts: impl Iterator<Item = (f64, f64)>) -> Self {
        let parts = parts.filter(|(weight, factor)| *weight > NEGLIGIBLE_SHARE && weight * factor > NEGLIGIBLE_SHARE);
        Mixture { parts: parts.collect() }
    }

    /// The (weight, factor) pairs; weights sum to 1.
    pub fn parts(&self) -> &[(f64, f64)] {
        &self.parts
    }

    /// Mean factor.
    pub fn mean(&self) -> f64 {
        self.parts.iter().map(|(weight, factor)| weight * factor).sum()
    }

    /// What becomes of an arrival, weighted by calls. `pool` has the rate for factor 1.
    pub fn outcomes(&self, pool: &Pool, thresholds: Thresholds) -> Outcomes {
        let mut mixed = Outcomes::default();
        for (share, factor) in self.shares_of_calls() {
            mixed.add(&pool.busier(factor).outcomes(thresholds), share);
        }
        mixed
    }

    /// Share of arrivals answered, weighted by calls, by a pool with unlimited lines; see [`erlang_a::share_answered`].
    pub fn share_answered(&self, pool: &Pool) -> f64 {
        self.shares_of_calls().map(|(share, factor)| share * erlang_a::share_answered(&pool.busier(factor))).sum()
    }

    /// Factors with the share of calls that each brings.
    fn shares_of_calls(&self) -> impl Iterator<Item = (f64, f64)> {
        let calls = self.mean();
        self.parts
            .iter()
            .map(move |(weight, factor)| (weight * factor / calls, *factor))
            .filter(|(share, _)| *share > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_laws_have_mean_one_and_the_given_variation() {
        for cv in [0.05, 0.3, 0.8] {
            for mixture in [Mixture::gamma(cv, 40), Mixture::lognormal(cv, 40)] {
                let square: f64 = mixture.parts().iter().map(|(weight, factor)| weight * factor * factor).sum();
                assert!((mixture.mean() - 1.0).abs() < 1e-12);
                assert!((square - 1.0 - cv * cv).abs() < 1e-9, "{cv}");
            }
        }
        assert_eq!(Mixture::gamma(0.0, 9), Mixture::certain());
    }

    #[test]
    fn weights_are_scaled_and_nonsense_is_refused() {
        let mixture = Mixture::new(vec![(1.0, 0.5), (3.0, 1.5)]).expect("a sound law");
        assert_eq!(mixture.parts(), [(0.25, 0.5), (0.75, 1.5)]);
        assert_eq!(Mixture::new(vec![]), None);
        assert_eq!(Mixture::new(vec![(1.0, f64::NAN)]), None);
        assert_eq!(Mixture::new(vec![(1.0, 0.0)]), None);
    }
}
