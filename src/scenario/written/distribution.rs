//! Distributions of durations, and shares, that may move over the day.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{ClockTime, Duration, DurationVariation, FileName, Shape, Share};

/// Names of distributions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DistributionKind {
    /// Always `value`.
    Deterministic,
    /// By `mean`.
    Exponential,
    /// By `mean` and `cv`.
    Lognormal,
    /// By `mean` and `cv`.
    Gamma,
    /// By `shape`, and `scale` or `mean`.
    Weibull,
    /// By `branches`.
    Hyperexponential,
    /// By `values` or `file`.
    Empirical,
    /// Never: endless patience.
    Never,
}

/// One branch of a hyperexponential distribution.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BranchWritten {
    /// Its probability.
    #[schemars(required)]
    pub probability: Option<Share>,
    /// Its mean.
    #[schemars(required)]
    pub mean: Option<Duration>,
}

// Four tables share the parameters of a distribution. serde cannot both flatten a common part and refuse unknown keys.
macro_rules! distribution_table {
    ($(#[$doc:meta])* $name:ident { $($(#[$extra_doc:meta])* $extra:ident: $extra_type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$extra_doc])* pub $extra: Option<$extra_type>,)*
            /// Its name. Default: what its parameters say (`cv`: lognormal; `shape`: Weibull; `value`: deterministic;
            /// `branches`: hyperexponential; `values` or `file`: empirical), and what is usual for the quantity
            /// if there is only a mean.
            pub distribution: Option<DistributionKind>,
            /// Mean.
            pub mean: Option<Duration>,
            /// Standard deviation over mean, of lognormal and gamma. Default 1.
            pub cv: Option<DurationVariation>,
            /// Shape of a Weibull distribution.
            pub shape: Option<Shape>,
            /// Scale of a Weibull distribution.
            pub scale: Option<Duration>,
            /// The value of a deterministic distribution.
            pub value: Option<Duration>,
            /// The branches of a hyperexponential distribution.
            #[schemars(length(min = 1))]
            pub branches: Option<Vec<BranchWritten>>,
            /// Observed values of an empirical distribution.
            #[schemars(length(min = 1))]
            pub values: Option<Vec<Duration>>,
            /// A CSV file with the column seconds: observed values of an empirical distribution.
            pub file: Option<FileName>,
        }

        impl $name {
            /// The parameters of the distribution, without what else the table says.
            pub fn parameters(&self) -> DistributionTable {
                DistributionTable {
                    by_time: None,
                    distribution: self.distribution,
                    mean: self.mean.clone(),
                    cv: self.cv,
                    shape: self.shape,
                    scale: self.scale.clone(),
                    value: self.value.clone(),
                    branches: self.branches.clone(),
                    values: self.values.clone(),
                    file: self.file.clone(),
                }
            }
        }
    };
}

distribution_table!(
    /// A distribution by its parameters.
    DistributionTable {
        /// Pieces of the day with parameters of their own; what a piece does not say is taken from around it.
        by_time: Vec<TimedDistribution>,
    }
);
distribution_table!(
    /// A distribution from a time of day on.
    TimedDistribution {
        /// From when it holds. The last piece holds on until the first one of the next day.
        #[schemars(required)]
        from: ClockTime,
    }
);
distribution_table!(
    /// A handle time (talk plus after-contact work): a distribution and its share of talk.
    HandleTimeTable {
        /// Share of the handle time that is talk. Default 1.
        talk: Share,
        /// Pieces of the day with parameters of their own; what a piece does not say is taken from around it.
        by_time: Vec<HandleTimePiece>,
    }
);
distribution_table!(
    /// A handle time from a time of day on.
    HandleTimePiece {
        /// From when it holds. The last piece holds on until the first one of the next day.
        #[schemars(required)]
        from: ClockTime,
    }
);

impl DistributionTable {
    /// The same with what it does not say taken from around it. A piece that names a distribution, or parameters that
    /// imply one, takes only its mean and coefficient of variation from there.
    pub fn or(&self, around: &DistributionTable) -> DistributionTable {
        let says_which = self.distribution.is_some()
            || self.shape.is_some()
            || self.value.is_some()
            || self.branches.is_some()
            || self.values.is_some()
            || self.file.is_some();
        if says_which {
            return DistributionTable {
                mean: self.mean.clone().or_else(|| {
                    let takes_a_mean = matches!(
                        self.distribution,
                        Some(DistributionKind::Exponential | DistributionKind::Lognormal | DistributionKind::Gamma)
                    );
                    if takes_a_mean { around.mean.clone() } else { None }
                }),
                ..self.clone()
            };
        }
        DistributionTable {
            by_time: None,
            distribution: around.distribution,
            mean: self.mean.clone().or_else(|| around.mean.clone()),
            cv: self.cv.or(around.cv),
            shape: around.shape,
            scale: self.scale.clone().or_else(|| around.scale.clone()),
            value: around.value.clone(),
            branches: around.branches.clone(),
            values: around.values.clone(),
            file: around.file.clone(),
        }
    }
}

/// A duration that varies: a mean alone, or a distribution.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum DistributionWritten {
    /// The mean of an exponential distribution (or of what is usual for the quantity).
    Mean(Duration),
    /// By its parameters.
    Table(DistributionTable),
}

/// A handle time: a mean alone, or a distribution.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum HandleTimeWritten {
    /// The mean of a lognormal distribution with coefficient of variation 1, all of it talk.
    Mean(Duration),
    /// By its parameters.
    Table(HandleTimeTable),
}

/// A share that may move over the day.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum ShareWritten {
    /// The same all day.
    Always(Share),
    /// By time of day.
    ByTime(ShareByTimeTable),
}

/// A share by time of day.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareByTimeTable {
    /// Pieces of the day.
    #[schemars(required, length(min = 1))]
    pub by_time: Option<Vec<SharePiece>>,
}

/// A share from a time of day on.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharePiece {
    /// From when it holds. The last piece holds on until the first one of the next day.
    #[schemars(required)]
    pub from: Option<ClockTime>,
    /// The share.
    #[schemars(required)]
    pub value: Option<Share>,
}
