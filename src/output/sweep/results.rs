//! The results folder of a sweep: `sweep.csv`, `sweep_effects.csv`, `manifest.json`.

use std::fs;
use std::io;
use std::path::Path;

use super::effects_table::{EffectRow, sweep_effects, value_cell};
use super::records::RecordStore;
use crate::experiment::sweep::{Contrasts, Effect, SweepPlan};
use crate::output::cell::Cell;
use crate::output::csv_file::{ByteOrderMark, row_text, write_table};
use crate::output::folder::{OutputError, ResultsFolder};
use crate::output::manifest::{Environment, Manifest, WrittenFile};
use crate::output::tables::summary;
use crate::scenario::model::Scenario;
use crate::statistics::SetsOf;

/// What was swept.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepManifest {
    /// Always `peakdesk`; by it a folder of results is known.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// The scenario's name.
    pub scenario: String,
    /// Digest of the plan: two sweeps with the same one have the same tables.
    pub plan_digest: String,
    /// How points were chosen.
    pub design: String,
    /// Paths varied.
    pub parameters: Vec<String>,
    /// Points.
    pub points: usize,
    /// Points at which no plan meets the targets.
    pub points_without_plan: usize,
    /// Simulations that the points shared.
    pub simulations: usize,
    /// Master seed, the same at every point.
    pub seed: u64,
    /// Replications of every point.
    pub replications: u32,
    /// The other files of the folder.
    pub files: Vec<WrittenFile>,
    /// What may differ from run to run.
    pub environment: Environment,
}

/// What the terminal tells of a sweep.
#[derive(Debug, Clone)]
pub struct SweepSummary {
    /// What was written.
    pub manifest: SweepManifest,
    /// The effects.
    pub effects: Vec<Effect>,
}

/// Writes a sweep's folder from its records, which must all be there.
///
/// # Errors
/// When a record cannot be read or a file not written.
pub fn write_sweep(
    prepared: ResultsFolder,
    plan: &SweepPlan,
    base: &Scenario,
    records: &mut RecordStore,
    environment: Environment,
    mark: ByteOrderMark,
) -> Result<SweepSummary, OutputError> {
    let mut contrasts = Contrasts::new(&plan.design, SetsOf::of_run(&base.run));
    let mut points_without_plan = 0;
    let sweep = prepared.write_file("sweep.csv", &mut |out| {
        if mark == ByteOrderMark::With {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let columns = summary(&base.channels).columns;
        let names = plan.design.parameters.iter().map(|parameter| parameter.path.as_str());
        let header = names.chain(columns.iter().map(|column| column.name.as_ref())).chain(["problem"]);
        write!(out, "{}\r\n", row_text(header.map(Cell::from)))?;
        for point in 0..plan.points() {
            let record = records
                .read(point as u32)?
                .ok_or_else(|| io::Error::other(format!("point {} is missing", point + 1)))?;
            points_without_plan += usize::from(record.figures.is_none());
            // the last cell, which is empty, puts a comma behind the others
            let levels = plan.design.levels(point).map(|(_, level)| value_cell(&level.shown));
            let values =
                if plan.design.parameters.is_empty() { String::new() } else { row_text(levels.chain([Cell::Empty])) };
            for row in &record.rows {
                write!(out, "{values}{row}\r\n")?;
            }
            contrasts.take_in(point, record.figures.as_ref());
        }
        Ok(())
    })?;
    let effects = contrasts.effects();
    let effects_file = {
        let table = sweep_effects();
        prepared
            .write_file(table.file, &mut |out| write_table(out, &table, EffectRow::all(&plan.design, &effects), mark))?
    };
    let manifest = SweepManifest {
        program: Manifest::PROGRAM.to_owned(),
        version: plan.version.clone(),
        scenario: base.name.clone(),
        plan_digest: plan.digest(),
        design: plan.design.kind.name().to_owned(),
        parameters: plan.design.parameters.iter().map(|parameter| parameter.path.clone()).collect(),
        points: plan.points(),
        points_without_plan,
        simulations: plan.units.len(),
        seed: plan.seed,
        replications: plan.replications,
        files: vec![sweep, effects_file],
        environment,
    };
    let mut json = serde_json::to_string_pretty(&manifest).expect("a manifest has only text keys");
    json.push('\n');
    prepared.write_file(Manifest::FILE, &mut |out| out.write_all(json.as_bytes()))?;
    prepared.put_in_place()?;
    Ok(SweepSummary { manifest, effects })
}

/// The manifest of a folder that holds a plan's results already, whole.
pub fn holds_sweep(folder: &Path, plan: &SweepPlan) -> Option<SweepManifest> {
    let bytes = fs::read(folder.join(Manifest::FILE)).ok()?;
    let manifest: SweepManifest = serde_json::from_slice(&bytes).ok()?;
    (manifest.program == Manifest::PROGRAM && manifest.plan_digest == plan.digest()).then_some(manifest)
}
