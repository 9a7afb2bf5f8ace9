//! The short record that is kept of each replication.

use crate::money::Statement;

/// A ratio of counts; `None` where there is nothing to divide by.
pub(super) fn share(numerator: u64, denominator: u64) -> Option<f64> {
    (denominator > 0).then(|| numerator as f64 / denominator as f64)
}

/// What a contract came to in one replication, money in the scenario's currency.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ContractRecord {
    /// Fees before KPI effects.
    pub fees: f64,
    /// Penalties, zero or negative.
    pub penalties: f64,
    /// Bonuses, zero or positive.
    pub bonuses: f64,
    /// What the client pays.
    pub revenue: f64,
    /// All costs.
    pub cost: f64,
    /// Revenue less cost.
    pub profit: f64,
    /// KPI periods judged.
    pub kpi_periods: u32,
    /// Of these, missed.
    pub kpi_periods_missed: u32,
    /// Of the missed, relieved because volume passed the forecast.
    pub kpi_periods_relieved: u32,
    /// Worth of the renewal, if the contract has such a clause.
    pub renewal_value: Option<f64>,
    /// Cost of the same service in house, if the scenario compares with it.
    pub in_house_cost: Option<f64>,
    /// Amounts of the statement's lines, in its order.
    pub lines: Box<[f64]>,
}

impl From<&Statement> for ContractRecord {
    fn from(statement: &Statement) -> Self {
        ContractRecord {
            fees: statement.fees(),
            penalties: statement.penalties(),
            bonuses: statement.bonuses(),
            revenue: statement.revenue(),
            cost: statement.cost(),
            profit: statement.profit(),
            kpi_periods: statement.kpi_periods,
            kpi_periods_missed: statement.kpi_periods_missed,
            kpi_periods_relieved: statement.kpi_periods_relieved,
            renewal_value: statement.renewal_value,
            in_house_cost: statement.in_house_cost,
            lines: statement.lines.iter().map(|line| line.amount).collect(),
        }
    }
}

/// What a replication counted for the other ratios of a summary, numerator and denominator each.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct ServiceTerms {
    /// Average speed of answer of the headline channels, ticks.
    pub speed_of_answer: (u64, u64),
    /// Occupancy of the groups that take the headline channels, ticks.
    pub occupancy: (u64, u64),
    /// Containment of all channels.
    pub containment: (u64, u64),
    /// Service level by channel.
    pub channels: Box<[(u64, u64)]>,
}

/// One replication.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ReplicationRecord {
    /// Its number, counted from 0.
    pub replication: u32,
    /// All arrivals: fresh, redials and repeats.
    pub arrivals: u64,
    /// Handled by people or contained by the bot.
    pub handled: u64,
    /// Orders served.
    pub orders_served: u64,
    /// Answered on the headline channels.
    pub answered: u64,
    /// Abandoned on the headline channels.
    pub abandoned: u64,
    /// Numerator and denominator of the headline service level.
    pub service_level: (u64, u64),
    /// The other ratios.
    pub terms: ServiceTerms,
    /// By contract, in the order of the accumulator's contracts.
    pub contracts: Vec<ContractRecord>,
}

impl ReplicationRecord {
    /// Service level of the headline channels by their own definitions. `None` where nobody counted.
    pub fn service_level_share(&self) -> Option<f64> {
        share(self.service_level.0, self.service_level.1)
    }

    /// Abandoned over answered plus abandoned, of the headline channels.
    pub fn abandonment(&self) -> Option<f64> {
        share(self.abandoned, self.answered + self.abandoned)
    }
}
