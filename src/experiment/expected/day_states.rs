//! The states in which a day is worked out, and their chances.

use crate::analytic::Mixture;
use crate::scenario::model::{BusynessLaw, BusynessScope, Demand, GroupId, Scenario, StaffingPlan, Surge};

/// Points at which the law of the day's factor is taken.
const FACTOR_POINTS: usize = 5;
/// Surges that are told apart; any further ones are taken in the mean.
const SURGES_TOLD_APART: usize = 4;
/// Absence varies little when its variance, relative to the agents, is below this share of the factor's.
const LITTLE_ABSENCE: f64 = 0.1;
/// Two points that have the mean and the variance of any law: (chance, standard deviations from the mean).
const TWO_POINTS: [(f64, f64); 2] = [(0.5, -1.0), (0.5, 1.0)];

/// One state of a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DayState {
    /// Its chance.
    pub(super) chance: f64,
    /// What expected contacts are multiplied by, by contact type.
    pub(super) factors: Vec<f64>,
    /// Agents present over their mean, in standard deviations of the binomial law.
    pub(super) presence_deviation: f64,
}

/// The states of each day; their chances sum to 1.
pub(super) fn day_states(scenario: &Scenario, plan: &StaffingPlan) -> Vec<Vec<DayState>> {
    let demand = &scenario.demand;
    let variance = factor_variance(scenario);
    let law = factor_law(demand, variance.sqrt());
    let presence: &[(f64, f64)] =
        if absence_variance(scenario, plan) > LITTLE_ABSENCE * variance { &TWO_POINTS } else { &[(1.0, 0.0)] };
    let active: Vec<Vec<f64>> =
        demand.surges.iter().map(|surge| chances_of_surge(surge, scenario.calendar.days())).collect();
    (0..scenario.calendar.days())
        .map(|day| {
            let mut states = Vec::new();
            for (surge_chance, surge_factors) in surge_states(scenario, &active, day) {
                for (weight, factor) in law.parts() {
                    for (presence_chance, deviation) in presence {
                        states.push(DayState {
                            chance: surge_chance * weight * presence_chance,
                            factors: surge_factors.iter().map(|surge| surge * factor).collect(),
                            presence_deviation: *deviation,
                        });
                    }
                }
            }
            states
        })
        .collect()
}

/// Variance of season, busyness and interval noise together: `1 + cv^2` of independent factors of mean 1 multiply.
fn factor_variance(scenario: &Scenario) -> f64 {
    let demand = &scenario.demand;
    let busyness = match demand.busyness.scope {
        BusynessScope::Common => demand.busyness.cv.powi(2),
        BusynessScope::ByContactType => demand.busyness.cv.powi(2) * concentration(scenario),
    };
    (1.0 + demand.season_cv.powi(2)) * (1.0 + busyness) * (1.0 + demand.interval_cv.powi(2)) - 1.0
}

/// Sum of the squared shares of contact types in all contacts: what the variance of a mean of independent factors comes to.
fn concentration(scenario: &Scenario) -> f64 {
    let mut contacts = vec![0.0; scenario.contact_types.len()];
    for stream in &scenario.streams {
        contacts[stream.contact_type.0] += stream.expected_contacts.iter().sum::<f64>();
    }
    let total: f64 = contacts.iter().sum();
    if total > 0.0 { contacts.iter().map(|of| (of / total).powi(2)).sum() } else { 1.0 }
}

fn factor_law(demand: &Demand, cv: f64) -> Mixture {
    match demand.busyness.law {
        BusynessLaw::Gamma => Mixture::gamma(cv, FACTOR_POINTS),
        BusynessLaw::Lognormal => Mixture::lognormal(cv, FACTOR_POINTS),
    }
}

/// Variance of the number present over the squared mean, of all groups together on their mean staffing.
fn absence_variance(scenario: &Scenario, plan: &StaffingPlan) -> f64 {
    let (mut present, mut variance, mut hours) = (0.0, 0.0, 0.0f64);
    for (number, group) in scenario.agent_groups.iter().enumerate() {
        let required = plan.on_duty(GroupId(number));
        let agents: f64 = required.iter().map(|agents| f64::from(*agents)).sum();
        present += agents * (1.0 - group.absence);
        variance += agents * group.absence * (1.0 - group.absence);
        hours = hours.max(required.iter().filter(|agents| **agents > 0).count() as f64);
    }
    // sums over the staffed intervals: a mean number has the sum over the intervals' number
    if present > 0.0 && hours > 0.0 { (variance / hours) / (present / hours).powi(2) } else { 0.0 }
}

/// Chance by day that a surge is under way: it starts with its chance on days on which it is not.
fn chances_of_surge(surge: &Surge, days: usize) -> Vec<f64> {
    let lasts = surge.days as usize;
    let mut starts = vec![0.0; days];
    (0..days)
        .map(|day| {
            let carried: f64 = starts[(day + 1).saturating_sub(lasts)..day].iter().sum();
            starts[day] = surge.chance_per_day * (1.0 - carried);
            if lasts == 0 { 0.0 } else { carried + starts[day] }
        })
        .collect()
}

/// Chances and factors by contact type of the combinations of surges on a day.
fn surge_states(scenario: &Scenario, active: &[Vec<f64>], day: usize) -> Vec<(f64, Vec<f64>)> {
    let mut states = vec![(1.0, vec![1.0; scenario.contact_types.len()])];
    for (number, (surge, active)) in scenario.demand.surges.iter().zip(active).enumerate() {
        let chance = active[day];
        let times = |factors: &[f64], multiplier: f64| {
            let mut factors = factors.to_vec();
            surge.contact_types.iter().for_each(|id| factors[id.0] *= multiplier);
            factors
        };
        states = states
            .iter()
            .flat_map(|(before, factors)| {
                if number >= SURGES_TOLD_APART {
                    vec![(*before, times(factors, 1.0 + chance * (surge.multiplier - 1.0)))]
                } else {
                    vec![
                        (before * (1.0 - chance), factors.clone()),
                        (before * chance, times(factors, surge.multiplier)),
                    ]
                }
            })
            .filter(|(chance, _)| *chance > 0.0)
            .collect();
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surge_of_three_days_is_under_way_as_often_as_its_starts_say() {
        let surge =
            Surge { name: "s".into(), chance_per_day: 0.1, days: 3, multiplier: 2.0, contact_types: Vec::new() };
        let chances = chances_of_surge(&surge, 4);
        // by hand: starts 0.1, 0.09, 0.081, then 0.1 * (1 - 0.171)
        let expected = [0.1, 0.19, 0.271, 0.171 + 0.0829];
        for (chance, expected) in chances.iter().zip(expected) {
            assert!((chance - expected).abs() < 1e-12, "{chance} {expected}");
        }
    }
}
