//! TOML text into a tree of values, and where each of them was written.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

use crate::scenario::diagnosis::{Complaint, KeyPath, Place, Problems};

/// Where a key and its value are, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spans {
    pub key: Range<usize>,
    pub value: Range<usize>,
}

/// Deepest nesting; the language itself needs nine.
const DEEPEST: usize = 64;

/// A tree of values with their places.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub root: Map<String, Value>,
    pub spans: HashMap<KeyPath, Spans>,
}

/// Parses a text; `None` if it is not TOML. Every syntax error is reported.
pub(super) fn parse(text: &str, file: &std::path::Path, problems: &mut Problems) -> Option<Tree> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        for error in errors {
            let place = Place::in_text(file, text, error.span().unwrap_or(0..0));
            let rule = format!("is not TOML: {}", error.message().lines().collect::<Vec<_>>().join("; "));
            let remedy = "see toml.io: key = value, text in \"quotes\", tables in [brackets], each key once";
            let value = place.line_text.trim().to_owned();
            problems.in_file(place, "", Complaint::new(value, rule).remedy(remedy));
        }
        return None;
    }
    let mut tree = Tree::default();
    let mut root = Map::new();
    for (key, value) in document.get_ref() {
        let path = KeyPath::root().key(key.get_ref());
        let spans = Spans { key: key.span(), value: value.span() };
        tree.spans.insert(path.clone(), spans);
        if let Some(value) = tree.convert(value.get_ref(), &path, 1, problems) {
            root.insert(key.get_ref().to_string(), value);
        }
    }
    tree.root = root;
    Some(tree)
}

/// A value as typed after `--set path=`: TOML if it is that, else a text.
pub fn value_from_text(text: &str) -> Value {
    let plain = || Value::String(text.to_owned());
    let Ok(parsed) = DeValue::parse(text) else { return plain() };
    let mut problems = Problems::default();
    let value = Tree::default().convert(parsed.get_ref(), &KeyPath::root(), 0, &mut problems);
    // A time such as 08:00 stays as typed.
    if parsed.get_ref().is_datetime() { plain() } else { value.unwrap_or_else(plain) }
}

impl Tree {
    fn convert(&mut self, value: &DeValue<'_>, path: &KeyPath, depth: usize, problems: &mut Problems) -> Option<Value> {
        if depth > DEEPEST {
            problems.spoil(
                path,
                Complaint::new("", format!("is nested more than {DEEPEST} deep")).remedy("nothing in a scenario is"),
            );
            return None;
        }
        match value {
            DeValue::String(text) => Some(Value::String(text.to_string())),
            DeValue::Boolean(truth) => Some(Value::Bool(*truth)),
            DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(number) => Some(Value::Number(number.into())),
                Err(_) => {
                    problems.spoil(
                        path,
                        Complaint::new(integer, "is a whole number too large to use")
                            .remedy("write at most 9223372036854775807"),
                    );
                    None
                }
            },
            DeValue::Float(float) => match float.as_str().parse().ok().and_then(Number::from_f64) {
                Some(number) => Some(Value::Number(number)),
                None => {
                    problems.spoil(
                        path,
                        Complaint::new(float, "must be a finite number")
                            .remedy("leave the key out if there is no limit"),
                    );
                    None
                }
            },
            DeValue::Datetime(moment) => Some(Value::String(match (moment.date, moment.time) {
                (None, Some(time)) if time.second.unwrap_or(0) == 0 => format!("{:02}:{:02}", time.hour, time.minute),
                _ => moment.to_string(),
            })),
            DeValue::Array(entries) => {
                let mut values = Vec::with_capacity(entries.len());
                let mut sound = true;
                for (index, entry) in entries.iter().enumerate() {
                    let path = path.index(index);
                    self.spans.insert(path.clone(), Spans { key: entry.span(), value: entry.span() });
                    match self.convert(entry.get_ref(), &path, depth + 1, problems) {
                        Some(value) => values.push(value),
                        None => sound = false,
                    }
                }
                sound.then_some(Value::Array(values))
            }
            DeValue::Table(entries) => {
                let mut table = Map::new();
                for (key, entry) in entries {
                    let path = path.key(key.get_ref());
                    self.spans.insert(path.clone(), Spans { key: key.span(), value: entry.span() });
                    if let Some(value) = self.convert(entry.get_ref(), &path, depth + 1, problems) {
                        table.insert(key.get_ref().to_string(), value);
                    }
                }
                Some(Value::Object(table))
            }
        }
    }
}
