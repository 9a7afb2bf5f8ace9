//! The ratios that describe service, each defined once as a ratio of integer sums.

use crate::engine::{Cell, GroupCell, TICKS_PER_SECOND};
use crate::scenario::model::ServiceLevelDefinition;

/// What one replication counted in a [`Scope`](super::Scope).
#[derive(Debug, Clone, Copy, Default)]
pub struct ScopeTotals {
    /// Contacts.
    pub cell: Cell,
    /// Numerator and denominator of the service level by each channel's own definition, summed over the channels.
    pub target: (u64, u64),
    /// Time of the groups that take the scope's streams.
    pub time: GroupCell,
}

/// A ratio of sums over replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A service level by the named definition, at each channel's own threshold.
    ServiceLevel(ServiceLevelDefinition),
    /// The service level by each channel's own definition, at its own threshold.
    OwnServiceLevel,
    /// Abandoned over answered plus abandoned.
    Abandonment,
    /// Blocked over all who reached people.
    Blocking,
    /// Seconds that the answered waited, over answered.
    AverageSpeedOfAnswer,
    /// Seconds that the answered and the abandoned waited, over both.
    MeanWait,
    /// Seconds of talk and after-contact work, over answered.
    AverageHandleTime,
    /// Time with a contact in hand over staffed time: on duty, or finishing a contact after going off duty.
    Occupancy,
    /// Contained over bot handled.
    Containment,
    /// Modelled satisfaction.
    Satisfaction,
    /// Attempts handled by people or contained by the bot, over all attempts (fresh, redials, repeats).
    AttemptsServed,
    /// Orders handled at least once, over fresh contacts.
    CustomersServed,
}

impl Measure {
    /// Number of measures.
    pub const COUNT: usize = 16;

    /// All of them.
    pub const ALL: [Measure; Measure::COUNT] = [
        Measure::ServiceLevel(ServiceLevelDefinition::Answered),
        Measure::ServiceLevel(ServiceLevelDefinition::Offered),
        Measure::ServiceLevel(ServiceLevelDefinition::ExcludingShortAbandons),
        Measure::ServiceLevel(ServiceLevelDefinition::CountingShortAbandons),
        Measure::ServiceLevel(ServiceLevelDefinition::DroppingShortCalls),
        Measure::OwnServiceLevel,
        Measure::Abandonment,
        Measure::Blocking,
        Measure::AverageSpeedOfAnswer,
        Measure::MeanWait,
        Measure::AverageHandleTime,
        Measure::Occupancy,
        Measure::Containment,
        Measure::Satisfaction,
        Measure::AttemptsServed,
        Measure::CustomersServed,
    ];

    /// Position in [`Measure::ALL`].
    pub fn index(self) -> usize {
        Measure::ALL.iter().position(|measure| *measure == self).expect("ALL lists every measure")
    }

    /// Numerator and denominator, before [`Measure::scale`].
    pub fn terms(self, totals: &ScopeTotals) -> (u64, u64) {
        let cell = &totals.cell;
        match self {
            Measure::ServiceLevel(definition) => definition.ratio(cell.service_counts()),
            Measure::OwnServiceLevel => totals.target,
            Measure::Abandonment => (cell.abandoned, cell.answered + cell.abandoned),
            Measure::Blocking => (cell.blocked, cell.offered_to_people()),
            Measure::AverageSpeedOfAnswer => (cell.wait_answered, cell.answered),
            Measure::MeanWait => (cell.wait_answered + cell.wait_abandoned, cell.answered + cell.abandoned),
            Measure::AverageHandleTime => (cell.handle, cell.answered),
            Measure::Occupancy => (totals.time.busy, totals.time.staffed()),
            Measure::Containment => (cell.contained, cell.bot_handled),
            Measure::Satisfaction => (cell.satisfaction, cell.satisfaction_count()),
            Measure::AttemptsServed => (cell.handled(), cell.offered()),
            Measure::CustomersServed => (cell.orders_served, cell.fresh),
        }
    }

    /// What the ratio of [`Measure::terms`] is multiplied by: seconds in a tick, satisfaction in a millionth.
    pub fn scale(self) -> f64 {
        match self {
            Measure::AverageSpeedOfAnswer | Measure::MeanWait | Measure::AverageHandleTime => {
                1.0 / TICKS_PER_SECOND as f64
            }
            Measure::Satisfaction => 1e-6,
            _ => 1.0,
        }
    }

    /// Where the measure can lie; its interval is cut to it.
    pub fn range(self) -> std::ops::RangeInclusive<f64> {
        match self {
            Measure::AverageSpeedOfAnswer | Measure::MeanWait | Measure::AverageHandleTime | Measure::Occupancy => {
                0.0..=f64::INFINITY
            }
            _ => 0.0..=1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measure_is_listed_once() {
        for (index, measure) in Measure::ALL.into_iter().enumerate() {
            assert_eq!(measure.index(), index);
        }
    }
}
