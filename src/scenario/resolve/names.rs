//! Names that must exist.

use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
use crate::scenario::duration::format_duration;
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

/// A duration as a planner would write it, in quotation marks.
pub(super) fn shown_duration(seconds: f64) -> String {
    format!("\"{}\"", format_duration(seconds))
}

/// A title to show.
pub(super) fn title(written: &Option<TitleWritten>) -> Title {
    match written {
        None => Title::default(),
        Some(TitleWritten::Same(text)) => Title { en: Some(text.clone()), zh: Some(text.clone()) },
        Some(TitleWritten::ByLanguage(table)) => Title { en: table.en.clone(), zh: table.zh.clone() },
    }
}
