//! Names that must exist.

use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
use crate::scenario::model::Title;
use crate::scenario::written::TitleWritten;

/// Position of a name among those that exist; else a complaint with the nearest.
pub(super) fn position_of(
    name: &str,
    names: &[String],
    kind: &str,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<usize> {
    let found = names.iter().position(|known| known == name);
    if found.is_none() {
        problems.at(path, unknown(name, names, kind));
    }
    found
}

/// The complaint about a name that does not exist.
pub(super) fn unknown(name: &str, names: &[String], kind: &str) -> Complaint {
    Complaint::new(format!("\"{name}\""), format!("is not the name of {kind}"))
        .maybe_remedy(did_you_mean(name, names.iter().map(String::as_str)))
}

/// A duration as a planner would write it: "20m", "90s".
pub(super) fn shown_duration(seconds: f64) -> String {
    let units = [(86_400.0, "d"), (3600.0, "h"), (60.0, "m"), (1.0, "s")];
    let exact = units.into_iter().find(|(length, _)| seconds >= *length && seconds % length == 0.0);
    let (length, unit) = exact.unwrap_or((1.0, "s"));
    format!("\"{}{unit}\"", seconds / length)
}

/// A title to show.
pub(super) fn title(written: &Option<TitleWritten>) -> Title {
    match written {
        None => Title::default(),
        Some(TitleWritten::Same(text)) => Title { en: Some(text.clone()), zh: Some(text.clone()) },
        Some(TitleWritten::ByLanguage(table)) => Title { en: table.en.clone(), zh: table.zh.clone() },
    }
}
