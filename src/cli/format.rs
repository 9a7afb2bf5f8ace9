//! How figures are printed.

use std::io::Write;

use clap::ValueEnum;

use super::error::CliError;
use crate::output::{Findings, Style};

/// How to print figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Table,
    /// Rows under a header, full precision
    Csv,
    /// One object, full precision
    Json,
}

impl Format {
    /// Prints what a command found.
    pub(super) fn write(self, findings: &Findings, style: Style, out: &mut dyn Write) -> Result<(), CliError> {
        let written = match self {
            Format::Table => findings.write_table(out, style),
            Format::Csv => findings.write_csv(out),
            Format::Json => findings.write_json(out),
        };
        written.and_then(|()| out.flush()).map_err(CliError::stdout)
    }
}
