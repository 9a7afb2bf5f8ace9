//! `[calendar]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{DateText, Duration, PositiveCount};

/// The season's days and intervals.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarWritten {
    /// First day of the season.
    #[schemars(required)]
    pub first_day: Option<DateText>,
    /// Number of days, at most 400.
    #[schemars(required)]
    pub days: Option<PositiveCount>,
    /// Length of an interval: "15m", "30m" (the default) or "60m".
    pub interval: Option<Duration>,
    /// "cn" for China's statutory calendar, or a CSV file with the columns date and kind (holiday, rest, workday).
    /// Without it weekends are rest days and all others workdays.
    pub holidays: Option<String>,
}
