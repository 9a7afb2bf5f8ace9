//! Why a command ended without doing what it was asked for.

use std::io;

use super::erlang::ErlangError;
use super::exit_status::ExitStatus;
use crate::experiment::RunError;
use crate::experiment::sweep::PlanError;
use crate::output::OutputError;
use crate::output::sweep::{JournalError, PartError};
use crate::scenario::reading::{ColorChoice, Diagnostics};
use crate::staffing::{Infeasible, NoPlan, Unstaffable};

/// Any error of the program.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// What was typed cannot be done.
    #[error("{0}")]
    CommandLine(String),
    /// The question has no answer.
    #[error("{0}")]
    NoAnswer(String),
    /// A formula has no answer, or its answer could not be written.
    #[error(transparent)]
    Erlang(ErlangError),
    /// The scenario is wrong.
    #[error(transparent)]
    Scenario(#[from] Diagnostics),
    /// Results could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// Standard output, or a file that is not part of results, could not be written.
    #[error("cannot write {what}: {source}")]
    Write {
        /// What was to be written.
        what: String,
        /// Why it could not.
        source: io::Error,
    },
    /// Something could not be read that is no part of a scenario.
    #[error("cannot read {what}: {source}")]
    Read {
        /// What was to be read.
        what: String,
        /// Why it could not.
        source: io::Error,
    },
    /// The journal of a sweep cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A part of a sweep cannot be used.
    #[error(transparent)]
    Part(#[from] PartError),
    /// Parts are missing.
    #[error("{0}")]
    Incomplete(String),
    /// Stopped, with something kept.
    #[error("{0}")]
    Kept(String),
    /// Something is there already that is not to be replaced.
    #[error("'{0}' exists already and is left as it is; give another name, or another folder with --into")]
    Exists(String),
    /// No plan meets the targets.
    #[error(transparent)]
    Infeasible(#[from] Infeasible),
    /// No shifts, or not enough people, for a plan.
    #[error(transparent)]
    Unstaffable(#[from] Unstaffable),
    /// Stopped.
    #[error("interrupted; nothing was written")]
    Interrupted,
}

impl CliError {
    /// An error while writing to standard output.
    pub(super) fn stdout(source: io::Error) -> Self {
        CliError::Write { what: "to standard output".to_owned(), source }
    }

    /// The status that it ends with.
    pub(super) fn status(&self) -> ExitStatus {
        match self {
            CliError::Write { source, .. } | CliError::Erlang(ErlangError::Write(source))
                if source.kind() == io::ErrorKind::BrokenPipe =>
            {
                ExitStatus::Done
            }
            CliError::CommandLine(_) | CliError::NoAnswer(_) => ExitStatus::CommandLine,
            CliError::Erlang(ErlangError::Write(_)) => ExitStatus::Files,
            CliError::Erlang(_) => ExitStatus::CommandLine,
            CliError::Scenario(_) => ExitStatus::Scenario,
            CliError::Journal(JournalError::Changed { .. })
            | CliError::Part(PartError::Foreign(_))
            | CliError::Part(PartError::Conflict { .. }) => ExitStatus::Scenario,
            CliError::Journal(_) | CliError::Part(_) | CliError::Read { .. } => ExitStatus::Files,
            CliError::Output(_) | CliError::Write { .. } | CliError::Exists(_) => ExitStatus::Files,
            CliError::Infeasible(_) | CliError::Unstaffable(_) => ExitStatus::Infeasible,
            CliError::Incomplete(_) => ExitStatus::Incomplete,
            CliError::Interrupted | CliError::Kept(_) => ExitStatus::Interrupted,
        }
    }

    /// The message for a person; nothing when the reader of the output went away.
    pub(super) fn message(&self, color: ColorChoice) -> Option<String> {
        match (self, self.status()) {
            (_, ExitStatus::Done) => None,
            (CliError::Scenario(diagnostics), _) => {
                let count = diagnostics.problems().len();
                let total = if count > 1 { format!("\n\n{count} problems in all") } else { String::new() };
                Some(diagnostics.render(color) + &total)
            }
            (error, _) => Some(match color {
                ColorChoice::Plain => format!("error: {error}"),
                ColorChoice::Colored => format!("\u{1b}[1;31merror\u{1b}[0m: {error}"),
            }),
        }
    }
}

impl From<PlanError> for CliError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Points(diagnostics) => CliError::Scenario(diagnostics),
            PlanError::Channels(_) => CliError::CommandLine(error.to_string()),
        }
    }
}

impl From<ErlangError> for CliError {
    fn from(error: ErlangError) -> Self {
        CliError::Erlang(error)
    }
}

impl From<RunError> for CliError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Infeasible(infeasible) => CliError::Infeasible(infeasible),
            RunError::Unstaffable(unstaffable) => CliError::Unstaffable(unstaffable),
            RunError::Interrupted => CliError::Interrupted,
        }
    }
}

impl From<NoPlan> for CliError {
    fn from(reason: NoPlan) -> Self {
        RunError::from(reason).into()
    }
}
