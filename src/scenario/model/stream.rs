//! Contact types and streams. A stream is one contact type on one channel: the unit of demand.

use super::{ByTime, ChannelId, Distribution, Title};

/// Index of a contact type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct ContactTypeId(pub usize);

/// Index of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct StreamId(pub usize);

/// What a contact is about.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ContactType {
    /// Its name.
    pub name: String,
    /// Title to show.
    pub title: Title,
}

/// Trying again after abandoning or being blocked.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Redial {
    /// Chance of another attempt.
    pub chance: f64,
    /// Time until then, in seconds, counted from the moment of giving up.
    pub delay: Distribution,
    /// Most further attempts of one contact.
    pub limit: u32,
}

/// What the bot does with contacts of a stream.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StreamBot {
    /// Share of contacts that meet the bot; the others bypass it.
    pub meets: f64,
    /// Of those who meet it: chance that it resolves or seems to.
    pub containment: ByTime<f64>,
    /// Of the contained: chance that it was not resolved after all, and comes back as a repeat.
    pub falsely_contained: f64,
    /// Of those who meet it: chance of leaving inside the bot. The rest is escalated.
    pub leaves: f64,
    /// Time in the bot, seconds, whatever comes of it.
    pub handle_time: ByTime<Distribution>,
    /// Factor on the handle time of people after the bot.
    pub escalated_handle_time_factor: f64,
}

/// One contact type on one channel.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Stream {
    /// Its contact type.
    pub contact_type: ContactTypeId,
    /// Its channel.
    pub channel: ChannelId,
    /// Expected fresh contacts by interval of the season, before any randomness; zero while the channel is closed.
    #[serde(skip)]
    pub expected_contacts: Vec<f64>,
    /// Handle time of people (talk plus after-contact work), seconds.
    pub handle_time: ByTime<Distribution>,
    /// Share of the handle time that is talk.
    pub talk_share: f64,
    /// Patience in seconds while waiting for a person.
    pub patience: ByTime<Distribution>,
    /// Chance of patience exactly zero: gone unless answered at once.
    pub balk: f64,
    /// Trying again, if they do.
    pub redial: Option<Redial>,
    /// Chance that a contact handled by people is resolved.
    pub first_contact_resolution: f64,
    /// Time until an unresolved contact comes back, seconds.
    pub repeat_delay: Distribution,
    /// The bot in front, if any.
    pub bot: Option<StreamBot>,
}

/// Satisfaction as a model: piecewise linear in the wait, scaled by what came of the contact. Values in [0, 1].
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Satisfaction {
    /// (wait in seconds, satisfaction of a resolved contact), ascending in wait; constant beyond the ends.
    pub by_wait: Vec<(f64, f64)>,
    /// Factor for a contact that people handled without resolving it.
    pub unresolved_factor: f64,
    /// Satisfaction of a contact that the bot resolved.
    pub bot_resolved: f64,
    /// Satisfaction of a contact falsely contained by the bot.
    pub bot_unresolved: f64,
    /// Satisfaction of one who abandoned, was blocked or left inside the bot.
    pub not_served: f64,
}
