//! A scenario's files, read once and resolved many times, each time under other overrides.
//!
//! What was read can be frozen: a sweep's plan carries the text of the scenario and of its CSV files, so that every machine
//! works on the same ones.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::{Map, Value};

use super::folder::{Folder, NoFolder};
use super::override_path::Override;
use super::place_finder::PlaceFinder;
use super::reader::{Known, default_name, file_of, folder_of, parse_text, read_text, understand};
use super::tree::Spans;
use crate::scenario::diagnosis::{Diagnostics, KeyPath, Problem, Problems};
use crate::scenario::model::{Scenario, SweepDesign};
use crate::scenario::resolve::{FileTrouble, Files};

/// A resolved scenario with what it was resolved from.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The resolved scenario.
    pub scenario: Scenario,
    /// The scenario as written, overrides laid over it.
    pub written: Value,
    /// Its `[sweep]`, if there is one.
    pub sweep: Option<SweepDesign>,
    /// What looks wrong and may be right.
    pub warnings: Vec<Problem>,
}

/// The texts of a scenario's files, as a plan carries them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FrozenSource {
    /// The scenario file, for messages.
    pub file: PathBuf,
    /// The name to use where the scenario has none of its own.
    pub name: Option<String>,
    /// The scenario file's text.
    pub text: String,
    /// The texts of the CSV files that were read, by name.
    pub csv: BTreeMap<String, String>,
}

/// A scenario's files.
#[derive(Debug)]
pub struct ScenarioSource {
    file: PathBuf,
    name: Option<String>,
    text: String,
    root: Map<String, Value>,
    /// The same tree, once it is known to be sound with nothing laid over it.
    sound: OnceLock<Option<Value>>,
    spans: HashMap<KeyPath, Spans>,
    shelf: Shelf,
}

impl ScenarioSource {
    /// Opens a TOML file or a folder with `scenario.toml`. CSV files are read when they are first needed.
    ///
    /// # Errors
    /// When the file cannot be read or is not TOML.
    pub fn open(path: &Path) -> Result<Self, Diagnostics> {
        let file = file_of(path);
        let text = read_text(&file)?;
        let shelf = Shelf { behind: Some(Mutex::new(Folder::new(&folder_of(&file)))), texts: Mutex::default() };
        Self::new(file.clone(), default_name(path, &file), text, shelf)
    }

    /// The files that a plan carries; no others are read.
    ///
    /// # Errors
    /// When the text is not TOML.
    pub fn thawed(frozen: &FrozenSource) -> Result<Self, Diagnostics> {
        let texts = frozen.csv.iter().map(|(name, text)| (name.clone(), Ok(text.clone()))).collect();
        let shelf = Shelf { behind: None, texts: Mutex::new(texts) };
        Self::new(frozen.file.clone(), frozen.name.clone(), frozen.text.clone(), shelf)
    }

    fn new(file: PathBuf, name: Option<String>, text: String, shelf: Shelf) -> Result<Self, Diagnostics> {
        let mut problems = Problems::default();
        let tree = parse_text(&text, &file, &mut problems).unwrap_or_default();
        let finder = PlaceFinder { file: &file, text: &text, spans: &tree.spans, overridden: Vec::new() };
        problems.finish(&finder)?;
        Ok(ScenarioSource { root: tree.root, sound: OnceLock::new(), spans: tree.spans, file, name, text, shelf })
    }

    /// The scenario as its file has it, nothing laid over it.
    pub fn written(&self) -> Value {
        Value::Object(self.root.clone())
    }

    /// The texts of all files read so far.
    pub fn frozen(&self) -> FrozenSource {
        let texts = self.shelf.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let csv = texts.iter().filter_map(|(name, text)| Some((name.clone(), text.as_ref().ok()?.clone()))).collect();
        FrozenSource { file: self.file.clone(), name: self.name.clone(), text: self.text.clone(), csv }
    }

    /// The scenario with overrides laid over it.
    ///
    /// # Errors
    /// With everything that is wrong with it.
    pub fn resolve(&self, overrides: &[Override]) -> Result<Resolved, Diagnostics> {
        let alone = || self.understood(Known::default(), &[]).ok().map(|resolved| resolved.written);
        let known = Known { written: self.sound.get_or_init(alone).as_ref(), scenario: None };
        self.understood(known, overrides)
    }

    /// The same without warnings, beside a scenario of the same files: where nothing of what comes and when is changed, it is
    /// taken over, which is most of the work.
    ///
    /// # Errors
    /// With everything that is wrong with it.
    pub fn variant(&self, base: &Resolved, overrides: &[Override]) -> Result<Scenario, Diagnostics> {
        let known = Known { written: Some(&base.written), scenario: Some(&base.scenario) };
        Ok(self.understood(known, overrides)?.scenario)
    }

    fn understood(&self, known: Known<'_>, overrides: &[Override]) -> Result<Resolved, Diagnostics> {
        let finder = PlaceFinder { file: &self.file, text: &self.text, spans: &self.spans, overridden: Vec::new() };
        understand(self.root.clone(), known, Problems::default(), finder, self.name.clone(), &self.shelf, overrides)
    }
}

/// CSV files, each read once.
#[derive(Debug)]
struct Shelf {
    behind: Option<Mutex<Folder>>,
    texts: Mutex<BTreeMap<String, Result<String, FileTrouble>>>,
}

impl Files for Shelf {
    fn label(&self, name: &str) -> PathBuf {
        match &self.behind {
            Some(folder) => folder.lock().unwrap_or_else(PoisonError::into_inner).label(name),
            None => NoFolder.label(name),
        }
    }

    fn text(&self, name: &str) -> Result<String, FileTrouble> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = texts.get(name) {
            return text.clone();
        }
        let text = match &self.behind {
            Some(folder) => folder.lock().unwrap_or_else(PoisonError::into_inner).text(name),
            None => NoFolder.text(name),
        };
        texts.insert(name.to_owned(), text.clone());
        text
    }
}
