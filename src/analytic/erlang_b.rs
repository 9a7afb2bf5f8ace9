//! Erlang B: agents without a queue (M/G/n/n).
//!
//! With load a and n agents the blocking probability is `B = (a^n / n!) / (1 + a + ... + a^n / n!)`. Its inverse is
//! `1/B = 1 + L` with `L = n * integral over u >= 0 of exp(-a u) (1 + u)^(n-1)`, which holds for every real n > 0
//! (Jagerman 1974, "Some properties of the Erlang loss function", Bell System Technical Journal 53:525-551,
//! doi:10.1002/j.1538-7305.1974.tb02756.x). L is the weight of the states with a free agent when the state with all n busy weighs
//! 1, and is what Erlang C and A need too.

use super::quadrature::{Density, Side, integrate};

/// With more steps than this, quadrature is cheaper than the recursion.
const MOST_STEPS: f64 = 1_200.0;
/// L stays below e to this power, and every term within the range of `f64`.
const LARGEST_EXPONENT: f64 = 600.0;
/// Terms of the recursion below this share of their sum are left out.
const NEGLECTED: f64 = 1e-19;
/// Below this load, in erlangs, the continued fraction for less than one agent is too deep.
const LEAST_LOAD: f64 = 0.25;

/// Probability that a contact is blocked; 0 if it is below the range of `f64`. `load` in erlangs (at least 0), `agents` at
/// least 0; fractions of an agent are allowed.
///
/// ```
/// let blocked = peakdesk::analytic::erlang_b::blocking(3.0, 5.0);
/// assert!((blocked - 0.110_054_347_826_087).abs() < 1e-14);
/// ```
pub fn blocking(load: f64, agents: f64) -> f64 {
    libm::exp(ln_blocking(load, agents))
}

/// Natural logarithm of [`blocking`], of use for probabilities under 1e-300.
pub fn ln_blocking(load: f64, agents: f64) -> f64 {
    if load == 0.0 {
        return if agents == 0.0 { 0.0 } else { f64::NEG_INFINITY };
    }
    let ln_free = ln_free_weight(load, agents);
    if ln_free > 0.0 { -ln_free - libm::log1p(libm::exp(-ln_free)) } else { -libm::log1p(libm::exp(ln_free)) }
}

/// Least agents for which at most `share` (in (0, 1)) of contacts are blocked, `load` in erlangs.
pub fn least_agents(load: f64, share: f64) -> u64 {
    let fits = |agents: u64| blocking(load, agents as f64) <= share;
    if fits(0) {
        return 0;
    }
    let mut below = 0;
    let mut enough = 1;
    while !fits(enough) {
        below = enough;
        enough *= 2;
    }
    while enough - below > 1 {
        let middle = below + (enough - below) / 2;
        if fits(middle) {
            enough = middle;
        } else {
            below = middle;
        }
    }
    enough
}

/// `ln L`: logarithm of the weight of the states with a free agent, relative to the state in which exactly all agents
/// are busy. `load` > 0; minus infinity for no agents.
pub(crate) fn ln_free_weight(load: f64, agents: f64) -> f64 {
    if agents == 0.0 {
        return f64::NEG_INFINITY;
    }
    match free_weight(load, agents) {
        Some(weight) => libm::log(weight),
        None => ln_free_weight_by_quadrature(load, agents),
    }
}

/// L itself, where the recursion is short and L within the range of `f64`; `load` and `agents` above 0.
pub(super) fn free_weight(load: f64, agents: f64) -> Option<f64> {
    is_recursion_short(load, agents).then(|| free_weight_by_recursion(load, agents))
}

/// Whether the recursion takes fewer steps than [`MOST_STEPS`], none beyond the range of `f64`, and ends where it can.
fn is_recursion_short(load: f64, agents: f64) -> bool {
    let excess = (agents - load).max(0.0);
    let steps = agents.min(excess + 9.0 * libm::sqrt(agents));
    let is_in_range = excess == 0.0 || agents * libm::log(agents / load) - excess < LARGEST_EXPONENT;
    load >= LEAST_LOAD && steps < MOST_STEPS && is_in_range
}

/// L by `L(n) = n/a (1 + L(n-1))`, from where terms no longer matter, or from the fraction that n has.
fn free_weight_by_recursion(load: f64, agents: f64) -> f64 {
    let per_load = 1.0 / load;
    let (mut sum, mut term, mut left) = (0.0, 1.0, agents);
    while left >= 1.0 {
        term *= left * per_load;
        sum += term;
        left -= 1.0;
        if term < NEGLECTED * sum {
            return sum;
        }
    }
    sum + term * free_weight_of_fraction(load, left)
}

/// L for less than one agent, by the continued fraction of the incomplete gamma function (DLMF 8.9.2, its even part).
fn free_weight_of_fraction(load: f64, agents: f64) -> f64 {
    if agents == 0.0 {
        return 0.0;
    }
    // the remainder falls like exp(-4 sqrt(depth load))
    let depth = (90.0 / load).ceil() + 4.0;
    let mut level = depth;
    let mut fraction = load + 2.0 * level + 1.0 - agents;
    while level > 0.0 {
        fraction = load + 2.0 * level - 1.0 - agents - level * (level - agents) / fraction;
        level -= 1.0;
    }
    agents / fraction
}

fn ln_free_weight_by_quadrature(load: f64, agents: f64) -> f64 {
    let density = FreeStates::new(load, agents - 1.0);
    let [mass] = integrate(&density, (0.0, f64::INFINITY), |_, _| [1.0]);
    libm::log(agents) + density.ln_at_reference() + libm::log(mass)
}

/// `exp(-load u) (1 + u)^power` on `u >= 0`, with `power > -1`.
struct FreeStates {
    load: f64,
    power: f64,
    peak: f64,
}

impl FreeStates {
    fn new(load: f64, power: f64) -> Self {
        FreeStates { load, power, peak: ((power - load) / load).max(0.0) }
    }

    fn ln_at_reference(&self) -> f64 {
        if self.peak == 0.0 { 0.0 } else { self.power * libm::log1p(self.peak) - (self.power - self.load) }
    }
}

impl Density for FreeStates {
    fn reference(&self) -> f64 {
        self.peak
    }

    fn log_ratio(&self, u: f64) -> (f64, f64) {
        let step = u - self.peak;
        (self.power * libm::log1p(step / (1.0 + self.peak)) - self.load * step, 0.0)
    }

    fn steepness(&self, u: f64) -> (f64, f64) {
        let pull = self.power / (1.0 + u);
        ((pull - self.load).abs(), pull.abs() / (1.0 + u))
    }

    fn longest_panel(&self, u: f64, _curvature: f64, side: Side) -> f64 {
        // The power is singular at u = -1: keep that at least half a panel away.
        match side {
            Side::Right => 2.0 * (1.0 + u),
            Side::Left => (1.0 + u) / 1.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The recursion `1/B(n) = 1 + (n/a) / B(n-1)` from `1/B(first)`.
    fn by_recursion(load: f64, first: f64, inverse_at_first: f64, agents: f64) -> f64 {
        let mut inverse = inverse_at_first;
        let mut n = first;
        while n < agents - 0.5 {
            n += 1.0;
            inverse = 1.0 + n / load * inverse;
        }
        1.0 / inverse
    }

    #[test]
    fn the_integral_agrees_with_the_recursion() {
        for load in [1e-3, 0.3, 1.0, 4.5, 20.0, 99.0, 300.0, 5_000.0] {
            for agents in [1.0, 2.0, 3.0, 10.0, 25.0, 90.0, 100.0, 110.0] {
                let expected = by_recursion(load, 0.0, 1.0, agents);
                let blocked = blocking(load, agents);
                let close = (blocked / expected - 1.0).abs() < 1e-12;
                assert!(close || expected < 1e-300, "{load} {agents}: {blocked} {expected}");
            }
        }
    }

    #[test]
    fn fractions_of_an_agent_obey_the_same_recursion() {
        for load in [0.01, 0.7, 5.0, 80.0] {
            for part in [0.05, 0.5, 0.93] {
                let expected = by_recursion(load, part, 1.0 / blocking(load, part), part + 7.0);
                let blocked = blocking(load, part + 7.0);
                assert!((blocked / expected - 1.0).abs() < 1e-12, "{load} {part}: {blocked} {expected}");
            }
        }
    }

    #[test]
    fn extremes_are_finite() {
        assert_eq!(blocking(0.0, 3.0), 0.0);
        assert_eq!(blocking(0.0, 0.0), 1.0);
        assert_eq!(blocking(7.0, 0.0), 1.0);
        assert!((blocking(1e6, 1.0) - 1e6 / (1e6 + 1.0)).abs() < 1e-15);
        assert!(ln_blocking(1e-3, 1e6).is_finite());
        assert!(blocking(1e-6, 1e-6) > 0.0);
    }

    #[test]
    fn least_agents_is_the_first_that_fits() {
        for load in [0.0, 0.2, 3.0, 47.0, 900.0] {
            let agents = least_agents(load, 0.01);
            assert!(blocking(load, agents as f64) <= 0.01);
            assert!(agents == 0 || blocking(load, agents as f64 - 1.0) > 0.01);
        }
    }

    #[test]
    fn recursion_and_quadrature_agree_on_fractions_of_an_agent() {
        let mut compared = 0;
        for load in [0.25, 0.6, 1.0, 3.3, 20.0, 90.0, 500.0, 5_000.0] {
            for agents in [1e-4, 0.3, 0.99, 1.0, 1.7, 3.0, 7.25, 19.5, 25.0, 90.2, 120.0, 490.5, 700.0, 5_100.3] {
                if is_recursion_short(load, agents) {
                    let by_recursion = libm::log(free_weight_by_recursion(load, agents));
                    let by_quadrature = ln_free_weight_by_quadrature(load, agents);
                    let differ = (by_recursion - by_quadrature).abs() / (1.0 + 0.01 * by_quadrature.abs());
                    assert!(differ < 1e-13, "{load} {agents}: {by_recursion} {by_quadrature}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 80, "{compared}");
    }
}
