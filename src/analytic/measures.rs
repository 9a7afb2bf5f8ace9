//! The ratios that people read, from [`Outcomes`].

use crate::scenario::model::ServiceLevelDefinition;

use super::{Outcomes, Pool, Thresholds};

/// Measures of a pool in steady state. A ratio without a denominator, and a mean that is infinite, is `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Agents.
    pub agents: f64,
    /// Offered load in erlangs.
    pub offered_load: f64,
    /// Share of arrivals that find every agent busy and are not blocked.
    pub p_wait: f64,
    /// Share of arrivals that are blocked.
    pub p_blocked: f64,
    /// Share of arrivals that abandon.
    pub p_abandon: f64,
    /// Mean wait in seconds of those not blocked, the answered and the abandoned.
    pub mean_wait_s: Option<f64>,
    /// Average speed of answer: mean wait in seconds of the answered, those answered at once included.
    pub asa_s: Option<f64>,
    /// Share of the agents' time that is spent on contacts; 1 where no steady state exists.
    pub occupancy: Option<f64>,
    /// Mean number of contacts waiting.
    pub mean_queue: Option<f64>,
    /// Service levels in the order of [`ServiceLevelDefinition::ALL`]. Blocked contacts are outside all of them.
    pub service_levels: [Option<f64>; 5],
}

impl Measures {
    /// The measures of a pool.
    pub fn of(pool: &Pool, thresholds: Thresholds) -> Self {
        Measures::new(pool, &pool.outcomes(thresholds))
    }

    /// Ratios from means over arrivals: `pool` gives the mean rate of arrivals, the handle time and the agents.
    pub fn new(pool: &Pool, outcomes: &Outcomes) -> Self {
        let offered_load = pool.offered_load();
        let waited_s = outcomes.wait_answered_s + outcomes.wait_abandoned_s;
        Measures {
            agents: pool.agents,
            offered_load,
            p_wait: outcomes.waits,
            p_blocked: outcomes.blocked,
            p_abandon: outcomes.abandoned,
            mean_wait_s: ratio(waited_s, outcomes.answered + outcomes.abandoned),
            asa_s: ratio(outcomes.wait_answered_s, outcomes.answered),
            occupancy: ratio(offered_load * outcomes.answered, pool.agents).map(|share| share.min(1.0)),
            mean_queue: Some(pool.arrivals_per_s * waited_s).filter(|queue| queue.is_finite()),
            service_levels: ServiceLevelDefinition::ALL.map(|definition| service_level(definition, outcomes)),
        }
    }

    /// The service level of a definition.
    pub fn service_level(&self, definition: ServiceLevelDefinition) -> Option<f64> {
        let position = ServiceLevelDefinition::ALL.iter().position(|other| *other == definition);
        self.service_levels[position.expect("ALL holds every definition")]
    }
}

fn service_level(definition: ServiceLevelDefinition, outcomes: &Outcomes) -> Option<f64> {
    let Outcomes { answered, answered_within, abandoned, abandoned_within, abandoned_short, .. } = *outcomes;
    let (met, of) = match definition {
        ServiceLevelDefinition::Answered => (answered_within, answered),
        ServiceLevelDefinition::Offered => (answered_within, answered + abandoned),
        ServiceLevelDefinition::ExcludingShortAbandons => (answered_within, answered + abandoned - abandoned_within),
        ServiceLevelDefinition::CountingShortAbandons => (answered_within + abandoned_within, answered + abandoned),
        ServiceLevelDefinition::DroppingShortCalls => (answered_within, answered + abandoned - abandoned_short),
    };
    ratio(met, of).map(|share| share.min(1.0))
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    Some(part / whole).filter(|quotient| quotient.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::Patience;

    #[test]
    fn an_overloaded_pool_without_patience_says_so() {
        let pool =
            Pool { arrivals_per_s: 1.0, handle_time_s: 60.0, agents: 50.0, patience: Patience::Infinite, lines: None };
        let measures = Measures::of(&pool, Thresholds::within(20.0));
        assert_eq!((measures.p_wait, measures.occupancy), (1.0, Some(1.0)));
        assert_eq!((measures.asa_s, measures.mean_wait_s, measures.mean_queue), (None, None, None));
        assert_eq!(measures.service_level(ServiceLevelDefinition::Offered), Some(0.0));
    }

    #[test]
    fn without_agents_everyone_abandons_and_ratios_of_nothing_are_absent() {
        let pool = Pool {
            arrivals_per_s: 1.0,
            handle_time_s: 60.0,
            agents: 0.0,
            patience: Patience::exponential(90.0),
            lines: None,
        };
        let measures = Measures::of(&pool, Thresholds::within(20.0));
        assert_eq!((measures.p_abandon, measures.mean_wait_s), (1.0, Some(90.0)));
        assert_eq!((measures.asa_s, measures.occupancy), (None, None));
        assert_eq!(measures.service_level(ServiceLevelDefinition::Answered), None);
        assert_eq!(measures.service_level(ServiceLevelDefinition::Offered), Some(0.0));
    }

    #[test]
    fn nobody_calling_is_served_perfectly() {
        let pool = Pool {
            arrivals_per_s: 0.0,
            handle_time_s: 60.0,
            agents: 3.0,
            patience: Patience::exponential(90.0),
            lines: Some(5),
        };
        let measures = Measures::of(&pool, Thresholds::within(20.0));
        assert_eq!(measures.service_levels, [Some(1.0); 5]);
        assert_eq!((measures.occupancy, measures.mean_queue, measures.p_abandon), (Some(0.0), Some(0.0), 0.0));
    }
}
