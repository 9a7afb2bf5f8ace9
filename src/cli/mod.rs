//! The command line: what may be typed, what each command does, and the exit status that it ends with.
//!
//! Results, summaries and schemas go to standard output; progress, warnings and errors go to standard error. The statuses
//! are those of [`ExitStatus`].

mod arguments;
mod check;
mod compare;
mod completions;
mod contract_choice;
mod erlang;
mod erlang_report;
mod error;
mod exit_status;
mod figures;
mod format;
mod interrupt;
mod man;
mod new;
mod payback;
mod precision;
mod program;
mod quote;
mod run;
mod schema;
mod staff;
mod sweep;
mod terminal;
mod threads;

pub use arguments::command;
pub use exit_status::ExitStatus;
pub use program::main;
