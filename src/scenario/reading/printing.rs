//! A resolved scenario printed back.

use crate::scenario::model::Scenario;

/// The resolved scenario as TOML: everything checked, defaults filled in, names turned into ids, times in seconds. What
/// was read from CSV files and spread over intervals is left out; "none" in a list is the absence of a value.
pub fn resolved_text(scenario: &Scenario) -> String {
    let value = serde_json::to_value(scenario).expect("a resolved scenario has text keys only");
    let table = toml_value(value).expect("a scenario is there");
    toml::to_string(&table).expect("a tree of TOML values can be written")
}

/// The same in TOML, which has no null: such keys are left out, and so are empty tables. A seed beyond TOML's integers is written as text.
fn toml_value(value: serde_json::Value) -> Option<toml::Value> {
    Some(match value {
        serde_json::Value::Null => return None,
        serde_json::Value::Object(table) if table.is_empty() => return None,
        serde_json::Value::Bool(truth) => toml::Value::Boolean(truth),
        serde_json::Value::String(text) => toml::Value::String(text),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => toml::Value::Integer(whole),
            (None, Some(fraction)) if number.is_f64() => toml::Value::Float(fraction),
            _ => toml::Value::String(number.to_string()),
        },
        serde_json::Value::Array(entries) => {
            let none = || toml::Value::String("none".to_owned());
            toml::Value::Array(entries.into_iter().map(|entry| toml_value(entry).unwrap_or_else(none)).collect())
        }
        serde_json::Value::Object(table) => {
            let entries = table.into_iter().filter_map(|(key, entry)| Some((key, toml_value(entry)?)));
            toml::Value::Table(entries.collect())
        }
    })
}
