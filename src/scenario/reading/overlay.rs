//! Overlays: files with a part of a scenario, such as its shifts, that is laid over one.

use std::path::Path;

use serde_json::{Map, Value};

use super::override_path::Override;
use super::place_finder::PlaceFinder;
use super::reader::{parse_text, read_text};
use super::tree::Tree;
use crate::scenario::diagnosis::{Diagnostics, KeyPath, Problems};

/// Reads a TOML file with a part of a scenario, as values to be laid over one: tables are joined with the scenario's, and whatever
/// else the file gives takes the place of what the scenario has.
///
/// # Errors
/// When the file cannot be read or is not TOML.
pub fn read_overlay(file: &Path) -> Result<Vec<Override>, Diagnostics> {
    let text = read_text(file)?;
    let mut problems = Problems::default();
    let tree = parse_text(&text, file, &mut problems).unwrap_or_default();
    let finder = PlaceFinder { file, text: &text, spans: &tree.spans, overridden: Vec::new() };
    problems.finish(&finder)?;
    let overlay = Overlay { file, text: &text, tree: &tree };
    let mut laid = Vec::new();
    overlay.collect(&tree.root, &KeyPath::root(), "", &mut laid);
    Ok(laid)
}

struct Overlay<'o> {
    file: &'o Path,
    text: &'o str,
    tree: &'o Tree,
}

impl Overlay<'_> {
    fn collect(&self, table: &Map<String, Value>, at: &KeyPath, before: &str, laid: &mut Vec<Override>) {
        for (key, value) in table {
            let (at, path) = (at.key(key), format!("{before}{key}"));
            match value {
                Value::Object(inner) if !inner.is_empty() => self.collect(inner, &at, &format!("{path}."), laid),
                _ => laid.push(Override::in_file(&path, value.clone(), self.file, self.line(&at))),
            }
        }
    }

    /// Line of a key, from 0.
    fn line(&self, path: &KeyPath) -> usize {
        let start = self.tree.spans.get(path).map_or(0, |spans| spans.key.start);
        self.text.get(..start).map_or(0, |before| before.matches('\n').count())
    }
}
