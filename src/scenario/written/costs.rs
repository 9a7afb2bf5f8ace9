//! `[costs]`, `[in_house]` and `[satisfaction]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Duration, Factor, NonNegative, Positive, Share};

/// What the outsourcer pays beside wages. Money and shares default to 0.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CostsWritten {
    /// Employer's charges as a share of wages.
    pub social_charges: Option<NonNegative>,
    /// Site and equipment for a seat and month.
    pub seat_month: Option<NonNegative>,
    /// Team leaders. Default none.
    pub supervisors: Option<SupervisorsWritten>,
    /// Telecom for a talk minute on voice channels.
    pub telecom_minute: Option<NonNegative>,
    /// Overhead as a share of all costs before it.
    pub overhead: Option<NonNegative>,
    /// Sales tax as a share of revenue.
    pub sales_tax: Option<Share>,
    /// Full-time hours in a month. Default 174 (21.75 days of 8 hours).
    pub hours_month: Option<Positive>,
    /// Wage factor for overtime on a workday. Default 1.5.
    pub overtime_factor: Option<Factor>,
    /// Wage factor on a rest day worked beyond the rota. Default 2.
    pub rest_day_factor: Option<Factor>,
    /// Wage factor on a statutory holiday. Default 3.
    pub holiday_factor: Option<Factor>,
    /// Extra for an hour between 22:00 and 06:00.
    pub night_allowance_hour: Option<NonNegative>,
}

/// Team leaders.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupervisorsWritten {
    /// Agents per supervisor.
    #[schemars(required)]
    pub span: Option<Positive>,
    /// A supervisor's monthly wage, before social charges.
    #[schemars(required)]
    pub wage_month: Option<NonNegative>,
}

/// The courier's own cost of the same service.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InHouseWritten {
    /// An agent's monthly wage.
    #[schemars(required)]
    pub wage_month: Option<NonNegative>,
    /// A seat's monthly cost. Default 0.
    pub seat_month: Option<NonNegative>,
    /// Overhead as a share. Default 0.
    pub overhead: Option<NonNegative>,
    /// Share of paid time not available for contacts, below 1. Default 0.
    pub shrinkage: Option<Share>,
    /// Employer's charges as a share of wages. Default those of `[costs]`: both pay the same law's.
    pub social_charges: Option<NonNegative>,
}

/// Satisfaction as a model: piecewise linear in the wait, scaled by what came of the contact. Values from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionWritten {
    /// Satisfaction of a resolved contact by its wait, ascending; straight between the points, level beyond them.
    #[schemars(required, length(min = 1))]
    pub by_wait: Option<Vec<SatisfactionPoint>>,
    /// Factor for a contact that people handled without resolving it.
    #[schemars(required)]
    pub unresolved_factor: Option<Share>,
    /// Of a contact that the bot resolved. Default the first of `by_wait`.
    pub bot_resolved: Option<Share>,
    /// Of a contact falsely contained by the bot. Default `bot_resolved` times `unresolved_factor`.
    pub bot_unresolved: Option<Share>,
    /// Of one who abandoned, was blocked or left inside the bot. Default 0.
    pub not_served: Option<Share>,
}

/// One point of the satisfaction curve.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionPoint {
    /// Wait.
    #[schemars(required)]
    pub wait: Option<Duration>,
    /// Satisfaction at that wait.
    #[schemars(required)]
    pub value: Option<Share>,
}
