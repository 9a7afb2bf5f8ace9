//! "Did you mean ...": the nearest right word.

/// The candidate most like a word, if one is like enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::jaro_winkler(&lower, &candidate.to_lowercase())
            .max(strsim::normalized_damerau_levenshtein(&lower, &candidate.to_lowercase()));
        if likeness >= 0.75 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The remedy for an unknown word: the nearest right one, or the list of right ones if it is short.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    if let Some(found) = nearest(word, candidates.iter().copied()) {
        return Some(format!("did you mean \"{found}\"?"));
    }
    match candidates.len() {
        0 => None,
        1 => Some(format!("there is only \"{}\"", candidates[0])),
        2..=16 => Some(format!("one of: {}", candidates.join(", "))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_its_neighbour_and_a_strange_one_none() {
        let names = ["interval", "first_day", "days"];
        assert_eq!(nearest("intervall", names), Some("interval"));
        assert_eq!(nearest("firstday", names), Some("first_day"));
        assert_eq!(nearest("zzz", names), None);
        assert_eq!(did_you_mean("zzz", names).as_deref(), Some("one of: interval, first_day, days"));
        assert_eq!(did_you_mean("zzz", ["phone"]).as_deref(), Some("there is only \"phone\""));
        assert_eq!(did_you_mean("zzz", []), None);
    }
}
