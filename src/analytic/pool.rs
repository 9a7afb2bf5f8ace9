//! A pool of like agents in steady state, and the times that a service level is about.

use thiserror::Error;

use super::outcomes::{Outcomes, SteadyState};
use super::{erlang_a, erlang_c, finite_lines};

/// How long contacts are willing to wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Patience {
    /// They wait for ever.
    Infinite,
    /// Exponential, except that some have none at all.
    Exponential {
        /// Mean in seconds, of those who have any.
        mean_s: f64,
        /// Chance of patience exactly zero: gone unless answered at once. Usually 0.
        balk: f64,
    },
}

impl Patience {
    /// Exponential with a mean in seconds; nobody balks.
    pub fn exponential(mean_s: f64) -> Self {
        Patience::Exponential { mean_s, balk: 0.0 }
    }

    /// Rate of giving up, per second.
    pub(crate) fn rate(self) -> f64 {
        match self {
            Patience::Infinite => 0.0,
            Patience::Exponential { mean_s, .. } => 1.0 / mean_s,
        }
    }

    /// Chance of patience zero.
    pub(crate) fn balk(self) -> f64 {
        match self {
            Patience::Infinite => 0.0,
            Patience::Exponential { balk, .. } => balk,
        }
    }
}

/// Poisson arrivals to like agents, exponential handle times, one queue, first come first served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pool {
    /// Arrivals per second, redials included.
    pub arrivals_per_s: f64,
    /// Mean handle time in seconds.
    pub handle_time_s: f64,
    /// Agents; fractions are the continuous extension of the formula.
    pub agents: f64,
    /// Patience while waiting.
    pub patience: Patience,
    /// Most contacts waiting and in service together, if there is a limit. Who finds them all taken is blocked.
    pub lines: Option<u64>,
}

/// The times that tell prompt from late.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// T: answered within this many seconds counts.
    pub within_s: f64,
    /// s: who abandons within this many seconds is a short call.
    pub short_abandon_s: f64,
}

impl Thresholds {
    /// "Within T seconds", short calls being those of 5 seconds.
    pub fn within(within_s: f64) -> Self {
        Thresholds { within_s, short_abandon_s: 5.0 }
    }
}

/// Why a pool makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum PoolError {
    /// Arrivals negative or not finite.
    #[error("arrivals per second are {0}; give a number that is finite and not negative")]
    Arrivals(f64),
    /// Handle time not positive or not finite.
    #[error("the handle time is {0} s; give a finite time above zero")]
    HandleTime(f64),
    /// Agents negative or not finite, or above [`Pool::MOST_AGENTS`].
    #[error("agents are {0}; give a number from 0 to 1000000000")]
    Agents(f64),
    /// Patience not positive or not finite.
    #[error("the mean patience is {0} s; give a finite time above zero, or leave patience out if nobody gives up")]
    Patience(f64),
    /// Balk chance outside 0 to 1.
    #[error("the balk chance is {0}; give a share from 0 to 1")]
    Balk(f64),
    /// Fewer lines than agents, so that some agents could never be busy.
    #[error("there are {lines} lines for {agents} agents; give at least one line an agent")]
    Lines {
        /// Lines asked for.
        lines: u64,
        /// Agents they are to serve.
        agents: f64,
    },
    /// More waiting places than the sums over states can take.
    #[error("there are {0} lines; give at most 10000000 more than agents, or leave the limit out")]
    TooManyLines(u64),
}

impl Pool {
    /// No pool is larger than this.
    pub const MOST_AGENTS: f64 = 1e9;
    /// Most lines beyond the agents.
    pub const MOST_WAITING_PLACES: f64 = 1e7;

    /// Offered load in erlangs: contacts that would be in service if everyone were answered at once.
    pub fn offered_load(&self) -> f64 {
        self.arrivals_per_s * self.handle_time_s
    }

    /// The same pool with another number of agents.
    pub fn with_agents(self, agents: f64) -> Self {
        Pool { agents, ..self }
    }

    /// The same pool with its arrivals multiplied.
    pub fn busier(self, factor: f64) -> Self {
        Pool { arrivals_per_s: self.arrivals_per_s * factor, ..self }
    }

    /// Whether every number of the pool lies where the formulas hold.
    ///
    /// # Errors
    /// The first number that does not.
    pub fn check(&self) -> Result<(), PoolError> {
        let positive = |value: f64| value > 0.0 && value.is_finite();
        if !(self.arrivals_per_s >= 0.0 && self.arrivals_per_s.is_finite()) {
            return Err(PoolError::Arrivals(self.arrivals_per_s));
        }
        if !positive(self.handle_time_s) {
            return Err(PoolError::HandleTime(self.handle_time_s));
        }
        if !(self.agents >= 0.0 && self.agents <= Pool::MOST_AGENTS) {
            return Err(PoolError::Agents(self.agents));
        }
        if let Patience::Exponential { mean_s, balk } = self.patience {
            if !positive(mean_s) {
                return Err(PoolError::Patience(mean_s));
            }
            if !(0.0..=1.0).contains(&balk) {
                return Err(PoolError::Balk(balk));
            }
        }
        match self.lines {
            Some(lines) if (lines as f64) < self.agents => Err(PoolError::Lines { lines, agents: self.agents }),
            Some(lines) if lines as f64 > self.agents + Pool::MOST_WAITING_PLACES => {
                Err(PoolError::TooManyLines(lines))
            }
            _ => Ok(()),
        }
    }

    /// The steady state that an arrival finds, on a number of agents for which the formula is defined: any with unlimited
    /// lines, whole ones with a limit (a fraction is taken down to the whole number below).
    ///
    /// Without patience and lines there is no steady state once the load reaches the agents: everyone waits, and waits
    /// are infinite.
    pub fn steady_state(&self, thresholds: Thresholds) -> SteadyState {
        if self.arrivals_per_s == 0.0 && self.agents > 0.0 {
            return SteadyState::idle();
        }
        match (self.lines, self.patience) {
            (Some(lines), _) => finite_lines::steady_state(self, lines, thresholds),
            (None, Patience::Infinite) => erlang_c::steady_state(self, thresholds),
            (None, Patience::Exponential { .. }) => erlang_a::steady_state(self, thresholds),
        }
    }

    /// What becomes of an arrival. With a limit on lines, a fraction of an agent is interpolated between whole numbers.
    pub fn outcomes(&self, thresholds: Thresholds) -> Outcomes {
        let below = self.agents.floor();
        let part = self.agents - below;
        if self.lines.is_none() || part == 0.0 {
            return self.steady_state(thresholds).outcomes(self.patience.balk());
        }
        let at = |agents: f64| self.with_agents(agents).steady_state(thresholds).outcomes(self.patience.balk());
        let mut mixed = Outcomes::default();
        mixed.add(&at(below), 1.0 - part);
        mixed.add(&at(below + 1.0), part);
        mixed
    }
}
