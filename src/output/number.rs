//! Numbers for people: digits from the standard error, thousands separated.

use super::language::{Language, Phrase};
use crate::statistics::Estimate;

/// Decimal places (negative: whole tens, hundreds ...) that a figure with this error deserves: down to the error's first
/// digit, one more when that is a 1. At most `most`, which also holds without an error or with none.
pub(super) fn places(error: Option<f64>, most: i32) -> i32 {
    let Some(error) = error.filter(|error| error.is_finite() && *error > 0.0) else { return most };
    let exponent = libm::floor(libm::log10(error));
    let leading = error / libm::exp10(exponent);
    (if leading < 2.0 { 1 - exponent as i32 } else { -exponent as i32 }).min(most)
}

/// A number with so many decimal places and commas between thousands.
pub(super) fn grouped(value: f64, places: i32) -> String {
    let rounded = if places < 0 {
        let unit = libm::exp10(f64::from(-places));
        libm::round(value.abs() / unit) * unit
    } else {
        value.abs()
    };
    let text = format!("{rounded:.*}", places.max(0) as usize);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if value < 0.0 && text.bytes().any(|digit| digit.is_ascii_digit() && digit != b'0') {
        out.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// `value ± half-width`, both to the digits of the standard error; the value alone where there is no interval.
pub(super) fn with_half_width(estimate: Estimate, most: i32) -> String {
    let places = places(estimate.standard_error, most);
    match estimate.half_width() {
        Some(half) => format!("{} ± {}", grouped(estimate.value, places), grouped(half, places)),
        None => grouped(estimate.value, places),
    }
}

/// The value alone, to the digits of its standard error.
pub(super) fn value_only(estimate: Estimate, most: i32) -> String {
    grouped(estimate.value, places(estimate.standard_error, most))
}

/// A share in percent, with its half width; two decimal places at most, one where no error asks for more.
pub(super) fn percent(share: Estimate) -> String {
    with_half_width(share.scaled(100.0), percent_places(share))
}

/// A share in percent, alone.
pub(super) fn percent_only(share: Estimate) -> String {
    value_only(share.scaled(100.0), percent_places(share).min(1))
}

fn percent_places(share: Estimate) -> i32 {
    if share.standard_error.is_some_and(|error| error > 0.0) { 2 } else { 1 }
}

/// Unit in which a duration reads well: its length in seconds and its name.
fn duration_unit(seconds: f64, language: Language) -> (f64, &'static str) {
    match seconds.abs() {
        long if long >= 7200.0 => (3600.0, language.text(Phrase::Hours)),
        middle if middle >= 180.0 => (60.0, language.text(Phrase::Minutes)),
        _ => (1.0, language.text(Phrase::Seconds)),
    }
}

/// An estimated duration in seconds, as `12.3 ± 0.4 s`, `25 ± 2 min` or `7.1 ± 0.3 h`.
pub(super) fn duration(estimate: Estimate, language: Language) -> String {
    let (unit, name) = duration_unit(estimate.value, language);
    format!("{} {name}", with_half_width(estimate.scaled(1.0 / unit), 1))
}

/// A duration in seconds without an error: whole units as such, else one decimal.
pub(super) fn plain_duration(seconds: f64, language: Language) -> String {
    let (unit, name) = duration_unit(seconds, language);
    let amount = seconds / unit;
    format!("{} {name}", grouped(amount, if libm::fabs(amount - libm::round(amount)) < 1e-9 { 0 } else { 1 }))
}

/// The unit in which amounts of money up to `largest` take at most five digits: its size and its name, if it has one.
pub(super) fn money_unit(largest: f64, language: Language) -> (f64, Option<&'static str>) {
    match language {
        Language::En if largest < 1e5 => (1.0, None),
        Language::En if largest < 1e8 => (1e3, Some(language.text(Phrase::Thousand))),
        Language::En => (1e6, Some(language.text(Phrase::Million))),
        Language::Zh if largest < 1e5 => (1.0, None),
        Language::Zh if largest < 1e9 => (1e4, Some(language.text(Phrase::TenThousand))),
        Language::Zh => (1e8, Some(language.text(Phrase::HundredMillion))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, error: f64) -> Estimate {
        Estimate {
            value,
            standard_error: Some(error),
            low: Some(value - 2.0 * error),
            high: Some(value + 2.0 * error),
            n: 9,
        }
    }

    #[test]
    fn digits_follow_the_standard_error() {
        assert_eq!(with_half_width(estimate(1_234_567.8, 4_321.0), 2), "1,235,000 ± 9,000");
        assert_eq!(with_half_width(estimate(1_234_567.8, 1_321.0), 2), "1,234,600 ± 2,600");
        assert_eq!(with_half_width(estimate(81.2345, 0.3), 2), "81.2 ± 0.6");
        assert_eq!(with_half_width(estimate(81.2345, 0.0), 1), "81.2 ± 0.0");
        assert_eq!(with_half_width(Estimate::computed(81.2345), 1), "81.2");
        assert_eq!(value_only(estimate(0.1234, 0.0005), 4), "0.1234");
        assert_eq!(percent(estimate(0.78, 0.0)), "78.0 ± 0.0");
        assert_eq!(percent(estimate(0.78123, 0.0005)), "78.12 ± 0.10");
        assert_eq!(percent_only(estimate(0.78123, 0.0005)), "78.1");
    }

    #[test]
    fn thousands_are_separated_and_zero_has_no_sign() {
        assert_eq!(grouped(-1_234_567.0, 0), "-1,234,567");
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(grouped(-0.004, 2), "0.00");
        assert_eq!(grouped(1_000.5, 1), "1,000.5");
    }

    #[test]
    fn durations_read_in_their_unit() {
        assert_eq!(duration(estimate(12.34, 0.2), Language::En), "12.3 ± 0.4 s");
        assert_eq!(duration(estimate(25_200.0, 720.0), Language::Zh), "7.0 ± 0.4 小时");
        assert_eq!(plain_duration(20.0, Language::En), "20 s");
        assert_eq!(plain_duration(86_400.0, Language::En), "24 h");
    }

    #[test]
    fn money_units_follow_the_language() {
        assert_eq!(money_unit(45e6, Language::En), (1e3, Some("thousand")));
        assert_eq!(money_unit(45e6, Language::Zh), (1e4, Some("万")));
        assert_eq!(money_unit(9e4, Language::Zh), (1.0, None));
    }
}
