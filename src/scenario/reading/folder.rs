//! The CSV files beside a scenario.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::encoding::decode;
use crate::scenario::diagnosis::{Complaint, Place, did_you_mean};
use crate::scenario::resolve::{FileTrouble, Files};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 200 * 1024 * 1024;

/// The files of a scenario's folder; what was read is kept for the digest.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    read: RefCell<Vec<(PathBuf, Vec<u8>)>>,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Self {
        Folder { root: root.to_owned(), read: RefCell::default() }
    }

    /// Path and bytes of every file read, by path.
    pub(super) fn into_read(self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut read = self.read.into_inner();
        read.sort();
        read
    }
}

/// A file's text; what is wrong with it has the file as its place.
pub(super) fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, FileTrouble> {
    let copy = bytes.clone();
    decode(bytes).map_err(|(at, complaint)| {
        let lossy_before = String::from_utf8_lossy(&copy[..at]).into_owned();
        let mut place = Place::in_text(path, &lossy_before, lossy_before.len()..lossy_before.len());
        place.line_text = String::new();
        place.underlined = (0, 0);
        FileTrouble { place: Some(Box::new(place)), complaint }
    })
}

/// What went wrong with opening or reading a file, as a rule that is broken.
pub(super) fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "may not be read: permission denied".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

impl Files for Folder {
    fn label(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn text(&self, name: &str) -> Result<String, FileTrouble> {
        let at_key = |complaint| FileTrouble { place: None, complaint };
        let path = self.root.join(name);
        let quoted = format!("\"{name}\"");
        let real = path.canonicalize().map_err(|error| {
            let names: Vec<String> = std::fs::read_dir(path.parent().unwrap_or(&self.root))
                .map(|entries| {
                    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
                })
                .unwrap_or_default();
            let mut csv_names: Vec<&str> =
                names.iter().map(String::as_str).filter(|name| name.ends_with(".csv")).collect();
            csv_names.sort_unstable();
            let remedy = did_you_mean(name, csv_names)
                .unwrap_or_else(|| "files are named by their path from the scenario's folder".to_owned());
            at_key(Complaint::new(&quoted, unreadable(&error)).remedy(remedy))
        })?;
        if !self.root.canonicalize().is_ok_and(|root| real.starts_with(root)) {
            let remedy = "put the file itself into the scenario's folder";
            return Err(at_key(Complaint::new(&quoted, "must not leave the scenario's folder").remedy(remedy)));
        }
        let about = real.metadata().map_err(|error| at_key(Complaint::new(&quoted, unreadable(&error))))?;
        if !about.is_file() {
            return Err(at_key(Complaint::new(&quoted, "must be a file, and is not").remedy("name a CSV file")));
        }
        if about.len() > LARGEST {
            return Err(at_key(Complaint::new(&quoted, "must be smaller than 200 MB").remedy("cut it to the season")));
        }
        let bytes = std::fs::read(&real).map_err(|error| at_key(Complaint::new(&quoted, unreadable(&error))))?;
        let mut read = self.read.borrow_mut();
        if !read.iter().any(|(known, _)| *known == path) {
            read.push((path.clone(), bytes.clone()));
        }
        text_of(&path, bytes)
    }
}

/// A scenario that is a text alone, without files beside it.
pub(super) struct NoFolder;

impl Files for NoFolder {
    fn label(&self, name: &str) -> PathBuf {
        PathBuf::from(name)
    }

    fn text(&self, name: &str) -> Result<String, FileTrouble> {
        let complaint = Complaint::new(format!("\"{name}\""), "names a file, and a scenario given as a text has none")
            .remedy("write the numbers into the scenario, or read it from a folder");
        Err(FileTrouble { place: None, complaint })
    }
}
