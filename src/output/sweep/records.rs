//! Records of several files, found by point.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;

use sha2::{Digest, Sha256};

use super::frames::{Body, read_body};
use super::point_record::PointRecord;

/// Two records of one point that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// The point, counted from 0.
    pub point: u32,
}

/// Where the record of each point is. Only the places are kept in memory.
#[derive(Debug, Default)]
pub struct RecordStore {
    files: Vec<File>,
    places: BTreeMap<u32, (usize, Body, [u8; 32])>,
}

impl RecordStore {
    pub(super) fn add_file(&mut self, file: File) -> usize {
        self.files.push(file);
        self.files.len() - 1
    }

    /// Notes a record. The same record again changes nothing, whoever brings it; another one of the same point is a conflict.
    pub(super) fn note(&mut self, file: usize, body: Body, content: &[u8], point: u32) -> Result<(), Conflict> {
        self.note_digest(file, body, Sha256::digest(content).into(), point)
    }

    /// The same, with the digest of its bytes.
    pub(super) fn note_digest(
        &mut self,
        file: usize,
        body: Body,
        digest: [u8; 32],
        point: u32,
    ) -> Result<(), Conflict> {
        match self.places.get(&point) {
            Some((_, _, known)) if *known == digest => Ok(()),
            Some(_) => Err(Conflict { point }),
            None => {
                self.places.insert(point, (file, body, digest));
                Ok(())
            }
        }
    }

    /// Whether a point is there.
    pub fn has(&self, point: u32) -> bool {
        self.places.contains_key(&point)
    }

    /// Number of points there.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Reads a point's record; `None` if it is not there.
    ///
    /// # Errors
    /// When its file can no longer be read.
    pub fn read(&mut self, point: u32) -> io::Result<Option<PointRecord>> {
        let Some((file, body, _)) = self.places.get(&point) else { return Ok(None) };
        let bytes = read_body(&mut self.files[*file], *body)?;
        PointRecord::from_bytes(&bytes).map(Some)
    }
}
