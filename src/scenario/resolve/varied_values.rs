//! Values to try as typed: `2,2.5,3`, `2:5:13`, `120s:240s:5`, `x0.8:x1.2:5`.

use serde_json::{Number, Value};

use crate::scenario::model::VariedValues;

/// Most values of one parameter.
pub(super) const MOST_VALUES: u32 = 1_000_000;

/// Why a text gives no values to try.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValuesSyntaxError {
    /// Nothing there.
    #[error("gives no values to try; write some, such as 2,2.5,3 or 2:5:13")]
    Empty,
    /// An entry of a list is missing.
    #[error("has an empty entry; write values between the commas")]
    EmptyEntry,
    /// Both kinds in one list.
    #[error("mixes factors (x1.2) and values; write one kind")]
    Mixed,
    /// Not a factor.
    #[error("'{0}' is not a factor; write x and a number, such as x0.8")]
    Factor(String),
    /// The third part of a range.
    #[error("'{0}' is not a number of values; write from:to:count with a count of 2 to 1000000, such as 2:5:13")]
    Count(String),
    /// Units of a range.
    #[error("goes from '{from}' to '{to}'; write both with the same unit, such as 120s:240s:5")]
    Units {
        /// First end.
        from: String,
        /// Last end.
        to: String,
    },
    /// Nothing between the ends.
    #[error("goes from {0} to itself; write two different ends")]
    NoRange(String),
}

/// Reads values to try. `value` reads a single one. A range has two ends and, for a grid, a count; both ends may carry the
/// same unit. With `x` before each number they are factors on what the scenario has.
///
/// # Errors
/// When the text is none of these.
pub fn varied_values_from_text(text: &str, value: &dyn Fn(&str) -> Value) -> Result<VariedValues, ValuesSyntaxError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ValuesSyntaxError::Empty);
    }
    if let Some(range) = range_from_text(text)? {
        return Ok(range);
    }
    let entries: Vec<&str> = top_level_entries(text);
    if entries.iter().any(|entry| entry.is_empty()) {
        return Err(ValuesSyntaxError::EmptyEntry);
    }
    let factors: Vec<Option<f64>> = entries.iter().map(|entry| factor_from_text(entry)).collect();
    if factors.iter().all(Option::is_some) {
        return Ok(VariedValues::Factors(factors.into_iter().flatten().collect()));
    }
    if factors.iter().any(Option::is_some) {
        return Err(ValuesSyntaxError::Mixed);
    }
    Ok(VariedValues::List(entries.into_iter().map(|entry| Some(value(entry))).collect()))
}

/// `from:to` or `from:to:count`; `None` for what does not look like numbers between colons, such as a time of day.
fn range_from_text(text: &str) -> Result<Option<VariedValues>, ValuesSyntaxError> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let (from, to, count) = match parts.as_slice() {
        [from, to] => (*from, *to, None),
        [from, to, count] => (*from, *to, Some(*count)),
        _ => return Ok(None),
    };
    // 08:00 is a time of day
    if count.is_none() && is_clock_time(from, to) {
        return Ok(None);
    }
    let is_factors = from.starts_with('x') && to.starts_with('x');
    let ends = match is_factors {
        true => (number_with_unit(&from[1..]), number_with_unit(&to[1..])),
        false => (number_with_unit(from), number_with_unit(to)),
    };
    let (Some((first, unit)), Some((last, last_unit))) = ends else { return Ok(None) };
    if unit != last_unit || is_factors && !unit.is_empty() {
        return Err(ValuesSyntaxError::Units { from: from.to_owned(), to: to.to_owned() });
    }
    if first == last {
        return Err(ValuesSyntaxError::NoRange(from.to_owned()));
    }
    let count = match count {
        None => None,
        Some(text) => match text.parse::<u32>() {
            Ok(count) if (2..=MOST_VALUES).contains(&count) => Some(count),
            _ => return Err(ValuesSyntaxError::Count(text.to_owned())),
        },
    };
    Ok(Some(match is_factors {
        true if first >= 0.0 && last >= 0.0 => VariedValues::FactorRange { from: first, to: last, count },
        true => return Err(ValuesSyntaxError::Factor(from.to_owned())),
        false => VariedValues::Range { from: first, to: last, unit: unit.to_owned(), count },
    }))
}

fn is_clock_time(hours: &str, minutes: &str) -> bool {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(hours) && digits(minutes)
}

/// A finite number and what stands behind it.
pub fn number_with_unit(text: &str) -> Option<(f64, &str)> {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+');
    let end = text.find(|letter| !is_part(letter)).unwrap_or(text.len());
    let unit = text[end..].trim();
    let number: f64 = text[..end].parse().ok()?;
    (number.is_finite() && unit.chars().all(|letter| letter.is_alphabetic() || letter == '%')).then_some((number, unit))
}

/// `x0.8`.
fn factor_from_text(text: &str) -> Option<f64> {
    text.strip_prefix('x')?.parse().ok().filter(|factor: &f64| factor.is_finite() && *factor >= 0.0)
}

/// The parts between commas that are not within quotes, brackets or braces.
fn top_level_entries(text: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut start) = (0usize, None, 0);
    let mut entries = Vec::new();
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                entries.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    entries.push(text[start..].trim());
    entries
}

/// A number for a scenario: whole ones as such, since some keys take no others.
pub fn number_value(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<VariedValues, ValuesSyntaxError> {
        varied_values_from_text(text, &|entry| {
            entry.parse::<f64>().map_or_else(|_| Value::String(entry.to_owned()), number_value)
        })
    }

    #[test]
    fn lists_ranges_and_factors_are_read() {
        assert_eq!(
            read("2, 2.5,night"),
            Ok(VariedValues::List(vec![
                Some(Value::from(2)),
                Some(Value::from(2.5)),
                Some(Value::String("night".into()))
            ]))
        );
        let range = |from, to, unit: &str, count| VariedValues::Range { from, to, unit: unit.to_owned(), count };
        assert_eq!(read("2:5:13"), Ok(range(2.0, 5.0, "", Some(13))));
        assert_eq!(read("120s:240s:5"), Ok(range(120.0, 240.0, "s", Some(5))));
        assert_eq!(read("0.1:0.3"), Ok(range(0.1, 0.3, "", None)));
        assert_eq!(read("x0.8,x1.2"), Ok(VariedValues::Factors(vec![0.8, 1.2])));
        assert_eq!(read("x0.8:x1.2:5"), Ok(VariedValues::FactorRange { from: 0.8, to: 1.2, count: Some(5) }));
        assert_eq!(read("08:00"), Ok(VariedValues::List(vec![Some(Value::String("08:00".into()))])));
        assert_eq!(
            read("[1,2],{a=1,b=2}").map(|values| match values {
                VariedValues::List(list) => list.len(),
                _ => 0,
            }),
            Ok(2)
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(read(" "), Err(ValuesSyntaxError::Empty));
        assert_eq!(read("1,,2"), Err(ValuesSyntaxError::EmptyEntry));
        assert_eq!(read("x0.8,1"), Err(ValuesSyntaxError::Mixed));
        assert_eq!(read("2:5:1"), Err(ValuesSyntaxError::Count("1".into())));
        assert_eq!(read("2:5:many"), Err(ValuesSyntaxError::Count("many".into())));
        assert_eq!(read("2s:5m:3"), Err(ValuesSyntaxError::Units { from: "2s".into(), to: "5m".into() }));
        assert_eq!(read("2:2:3"), Err(ValuesSyntaxError::NoRange("2".into())));
        assert_eq!(read("x-1:x2:3"), Err(ValuesSyntaxError::Factor("x-1".into())));
    }
}
