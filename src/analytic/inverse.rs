//! The formulas turned round: how many agents a goal takes.

use crate::scenario::model::ServiceLevelDefinition;

use super::{Measures, Mixture, Outcomes, Pool, Thresholds};

/// What the agents are to achieve. Shares lie strictly between 0 and 1, times are above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// At least this service level; blocked contacts are outside it.
    ServiceLevel {
        /// Which ratio.
        definition: ServiceLevelDefinition,
        /// The least share.
        at_least: f64,
    },
    /// At least this share of arrivals would be answered within T if they were patient without end.
    VirtualServiceLevel {
        /// The least share.
        at_least: f64,
    },
    /// Mean wait of the answered, in seconds, at most this.
    AverageSpeedOfAnswer {
        /// The longest mean wait in seconds.
        at_most_s: f64,
    },
    /// Mean wait of the answered and the abandoned, in seconds, at most this.
    MeanWait {
        /// The longest mean wait in seconds.
        at_most_s: f64,
    },
    /// Share of arrivals that wait, at most this.
    ChanceOfWaiting {
        /// The greatest share.
        at_most: f64,
    },
    /// Share of those not blocked that abandon, at most this.
    Abandonment {
        /// The greatest share.
        at_most: f64,
    },
    /// Share of arrivals that are blocked, at most this.
    Blocking {
        /// The greatest share.
        at_most: f64,
    },
    /// Occupancy of the agents, at most this.
    Occupancy {
        /// The greatest share.
        at_most: f64,
    },
}

impl Goal {
    /// How far the goal is passed: at least 0 when it is met, within [-1, 1]. `pool` and `outcomes` as for
    /// [`Measures::new`].
    pub fn slack(&self, pool: &Pool, outcomes: &Outcomes) -> f64 {
        let measures = Measures::new(pool, outcomes);
        let at_least = |value: Option<f64>, bound: f64| value.map_or(-1.0, |value| value - bound);
        // A time may be infinite: compare by a ratio that stays finite.
        let at_most = |value: Option<f64>, bound: f64| match value {
            Some(value) if value > 0.0 || bound > 0.0 => (bound - value) / (bound + value),
            Some(_) => 0.0,
            None => -1.0,
        };
        match *self {
            Goal::ServiceLevel { definition, at_least: bound } => at_least(measures.service_level(definition), bound),
            Goal::VirtualServiceLevel { at_least: bound } => at_least(Some(outcomes.virtual_within), bound),
            Goal::AverageSpeedOfAnswer { at_most_s } => at_most(measures.asa_s, at_most_s),
            Goal::MeanWait { at_most_s } => at_most(measures.mean_wait_s, at_most_s),
            Goal::ChanceOfWaiting { at_most: bound } => at_most(Some(outcomes.waits), bound),
            Goal::Abandonment { at_most: bound } => {
                let entered = outcomes.answered + outcomes.abandoned;
                at_most(Some(outcomes.abandoned / entered).filter(|share| share.is_finite()), bound)
            }
            Goal::Blocking { at_most: bound } => at_most(Some(outcomes.blocked), bound),
            Goal::Occupancy { at_most: bound } => at_most(measures.occupancy, bound),
        }
    }
}

/// Least whole number of agents that meets a goal, or nothing if no number up to [`Pool::MOST_AGENTS`] (or the pool's
/// lines) does. `pool.agents` is not used; `busyness` multiplies the rate ([`Mixture::certain`] for none).
///
/// With a limit on lines, shares of arrivals are not always monotone in the agents; the number found then meets the goal
/// and the number below does not, but a smaller one might.
pub fn least_agents(pool: &Pool, busyness: &Mixture, goal: Goal, thresholds: Thresholds) -> Option<u64> {
    if pool.arrivals_per_s == 0.0 {
        return Some(0);
    }
    let search = Search { pool, busyness, goal, thresholds };
    // The fraction is within a whole number of the answer except where rounding decides: settle that on whole numbers.
    let mut agents = (search.fraction()? - 1e-6).ceil().max(1.0);
    while search.slack(agents) < 0.0 {
        if agents >= search.most() {
            return None;
        }
        agents += 1.0;
    }
    while agents > 1.0 && search.slack(agents - 1.0) >= 0.0 {
        agents -= 1.0;
    }
    Some(agents as u64)
}

/// The number of agents, as a fraction, at which a goal is just met; otherwise as [`least_agents`]. Right to about 1e-9
/// of itself.
pub fn agents_needed(pool: &Pool, busyness: &Mixture, goal: Goal, thresholds: Thresholds) -> Option<f64> {
    if pool.arrivals_per_s == 0.0 {
        return Some(0.0);
    }
    Search { pool, busyness, goal, thresholds }.fraction()
}

struct Search<'a> {
    pool: &'a Pool,
    busyness: &'a Mixture,
    goal: Goal,
    thresholds: Thresholds,
}

impl Search<'_> {
    fn most(&self) -> f64 {
        self.pool.lines.map_or(Pool::MOST_AGENTS, |lines| lines as f64)
    }

    fn slack(&self, agents: f64) -> f64 {
        let pool = self.pool.with_agents(agents);
        self.goal.slack(&pool.busier(self.busyness.mean()), &self.busyness.outcomes(&pool, self.thresholds))
    }

    fn fraction(&self) -> Option<f64> {
        let load = self.pool.offered_load() * self.busyness.mean();
        let step = libm::sqrt(load) + 1.0;
        // Square-root staffing is near the answer for most goals.
        let start = (load + 0.5 * step).min(self.most());
        let mut known = (start, self.slack(start));
        let mut stride = step;
        if known.1 >= 0.0 {
            loop {
                let below = (known.0 - stride).max(0.0);
                // Nobody on duty meets no goal, whatever ratios of nothing would say.
                let slack = if below == 0.0 { -1.0 } else { self.slack(below) };
                if slack < 0.0 {
                    return Some(self.between((below, slack), known));
                }
                known = (below, slack);
                stride *= 2.0;
            }
        }
        loop {
            if known.0 >= self.most() {
                return None;
            }
            let above = (known.0 + stride).min(self.most());
            let slack = self.slack(above);
            if slack >= 0.0 {
                return Some(self.between(known, (above, slack)));
            }
            known = (above, slack);
            stride *= 2.0;
        }
    }

    /// Root between a point that misses the goal and one that meets it, by inverse quadratic interpolation safeguarded
    /// with bisection (Chandrupatla 1997, doi:10.1016/s0965-9978(96)00051-8). Gives a point that meets it.
    fn between(&self, (low, low_slack): (f64, f64), (high, high_slack): (f64, f64)) -> f64 {
        let (mut a, mut fa) = (high, high_slack);
        let (mut b, mut fb) = (low, low_slack);
        let mut part = 0.5;
        for _ in 0..200 {
            let x = a + part * (b - a);
            let fx = self.slack(x);
            let (c, fc) = if (fx >= 0.0) == (fa >= 0.0) { (a, fa) } else { (b, fb) };
            if (fx >= 0.0) != (fa >= 0.0) {
                (b, fb) = (a, fa);
            }
            (a, fa) = (x, fx);
            let tolerance = 5e-10 * (a.abs().max(b.abs()) + 0.1);
            if (b - a).abs() <= 2.0 * tolerance || fa == 0.0 {
                break;
            }
            let xi = (a - b) / (c - b);
            let phi = (fa - fb) / (fc - fb);
            let inverse_quadratic = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
            part = if inverse_quadratic {
                fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            } else {
                0.5
            };
            let least = tolerance / (b - a).abs();
            part = part.clamp(least, 1.0 - least);
        }
        if fa >= 0.0 { a } else { b }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::Patience;

    fn pool(load: f64) -> Pool {
        Pool {
            arrivals_per_s: load / 240.0,
            handle_time_s: 240.0,
            agents: 0.0,
            patience: Patience::exponential(90.0),
            lines: None,
        }
    }

    fn eighty(definition: ServiceLevelDefinition) -> Goal {
        Goal::ServiceLevel { definition, at_least: 0.8 }
    }

    #[test]
    fn fractions_meet_the_goal_exactly_and_grow_with_the_load() {
        let thresholds = Thresholds::within(20.0);
        for definition in ServiceLevelDefinition::ALL {
            let mut last = 0.0;
            for load in [0.01, 0.5, 3.0, 26.0, 400.0, 30_000.0] {
                let pool = pool(load);
                let agents =
                    agents_needed(&pool, &Mixture::certain(), eighty(definition), thresholds).expect("reachable");
                let pool = pool.with_agents(agents);
                let met = Measures::of(&pool, thresholds).service_level(definition).expect("somebody is answered");
                assert!((met - 0.8).abs() < 1e-7 || agents < 1e-6, "{definition:?} {load} {agents} {met}");
                assert!(agents >= last, "{definition:?} {load} {agents} {last}");
                last = agents;
            }
        }
    }

    #[test]
    fn busy_days_need_more_agents() {
        let goal = eighty(ServiceLevelDefinition::Offered);
        let thresholds = Thresholds::within(20.0);
        let steady = agents_needed(&pool(100.0), &Mixture::certain(), goal, thresholds).expect("reachable");
        let unsteady = agents_needed(&pool(100.0), &Mixture::gamma(0.2, 24), goal, thresholds).expect("reachable");
        assert!(unsteady > steady + 5.0, "{unsteady} {steady}");
    }

    #[test]
    fn impossible_goals_are_reported() {
        let lines = Pool { lines: Some(50), ..pool(100.0) };
        let goal = Goal::Blocking { at_most: 0.01 };
        assert_eq!(least_agents(&lines, &Mixture::certain(), goal, Thresholds::within(20.0)), None);
        assert_eq!(least_agents(&pool(0.0), &Mixture::certain(), goal, Thresholds::within(20.0)), Some(0));
    }
}
