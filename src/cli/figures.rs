//! Commands that answer with figures: how hard they work, what they show meanwhile, and how they print.

use std::io::Write;

use clap::Args;

use super::error::CliError;
use super::format::Format;
use super::terminal::TerminalArgs;
use super::threads::ThreadsArgs;
use crate::output::{Findings, Language, ProgressBars};

/// How to work and print.
#[derive(Debug, Clone, Args)]
pub(super) struct FiguresArgs {
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    threads: ThreadsArgs,
    #[command(flatten)]
    pub(super) terminal: TerminalArgs,
}

impl FiguresArgs {
    /// Finds an answer, with progress on the terminal, and prints its figures.
    pub(super) fn answer<A: Send, E: Send>(
        &self,
        find: impl FnOnce(&ProgressBars) -> Result<A, E> + Send,
        findings: impl FnOnce(&A, Language) -> Findings,
        out: &mut dyn Write,
    ) -> Result<(), CliError>
    where
        CliError: From<E>,
    {
        let language = self.terminal.language();
        let progress = ProgressBars::new(self.terminal.visibility(), language);
        let found = self.threads.pool()?.install(|| find(&progress));
        progress.finish();
        let findings = findings(&found?, language);
        self.format.write(&findings, self.terminal.style_of_stdout(), out)
    }
}
