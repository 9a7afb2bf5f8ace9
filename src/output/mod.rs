//! Results for people and spreadsheets: CSV files, the manifest, the terminal summary, progress bars.
//!
//! A column is defined once, in [`tables`], with its unit, its meaning and the value of its cell; the CSV files and the
//! documentation ([`columns_markdown`]) read that definition.

mod cell;
mod column;
mod comparison_folder;
mod csv_file;
mod findings;
mod folder;
mod language;
mod manifest;
mod number;
mod progress;
pub mod sweep;
pub mod tables;
mod terminal;

pub use cell::Cell;
pub use column::{Column, Table};
pub use comparison_folder::{ComparisonManifest, write_comparison};
pub use csv_file::{ByteOrderMark, write_table};
pub use findings::{Findings, payback_findings, quote_findings};
pub use folder::{OutputError, Overwrite, ResultsFolder, default_folder, write_results};
pub use language::Language;
pub use manifest::{Environment, Manifest, WrittenFile, digest, scenario_digest};
pub use progress::{ProgressBars, Visibility};
pub use tables::columns_markdown;
pub use terminal::{
    Style, by_formulas, differences, files_written, how_found, how_laid, scenario_summary, staffing_summary,
    terminal_summary, time_taken, tornado,
};
