//! From the path of a value to the line and column where it was written.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::tree::Spans;
use crate::scenario::diagnosis::{KeyPath, Locator, Place};

/// Places in one TOML text, and in the overrides that were laid over it.
pub(super) struct PlaceFinder<'a> {
    pub file: &'a Path,
    pub text: &'a str,
    pub spans: &'a HashMap<KeyPath, Spans>,
    /// The overrides that were applied.
    pub overridden: Vec<Overridden>,
}

/// An override that was applied.
pub(super) struct Overridden {
    /// Where it was given: "--set", or the point of a sweep.
    pub file: String,
    /// Which one, counted from 0; those that were not applied count too.
    pub number: usize,
    /// The path of its value.
    pub path: KeyPath,
    /// As typed.
    pub text: String,
    /// Bytes of the text before its value.
    pub value_at: usize,
}

/// The place of an override: on the command line, or in a sweep's design.
pub(super) fn override_place(file: &str, number: usize, text: &str, span: std::ops::Range<usize>) -> Place {
    Place::in_line(PathBuf::from(file), number + 1, text, span)
}

impl PlaceFinder<'_> {
    fn find(&self, path: &KeyPath, span_of: impl Fn(&Spans) -> std::ops::Range<usize>) -> Place {
        for Overridden { file, number, path: overridden, text, value_at } in self.overridden.iter().rev() {
            if overridden.contains(path) {
                return override_place(file, *number, text, *value_at..text.len());
            }
        }
        let mut around = Some(path.clone());
        let mut is_itself = true;
        while let Some(path) = around {
            if let Some(spans) = self.spans.get(&path) {
                let span = if is_itself { span_of(spans) } else { spans.key.clone() };
                return Place::in_text(self.file, self.text, span);
            }
            is_itself = false;
            around = path.parent();
        }
        Place::in_text(self.file, self.text, 0..0)
    }
}

impl Locator for PlaceFinder<'_> {
    fn value(&self, path: &KeyPath) -> Place {
        self.find(path, |spans| {
            // The span of a table written under a header is that header's or reaches over many lines: its key says enough.
            let is_long = self.text.get(spans.value.clone()).is_some_and(|value| value.contains('\n'));
            if is_long { spans.key.clone() } else { spans.value.clone() }
        })
    }

    fn key(&self, path: &KeyPath) -> Place {
        self.find(path, |spans| spans.key.clone())
    }
}
