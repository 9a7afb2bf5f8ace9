//! From arguments to exit status.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use super::arguments::{Arguments, Command};
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::terminal::TerminalArgs;
use super::{check, compare, completions, erlang, man, new, payback, quote, run, schema, staff, sweep};

/// Runs the program with the process's arguments and gives its exit status.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return stopped_by_clap(&error).into(),
    };
    let terminal = match &arguments.command {
        Command::Run(args) => args.terminal.clone(),
        Command::Staff(args) => args.run.terminal.clone(),
        Command::Check(args) => args.terminal.clone(),
        Command::Compare(args) => args.terminal.clone(),
        Command::Sweep(args) => args.terminal().clone(),
        Command::Quote(args) => args.figures.terminal.clone(),
        Command::Payback(args) => args.figures.terminal.clone(),
        _ => TerminalArgs::default(),
    };
    match perform(arguments.command) {
        Ok(()) => ExitStatus::Done.into(),
        Err(error) => {
            if let Some(message) = error.message(terminal.color_of_stderr()) {
                // With standard error gone there is nobody to tell.
                let _ = writeln!(io::stderr(), "{message}");
            }
            error.status().into()
        }
    }
}

fn perform(command: Command) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match command {
        Command::Run(args) => run::run(&args, &mut out),
        Command::Staff(args) => staff::run(&args, &mut out),
        Command::Check(args) => check::run(&args, &mut out),
        Command::Compare(args) => compare::run(&args, &mut out),
        Command::Sweep(args) => sweep::run(&args, &mut out),
        Command::Quote(args) => quote::run(&args, &mut out),
        Command::Payback(args) => payback::run(&args, &mut out),
        Command::Erlang(args) => erlang::run(args, &mut out).map_err(CliError::from),
        Command::New(args) => new::run(&args, &mut out),
        Command::Schema => schema::run(&mut out),
        Command::Completions(args) => completions::run(&args, &mut out),
        Command::Man(args) => man::run(&args, &mut out),
    }?;
    out.flush().map_err(CliError::stdout)
}

/// Help and version are asked for; all else is a mistake in the command line.
fn stopped_by_clap(error: &clap::Error) -> ExitStatus {
    // With the terminal gone there is nobody to tell.
    let _ = error.print();
    match error.exit_code() {
        0 => ExitStatus::Done,
        _ => ExitStatus::CommandLine,
    }
}
