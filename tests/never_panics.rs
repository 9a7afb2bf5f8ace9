//! Whatever a file says, reading it ends with a scenario or with problems that can be shown.

mod good_scenario;

use good_scenario::{Folder, PARCELS, TEXT};
use peakdesk::scenario::reading::{Override, resolved_text, scenario_from_toml};
use proptest::prelude::*;

/// Pieces that mutations put in: the language's own words where they do not belong, and hostile values.
const PIECES: [&str; 40] = [
    "",
    "\n",
    "=",
    "[",
    "]",
    "{",
    "}",
    "\"",
    ",",
    ".",
    "#",
    "-",
    "0",
    "-1",
    "1e308",
    "nan",
    "inf",
    "9223372036854775807",
    "true",
    "\"\"",
    "\"0s\"",
    "\"24:00\"",
    "\"00:00-00:00\"",
    "[]",
    "{}",
    "[[]]",
    "2025-02-30",
    "9999-12-31",
    "0000-01-01",
    "\u{feff}",
    "\u{0}",
    "双",
    "'''",
    "days = 400",
    "[channels]",
    "[[contracts]]",
    "by_time = []",
    "values = [\"0s\"]",
    "a.b.c.d = 1",
    "\\u0000",
];

/// The good scenario without its files, so that it reads from a text alone.
fn text_without_files() -> String {
    TEXT.replace("\"parcels.csv\"", "{ ordinary = 100000 }")
        .replace("intraday      = \"intraday-phone.csv\"\n", "")
        .replace("forecast    = \"delay.csv\"", "per_hour    = 12")
}

fn cut(text: &str, at: usize) -> usize {
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn read_and_show(text: &str) {
    match scenario_from_toml(text) {
        Ok(scenario) => assert!(!resolved_text(&scenario).is_empty()),
        Err(problems) => assert!(!problems.to_string().is_empty() && !problems.problems().is_empty()),
    }
}

#[test]
fn the_text_that_is_mutated_is_good() {
    assert!(scenario_from_toml(&text_without_files()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_cuts_and_insertions(edits in prop::collection::vec((any::<usize>(), 0_usize..40, 0..PIECES.len()), 1..4)) {
        let mut text = text_without_files();
        for (at, length, piece) in edits {
            let from = cut(&text, at);
            let to = cut(&text, (from + length).min(text.len()));
            text.replace_range(from.min(to)..to.max(from), PIECES[piece]);
        }
        read_and_show(&text);
    }

    #[test]
    fn random_values_after_keys(edits in prop::collection::vec((any::<usize>(), 0..PIECES.len()), 1..6)) {
        let text = text_without_files();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (at, piece) in edits {
            let at = at % lines.len();
            if let Some((key, _)) = lines[at].split_once('=') {
                lines[at] = format!("{key}= {}", PIECES[piece]);
            }
        }
        read_and_show(&lines.join("\n"));
    }

    #[test]
    fn random_overrides(path in "[a-z_.0-9-]{0,40}", value in "\\PC{0,20}", which in any::<prop::sample::Index>()) {
        let paths = ["demand.scale", "calendar", "contracts.per-contact.fees.0", "bot", "channels.phone.open", "sweep.vary", "run", path.as_str()];
        let text = format!("{}={value}", which.get(&paths));
        if let Ok(one) = text.parse::<Override>() {
            let folder = Folder::good();
            if let Err(problems) = peakdesk::scenario::reading::read_scenario(folder.path(), &[one]) {
                prop_assert!(!problems.to_string().is_empty());
            }
        }
    }

    #[test]
    fn random_bytes_in_a_csv(edits in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6), also in 0..PIECES.len()) {
        let folder = Folder::good();
        let mut bytes = PARCELS.as_bytes().to_vec();
        for (at, byte) in edits {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.extend(PIECES[also].as_bytes());
        folder.write("parcels.csv", &bytes);
        if let Err(problems) = folder.read() {
            prop_assert!(!problems.to_string().is_empty());
        }
    }
}
