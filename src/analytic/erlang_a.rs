//! Erlang A: agents, an endless queue, exponential patience (M/M/n+M).
//!
//! With arrivals λ, handling rate μ, rate of giving up θ, c = nμ, η = λ/θ and s = c/θ, the wait of an endlessly patient
//! contact that finds all agents busy has, in units of the mean patience, the density
//! `g(y) = exp(η (1 - exp(-y)) - s y)` up to a constant; the states with all agents busy weigh `S = s * integral of g`
//! against L for those with a free one ([`super::erlang_b`]). Its own patience outlasts y with chance `exp(-y)`, so every
//! measure is an integral of g times a simple weight, exactly, for every real n: Palm 1957; Mandelbaum & Zeltyn 2007, "Service
//! engineering in action: the Palm/Erlang-A queue", doi:10.1007/978-3-540-29860-1_2. Where a share b balks, λ is reduced
//! to (1 - b)λ in g. The integrals are summed by series where these are short, else by quadrature.

use super::erlang_b::{self, ln_free_weight};
use super::outcomes::{SteadyState, Waiting};
use super::pool::{Patience, Pool, Thresholds};
use super::virtual_wait::WaitIntegrals;
use super::wait_series;

/// The steady state of a pool with unlimited lines: what [`Pool::steady_state`] gives, whatever `pool.lines` says.
///
/// ```
/// use peakdesk::analytic::{Patience, Pool, Thresholds, erlang_a};
///
/// let pool = Pool {
///     arrivals_per_s: 0.8,
///     handle_time_s: 60.0,
///     agents: 50.0,
///     patience: Patience::exponential(120.0),
///     lines: None,
/// };
/// let outcomes = erlang_a::steady_state(&pool, Thresholds::within(20.0)).outcomes(0.0);
/// assert!((outcomes.abandoned - 0.030_912_249_162_193_2).abs() < 1e-14);
/// ```
pub fn steady_state(pool: &Pool, thresholds: Thresholds) -> SteadyState {
    let Patience::Exponential { mean_s, balk } = pool.patience else {
        return super::erlang_c::steady_state(pool, thresholds);
    };
    if pool.arrivals_per_s == 0.0 && pool.agents > 0.0 {
        return SteadyState::idle();
    }
    let within = thresholds.within_s / mean_s;
    let short = thresholds.short_abandon_s / mean_s;
    if pool.agents == 0.0 {
        return nobody_answers(mean_s, within, short);
    }

    let eta = pool.arrivals_per_s * (1.0 - balk) * mean_s;
    let s = pool.agents * mean_s / pool.handle_time_s;
    let integrals = WaitIntegrals::new(eta, s, within, short);
    let all = integrals.all;
    SteadyState::from_odds(
        ln_free_weight(pool.offered_load(), pool.agents),
        libm::log(s) + integrals.ln_scale + libm::log(all),
        f64::NEG_INFINITY,
        Waiting {
            answered: integrals.answered / all,
            answered_within: integrals.within.answered / all,
            abandoned: integrals.abandoned / all,
            abandoned_within: integrals.within.abandoned / all,
            abandoned_short: integrals.abandoned_short / all,
            wait_answered_s: mean_s * integrals.wait_answered / all,
            wait_abandoned_s: mean_s * integrals.wait_abandoned / all,
            virtual_within: integrals.within.all / all,
            virtual_wait_s: mean_s * integrals.wait / all,
        },
    )
}

/// Share of arrivals answered, as [`Pool::outcomes`] gives it for a pool with unlimited lines, at a part of the cost: a search
/// that looks at nothing else asks for it often.
pub fn share_answered(pool: &Pool) -> f64 {
    cheap_share_answered(pool).unwrap_or_else(|| {
        let state = steady_state(pool, Thresholds { within_s: 0.0, short_abandon_s: 0.0 });
        state.outcomes(pool.patience.balk()).answered
    })
}

/// [`share_answered`] where both series are short.
fn cheap_share_answered(pool: &Pool) -> Option<f64> {
    let Patience::Exponential { mean_s, balk } = pool.patience else { return None };
    if pool.arrivals_per_s == 0.0 || pool.agents == 0.0 {
        return None;
    }
    let eta = pool.arrivals_per_s * (1.0 - balk) * mean_s;
    let s = pool.agents * mean_s / pool.handle_time_s;
    let (all, answered) = wait_series::all_and_answered(eta, s)?;
    let free = erlang_b::free_weight(pool.offered_load(), pool.agents)?;
    Some((free + (1.0 - balk) * answered) / (free + all))
}

/// Chance that an arrival is still waiting after `wait_s` seconds, in a pool with unlimited lines and exponential or
/// infinite patience.
pub fn probability_of_waiting_longer(pool: &Pool, wait_s: f64) -> f64 {
    let state = steady_state(pool, Thresholds { within_s: wait_s, short_abandon_s: wait_s });
    let stays = libm::exp(state.ln_waits) * (1.0 - pool.patience.balk());
    stays * (1.0 - state.waiting.virtual_within) * libm::exp(-wait_s * pool.patience.rate())
}

fn nobody_answers(mean_s: f64, within: f64, short: f64) -> SteadyState {
    SteadyState {
        ln_immediate: f64::NEG_INFINITY,
        ln_waits: 0.0,
        ln_blocked: f64::NEG_INFINITY,
        waiting: Waiting {
            abandoned: 1.0,
            abandoned_within: -libm::expm1(-within),
            abandoned_short: -libm::expm1(-short),
            wait_abandoned_s: mean_s,
            virtual_wait_s: f64::INFINITY,
            ..Waiting::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(load: f64, agents: f64, patience_s: f64) -> Pool {
        Pool {
            arrivals_per_s: load / 300.0,
            handle_time_s: 300.0,
            agents,
            patience: Patience::exponential(patience_s),
            lines: None,
        }
    }

    #[test]
    fn when_people_give_up_as_fast_as_they_are_served_the_number_in_system_is_poisson() {
        for load in [0.2f64, 3.0, 40.0, 120.0] {
            for agents in [1, 2, 5, 40, 60] {
                let state = steady_state(&pool(load, f64::from(agents), 300.0), Thresholds::within(20.0));
                let mut term = (-load).exp();
                let mut below = 0.0;
                for k in 0..agents {
                    below += term;
                    term *= load / f64::from(k + 1);
                }
                let immediate = libm::exp(state.ln_immediate);
                assert!((immediate / below - 1.0).abs() < 1e-12, "{load} {agents}: {immediate} {below}");
            }
        }
    }

    #[test]
    fn shares_add_up_and_flows_balance() {
        for (load, agents, patience_s) in
            [(5.0, 4.0, 60.0), (5.0, 4.5, 1e7), (0.01, 0.3, 60.0), (3_000.0, 0.01, 60.0), (900.0, 1_000.0, 5.0)]
        {
            let pool = pool(load, agents, patience_s);
            let outcomes = steady_state(&pool, Thresholds::within(20.0)).outcomes(0.0);
            assert!((outcomes.answered + outcomes.abandoned - 1.0).abs() < 1e-12, "{outcomes:?}");
            assert!((outcomes.immediate + outcomes.waits - 1.0).abs() < 1e-12);
            let waits = outcomes.wait_answered_s + outcomes.wait_abandoned_s;
            assert!((outcomes.abandoned * patience_s / waits - 1.0).abs() < 1e-10, "{load} {agents} {outcomes:?}");
            assert!(outcomes.answered * load <= agents * (1.0 + 1e-12));
        }
    }

    #[test]
    fn the_share_answered_alone_is_that_of_all_outcomes() {
        for (load, agents, patience_s) in
            [(5.0, 4.0, 60.0), (0.3, 0.4, 300.0), (0.01, 0.3, 60.0), (90.0, 101.5, 250.0), (900.0, 700.0, 1e7)]
        {
            let pool =
                Pool { patience: Patience::Exponential { mean_s: patience_s, balk: 0.03 }, ..pool(load, agents, 1.0) };
            let all = pool.outcomes(Thresholds::within(20.0));
            assert!((share_answered(&pool) - all.answered).abs() < 1e-13, "{load} {agents} {patience_s}");
        }
        assert_eq!(share_answered(&pool(5.0, 0.0, 60.0)), 0.0);
        assert_eq!(share_answered(&pool(0.0, 2.0, 60.0)), 1.0);
    }

    #[test]
    fn balking_contacts_never_queue() {
        let all_balk = Pool { patience: Patience::Exponential { mean_s: 60.0, balk: 1.0 }, ..pool(50.0, 45.0, 60.0) };
        let outcomes = all_balk.outcomes(Thresholds::within(20.0));
        let blocked = super::super::erlang_b::blocking(50.0, 45.0);
        assert!((outcomes.abandoned / blocked - 1.0).abs() < 1e-12);
        assert!((outcomes.abandoned_within / blocked - 1.0).abs() < 1e-12);
        assert_eq!(outcomes.wait_answered_s, 0.0);
    }

    #[test]
    fn more_agents_never_serve_worse_even_by_fractions() {
        let mut last = 0.0;
        for step in 1..2_000 {
            let outcomes = pool(20.0, 0.02 * f64::from(step), 90.0).outcomes(Thresholds::within(20.0));
            assert!(outcomes.answered_within > last, "{step}");
            last = outcomes.answered_within;
        }
    }
}
