//! Overrides: `demand.scale=1.2` lays a value over the one that a scenario has.

use std::path::Path;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::place_finder::{Overridden, override_place};
use super::structure::Structure;
use super::tree::value_from_text;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
use crate::scenario::model::VariedValues;
use crate::scenario::resolve::{ValuesSyntaxError, varied_values_from_text};

/// A value for a path of keys, as typed after `--set`.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    path: String,
    value: Value,
    text: String,
    /// Whose it is, where it was not typed after `--set`.
    origin: Option<String>,
    /// Its line there, from 0, if it has one.
    line: Option<usize>,
}

/// An override without its `=`, or without a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not of the form path=value; for example demand.scale=1.2")]
pub struct OverrideSyntaxError(String);

impl Override {
    /// A value for a path.
    pub fn new(path: &str, value: Value) -> Self {
        Override { path: path.to_owned(), text: format!("{path}={value}"), value, origin: None, line: None }
    }

    /// A value for a path that a sweep's design gives; messages name `origin`, such as "point 17", as its place.
    pub fn varied(path: &str, value: Value, origin: &str) -> Self {
        Override { origin: Some(origin.to_owned()), ..Override::new(path, value) }
    }

    /// A value for a path that a file gives in a line, counted from 0.
    pub(super) fn in_file(path: &str, value: Value, file: &Path, line: usize) -> Self {
        Override { origin: Some(file.display().to_string()), line: Some(line), ..Override::new(path, value) }
    }

    /// What messages name as its place.
    fn place(&self) -> &str {
        self.origin.as_deref().unwrap_or("--set")
    }

    /// The path of keys, joined by dots; entries of lists are counted from 0.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// As typed.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl FromStr for Override {
    type Err = OverrideSyntaxError;

    fn from_str(text: &str) -> Result<Self, OverrideSyntaxError> {
        match text.split_once('=') {
            Some((path, value)) if !path.trim().is_empty() => Ok(Override {
                path: path.trim().to_owned(),
                value: value_from_text(value.trim()),
                text: text.to_owned(),
                origin: None,
                line: None,
            }),
            _ => Err(OverrideSyntaxError(text.to_owned())),
        }
    }
}

/// Values to try as typed after `--vary path=`; see [`varied_values_from_text`].
///
/// # Errors
/// When the text gives none.
pub fn varied_values(text: &str) -> Result<VariedValues, ValuesSyntaxError> {
    varied_values_from_text(text, &value_from_text)
}

/// The schema of what the language leaves open.
static NO_RULE: Value = Value::Null;

/// Lays overrides over a scenario, in order. Gives those that found their place.
pub(super) fn apply(
    overrides: &[Override],
    scenario: &mut Map<String, Value>,
    structure: &Structure<'_>,
    problems: &mut Problems,
) -> Vec<Overridden> {
    let mut applied = Vec::new();
    for (place, one) in overrides.iter().enumerate() {
        // those of one origin are counted apart: what was typed after `--set` is the first, the second and so on
        let earlier = || overrides[..place].iter().filter(|other| other.place() == one.place()).count();
        let number = one.line.unwrap_or_else(earlier);
        let mut whole = Value::Object(std::mem::take(scenario));
        let steps: Vec<&str> = one.path.split('.').collect();
        let mut way = Way { structure, path: KeyPath::root() };
        match way.lay(&mut whole, structure.root(), &steps, &one.value) {
            Ok(()) => {
                let value_at = one.text.find('=').map_or(0, |equals| equals + 1);
                let file = one.place().to_owned();
                applied.push(Overridden { file, number, path: way.path, text: one.text.clone(), value_at });
            }
            Err(complaint) => {
                let place = override_place(one.place(), number, &one.text, 0..one.path.len());
                problems.in_file(place, one.path.clone(), complaint);
            }
        }
        if let Value::Object(table) = whole {
            *scenario = table;
        }
    }
    applied
}

/// The value that a scenario as written has at a path; names within the path may have dots. `None` where nothing is
/// written.
pub fn value_at<'v>(scenario: &'v Value, path: &str) -> Option<&'v Value> {
    fn walk<'v>(at: &'v Value, steps: &[&str]) -> Option<&'v Value> {
        match at {
            _ if steps.is_empty() => Some(at),
            Value::Array(entries) => walk(entries.get(steps[0].parse::<usize>().ok()?)?, &steps[1..]),
            Value::Object(table) => (1..=steps.len())
                .rev()
                .find_map(|length| Some((table.get(&steps[..length].join("."))?, length)))
                .and_then(|(entry, length)| walk(entry, &steps[length..])),
            _ => None,
        }
    }
    walk(scenario, &path.split('.').collect::<Vec<_>>())
}

struct Way<'a, 's> {
    structure: &'a Structure<'s>,
    path: KeyPath,
}

impl<'s> Way<'_, 's> {
    fn lay(&mut self, at: &mut Value, schema: &'s Value, steps: &[&str], value: &Value) -> Result<(), Complaint> {
        if steps.is_empty() {
            *at = value.clone();
            return Ok(());
        }
        let here = if self.path.0.is_empty() { "the scenario".to_owned() } else { format!("[{}]", self.path) };
        match at {
            Value::Array(entries) => {
                let count = entries.len();
                let Some(entry) = steps[0].parse::<usize>().ok().and_then(|index| entries.get_mut(index)) else {
                    let rule = format!("{here} is a list of {count}, and has no entry {}", steps[0]);
                    let last = count.saturating_sub(1);
                    return Err(Complaint::new("", rule).remedy(format!("entries are counted from 0 to {last}")));
                };
                let index = steps[0].parse().unwrap_or_default();
                self.path = self.path.index(index);
                let items = self.structure.alternatives(schema).into_iter().find_map(|branch| branch.get("items"));
                self.lay(entry, items.unwrap_or(&NO_RULE), &steps[1..], value)
            }
            Value::Object(table) => {
                let branches = self.structure.alternatives(schema);
                let known = |key: &str| {
                    branches.iter().find_map(|branch| branch.get("properties").and_then(|keys| keys.get(key)))
                };
                let named =
                    branches.iter().find_map(|branch| branch.get("additionalProperties").filter(|x| x.is_object()));
                let takes_any = branches.iter().any(|branch| {
                    branch.get("properties").is_none() && branch.get("additionalProperties") == Some(&Value::Bool(true))
                });
                // Names may have dots: the longest key that is there wins.
                for length in (1..=steps.len()).rev() {
                    let key = steps[..length].join(".");
                    let inner = known(&key).or(named);
                    if let (Some(entry), Some(inner)) = (table.get_mut(&key), inner) {
                        self.path = self.path.key(&key);
                        return self.lay(entry, inner, &steps[length..], value);
                    }
                }
                let key = steps[0];
                let is_new_name = named.is_some_and(|named| steps.len() == 1 && !self.is_a_table(named));
                let Some(inner) = known(key).or(named.filter(|_| is_new_name)).or(takes_any.then_some(&NO_RULE)) else {
                    let there = table.keys().map(String::as_str);
                    let possible =
                        branches.iter().filter_map(|branch| branch.get("properties").and_then(Value::as_object));
                    let mut candidates: Vec<&str> =
                        there.chain(possible.flat_map(|keys| keys.keys().map(String::as_str))).collect();
                    candidates.sort_unstable();
                    candidates.dedup();
                    let rule = format!("{here} has no \"{key}\"");
                    return Err(Complaint::new("", rule).maybe_remedy(did_you_mean(key, candidates)));
                };
                self.path = self.path.key(key);
                let mut entry = Value::Object(Map::new());
                self.lay(&mut entry, inner, &steps[1..], value)?;
                table.insert(key.to_owned(), entry);
                Ok(())
            }
            _ => {
                let rule = format!("{here} is a single value, and has no \"{}\" in it", steps[0]);
                Err(Complaint::new("", rule).remedy(format!("set {} itself", self.path)))
            }
        }
    }

    fn is_a_table(&self, schema: &'s Value) -> bool {
        self.structure
            .alternatives(schema)
            .iter()
            .all(|branch| branch.get("type").and_then(Value::as_str) == Some("object"))
    }
}
