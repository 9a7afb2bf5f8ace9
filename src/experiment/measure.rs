//! The ratios that describe service, each defined once as a ratio of integer sums.

use crate::engine::{Cell, GroupCell, TICKS_PER_SECOND};
use crate::scenario::model::{ServiceCounts, ServiceLevelDefinition};

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

impl ScopeTotals {
    /// The sums that measures are ratios of.
    pub fn sums(&self) -> MeasuredSums<u64> {
        let cell = &self.cell;
        MeasuredSums {
            service: cell.service_counts(),
            target: self.target,
            blocked: cell.blocked,
            offered_to_people: cell.offered_to_people(),
            wait_answered: cell.wait_answered,
            wait_abandoned: cell.wait_abandoned,
            handle: cell.handle,
            busy: self.time.busy,
            staffed: self.time.staffed(),
            contained: cell.contained,
            bot_handled: cell.bot_handled,
            satisfaction: cell.satisfaction,
            satisfaction_count: cell.satisfaction_count(),
            handled: cell.handled(),
            offered: cell.offered(),
            orders_served: cell.orders_served,
            fresh: cell.fresh,
        }
    }
}

/// The sums that measures are ratios of: whole numbers and ticks from a simulation, `f64` and seconds where they are
/// expected values. Names mean what they mean in [`Cell`] and [`GroupCell`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MeasuredSums<T> {
    /// What service levels are made of.
    pub service: ServiceCounts<T>,
    /// Numerator and denominator of the service level by each channel's own definition.
    pub target: (T, T),
    /// Blocked.
    pub blocked: T,
    /// Reached people.
    pub offered_to_people: T,
    /// Waits of the answered.
    pub wait_answered: T,
    /// Waits of the abandoned.
    pub wait_abandoned: T,
    /// Handle time.
    pub handle: T,
    /// Time with a contact in hand.
    pub busy: T,
    /// Time on duty, or finishing a contact after going off duty.
    pub staffed: T,
    /// Contained by the bot.
    pub contained: T,
    /// Met the bot.
    pub bot_handled: T,
    /// Sum of satisfaction.
    pub satisfaction: T,
    /// Contacts that it sums over.
    pub satisfaction_count: T,
    /// Answered by people or contained by the bot.
    pub handled: T,
    /// All arrivals.
    pub offered: T,
    /// Orders served.
    pub orders_served: T,
    /// First contacts.
    pub fresh: T,
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
        self.ratio(&totals.sums())
    }

    /// Numerator and denominator in the unit of the sums.
    pub fn ratio<T>(self, sums: &MeasuredSums<T>) -> (T, T)
    where
        T: Copy + std::ops::Add<Output = T> + std::ops::Sub<Output = T>,
    {
        let ServiceCounts { answered, abandoned, .. } = sums.service;
        match self {
            Measure::ServiceLevel(definition) => definition.ratio(sums.service),
            Measure::OwnServiceLevel => sums.target,
            Measure::Abandonment => (abandoned, answered + abandoned),
            Measure::Blocking => (sums.blocked, sums.offered_to_people),
            Measure::AverageSpeedOfAnswer => (sums.wait_answered, answered),
            Measure::MeanWait => (sums.wait_answered + sums.wait_abandoned, answered + abandoned),
            Measure::AverageHandleTime => (sums.handle, answered),
            Measure::Occupancy => (sums.busy, sums.staffed),
            Measure::Containment => (sums.contained, sums.bot_handled),
            Measure::Satisfaction => (sums.satisfaction, sums.satisfaction_count),
            Measure::AttemptsServed => (sums.handled, sums.offered),
            Measure::CustomersServed => (sums.orders_served, sums.fresh),
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
