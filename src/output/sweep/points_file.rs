//! A CSV file of points: its header names paths of the scenario, each row is a point.

use std::path::{Path, PathBuf};

use crate::scenario::model::{DesignKind, SweepDesign, VariedParameter, VariedValues};
use crate::scenario::reading::value_from_text;

/// What is wrong with a file of points.
#[derive(Debug, thiserror::Error)]
pub enum PointsFileError {
    /// It cannot be read.
    #[error("cannot read '{}': {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// No rows.
    #[error("'{}' has no points: it needs a header of paths, such as demand.scale, and a row for each point", .0.display())]
    Empty(PathBuf),
    /// A column without a path.
    #[error("'{}' has a column without a name in its header, number {column}; name the path that it varies", path.display())]
    Nameless {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        column: usize,
    },
}

/// Reads points. An empty cell leaves what the scenario has.
///
/// # Errors
/// When the file cannot be read, or holds no points.
pub fn read_points_file(path: &Path) -> Result<SweepDesign, PointsFileError> {
    let failed = |source| PointsFileError::Read { path: path.to_owned(), source };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(failed)?;
    let header = reader.headers().map_err(failed)?.clone();
    let mut parameters: Vec<(String, Vec<_>)> =
        header.iter().map(|name| (name.trim_start_matches('\u{feff}').to_owned(), Vec::new())).collect();
    if let Some(column) = parameters.iter().position(|(name, _)| name.is_empty()) {
        return Err(match parameters.len() {
            1 => PointsFileError::Empty(path.to_owned()),
            _ => PointsFileError::Nameless { path: path.to_owned(), column: column + 1 },
        });
    }
    for row in reader.records() {
        let row = row.map_err(failed)?;
        for ((_, values), cell) in parameters.iter_mut().zip(&row) {
            values.push((!cell.is_empty()).then(|| value_from_text(cell)));
        }
    }
    if parameters.first().is_none_or(|(_, values)| values.is_empty()) {
        return Err(PointsFileError::Empty(path.to_owned()));
    }
    let parameters = parameters
        .into_iter()
        .map(|(path, values)| VariedParameter { path, values: VariedValues::List(values) })
        .collect();
    Ok(SweepDesign { kind: DesignKind::Listed, parameters, points: None, seed: 1 })
}
