//! What a contract comes to: the distribution of profit, its lines, and the client's side.

use super::control::ContractControl;
use super::mean_money::{MeanMoney, MoneyTotal};
use super::money_figure::MoneyFigure;
use super::replication::ContractRecord;
use crate::money::LineKind;
use crate::scenario::model::Scenario;
use crate::statistics::{Confidence, Estimate, Percentiles, SetsOf, chance, standard_deviation};

/// One line of the profit and loss over the replications, money in the scenario's currency.
#[derive(Debug, Clone, PartialEq)]
pub struct LineResults {
    /// Kind.
    pub kind: LineKind,
    /// Name.
    pub name: String,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub std_dev: Option<f64>,
    /// 5th percentile.
    pub p05: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
}

impl LineResults {
    fn new(kind: LineKind, name: &str, mean: f64, amounts: &[f64]) -> Self {
        let percentiles = Percentiles::of(amounts);
        LineResults {
            kind,
            name: name.to_owned(),
            mean,
            std_dev: standard_deviation(amounts),
            p05: percentiles.at(0.05),
            p50: percentiles.at(0.5),
            p95: percentiles.at(0.95),
        }
    }
}

/// What one contract comes to over the season, money in the scenario's currency.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractResults {
    /// Index of the contract in the scenario.
    pub contract: usize,
    /// Its name.
    pub name: String,
    /// Index of the plan in [`Results::plans`](super::Results::plans) on which it is priced.
    pub plan: usize,
    /// Position of the contract in [`ReplicationRecord::contracts`](super::ReplicationRecord::contracts) of that plan.
    pub position: usize,
    /// What the client pays.
    pub revenue: Option<Estimate>,
    /// Penalties, zero or negative.
    pub penalties: Option<Estimate>,
    /// Bonuses, zero or positive.
    pub bonuses: Option<Estimate>,
    /// All costs.
    pub cost: Option<Estimate>,
    /// Revenue less cost.
    pub profit: Option<Estimate>,
    /// Whether means are those of drawn seasons: mean figures and their ratios, with their intervals. Percentiles, shortfall and
    /// chances are of the replications alone.
    pub is_controlled: bool,
    /// 5th, 50th and 95th percentile of profit.
    pub profit_percentiles: [Option<f64>; 3],
    /// Mean of the worst 5 % of profits.
    pub profit_cvar05: Option<f64>,
    /// Number of independently drawn replications whose mean profit would be known as well as it is: the variance of a
    /// replication over that of the mean. About the number of replications where draws are independent; `None` where profit
    /// does not vary.
    pub equivalent_replications: Option<f64>,
    /// Chance that profit is below zero.
    pub chance_of_loss: Option<Estimate>,
    /// Chance that at least one KPI period is missed, relieved or not; `None` without KPI clauses.
    pub chance_kpi_missed: Option<Estimate>,
    /// Share of KPI periods missed; `None` without KPI clauses.
    pub kpi_periods_missed_share: Option<Estimate>,
    /// Mean profit over mean revenue.
    pub margin: Option<Estimate>,
    /// The factor on all that the client pays at which mean profit is zero: `(C - tR) / ((1 - t) R)`, with mean revenue
    /// R, mean cost C and sales tax t, because the tax moves with the price. Below 1 the price could fall.
    pub break_even_factor: Option<f64>,
    /// Worth of the renewal, not in the profit; `None` without such a clause.
    pub renewal_value: Option<Estimate>,
    /// Revenue over contacts handled by people or contained by the bot.
    pub client_cost_per_contact: Option<Estimate>,
    /// Revenue over orders served.
    pub client_cost_per_order: Option<Estimate>,
    /// Revenue over the expected parcels of the season; `None` when demand does not come from parcels.
    pub client_cost_per_parcel: Option<Estimate>,
    /// The same service in house; `None` without `[in_house]`.
    pub in_house_cost: Option<Estimate>,
    /// The same over the expected parcels.
    pub in_house_cost_per_parcel: Option<Estimate>,
    /// In-house cost less revenue; negative when the contract costs the client more.
    pub client_saving: Option<Estimate>,
    /// Saving over in-house cost.
    pub client_saving_share: Option<Estimate>,
    /// Lines of the profit and loss.
    pub lines: Vec<LineResults>,
}

impl ContractResults {
    /// Sums up a contract's replications.
    pub(super) fn new(scenario: &Scenario, priced: PricedReplications<'_>) -> Self {
        let confidence = Confidence::default();
        let PricedReplications { contract, plan, position, lines, records, handled, orders_served, control } = priced;
        let sets = SetsOf::of_run(&scenario.run);
        let means = MeanMoney::new(records, sets, control);
        let count =
            |happens: fn(&ContractRecord) -> bool| records.iter().filter(|record| happens(record)).count() as u64;
        let replications = records.len() as u64;
        let known = |figure: MoneyFigure| means.figure(figure).expect("every record has it");
        let (revenue, cost, profit) =
            (known(MoneyFigure::Revenue), known(MoneyFigure::Cost), known(MoneyFigure::Profit));
        let parcels: f64 = scenario.demand.parcels.iter().sum();
        let per_parcel =
            |estimate: Option<Estimate>| estimate.filter(|_| parcels > 0.0).map(|it| it.scaled(1.0 / parcels));
        let in_house = means.figure(MoneyFigure::InHouseCost);
        let saving = means.figure(MoneyFigure::Saving);
        let percentiles = Percentiles::of(&profit.values);
        let has_kpis = records.iter().any(|record| record.kpi_periods > 0);
        let in_house_cost = in_house.as_ref().and_then(|cost| means.mean(cost));
        let (mean_revenue, mean_cost, mean_profit) = (means.mean(&revenue), means.mean(&cost), means.mean(&profit));
        ContractResults {
            contract,
            name: scenario.contracts[contract].name.clone(),
            plan,
            position,
            penalties: means.mean_of(MoneyFigure::Penalties),
            bonuses: means.mean_of(MoneyFigure::Bonuses),
            is_controlled: means.is_controlled(),
            profit_percentiles: [0.05, 0.5, 0.95].map(|p| percentiles.at(p)),
            equivalent_replications: standard_deviation(&profit.values).zip(mean_profit).and_then(
                |(deviation, mean)| {
                    let error = mean.standard_error.filter(|error| *error > 0.0)?;
                    Some(deviation * deviation / (error * error))
                },
            ),
            profit_cvar05: percentiles.expected_shortfall(0.05),
            chance_of_loss: chance(count(|r| r.profit < 0.0), replications, confidence),
            chance_kpi_missed: has_kpis
                .then(|| chance(count(|r| r.kpi_periods_missed > 0), replications, confidence))
                .flatten(),
            kpi_periods_missed_share: means
                .ratio(&known(MoneyFigure::KpiPeriodsMissed), &known(MoneyFigure::KpiPeriods))
                .map(|estimate| estimate.within(0.0..=1.0)),
            margin: means.ratio(&profit, &revenue),
            break_even_factor: {
                let sum = |total: &MoneyTotal| total.observations().iter().sum();
                break_even_factor(sum(&revenue), sum(&cost), scenario.costs.sales_tax)
            },
            renewal_value: means.mean_of(MoneyFigure::RenewalValue),
            client_cost_per_contact: means
                .ratio(&revenue, &means.with_control(handled.to_vec(), |control| control.handled())),
            client_cost_per_order: means
                .ratio(&revenue, &means.with_control(orders_served.to_vec(), |control| control.orders_served())),
            client_cost_per_parcel: per_parcel(mean_revenue),
            in_house_cost,
            in_house_cost_per_parcel: per_parcel(in_house_cost),
            client_saving: saving.as_ref().and_then(|saving| means.mean(saving)),
            client_saving_share: saving.zip(in_house).and_then(|(saving, in_house)| means.ratio(&saving, &in_house)),
            lines: lines
                .iter()
                .enumerate()
                .filter_map(|(line, (kind, name))| {
                    let amounts = known(MoneyFigure::Line(line));
                    Some(LineResults::new(*kind, name, means.mean_value(&amounts)?, &amounts.values))
                })
                .collect(),
            revenue: mean_revenue,
            cost: mean_cost,
            profit: mean_profit,
        }
    }
}

/// A contract's replications, in order, with the counts that the client's cost is set against.
#[derive(Debug, Clone, Copy)]
pub(super) struct PricedReplications<'a> {
    pub(super) contract: usize,
    pub(super) plan: usize,
    pub(super) position: usize,
    pub(super) lines: &'a [(LineKind, String)],
    pub(super) records: &'a [&'a ContractRecord],
    pub(super) handled: &'a [f64],
    pub(super) orders_served: &'a [f64],
    pub(super) control: Option<ContractControl<'a>>,
}

fn break_even_factor(revenue: f64, cost: f64, sales_tax: f64) -> Option<f64> {
    let kept = (1.0 - sales_tax) * revenue;
    (kept > 0.0).then(|| (cost - sales_tax * revenue) / kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_break_even_factor_profit_is_zero() {
        // revenue 100, costs 60 and 6 % tax of 6: at 60/94 of the price, 63.83 - 60 - 3.83 = 0
        let factor = break_even_factor(100.0, 66.0, 0.06).unwrap();
        assert!((factor - 60.0 / 94.0).abs() < 1e-12);
        assert_eq!(break_even_factor(0.0, 66.0, 0.06), None);
    }
}
