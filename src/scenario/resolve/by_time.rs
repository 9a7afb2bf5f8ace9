//! Values that move over the day: pieces in order, the last of them holding on over midnight.

use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::ByTime;

/// Start of a piece as written, its place among the pieces, and its value.
pub(super) struct Piece<T> {
    pub from_s: Option<u32>,
    pub value: T,
}

/// Puts pieces together. Each must start after the one before it; before the first of a day the last of the day before
/// holds.
pub(super) fn by_time<T: Clone>(pieces: Vec<Piece<T>>, path: &KeyPath, problems: &mut Problems) -> Option<ByTime<T>> {
    let mut ordered: Vec<(u32, T)> = Vec::with_capacity(pieces.len() + 1);
    for (place, Piece { from_s, value }) in pieces.into_iter().enumerate() {
        let from_s = from_s?;
        let at = path.index(place).key("from");
        if from_s >= 86_400 {
            problems.at(
                &at,
                Complaint::new("\"24:00\"", "must be before the day's end")
                    .remedy("a day's first piece may start at 00:00"),
            );
            return None;
        }
        if ordered.last().is_some_and(|(before, _)| *before >= from_s) {
            let shown = format!("\"{:02}:{:02}\"", from_s / 3600, from_s / 60 % 60);
            let complaint = Complaint::new(shown, "must be later than the piece before it");
            problems.at(&at, complaint.remedy("put the pieces in the order of the day, each start once"));
            return None;
        }
        ordered.push((from_s, value));
    }
    let (first_from, _) = ordered.first()?;
    if *first_from > 0 {
        let last = ordered.last()?.1.clone();
        ordered.insert(0, (0, last));
    }
    Some(ByTime { pieces: ordered })
}
