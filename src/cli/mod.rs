//! The command line.

pub mod erlang;
mod erlang_report;

/// Runs the program with the process's arguments and gives its exit status.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
