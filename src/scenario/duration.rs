//! Durations as planners write them: `90s`, `15m`, `24h`, `2d`, `1.5m`.

use thiserror::Error;

/// Why a text is not a duration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DurationError {
    /// Nothing was written.
    #[error("a duration is empty; write a number and a unit, such as \"90s\", \"15m\", \"24h\" or \"2d\"")]
    Empty,
    /// There is a number, but no unit.
    #[error("duration \"{0}\" has no unit; add s, m, h or d, such as \"{0}s\"")]
    NoUnit(String),
    /// There is a unit that does not exist.
    #[error("duration \"{text}\" has the unknown unit \"{unit}\"; use s (seconds), m (minutes), h (hours) or d (days)")]
    UnknownUnit {
        /// All that was written.
        text: String,
        /// What stands in place of a unit.
        unit: String,
    },
    /// There is a unit, but no number that makes sense before it.
    #[error("duration \"{0}\" does not start with a number; write one before the unit, such as \"90s\" or \"1.5m\"")]
    NoNumber(String),
    /// Durations do not go backwards.
    #[error("duration \"{0}\" is negative; a duration is 0 or more")]
    Negative(String),
    /// Beyond what a season can hold.
    #[error("duration \"{0}\" is longer than 100 years; check the number and the unit")]
    TooLong(String),
}

const MOST_S: f64 = 100.0 * 366.0 * 86_400.0;

const UNITS: [(&str, f64); 4] = [("s", 1.0), ("m", 60.0), ("h", 3_600.0), ("d", 86_400.0)];

/// Seconds from a number and one of the units s, m, h, d; a blank between them is allowed.
///
/// # Errors
/// If the text is anything else, negative, or longer than 100 years.
///
/// ```
/// use peakdesk::scenario::duration::parse_duration;
///
/// assert_eq!(parse_duration("1.5m"), Ok(90.0));
/// assert_eq!(
///     parse_duration("90").unwrap_err().to_string(),
///     "duration \"90\" has no unit; add s, m, h or d, such as \"90s\""
/// );
/// ```
pub fn parse_duration(text: &str) -> Result<f64, DurationError> {
    let written = text.trim();
    if written.is_empty() {
        return Err(DurationError::Empty);
    }
    let end = written.find(|letter: char| !matches!(letter, '0'..='9' | '.' | '-' | '+')).unwrap_or(written.len());
    let (number, unit) = written.split_at(end);
    let unit = unit.trim_start();
    let Ok(number) = number.parse::<f64>() else {
        return Err(DurationError::NoNumber(written.to_owned()));
    };
    if unit.is_empty() {
        return Err(DurationError::NoUnit(written.to_owned()));
    }
    let Some((_, unit_s)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(DurationError::UnknownUnit { text: written.to_owned(), unit: unit.to_owned() });
    };
    if number < 0.0 {
        return Err(DurationError::Negative(written.to_owned()));
    }
    let seconds = number * unit_s;
    if seconds <= MOST_S { Ok(seconds) } else { Err(DurationError::TooLong(written.to_owned())) }
}

/// A duration in the largest unit that keeps it a whole number, otherwise in seconds: `parse_duration` reads it back to
/// the same value. `seconds` is finite and not negative.
///
/// ```
/// use peakdesk::scenario::duration::format_duration;
///
/// assert_eq!(format_duration(5_400.0), "90m");
/// assert_eq!(format_duration(0.25), "0.25s");
/// ```
pub fn format_duration(seconds: f64) -> String {
    for (name, unit_s) in UNITS.iter().rev() {
        let number = seconds / unit_s;
        if seconds > 0.0 && number == number.trunc() && number * unit_s == seconds {
            return format!("{number}{name}");
        }
    }
    format!("{seconds}s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_read() {
        for (text, seconds) in [
            ("90s", 90.0),
            ("15m", 900.0),
            ("24h", 86_400.0),
            ("2d", 172_800.0),
            ("1.5m", 90.0),
            (" 20 s ", 20.0),
            (".5h", 1_800.0),
            ("0s", 0.0),
        ] {
            assert_eq!(parse_duration(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let owned = str::to_owned;
        let unknown = |text: &str, unit: &str| DurationError::UnknownUnit { text: owned(text), unit: owned(unit) };
        for (text, error) in [
            ("", DurationError::Empty),
            ("  ", DurationError::Empty),
            ("90", DurationError::NoUnit(owned("90"))),
            ("-5m", DurationError::Negative(owned("-5m"))),
            ("m", DurationError::NoNumber(owned("m"))),
            ("1.2.3s", DurationError::NoNumber(owned("1.2.3s"))),
            ("NaNs", DurationError::NoNumber(owned("NaNs"))),
            ("infs", DurationError::NoNumber(owned("infs"))),
            ("90sec", unknown("90sec", "sec")),
            ("1h30m", unknown("1h30m", "h30m")),
            ("5M", unknown("5M", "M")),
            ("1e3s", unknown("1e3s", "e3s")),
            ("９０s", DurationError::NoNumber(owned("９０s"))),
            ("99999999d", DurationError::TooLong(owned("99999999d"))),
        ] {
            assert_eq!(parse_duration(text), Err(error), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for seconds in [0.0, 0.1, 1.0, 59.0, 60.0, 90.0, 3_600.0, 5_400.0, 86_400.0, 172_800.0, 100_000.5] {
            assert_eq!(parse_duration(&format_duration(seconds)), Ok(seconds));
        }
        assert_eq!(format_duration(172_800.0), "2d");
    }
}
