//! The rules of this code base that a compiler does not know, held against the source itself.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers; each may use itself and those before it.
const LAYERS: [&str; 10] =
    ["scenario", "analytic", "sampling", "engine", "statistics", "money", "staffing", "experiment", "output", "cli"];

/// The only places that touch files, the terminal, the clock or the environment.
const OUTSIDE_WORLD: [&str; 3] = ["scenario/reading/", "output/", "cli/"];

/// Most lines of code in a file, not counting empty lines, comments and tests.
const MOST_LINES: usize = 400;

/// Names that say nothing about what is in a file.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "common", "helpers", "types", "misc"];

/// A file of the program, without its comments and its tests.
struct Source {
    /// Path from `src/`, with slashes.
    path: String,
    code: String,
}

impl Source {
    fn layer(&self) -> Option<usize> {
        let first = self.path.split('/').next().unwrap_or("").trim_end_matches(".rs");
        LAYERS.iter().position(|layer| *layer == first)
    }

    /// How deep its module lies: 1 for a layer itself.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("mod.rs") { parts - 1 } else { parts }
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.code.lines().filter(|line| !line.trim().is_empty())
    }

    fn has_word(&self, word: &str) -> bool {
        let is_part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        self.code.match_indices(word).any(|(at, _)| {
            !is_part(self.code[..at].chars().next_back()) && !is_part(self.code[at + word.len()..].chars().next())
        })
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found.sort();
    let sources: Vec<Source> = found
        .iter()
        .map(|file| {
            let path = file.strip_prefix(&root).expect("it lies below").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(file).expect("sources are UTF-8");
            Source { path, code: code_of(&text) }
        })
        // Tests in files of their own.
        .filter(|source| !source.path.split('/').any(|part| part == "tests" || part == "tests.rs"))
        .collect();
    assert!(sources.len() > 100, "the sources were found: {}", sources.len());
    sources
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Without comment lines, and without the test modules: these stand at the end.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let begins_tests = line.trim() == "#[cfg(test)]"
            && lines[number + 1..]
                .iter()
                .find(|next| !next.starts_with("#["))
                .is_some_and(|next| next.starts_with("mod "));
        if begins_tests {
            break;
        }
        if !line.trim_start().starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// The first names after `crate::`, those within braces included.
fn names_under_crate(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(leading_name(rest));
            continue;
        };
        let mut depth = 0;
        let mut expects_name = true;
        for (place, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => expects_name = true,
                letter if expects_name && letter.is_alphabetic() => {
                    names.push(leading_name(&group[place..]));
                    expects_name = false;
                }
                _ => {}
            }
        }
    }
    names
}

fn leading_name(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The longest chain of `super::` in a text.
fn longest_climb(code: &str) -> usize {
    (1..).take_while(|count| code.contains(&"super::".repeat(*count))).last().unwrap_or(0)
}

#[track_caller]
fn assert_none(broken: &[String]) {
    assert!(broken.is_empty(), "broken in {} places:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn layers_use_only_themselves_and_those_before_them() {
    let mut broken = Vec::new();
    for source in sources() {
        let Some(layer) = source.layer() else { continue };
        for name in names_under_crate(&source.code) {
            if LAYERS.iter().position(|known| *known == name).is_none_or(|used| used > layer) {
                broken.push(format!("{}: crate::{name}", source.path));
            }
        }
        if longest_climb(&source.code) >= source.depth() {
            broken.push(format!("{}: climbs out of its layer by super::", source.path));
        }
    }
    assert_none(&broken);
}

#[test]
fn the_library_declares_its_layers_and_nothing_else() {
    let sources = sources();
    let library = sources.iter().find(|source| source.path == "lib.rs").expect("there is a library");
    let mut declared: Vec<&str> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut layers = LAYERS.to_vec();
    declared.sort_unstable();
    layers.sort_unstable();
    assert_eq!(declared, layers);
    assert!(library.code.contains("#![forbid(unsafe_code)]") && library.code.contains("#![deny(missing_docs)]"));
}

#[test]
fn only_reading_output_and_the_command_line_touch_the_outside_world() {
    let touching = [
        "std::fs",
        "fs",
        "std::env",
        "std::process",
        "std::net",
        "Instant",
        "SystemTime",
        "stdin",
        "stdout",
        "stderr",
        "println",
        "eprintln",
        "print",
        "eprint",
    ];
    let mut broken = Vec::new();
    for source in sources() {
        let is_allowed = OUTSIDE_WORLD.iter().any(|place| source.path.starts_with(place)) || source.path == "output.rs";
        if is_allowed || source.path == "main.rs" {
            continue;
        }
        broken.extend(
            touching.iter().filter(|word| source.has_word(word)).map(|word| format!("{}: {word}", source.path)),
        );
        if source.code.contains("::now(") {
            broken.push(format!("{}: reads the clock", source.path));
        }
    }
    assert_none(&broken);
}

#[test]
fn only_the_command_line_prints() {
    let printing = ["println", "eprintln", "print", "eprint", "dbg"];
    let mut broken = Vec::new();
    for source in sources() {
        let forbidden = if source.path.starts_with("cli/") { &printing[4..] } else { &printing[..] };
        let macros = forbidden.iter().filter(|name| source.code.contains(&format!("{name}!")) && source.has_word(name));
        broken.extend(macros.map(|name| format!("{}: {name}!", source.path)));
    }
    assert_none(&broken);
}

#[test]
fn nothing_is_unwrapped_left_undone_or_unsafe() {
    let mut broken = Vec::new();
    for source in sources() {
        for (number, line) in source.code.lines().enumerate() {
            for mark in
                [".unwrap()", ".unwrap_err()", "todo!(", "unimplemented!(", "unsafe {", "unsafe fn", "unsafe impl"]
            {
                if line.contains(mark) {
                    broken.push(format!("{}: {mark} in code line {}: {}", source.path, number + 1, line.trim()));
                }
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn a_mod_file_holds_declarations_alone() {
    let logic = ["fn", "impl", "struct", "enum", "trait", "const", "static", "type", "macro_rules"];
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| source.path.ends_with("mod.rs")) {
        for line in source.lines() {
            let words: Vec<&str> = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
            if words.iter().any(|word| logic.contains(word)) {
                broken.push(format!("{}: {}", source.path, line.trim()));
            }
        }
    }
    assert_none(&broken);
}

#[test]
fn files_are_short_and_named_for_what_is_in_them() {
    let mut broken = Vec::new();
    for source in sources() {
        let lines = source.lines().count();
        if lines > MOST_LINES {
            broken.push(format!("{}: {lines} lines of code", source.path));
        }
        if source.path.split('/').any(|part| EMPTY_NAMES.contains(&part.trim_end_matches(".rs"))) {
            broken.push(format!("{}: says nothing", source.path));
        }
    }
    assert_none(&broken);
}

#[test]
fn every_file_says_what_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    let silent: Vec<String> = found
        .iter()
        .filter(|file| !file.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs"))
        .filter(|file| !fs::read_to_string(file).expect("sources are UTF-8").starts_with("//!"))
        .map(|file| file.display().to_string())
        .collect();
    assert_none(&silent);
}

#[test]
fn the_rules_catch_what_they_forbid() {
    assert_eq!(
        names_under_crate("use crate::{money::{a, b}, engine::Tally};\ncrate::cli::x"),
        ["money", "engine", "cli"]
    );
    assert_eq!(longest_climb("use super::super::x;"), 2);
    let text = "// a.unwrap()\nfn f() {}\n#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests;\n.unwrap()";
    assert_eq!(code_of(text), "fn f() {}\n");
    let source = Source { path: "money/x.rs".into(), code: "let a = Instant::now(); my_fs".into() };
    assert!(source.has_word("Instant") && !source.has_word("fs"));
    assert_eq!((source.layer(), source.depth()), (Some(5), 2));
}
