//! The figures of a contract's record that have a mean.

use super::replication::ContractRecord;

/// A figure of a [`ContractRecord`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MoneyFigure {
    Penalties,
    Bonuses,
    Revenue,
    Cost,
    Profit,
    KpiPeriods,
    KpiPeriodsMissed,
    RenewalValue,
    InHouseCost,
    /// In-house cost less revenue.
    Saving,
    /// A line of the statement.
    Line(usize),
}

/// How many there are beside the lines.
const BESIDE_LINES: usize = 10;

impl MoneyFigure {
    /// The figure of a record; `None` where the contract or the scenario has no such figure.
    pub(super) fn of(self, record: &ContractRecord) -> Option<f64> {
        match self {
            MoneyFigure::Penalties => Some(record.penalties),
            MoneyFigure::Bonuses => Some(record.bonuses),
            MoneyFigure::Revenue => Some(record.revenue),
            MoneyFigure::Cost => Some(record.cost),
            MoneyFigure::Profit => Some(record.profit),
            MoneyFigure::KpiPeriods => Some(f64::from(record.kpi_periods)),
            MoneyFigure::KpiPeriodsMissed => Some(f64::from(record.kpi_periods_missed)),
            MoneyFigure::RenewalValue => record.renewal_value,
            MoneyFigure::InHouseCost => record.in_house_cost,
            MoneyFigure::Saving => record.in_house_cost.map(|cost| cost - record.revenue),
            MoneyFigure::Line(line) => record.lines.get(line).copied(),
        }
    }

    /// Its place in [`MoneyFigures`].
    fn place(self) -> usize {
        match self {
            MoneyFigure::Penalties => 0,
            MoneyFigure::Bonuses => 1,
            MoneyFigure::Revenue => 2,
            MoneyFigure::Cost => 3,
            MoneyFigure::Profit => 4,
            MoneyFigure::KpiPeriods => 5,
            MoneyFigure::KpiPeriodsMissed => 6,
            MoneyFigure::RenewalValue => 7,
            MoneyFigure::InHouseCost => 8,
            MoneyFigure::Saving => 9,
            MoneyFigure::Line(line) => BESIDE_LINES + line,
        }
    }

    fn all(lines: usize) -> impl Iterator<Item = MoneyFigure> {
        [
            MoneyFigure::Penalties,
            MoneyFigure::Bonuses,
            MoneyFigure::Revenue,
            MoneyFigure::Cost,
            MoneyFigure::Profit,
            MoneyFigure::KpiPeriods,
            MoneyFigure::KpiPeriodsMissed,
            MoneyFigure::RenewalValue,
            MoneyFigure::InHouseCost,
            MoneyFigure::Saving,
        ]
        .into_iter()
        .chain((0..lines).map(MoneyFigure::Line))
    }
}

/// All figures of a record. What a contract does not have is zero.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MoneyFigures(Box<[f64]>);

impl MoneyFigures {
    /// The figure.
    pub(super) fn get(&self, figure: MoneyFigure) -> f64 {
        self.0[figure.place()]
    }

    /// Adds the figures of another record of the same contract.
    pub(super) fn add(&mut self, other: &MoneyFigures) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Divides every figure.
    pub(super) fn divide(&mut self, by: f64) {
        self.0.iter_mut().for_each(|figure| *figure /= by);
    }
}

impl From<&ContractRecord> for MoneyFigures {
    fn from(record: &ContractRecord) -> Self {
        MoneyFigures(MoneyFigure::all(record.lines.len()).map(|figure| figure.of(record).unwrap_or_default()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_own_place() {
        for (place, figure) in MoneyFigure::all(3).enumerate() {
            assert_eq!(figure.place(), place);
        }
        assert_eq!(MoneyFigure::all(0).count(), BESIDE_LINES);
    }
}
