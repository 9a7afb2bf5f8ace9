//! Text broken into lines of the summary's width, in languages with and without spaces.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::WIDTH;

/// What stands between facts on one line.
const JOINT: &str = " · ";

/// Text broken at the width: at spaces, or beside a Chinese character.
pub(in crate::output) fn paragraph(text: &str) -> String {
    let mut lines = Lines::default();
    for (piece, is_after_space) in pieces(text) {
        lines.add(piece, if is_after_space { " " } else { "" });
    }
    lines.finish()
}

/// Facts side by side, broken between facts where that is possible.
pub(super) fn facts(facts: &[String]) -> String {
    let mut lines = Lines::default();
    for fact in facts {
        if fact.width() <= WIDTH.into() {
            lines.add(fact, JOINT);
        } else {
            for (number, (piece, is_after_space)) in pieces(fact).into_iter().enumerate() {
                lines.add(
                    piece,
                    if number == 0 {
                        JOINT
                    } else if is_after_space {
                        " "
                    } else {
                        ""
                    },
                );
            }
        }
    }
    lines.finish()
}

#[derive(Default)]
struct Lines {
    done: Vec<String>,
    current: String,
}

impl Lines {
    /// Adds a piece to the line if there is room, else to the next; what stands before it vanishes at a break. A piece
    /// wider than a line is cut.
    fn add(&mut self, piece: &str, before: &str) {
        let room = usize::from(WIDTH);
        if !self.current.is_empty() {
            if self.current.width() + before.width() + piece.width() <= room {
                self.current.push_str(before);
                self.current.push_str(piece);
                return;
            }
            self.done.push(std::mem::take(&mut self.current));
        }
        for letter in piece.chars() {
            if self.current.width() + letter.width().unwrap_or(0) > room {
                self.done.push(std::mem::take(&mut self.current));
            }
            self.current.push(letter);
        }
    }

    fn finish(mut self) -> String {
        self.done.push(self.current);
        self.done.join("\n")
    }
}

/// The pieces between which a line may be broken, each with whether a space stood before it.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    for (number, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let (mut start, mut before) = (0, None);
        let mut is_after_space = number > 0;
        for (at, letter) in word.char_indices() {
            if before.is_some_and(|before| may_break(before, letter)) {
                pieces.push((&word[start..at], is_after_space));
                (start, is_after_space) = (at, false);
            }
            before = Some(letter);
        }
        pieces.push((&word[start..], is_after_space));
    }
    pieces
}

/// Whether a line may end between two letters of a word: beside a wide one, but neither before a mark that closes nor
/// after one that opens.
fn may_break(before: char, after: char) -> bool {
    let is_wide = |letter: char| letter.width() == Some(2);
    (is_wide(before) || is_wide(after)) && !"，。、；：！？）》」".contains(after) && !"（《「".contains(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_lines_fit() {
        let text = "every word of this sentence stays whole ".repeat(8);
        let broken = paragraph(&text);
        let widths: Vec<usize> = broken.lines().map(UnicodeWidthStr::width).collect();
        let (last, full) = widths.split_last().expect("there is a line");
        assert!(full.len() == 3 && full.iter().all(|width| (85..=100).contains(width)) && *last <= 100, "{widths:?}");
        assert_eq!(broken.replace('\n', " "), text.trim_end());
    }

    #[test]
    fn chinese_is_broken_anywhere_but_before_a_closing_mark() {
        let text = format!("{}，{}、manifest.json", "字".repeat(50), "字".repeat(46));
        let lines: Vec<String> = paragraph(&text).lines().map(str::to_owned).collect();
        // The comma would be the 101st column: the character before it moves down too.
        assert_eq!(lines[0], "字".repeat(49));
        assert!(lines[1].starts_with("字，字") && lines[1].width() <= 100);
        assert_eq!(lines[2], "manifest.json");
    }

    #[test]
    fn facts_are_broken_between_facts() {
        let broken = facts(&["a b c".repeat(8), "d e f".repeat(8), "g h i".repeat(8)]);
        let (first, second) = broken.split_once('\n').unwrap();
        assert_eq!(first, format!("{} · {}", "a b c".repeat(8), "d e f".repeat(8)));
        assert_eq!(second, "g h i".repeat(8));
    }

    #[test]
    fn a_word_wider_than_a_line_is_cut() {
        let broken = paragraph(&"x".repeat(250));
        assert_eq!(broken.lines().map(str::len).collect::<Vec<_>>(), [100, 100, 50]);
        assert_eq!(paragraph(""), "");
    }
}
