//! How the number of people on duty is decided.

/// The span on which a service level must be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceLevelOver {
    /// In every interval.
    Interval,
    /// On every day.
    Day,
    /// Over the season.
    Season,
}

/// Where a staffing plan comes from.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "plan", rename_all = "snake_case")]
pub enum StaffingRule {
    /// The planner's own numbers.
    Fixed {
        /// Agents scheduled for duty, by group and interval of the season.
        #[serde(skip)]
        agents: Vec<Vec<u32>>,
    },
    /// The least-cost plan that meets every channel's target.
    ServiceLevel {
        /// On which span.
        over: ServiceLevelOver,
        /// Share of replications in which each span must meet it; `None` = in the mean (ratio of sums).
        chance: Option<f64>,
        /// With targets over days: share of the days that must meet it; `None` = each day. Days are counted over all
        /// replications, or, with a chance, in each replication.
        on_days: Option<f64>,
    },
    /// For each contract the plan that earns most in the mean, no lower than the service floors of channels
    /// ([`Scenario::service_floor`](super::Scenario::service_floor)).
    Profit,
}
