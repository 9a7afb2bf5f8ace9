//! A value that is the same on every channel, or written for each.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Named;

/// One value for all channels, or a table with one for each channel.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum PerChannel<T> {
    /// For all channels.
    Same(T),
    /// By channel.
    Each(Named<T>),
}

impl<T> PerChannel<T> {
    /// The value for a channel, if there is one.
    pub fn on(&self, channel: &str) -> Option<&T> {
        match self {
            PerChannel::Same(value) => Some(value),
            PerChannel::Each(values) => values.get(channel),
        }
    }
}
