//! `peakdesk completions`.

use std::io::Write;

use clap::Args;
use clap_complete::Shell;

use super::arguments::command;
use super::error::CliError;

/// Which shell.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  peakdesk completions bash > ~/.local/share/bash-completion/completions/peakdesk")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(args: &CompletionsArgs, out: &mut dyn Write) -> Result<(), CliError> {
    // Into a buffer first: the generator panics on a writer that fails.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "peakdesk", &mut script);
    out.write_all(&script).map_err(CliError::stdout)
}
