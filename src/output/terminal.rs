//! The summary on the terminal: at most 100 columns, in English or Chinese.

mod closing;
mod contracts;
mod differences;
mod frontier;
mod grid;
mod heading;
mod paragraph;
mod scenario_summary;
mod service;
mod staffing;
mod tornado;

pub use closing::{by_formulas, files_written, how_found, time_taken};
pub use differences::differences;
pub(super) use grid::bold;
pub(super) use paragraph::paragraph;
pub use scenario_summary::scenario_summary;
pub use staffing::{how_laid, staffing_summary};
pub use tornado::tornado;

use super::language::Language;
use crate::experiment::Results;

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Text only.
    #[default]
    Plain,
    /// With ANSI colours.
    Colour,
}

/// Width that the summary keeps to, in columns of a terminal.
const WIDTH: u16 = 100;

/// The whole summary, ending in a newline.
pub fn terminal_summary(results: &Results, language: Language, style: Style) -> String {
    let mut parts = vec![heading::heading(results, language, style)];
    if results.plans.len() > 1 {
        parts.push(frontier::staffing(results, language, style));
    } else {
        for plan in 0..results.plans.len() {
            parts.push(heading::plan(results, plan, language));
            parts.push(service::service(results, plan, language, style));
        }
    }
    if !results.contracts.is_empty() {
        parts.push(contracts::contracts(results, language, style));
    }
    if !results.frontier.is_empty() {
        parts.push(frontier::frontier(results, language, style));
    }
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}
