//! `peakdesk man`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::arguments::command;
use super::error::CliError;

/// Where the pages go.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:\n  peakdesk man | man -l -\n  peakdesk man --into ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

/// Prints the page, or writes all pages.
pub(super) fn run(args: &ManArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let Some(folder) = &args.into else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command()).render(&mut page).expect("writing into memory does not fail");
        return out.write_all(&page).map_err(CliError::stdout);
    };
    let failed = |source| CliError::Write { what: format!("manual pages into '{}'", folder.display()), source };
    fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(command(), folder).map_err(failed)?;
    writeln!(out, "manual pages written to {}", folder.display()).map_err(CliError::stdout)
}
