//! From a file, a folder or a text to a resolved scenario.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::folder::{Folder, NoFolder, text_of, unreadable};
use super::override_path::{Override, apply};
use super::place_finder::PlaceFinder;
use super::source::Resolved;
use super::structure::Structure;
use super::tree;
use crate::scenario::diagnosis::{Complaint, Diagnostics, KeyPath, Place, Problem, Problems};
use crate::scenario::model::Scenario;
use crate::scenario::resolve::{Files, has_same_arrivals, resolve, sweep};
use crate::scenario::written::{ScenarioWritten, check_format, json_schema};

static SCHEMA: LazyLock<Value> = LazyLock::new(json_schema);

/// The name of the scenario file within a scenario's folder.
const FILE_IN_FOLDER: &str = "scenario.toml";

/// Largest scenario file that is read, in bytes.
const LARGEST: u64 = 20 * 1024 * 1024;

/// A scenario that was read, and what it was read from.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The resolved scenario.
    pub scenario: Scenario,
    /// The scenario as written, overrides laid over it.
    pub written: Value,
    /// SHA-256 (64 hexadecimal digits) of the scenario as written, the overrides, and the bytes of every CSV file. Comments
    /// and the order of white space do not change it.
    pub digest: String,
    /// The files read: the scenario file first, then the CSV files by path.
    pub files: Vec<PathBuf>,
    /// What looks wrong and may be right.
    pub warnings: Vec<Problem>,
}

/// Reads a scenario from a TOML file or from a folder with `scenario.toml`, with overrides laid over it.
pub fn read_scenario(path: &Path, overrides: &[Override]) -> Result<Reading, Diagnostics> {
    let file = file_of(path);
    let text = read_text(&file)?;
    let root = folder_of(&file);
    let folder = Folder::new(&root);
    let (scenario, written, warnings) = read_text_with(&text, &file, default_name(path, &file), &folder, overrides)?;
    let read = folder.into_read();
    let mut digest = Sha256::new();
    digest_part(&mut digest, "scenario", written.to_string().as_bytes());
    for one in overrides {
        digest_part(&mut digest, "override", one.text().as_bytes());
    }
    for (csv_path, bytes) in &read {
        let name = csv_path.strip_prefix(&root).unwrap_or(csv_path);
        digest_part(&mut digest, &name.to_string_lossy(), bytes);
    }
    let digest = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let files = std::iter::once(file).chain(read.into_iter().map(|(path, _)| path)).collect();
    Ok(Reading { scenario, written, digest, files, warnings })
}

/// Reads a scenario from a text alone, without files beside it.
pub fn scenario_from_toml(text: &str) -> Result<Scenario, Diagnostics> {
    let name = Some("scenario".to_owned());
    read_text_with(text, Path::new("scenario.toml"), name, &NoFolder, &[]).map(|(scenario, _, _)| scenario)
}

/// The scenario file of a path that may be a folder.
pub(super) fn file_of(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(FILE_IN_FOLDER) } else { path.to_owned() }
}

/// The folder of a scenario file.
pub(super) fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn digest_part(digest: &mut Sha256, name: &str, bytes: &[u8]) {
    digest.update((name.len() as u64).to_le_bytes());
    digest.update(name.as_bytes());
    digest.update((bytes.len() as u64).to_le_bytes());
    digest.update(bytes);
}

/// The name of the folder or file, if it is fit to be a name.
pub(super) fn default_name(path: &Path, file: &Path) -> Option<String> {
    let named =
        if path.is_dir() { path.canonicalize().ok()?.file_name()?.to_owned() } else { file.file_stem()?.to_owned() };
    let name = named.to_string_lossy().into_owned();
    check_format("name", &name).ok().map(|()| name)
}

pub(super) fn read_text(file: &Path) -> Result<String, Diagnostics> {
    let failed = |place: Place, complaint: Complaint| {
        let Complaint { value, rule, remedy } = complaint;
        Diagnostics::new(vec![Problem { place, subject: String::new(), value, rule, remedy }])
    };
    let io_failed = |error: std::io::Error| {
        let shown = file.display();
        let remedy = "a scenario is a TOML file, or a folder with scenario.toml";
        failed(Place::whole_file(file), Complaint::new(shown, unreadable(&error)).remedy(remedy))
    };
    if std::fs::metadata(file).map_err(io_failed)?.len() > LARGEST {
        return Err(failed(
            Place::whole_file(file),
            Complaint::new("", "must be smaller than 20 MB").remedy("put long lists into CSV files"),
        ));
    }
    let bytes = std::fs::read(file).map_err(io_failed)?;
    text_of(file, bytes).map_err(|trouble| {
        failed(trouble.place.map_or_else(|| Place::whole_file(file), |place| *place), trouble.complaint)
    })
}

fn read_text_with(
    text: &str,
    file: &Path,
    name: Option<String>,
    files: &dyn Files,
    overrides: &[Override],
) -> Result<(Scenario, Value, Vec<Problem>), Diagnostics> {
    let mut problems = Problems::default();
    let tree = parse_text(text, file, &mut problems);
    let Some(tree) = tree else {
        let nowhere = HashMap::new();
        let finder = PlaceFinder { file, text, spans: &nowhere, overridden: Vec::new() };
        return Err(problems.finish(&finder).expect_err("without a tree there is a problem"));
    };
    let finder = PlaceFinder { file, text, spans: &tree.spans, overridden: Vec::new() };
    let resolved = understand(tree.root, Known::default(), problems, finder, name, files, overrides)?;
    Ok((resolved.scenario, resolved.written, resolved.warnings))
}

/// The tree of a text; what is wrong with it is complained of. `None` only with a complaint.
pub(super) fn parse_text(text: &str, file: &Path, problems: &mut Problems) -> Option<tree::Tree> {
    if text.trim().is_empty() {
        let remedy = "`peakdesk new NAME` writes a scenario to start from";
        problems.in_file(Place::whole_file(file), "", Complaint::new("", "is empty").remedy(remedy));
        return None;
    }
    tree::parse(text, file, problems)
}

/// What is known of a scenario before overrides are laid over it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known<'a> {
    /// The scenario as written, where it is sound as a whole.
    pub(super) written: Option<&'a Value>,
    /// What it was resolved to, where its warnings need not be told again.
    pub(super) scenario: Option<&'a Scenario>,
}

/// A tree with overrides laid over it, checked and resolved; `problems` are those that the tree came with.
pub(super) fn understand(
    mut root: Map<String, Value>,
    known: Known<'_>,
    mut problems: Problems,
    mut finder: PlaceFinder<'_>,
    name: Option<String>,
    files: &dyn Files,
    overrides: &[Override],
) -> Result<Resolved, Diagnostics> {
    let mut result = None;
    let structure = Structure::new(&SCHEMA);
    finder.overridden = apply(overrides, &mut root, &structure, &mut problems);
    let written = Value::Object(root.clone());
    let sound = structure.sound_part(root, known.written, &mut problems);
    match serde_json::from_value::<ScenarioWritten>(sound) {
        Ok(sound) => {
            let design = sound.sweep.as_ref().and_then(|it| sweep(it, &KeyPath::root().key("sweep"), &mut problems));
            let has_known_arrivals = known.written.is_some_and(|known| has_same_arrivals(known, &written));
            let alike = known.scenario.filter(|_| has_known_arrivals);
            result = resolve(&sound, name, alike, files, &mut problems).map(|scenario| (scenario, design));
        }
        // The structure was checked, so this would be a gap between the schema and the types.
        Err(error) => problems.at(&KeyPath::root(), Complaint::new("", format!("cannot be understood: {error}"))),
    }
    if result.is_none() && problems.count() == 0 {
        problems.at(&KeyPath::root(), Complaint::new("", "cannot be understood"));
    }
    let warnings = problems.finish(&finder)?;
    let (scenario, sweep) = result.expect("without problems there is a scenario");
    Ok(Resolved { scenario, written, sweep, warnings })
}
