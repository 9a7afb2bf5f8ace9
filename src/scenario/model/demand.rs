//! Demand as a whole: parcels and the layers of uncertainty around the expected contacts.

use super::ContactTypeId;

/// Parcels and uncertainty. Expected contacts by interval are in each stream.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Demand {
    /// Parcels by day of the season, `scale` applied; zero throughout when every contact type brings a forecast.
    pub parcels: Vec<f64>,
    /// The factor that has been applied to parcels and contacts.
    pub scale: f64,
    /// Coefficient of variation of the season factor (gamma, mean 1, one draw a replication); 0 = none.
    pub season_cv: f64,
    /// Day-to-day busyness.
    pub busyness: Busyness,
    /// Coefficient of variation of the gamma noise by channel and interval; 0 = none.
    pub interval_cv: f64,
    /// Disruptions.
    pub surges: Vec<Surge>,
}

/// Marginal law of the busyness factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BusynessLaw {
    /// Gamma with mean 1.
    Gamma,
    /// Lognormal with mean 1.
    Lognormal,
}

/// Who shares a day's busyness factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BusynessScope {
    /// One factor a day for all contact types.
    Common,
    /// One factor a day for each contact type, independent of the others.
    ByContactType,
}

/// One draw a day with mean 1, linked from day to day through a Gaussian AR(1) copula.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Busyness {
    /// Marginal law.
    pub law: BusynessLaw,
    /// Coefficient of variation; 0 = none.
    pub cv: f64,
    /// Correlation of the copula's normals from one day to the next, in (-1, 1).
    pub autocorrelation: f64,
    /// Common or by contact type.
    pub scope: BusynessScope,
}

/// A disruption that multiplies the arrivals of some contact types for some days.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Surge {
    /// Its name.
    pub name: String,
    /// Chance that it starts on a day on which it is not already under way.
    pub chance_per_day: f64,
    /// How many days it lasts.
    pub days: u32,
    /// What it multiplies the rate by.
    pub multiplier: f64,
    /// Which contact types it touches.
    pub contact_types: Vec<ContactTypeId>,
}
