//! The journal of a sweep on this machine: what is finished survives whatever ends the program.
//!
//! Each finished point is appended and synced before it counts. After a kill or a power cut the file may end in a torn
//! record, which is cut off when it is opened again; the points in flight are played again.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::frames::{MAGIC, push_frame, scan, write_at};
use super::point_record::PointRecord;
use super::records::RecordStore;
use crate::experiment::sweep::SweepPlan;
use crate::output::folder::sync_folder;

/// Why there is no journal to go on with.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another process has it.
    #[error("'{}' is in use: another sweep into the same folder is running; wait for it, or give another folder with -o", .0.display())]
    Busy(PathBuf),
    /// Something else lies there.
    #[error("'{}' is not the journal of a sweep; move it away, or give another folder with -o", .0.display())]
    NotAJournal(PathBuf),
    /// It belongs to another plan.
    #[error("'{}' holds {points} finished points of a sweep that was not the same: {}; undo the change to go on with it, or begin anew with --restart", path.display(), changes.join("; "))]
    Changed {
        /// The journal.
        path: PathBuf,
        /// How many points it holds.
        points: usize,
        /// What is not the same.
        changes: Vec<String>,
    },
    /// Reading or writing failed.
    #[error("cannot use the journal '{}': {source}; what was finished is kept, and the same command goes on from there", path.display())]
    Io {
        /// The journal.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// An open journal, locked against other processes.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Length of what is sound.
    end: u64,
    records: RecordStore,
}

impl Journal {
    /// Where the journal of a results folder lies.
    pub fn path_beside(folder: &Path) -> PathBuf {
        let mut name = folder.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
        name.push(".journal");
        folder.with_file_name(name)
    }

    /// Opens a plan's journal, or makes one. With `Begin::Anew` what it holds is thrown away.
    ///
    /// # Errors
    /// When it is in use, belongs to another plan, or cannot be read or written.
    pub fn open(path: &Path, plan: &SweepPlan, begin: Begin) -> Result<Self, JournalError> {
        let failed = |source| JournalError::Io { path: path.to_owned(), source };
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(JournalError::Busy(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let mut journal = Journal { path: path.to_owned(), file, end: 0, records: RecordStore::default() };
        let found = journal.read()?;
        match (found, begin) {
            (Some(found), Begin::OrGoOn) if found.digest() != plan.digest() => {
                let points = journal.records.len();
                // a finished journal of nothing is not worth a question
                if points > 0 {
                    let changes = found.changes(plan);
                    return Err(JournalError::Changed { path: path.to_owned(), points, changes });
                }
                journal.start(plan)?;
            }
            (Some(_), Begin::OrGoOn) => {}
            (None, _) | (Some(_), Begin::Anew) => journal.start(plan)?,
        }
        Ok(journal)
    }

    /// Reads what is there: the plan, if its frame is whole, and the places of the records. Cuts off a torn end.
    fn read(&mut self) -> Result<Option<SweepPlan>, JournalError> {
        let failed = |source| JournalError::Io { path: self.path.clone(), source };
        let length = self.file.metadata().map_err(failed)?.len();
        let source = self.records.add_file(self.file.try_clone().map_err(failed)?);
        let (mut plan, mut is_first) = (None, true);
        let records = &mut self.records;
        let sound = scan(&self.file, |body, content| {
            if std::mem::take(&mut is_first) {
                plan = serde_json::from_slice::<SweepPlan>(content).ok();
                return Ok(());
            }
            let record = PointRecord::from_bytes(content)?;
            // a point twice comes from one program on one plan, so both are the same
            records.note(source, body, content, record.point).or(Ok(()))
        })
        .map_err(failed)?;
        // a power cut may leave a file at its length with none of its bytes
        if sound == 0 && length >= MAGIC.len() as u64 && !is_blank(&self.file).map_err(failed)? {
            return Err(JournalError::NotAJournal(self.path.clone()));
        }
        if !is_first && plan.as_ref().is_none_or(|plan| plan.kind != SweepPlan::KIND) {
            return Err(JournalError::NotAJournal(self.path.clone()));
        }
        if plan.is_some() && sound < length {
            self.file.set_len(sound).map_err(failed)?;
        }
        self.end = sound;
        Ok(plan)
    }

    fn start(&mut self, plan: &SweepPlan) -> Result<(), JournalError> {
        let mut bytes = MAGIC.to_vec();
        push_frame(&mut bytes, &serde_json::to_vec(plan).expect("a plan has only finite numbers and text keys"));
        let write = |file: &mut File| -> io::Result<RecordStore> {
            file.set_len(0)?;
            write_at(file, 0, &bytes)?;
            file.sync_all()?;
            let mut records = RecordStore::default();
            records.add_file(file.try_clone()?);
            Ok(records)
        };
        self.records = write(&mut self.file).map_err(|source| JournalError::Io { path: self.path.clone(), source })?;
        self.end = bytes.len() as u64;
        if let Some(parent) = self.path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_folder(parent);
        }
        Ok(())
    }

    /// Appends finished points, and returns when they are safely on disk.
    ///
    /// # Errors
    /// When they cannot be written; what was there before is kept.
    pub fn append(&mut self, finished: &[PointRecord]) -> Result<(), JournalError> {
        let mut bytes = Vec::new();
        let mut bodies = Vec::with_capacity(finished.len());
        for record in finished {
            let content = record.to_bytes();
            let at = self.end + bytes.len() as u64 + 4;
            push_frame(&mut bytes, &content);
            bodies.push((super::frames::Body { at, length: content.len() as u32 }, content, record.point));
        }
        let written = write_at(&mut self.file, self.end, &bytes).and_then(|()| self.file.sync_data());
        if let Err(source) = written {
            // half a record at the end does no harm, but it takes room that may be needed
            let _ = self.file.set_len(self.end);
            return Err(JournalError::Io { path: self.path.clone(), source });
        }
        self.end += bytes.len() as u64;
        for (body, content, point) in bodies {
            // the same point again would be the same record
            let _ = self.records.note(0, body, &content, point);
        }
        Ok(())
    }

    /// What is finished.
    pub fn records(&mut self) -> &mut RecordStore {
        &mut self.records
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the file: the results are in their place.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(self) -> Result<(), JournalError> {
        std::fs::remove_file(&self.path).map_err(|source| JournalError::Io { path: self.path.clone(), source })
    }
}

/// Whether a file is zeros throughout.
fn is_blank(file: &File) -> io::Result<bool> {
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0))?;
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() || bytes.iter().any(|byte| *byte != 0) {
            return Ok(bytes.is_empty());
        }
        let length = bytes.len();
        reader.consume(length);
    }
}

/// What to do with finished points that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Go on from them, if they are of the same plan.
    OrGoOn,
    /// Throw them away.
    Anew,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sweep::small_plan::{POINTS, plan, record};

    /// Whatever a power cut leaves of the last records, cut off or blank, what was synced before is there, and going on gives the
    /// bytes of a journal that was never cut.
    #[test]
    fn a_journal_cut_at_any_byte_goes_on_from_its_last_whole_record() {
        let (plan, desk) = (plan(), tempfile::tempdir().unwrap());
        let path = desk.path().join("s.journal");
        let length = || std::fs::metadata(&path).unwrap().len() as usize;
        let mut journal = Journal::open(&path, &plan, Begin::OrGoOn).unwrap();
        let mut ends = vec![length()];
        for point in 0..POINTS {
            journal.append(&[record(point)]).unwrap();
            ends.push(length());
        }
        drop(journal);
        let bytes = std::fs::read(&path).unwrap();
        let before_the_first = (0..ends[0]).step_by(97);
        for cut in before_the_first.chain(ends[0] - 40..=bytes.len()) {
            for left in [bytes[..cut].to_vec(), [&bytes[..cut], &vec![0; bytes.len() - cut]].concat()] {
                std::fs::write(&path, &left).unwrap();
                let mut journal = Journal::open(&path, &plan, Begin::OrGoOn).unwrap();
                let whole = ends.iter().filter(|end| **end <= cut).count().saturating_sub(1);
                assert_eq!(journal.records().len(), whole, "cut at {cut}");
                for point in 0..POINTS {
                    if !journal.records().has(point) {
                        journal.append(&[record(point)]).unwrap();
                    }
                }
                drop(journal);
                assert!(std::fs::read(&path).unwrap() == bytes, "cut at {cut}");
            }
        }
    }
}
