//! Quantile functions of the resolved distributions, exact to about 1e-12 relative.

use crate::scenario::model::Distribution;
use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// From which side a probability is counted; small probabilities keep their precision on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Probability of at most the value.
    Lower,
    /// Probability of more than the value.
    Upper,
}

/// The value with probability `probability`, in (0, 1), in the given tail, in seconds. Infinite for [`Distribution::Never`].
pub fn quantile(distribution: &Distribution, tail: Tail, probability: f64) -> f64 {
    match distribution {
        Distribution::Deterministic { value_s } => *value_s,
        Distribution::Never => f64::INFINITY,
        Distribution::Exponential { mean_s } => mean_s * exponential(tail, probability),
        Distribution::Weibull { shape, scale_s } => scale_s * libm::pow(exponential(tail, probability), 1.0 / shape),
        Distribution::Lognormal { mean_s, cv } => {
            let variance = libm::log1p(cv * cv);
            mean_s * libm::exp(variance.sqrt() * standard_normal(tail, probability) - 0.5 * variance)
        }
        Distribution::Gamma { mean_s, cv } => {
            let shape = 1.0 / (cv * cv);
            mean_s * cv * cv * standard_gamma(shape, tail, probability)
        }
        Distribution::Hyperexponential { branches } => hyperexponential(branches, tail, probability),
        Distribution::Empirical { values_s } => {
            let lower = if tail == Tail::Lower { probability } else { 1.0 - probability };
            let place = lower * (values_s.len() - 1) as f64;
            let below = (place as usize).min(values_s.len() - 1);
            let above = (below + 1).min(values_s.len() - 1);
            values_s[below] + (place - below as f64) * (values_s[above] - values_s[below])
        }
    }
}

/// Quantile of the exponential with mean 1.
fn exponential(tail: Tail, probability: f64) -> f64 {
    match tail {
        Tail::Lower => -libm::log1p(-probability),
        Tail::Upper => -libm::log(probability),
    }
}

/// Quantile of the standard normal.
pub(super) fn standard_normal(tail: Tail, probability: f64) -> f64 {
    let lower = Normal::standard().inverse_cdf(probability);
    if tail == Tail::Lower { lower } else { -lower }
}

/// Quantile of the gamma with the given shape and scale 1: Newton steps on the logarithm of the tail, kept inside a bracket.
pub(super) fn standard_gamma(shape: f64, tail: Tail, probability: f64) -> f64 {
    // Wilson & Hilferty's cube-root normal approximation, or the leading term of the series near zero
    let normal = standard_normal(tail, probability);
    let ninth = 1.0 / (9.0 * shape);
    let cube = 1.0 - ninth + normal * ninth.sqrt();
    let start = if cube > 0.1 {
        shape * cube * cube * cube
    } else {
        let lower = if tail == Tail::Lower { probability } else { 1.0 - probability };
        libm::exp((libm::log(lower) + ln_gamma(shape + 1.0)) / shape)
    };
    let log_density = |x: f64| (shape - 1.0) * libm::log(x) - x - ln_gamma(shape);
    let tail_at = |x: f64| match tail {
        // the library takes arguments below about 1e-14 for zero
        Tail::Lower if x < 1e-3 => lower_gamma_near_zero(shape, x),
        Tail::Lower => gamma_lr(shape, x),
        Tail::Upper if x < 1e-3 => 1.0 - lower_gamma_near_zero(shape, x),
        Tail::Upper => gamma_ur(shape, x),
    };
    solve(start.max(1e-300), tail, probability, tail_at, log_density)
}

/// Regularised lower incomplete gamma function for x below 1e-3: x^a e^-x / Gamma(a+1) times 1 + x/(a+1) + x^2/((a+1)(a+2)) + ...
fn lower_gamma_near_zero(shape: f64, x: f64) -> f64 {
    let leading = libm::exp(shape * libm::log(x) - x - ln_gamma(shape + 1.0));
    let (mut sum, mut term) = (1.0, 1.0);
    for place in 1..8 {
        term *= x / (shape + f64::from(place));
        sum += term;
    }
    leading * sum
}

fn hyperexponential(branches: &[(f64, f64)], tail: Tail, probability: f64) -> f64 {
    let tail_at = |x: f64| {
        branches
            .iter()
            .map(|(weight, mean)| {
                weight * if tail == Tail::Upper { libm::exp(-x / mean) } else { -libm::expm1(-x / mean) }
            })
            .sum::<f64>()
    };
    let log_density =
        |x: f64| libm::log(branches.iter().map(|(weight, mean)| weight / mean * libm::exp(-x / mean)).sum());
    let mean: f64 = branches.iter().map(|(weight, mean)| weight * mean).sum();
    solve(mean * exponential(tail, probability), tail, probability, tail_at, log_density)
}

/// Solves `tail_at(x) = probability` for x > 0 in log-log coordinates, where both tails are nearly straight.
fn solve(
    start: f64,
    tail: Tail,
    probability: f64,
    tail_at: impl Fn(f64) -> f64,
    log_density: impl Fn(f64) -> f64,
) -> f64 {
    let sign = if tail == Tail::Lower { 1.0 } else { -1.0 };
    let wanted = libm::log(probability);
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut x = start;
    for _ in 0..200 {
        let at = tail_at(x);
        let miss = sign * (libm::log(at) - wanted);
        if miss > 0.0 || at.is_nan() {
            high = high.min(x);
        } else {
            low = low.max(x);
        }
        // d log(tail) / d log(x) = x f(x) / tail
        let slope = libm::exp(log_density(x) + libm::log(x)) / at;
        let newton = x * libm::exp((-miss / slope).clamp(-2.0, 2.0));
        let next = if newton.is_finite() && newton > low && newton < high {
            newton
        } else if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * x
        };
        if (next - x).abs() <= 1e-13 * x {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, wanted: f64) {
        assert!((value - wanted).abs() <= 1e-9 * wanted.abs(), "{value} is not {wanted}");
    }

    #[test]
    fn medians_and_tails_of_closed_forms() {
        let exponential = Distribution::Exponential { mean_s: 120.0 };
        close(quantile(&exponential, Tail::Lower, 0.5), 120.0 * std::f64::consts::LN_2);
        close(quantile(&exponential, Tail::Upper, 1e-9), 120.0 * 9.0 * std::f64::consts::LN_10);
        let weibull = Distribution::Weibull { shape: 0.5, scale_s: 10.0 };
        close(quantile(&weibull, Tail::Upper, (-3.0_f64).exp()), 90.0);
        // the median of a lognormal is mean / sqrt(1 + cv^2)
        close(quantile(&Distribution::Lognormal { mean_s: 300.0, cv: 1.0 }, Tail::Lower, 0.5), 300.0 / 2.0_f64.sqrt());
    }

    #[test]
    fn gamma_with_shape_one_is_exponential_and_shape_two_satisfies_its_survival() {
        for probability in [1e-9, 1e-4, 0.1, 0.5, 0.9, 0.999] {
            let gamma = Distribution::Gamma { mean_s: 300.0, cv: 1.0 };
            close(quantile(&gamma, Tail::Upper, probability), -300.0 * probability.ln());
            let x = standard_gamma(2.0, Tail::Upper, probability);
            close((1.0 + x) * (-x).exp(), probability);
        }
        let x = standard_gamma(100.0, Tail::Lower, 1e-6);
        close(gamma_lr(100.0, x), 1e-6);
        let x = standard_gamma(0.3, Tail::Lower, 1e-6);
        close(x.powf(0.3) / ln_gamma(1.3).exp(), 1e-6);
    }

    #[test]
    fn hyperexponential_satisfies_its_survival() {
        let branches = vec![(0.3, 30.0), (0.7, 400.0)];
        let distribution = Distribution::Hyperexponential { branches };
        for probability in [1e-8, 0.02, 0.5, 0.97] {
            let x = quantile(&distribution, Tail::Upper, probability);
            close(0.3 * (-x / 30.0).exp() + 0.7 * (-x / 400.0).exp(), probability);
        }
    }

    #[test]
    fn empirical_quantiles_are_linear_between_the_values() {
        let distribution = Distribution::Empirical { values_s: vec![10.0, 20.0, 40.0] };
        close(quantile(&distribution, Tail::Lower, 0.25), 15.0);
        close(quantile(&distribution, Tail::Upper, 0.25), 30.0);
    }
}
