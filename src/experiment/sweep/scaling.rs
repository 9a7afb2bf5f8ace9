//! Multiplying what a scenario has at a path.

use serde_json::Value;

use crate::scenario::resolve::{number_value, number_with_unit};

/// A number without the last digits, which are rounding error: 0.1 + 0.2 becomes 0.3.
pub(super) fn rounded(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

/// A number, a text with a number and its unit, or a list or table of these, times a factor. `None` for anything else.
pub(super) fn scaled(value: &Value, factor: f64) -> Option<Value> {
    match value {
        Value::Number(number) => Some(number_value(rounded(number.as_f64()? * factor))),
        Value::String(text) => {
            let (number, unit) = number_with_unit(text)?;
            Some(Value::String(format!("{}{unit}", rounded(number * factor))))
        }
        Value::Array(entries) => {
            entries.iter().map(|entry| scaled(entry, factor)).collect::<Option<_>>().map(Value::Array)
        }
        Value::Object(table) => table
            .iter()
            .map(|(key, entry)| Some((key.clone(), scaled(entry, factor)?)))
            .collect::<Option<_>>()
            .map(Value::Object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_all_that_consists_of_them_are_scaled() {
        assert_eq!(scaled(&json!(3), 1.1), Some(json!(3.3)));
        assert_eq!(scaled(&json!("1.5m"), 2.0), Some(json!("3m")));
        assert_eq!(scaled(&json!({ "a": 2, "b": [1, 0.1] }), 3.0), Some(json!({ "a": 6, "b": [3, 0.3] })));
        assert_eq!(scaled(&json!("gamma"), 2.0), None);
        assert_eq!(scaled(&json!({ "a": 2, "kind": "gamma" }), 2.0), None);
    }
}
