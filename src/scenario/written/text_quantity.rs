//! Values that are written as text with a form of their own: durations, times of day, dates, names, files.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::scenario::diagnosis::Complaint;
use crate::scenario::duration::{self, DurationError};

macro_rules! text_quantity {
    ($(#[$doc:meta])* $name:ident($($inner:ty),+), $format:literal, $description:literal, $parse:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name($(pub $inner),+);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                $parse(&text).map_err(|complaint| format!("{}: {}", complaint.value, complaint.rule))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $format, "description": $description })
            }
        }
    };
}

text_quantity!(
    /// A length of time in seconds; written "90s", "15m", "24h", "2d".
    Duration(f64), "duration-with-unit", "a length of time with its unit: \"90s\", \"15m\", \"24h\", \"2d\"", parse_duration
);
text_quantity!(
    /// A time of day in seconds; written "08:00".
    ClockTime(u32), "clock-time", "a time of day: \"08:00\"", parse_clock_time
);
text_quantity!(
    /// From and to, in seconds of the day; written "08:00-22:00".
    Hours(u32, u32), "hours", "from and to: \"08:00-22:00\"", parse_hours
);
text_quantity!(
    /// A date; written `2025-11-11`, with or without quotation marks.
    DateText(Date), "civil-date", "a date: 2025-11-11", parse_date
);
text_quantity!(
    /// A name that may become a file's name.
    Name(String), "name", "a name: letters, digits, - _ .", parse_name
);
text_quantity!(
    /// A file by its path from the scenario's folder.
    FileName(String), "file", "a CSV file, by its path from the scenario's folder", parse_file_name
);

/// Checks a text against a format of the schema; formats that are not this language's own are not checked.
pub fn check_format(format: &str, text: &str) -> Result<(), Complaint> {
    match format {
        "duration-with-unit" => parse_duration(text).map(drop),
        "clock-time" => parse_clock_time(text).map(drop),
        "hours" => parse_hours(text).map(drop),
        "civil-date" => parse_date(text).map(drop),
        "name" => parse_name(text).map(drop),
        "file" => parse_file_name(text).map(drop),
        "currency" => check_currency(text),
        _ => Ok(()),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn parse_duration(text: &str) -> Result<Duration, Complaint> {
    let rule = match duration::parse_duration(text) {
        Ok(seconds) => return Ok(Duration(seconds)),
        Err(DurationError::Empty | DurationError::NoNumber(_)) => "must be a length of time",
        Err(DurationError::NoUnit(_)) => "must have a unit",
        Err(DurationError::UnknownUnit { .. }) => "must have one of the units s, m, h, d",
        Err(DurationError::Negative(_)) => "must not be negative",
        Err(DurationError::TooLong(_)) => "must be at most a hundred years",
    };
    Err(Complaint::new(quoted(text), rule).remedy("write a number and its unit: \"90s\", \"15m\", \"24h\", \"2d\""))
}

fn parse_clock_time(text: &str) -> Result<ClockTime, Complaint> {
    let wrong =
        || Complaint::new(quoted(text), "must be a time of day from 00:00 to 24:00").remedy("write it as \"08:00\"");
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let two_digits =
        |part: &str| (part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u32>());
    let (Some(Ok(hours)), Some(Ok(minutes))) = (two_digits(hours), two_digits(minutes)) else { return Err(wrong()) };
    if minutes > 59 || hours * 60 + minutes > 24 * 60 {
        return Err(wrong());
    }
    Ok(ClockTime((hours * 60 + minutes) * 60))
}

fn parse_hours(text: &str) -> Result<Hours, Complaint> {
    let wrong = || Complaint::new(quoted(text), "must be two times of day").remedy("write it as \"08:00-22:00\"");
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    match (parse_clock_time(from.trim()), parse_clock_time(to.trim())) {
        (Ok(from), Ok(to)) => Ok(Hours(from.0, to.0)),
        _ => Err(wrong()),
    }
}

fn parse_date(text: &str) -> Result<DateText, Complaint> {
    let wrong = || Complaint::new(quoted(text), "must be a date of the calendar").remedy("write it as 2025-11-11");
    let date: Date = if text.len() == 10 { text.parse().map_err(|_| wrong())? } else { return Err(wrong()) };
    if !(1900..=2200).contains(&date.year()) {
        return Err(
            Complaint::new(quoted(text), "must be a date between 1900 and 2200").remedy("write it as 2025-11-11")
        );
    }
    Ok(DateText(date))
}

/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

fn parse_name(text: &str) -> Result<Name, Complaint> {
    let wrong = |rule: &str| {
        Complaint::new(quoted(text), rule).remedy("use letters, digits, - _ and . and begin with a letter or digit")
    };
    if text.is_empty() {
        return Err(wrong("must not be empty"));
    }
    if text.chars().count() > 60 {
        return Err(wrong("must have at most 60 characters, because it becomes a file's name"));
    }
    if let Some(strange) = text.chars().find(|c| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))) {
        return Err(wrong(&format!("must not have the character {strange:?}, because it becomes a file's name")));
    }
    if text.starts_with(['.', '-']) || text.ends_with('.') {
        return Err(wrong("must not begin with a dot or hyphen nor end with a dot, because it becomes a file's name"));
    }
    if DEVICES.contains(&text.to_ascii_lowercase().as_str()) {
        return Err(wrong("must not be a device's name, because it becomes a file's name"));
    }
    Ok(Name(text.to_owned()))
}

fn parse_file_name(text: &str) -> Result<FileName, Complaint> {
    let wrong = |rule: &str| {
        Complaint::new(quoted(text), rule)
            .remedy("put the file into the scenario's folder and name it by its path from there")
    };
    if text.trim().is_empty() {
        return Err(wrong("must name a file"));
    }
    if text.chars().any(char::is_control) {
        return Err(wrong("must not have control characters"));
    }
    let leaves = text.split(['/', '\\']).any(|part| part == "..");
    let absolute = text.starts_with(['/', '\\']) || text.chars().nth(1) == Some(':');
    if leaves || absolute {
        return Err(wrong("must not leave the scenario's folder"));
    }
    Ok(FileName(text.to_owned()))
}

fn check_currency(text: &str) -> Result<(), Complaint> {
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(Complaint::new(quoted(text), "must be a currency's three capital letters").remedy("for example \"CNY\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_take_units_and_nothing_else() {
        let seconds = |text: &str| parse_duration(text).map(|d| d.0);
        assert_eq!(seconds("90s"), Ok(90.0));
        assert_eq!(seconds("15m"), Ok(900.0));
        assert_eq!(seconds("1.5 h"), Ok(5400.0));
        assert_eq!(seconds("2d"), Ok(172_800.0));
        for wrong in ["", "90", "-5s", "1h30m", "5x", "s", "1..5s", "5 s 3", "1e3s", "9999999999d", "五s"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_of_day_end_at_midnight() {
        assert_eq!(parse_clock_time("24:00").map(|t| t.0), Ok(86_400));
        assert_eq!(parse_hours("08:00-22:30").map(|h| (h.0, h.1)), Ok((28_800, 81_000)));
        for wrong in ["24:01", "8", "08:60", "+8:00", "08:00:00", ""] {
            assert!(parse_clock_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_are_safe_as_files_in_any_script() {
        for good in ["per-contact", "双十一", "a.b_c", "2025"] {
            assert!(parse_name(good).is_ok(), "{good}");
        }
        for wrong in ["", ".hidden", "../up", "a/b", "a\\b", "-x", "=1+1", "@x", "a\u{7}", "nul", "end.", "a b"] {
            assert!(parse_name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_path_stays_in_the_folder() {
        assert!(parse_file_name("data/parcels.csv").is_ok());
        for wrong in ["../x.csv", "/etc/passwd", "a/../../x", "C:\\x.csv", "..\\x", " "] {
            assert!(parse_file_name(wrong).is_err(), "{wrong}");
        }
    }
}
