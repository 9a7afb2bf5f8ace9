//! The figures of a summary, replication by replication, so that two of them can be subtracted.
//!
//! Means are taken as they are. A ratio of sums R is linearised, `R + (x - R y)/mean(y)`: the mean is R and the variance the
//! delta method's. Percentiles and the expected shortfall have no such form; their difference is judged by resampling
//! replications, the same for both sides.

use super::contract_results::ContractResults;
use super::plan_results::PlanResults;
use super::replication::{ContractRecord, ReplicationRecord};
use super::sweep::linearised_share;
use crate::engine::TICKS_PER_SECOND;
use crate::scenario::model::Scenario;
use crate::statistics::Percentiles;

/// A figure of one side.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Series {
    /// The same in every replication.
    Fixed(f64),
    /// The mean of these.
    Mean(Vec<f64>),
    /// A percentile of these.
    Percentile(f64, Vec<f64>),
    /// The mean of the worst 5 % of these.
    Shortfall(Vec<f64>),
}

impl Series {
    /// The figure on a choice of replications.
    pub(super) fn value_on(&self, choice: &mut dyn Iterator<Item = usize>) -> Option<f64> {
        match self {
            Series::Fixed(value) => Some(*value),
            Series::Mean(values) => {
                let chosen: Vec<f64> = choice.map(|at| values[at]).collect();
                (!chosen.is_empty()).then(|| chosen.iter().sum::<f64>() / chosen.len() as f64)
            }
            Series::Percentile(p, values) => Percentiles::of(&choice.map(|at| values[at]).collect::<Vec<_>>()).at(*p),
            Series::Shortfall(values) => {
                Percentiles::of(&choice.map(|at| values[at]).collect::<Vec<_>>()).expected_shortfall(0.05)
            }
        }
    }
}

/// A column's name and its figure, if there is one.
pub(super) type Named = (String, Option<Series>);

/// The figures of a plan.
pub(super) fn plan_columns(scenario: &Scenario, plan: &PlanResults) -> Vec<Named> {
    let records = &plan.replications;
    let share = |pick: &dyn Fn(&ReplicationRecord) -> (u64, u64), scale: f64| {
        let ratios: Vec<(u64, u64)> = records.iter().map(pick).collect();
        let values = linearised_share(&ratios)?;
        Some(Series::Mean(values.into_iter().map(|value| value * scale).collect()))
    };
    let second = 1.0 / TICKS_PER_SECOND as f64;
    let mut columns: Vec<Named> = vec![
        ("peak_agents".into(), Some(Series::Fixed(f64::from(plan.peak_agents)))),
        ("agent_hours".into(), Some(Series::Fixed(plan.agent_hours))),
        ("paid_hours".into(), Some(Series::Fixed(plan.paid_hours))),
        ("fte".into(), Some(Series::Fixed(plan.fte))),
        ("service_level".into(), share(&|record| record.service_level, 1.0)),
        ("abandonment".into(), share(&|record| (record.abandoned, record.answered + record.abandoned), 1.0)),
        ("asa_s".into(), share(&|record| record.terms.speed_of_answer, second)),
        ("occupancy".into(), share(&|record| record.terms.occupancy, 1.0)),
        ("containment".into(), share(&|record| record.terms.containment, 1.0)),
    ];
    for (index, channel) in scenario.channels.iter().enumerate() {
        let of_channel = |record: &ReplicationRecord| record.terms.channels.get(index).copied().unwrap_or_default();
        columns.push((format!("service_level_{}", channel.name), share(&of_channel, 1.0)));
    }
    columns
}

/// The figures of a contract.
pub(super) fn contract_columns(scenario: &Scenario, plan: &PlanResults, contract: &ContractResults) -> Vec<Named> {
    let records: Vec<&ContractRecord> =
        plan.replications.iter().map(|record| &record.contracts[contract.position]).collect();
    let all = |pick: &dyn Fn(&ContractRecord) -> f64| -> Vec<f64> { records.iter().map(|one| pick(one)).collect() };
    let optional = |pick: &dyn Fn(&ContractRecord) -> Option<f64>| -> Option<Vec<f64>> {
        records.iter().map(|one| pick(one)).collect()
    };
    let count = |pick: &dyn Fn(&ReplicationRecord) -> u64| -> Vec<f64> {
        plan.replications.iter().map(|record| pick(record) as f64).collect()
    };
    let (revenue, cost, profit) = (all(&|one| one.revenue), all(&|one| one.cost), all(&|one| one.profit));
    let parcels: f64 = scenario.demand.parcels.iter().sum();
    let per_parcel =
        |values: &[f64]| (parcels > 0.0).then(|| Series::Mean(values.iter().map(|value| value / parcels).collect()));
    let in_house = optional(&|one| one.in_house_cost);
    let saving: Option<Vec<f64>> =
        in_house.as_ref().map(|costs| costs.iter().zip(&revenue).map(|(cost, paid)| cost - paid).collect());
    let has_kpis = records.iter().any(|one| one.kpi_periods > 0);
    let tax = scenario.costs.sales_tax;
    // (C - tR) / ((1 - t) R) is linear in C / R
    let break_even = linearised_money(&cost, &revenue)
        .filter(|_| contract.break_even_factor.is_some())
        .map(|ratios| Series::Mean(ratios.into_iter().map(|ratio| (ratio - tax) / (1.0 - tax)).collect()));
    let ratio = |top: &[f64], bottom: &[f64]| linearised_money(top, bottom).map(Series::Mean);
    let chance =
        |happens: &dyn Fn(&ContractRecord) -> bool| Series::Mean(all(&|one| if happens(one) { 1.0 } else { 0.0 }));
    vec![
        ("revenue".into(), Some(Series::Mean(revenue.clone()))),
        ("cost".into(), Some(Series::Mean(cost))),
        ("profit".into(), Some(Series::Mean(profit.clone()))),
        ("profit_p05".into(), Some(Series::Percentile(0.05, profit.clone()))),
        ("profit_p50".into(), Some(Series::Percentile(0.5, profit.clone()))),
        ("profit_p95".into(), Some(Series::Percentile(0.95, profit.clone()))),
        ("profit_cvar05".into(), Some(Series::Shortfall(profit.clone()))),
        ("chance_of_loss".into(), Some(chance(&|one| one.profit < 0.0))),
        ("chance_kpi_missed".into(), has_kpis.then(|| chance(&|one| one.kpi_periods_missed > 0))),
        ("margin".into(), ratio(&profit, &revenue)),
        ("break_even_factor".into(), break_even),
        ("client_cost_per_contact".into(), ratio(&revenue, &count(&|record| record.handled))),
        ("client_cost_per_parcel".into(), per_parcel(&revenue)),
        ("in_house_cost_per_parcel".into(), in_house.as_deref().and_then(per_parcel)),
        ("client_saving".into(), saving.clone().map(Series::Mean)),
        (
            "client_saving_share".into(),
            saving.as_deref().zip(in_house.as_deref()).and_then(|(saving, cost)| ratio(saving, cost)),
        ),
        ("client_cost_per_order".into(), ratio(&revenue, &count(&|record| record.orders_served))),
        ("penalties".into(), Some(Series::Mean(all(&|one| one.penalties)))),
        ("bonuses".into(), Some(Series::Mean(all(&|one| one.bonuses)))),
        (
            "kpi_periods_missed".into(),
            ratio(&all(&|one| f64::from(one.kpi_periods_missed)), &all(&|one| f64::from(one.kpi_periods))),
        ),
        ("renewal_value".into(), optional(&|one| one.renewal_value).map(Series::Mean)),
    ]
}

/// The linearised ratio of sums of money.
fn linearised_money(top: &[f64], bottom: &[f64]) -> Option<Vec<f64>> {
    let total: f64 = bottom.iter().sum();
    if total == 0.0 {
        return None;
    }
    let (ratio, mean) = (top.iter().sum::<f64>() / total, total / bottom.len() as f64);
    Some(top.iter().zip(bottom).map(|(x, y)| ratio + (x - ratio * y) / mean).collect())
}
