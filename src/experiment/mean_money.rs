//! Mean figures of a contract over the replications, against a control where there is one that helps.

use super::control::ContractControl;
use super::money_figure::MoneyFigure;
use super::replication::ContractRecord;
use crate::statistics::{Confidence, ControlledSets, ControlledTotal, Estimate, SetsOf, mean, standard_deviation};

/// A control is used where it leaves at most this share of the variance of a replication's profit. The share is that of single
/// replications, which are many, so that it is well known; a choice by the errors of the means, from a few sets, would favour the one
/// that happens to look small, and intervals would be too narrow.
const MOST_LEFT: f64 = 0.2;

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
        let controlled = MeanMoney { control, ..plain };
        let Some(ControlledTotal { values, played, .. }) = controlled.figure(MoneyFigure::Profit) else { return plain };
        let left: Vec<f64> = values.iter().zip(&played).map(|(value, control)| value - control).collect();
        match (standard_deviation(&values), standard_deviation(&left)) {
            (Some(all), Some(left)) if left * left < MOST_LEFT * all * all => controlled,
            _ => plain,
        }
    }

    /// Whether there is a control that helps.
    pub(super) fn is_controlled(&self) -> bool {
        self.control.is_some()
    }

    /// A figure; `None` where some record does not have it.
    pub(super) fn figure(&self, figure: MoneyFigure) -> Option<ControlledTotal> {
        let values = self.records.iter().map(|record| figure.of(record)).collect::<Option<Vec<f64>>>()?;
        Some(self.with_control(values, |control| control.figures(figure)))
    }

    /// The mean of a figure.
    pub(super) fn mean_of(&self, figure: MoneyFigure) -> Option<Estimate> {
        self.mean(&self.figure(figure)?)
    }

    /// What was counted by replication, with its control.
    pub(super) fn with_control(
        &self,
        values: Vec<f64>,
        control: impl Fn(&ContractControl) -> [Vec<f64>; 2],
    ) -> ControlledTotal {
        let [played, drawn] = self.control.as_ref().map_or_else(Default::default, control);
        ControlledTotal { values, played, drawn }
    }

    /// The mean.
    pub(super) fn mean(&self, total: &ControlledTotal) -> Option<Estimate> {
        match self.controlled_sets() {
            Some(sets) => sets.mean(total, Confidence::default()),
            None => self.sets.mean(&total.values, Confidence::default()),
        }
    }

    /// The mean alone.
    pub(super) fn mean_value(&self, total: &ControlledTotal) -> Option<f64> {
        let estimate = match self.control {
            Some(_) => self.mean(total),
            None => mean(&total.values, Confidence::default()),
        };
        estimate.map(|estimate| estimate.value)
    }

    /// What the mean comes to over all replications.
    pub(super) fn sum(&self, total: &ControlledTotal) -> Option<f64> {
        match self.control {
            Some(_) => self.mean(total).map(|estimate| estimate.value * total.values.len() as f64),
            None => Some(total.values.iter().sum()),
        }
    }

    /// The ratio of two means.
    pub(super) fn ratio(&self, above: &ControlledTotal, below: &ControlledTotal) -> Option<Estimate> {
        match self.controlled_sets() {
            Some(sets) => sets.ratio(above, below, Confidence::default()),
            None => self.sets.ratio(&above.values, &below.values, Confidence::default()),
        }
    }

    fn controlled_sets(&self) -> Option<ControlledSets> {
        self.control.map(|control| ControlledSets { replications: self.sets, drawn: control.drawn_sets() })
    }
}
