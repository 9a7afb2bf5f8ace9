//! One problem, and all of them.

use std::ops::Range;
use std::path::PathBuf;

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as named by the scenario or on the command line; "--set" for an override.
    pub file: PathBuf,
    /// Line, counted from 1; 0 if the problem is with the file as a whole.
    pub line: usize,
    /// Column in characters, counted from 1; 0 if the problem is with the file as a whole.
    pub column: usize,
    /// The line's text, to show; empty if there is none.
    pub line_text: String,
    /// What to underline: bytes of `line_text`, as (from, to).
    pub underlined: (usize, usize),
}

impl Place {
    /// A place that is a whole file.
    pub fn whole_file(file: impl Into<PathBuf>) -> Self {
        Place { file: file.into(), line: 0, column: 0, line_text: String::new(), underlined: (0, 0) }
    }

    /// The place of some bytes of a text; a span over several lines is cut at the end of its first.
    pub fn in_text(file: impl Into<PathBuf>, text: &str, span: Range<usize>) -> Self {
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let line = text[..start].matches('\n').count() + 1;
        Self::in_line(file, line, line_text, start - line_start..span.end.saturating_sub(line_start))
    }

    /// The place of some bytes of one line.
    pub fn in_line(file: impl Into<PathBuf>, line: usize, line_text: &str, span: Range<usize>) -> Self {
        let boundary = |mut at: usize| {
            at = at.min(line_text.len());
            while !line_text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (from, to) = (boundary(span.start), boundary(span.end));
        Place {
            file: file.into(),
            line,
            column: line_text[..from].chars().count() + 1,
            line_text: line_text.to_owned(),
            underlined: (from, to.max(from)),
        }
    }
}

/// One thing that is wrong, or (as a warning) looks wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What it is about: a path of keys, or a CSV column.
    pub subject: String,
    /// The value as written, shortened; empty if it is the absence of one.
    pub value: String,
    /// The rule that is broken, as the end of a sentence: "must be 0 or more".
    pub rule: String,
    /// What to do, if that is known: "did you mean \"interval\"?".
    pub remedy: Option<String>,
}

impl Problem {
    /// The problem in one line, without its place and remedy.
    pub fn title(&self) -> String {
        let subject = match (self.subject.is_empty(), self.value.is_empty()) {
            (false, false) => format!("{} = {}: ", self.subject, self.value),
            (false, true) => format!("{}: ", self.subject),
            (true, false) => format!("{}: ", self.value),
            (true, true) => String::new(),
        };
        format!("{subject}{}", self.rule)
    }
}

/// All that is wrong with a scenario, in the order of its files and lines. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    problems: Vec<Problem>,
}

impl Diagnostics {
    /// Some problems, put in order and rid of repetitions.
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort();
        problems.dedup();
        Diagnostics { problems }
    }

    /// The problems.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "a = 1\r\n名 = 双十一\n";
        let from = text.find('双').expect("it is there");
        let place = Place::in_text("x.toml", text, from..from + 9);
        assert_eq!((place.line, place.column, place.line_text.as_str()), (2, 5, "名 = 双十一"));
        assert_eq!(&place.line_text[place.underlined.0..place.underlined.1], "双十一");
    }

    #[test]
    fn a_span_is_cut_to_its_line_and_to_whole_characters() {
        let text = "first = [\n  1,\n]\n";
        let place = Place::in_text("x.toml", text, 8..15);
        assert_eq!((place.line, place.underlined), (1, (8, 9)));
        let place = Place::in_text("x.toml", "双", 1..2);
        assert_eq!((place.column, place.underlined), (1, (0, 0)));
        let place = Place::in_text("x.toml", "", 5..9);
        assert_eq!((place.line, place.column), (1, 1));
    }

    #[test]
    fn diagnostics_are_in_order_and_each_is_told_once() {
        let at = |line| Problem {
            place: Place::in_line("x.toml", line, "", 0..0),
            subject: String::new(),
            value: "1".to_owned(),
            rule: "must be 2".to_owned(),
            remedy: None,
        };
        let diagnostics = Diagnostics::new(vec![at(3), at(1), at(3)]);
        let lines: Vec<usize> = diagnostics.problems().iter().map(|problem| problem.place.line).collect();
        assert_eq!(lines, [1, 3]);
        assert_eq!(diagnostics.problems()[0].title(), "1: must be 2");
    }
}
