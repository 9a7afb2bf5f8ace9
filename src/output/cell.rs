//! One cell of a CSV file.

use std::borrow::Cow;
use std::fmt::Write;

use jiff::civil::Date;

/// A value as it goes into a CSV file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Not available.
    Empty,
    /// Text; defused when a spreadsheet would take it for a formula.
    Text(Cow<'a, str>),
    /// A number, written with the fewest digits that read back as the same `f64`; not finite is empty.
    Number(f64),
    /// A count.
    Count(u64),
    /// A date, `YYYY-MM-DD`.
    Date(Date),
    /// Second of the day, `HH:MM`.
    TimeOfDay(u32),
}

impl Cell<'_> {
    /// Appends the cell's text, without CSV quoting.
    pub fn write_to(&self, text: &mut String) {
        let written = match self {
            Cell::Empty => Ok(()),
            Cell::Text(value) => {
                push_defused(value, text);
                Ok(())
            }
            Cell::Number(value) if !value.is_finite() => Ok(()),
            // Adding zero turns -0 into 0.
            Cell::Number(value) => write!(text, "{}", value + 0.0),
            Cell::Count(value) => write!(text, "{value}"),
            Cell::Date(date) => write!(text, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            Cell::TimeOfDay(second) => write!(text, "{:02}:{:02}", second / 3600, second / 60 % 60),
        };
        written.expect("writing into a string does not fail");
    }
}

/// Puts an apostrophe before text that a spreadsheet would run as a formula.
fn push_defused(value: &str, text: &mut String) {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        text.push('\'');
    }
    text.push_str(value);
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(value: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(value))
    }
}

impl From<f64> for Cell<'_> {
    fn from(value: f64) -> Self {
        Cell::Number(value)
    }
}

impl From<u64> for Cell<'_> {
    fn from(value: u64) -> Self {
        Cell::Count(value)
    }
}

impl From<u32> for Cell<'_> {
    fn from(value: u32) -> Self {
        Cell::Count(u64::from(value))
    }
}

impl From<Date> for Cell<'_> {
    fn from(value: Date) -> Self {
        Cell::Date(value)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: Cell) -> String {
        let mut text = String::new();
        cell.write_to(&mut text);
        text
    }

    #[test]
    fn numbers_read_back_as_they_were() {
        for value in [0.1 + 0.2, 1.0 / 3.0, 1e-7, 123_456_789.125, -2.5] {
            assert_eq!(text(value.into()).parse::<f64>().unwrap(), value);
        }
        assert_eq!(text(Cell::Number(-0.0)), "0");
        assert_eq!(text(Cell::Number(f64::NAN)), "");
        assert_eq!(text(Option::<f64>::None.into()), "");
    }

    #[test]
    fn dates_and_times() {
        assert_eq!(text(jiff::civil::date(2025, 11, 1).into()), "2025-11-01");
        assert_eq!(text(Cell::TimeOfDay(8 * 3600 + 30 * 60)), "08:30");
    }

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        assert_eq!(text("=1+1".into()), "'=1+1");
        for name in ["+a", "-a", "@a", "\ta", "\ra"] {
            assert_eq!(text(name.into()), format!("'{name}"));
        }
        assert_eq!(text("per-order".into()), "per-order");
        assert_eq!(text(Cell::Number(-1.5)), "-1.5");
    }
}
