//! The results folder of a comparison: `compare.csv` and `manifest.json`.

use super::csv_file::{ByteOrderMark, write_table};
use super::folder::{OutputError, ResultsFolder};
use super::manifest::{Environment, Manifest, WrittenFile, scenario_digest};
use super::tables::comparison;
use crate::experiment::{Comparison, Results};

/// What was compared.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ComparisonManifest {
    /// Always `peakdesk`; by it a folder of results is known.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// The two scenarios' names.
    pub scenarios: [String; 2],
    /// SHA-256 of each as resolved, hexadecimal.
    pub scenario_digests: [String; 2],
    /// Master seed of both.
    pub seed: u64,
    /// Replications of each.
    pub replications: u64,
    /// Figures judged together.
    pub judged: usize,
    /// Contracts that only one side has.
    pub unmatched_contracts: Vec<String>,
    /// The other files of the folder.
    pub files: Vec<WrittenFile>,
    /// What may differ from run to run.
    pub environment: Environment,
}

/// Writes a comparison's folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write_comparison(
    prepared: ResultsFolder,
    (a, b): (&Results, &Results),
    found: &Comparison,
    environment: Environment,
    mark: ByteOrderMark,
) -> Result<ComparisonManifest, OutputError> {
    let table = comparison();
    let file = prepared.write_file(table.file, &mut |out| write_table(out, &table, &found.figures, mark))?;
    let manifest = ComparisonManifest {
        program: Manifest::PROGRAM.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenarios: [a.scenario.name.clone(), b.scenario.name.clone()],
        scenario_digests: [scenario_digest(&a.scenario), scenario_digest(&b.scenario)],
        seed: a.scenario.run.seed,
        replications: found.replications,
        judged: found.judged,
        unmatched_contracts: found.unmatched.clone(),
        files: vec![file],
        environment,
    };
    let mut json = serde_json::to_string_pretty(&manifest).expect("a manifest has only text keys");
    json.push('\n');
    prepared.write_file(Manifest::FILE, &mut |out| out.write_all(json.as_bytes()))?;
    prepared.put_in_place()?;
    Ok(manifest)
}
