//! Numbers with a range. The range is in the schema, where the reader checks it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident($number:ty), $kind:literal, { $($range:tt)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $number);

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": $kind, $($range)* })
            }
        }
    };
}

// The ceilings keep sums finite; no planner comes near them.
quantity!(
    /// A fraction from 0 to 1.
    Share(f64), "number", { "minimum": 0.0, "maximum": 1.0 }
);
quantity!(
    /// Any number.
    Amount(f64), "number", { "minimum": -1e12, "maximum": 1e12 }
);
quantity!(
    /// A number that is 0 or more.
    NonNegative(f64), "number", { "minimum": 0.0, "maximum": 1e12 }
);
quantity!(
    /// A number above 0.
    Positive(f64), "number", { "exclusiveMinimum": 0.0, "maximum": 1e12 }
);
quantity!(
    /// A factor: above 0 and at most 1000.
    Factor(f64), "number", { "exclusiveMinimum": 0.0, "maximum": 1000.0 }
);
quantity!(
    /// A coefficient of variation, or none: from 0 to 10.
    Variation(f64), "number", { "minimum": 0.0, "maximum": 10.0 }
);
quantity!(
    /// A coefficient of variation of a duration: from 0.001 to 20.
    DurationVariation(f64), "number", { "minimum": 0.001, "maximum": 20.0 }
);
quantity!(
    /// Shape of a Weibull distribution: from 0.1 to 100.
    Shape(f64), "number", { "minimum": 0.1, "maximum": 100.0 }
);
quantity!(
    /// A correlation: above -1 and below 1.
    Correlation(f64), "number", { "exclusiveMinimum": -1.0, "exclusiveMaximum": 1.0 }
);
quantity!(
    /// A whole number that is 0 or more.
    Count(u32), "integer", { "minimum": 0, "maximum": 4_000_000_000_u32 }
);
quantity!(
    /// A whole number that is 1 or more.
    PositiveCount(u32), "integer", { "minimum": 1, "maximum": 4_000_000_000_u32 }
);
quantity!(
    /// A number of agents: at most a million.
    AgentCount(u32), "integer", { "minimum": 0, "maximum": 1_000_000 }
);
quantity!(
    /// A seed: a whole number that is 0 or more.
    Seed(u64), "integer", { "minimum": 0 }
);
