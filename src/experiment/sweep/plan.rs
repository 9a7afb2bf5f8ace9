//! A sweep's plan: everything that its results hang on, frozen.
//!
//! The plan carries the scenario's texts, so that another machine, or the same one tomorrow, plays the same scenario. Two
//! plans with the same digest give the same bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroU32;
use std::ops::Range;

use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::design::Design;
use super::simulated_part::simulated_part;
use crate::scenario::model::Scenario;
use crate::scenario::reading::{Diagnostics, FrozenSource, Override, Problem, Resolved, ScenarioSource};

/// Most problems of points that are told.
const MOST_TOLD: usize = 20;

/// Most changes that are told.
const MOST_CHANGES: usize = 6;

/// What is to be played.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepPlan {
    /// Always [`SweepPlan::KIND`]; by it a plan is known.
    pub kind: String,
    /// Version of the program.
    pub version: String,
    /// Master seed, the same at every point.
    pub seed: u64,
    /// Replications of every point.
    pub replications: u32,
    /// The scenario's texts.
    pub source: FrozenSource,
    /// What `--set` and its like lay over the scenario, in order.
    pub laid_over: Vec<(String, Value)>,
    /// Parameters and points.
    pub design: Design,
    /// Points that share a simulation, in the order of their first ones.
    pub units: Vec<Vec<u32>>,
    /// Where one run is cut instead: replications of a block. Each point is then a block of the scenario as written.
    pub block: Option<u32>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Something is wrong with the scenario at some points.
    #[error(transparent)]
    Points(#[from] Diagnostics),
    /// Points whose tables have different columns.
    #[error(
        "point {0} has other channels than the scenario as written, so one table cannot hold both; vary what the channels have in them instead"
    )]
    Channels(usize),
}

impl SweepPlan {
    /// What [`SweepPlan::kind`] says.
    pub const KIND: &'static str = "peakdesk sweep plan";

    /// Resolves every point, and finds which of them share a simulation.
    ///
    /// # Errors
    /// When a point is not a sound scenario.
    pub fn new(
        source: &ScenarioSource,
        laid_over: &[Override],
        base: &Resolved,
        design: Design,
    ) -> Result<Self, PlanError> {
        let parts: Vec<Result<[u8; 32], PlanError>> = (0..design.points.len())
            .into_par_iter()
            .map(|point| {
                let overrides = [laid_over, &design.overrides(point)].concat();
                let scenario = source.variant(base, &overrides)?;
                let names = |of: &Scenario| of.channels.iter().map(|channel| channel.name.clone()).collect::<Vec<_>>();
                if names(&scenario) != names(&base.scenario) {
                    return Err(PlanError::Channels(point + 1));
                }
                Ok(simulated_part(&scenario))
            })
            .collect();
        let mut problems: Vec<Problem> = Vec::new();
        let mut units: Vec<Vec<u32>> = Vec::new();
        let mut unit_of = HashMap::new();
        for (point, part) in parts.into_iter().enumerate() {
            match part {
                Ok(part) => {
                    let unit = *unit_of.entry(part).or_insert_with(|| {
                        units.push(Vec::new());
                        units.len() - 1
                    });
                    units[unit].push(point as u32);
                }
                Err(PlanError::Points(found)) => {
                    let is_new = |one: &&Problem| !problems.iter().any(|known| known.title() == one.title());
                    let new: Vec<Problem> = found.problems().iter().filter(is_new).cloned().collect();
                    problems.extend(new);
                }
                Err(error) => return Err(error),
            }
        }
        if !problems.is_empty() {
            problems.truncate(MOST_TOLD);
            return Err(Diagnostics::new(problems).into());
        }
        Ok(SweepPlan {
            kind: SweepPlan::KIND.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: base.scenario.run.seed,
            replications: base.scenario.run.replications,
            source: source.frozen(),
            laid_over: laid_over.iter().map(|one| (one.path().to_owned(), one.value().clone())).collect(),
            design,
            units,
            block: None,
        })
    }

    /// One run cut into blocks of so many replications.
    pub fn of_blocks(source: &ScenarioSource, laid_over: &[Override], base: &Scenario, block: NonZeroU32) -> Self {
        let blocks = base.run.replications.div_ceil(block.get());
        SweepPlan {
            kind: SweepPlan::KIND.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: base.run.seed,
            replications: base.run.replications,
            source: source.frozen(),
            laid_over: laid_over.iter().map(|one| (one.path().to_owned(), one.value().clone())).collect(),
            design: Design::as_written(blocks),
            units: (0..blocks).map(|block| vec![block]).collect(),
            block: Some(block.get()),
        }
    }

    /// The replications of a block.
    pub fn replications_of(&self, block: usize) -> Range<u32> {
        let length = self.block.unwrap_or(self.replications);
        let first = (block as u32).saturating_mul(length).min(self.replications);
        first..first.saturating_add(length).min(self.replications)
    }

    /// SHA-256, hexadecimal, of all that the results hang on. Where the files lie, comments and blanks are no part of it.
    pub fn digest(&self) -> String {
        let mut plan = self.clone();
        plan.source.file = std::path::PathBuf::new();
        if let Ok(source) = ScenarioSource::thawed(&self.source) {
            plan.source.text = source.written().to_string();
        }
        let json = serde_json::to_vec(&plan).expect("a plan has only finite numbers and text keys");
        Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What is laid over the scenario at every point.
    pub fn laid_over(&self) -> Vec<Override> {
        self.laid_over.iter().map(|(path, value)| Override::new(path, value.clone())).collect()
    }

    /// How another plan differs from this one, for a person: at most a few lines, none when their digests are equal.
    pub fn changes(&self, other: &SweepPlan) -> Vec<String> {
        let mut changes = Vec::new();
        let mut tell = |what: &str, old: &dyn std::fmt::Display, new: &dyn std::fmt::Display| {
            changes.push(format!("{what}: was {old}, is {new}"));
        };
        if self.version != other.version {
            tell("version of peakdesk", &self.version, &other.version);
        }
        if self.seed != other.seed {
            tell("seed", &self.seed, &other.seed);
        }
        if self.replications != other.replications {
            tell("replications", &self.replications, &other.replications);
        }
        let written = |plan: &SweepPlan| {
            let mut leaves = BTreeMap::new();
            if let Ok(source) = ScenarioSource::thawed(&plan.source) {
                collect_leaves(&source.written(), String::new(), &mut leaves);
            }
            plan.laid_over.iter().for_each(|(path, value)| {
                leaves.insert(format!("--set {path}"), value.to_string());
            });
            leaves
        };
        let (old, new) = (written(self), written(other));
        let nothing = || "nothing".to_owned();
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).filter(|key| !key.starts_with("sweep.")).collect();
        for key in keys {
            if old.get(key) != new.get(key) {
                let (was, is) = (old.get(key).cloned(), new.get(key).cloned());
                tell(key, &was.unwrap_or_else(nothing), &is.unwrap_or_else(nothing));
            }
        }
        let files: BTreeSet<&String> = self.source.csv.keys().chain(other.source.csv.keys()).collect();
        for file in files {
            if self.source.csv.get(file) != other.source.csv.get(file) {
                changes.push(format!("file {file}"));
            }
        }
        if self.design != other.design {
            let paths = |plan: &SweepPlan| -> String {
                let paths: Vec<&str> = plan.design.parameters.iter().map(|one| one.path.as_str()).collect();
                format!("{} points of {}", plan.points(), paths.join(", "))
            };
            changes.push(format!("what is varied: was {}, is {}", paths(self), paths(other)));
        }
        if changes.len() > MOST_CHANGES {
            let more = changes.len() - MOST_CHANGES;
            changes.truncate(MOST_CHANGES);
            changes.push(format!("and {more} more"));
        }
        changes
    }

    /// Number of points.
    pub fn points(&self) -> usize {
        self.design.points.len()
    }

    /// Resolves a point from the plan's source, beside the scenario with nothing varied.
    ///
    /// # Errors
    /// When it is not a sound scenario to this version of the program.
    pub fn scenario(&self, source: &ScenarioSource, base: &Resolved, point: usize) -> Result<Scenario, Diagnostics> {
        let overrides = [self.laid_over(), self.design.overrides(point)].concat();
        source.variant(base, &overrides)
    }
}

/// By path, each single value of a tree as text.
fn collect_leaves(value: &Value, path: String, leaves: &mut BTreeMap<String, String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(table) => table.iter().for_each(|(key, entry)| collect_leaves(entry, below(key), leaves)),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .for_each(|(index, entry)| collect_leaves(entry, below(&index.to_string()), leaves)),
        single => {
            leaves.insert(path, single.to_string());
        }
    }
}
