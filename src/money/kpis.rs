//! Judging KPI clauses.
//!
//! - A period whose metric is 0/0 is met: it costs and earns nothing. Where intervals are judged, those in which the channel
//!   (or every channel) is closed are no periods at all.
//! - The period's fee, of which shares are taken, is what volume and monthly fees and the minimum volume come to in that period
//!   (see [`fees`](super::fees)): no individual charges, no costs passed on, and before any budget ceiling.
//! - Of the steps that apply, the worst penalty counts, or else the best bonus.
//! - A point is one percentage point, or one second for the average speed of answer.
//! - Relief: with more *fresh* contacts in the period (on the KPI's channel) than 1 + relief times those expected, penalties are
//!   waived and the period counts as met for renewal. Redials and repeats give no relief: poor service brings them about.
//! - The cap looks at the calendar month. A period that spans months puts its penalty on each in proportion to the fee that
//!   fell there (to time, if there was no fee).
//! - Occupancy is that of the agent groups that take some stream of the channel.

use std::ops::Range;

use jiff::civil::Weekday;

use super::billing_calendar::{BillingCalendar, forecast};
use super::segments::Segments;
use super::volumes::Volume;
use crate::scenario::model::{
    GroupId, Kpi, KpiMetric, KpiPeriod, KpiStep, LadderSide, PenaltySize, Scenario, StreamId,
};

/// One period in which a KPI is judged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct JudgedPeriod {
    pub(super) segments: Range<usize>,
    /// Expected fresh contacts on the KPI's channel.
    pub(super) forecast: f64,
}

/// What came of one KPI clause in one replication.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Judgement {
    /// Zero or negative.
    pub(super) penalty: f64,
    /// Zero or positive.
    pub(super) bonus: f64,
    pub(super) missed: u32,
    pub(super) relieved: u32,
}

/// The periods of a KPI clause, in order.
pub(super) fn periods(scenario: &Scenario, calendar: &BillingCalendar, kpi: &Kpi) -> Vec<JudgedPeriod> {
    let segments = &calendar.segments;
    let days = scenario.calendar.days();
    let ranges: Vec<Range<usize>> = match kpi.period {
        KpiPeriod::Interval => (0..segments.count())
            .filter(|segment| is_open(scenario, segments, *segment, kpi))
            .map(|segment| segment..segment + 1)
            .collect(),
        KpiPeriod::Day => (0..days).map(|day| segments.of_days(day..day + 1)).collect(),
        KpiPeriod::Week => {
            let mondays = (1..days).filter(|day| scenario.calendar.weekday(*day) == Weekday::Monday);
            let starts: Vec<usize> = std::iter::once(0).chain(mondays).collect();
            let ends = starts.iter().skip(1).copied().chain(std::iter::once(days));
            starts.iter().zip(ends).map(|(start, end)| segments.of_days(*start..end)).collect()
        }
        KpiPeriod::Month => calendar.months.iter().map(|month| month.segments.clone()).collect(),
        KpiPeriod::Season => std::iter::once(segments.of_days(0..days)).collect(),
    };
    ranges
        .into_iter()
        .map(|range| JudgedPeriod {
            forecast: forecast(scenario, segments, range.clone(), kpi.channel),
            segments: range,
        })
        .collect()
}

fn is_open(scenario: &Scenario, segments: &Segments, segment: usize, kpi: &Kpi) -> bool {
    let second = scenario.calendar.second_of_day(segments.intervals(segment).start);
    match kpi.channel {
        Some(channel) => scenario.channels[channel.0].is_open(second),
        None => scenario.channels.iter().any(|channel| channel.is_open(second)),
    }
}

/// The agent groups that a KPI's occupancy is taken over.
pub(super) fn groups(scenario: &Scenario, kpi: &Kpi) -> Vec<GroupId> {
    let takes = |group: &GroupId| {
        (0..scenario.streams.len()).map(StreamId).any(|stream| {
            kpi.channel.is_none_or(|channel| scenario.streams[stream.0].channel == channel)
                && scenario.group_takes(*group, stream)
        })
    };
    (0..scenario.agent_groups.len()).map(GroupId).filter(takes).collect()
}

/// What a metric is the ratio of, for contacts summed over a period. Nothing for occupancy, which is not counted on contacts.
pub(super) fn terms(metric: KpiMetric, sum: &Volume) -> (f64, f64) {
    match metric {
        KpiMetric::ServiceLevel(definition) => definition.ratio(sum.service_counts()),
        KpiMetric::Abandonment => (sum.abandoned, sum.answered + sum.abandoned),
        KpiMetric::AnswerRate => (sum.answered, sum.offered_to_people()),
        KpiMetric::AverageSpeedOfAnswer => (sum.wait_answered_s, sum.answered),
        KpiMetric::Satisfaction => (sum.satisfaction, sum.satisfaction_count()),
        KpiMetric::Containment => (sum.contained, sum.bot_handled),
        KpiMetric::Resolution => (sum.resolved_by_people + sum.contained - sum.falsely_contained, sum.handled()),
        KpiMetric::Occupancy => (0.0, 0.0),
    }
}

/// Whether a KPI can be judged in a scenario: satisfaction only with a model of it.
pub(super) fn is_judged(scenario: &Scenario, kpi: &Kpi) -> bool {
    kpi.metric != KpiMetric::Satisfaction || scenario.satisfaction.is_some()
}

/// The effect in money of a ladder: the worst penalty, or else the best bonus, and whether a penalty step applied.
pub(super) fn effect(kpi: &Kpi, value: f64, fee: f64) -> (f64, Outcome) {
    let applies = |step: &&KpiStep| match step.side {
        LadderSide::Below => value < step.threshold,
        LadderSide::Above => value > step.threshold,
        LadderSide::AtLeast => value >= step.threshold,
        LadderSide::AtMost => value <= step.threshold,
    };
    let points_in_one = if kpi.metric == KpiMetric::AverageSpeedOfAnswer { 1.0 } else { 100.0 };
    let money = |step: &KpiStep| {
        let points = (value - step.threshold).abs() * points_in_one;
        match step.effect {
            PenaltySize::ShareOfFee(share) => share * fee,
            PenaltySize::Amount(amount) => amount,
            PenaltySize::ShareOfFeePerPoint(share) => share * points * fee,
            PenaltySize::AmountPerPoint(amount) => amount * points,
        }
    };
    let (penalties, bonuses): (Vec<&KpiStep>, Vec<&KpiStep>) =
        kpi.ladder.iter().filter(applies).partition(|step| is_penalty(step));
    match penalties.into_iter().map(money).reduce(f64::min) {
        Some(penalty) => (penalty.min(0.0), Outcome::Missed),
        None => (bonuses.into_iter().map(money).fold(0.0, f64::max), Outcome::Met),
    }
}

/// Whether a period's ladder came to a penalty step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Met,
    Missed,
}

/// Whether a step is a penalty by the sign of its size.
pub(super) fn is_penalty(step: &KpiStep) -> bool {
    size(step) < 0.0
}

/// Whether a step is a bonus by the sign of its size.
pub(super) fn is_bonus(step: &KpiStep) -> bool {
    size(step) > 0.0
}

fn size(step: &KpiStep) -> f64 {
    match step.effect {
        PenaltySize::ShareOfFee(size)
        | PenaltySize::Amount(size)
        | PenaltySize::ShareOfFeePerPoint(size)
        | PenaltySize::AmountPerPoint(size) => size,
    }
}

/// Adds a penalty to the months that its period touches, in proportion to the fee that fell in each (to time, if none did).
pub(super) fn lay_on_months(
    calendar: &BillingCalendar,
    fees: &[f64],
    period: &Range<usize>,
    penalty: f64,
    by_month: &mut [f64],
) {
    let overlap = |month: &Range<usize>| month.start.max(period.start)..month.end.min(period.end);
    let fee: f64 = fees[period.clone()].iter().sum();
    for (month, total) in calendar.months.iter().zip(by_month) {
        let both = overlap(&month.segments);
        if both.is_empty() {
            continue;
        }
        let share =
            if fee > 0.0 { fees[both].iter().sum::<f64>() / fee } else { both.len() as f64 / period.len() as f64 };
        *total += penalty * share;
    }
}
