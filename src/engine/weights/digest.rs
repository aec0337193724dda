//! Checksums.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::Progress;

/// How much is read between two reports.
const CHUNK: u64 = 1 << 20;

/// The sha256 of a file, in lower-case hexadecimal.
pub(super) fn of_file(path: &Path, progress: &dyn Progress) -> io::Result<String> {
    copy(&mut File::open(path)?, &mut io::sink(), progress)
}

/// Copies all of a reader and returns the sha256 of what was copied, in lower-case hexadecimal.
pub(super) fn copy(from: &mut dyn Read, to: &mut dyn Write, progress: &dyn Progress) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut chunk = Vec::new();
    let mut copied = 0;
    loop {
        chunk.clear();
        let length = (&mut *from).take(CHUNK).read_to_end(&mut chunk)?;
        if length == 0 {
            break;
        }
        hash.update(&chunk);
        to.write_all(&chunk)?;
        copied += length as u64;
        progress.advance(copied);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example() {
        let mut copied = Vec::new();
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(copy(&mut &b"abc"[..], &mut copied, &()).unwrap(), expected);
        assert_eq!(copied, b"abc");
    }
}
