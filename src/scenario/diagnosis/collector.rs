//! Collecting problems while a scenario is read, and giving them their places at the end.

use super::{Diagnostics, KeyPath, Place, Problem};

/// Characters of a value that a message shows.
const MOST_SHOWN: usize = 60;

/// What is wrong with a value, before its place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The value as written; empty if it is the absence of one.
    pub value: String,
    /// The rule that is broken.
    pub rule: String,
    /// What to do.
    pub remedy: Option<String>,
}

impl Complaint {
    /// A complaint without a remedy.
    pub fn new(value: impl std::fmt::Display, rule: impl Into<String>) -> Self {
        let mut value = value.to_string();
        if let Some((cut, _)) = value.char_indices().nth(MOST_SHOWN) {
            value.truncate(cut);
            value.push('…');
        }
        Complaint { value, rule: rule.into(), remedy: None }
    }

    /// The same with a remedy.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// The same with a remedy, if there is one.
    pub fn maybe_remedy(mut self, remedy: Option<String>) -> Self {
        self.remedy = remedy;
        self
    }
}

/// What a complaint is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// A value of the scenario.
    Value(KeyPath),
    /// A key of the scenario, the last of the path.
    Key(KeyPath),
    /// A place of a CSV file, already known.
    Place(Place, String),
}

/// Finds the place of a value or key.
pub trait Locator {
    /// The place of a value; of the nearest thing around it, if it is not there.
    fn value(&self, path: &KeyPath) -> Place;
    /// The place of a key.
    fn key(&self, path: &KeyPath) -> Place;
}

/// The problems and warnings found so far.
#[derive(Debug, Default)]
pub struct Problems {
    errors: Vec<(Located, Complaint)>,
    warnings: Vec<(Located, Complaint)>,
    spoilt: Vec<KeyPath>,
}

impl Problems {
    /// Adds a problem with a value. Nothing is added if the value, or a part of it, or what it is a part of, has been
    /// complained of before: what follows from a mistake is not another mistake.
    pub fn at(&mut self, path: &KeyPath, complaint: Complaint) {
        if !self.is_spoilt(path) {
            self.errors.push((Located::Value(path.clone()), complaint));
        }
    }

    /// Adds a problem with the form of a value, and remembers that it is spoilt.
    pub fn spoil(&mut self, path: &KeyPath, complaint: Complaint) {
        if !self.is_spoilt(path) {
            self.errors.push((Located::Value(path.clone()), complaint));
            self.spoilt.push(path.clone());
        }
    }

    /// Adds a problem with a key. If it seems to be another key misspelt, that one is not missing.
    pub fn key(&mut self, path: &KeyPath, meant: Option<KeyPath>, complaint: Complaint) {
        self.errors.push((Located::Key(path.clone()), complaint));
        self.spoilt.push(path.clone());
        self.spoilt.extend(meant);
    }

    /// Adds a problem at a known place; `subject` is what it is about.
    pub fn in_file(&mut self, place: Place, subject: impl Into<String>, complaint: Complaint) {
        self.errors.push((Located::Place(place, subject.into()), complaint));
    }

    /// Adds a warning about a value.
    pub fn warn(&mut self, path: &KeyPath, complaint: Complaint) {
        self.warnings.push((Located::Value(path.clone()), complaint));
    }

    /// Whether something at, in or around a path has been complained of.
    pub fn is_spoilt(&self, path: &KeyPath) -> bool {
        self.spoilt.iter().any(|spoilt| spoilt.contains(path) || path.contains(spoilt))
    }

    /// Number of problems so far, warnings not counted.
    pub fn count(&self) -> usize {
        self.errors.len()
    }

    /// The warnings if there are no problems, or else the problems, with their places.
    pub fn finish(self, locator: &dyn Locator) -> Result<Vec<Problem>, Diagnostics> {
        let locate = |(located, complaint): (Located, Complaint)| {
            let (place, subject) = match located {
                Located::Value(path) => (locator.value(&path), path.to_string()),
                Located::Key(path) => (locator.key(&path), path.to_string()),
                Located::Place(place, subject) => (place, subject),
            };
            Problem { place, subject, value: complaint.value, rule: complaint.rule, remedy: complaint.remedy }
        };
        if self.errors.is_empty() {
            let mut warnings: Vec<Problem> = self.warnings.into_iter().map(locate).collect();
            warnings.sort();
            return Ok(warnings);
        }
        Err(Diagnostics::new(self.errors.into_iter().map(locate).collect()))
    }
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.value, self.rule)?;
        match &self.remedy {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Complaint {}
