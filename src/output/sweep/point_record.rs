//! What is kept of a finished point.

use std::io;

use crate::experiment::PlayedBlock;
use crate::experiment::sweep::{PointFigures, PointOutcome};
use crate::output::cell::Cell;
use crate::output::csv_file::row_text;
use crate::output::tables::{SummaryRow, summary};

/// A finished point: its rows of `sweep.csv` after the varied parameters, and its series by replication.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PointRecord {
    /// Which point, counted from 0.
    pub point: u32,
    /// Its rows as CSV, without the parameters and without line ends.
    pub rows: Vec<String>,
    /// Its series; `None` where no plan meets its targets.
    pub figures: Option<PointFigures>,
    /// Where one run is cut into blocks, the block.
    pub block: Option<PlayedBlock>,
}

impl PointRecord {
    /// The record of a point's outcome.
    pub fn of(point: usize, outcome: &PointOutcome) -> Self {
        let point = point as u32;
        match outcome {
            PointOutcome::Played(results) => {
                let table = summary(&results.scenario.channels);
                let rows = SummaryRow::all(results)
                    .into_iter()
                    .map(|row| row_text(table.columns.iter().map(|column| column.cell(&row)).chain([Cell::Empty])))
                    .collect();
                PointRecord { point, rows, figures: Some(PointFigures::of(results)), block: None }
            }
            PointOutcome::Infeasible(scenario, infeasible) => {
                let columns = summary(&scenario.channels).columns.len();
                let reason = infeasible.to_string();
                let row = |contract: Option<&str>| {
                    let empty = std::iter::repeat_n(Cell::Empty, columns - 1);
                    row_text([Cell::from(contract)].into_iter().chain(empty).chain([Cell::from(reason.as_str())]))
                };
                let mut rows: Vec<String> = scenario.contracts.iter().map(|one| row(Some(&one.name))).collect();
                if rows.is_empty() {
                    rows.push(row(None));
                }
                PointRecord { point, rows, figures: None, block: None }
            }
        }
    }

    /// The record of a block of one run.
    pub fn of_block(number: usize, block: PlayedBlock) -> Self {
        PointRecord { point: number as u32, rows: Vec::new(), figures: None, block: Some(block) }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a record in memory can be written")
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> io::Result<Self> {
        postcard::from_bytes(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}
