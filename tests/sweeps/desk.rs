//! Running the program in an empty folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// An empty folder to run the program in.
pub struct Desk(TempDir);

/// How the program ended, and what it said.
pub struct Ended {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    #[track_caller]
    pub fn with(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{}\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    #[track_caller]
    pub fn says(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.err.contains(part) || self.out.contains(part), "no \"{part}\" in:\n{}{}", self.out, self.err);
        }
    }
}

impl Desk {
    pub fn new() -> Self {
        Desk(tempfile::tempdir().expect("there is a folder for temporary files"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_peakdesk"));
        command.args(words).current_dir(self.0.path()).stdin(Stdio::null());
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR_FORCE", "SLURM_CPUS_PER_TASK"] {
            command.env_remove(variable);
        }
        command
    }

    pub fn peakdesk(&self, words: &[&str]) -> Ended {
        let Output { status, stdout, stderr } = self.command(words).output().expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Ended { status: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// A sweep of the smallest shipped scenario, 5 replications a point.
    pub fn sweep(&self, more: &[&str]) -> Ended {
        self.peakdesk(&[&["sweep", one_queue().as_str(), "--replications", "5"], more].concat())
    }

    pub fn bytes(&self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn rows(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path(file)).expect("the file is there");
        let header = reader.headers().expect("it has a header").clone();
        reader
            .records()
            .map(|row| header.iter().map(String::from).zip(row.expect("it is CSV").iter().map(String::from)).collect())
            .collect()
    }
}

pub fn one_queue() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join("one-queue");
    path.to_str().expect("the path is UTF-8").to_owned()
}
