//! What becomes of an arrival: shares and seconds that can be averaged over rates, agents and intervals.

/// Means over all arrivals, blocked ones included. Everything here may be added with weights in proportion to arrivals;
/// ratios are formed afterwards ([`super::Measures`]).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcomes {
    /// Share answered at once.
    pub immediate: f64,
    /// Share that finds every agent busy and is not blocked; who balks is among them.
    pub waits: f64,
    /// Share blocked.
    pub blocked: f64,
    /// Share answered.
    pub answered: f64,
    /// Share answered within T, those at once included.
    pub answered_within: f64,
    /// Share that abandons.
    pub abandoned: f64,
    /// Share that abandons within T.
    pub abandoned_within: f64,
    /// Share that abandons within the short time s.
    pub abandoned_short: f64,
    /// Seconds waited by the answered, per arrival; infinite without a steady state.
    pub wait_answered_s: f64,
    /// Seconds waited by those who abandon, per arrival.
    pub wait_abandoned_s: f64,
    /// Share that would be answered within T if it were patient without end.
    pub virtual_within: f64,
    /// Seconds that an endlessly patient contact would wait, times the share not blocked.
    pub virtual_wait_s: f64,
}

impl Outcomes {
    /// Adds another mean with a weight.
    pub fn add(&mut self, other: &Outcomes, weight: f64) {
        self.immediate += weight * other.immediate;
        self.waits += weight * other.waits;
        self.blocked += weight * other.blocked;
        self.answered += weight * other.answered;
        self.answered_within += weight * other.answered_within;
        self.abandoned += weight * other.abandoned;
        self.abandoned_within += weight * other.abandoned_within;
        self.abandoned_short += weight * other.abandoned_short;
        self.wait_answered_s += weight * other.wait_answered_s;
        self.wait_abandoned_s += weight * other.wait_abandoned_s;
        self.virtual_within += weight * other.virtual_within;
        self.virtual_wait_s += weight * other.virtual_wait_s;
    }
}

/// Means over those who find every agent busy, are not blocked and do not balk.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Waiting {
    /// Share answered in the end.
    pub answered: f64,
    /// Share answered within T.
    pub answered_within: f64,
    /// Share that abandons.
    pub abandoned: f64,
    /// Share that abandons within T.
    pub abandoned_within: f64,
    /// Share that abandons within the short time.
    pub abandoned_short: f64,
    /// Seconds waited by the answered, per waiting contact.
    pub wait_answered_s: f64,
    /// Seconds waited by those who abandon, per waiting contact.
    pub wait_abandoned_s: f64,
    /// Share whose virtual wait is within T.
    pub virtual_within: f64,
    /// Mean virtual wait in seconds.
    pub virtual_wait_s: f64,
}

/// The steady state that an arrival finds. Logarithms, because a million agents make chances far below the range of `f64`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SteadyState {
    /// Natural logarithm of the chance of an answer at once.
    pub ln_immediate: f64,
    /// Natural logarithm of the chance of finding every agent busy and not being blocked.
    pub ln_waits: f64,
    /// Natural logarithm of the chance of being blocked.
    pub ln_blocked: f64,
    /// What becomes of those who wait.
    pub waiting: Waiting,
}

impl SteadyState {
    /// From the logarithms of any common multiple of the three chances.
    pub(crate) fn from_odds(ln_immediate: f64, ln_waits: f64, ln_blocked: f64, waiting: Waiting) -> Self {
        let top = ln_immediate.max(ln_waits).max(ln_blocked);
        let total =
            top + libm::log(libm::exp(ln_immediate - top) + libm::exp(ln_waits - top) + libm::exp(ln_blocked - top));
        SteadyState {
            ln_immediate: ln_immediate - total,
            ln_waits: ln_waits - total,
            ln_blocked: ln_blocked - total,
            waiting,
        }
    }

    /// Nobody calls; whoever did would be answered at once.
    pub(crate) fn idle() -> Self {
        SteadyState {
            ln_immediate: 0.0,
            ln_waits: f64::NEG_INFINITY,
            ln_blocked: f64::NEG_INFINITY,
            waiting: Waiting::default(),
        }
    }

    /// Means over all arrivals, given the chance of patience zero. Shares below 1e-308 become 0.
    pub fn outcomes(&self, balk: f64) -> Outcomes {
        let immediate = libm::exp(self.ln_immediate);
        let waits = libm::exp(self.ln_waits);
        let balks = waits * balk;
        let stays = waits * (1.0 - balk);
        let of = |mean: f64| if stays == 0.0 { 0.0 } else { stays * mean };
        let waiting = &self.waiting;
        Outcomes {
            immediate,
            waits,
            blocked: libm::exp(self.ln_blocked),
            answered: immediate + of(waiting.answered),
            answered_within: immediate + of(waiting.answered_within),
            abandoned: balks + of(waiting.abandoned),
            abandoned_within: balks + of(waiting.abandoned_within),
            abandoned_short: balks + of(waiting.abandoned_short),
            wait_answered_s: of(waiting.wait_answered_s),
            wait_abandoned_s: of(waiting.wait_abandoned_s),
            virtual_within: immediate + waits * waiting.virtual_within,
            virtual_wait_s: if waits == 0.0 { 0.0 } else { waits * waiting.virtual_wait_s },
        }
    }

    /// Decimal logarithm of the chance of finding every agent busy and not being blocked.
    pub fn log10_p_wait(&self) -> f64 {
        self.ln_waits * std::f64::consts::LOG10_E
    }

    /// Decimal logarithm of the chance of an answer at once.
    pub fn log10_p_immediate(&self) -> f64 {
        self.ln_immediate * std::f64::consts::LOG10_E
    }

    /// Decimal logarithm of the chance of being blocked.
    pub fn log10_p_blocked(&self) -> f64 {
        self.ln_blocked * std::f64::consts::LOG10_E
    }
}
