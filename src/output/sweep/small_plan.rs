//! A plan of a few points for the tests of what lies on disk.

use std::path::Path;

use super::point_record::PointRecord;
use crate::experiment::sweep::{SweepPlan, design_points};
use crate::scenario::model::{DesignKind, SweepDesign, VariedParameter};
use crate::scenario::reading::{ScenarioSource, varied_values};

/// Points of the plan.
pub(super) const POINTS: u32 = 4;

/// The plan.
pub(super) fn plan() -> SweepPlan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join("one-queue");
    let source = ScenarioSource::open(&folder).expect("a shipped scenario reads");
    let base = source.resolve(&[]).expect("a shipped scenario is sound");
    let values = varied_values("0.7:1:4").expect("four values from 0.7 to 1");
    let parameters = vec![VariedParameter { path: "demand.scale".to_owned(), values }];
    let design = SweepDesign { kind: DesignKind::Grid, parameters, points: None, seed: 1 };
    let design = design_points(&design, &base.written).expect("the design is sound");
    SweepPlan::new(&source, &[], &base, design).expect("every point is sound")
}

/// A record of a point, without figures.
pub(super) fn record(point: u32) -> PointRecord {
    PointRecord { point, rows: vec![format!("row of {point}")], figures: None, block: None }
}
