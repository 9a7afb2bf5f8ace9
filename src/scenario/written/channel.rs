//! `[channels.NAME]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Duration, FileName, Hours, NonNegative, PositiveCount, Share, TitleWritten};
use crate::scenario::model::ServiceLevelDefinition;

/// A channel.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelWritten {
    /// Title to show.
    pub title: Option<TitleWritten>,
    /// voice (one at a time, the customer waits), chat (several at a time) or deferred (tickets: nobody waits on a line).
    #[schemars(required)]
    pub kind: Option<ChannelKindWritten>,
    /// Opening hours, in whole intervals. Default "00:00-24:00".
    pub open: Option<Hours>,
    /// How arrivals spread over the day: weights by hour or interval. Default even over the opening hours.
    pub intraday: Option<IntradayWritten>,
    /// What is promised, and the threshold by which answers are counted.
    pub service_level: Option<ServiceLevelWritten>,
    /// Most contacts queued plus in service; over it, blocked. Default no limit.
    pub lines: Option<PositiveCount>,
    /// For chat: how many at once. Default one at a time.
    pub concurrency: Option<ConcurrencyWritten>,
}

/// Kind of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKindWritten {
    /// One at a time; the customer waits on the line.
    Voice,
    /// Several at a time for one agent.
    Chat,
    /// One at a time; nobody waits, and what is not done today is there tomorrow.
    Deferred,
}

/// Weights over the day.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum IntradayWritten {
    /// A CSV file with the columns interval_start (or hour) and weight.
    File(FileName),
    /// 24 weights, one an hour, or one for each interval of the day.
    Weights(Vec<NonNegative>),
}

/// A service level target.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevelWritten {
    /// Promised share. Without it the service level is measured and nothing is promised.
    pub target: Option<Share>,
    /// The threshold. Default "20s" for voice, "30s" for chat, "24h" for deferred.
    pub within: Option<Duration>,
    /// Which of the five ratios. Default excluding_short_abandons.
    pub definition: Option<ServiceLevelDefinition>,
    /// The short time of dropping_short_calls. Default "5s".
    pub short_abandon: Option<Duration>,
}

/// Chats at once.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcurrencyWritten {
    /// Most chats an agent holds.
    #[schemars(required)]
    pub limit: Option<PositiveCount>,
    /// With 1, 2, ... chats in hand each takes this many times as long; the first is 1.
    pub slowdown: Option<Vec<NonNegative>>,
}
