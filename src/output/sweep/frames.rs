//! Files that are only ever added to: a magic word, then frames of a length, a body and the body's SHA-256.
//!
//! A file that was cut off anywhere is sound up to its last whole frame.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};

/// What such a file starts with.
pub(super) const MAGIC: &[u8; 12] = b"peakdesk\x00\x01\r\n";
/// Longest body, bytes: more is a length that was never written.
const LONGEST: u32 = 1 << 30;
const DIGEST: usize = 32;

/// Where a frame's body is in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) at: u64,
    pub(super) length: u32,
}

/// Appends a frame to some bytes.
pub(super) fn push_frame(bytes: &mut Vec<u8>, body: &[u8]) {
    let length = u32::try_from(body.len()).expect("a body is far shorter than 4 GiB");
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(body);
    bytes.extend_from_slice(&Sha256::digest(body));
}

/// Reads a file from its start, and hands the body of each whole frame to `take`. Gives the length of what is sound: 0 where
/// not even the magic word is whole.
pub(super) fn scan(file: &File, mut take: impl FnMut(Body, &[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 20, file);
    reader.seek(SeekFrom::Start(0))?;
    let mut magic = [0; MAGIC.len()];
    if !read_whole(&mut reader, &mut magic)? || magic != *MAGIC {
        return Ok(0);
    }
    let mut sound = MAGIC.len() as u64;
    let mut body = Vec::new();
    loop {
        let mut length = [0; 4];
        if !read_whole(&mut reader, &mut length)? {
            return Ok(sound);
        }
        let length = u32::from_le_bytes(length);
        if length > LONGEST {
            return Ok(sound);
        }
        body.resize(length as usize + DIGEST, 0);
        if !read_whole(&mut reader, &mut body)? {
            return Ok(sound);
        }
        let (content, digest) = body.split_at(length as usize);
        if Sha256::digest(content).as_slice() != digest {
            return Ok(sound);
        }
        take(Body { at: sound + 4, length }, content)?;
        sound += 4 + u64::from(length) + DIGEST as u64;
    }
}

/// The body of a frame that a scan found.
pub(super) fn read_body(file: &mut File, body: Body) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; body.length as usize];
    file.seek(SeekFrom::Start(body.at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Writes at the end of what is sound.
pub(super) fn write_at(file: &mut File, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)
}

/// Fills the buffer; `false` if the file ends before it is full.
fn read_whole(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => return Ok(false),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(bytes: &[u8]) -> (u64, Vec<Vec<u8>>) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let mut found = Vec::new();
        let sound = scan(&file, |body, content| {
            assert_eq!(body.length as usize, content.len());
            found.push(content.to_vec());
            Ok(())
        })
        .unwrap();
        (sound, found)
    }

    /// Whatever the place at which a file is cut, all frames before it are found and nothing else.
    #[test]
    fn a_file_cut_anywhere_is_sound_up_to_its_last_whole_frame() {
        let mut bytes = MAGIC.to_vec();
        let mut ends = vec![bytes.len()];
        for body in [&b"one"[..], b"", b"three"] {
            push_frame(&mut bytes, body);
            ends.push(bytes.len());
        }
        for length in 0..=bytes.len() {
            let (sound, found) = bodies(&bytes[..length]);
            let whole = ends.iter().filter(|end| **end <= length).count();
            assert_eq!(found.len(), whole.saturating_sub(1), "cut at {length}");
            assert_eq!(sound as usize, if whole == 0 { 0 } else { ends[whole - 1] }, "cut at {length}");
        }
    }

    #[test]
    fn a_changed_byte_ends_what_is_sound() {
        let mut bytes = MAGIC.to_vec();
        push_frame(&mut bytes, b"first");
        let sound = bytes.len();
        push_frame(&mut bytes, b"second");
        for at in sound..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(bodies(&changed), (sound as u64, vec![b"first".to_vec()]), "byte {at}");
        }
    }
}
