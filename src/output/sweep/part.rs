//! Parts: the finished points of one shard, written by any machine, merged by point.
//!
//! A part appears whole or not at all, and its last frame says how many records it has and the digest of every byte before,
//! so a part that was cut off or changed is as good as missing. A shard takes every n-th unit: K of N takes units K, K + N,
//! K + 2N ... Merging goes by point and never by file, so that shards of different N may be mixed, and the same part twice
//! does no harm.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::frames::{MAGIC, push_frame, scan};
use super::point_record::PointRecord;
use super::records::{Conflict, RecordStore};
use crate::experiment::sweep::SweepPlan;
use crate::output::folder::sync_folder;

/// How a part's file ends.
const ENDING: &str = "part";

/// Number of shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards(pub u32);

/// One of several shards, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    of: u32,
}

/// Not a shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// Not of the form.
    #[error("write K/N, such as 0/16: shard K, counted from 0, of N")]
    Form,
    /// Past the end.
    #[error("shard {0} of {1} is not there: shards are counted from 0 to {last}", last = .1 - 1)]
    Outside(u32, u32),
    /// None or very many.
    #[error("{0} is not a number of shards; write 1 to 100000")]
    Number(u32),
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (index, of) = text.split_once('/').ok_or(ShardError::Form)?;
        let (index, of): (u32, u32) =
            (index.parse().map_err(|_| ShardError::Form)?, of.parse().map_err(|_| ShardError::Form)?);
        match (index, of) {
            (_, of) if !(1..=100_000).contains(&of) => Err(ShardError::Number(of)),
            (index, of) if index >= of => Err(ShardError::Outside(index, of)),
            _ => Ok(Shard { index, of }),
        }
    }
}

impl FromStr for Shards {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let of = text.parse().map_err(|_| ShardError::Number(0))?;
        if (1..=100_000).contains(&of) { Ok(Shards(of)) } else { Err(ShardError::Number(of)) }
    }
}

impl Shard {
    /// The shard's units, each with its points.
    pub fn units(self, plan: &SweepPlan) -> Vec<Vec<usize>> {
        let mine = plan.units.iter().skip(self.index as usize).step_by(self.of as usize);
        mine.map(|unit| unit.iter().map(|point| *point as usize).collect()).collect()
    }
}

/// First frame of a part.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct PartHead {
    kind: String,
    version: String,
    plan: String,
    shard: u32,
    of: u32,
}

/// Last frame of a part.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct PartFoot {
    records: u32,
    /// SHA-256 of every byte before this frame.
    sha256: String,
}

const KIND: &str = "peakdesk sweep part";

/// What went wrong with parts.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// Made from another plan.
    #[error("'{}' is a part of another plan; merge parts of one plan only", .0.display())]
    Foreign(PathBuf),
    /// Two parts differ on a point.
    #[error("'{}' and an earlier part differ on point {}: parts of one plan must come from one version of the program; remove the wrong one", path.display(), point + 1)]
    Conflict {
        /// The later part.
        path: PathBuf,
        /// The point, counted from 0.
        point: u32,
    },
    /// Reading or writing failed.
    #[error("cannot use '{}': {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn at(path: &Path) -> impl Fn(io::Error) -> PartError + '_ {
    |source| PartError::Io { path: path.to_owned(), source }
}

/// Where a shard's part lies.
pub fn part_file(folder: &Path, shard: Shard) -> PathBuf {
    folder.join(format!("shard-{}-of-{}.{ENDING}", shard.index, shard.of))
}

/// A part being written. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub struct PartWriter {
    out: BufWriter<tempfile::NamedTempFile>,
    hash: Sha256,
    records: u32,
    path: PathBuf,
}

/// Begins a part of a plan in a folder.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_part(folder: &Path, plan: &SweepPlan, shard: Shard) -> Result<PartWriter, PartError> {
    fs::create_dir_all(folder).map_err(at(folder))?;
    let path = part_file(folder, shard);
    let file = tempfile::Builder::new().prefix(".unfinished-").tempfile_in(folder).map_err(at(folder))?;
    let mut part = PartWriter { out: BufWriter::new(file), hash: Sha256::new(), records: 0, path };
    let head = PartHead {
        kind: KIND.to_owned(),
        version: plan.version.clone(),
        plan: plan.digest(),
        shard: shard.index,
        of: shard.of,
    };
    let mut bytes = MAGIC.to_vec();
    push_frame(&mut bytes, &serde_json::to_vec(&head).expect("a head has only text keys"));
    part.write(&bytes)?;
    Ok(part)
}

impl PartWriter {
    fn write(&mut self, bytes: &[u8]) -> Result<(), PartError> {
        self.hash.update(bytes);
        self.out.write_all(bytes).map_err(at(&self.path))
    }

    /// Adds a finished point.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, record: &PointRecord) -> Result<(), PartError> {
        let mut bytes = Vec::new();
        push_frame(&mut bytes, &record.to_bytes());
        self.records += 1;
        self.write(&bytes)
    }

    /// Puts the part in its place.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<PathBuf, PartError> {
        let foot = PartFoot { records: self.records, sha256: hexadecimal(&self.hash.clone().finalize()) };
        let mut bytes = Vec::new();
        push_frame(&mut bytes, &serde_json::to_vec(&foot).expect("a foot has only text keys"));
        self.write(&bytes)?;
        let PartWriter { out, path, .. } = self;
        let file = out.into_inner().map_err(|error| at(&path)(error.into_error()))?;
        file.as_file().sync_all().map_err(at(&path))?;
        #[cfg(unix)]
        {
            // a temporary file is private by default; a part is read by whoever merges
            use std::os::unix::fs::PermissionsExt;
            file.as_file().set_permissions(fs::Permissions::from_mode(0o644)).map_err(at(&path))?;
        }
        file.persist(&path).map_err(|error| at(&path)(error.error))?;
        if let Some(folder) = path.parent() {
            sync_folder(folder);
        }
        Ok(path)
    }
}

/// The records of all parts in some folders, and the files that are no whole parts.
///
/// # Errors
/// When a part is of another plan, two differ on a point, or a folder cannot be read.
pub fn read_parts(folders: &[PathBuf], plan: &SweepPlan) -> Result<(RecordStore, Vec<PathBuf>), PartError> {
    let digest = plan.digest();
    let mut store = RecordStore::default();
    let mut broken = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(folder).map_err(at(folder))?;
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>().map_err(at(folder))?;
        paths.retain(|path| path.extension().is_some_and(|ending| ending == ENDING));
        paths.sort();
        for path in paths {
            if !read_part(&path, &digest, plan.points(), &mut store)? {
                broken.push(path);
            }
        }
    }
    Ok((store, broken))
}

/// `false` if the file is not a whole part.
fn read_part(path: &Path, digest: &str, points: usize, store: &mut RecordStore) -> Result<bool, PartError> {
    let file = File::open(path).map_err(at(path))?;
    let length = file.metadata().map_err(at(path))?.len();
    let mut frames = Vec::new();
    let mut head: Option<PartHead> = None;
    let mut last = Vec::new();
    let mut hash = Sha256::new();
    hash.update(MAGIC);
    let mut is_first = true;
    let sound = scan(&file, |body, content| {
        if std::mem::take(&mut is_first) {
            head = serde_json::from_slice(content).ok();
            push_to_hash(&mut hash, content);
            return Ok(());
        }
        if !std::mem::take(&mut last).is_empty() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if content.first() == Some(&b'{') && serde_json::from_slice::<PartFoot>(content).is_ok() {
            last = content.to_vec();
            return Ok(());
        }
        push_to_hash(&mut hash, content);
        let record = PointRecord::from_bytes(content)?;
        frames.push((body, Sha256::digest(content).into(), record.point));
        Ok(())
    });
    let sound = match sound {
        Ok(sound) => sound,
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(false),
        Err(error) => return Err(at(path)(error)),
    };
    let Some(head) = head.filter(|head| head.kind == KIND) else { return Ok(false) };
    let foot: Option<PartFoot> = serde_json::from_slice(&last).ok();
    let is_whole = foot.is_some_and(|foot| {
        foot.records as usize == frames.len() && foot.sha256 == hexadecimal(&hash.clone().finalize())
    });
    if sound != length || !is_whole {
        return Ok(false);
    }
    if head.plan != digest || frames.iter().any(|(_, _, point)| *point as usize >= points) {
        return Err(PartError::Foreign(path.to_owned()));
    }
    let source = store.add_file(file);
    for (body, digest, point) in frames {
        store
            .note_digest(source, body, digest, point)
            .map_err(|Conflict { point }| PartError::Conflict { path: path.to_owned(), point })?;
    }
    Ok(true)
}

fn push_to_hash(hash: &mut Sha256, content: &[u8]) {
    let mut bytes = Vec::new();
    push_frame(&mut bytes, content);
    hash.update(&bytes);
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The shards of so many that are not wholly there, in order.
pub fn missing_shards(plan: &SweepPlan, store: &RecordStore, shards: Shards) -> Vec<u32> {
    (0..shards.0)
        .filter(|index| {
            let shard = Shard { index: *index, of: shards.0 };
            shard.units(plan).iter().flatten().any(|point| !store.has(*point as u32))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sweep::small_plan::{plan, record};

    /// Two programs that differ would give such parts; one program gives the same bytes again.
    #[test]
    fn parts_that_differ_on_a_point_are_refused() {
        let (plan, desk) = (plan(), tempfile::tempdir().unwrap());
        let folder = |name: &str| desk.path().join(name);
        let write = |name: &str, row: &str| {
            let mut part = write_part(&folder(name), &plan, Shard { index: 2, of: 4 }).unwrap();
            part.add(&PointRecord { rows: vec![row.to_owned()], ..record(2) }).unwrap();
            part.finish().unwrap();
        };
        write("a", "1");
        write("b", "1");
        write("c", "2");
        let (store, broken) = read_parts(&[folder("a"), folder("b")], &plan).unwrap();
        assert_eq!((store.len(), broken.len()), (1, 0));
        let error = read_parts(&[folder("a"), folder("c")], &plan).unwrap_err();
        assert!(matches!(error, PartError::Conflict { point: 2, .. }), "{error}");
        assert!(error.to_string().contains("differ on point 3"), "{error}");
    }
}
