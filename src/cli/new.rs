//! `peakdesk new`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use crate::scenario::starting::new_scenario;

/// The name of a new scenario, and where it goes.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  peakdesk new spring-2026\n  peakdesk run spring-2026")]
pub(super) struct NewArgs {
    /// Name of the scenario and its folder
    name: String,
    /// Make the folder in this one
    #[arg(long, value_name = "DIR", default_value = ".")]
    into: PathBuf,
}

/// Writes the folder.
pub(super) fn run(args: &NewArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let files = new_scenario(&args.name).map_err(|complaint| {
        let remedy = complaint.remedy.map_or(String::new(), |remedy| format!("; {remedy}"));
        CliError::CommandLine(format!("the name {} {}{remedy}", complaint.value, complaint.rule))
    })?;
    let folder = if args.into == Path::new(".") { PathBuf::from(&args.name) } else { args.into.join(&args.name) };
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty => {
            CliError::Exists(folder.display().to_string())
        }
        _ => CliError::Write { what: format!("'{}'", folder.display()), source },
    };
    if fs::symlink_metadata(&folder).is_ok() {
        return Err(CliError::Exists(folder.display().to_string()));
    }
    write_folder(&args.into, &folder, &files).map_err(failed)?;
    let shown = folder.display();
    writeln!(out, "{shown} holds a scenario to start from; change it, then: peakdesk run {shown}")
        .map_err(CliError::stdout)
}

/// All files or none: into a folder beside it, which is then renamed.
fn write_folder(parent: &Path, folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(parent)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".new-scenario-");
    #[cfg(unix)]
    {
        // A temporary folder is private by default; a scenario is as open as any folder that the user makes.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let staging = builder.tempdir_in(parent)?;
    for (name, content) in files {
        fs::write(staging.path().join(name), content)?;
    }
    fs::rename(staging.path(), folder)?;
    // The folder bears its final name now: nothing is left to be cleaned up.
    let _renamed = staging.keep();
    Ok(())
}
