//! Names of statement lines: readable, and distinct within a statement.

use crate::scenario::model::{
    ChannelId, ContactBasis, FeeKind, Kpi, KpiMetric, KpiPeriod, OrderBasis, Scenario, ServiceLevelDefinition,
};

/// Gives out names, numbering those that come again: `per_contact`, `per_contact_2`, ...
#[derive(Debug, Default)]
pub(super) struct LineNames {
    taken: Vec<String>,
}

impl LineNames {
    /// A name that no line has yet.
    pub(super) fn distinct(&mut self, wanted: String) -> String {
        let numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let name = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|name| !self.taken.contains(name))
            .expect("there is always a next number");
        self.taken.push(name.clone());
        name
    }
}

/// The name of a fee clause's line.
pub(super) fn of_fee(scenario: &Scenario, fee: &FeeKind) -> String {
    let (name, channel) = match fee {
        FeeKind::PerContact { billed, .. } => {
            let name = match billed.basis {
                ContactBasis::Handled => "per_contact",
                ContactBasis::Resolved => "per_resolution",
                ContactBasis::Offered => "per_offered_contact",
            };
            (name, billed.channel)
        }
        FeeKind::PerMinute { channel, .. } => ("per_minute", *channel),
        FeeKind::PerOrder { basis: OrderBasis::OrdersServed, .. } => ("per_order", None),
        FeeKind::PerOrder { basis: OrderBasis::Parcels, .. } => ("per_parcel", None),
        FeeKind::PerSeatMonth { .. } => ("per_seat_month", None),
        FeeKind::PerAgentHour { .. } => ("per_agent_hour", None),
        FeeKind::FixedMonth { .. } => ("fixed_month", None),
        FeeKind::ValueAddedMonth { .. } => ("value_added_month", None),
        FeeKind::PerAbandoned { channel, .. } => ("per_abandoned", *channel),
        FeeKind::PerBlocked { channel, .. } => ("per_blocked", *channel),
        FeeKind::PerWaitMinute { channel, .. } => ("per_wait_minute", *channel),
        FeeKind::PerConversion { .. } => ("per_conversion", None),
        FeeKind::AtCost { .. } => ("at_cost", None),
    };
    with_channel(scenario, name, channel)
}

/// What a KPI clause's lines are called after `penalty_` or `bonus_`.
pub(super) fn of_kpi(scenario: &Scenario, kpi: &Kpi) -> String {
    let metric = match kpi.metric {
        KpiMetric::ServiceLevel(definition) => match definition {
            ServiceLevelDefinition::Answered => "service_level_answered",
            ServiceLevelDefinition::Offered => "service_level_offered",
            ServiceLevelDefinition::ExcludingShortAbandons => "service_level_excluding_short_abandons",
            ServiceLevelDefinition::CountingShortAbandons => "service_level_counting_short_abandons",
            ServiceLevelDefinition::DroppingShortCalls => "service_level_dropping_short_calls",
        },
        KpiMetric::Abandonment => "abandonment",
        KpiMetric::AnswerRate => "answer_rate",
        KpiMetric::AverageSpeedOfAnswer => "average_speed_of_answer",
        KpiMetric::Satisfaction => "satisfaction",
        KpiMetric::Containment => "containment",
        KpiMetric::Resolution => "resolution",
        KpiMetric::Occupancy => "occupancy",
    };
    let period = match kpi.period {
        KpiPeriod::Interval => "interval",
        KpiPeriod::Day => "day",
        KpiPeriod::Week => "week",
        KpiPeriod::Month => "month",
        KpiPeriod::Season => "season",
    };
    format!("{}_{period}", with_channel(scenario, metric, kpi.channel))
}

fn with_channel(scenario: &Scenario, name: &str, channel: Option<ChannelId>) -> String {
    match channel {
        Some(ChannelId(channel)) => {
            let channel = &scenario.channels[channel].name;
            let word: String = channel.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
            format!("{name}_{}", word.to_lowercase())
        }
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_comes_again_is_numbered() {
        let mut names = LineNames::default();
        let given = ["a", "b", "a", "a_2", "a"].map(|name| names.distinct(name.to_owned()));
        assert_eq!(given, ["a", "b", "a_2", "a_2_2", "a_3"]);
    }
}
