//! What the program's exit status says.

use std::process::ExitCode;

/// Every exit status of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done. Also when the reader of the output went away, as `head` does.
    Done = 0,
    /// The command line makes no sense, or asks for what cannot be.
    CommandLine = 2,
    /// The scenario, or a file that it names, is missing or wrong.
    Scenario = 3,
    /// Results could not be written, or are there already.
    Files = 4,
    /// No staffing plan meets the targets.
    Infeasible = 5,
    /// Parts of a sweep are missing; run the shards that `sweep status --missing` names, and merge again.
    Incomplete = 6,
    /// Stopped by Ctrl-C or a signal. A sweep keeps what was finished; of a run nothing was written.
    Interrupted = 130,
}

impl ExitStatus {
    /// All of them.
    pub const ALL: [ExitStatus; 7] = [
        ExitStatus::Done,
        ExitStatus::CommandLine,
        ExitStatus::Scenario,
        ExitStatus::Files,
        ExitStatus::Infeasible,
        ExitStatus::Incomplete,
        ExitStatus::Interrupted,
    ];

    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The same in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            ExitStatus::Done => "done",
            ExitStatus::CommandLine => "the command line is wrong",
            ExitStatus::Scenario => "the scenario or its data are wrong or missing",
            ExitStatus::Files => "results cannot be written, or are there already",
            ExitStatus::Infeasible => "no plan meets the targets",
            ExitStatus::Incomplete => "parts of a sweep are missing",
            ExitStatus::Interrupted => "interrupted; a sweep goes on from what was finished",
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        ExitCode::from(status.code())
    }
}
