//! Checks keys and forms of values against the JSON Schema of the language, and takes out what is wrong.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, Step, did_you_mean, nearest};
use crate::scenario::written::check_format;

/// A schema with its definitions at hand.
pub(super) struct Structure<'s> {
    root: &'s Value,
}

impl<'s> Structure<'s> {
    /// For a root schema as [`json_schema`](crate::scenario::written::json_schema) gives it.
    pub(super) fn new(root: &'s Value) -> Self {
        Structure { root }
    }

    /// The schema of a whole scenario.
    pub(super) fn root(&self) -> &'s Value {
        self.root
    }

    /// The sound part of a scenario; every other part is complained of. `known` is a scenario that was sound as a whole: what
    /// is the same as there is not looked at again.
    pub(super) fn sound_part(
        &self,
        scenario: Map<String, Value>,
        known: Option<&Value>,
        problems: &mut Problems,
    ) -> Value {
        let whole = Value::Object(scenario);
        self.checked(self.root, whole, known, &Place::root(), problems).unwrap_or_else(|| Value::Object(Map::new()))
    }

    /// The alternatives that a schema allows, references followed and alternatives within alternatives spread out.
    pub(super) fn alternatives(&self, schema: &'s Value) -> Vec<&'s Value> {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let name = target.rsplit('/').next().unwrap_or_default();
            return self.root["$defs"].get(name).map_or_else(Vec::new, |found| self.alternatives(found));
        }
        match schema.get("anyOf").and_then(Value::as_array) {
            Some(branches) => branches.iter().flat_map(|branch| self.alternatives(branch)).collect(),
            None => vec![schema],
        }
    }

    /// The alternative that a value seems to be meant as.
    pub(super) fn meant(&self, schema: &'s Value, value: &Value) -> Option<&'s Value> {
        let fitting: Vec<&Value> =
            self.alternatives(schema).into_iter().filter(|branch| has_form(branch, value)).collect();
        let Value::Object(table) = value else { return fitting.first().copied() };
        let has_own_keys = |branch: &&&Value| {
            let keys = branch.get("properties").and_then(Value::as_object);
            keys.is_some_and(|keys| table.is_empty() || table.keys().any(|key| keys.contains_key(key)))
        };
        let has_any_keys = |branch: &&&Value| branch.get("additionalProperties").is_some_and(Value::is_object);
        let own = fitting.iter().find(has_own_keys);
        own.or_else(|| fitting.iter().find(has_any_keys)).or(fitting.first()).copied()
    }

    /// The value without what is wrong in it; `None` if nothing of it can stay.
    fn checked(
        &self,
        schema: &'s Value,
        value: Value,
        known: Option<&Value>,
        place: &Place<'s>,
        problems: &mut Problems,
    ) -> Option<Value> {
        let Some(branch) = self.meant(schema, &value) else {
            let alternatives = self.alternatives(schema);
            problems.spoil(&place.path, place.explained(wrong_form(&alternatives, &value)));
            // What the planner named stays, so that it is not unknown elsewhere.
            let is_table = alternatives.iter().any(|branch| branch.get("properties").is_some());
            return (is_table && alternatives.len() == 1).then(|| Value::Object(Map::new()));
        };
        match value {
            Value::Object(table) => {
                // under another alternative of the schema the same value may mean something else
                let known = known.filter(|known| self.meant(schema, known).is_some_and(|it| std::ptr::eq(it, branch)));
                let known = known.and_then(Value::as_object);
                Some(Value::Object(self.checked_table(branch, table, known, &place.path, problems)))
            }
            Value::Array(entries) => self.checked_list(branch, entries, place, problems),
            scalar => match wrong_scalar(branch, &scalar) {
                Some(complaint) => {
                    problems.spoil(&place.path, place.explained(complaint));
                    None
                }
                None => Some(scalar),
            },
        }
    }

    fn checked_table(
        &self,
        schema: &'s Value,
        table: Map<String, Value>,
        known: Option<&Map<String, Value>>,
        path: &KeyPath,
        problems: &mut Problems,
    ) -> Map<String, Value> {
        static NO_PROPERTIES: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&NO_PROPERTIES);
        let others = schema.get("additionalProperties");
        let takes_any = schema.get("properties").is_none() && others.is_none_or(|others| others == &Value::Bool(true));
        let names_have = schema.get("propertyNames").and_then(|names| names.get("format")).and_then(Value::as_str);
        let written: Vec<String> = table.keys().cloned().collect();
        let mut sound = Map::new();
        for (key, value) in table {
            let known = known.and_then(|known| known.get(&key));
            if known == Some(&value) {
                sound.insert(key, value);
                continue;
            }
            let inner = Place { path: path.key(&key), about: None };
            if let Some(property) = properties.get(&key) {
                let inner = Place { about: description(property), ..inner };
                if let Some(value) = self.checked(property, value, known, &inner, problems) {
                    sound.insert(key, value);
                }
            } else if let Some(named) = others.filter(|others| others.is_object()) {
                if let Some(Err(complaint)) = names_have.map(|format| check_format(format, &key)) {
                    problems.key(&inner.path, None, complaint);
                }
                if let Some(value) = self.checked(named, value, known, &inner, problems) {
                    sound.insert(key, value);
                }
            } else if takes_any {
                sound.insert(key, value);
            } else {
                let meant = nearest(&key, properties.keys().map(String::as_str));
                let is_free =
                    meant.filter(|meant| !written.iter().any(|key| key == meant)).map(|meant| path.key(meant));
                let table_name = if path.0.is_empty() { "a scenario".to_owned() } else { format!("[{path}]") };
                let complaint = Complaint::new("", format!("is not a key of {table_name}"))
                    .maybe_remedy(did_you_mean(&key, properties.keys().map(String::as_str)));
                problems.key(&inner.path, is_free, complaint);
            }
        }
        for key in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !sound.contains_key(key) {
                let what = properties
                    .get(key)
                    .and_then(description)
                    .map(|what| format!("add {key}: {}", first_sentence(what)));
                problems.spoil(&path.key(key), Complaint::new("", "is missing").maybe_remedy(what));
            }
        }
        sound
    }

    fn checked_list(
        &self,
        schema: &'s Value,
        entries: Vec<Value>,
        place: &Place<'s>,
        problems: &mut Problems,
    ) -> Option<Value> {
        let count = entries.len() as u64;
        let (least, most) =
            (schema.get("minItems").and_then(Value::as_u64), schema.get("maxItems").and_then(Value::as_u64));
        if least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most) {
            let rule = match (least, most) {
                (Some(least), Some(most)) if least == most => format!("must have {least} entries, not {count}"),
                (Some(least), _) if count < least => format!("must have at least {least} entries, not {count}"),
                _ => format!("must have at most {} entries, not {count}", most.unwrap_or_default()),
            };
            problems.spoil(&place.path, place.explained(Complaint::new("", rule)));
            return None;
        }
        let Some(items) = schema.get("items") else { return Some(Value::Array(entries)) };
        let mut sound = Vec::with_capacity(entries.len());
        let mut is_whole = true;
        for (index, entry) in entries.into_iter().enumerate() {
            let inner = Place { path: place.path.index(index), about: place.about };
            match self.checked(items, entry, None, &inner, problems) {
                Some(entry) => sound.push(entry),
                None => is_whole = false,
            }
        }
        // A list with a gap would shift the places of what follows.
        is_whole.then_some(Value::Array(sound))
    }
}

/// Where a value is, and what the language says about it.
struct Place<'s> {
    path: KeyPath,
    about: Option<&'s str>,
}

impl Place<'_> {
    fn root() -> Self {
        Place { path: KeyPath::root(), about: None }
    }

    /// A complaint, with what the key means for want of a better remedy.
    fn explained(&self, complaint: Complaint) -> Complaint {
        let key = self.path.0.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key),
            Step::Index(_) => None,
        });
        match (&complaint.remedy, self.about, key) {
            (None, Some(about), Some(key)) => complaint.remedy(format!("{key}: {}", first_sentence(about))),
            _ => complaint,
        }
    }
}

fn description(schema: &Value) -> Option<&str> {
    schema.get("description").and_then(Value::as_str)
}

/// Whether a value has the JSON type that a schema without alternatives asks for.
fn has_form(schema: &Value, value: &Value) -> bool {
    if schema.get("oneOf").is_some() || schema.get("enum").is_some() || schema.get("const").is_some() {
        return value.is_string();
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number" | "integer") => value.is_number(),
        _ => true,
    }
}

/// The words that a schema of fixed texts allows.
fn allowed_words(schema: &Value) -> Option<Vec<&str>> {
    let listed = |schema: &'_ Value| schema.get("enum").and_then(Value::as_array).is_some();
    let mut words = Vec::new();
    let branches = schema.get("oneOf").and_then(Value::as_array);
    for branch in branches.into_iter().flatten().chain(branches.is_none().then_some(schema)) {
        words.extend(branch.get("const").and_then(Value::as_str));
        if listed(branch) {
            words.extend(branch["enum"].as_array().into_iter().flatten().filter_map(Value::as_str));
        }
    }
    (!words.is_empty()).then_some(words)
}

/// What is wrong with a text, number or truth value of the right type.
fn wrong_scalar(schema: &Value, value: &Value) -> Option<Complaint> {
    if let (Some(words), Some(text)) = (allowed_words(schema), value.as_str()) {
        if words.contains(&text) {
            return None;
        }
        let found = nearest(text, words.iter().copied()).map(|word| format!("did you mean \"{word}\"?"));
        return Some(Complaint::new(value, format!("must be one of: {}", words.join(", "))).maybe_remedy(found));
    }
    if let (Some(format), Some(text)) = (schema.get("format").and_then(Value::as_str), value.as_str()) {
        return check_format(format, text).err();
    }
    let number = value.as_f64()?;
    if schema.get("type").and_then(Value::as_str) == Some("integer") && !(value.is_i64() || value.is_u64()) {
        return Some(Complaint::new(value, "must be a whole number"));
    }
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let rule = if bound("minimum").is_some_and(|least| number < least) {
        format!("must be {} or more", bound("minimum")?)
    } else if bound("exclusiveMinimum").is_some_and(|least| number <= least) {
        format!("must be more than {}", bound("exclusiveMinimum")?)
    } else if bound("maximum").is_some_and(|most| number > most) {
        format!("must be at most {}", bound("maximum")?)
    } else if bound("exclusiveMaximum").is_some_and(|most| number >= most) {
        format!("must be less than {}", bound("exclusiveMaximum")?)
    } else {
        return None;
    };
    let is_share = bound("minimum") == Some(0.0) && bound("maximum") == Some(1.0);
    let looks_like_percent = is_share && number > 1.0 && number <= 100.0;
    let remedy = looks_like_percent.then(|| format!("shares are fractions: {number} % is {}", number / 100.0));
    Some(Complaint::new(value, rule).maybe_remedy(remedy))
}

/// What is wrong with a value of the wrong type.
fn wrong_form(alternatives: &[&Value], value: &Value) -> Complaint {
    let mut forms: Vec<&str> = Vec::new();
    for schema in alternatives {
        let form = match schema.get("type").and_then(Value::as_str) {
            Some("object") => "a table",
            Some("array") => "a list",
            Some("boolean") => "true or false",
            Some("number") => "a number",
            Some("integer") => "a whole number",
            Some("string") => match schema.get("format").and_then(Value::as_str) {
                Some("duration-with-unit") => "a length of time with its unit such as \"90s\"",
                Some("clock-time") => "a time of day such as \"08:00\"",
                Some("hours") => "hours such as \"08:00-22:00\"",
                Some("civil-date") => "a date such as 2025-11-11",
                Some("file") => "the name of a CSV file",
                Some("name") => "a name",
                _ => "a text",
            },
            _ => "a text",
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    let lacks_unit = value.is_number() && forms.iter().any(|form| form.starts_with("a length of time"));
    let remedy = lacks_unit.then(|| format!("if these are seconds, write \"{value}s\""));
    let shown = match value {
        Value::Object(_) => "{…}".to_owned(),
        Value::Array(_) => "[…]".to_owned(),
        scalar => scalar.to_string(),
    };
    Complaint::new(shown, format!("must be {}", forms.join(" or "))).maybe_remedy(remedy)
}

fn first_sentence(text: &str) -> String {
    let flat = text.replace('\n', " ");
    flat.split_once(". ").map_or(flat.trim_end_matches('.'), |(first, _)| first).to_owned()
}
