//! The five definitions of a service level.
//!
//! With A answered, B abandoned, `A_T` and `B_T` those within the threshold T, `B_s` those abandoned within a short
//! time s. In a peak they differ by ten points and more on the same contacts, so every figure names its own.

/// Which of the five ratios is meant.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ServiceLevelDefinition {
    /// `A_T / A`
    Answered,
    /// `A_T / (A + B)`
    Offered,
    /// `A_T / (A + B - B_T)`, the default
    #[default]
    ExcludingShortAbandons,
    /// `(A_T + B_T) / (A + B)`
    CountingShortAbandons,
    /// `A_T / (A + B - B_s)`
    DroppingShortCalls,
}

impl ServiceLevelDefinition {
    /// All five, in the order in which tables show them.
    pub const ALL: [ServiceLevelDefinition; 5] = [
        ServiceLevelDefinition::Answered,
        ServiceLevelDefinition::Offered,
        ServiceLevelDefinition::ExcludingShortAbandons,
        ServiceLevelDefinition::CountingShortAbandons,
        ServiceLevelDefinition::DroppingShortCalls,
    ];

    /// The name used in scenarios and column names.
    pub fn name(self) -> &'static str {
        match self {
            ServiceLevelDefinition::Answered => "answered",
            ServiceLevelDefinition::Offered => "offered",
            ServiceLevelDefinition::ExcludingShortAbandons => "excluding_short_abandons",
            ServiceLevelDefinition::CountingShortAbandons => "counting_short_abandons",
            ServiceLevelDefinition::DroppingShortCalls => "dropping_short_calls",
        }
    }

    /// Numerator and denominator for some counts; their ratio is the service level.
    pub fn ratio<T>(self, counts: ServiceCounts<T>) -> (T, T)
    where
        T: Copy + std::ops::Add<Output = T> + std::ops::Sub<Output = T>,
    {
        let ServiceCounts { answered, answered_within, abandoned, abandoned_within, abandoned_short } = counts;
        match self {
            ServiceLevelDefinition::Answered => (answered_within, answered),
            ServiceLevelDefinition::Offered => (answered_within, answered + abandoned),
            ServiceLevelDefinition::ExcludingShortAbandons => {
                (answered_within, answered + abandoned - abandoned_within)
            }
            ServiceLevelDefinition::CountingShortAbandons => (answered_within + abandoned_within, answered + abandoned),
            ServiceLevelDefinition::DroppingShortCalls => (answered_within, answered + abandoned - abandoned_short),
        }
    }
}

/// The counts that every definition is made of: whole numbers from a simulation, `f64` where they are expected values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServiceCounts<T = u64> {
    /// A: answered by a person.
    pub answered: T,
    /// `A_T`: of these, within the threshold.
    pub answered_within: T,
    /// B: abandoned while waiting for a person.
    pub abandoned: T,
    /// `B_T`: of these, within the threshold.
    pub abandoned_within: T,
    /// `B_s`: of these, within the short time.
    pub abandoned_short: T,
}

/// "80 % within 20 s, excluding short abandons".
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ServiceTarget {
    /// The promised share, if any.
    pub share: Option<f64>,
    /// The threshold T in seconds.
    pub within_s: f64,
    /// The short time s in seconds; default 5.
    pub short_abandon_s: f64,
    /// Which ratio.
    pub definition: ServiceLevelDefinition,
}
