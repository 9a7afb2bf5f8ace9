//! `[run]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Positive, PositiveCount, Seed};

/// How a scenario is run unless the command line says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunWritten {
    /// Master seed. Default 1.
    pub seed: Option<Seed>,
    /// Number of simulated seasons. Default 200.
    pub replications: Option<PositiveCount>,
    /// Goes on until an interval is narrow enough.
    pub precision: Option<PrecisionWritten>,
    /// How season factor, busyness and surges are drawn. Default stratified.
    pub draws: Option<DrawsWritten>,
    /// What mean money is made of beside the replications. Default day_tables.
    pub control: Option<ControlWritten>,
}

/// What mean money is made of beside the replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ControlWritten {
    /// Tables of days played beforehand: the same means, narrower intervals.
    DayTables,
    /// Nothing.
    None,
}

/// How the layers of uncertainty above the single contact are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawsWritten {
    /// In Latin hypercubes of ten replications: the same laws, narrower intervals.
    Stratified,
    /// Each replication by itself.
    Independent,
}

/// A stopping rule.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrecisionWritten {
    /// What must be known well. Default profit.
    pub measure: Option<PrecisionMeasureWritten>,
    /// Half width of the 95 % interval: relative for profit, absolute for a service level.
    #[schemars(required)]
    pub half_width: Option<Positive>,
    /// Never more replications than this.
    #[schemars(required)]
    pub at_most: Option<PositiveCount>,
}

/// The measures that `precision` can watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrecisionMeasureWritten {
    /// Every contract's profit.
    Profit,
    /// Every targeted channel's service level.
    ServiceLevel,
}
