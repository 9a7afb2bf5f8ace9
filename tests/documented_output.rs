//! What the pages show as the program's output is what it prints, and it understands the commands that they show.
//!
//! A block of output stands under a comment that names its command:
//!
//! ```text
//! <!-- output of: peakdesk run scenarios/double11 -->
//! <!-- output of: peakdesk run scenarios/june-18 --replications 20 (section Contracts) -->
//! ```
//!
//! A section is the heading of that name and all up to the next empty line. A block may begin with the command itself
//! after a `$`. Standard output alone is compared, byte for byte: times and speeds go to standard error. A command that
//! several blocks show is run once; all of them together take about three CPU minutes.
//! `PEAKDESK_REFRESH=1 cargo test --test documented_output` writes the blocks anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const MARKER: &str = "<!-- output of: ";
const FENCE: &str = "```";
const REFRESH: &str = "PEAKDESK_REFRESH";

/// A block of a page that shows output.
#[derive(Debug, PartialEq)]
struct Block {
    command: String,
    /// The heading of the only section shown.
    section: Option<String>,
    /// Lines of the page between the fences.
    lines: std::ops::Range<usize>,
}

impl Block {
    /// What the block must hold, given all that its command prints.
    fn content(&self, printed: &str, page: &[&str]) -> Vec<String> {
        let shown = match &self.section {
            None => printed,
            Some(heading) => section_of(printed, heading)
                .unwrap_or_else(|| panic!("{} prints no section \"{heading}\":\n{printed}", self.command)),
        };
        let prompt = page[self.lines.clone()].first().filter(|line| line.starts_with("$ ")).is_some();
        let prompt = prompt.then(|| format!("$ {}", self.command));
        prompt.into_iter().chain(shown.trim_end().lines().map(str::to_owned)).collect()
    }
}

fn section_of<'p>(printed: &'p str, heading: &str) -> Option<&'p str> {
    printed.split("\n\n").find(|section| section.lines().next() == Some(heading))
}

/// The blocks of a page, and the lines of blocks marked as text that no comment stands over.
fn blocks_of(page: &[&str]) -> (Vec<Block>, Vec<usize>) {
    let (mut blocks, mut unmarked) = (Vec::new(), Vec::new());
    let mut line = 0;
    while line < page.len() {
        if !page[line].starts_with(FENCE) {
            line += 1;
            continue;
        }
        let body = line + 1;
        let end = (body..page.len()).find(|end| page[*end] == FENCE).expect("every block has an end");
        let marker = line.checked_sub(1).and_then(|above| page[above].strip_prefix(MARKER));
        match marker.and_then(|marker| marker.strip_suffix(" -->")) {
            Some(told) => {
                let (command, section) = match told.strip_suffix(')').and_then(|told| told.split_once(" (section ")) {
                    Some((command, heading)) => (command, Some(heading.to_owned())),
                    None => (told, None),
                };
                blocks.push(Block { command: command.to_owned(), section, lines: body..end });
            }
            None if page[line] == "```text" => unmarked.push(body),
            None => {}
        }
        line = end + 1;
    }
    (blocks, unmarked)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages that show output: those of the root, of `docs` and of the scenarios.
fn pages() -> Vec<PathBuf> {
    let mut folders = vec![root().to_owned(), root().join("docs"), root().join("scenarios")];
    folders.extend(entries(&root().join("scenarios")).into_iter().filter(|path| path.is_dir()));
    let files = folders.iter().flat_map(|folder| entries(folder));
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).expect("the folder is part of the package");
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("its entries can be read").path()).collect();
    paths.sort();
    paths
}

/// A folder with the shipped scenarios in it, like the package's own.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().expect("there is a folder for temporary files");
    for scenario in entries(&root().join("scenarios")).into_iter().filter(|path| path.is_dir()) {
        let to = desk.path().join("scenarios").join(scenario.file_name().expect("it has a name"));
        fs::create_dir_all(&to).expect("folders can be made");
        for file in entries(&scenario) {
            fs::copy(&file, to.join(file.file_name().expect("it has a name"))).expect("files can be copied");
        }
    }
    desk
}

/// What a command prints on standard output.
fn printed(desk: &TempDir, line: &str) -> String {
    let (program, words) = line.split_once(' ').expect("a command has words");
    assert_eq!(program, "peakdesk", "{line}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_peakdesk"));
    command.args(words.split(' ')).current_dir(desk.path()).stdin(Stdio::null());
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// The commands that a page's blocks show, without what stands after a `#`.
fn commands_of(page: &[&str]) -> Vec<String> {
    let words = |line: &&str| -> Option<String> {
        let told = line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("peakdesk "))?;
        Some(format!("peakdesk {}", told.split(" #").next().unwrap_or(told).trim()))
    };
    // of what fences cut a page into, every other piece is a block
    let blocks = page.split(|line| line.starts_with(FENCE)).skip(1).step_by(2);
    blocks.flatten().filter_map(words).collect()
}

#[test]
fn the_pages_show_what_the_program_prints() {
    let desk = desk();
    let mut by_command: BTreeMap<String, String> = BTreeMap::new();
    let mut stale = String::new();
    for path in pages() {
        let text = fs::read_to_string(&path).expect("a page is UTF-8");
        let lines: Vec<&str> = text.lines().collect();
        let (blocks, unmarked) = blocks_of(&lines);
        let name = path.strip_prefix(root()).expect("it is a page of the package").display();
        assert!(unmarked.is_empty(), "{name}: no comment tells the command of the blocks at lines {unmarked:?}");
        let mut made: Vec<String> = Vec::new();
        let mut kept_to = 0;
        for block in &blocks {
            let output = by_command.entry(block.command.clone()).or_insert_with_key(|line| printed(&desk, line));
            let content = block.content(output, &lines);
            if content != lines[block.lines.clone()] {
                let now = content.join("\n");
                stale += &format!("---- {name}, line {}: {} prints\n{now}\n", block.lines.start + 1, block.command);
            }
            made.extend(lines[kept_to..block.lines.start].iter().map(|line| (*line).to_owned()));
            made.extend(content);
            kept_to = block.lines.end;
        }
        if std::env::var_os(REFRESH).is_some() && !blocks.is_empty() {
            made.extend(lines[kept_to..].iter().map(|line| (*line).to_owned()));
            fs::write(&path, made.join("\n") + "\n").expect("the page can be written");
        }
    }
    assert!(by_command.len() >= 6, "the pages show the output of six commands at least");
    let is_refreshed = std::env::var_os(REFRESH).is_some();
    assert!(stale.is_empty() || is_refreshed, "{stale}{REFRESH}=1 cargo test --test documented_output");
}

/// With `--help` at its end a command is read, and its flags and values are, but it is not performed; what it sets is then
/// read into its scenario.
#[test]
fn the_program_understands_the_commands_that_the_pages_show() {
    let desk = desk();
    let mut tried = 0;
    for path in pages() {
        let text = fs::read_to_string(&path).expect("a page is UTF-8");
        for line in commands_of(&text.lines().collect::<Vec<_>>()) {
            assert!(printed(&desk, &format!("{line} --help")).contains("Usage"), "{line}");
            let words: Vec<&str> = line.split(' ').collect();
            let set = words.windows(2).filter(|pair| pair[0] == "--set").map(|pair| format!(" --set {}", pair[1]));
            if let Some(scenario) = words.iter().find(|word| word.starts_with("scenarios/")) {
                printed(&desk, &format!("peakdesk check {scenario}{}", set.collect::<String>()));
            }
            tried += 1;
        }
    }
    assert!(tried >= 20, "the pages show twenty commands at least, not {tried}");
}

#[test]
fn blocks_and_sections_are_found_by_their_comments() {
    let text = "# Page\n```\ncargo test\n```\n<!-- output of: peakdesk check here -->\n```text\n$ peakdesk check here\nold\n\
                ```\n<!-- output of: peakdesk run there -q (section Contracts) -->\n```text\n```\n\n```text\nbare\n```\n";
    let page: Vec<&str> = text.lines().collect();
    let (blocks, unmarked) = blocks_of(&page);
    let whole = Block { command: "peakdesk check here".to_owned(), section: None, lines: 6..8 };
    let section = Some("Contracts".to_owned());
    let excerpt = Block { command: "peakdesk run there -q".to_owned(), section, lines: 11..11 };
    assert_eq!((blocks, unmarked), (vec![whole, excerpt], vec![14]));
    let (blocks, _) = blocks_of(&page);
    assert_eq!(blocks[0].content("new\n", &page), ["$ peakdesk check here", "new"]);
    let printed = "Title\n\nService\na\n\nContracts\nb\nc\n\nWritten\n";
    assert_eq!(blocks[1].content(printed, &page), ["Contracts", "b", "c"]);
}
