//! The bot as a whole. What it does with each stream is in [`StreamBot`](super::StreamBot).

/// Where a contact goes that finds every session taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenBotIsFull {
    /// Straight to people.
    People,
    /// Refused; may redial.
    Blocked,
}

/// Hours without a bot.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct BotOutage {
    /// Chance of one outage on a day; it starts at a uniform instant of the day.
    pub chance_per_day: f64,
    /// Its length in seconds.
    pub lasts_s: f64,
}

/// What the bot costs.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct BotCost {
    /// For each session.
    pub session: f64,
    /// For each minute of bot time.
    pub minute: f64,
    /// Each month.
    pub month: f64,
    /// Up front.
    pub investment: f64,
    /// Months over which the investment is written off.
    pub write_off_months: f64,
}

/// The bot.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Bot {
    /// Sessions at once; `None` = as many as come.
    pub sessions: Option<u32>,
    /// What happens when they are all taken.
    pub when_full: WhenBotIsFull,
    /// Outages, if any.
    pub outage: Option<BotOutage>,
    /// Its cost.
    pub cost: BotCost,
}
