//! The JSON Schema of the language.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::ScenarioWritten;

/// The JSON Schema (draft 2020-12) of a scenario, for editors, and for the reader, which checks every file against it.
pub fn json_schema() -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<ScenarioWritten>();
    let mut schema = schema.to_value();
    without_null(&mut schema);
    schema
}

/// TOML has no null: an optional key is left out instead. Removes what the derivation says about null.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".into(), only);
                }
            }
            if let Some(Value::Array(values)) = object.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").and_then(Value::as_str) != Some("null"));
                if let [Value::Object(only)] = branches.as_slice() {
                    let only = only.clone();
                    object.remove("anyOf");
                    for (key, value) in only {
                        object.entry(key).or_insert(value);
                    }
                }
            }
            object.values_mut().for_each(without_null);
        }
        Value::Array(entries) => entries.iter_mut().for_each(without_null),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_names_every_section_and_never_null() {
        let schema = json_schema();
        for section in
            ["calendar", "demand", "channels", "contact_types", "agent_groups", "contracts", "in_house", "sweep"]
        {
            assert!(schema["properties"].get(section).is_some(), "{section}");
        }
        assert!(!schema.to_string().contains("null"));
        assert_eq!(schema["required"], serde_json::json!(["calendar", "channels", "contact_types", "agent_groups"]));
    }
}
