//! One contract's profit and loss for one replication.

use std::borrow::Cow;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Money from the client; negative for individual charges and for what a budget ceiling cuts off.
    Revenue,
    /// Money kept back for missed KPIs; the amount is zero or negative. The one line that gives back what passes the
    /// penalty cap is positive, and the sum of all penalties never is.
    Penalty,
    /// Money earned by KPIs; the amount is zero or positive.
    Bonus,
    /// Money paid; the amount is positive and is subtracted.
    Cost,
}

/// One line.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StatementLine {
    /// Kind.
    pub kind: LineKind,
    /// Name, the same in every replication.
    pub name: Cow<'static, str>,
    /// Amount in the scenario's currency.
    pub amount: f64,
}

impl StatementLine {
    /// A line; adding zero turns a negative zero, which would show, into a plain one.
    pub(super) fn new(kind: LineKind, name: impl Into<Cow<'static, str>>, amount: f64) -> Self {
        StatementLine { kind, name: name.into(), amount: amount + 0.0 }
    }
}

/// One contract's profit and loss for one replication. Every replication of a contract has the same lines in the same order.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Statement {
    /// The lines.
    pub lines: Vec<StatementLine>,
    /// KPI periods judged.
    pub kpi_periods: u32,
    /// Of these, missed: a penalty step applied.
    pub kpi_periods_missed: u32,
    /// Of the missed, relieved because volume passed the forecast.
    pub kpi_periods_relieved: u32,
    /// Worth of the renewal in this replication (chance times discounted profit); not in the profit. `None` without a renewal clause.
    pub renewal_value: Option<f64>,
    /// What the same service costs the courier in house. `None` without `[in_house]`.
    pub in_house_cost: Option<f64>,
}

impl Statement {
    fn sum(&self, kind: LineKind) -> f64 {
        // An empty `sum` of floats is -0, which would show.
        self.lines.iter().filter(|line| line.kind == kind).fold(0.0, |total, line| total + line.amount)
    }

    /// Fees before KPI effects, less what a budget ceiling cuts off.
    pub fn fees(&self) -> f64 {
        self.sum(LineKind::Revenue)
    }

    /// Penalties, zero or negative.
    pub fn penalties(&self) -> f64 {
        self.sum(LineKind::Penalty)
    }

    /// Bonuses, zero or positive.
    pub fn bonuses(&self) -> f64 {
        self.sum(LineKind::Bonus)
    }

    /// What the client pays: fees, less penalties, plus bonuses.
    pub fn revenue(&self) -> f64 {
        self.fees() + self.penalties() + self.bonuses()
    }

    /// All costs.
    pub fn cost(&self) -> f64 {
        self.sum(LineKind::Cost)
    }

    /// Revenue less cost.
    pub fn profit(&self) -> f64 {
        self.revenue() - self.cost()
    }
}
