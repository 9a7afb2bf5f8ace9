//! A folder of results appears whole or not at all: everything is written into a sibling folder, which is then renamed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::Digest;
use tempfile::TempDir;

use super::csv_file::ByteOrderMark;
use super::manifest::{Manifest, WrittenFile, hexadecimal};
use super::tables::{Tables, write_all};
use crate::experiment::Results;

/// What to do about results that are already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Leave them and say so.
    Refuse,
    /// Put the new ones in their place.
    Replace,
}

/// Why results could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder is there already.
    #[error("folder '{}' exists already; give another with -o, or --overwrite to replace its results", .0.display())]
    Exists(PathBuf),
    /// Replacing was allowed, but the folder holds something else.
    #[error("'{}' is not a folder of peakdesk results (it has no manifest.json of ours), so it is not replaced; give another with -o", .0.display())]
    NotResults(PathBuf),
    /// The path names no folder.
    #[error("'{}' names no folder; give a path such as output/season", .0.display())]
    NoName(PathBuf),
    /// Reading or writing failed.
    #[error("cannot write '{}': {source}{}", path.display(), remedy(source))]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; make room, or give a folder elsewhere with -o",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; give a folder that may be written with -o"
        }
        _ => "",
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OutputError + '_ {
    move |source| OutputError::Io { path: path.to_owned(), source }
}

/// The folder for a scenario's results unless told otherwise: `output/<name>`, whatever the name is made of.
///
/// ```
/// use peakdesk::output::default_folder;
/// assert_eq!(default_folder("double11-2025"), std::path::Path::new("output/double11-2025"));
/// assert_eq!(default_folder("../../etc"), std::path::Path::new("output/_.._etc"));
/// ```
pub fn default_folder(name: &str) -> PathBuf {
    let safe: String = name
        .trim()
        .trim_start_matches('.')
        .chars()
        .map(|letter| if letter.is_control() || "/\\:*?\"<>|".contains(letter) { '_' } else { letter })
        .collect();
    let safe = safe.trim_end_matches(['.', ' ']);
    Path::new("output").join(if safe.is_empty() { "unnamed" } else { safe })
}

/// A place for results, made before a long run so that a folder that cannot be written is known at once. Dropped
/// without [`ResultsFolder::write`], it leaves nothing behind.
#[derive(Debug)]
pub struct ResultsFolder {
    target: PathBuf,
    overwrite: Overwrite,
    staging: TempDir,
}

impl ResultsFolder {
    /// Checks the target alone, for results that are still far away.
    pub fn check(target: &Path, overwrite: Overwrite) -> Result<(), OutputError> {
        check_target(&std::path::absolute(target).map_err(at(target))?, overwrite)
    }

    /// Checks the target and makes the sibling folder to write into. An empty folder may be written to without asking.
    pub fn prepare(target: &Path, overwrite: Overwrite) -> Result<Self, OutputError> {
        let absolute = std::path::absolute(target).map_err(at(target))?;
        let name = absolute.file_name().ok_or_else(|| OutputError::NoName(target.to_owned()))?;
        let parent = absolute.parent().ok_or_else(|| OutputError::NoName(target.to_owned()))?;
        if target.components().next_back() == Some(std::path::Component::ParentDir) {
            return Err(OutputError::NoName(target.to_owned()));
        }
        check_target(&absolute, overwrite)?;
        fs::create_dir_all(parent).map_err(at(parent))?;
        let mut prefix = std::ffi::OsString::from(".");
        prefix.push(name);
        prefix.push(".partial-");
        let staging = staging_folder(&prefix, parent).map_err(at(parent))?;
        Ok(ResultsFolder { target: absolute, overwrite, staging })
    }

    /// Writes all files and puts the folder in its place. Gives the manifest with its list of files.
    pub fn write(self, results: &Results, manifest: &Manifest, mark: ByteOrderMark) -> Result<Manifest, OutputError> {
        self.write_tables(results, Tables::All, manifest, mark)
    }

    /// Like [`ResultsFolder::write`], some tables only.
    pub fn write_tables(
        self,
        results: &Results,
        tables: Tables,
        manifest: &Manifest,
        mark: ByteOrderMark,
    ) -> Result<Manifest, OutputError> {
        let mut manifest = manifest.clone();
        manifest.files = write_all(results, tables, mark, |file, write| self.write_file(file, write))?;
        let mut json = serde_json::to_string_pretty(&manifest).expect("a manifest has only text keys");
        json.push('\n');
        self.write_file(Manifest::FILE, &mut |out| out.write_all(json.as_bytes()))?;
        self.put_in_place()?;
        Ok(manifest)
    }

    pub(super) fn write_file(
        &self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> Result<WrittenFile, OutputError> {
        let path = self.staging.path().join(name);
        // The reader is shown where the file was to be, not the sibling that is gone when he looks.
        let shown = self.target.join(name);
        let mut out = Digesting {
            out: BufWriter::new(File::create(&path).map_err(at(&shown))?),
            hash: sha2::Sha256::new(),
            bytes: 0,
        };
        write(&mut out).map_err(at(&shown))?;
        let file = out.out.into_inner().map_err(|error| at(&shown)(error.into_error()))?;
        file.sync_all().map_err(at(&shown))?;
        Ok(WrittenFile { name: name.to_owned(), bytes: out.bytes, sha256: hexadecimal(&out.hash.finalize()) })
    }

    pub(super) fn put_in_place(self) -> Result<(), OutputError> {
        let target = self.target;
        // The target may have changed during a long run.
        check_target(&target, self.overwrite)?;
        let mut old = None;
        if target.exists() {
            let parent = target.parent().unwrap_or(Path::new("."));
            let aside = tempfile::Builder::new().prefix(".replaced-").tempdir_in(parent).map_err(at(&target))?;
            fs::rename(&target, aside.path().join("old")).map_err(at(&target))?;
            old = Some(aside);
        }
        sync_folder(self.staging.path());
        if let Err(error) = fs::rename(self.staging.path(), &target) {
            if let Some(aside) = old {
                // What was there goes back; if even that fails, it is kept where it is rather than deleted.
                if fs::rename(aside.path().join("old"), &target).is_err() {
                    let _kept = aside.keep();
                }
            }
            return Err(at(&target)(error));
        }
        // The folder bears its final name now: nothing is left to be cleaned up.
        let _renamed = self.staging.keep();
        target.parent().into_iter().for_each(sync_folder);
        Ok(())
    }
}

/// Makes names in a folder survive a power cut. Where folders cannot be synced that is the system's affair.
pub(super) fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Nothing there, an empty folder, or results that may be replaced.
fn check_target(target: &Path, overwrite: Overwrite) -> Result<(), OutputError> {
    let Ok(metadata) = fs::symlink_metadata(target) else { return Ok(()) };
    if metadata.is_dir() && fs::read_dir(target).map_err(at(target))?.next().is_none() {
        return Ok(());
    }
    match overwrite {
        Overwrite::Refuse => Err(OutputError::Exists(target.to_owned())),
        Overwrite::Replace if metadata.is_dir() && is_results_folder(target) => Ok(()),
        Overwrite::Replace => Err(OutputError::NotResults(target.to_owned())),
    }
}

/// Whether a folder has a manifest of ours.
fn is_results_folder(folder: &Path) -> bool {
    fs::read(folder.join(Manifest::FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .is_some_and(|manifest| manifest["program"] == Manifest::PROGRAM)
}

fn staging_folder(prefix: &std::ffi::OsStr, parent: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        // A temporary folder is private by default; results are as open as any folder that the user makes.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(parent)
}

/// Counts and digests what passes through.
struct Digesting {
    out: BufWriter<File>,
    hash: sha2::Sha256,
    bytes: u64,
}

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a folder of results in one step; see [`ResultsFolder`].
pub fn write_results(
    target: &Path,
    overwrite: Overwrite,
    results: &Results,
    manifest: &Manifest,
    mark: ByteOrderMark,
) -> Result<Manifest, OutputError> {
    ResultsFolder::prepare(target, overwrite)?.write(results, manifest, mark)
}
