//! Channels: phone, chat, tickets.

use super::{ServiceTarget, Title};

/// Index of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct ChannelId(pub usize);

/// How contacts of a channel occupy an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// One at a time; the customer waits on the line.
    Voice,
    /// Several at a time for one agent.
    Chat,
    /// One at a time; nobody waits on a line, and what is not done today is there tomorrow.
    Deferred,
}

/// How many chats an agent holds and how they slow each other.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Concurrency {
    /// Most chats an agent holds at once, at least 1.
    pub limit: u32,
    /// `slowdown[j-1]`: with j chats in hand each goes forward at speed `1/slowdown[j-1]`; the first is 1; one entry for each j up to `limit`.
    pub slowdown: Vec<f64>,
}

/// A channel.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Channel {
    /// Its name.
    pub name: String,
    /// Title to show.
    pub title: Title,
    /// Voice, chat or deferred.
    pub kind: ChannelKind,
    /// Second of the day at which it opens.
    pub opens_s: u32,
    /// Second of the day at which it closes, after `opens_s`, at most a day's end.
    pub closes_s: u32,
    /// What is promised, and the threshold by which answers are counted. `target.share` is `None` where nothing is promised.
    pub service: ServiceTarget,
    /// Most contacts queued plus in service; over it, blocked.
    pub lines: Option<u32>,
    /// Chat concurrency; `limit` 1 for other kinds.
    pub concurrency: Concurrency,
}

impl Channel {
    /// Whether a contact may arrive at a second of the day.
    pub fn is_open(&self, second_of_day: u32) -> bool {
        self.opens_s <= second_of_day && second_of_day < self.closes_s
    }
}
