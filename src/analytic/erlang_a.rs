//! Erlang A: agents, an endless queue, exponential patience (M/M/n+M).
//!
//! With arrivals λ, handling rate μ, rate of giving up θ, c = nμ, η = λ/θ and s = c/θ, the wait of an endlessly patient
//! contact that finds all agents busy has, in units of the mean patience, the density
//! `g(y) = exp(η (1 - exp(-y)) - s y)` up to a constant; the states with all agents busy weigh `S = s * integral of g`
//! against L for those with a free one ([`super::erlang_b`]). Its own patience outlasts y with chance `exp(-y)`, so every
//! measure is an integral of g times a simple weight, exactly, for every real n: Palm 1957; Mandelbaum & Zeltyn 2007, "Service
//! engineering in action: the Palm/Erlang-A queue", doi:10.1007/978-3-540-29860-1_2. Where a share b balks, λ is reduced
//! to (1 - b)λ in g.

use super::erlang_b::ln_free_weight;
use super::outcomes::{SteadyState, Waiting};
use super::pool::{Patience, Pool, Thresholds};
use super::quadrature::{Density, Side, integrate};

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
    let cuts = [0.0, within.min(short), within.max(short), f64::INFINITY];
    let parts: [Part; 3] = std::array::from_fn(|index| Part::new(eta, s, cuts[index], cuts[index + 1]));
    let top = parts.iter().fold(f64::NEG_INFINITY, |top, part| top.max(part.ln_scale));
    let sums_of = |chosen: &[Part]| {
        let mut sums = [0.0; 6];
        for part in chosen {
            let scale = libm::exp(part.ln_scale - top);
            for (sum, value) in sums.iter_mut().zip(part.sums) {
                *sum += scale * value;
            }
        }
        sums
    };
    let split = |time: f64| {
        let upto = if time == cuts[2] { 2 } else { 1 };
        (sums_of(&parts[..upto]), sums_of(&parts[upto..]))
    };

    let [all, answered, abandoned, wait, wait_answered, wait_abandoned] = sums_of(&parts);
    let ([before, answered_before, abandoned_before, ..], [after, ..]) = split(within);
    let ([_, _, abandoned_before_short, ..], [after_short, ..]) = split(short);
    let gives_up_by = |time: f64| -libm::expm1(-time);
    SteadyState::from_odds(
        ln_free_weight(pool.offered_load(), pool.agents),
        libm::log(s) + top + libm::log(all),
        f64::NEG_INFINITY,
        Waiting {
            answered: answered / all,
            answered_within: answered_before / all,
            abandoned: abandoned / all,
            abandoned_within: (abandoned_before + gives_up_by(within) * after) / all,
            abandoned_short: (abandoned_before_short + gives_up_by(short) * after_short) / all,
            wait_answered_s: mean_s * wait_answered / all,
            wait_abandoned_s: mean_s * wait_abandoned / all,
            virtual_within: before / all,
            virtual_wait_s: mean_s * wait / all,
        },
    )
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

/// Integrals of g over one stretch, relative to its largest value there.
struct Part {
    ln_scale: f64,
    /// Of 1, `exp(-y)`, `1 - exp(-y)`, y, `y exp(-y)` and `1 - exp(-y) - y exp(-y)`.
    sums: [f64; 6],
}

impl Part {
    fn new(eta: f64, s: f64, low: f64, high: f64) -> Self {
        if low == high {
            return Part { ln_scale: f64::NEG_INFINITY, sums: [0.0; 6] };
        }
        let density = VirtualWait::new(eta, s, low, high);
        let survives_reference = libm::exp(-density.reference);
        let gives_up_by_reference = -libm::expm1(-density.reference);
        let sums = integrate(&density, (low, high), |y, fades| {
            let survives = survives_reference * (1.0 + fades);
            let gives_up = gives_up_by_reference - survives_reference * fades;
            [1.0, survives, gives_up, y, y * survives, waits_before_giving_up(y, survives, gives_up)]
        });
        Part { ln_scale: density.ln_at_reference(), sums }
    }
}

/// `1 - exp(-y) - y exp(-y)`, the mean of the patience where it ends before y; by its series when terms would cancel.
fn waits_before_giving_up(y: f64, survives: f64, gives_up: f64) -> f64 {
    if y > 0.1 {
        return gives_up - y * survives;
    }
    let (mut term, mut sum, mut order) = (0.5 * y * y, 0.0, 2.0);
    while term > sum * 1e-18 {
        sum += term;
        order += 1.0;
        term *= y / order;
    }
    sum * survives
}

/// g on a stretch, with the highest point there as its reference.
struct VirtualWait {
    s: f64,
    eta: f64,
    reference: f64,
    /// `η exp(-reference)`.
    pressure: f64,
}

impl VirtualWait {
    fn new(eta: f64, s: f64, low: f64, high: f64) -> Self {
        let peak = if eta > s { libm::log(eta / s) } else { 0.0 };
        let reference = peak.clamp(low, high);
        VirtualWait { s, eta, reference, pressure: eta * libm::exp(-reference) }
    }

    fn ln_at_reference(&self) -> f64 {
        -self.eta * libm::expm1(-self.reference) - self.s * self.reference
    }
}

impl Density for VirtualWait {
    fn reference(&self) -> f64 {
        self.reference
    }

    /// The by-product is `exp(-(y - reference)) - 1`.
    fn log_ratio(&self, y: f64) -> (f64, f64) {
        let step = y - self.reference;
        let fades = libm::expm1(-step);
        (-self.pressure * fades - self.s * step, fades)
    }

    fn steepness(&self, y: f64) -> (f64, f64) {
        let pressure = self.eta * libm::exp(-y);
        ((pressure - self.s).abs(), pressure)
    }

    fn longest_panel(&self, y: f64, curvature: f64, side: Side) -> f64 {
        match side {
            // Curvature grows by a factor e over a unit to the left.
            Side::Left => 1.5,
            // The weights change over a unit of y until exp(-y) no longer matters.
            Side::Right if y > 48.0 && curvature < 1e-19 => f64::INFINITY,
            Side::Right => 3.0,
        }
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
