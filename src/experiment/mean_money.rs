//! Mean figures of a contract over the replications, or over drawn seasons where a control helps.

use super::control::{ContractControl, GROUP};
use super::money_figure::MoneyFigure;
use super::replication::ContractRecord;
use crate::statistics::{Confidence, Estimate, SetsOf, mean, standard_deviation};

/// Drawn seasons are used where the tables leave at most this share of the variance of a replication's profit. The share is that of
/// single replications, which are many, so that it is well known; a choice by the errors of the means would favour the one that happens to
/// look small, and intervals would be too narrow.
const MOST_LEFT: f64 = 0.5;

/// A total of a contract.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MoneyTotal {
    /// As simulated, by replication.
    pub(super) values: Vec<f64>,
    /// The mean over the drawn seasons of each replication's group, where there is a control that helps.
    means: Option<Vec<f64>>,
}

/// What means are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeanMoney<'a> {
    records: &'a [&'a ContractRecord],
    sets: SetsOf,
    control: Option<ContractControl<'a>>,
}

impl<'a> MeanMoney<'a> {
    /// Of a contract's replications, in order.
    pub(super) fn new(records: &'a [&'a ContractRecord], sets: SetsOf, control: Option<ContractControl<'a>>) -> Self {
        let plain = MeanMoney { records, sets, control: None };
        let Some(control) = control else { return plain };
        let profits: Vec<f64> = records.iter().map(|record| record.profit).collect();
        let left: Vec<f64> = profits.iter().zip(control.tabled_profits()).map(|(all, tabled)| all - tabled).collect();
        match (standard_deviation(&profits), standard_deviation(&left)) {
            (Some(all), Some(left)) if left * left < MOST_LEFT * all * all => {
                MeanMoney { sets: SetsOf::new(GROUP), control: Some(control), ..plain }
            }
            _ => plain,
        }
    }

    /// Whether there is a control that helps.
    pub(super) fn is_controlled(&self) -> bool {
        self.control.is_some()
    }

    /// A figure; `None` where some record does not have it.
    pub(super) fn figure(&self, figure: MoneyFigure) -> Option<MoneyTotal> {
        let values = self.records.iter().map(|record| figure.of(record)).collect::<Option<Vec<f64>>>()?;
        Some(self.with_control(values, |control| control.figures(figure)))
    }

    /// The mean of a figure.
    pub(super) fn mean_of(&self, figure: MoneyFigure) -> Option<Estimate> {
        self.mean(&self.figure(figure)?)
    }

    /// What was counted by replication, with what the control says of it.
    pub(super) fn with_control(
        &self,
        values: Vec<f64>,
        means: impl FnOnce(&ContractControl) -> Vec<f64>,
    ) -> MoneyTotal {
        MoneyTotal { values, means: self.control.as_ref().map(means) }
    }

    /// The mean.
    pub(super) fn mean(&self, total: &MoneyTotal) -> Option<Estimate> {
        self.sets.mean(total.observations(), Confidence::default())
    }

    /// The mean alone.
    pub(super) fn mean_value(&self, total: &MoneyTotal) -> Option<f64> {
        mean(total.observations(), Confidence::default()).map(|estimate| estimate.value)
    }

    /// The ratio of two means.
    pub(super) fn ratio(&self, above: &MoneyTotal, below: &MoneyTotal) -> Option<Estimate> {
        self.sets.ratio(above.observations(), below.observations(), Confidence::default())
    }
}

impl MoneyTotal {
    /// What means are of, by replication.
    pub(super) fn observations(&self) -> &[f64] {
        self.means.as_deref().unwrap_or(&self.values)
    }
}
