//! `peakdesk staff`.

use std::io::Write;

use clap::Args;

use super::error::CliError;
use super::run::{RunArgs, perform};
use crate::output::tables::Tables;

/// What to staff, and where results go.
#[derive(Debug, Clone, Args)]
pub(super) struct StaffArgs {
    #[command(flatten)]
    pub(super) run: RunArgs,
}

/// Finds the plan, its shifts and people, and what they give; writes the tables of people.
pub(super) fn run(args: &StaffArgs, out: &mut dyn Write) -> Result<(), CliError> {
    perform(&args.run, Tables::Staffing, out)
}
