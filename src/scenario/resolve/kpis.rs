//! KPI clauses and their ladders.

use super::contact_types::rounded;
use super::names::{position_of, shown_duration};
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{Channel, ChannelId, Kpi, KpiMetric, KpiPeriod, KpiStep, LadderSide, PenaltySize};
use crate::scenario::written::{KpiMetricWritten, KpiPeriodWritten, KpiStepWritten, KpiWritten, ThresholdWritten};

/// What KPIs refer to.
pub(super) struct KpiSurroundings<'a> {
    pub channels: &'a [Channel],
    pub has_satisfaction: bool,
    pub has_bot: bool,
}

/// A KPI clause.
pub(super) fn kpi(
    written: &KpiWritten,
    around: &KpiSurroundings<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<Kpi> {
    let names: Vec<String> = around.channels.iter().map(|channel| channel.name.clone()).collect();
    let channel = written
        .channel
        .as_ref()
        .and_then(|name| position_of(&name.0, &names, "a channel", &path.key("channel"), problems).map(ChannelId));
    let period = match written.period {
        Some(KpiPeriodWritten::Interval) => KpiPeriod::Interval,
        Some(KpiPeriodWritten::Day) => KpiPeriod::Day,
        Some(KpiPeriodWritten::Week) => KpiPeriod::Week,
        Some(KpiPeriodWritten::Month) | None => KpiPeriod::Month,
        Some(KpiPeriodWritten::Season) => KpiPeriod::Season,
    };
    let metric = metric(written, channel, around, path, problems)?;
    let path = path.key("ladder");
    let mut ladder = Vec::new();
    for (place, one) in written.ladder.as_ref()?.iter().enumerate() {
        ladder.extend(step(one, metric, &path.index(place), problems).map(|step| (place, step)));
    }
    check_ladder(&ladder, &path, problems);
    Some(Kpi { metric, channel, period, ladder: ladder.into_iter().map(|(_, step)| step).collect() })
}

fn metric(
    written: &KpiWritten,
    channel: Option<ChannelId>,
    around: &KpiSurroundings<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<KpiMetric> {
    let metric = written.metric?;
    if written.definition.is_some() && metric != KpiMetricWritten::ServiceLevel {
        problems.at(
            &path.key("definition"),
            Complaint::new("", "goes with the metric service_level only").remedy("leave it out"),
        );
    }
    Some(match metric {
        KpiMetricWritten::ServiceLevel => {
            let of_channel = channel.map(|channel| around.channels[channel.0].service.definition);
            KpiMetric::ServiceLevel(written.definition.or(of_channel).unwrap_or_default())
        }
        KpiMetricWritten::Abandonment => KpiMetric::Abandonment,
        KpiMetricWritten::AnswerRate => KpiMetric::AnswerRate,
        KpiMetricWritten::AverageSpeedOfAnswer => KpiMetric::AverageSpeedOfAnswer,
        KpiMetricWritten::Csat => {
            if !around.has_satisfaction {
                let complaint = Complaint::new("\"csat\"", "needs the table [satisfaction], and there is none");
                let remedy =
                    "add [satisfaction] with by_wait = [{ wait = \"20s\", value = 0.95 }, …] and unresolved_factor";
                problems.at(&path.key("metric"), complaint.remedy(remedy));
            }
            KpiMetric::Satisfaction
        }
        KpiMetricWritten::Containment => {
            if !around.has_bot {
                problems.at(
                    &path.key("metric"),
                    Complaint::new("\"containment\"", "needs the table [bot], and there is none")
                        .remedy("add [bot], or choose another metric"),
                );
            }
            KpiMetric::Containment
        }
        KpiMetricWritten::Resolution => KpiMetric::Resolution,
        KpiMetricWritten::Occupancy => KpiMetric::Occupancy,
    })
}

/// Which way a metric is better; `None` where a contract may want either.
fn better(metric: KpiMetric) -> Option<Better> {
    match metric {
        KpiMetric::ServiceLevel(_)
        | KpiMetric::AnswerRate
        | KpiMetric::Satisfaction
        | KpiMetric::Containment
        | KpiMetric::Resolution => Some(Better::Higher),
        KpiMetric::Abandonment | KpiMetric::AverageSpeedOfAnswer => Some(Better::Lower),
        KpiMetric::Occupancy => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Better {
    Higher,
    Lower,
}

fn step(written: &KpiStepWritten, metric: KpiMetric, path: &KeyPath, problems: &mut Problems) -> Option<KpiStep> {
    let sides = [
        ("below", LadderSide::Below, &written.below),
        ("above", LadderSide::Above, &written.above),
        ("at_least", LadderSide::AtLeast, &written.at_least),
        ("at_most", LadderSide::AtMost, &written.at_most),
    ];
    let given: Vec<_> = sides
        .into_iter()
        .filter_map(|(key, side, threshold)| threshold.as_ref().map(|threshold| (key, side, threshold)))
        .collect();
    let [(side_key, side, threshold)] = given.as_slice() else {
        let complaint = Complaint::new("", "must have one of below, above, at_least and at_most");
        problems.at(path, complaint.remedy("for example { below = 0.80, penalty = 0.02 }"));
        return None;
    };
    let is_duration = metric == KpiMetric::AverageSpeedOfAnswer;
    let threshold = match (threshold, is_duration) {
        (ThresholdWritten::Share(share), false) => share.0,
        (ThresholdWritten::Duration(duration), true) => duration.0,
        (ThresholdWritten::Share(share), true) => {
            let complaint = Complaint::new(share.0, "must be a length of time for average_speed_of_answer");
            problems.at(&path.key(side_key), complaint.remedy("write it as \"30s\""));
            return None;
        }
        (ThresholdWritten::Duration(duration), false) => {
            let complaint = Complaint::new(shown_duration(duration.0), "must be a share for this metric");
            problems.at(&path.key(side_key), complaint.remedy("write it as 0.80"));
            return None;
        }
    };
    let share = |share: crate::scenario::written::Share| share.0;
    let amount = |amount: crate::scenario::written::NonNegative| amount.0;
    let effects: [(&str, Option<PenaltySize>); 8] = [
        ("penalty", written.penalty.map(|size| PenaltySize::ShareOfFee(-share(size)))),
        ("bonus", written.bonus.map(|size| PenaltySize::ShareOfFee(share(size)))),
        ("penalty_amount", written.penalty_amount.map(|size| PenaltySize::Amount(-amount(size)))),
        ("bonus_amount", written.bonus_amount.map(|size| PenaltySize::Amount(amount(size)))),
        ("penalty_per_point", written.penalty_per_point.map(|size| PenaltySize::ShareOfFeePerPoint(-share(size)))),
        ("bonus_per_point", written.bonus_per_point.map(|size| PenaltySize::ShareOfFeePerPoint(share(size)))),
        (
            "penalty_amount_per_point",
            written.penalty_amount_per_point.map(|size| PenaltySize::AmountPerPoint(-amount(size))),
        ),
        (
            "bonus_amount_per_point",
            written.bonus_amount_per_point.map(|size| PenaltySize::AmountPerPoint(amount(size))),
        ),
    ];
    let given: Vec<(&str, PenaltySize)> =
        effects.into_iter().filter_map(|(key, effect)| effect.map(|effect| (key, effect))).collect();
    let [(effect_key, effect)] = given.as_slice() else {
        let complaint = Complaint::new("", "must have one penalty or bonus");
        problems.at(path, complaint.remedy("for example { below = 0.80, penalty = 0.02 }"));
        return None;
    };
    if is_duration && effect_key.ends_with("_per_point") {
        let complaint = Complaint::new("", "goes with shares: a speed of answer has no percentage points");
        problems.at(&path.key(effect_key), complaint);
        return None;
    }
    let is_penalty = effect_key.starts_with("penalty");
    let punishes_low = matches!(side, LadderSide::Below | LadderSide::AtMost);
    let wrong_way = match better(metric) {
        Some(Better::Higher) => is_penalty != punishes_low,
        Some(Better::Lower) => is_penalty == punishes_low,
        None => false,
    };
    if wrong_way {
        let (what, good) = if is_penalty { ("a penalty", "good") } else { ("a bonus", "bad") };
        let complaint = Complaint::new("", format!("gives {what} for a {good} value of this metric"));
        let opposite = if punishes_low { "above or at_least" } else { "below or at_most" };
        problems.at(&path.key(side_key), complaint.remedy(format!("is {opposite} meant?")));
        return None;
    }
    Some(KpiStep { side: *side, threshold, effect: *effect })
}

/// The form of an effect, and its size with its sign; sizes of the same form can be compared.
fn size(effect: PenaltySize) -> (u8, f64) {
    match effect {
        PenaltySize::ShareOfFee(size) => (0, size),
        PenaltySize::Amount(size) => (1, size),
        PenaltySize::ShareOfFeePerPoint(size) => (2, size),
        PenaltySize::AmountPerPoint(size) => (3, size),
    }
}

/// A rung further from the target must not weigh less, no threshold occurs twice, and no value earns a bonus and a penalty.
fn check_ladder(ladder: &[(usize, KpiStep)], path: &KeyPath, problems: &mut Problems) {
    let is_low = |step: &KpiStep| matches!(step.side, LadderSide::Below | LadderSide::AtMost);
    for (at, (place, step)) in ladder.iter().enumerate() {
        for (_, earlier) in &ladder[..at] {
            let (form, effect) = size(step.effect);
            let (earlier_form, earlier_effect) = size(earlier.effect);
            let same_sign = (effect < 0.0) == (earlier_effect < 0.0);
            let shown = rounded(step.threshold);
            if is_low(step) == is_low(earlier) {
                if step.threshold == earlier.threshold && step.side == earlier.side {
                    problems.at(
                        &path.index(*place),
                        Complaint::new(shown, "is the threshold of an earlier step too")
                            .remedy("leave one of the two out"),
                    );
                } else if form == earlier_form && form < 2 && same_sign {
                    let is_further = (step.threshold < earlier.threshold) == is_low(step);
                    let is_larger = effect.abs() > earlier_effect.abs();
                    if is_further != is_larger && effect.abs() != earlier_effect.abs() {
                        let rule = "does not fit the steps before it: a step further from the target weighs less";
                        let remedy = "the step with the largest effect counts: let sizes grow with the distance";
                        problems.at(&path.index(*place), Complaint::new(shown, rule).remedy(remedy));
                    }
                }
            } else if !same_sign {
                let (low, high) = if is_low(step) { (step, earlier) } else { (earlier, step) };
                if low.threshold > high.threshold {
                    let rule = "overlaps an earlier step: some values would earn a bonus and a penalty";
                    problems.at(&path.index(*place), Complaint::new(shown, rule).remedy("leave a gap between the two"));
                }
            }
        }
    }
}
