//! `manifest.json`: what was run, enough to run it again.
//!
//! Everything that may differ between two runs of the same scenario and seed (time, threads, machine, command line) is
//! under the key `environment`; the rest is the same byte for byte.

use std::fmt::Write;
use std::time::Duration;

use sha2::Digest;

use crate::experiment::Results;
use crate::scenario::model::{Scenario, StaffingRule};
use crate::staffing::SearchReport;

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

impl Environment {
    /// A run on this machine: its command line, when it started, how long it took, the contacts simulated in that time
    /// (planning included) and its threads.
    pub fn of_this_machine(
        command: Vec<String>,
        started: String,
        wall: Duration,
        contacts_simulated: u64,
        threads: usize,
    ) -> Self {
        let wall_seconds = wall.as_secs_f64();
        Environment {
            command,
            started,
            wall_seconds,
            contacts_per_second: if wall_seconds > 0.0 { contacts_simulated as f64 / wall_seconds } else { 0.0 },
            threads,
            os: std::env::consts::OS.to_owned(),
            arch: std::env::consts::ARCH.to_owned(),
        }
    }
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
    /// The search for the plans; `null` for figures by formulas.
    pub search: Option<SearchReport>,
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

    /// The manifest of a run, its list of files still to come.
    pub fn of(results: &Results, environment: Environment) -> Self {
        Manifest {
            program: Manifest::PROGRAM.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: results.scenario.name.clone(),
            scenario_digest: scenario_digest(&results.scenario),
            seed: results.scenario.run.seed,
            replications: results.replications(),
            method: results.method.name().to_owned(),
            plans: results.plans.iter().map(|plan| plan.kind.name().to_owned()).collect(),
            contacts: results.contacts(),
            search: results.search.clone(),
            files: Vec::new(),
            environment,
        }
    }
}

/// SHA-256 of a scenario as resolved, hexadecimal: all that it says, expected contacts by interval and the planner's own
/// agents included.
pub fn scenario_digest(scenario: &Scenario) -> String {
    let mut hash = sha2::Sha256::new();
    hash.update(serde_json::to_vec(scenario).expect("a resolved scenario has only finite numbers and text keys"));
    // These two are left out of the printed scenario because of their size.
    for contacts in scenario.streams.iter().flat_map(|stream| &stream.expected_contacts) {
        hash.update(contacts.to_le_bytes());
    }
    if let StaffingRule::Fixed { agents } = &scenario.staffing {
        agents.iter().flatten().for_each(|agents| hash.update(agents.to_le_bytes()));
    }
    hexadecimal(&hash.finalize())
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
