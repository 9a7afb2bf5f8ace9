//! What drawn seasons came to, by group of replications.

use crate::experiment::money_figure::{MoneyFigure, MoneyFigures};
use crate::experiment::replication::ContractRecord;
use crate::money::{Pricer, SeasonSums};
use crate::scenario::model::Scenario;

/// Replications whose residuals are put on the same drawn seasons.
pub(in crate::experiment) const GROUP: u32 = 5;

/// The mean over a group's drawn seasons, under one plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GroupMean {
    handled: f64,
    orders_served: f64,
    /// By contract, in the order of the pricers.
    contracts: Vec<MoneyFigures>,
}

impl GroupMean {
    /// One season.
    pub(super) fn of_season(scenario: &Scenario, sums: &SeasonSums, pricers: &[Pricer]) -> Self {
        let running = sums.running();
        let figures = |pricer: &Pricer| (&ContractRecord::from(&pricer.price_sums(scenario, sums, &running))).into();
        GroupMean {
            handled: sums.handled(),
            orders_served: sums.orders_served(),
            contracts: pricers.iter().map(figures).collect(),
        }
    }

    /// The mean of seasons. `None` without any.
    pub(super) fn of(seasons: impl IntoIterator<Item = GroupMean>) -> Option<Self> {
        let mut seasons = seasons.into_iter();
        let mut sum = seasons.next()?;
        let mut count = 1.0;
        for season in seasons {
            count += 1.0;
            sum.handled += season.handled;
            sum.orders_served += season.orders_served;
            sum.contracts.iter_mut().zip(&season.contracts).for_each(|(sum, figures)| sum.add(figures));
        }
        sum.handled /= count;
        sum.orders_served /= count;
        sum.contracts.iter_mut().for_each(|figures| figures.divide(count));
        Some(sum)
    }
}

/// A replication under the control.
#[derive(Debug, Clone)]
pub(super) struct ControlledReplication {
    /// Profit by what the tables say, by contract.
    pub(super) tabled_profits: Vec<f64>,
    /// Its group's mean, at its place in the means.
    pub(super) mean: usize,
}

/// The control of a plan's replications.
#[derive(Debug, Clone, Default)]
pub(in crate::experiment) struct ControlRecords {
    pub(super) replications: Vec<ControlledReplication>,
    pub(super) means: Vec<GroupMean>,
}

impl ControlRecords {
    /// The part of the contract at a position among the plan's.
    pub(in crate::experiment) fn of_contract(&self, position: usize) -> ContractControl<'_> {
        ContractControl { records: self, position }
    }
}

/// The control of one contract.
#[derive(Debug, Clone, Copy)]
pub(in crate::experiment) struct ContractControl<'c> {
    records: &'c ControlRecords,
    position: usize,
}

impl ContractControl<'_> {
    /// Profit by what the tables say, by replication.
    pub(in crate::experiment) fn tabled_profits(&self) -> Vec<f64> {
        self.records.replications.iter().map(|replication| replication.tabled_profits[self.position]).collect()
    }

    /// The mean of a figure over the drawn seasons of each replication's group.
    pub(in crate::experiment) fn figures(&self, figure: MoneyFigure) -> Vec<f64> {
        self.by_replication(|mean| mean.contracts[self.position].get(figure))
    }

    /// Contacts handled by people or contained by the bot.
    pub(in crate::experiment) fn handled(&self) -> Vec<f64> {
        self.by_replication(|mean| mean.handled)
    }

    /// Orders served.
    pub(in crate::experiment) fn orders_served(&self) -> Vec<f64> {
        self.by_replication(|mean| mean.orders_served)
    }

    fn by_replication(&self, pick: impl Fn(&GroupMean) -> f64) -> Vec<f64> {
        self.records.replications.iter().map(|replication| pick(&self.records.means[replication.mean])).collect()
    }
}
