//! Integrals over the wait in Erlang A by Kummer's series, for pools of up to some thousand agents.
//!
//! With `P_k(z) = z^k / ((s+1) ... (s+k))`, the weight of k waiting, and `F(z) = P_0 + P_1 + ...`, which is Kummer's function
//! M(1, s+1, z) (DLMF 13.2.2, 13.4.1), the integral of g is `F(η) / s`, and from t on `g(t) F(η exp(-t)) / s`: after t the wait
//! starts anew with the pressure that is left. Differences and derivatives of these in s give the other weights, again as series
//! of positive terms, so that nothing cancels. A term takes multiplications and a division where quadrature takes exponentials.

use super::virtual_wait::{Part, UpTo, WaitIntegrals};

/// With more terms than this, quadrature is cheaper.
const MOST_TERMS: f64 = 800.0;
/// F stays below e to this power, and every term within the range of `f64`.
const LARGEST_EXCESS: f64 = 600.0;
/// Terms below this share of their sum are left out.
const NEGLECTED: f64 = 1e-19;
/// What lies before a threshold is taken as the difference between all and the rest only if it is at least this share of all.
const LEAST_DIFFERENCE: f64 = 0.02;

/// Whether the series for these is short.
pub(super) fn is_short(eta: f64, s: f64) -> bool {
    let excess = (eta - s).max(0.0);
    excess < LARGEST_EXCESS && excess + 9.0 * libm::sqrt(eta) < MOST_TERMS
}

/// `s` times the integrals of g and of `exp(-y) g`, where the series [`is_short`]: all that the share answered takes.
pub(super) fn all_and_answered(eta: f64, s: f64) -> Option<(f64, f64)> {
    if !is_short(eta, s) {
        return None;
    }
    let (mut term, mut all, mut answered, mut waiting) = (1.0, 0.0, 0.0, 0.0);
    while term > NEGLECTED * all {
        all += term;
        waiting += 1.0;
        // the division does not wait for the term before
        let served = term * (1.0 / (s + waiting));
        answered += served;
        term = served * eta;
    }
    Some((all, s * answered))
}

/// [`WaitIntegrals`] for η and s of which the series [`is_short`].
pub(super) fn integrals(eta: f64, s: f64, within: f64, short: f64) -> WaitIntegrals {
    let survives = [within, short].map(|time| libm::exp(-time));
    let pressures = survives.map(|survives| eta * survives);
    let (mut term, mut terms_after) = (1.0, [1.0; 2]);
    let (mut all, mut answered, mut abandoned, mut wait, mut wait_answered, mut wait_abandoned) =
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    let (mut answered_after, mut abandoned_after) = ([0.0; 2], [0.0; 2]);
    // sums over j = 1 ..= waiting of 1 / (s + j) and j / (s + j): derivatives of a term's denominator
    let (mut seconds, mut lost) = (0.0, 0.0);
    let mut waiting = 0.0;
    while term > NEGLECTED * all {
        all += term;
        wait += term * seconds;
        waiting += 1.0;
        let inverse = 1.0 / (s + waiting);
        seconds += inverse;
        lost += waiting * inverse;
        let served = term * inverse;
        answered += served;
        abandoned += served * waiting;
        wait_answered += served * seconds;
        wait_abandoned += served * lost;
        for index in 0..2 {
            let served = terms_after[index] * inverse;
            answered_after[index] += served;
            abandoned_after[index] += served * waiting;
            terms_after[index] = served * pressures[index];
        }
        term = served * eta;
    }
    let per_s = 1.0 / s;
    let whole = Sums { answered, abandoned: abandoned * per_s };
    let after = |index: usize| Sums { answered: answered_after[index], abandoned: abandoned_after[index] * per_s };
    let cut = |time: f64, index: usize| Cut::new(eta, s, time, survives[index], &whole, &after(index));
    WaitIntegrals {
        ln_scale: 0.0,
        all: all * per_s,
        answered,
        abandoned: whole.abandoned,
        wait: (all * per_s + wait) * per_s,
        wait_answered,
        wait_abandoned: wait_abandoned * per_s,
        within: cut(within, 0).up_to(),
        abandoned_short: cut(short, 1).abandoned(),
    }
}

/// Integrals of `exp(-y) g` and of `(1 - exp(-y)) g`.
struct Sums {
    answered: f64,
    abandoned: f64,
}

impl Sums {
    fn all(&self) -> f64 {
        self.answered + self.abandoned
    }
}

/// A time from the start of the wait, and the integrals on its two sides.
struct Cut<'s> {
    eta: f64,
    s: f64,
    time: f64,
    whole: &'s Sums,
    /// Of waits beyond the time: all, answered, and those who give up beyond it.
    after: [f64; 3],
}

impl<'s> Cut<'s> {
    /// `rest` has the integrals at the pressure that is left after the time, for a wait that starts there.
    fn new(eta: f64, s: f64, time: f64, survives: f64, whole: &'s Sums, rest: &Sums) -> Self {
        let density = libm::exp(-eta * libm::expm1(-time) - s * time);
        let answered = survives * density * rest.answered;
        let after = [density * rest.all(), answered, survives * density * rest.abandoned];
        Cut { eta, s, time, whole, after }
    }

    fn up_to(&self) -> UpTo {
        let [all_after, answered_after, _] = self.after;
        let all = self.whole.all() - all_after;
        let answered = self.whole.answered - answered_after;
        if is_kept(all, self.whole.all()) && is_kept(answered, self.whole.answered) {
            return UpTo { all, answered, abandoned: self.abandoned() };
        }
        let [all, answered, abandoned] = self.before();
        UpTo { all, answered, abandoned: abandoned + self.gives_up_by() * all_after }
    }

    /// Who gives up by the time, whether the wait would have lasted longer or not.
    fn abandoned(&self) -> f64 {
        let [all_after, _, abandoned_after] = self.after;
        let abandoned = self.whole.abandoned - abandoned_after;
        if is_kept(abandoned, self.whole.abandoned) {
            return abandoned;
        }
        self.before()[2] + self.gives_up_by() * all_after
    }

    fn gives_up_by(&self) -> f64 {
        -libm::expm1(-self.time)
    }

    /// Of 1, `exp(-y)` and `1 - exp(-y)` before the time, by quadrature.
    fn before(&self) -> [f64; 3] {
        let part = Part::new(self.eta, self.s, 0.0, self.time);
        let [all, answered, abandoned, ..] = part.sums;
        let scale = libm::exp(part.ln_scale);
        [scale * all, scale * answered, scale * abandoned]
    }
}

/// Whether a difference from a whole keeps its digits.
fn is_kept(difference: f64, whole: f64) -> bool {
    difference >= LEAST_DIFFERENCE * whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logarithms(of: &WaitIntegrals) -> [f64; 10] {
        let UpTo { all, answered, abandoned } = of.within;
        [
            of.all,
            of.answered,
            of.abandoned,
            of.wait,
            of.wait_answered,
            of.wait_abandoned,
            all,
            answered,
            abandoned,
            of.abandoned_short,
        ]
        .map(|value| libm::log(value) + of.ln_scale)
    }

    #[test]
    fn series_and_quadrature_agree_from_a_hundredth_of_an_agent_to_thousands() {
        let mut compared = 0;
        for s in [1e-3, 0.04, 0.7, 3.0, 26.5, 180.0, 900.0, 7_000.0] {
            for ratio in [0.0, 1e-3, 0.4, 0.9, 1.0, 1.07, 1.6, 30.0] {
                for (within, short) in [(0.2, 0.05), (0.002, 0.03), (3.0, 1e-6), (40.0, 0.5)] {
                    let eta = s * ratio;
                    if !is_short(eta, s) {
                        continue;
                    }
                    let by_series = logarithms(&integrals(eta, s, within, short));
                    let by_quadrature = logarithms(&WaitIntegrals::by_quadrature(eta, s, within, short));
                    for (number, (series, quadrature)) in by_series.into_iter().zip(by_quadrature).enumerate() {
                        let differ = (series - quadrature).abs() / (1.0 + 0.01 * quadrature.abs());
                        assert!(differ < 2e-13, "{s} {ratio} {within} {short} {number}: {series} {quadrature}");
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 2_000, "{compared}");
    }
}
