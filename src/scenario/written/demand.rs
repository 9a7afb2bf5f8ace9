//! `[demand]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Correlation, DateText, Factor, FileName, Name, Named, NonNegative, PositiveCount, Share, Variation};

/// Parcels, and the layers of uncertainty around the expected contacts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandWritten {
    /// Parcels a day: a CSV file with the columns date and parcels, or an ordinary day and its peaks. Rows before the
    /// season are history, from which its first days' contacts come.
    pub parcels: Option<ParcelsWritten>,
    /// Parcels on the days just before the season, the last of them the day before. Without history the first day's
    /// value is used.
    pub parcels_before: Option<Vec<NonNegative>>,
    /// Factor on all parcels and forecasts. Default 1.
    pub scale: Option<NonNegative>,
    /// Coefficient of variation of the season as a whole. Default 0.
    pub season_cv: Option<Variation>,
    /// Busy and quiet days.
    pub busyness: Option<BusynessWritten>,
    /// Coefficient of variation of the noise by channel and interval. Default 0.
    pub interval_cv: Option<Variation>,
    /// Disruptions by name.
    pub surges: Option<Named<SurgeWritten>>,
}

/// Parcels from a file or by formula.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum ParcelsWritten {
    /// A CSV file with the columns date and parcels.
    File(FileName),
    /// An ordinary day and its peaks.
    Peaks(ParcelsTable),
}

/// Parcels of an ordinary day, and factors on some days.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelsTable {
    /// Parcels on an ordinary day.
    #[schemars(required)]
    pub ordinary: Option<NonNegative>,
    /// Days with more or fewer.
    pub peaks: Option<Vec<PeakWritten>>,
}

/// Days on which parcels, or the contacts that parcels bring, are multiplied.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeakWritten {
    /// First day.
    #[schemars(required)]
    pub from: Option<DateText>,
    /// Last day. Default: the first.
    pub to: Option<DateText>,
    /// Factor on an ordinary day's.
    #[schemars(required)]
    pub factor: Option<NonNegative>,
}

/// One draw a day with mean 1, linked from day to day.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusynessWritten {
    /// Its law. Default gamma.
    pub distribution: Option<BusynessLawWritten>,
    /// Coefficient of variation.
    #[schemars(required)]
    pub cv: Option<Variation>,
    /// Correlation from one day to the next, above -1 and below 1. Default 0.
    pub autocorrelation: Option<Correlation>,
    /// One factor for all contact types, or one for each. Default common.
    pub scope: Option<BusynessScopeWritten>,
}

/// Law of the busyness factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BusynessLawWritten {
    /// Gamma.
    Gamma,
    /// Lognormal.
    Lognormal,
}

/// Who shares a day's busyness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BusynessScopeWritten {
    /// All contact types.
    Common,
    /// Each contact type has its own.
    ByContactType,
}

/// A disruption that multiplies some contact types for some days.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurgeWritten {
    /// Chance that it starts on a day.
    #[schemars(required)]
    pub chance_per_day: Option<Share>,
    /// How many days it lasts. Default 1.
    pub days: Option<PositiveCount>,
    /// What it multiplies arrivals by.
    #[schemars(required)]
    pub multiplier: Option<Factor>,
    /// Which contact types it touches. Default all.
    pub contact_types: Option<Vec<Name>>,
}
