//! `[bot]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Duration, Named, NonNegative, Positive, PositiveCount, Share};

/// The bot as a whole; what it does with each contact type is written there.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BotWritten {
    /// By channel, the share of contacts that meet the bot first.
    #[schemars(required)]
    pub channels: Option<Named<Share>>,
    /// Sessions at once. Default no limit.
    pub sessions: Option<PositiveCount>,
    /// Where contacts go when all sessions are taken. Default people.
    pub when_full: Option<WhenFullWritten>,
    /// Hours without a bot.
    pub outage: Option<OutageWritten>,
    /// What it costs.
    pub cost: Option<BotCostWritten>,
}

/// Where a contact goes that finds every session taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenFullWritten {
    /// Straight to people.
    People,
    /// Refused.
    Blocked,
}

/// Outages of the bot.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutageWritten {
    /// Chance of one on a day.
    #[schemars(required)]
    pub chance_per_day: Option<Share>,
    /// Its length.
    #[schemars(required)]
    pub lasts: Option<Duration>,
}

/// What the bot costs; each defaults to 0.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BotCostWritten {
    /// For each session.
    pub session: Option<NonNegative>,
    /// For each minute of bot time.
    pub minute: Option<NonNegative>,
    /// Each month.
    pub month: Option<NonNegative>,
    /// Up front.
    pub investment: Option<NonNegative>,
    /// Months over which the investment is written off. Default 36.
    pub write_off_months: Option<Positive>,
}
