//! What a sweep varies: paths of the scenario, the values to try, and how they are combined.

use serde_json::Value;

/// How points are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignKind {
    /// Every combination of the values.
    Grid,
    /// A Latin hypercube: each parameter's range is cut into as many equal parts as there are points, each used once.
    LatinHypercube,
    /// An Owen-scrambled Sobol sequence.
    Sobol,
    /// The scenario as written, then each value alone.
    OneAtATime,
    /// The rows of a file.
    Listed,
}

impl DesignKind {
    /// The name used in scenarios and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            DesignKind::Grid => "grid",
            DesignKind::LatinHypercube => "latin_hypercube",
            DesignKind::Sobol => "sobol",
            DesignKind::OneAtATime => "one_at_a_time",
            DesignKind::Listed => "listed",
        }
    }
}

/// The values that a parameter takes. Factors multiply what the scenario has at the path.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariedValues {
    /// These; `None` leaves the scenario's own.
    List(Vec<Option<Value>>),
    /// Evenly from one number to another, both included.
    Range {
        /// First value.
        from: f64,
        /// Last value.
        to: f64,
        /// What is written behind each number, such as `s` or `%`; usually nothing.
        unit: String,
        /// How many values; designs that draw from the range need none.
        count: Option<u32>,
    },
    /// These factors.
    Factors(Vec<f64>),
    /// Evenly from one factor to another, both included.
    FactorRange {
        /// First factor.
        from: f64,
        /// Last factor.
        to: f64,
        /// How many; designs that draw from the range need none.
        count: Option<u32>,
    },
}

/// A path of the scenario and the values to try there.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct VariedParameter {
    /// Keys joined by dots; entries of lists are counted from 0.
    pub path: String,
    /// The values.
    pub values: VariedValues,
}

/// A whole design.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepDesign {
    /// How points are chosen.
    pub kind: DesignKind,
    /// What is varied, the slowest first.
    pub parameters: Vec<VariedParameter>,
    /// Number of points of a Latin hypercube or a Sobol sequence.
    pub points: Option<u32>,
    /// Seed of these.
    pub seed: u64,
}
