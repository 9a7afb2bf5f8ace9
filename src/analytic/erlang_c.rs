//! Erlang C: agents with an endless queue and endless patience (M/M/n).
//!
//! With load a < n a contact waits with probability `C = S / (L + S)`, `S = n / (n - a)` and L the weight of the states with a
//! free agent ([`super::erlang_b`]); waits are then exponential with rate `(n - a) / handle time`. With a >= n there is no
//! steady state: everyone waits and waits grow without end.

use super::erlang_b::ln_free_weight;
use super::outcomes::{SteadyState, Waiting};
use super::pool::{Pool, Thresholds};

/// Probability of waiting; 1 where no steady state exists, 0 if it is below the range of `f64`. `load` in erlangs,
/// `agents` may be fractional.
///
/// ```
/// let waiting = peakdesk::analytic::erlang_c::probability_of_waiting(5.0, 8.0);
/// assert!((waiting - 0.167_266_506_661_756_6).abs() < 1e-14);
/// ```
pub fn probability_of_waiting(load: f64, agents: f64) -> f64 {
    libm::exp(ln_probability_of_waiting(load, agents))
}

/// Natural logarithm of [`probability_of_waiting`], of use for probabilities under 1e-300.
pub fn ln_probability_of_waiting(load: f64, agents: f64) -> f64 {
    if load >= agents {
        return 0.0;
    }
    if load == 0.0 {
        return f64::NEG_INFINITY;
    }
    let odds = ln_free_weight(load, agents) - libm::log(agents / (agents - load));
    if odds > 0.0 { -odds - libm::log1p(libm::exp(-odds)) } else { -libm::log1p(libm::exp(odds)) }
}

/// The wait in seconds that a share of contacts does not exceed; 0 if that share is answered at once, nothing where no
/// steady state exists. `share` in [0, 1).
pub fn wait_quantile(load: f64, agents: f64, handle_time_s: f64, share: f64) -> Option<f64> {
    if load >= agents {
        return None;
    }
    let excess = ln_probability_of_waiting(load, agents) - libm::log1p(-share);
    Some((excess * handle_time_s / (agents - load)).max(0.0))
}

pub(crate) fn steady_state(pool: &Pool, thresholds: Thresholds) -> SteadyState {
    let load = pool.offered_load();
    if load >= pool.agents {
        let endless = Waiting {
            answered: 1.0,
            wait_answered_s: f64::INFINITY,
            virtual_wait_s: f64::INFINITY,
            ..Waiting::default()
        };
        return SteadyState {
            ln_immediate: f64::NEG_INFINITY,
            ln_waits: 0.0,
            ln_blocked: f64::NEG_INFINITY,
            waiting: endless,
        };
    }
    let mean_s = pool.handle_time_s / (pool.agents - load);
    let within = -libm::expm1(-thresholds.within_s / mean_s);
    SteadyState::from_odds(
        ln_free_weight(load, pool.agents),
        libm::log(pool.agents / (pool.agents - load)),
        f64::NEG_INFINITY,
        Waiting {
            answered: 1.0,
            answered_within: within,
            wait_answered_s: mean_s,
            virtual_within: within,
            virtual_wait_s: mean_s,
            ..Waiting::default()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_agent_waits_with_the_probability_of_being_busy() {
        assert!((probability_of_waiting(0.3, 1.0) - 0.3).abs() < 1e-15);
        assert_eq!(probability_of_waiting(3.0, 3.0), 1.0);
        assert_eq!(probability_of_waiting(0.0, 1.0), 0.0);
    }

    #[test]
    fn the_quantile_solves_the_waiting_time_law() {
        let (load, agents, handle_time_s) = (10.0, 12.0, 180.0);
        let wait = wait_quantile(load, agents, handle_time_s, 0.9).expect("load is below agents");
        let survival = probability_of_waiting(load, agents) * (-(agents - load) / handle_time_s * wait).exp();
        assert!((survival - 0.1).abs() < 1e-14);
        assert_eq!(wait_quantile(1.0, 20.0, 60.0, 0.5), Some(0.0));
        assert_eq!(wait_quantile(20.0, 20.0, 60.0, 0.5), None);
    }
}
