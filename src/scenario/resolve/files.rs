//! The files that a scenario names, as seen from here: someone else reads them.

use std::path::PathBuf;

use crate::scenario::diagnosis::{Complaint, KeyPath, Place, Problems};

/// Why a file could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTrouble {
    /// Where in the file; `None` if the problem is with its name.
    pub place: Option<Box<Place>>,
    /// What is wrong.
    pub complaint: Complaint,
}

/// Gives the text of files by their path from the scenario's folder.
pub trait Files {
    /// The path to show for a file.
    fn label(&self, name: &str) -> PathBuf;
    /// A file's text.
    fn text(&self, name: &str) -> Result<String, FileTrouble>;
}

/// A file's text; its trouble is complained of, with the key that names it.
pub(super) fn text_of(files: &dyn Files, name: &str, path: &KeyPath, problems: &mut Problems) -> Option<String> {
    match files.text(name) {
        Ok(text) => Some(text),
        Err(FileTrouble { place: Some(place), complaint }) => {
            problems.in_file(*place, path.to_string(), complaint);
            None
        }
        Err(FileTrouble { place: None, complaint }) => {
            problems.at(path, complaint);
            None
        }
    }
}
