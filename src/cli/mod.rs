//! The command line: what may be typed, what each command does, and the exit status that it ends with.
//!
//! Results, summaries and schemas go to standard output; progress, warnings and errors go to standard error. The statuses
//! are those of [`ExitStatus`].

mod arguments;
mod check;
mod completions;
mod erlang;
mod erlang_report;
mod error;
mod exit_status;
mod interrupt;
mod man;
mod new;
mod precision;
mod program;
mod run;
mod schema;
mod staff;
mod terminal;

pub use arguments::command;
pub use exit_status::ExitStatus;
pub use program::main;
