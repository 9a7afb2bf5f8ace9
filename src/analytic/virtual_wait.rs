//! The wait of an endlessly patient contact that finds all agents of an Erlang A pool busy: integrals of its density.
//!
//! In units of the mean patience the density is `g(y) = exp(η (1 - exp(-y)) - s y)` up to a constant ([`super::erlang_a`]).

use super::quadrature::{Density, Side, integrate};
use super::wait_series;

/// Integrals of g over all waits, each times `exp(-ln_scale)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WaitIntegrals {
    pub(super) ln_scale: f64,
    /// Of 1.
    pub(super) all: f64,
    /// Of `exp(-y)`.
    pub(super) answered: f64,
    /// Of `1 - exp(-y)`.
    pub(super) abandoned: f64,
    /// Of y.
    pub(super) wait: f64,
    /// Of `y exp(-y)`.
    pub(super) wait_answered: f64,
    /// Of `1 - exp(-y) - y exp(-y)`.
    pub(super) wait_abandoned: f64,
    /// Up to the threshold T.
    pub(super) within: UpTo,
    /// Of `1 - exp(-min(y, t))` for the short time t: who gives up by it.
    pub(super) abandoned_short: f64,
}

/// Integrals of g that belong to a time t from the start of the wait.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct UpTo {
    /// Of 1, to t.
    pub(super) all: f64,
    /// Of `exp(-y)`, to t.
    pub(super) answered: f64,
    /// Of `1 - exp(-min(y, t))`, over all waits: who gives up by t.
    pub(super) abandoned: f64,
}

impl WaitIntegrals {
    /// For η and s, both above 0 (η may be 0), with T and the short time in units of the mean patience: by series where that
    /// is cheap, else by quadrature.
    pub(super) fn new(eta: f64, s: f64, within: f64, short: f64) -> Self {
        match wait_series::is_short(eta, s) {
            true => wait_series::integrals(eta, s, within, short),
            false => WaitIntegrals::by_quadrature(eta, s, within, short),
        }
    }

    /// Panels on three stretches; the cost hardly depends on η and s.
    pub(super) fn by_quadrature(eta: f64, s: f64, within: f64, short: f64) -> Self {
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
        let up_to = |time: f64| {
            let before = if time == cuts[2] { 2 } else { 1 };
            let ([all, answered, abandoned, ..], [after, ..]) = (sums_of(&parts[..before]), sums_of(&parts[before..]));
            UpTo { all, answered, abandoned: abandoned - libm::expm1(-time) * after }
        };
        let [all, answered, abandoned, wait, wait_answered, wait_abandoned] = sums_of(&parts);
        WaitIntegrals {
            ln_scale: top,
            all,
            answered,
            abandoned,
            wait,
            wait_answered,
            wait_abandoned,
            within: up_to(within),
            abandoned_short: up_to(short).abandoned,
        }
    }
}

/// Integrals of g over one stretch, relative to its largest value there.
pub(super) struct Part {
    pub(super) ln_scale: f64,
    /// Of 1, `exp(-y)`, `1 - exp(-y)`, y, `y exp(-y)` and `1 - exp(-y) - y exp(-y)`.
    pub(super) sums: [f64; 6],
}

impl Part {
    pub(super) fn new(eta: f64, s: f64, low: f64, high: f64) -> Self {
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
