//! `[contact_types.NAME]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Count, DistributionWritten, Factor, FileName, HandleTimeWritten, Named, NonNegative, PeakWritten, PerChannel,
    Share, ShareWritten, TitleWritten,
};

/// What a contact is about: how many come, on which channels, and how they behave. Demand is one of
/// `contacts_per_1000_parcels`, `forecast` and `per_hour`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactTypeWritten {
    /// Title to show.
    pub title: Option<TitleWritten>,
    /// Contacts that a thousand parcels bring in the end.
    pub contacts_per_1000_parcels: Option<NonNegative>,
    /// Share of them that comes 0, 1, 2, ... days after the parcel's day; sums to 1. Default all on the same day.
    #[schemars(length(min = 1))]
    pub lag_days: Option<Vec<Share>>,
    /// Factors from Monday to Sunday. Default 1.
    #[schemars(length(min = 7, max = 7))]
    pub weekday: Option<Vec<NonNegative>>,
    /// Days on which a parcel brings more contacts or fewer, such as the late days of a peak; by the day of the contact.
    pub peaks: Option<Vec<PeakWritten>>,
    /// A CSV file with the columns date, interval_start, contacts, and channel if it differs by channel.
    pub forecast: Option<FileName>,
    /// Contacts an hour, the same every day: one number, or 24.
    pub per_hour: Option<ContactsPerHour>,
    /// Share of contacts by channel; sums to 1. Needed if there are several channels. A forecast's contacts in an
    /// hour when some of the channels are closed go to the others.
    pub channels: Option<Named<Share>>,
    /// Time that people take, talk and after-contact work together. A mean alone, or with a cv: lognormal.
    #[schemars(required)]
    pub handle_time: Option<PerChannel<HandleTimeWritten>>,
    /// How long customers wait before they give up. A mean alone: exponential. Default they never do.
    pub patience: Option<PerChannel<DistributionWritten>>,
    /// Chance of no patience at all: gone unless answered at once. Default 0.
    pub balk: Option<PerChannel<Share>>,
    /// Trying again after giving up or being blocked. Default nobody does.
    pub redial: Option<PerChannel<RedialWritten>>,
    /// Chance that a contact handled by people is resolved. Default 1.
    pub first_contact_resolution: Option<PerChannel<Share>>,
    /// Time until an unresolved contact comes back. A mean alone: exponential. Default a mean of 24h.
    pub repeat_delay: Option<PerChannel<DistributionWritten>>,
    /// What the bot does with these contacts, on the channels that have one. Default they bypass it.
    pub bot: Option<PerChannel<StreamBotWritten>>,
}

/// Contacts an hour.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum ContactsPerHour {
    /// The same at every hour.
    Always(NonNegative),
    /// By hour of the day, 24 numbers.
    ByHour(Vec<NonNegative>),
}

/// Trying again.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedialWritten {
    /// Chance of another attempt.
    #[schemars(required)]
    pub chance: Option<Share>,
    /// Time until then. A mean alone: exponential. Default a mean of 15m.
    pub delay: Option<DistributionWritten>,
    /// Most further attempts of one contact. Default 1.
    pub limit: Option<Count>,
}

/// What the bot does with contacts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamBotWritten {
    /// Of those who meet it: share that it resolves, or seems to.
    #[schemars(required)]
    pub containment: Option<ShareWritten>,
    /// Time in the bot. A mean alone: exponential.
    #[schemars(required)]
    pub handle_time: Option<DistributionWritten>,
    /// Of those who meet it: share that leaves inside it. The rest is passed to people. Default 0.
    pub leaves: Option<Share>,
    /// Of the contained: share that was not resolved after all, and comes back. Default 0.
    pub falsely_contained: Option<Share>,
    /// Factor on the handle time of people after the bot. Default 1.
    pub escalated_handle_time_factor: Option<Factor>,
}
