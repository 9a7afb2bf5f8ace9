//! How a scenario is run: seed, replications, stopping rule.

/// When to stop before the stated number of replications, or to go on beyond it.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Precision {
    /// The measure whose interval must become narrow: `profit` or `service_level`.
    pub measure: PrecisionMeasure,
    /// Wanted half width of the 95 % interval: relative to the mean for profit, absolute for a service level.
    pub half_width: f64,
    /// Never more replications than this.
    pub at_most: u32,
}

/// The measures that `precision` can watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PrecisionMeasure {
    /// Every contract's profit, relative to its mean.
    Profit,
    /// Every targeted channel's service level, absolute.
    ServiceLevel,
}

/// How a scenario is run unless the command line says otherwise.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RunSettings {
    /// Master seed; the same scenario and seed give the same bytes.
    pub seed: u64,
    /// Number of replications of the season.
    pub replications: u32,
    /// Stopping rule, if any.
    pub precision: Option<Precision>,
}
