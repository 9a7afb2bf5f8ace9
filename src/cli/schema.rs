//! `peakdesk schema`.

use std::io::Write;

use super::error::CliError;
use crate::scenario::written::json_schema;

/// Prints the JSON Schema of a scenario.
pub(super) fn run(out: &mut dyn Write) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(&json_schema()).expect("a JSON value has text keys only");
    writeln!(out, "{text}").map_err(CliError::stdout)
}
