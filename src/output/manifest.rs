//! `manifest.json`: what was run, enough to run it again.
//!
//! Everything that may differ between two runs of the same scenario and seed (time, threads, machine, command line) is
//! under the key `environment`; the rest is the same byte for byte.

use std::fmt::Write;

use sha2::Digest;

/// How the run went on this machine.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Environment {
    /// The command line.
    pub command: Vec<String>,
    /// Start of the run, RFC 3339; empty if not told.
    pub started: String,
    /// Wall time of the run in seconds, planning included.
    pub wall_seconds: f64,
    /// Contacts simulated in all, planning included, in a second of wall time.
    pub contacts_per_second: f64,
    /// Threads.
    pub threads: usize,
    /// Operating system.
    pub os: String,
    /// Processor architecture.
    pub arch: String,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct WrittenFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// What was run.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Manifest {
    /// Always `peakdesk`; by it a folder of results is known.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// The scenario's name.
    pub scenario: String,
    /// SHA-256 of the scenario as resolved, hexadecimal.
    pub scenario_digest: String,
    /// Master seed.
    pub seed: u64,
    /// Replications behind the figures.
    pub replications: u64,
    /// `simulate` or `erlang`.
    pub method: String,
    /// Kinds of the plans.
    pub plans: Vec<String>,
    /// Contacts simulated for the figures, over all plans.
    pub contacts: u64,
    /// The other files of the folder; filled in when they are written.
    pub files: Vec<WrittenFile>,
    /// What may differ from run to run.
    pub environment: Environment,
}

impl Manifest {
    /// The name in [`Manifest::program`].
    pub const PROGRAM: &'static str = "peakdesk";

    /// File name.
    pub const FILE: &'static str = "manifest.json";
}

/// SHA-256 of some bytes, hexadecimal.
///
/// ```
/// assert!(peakdesk::output::digest(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&sha2::Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("writing into a string does not fail");
    }
    text
}
