//! A file as it lies: what form it has, its text unpacked where it is gzipped, and the sum of its bytes.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::Fault;
use crate::Error;

/// How rows are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A JSON object on each line.
    Lines,
    /// Cells, with this byte between them.
    Delimited(u8),
    /// Parquet.
    Columns,
}

/// A file, opened.
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) reader: Box<dyn BufRead + 'a>,
    form: Form,
    sum: Sum,
}

/// The sum of what has been read so far.
#[derive(Clone, Default)]
pub(super) struct Sum(Rc<RefCell<Sha256>>);

/// Adds what goes through it to the sum.
struct Summed<R> {
    inner: R,
    sum: Sum,
}

/// The first two bytes of anything that was gzipped.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// The first four of a parquet file.
const PARQUET: &[u8] = b"PAR1";
/// The endings that are read in a folder; each may have `.gz` behind it.
const ENDINGS: [&str; 6] = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"];

impl Form {
    /// Whether a file's name says that it holds rows.
    pub(super) fn is_named(path: &Path) -> bool {
        let name = name_of(path);
        !name.starts_with('.') && ENDINGS.iter().any(|ending| name.ends_with(ending))
    }

    fn of(path: &Path, head: &[u8]) -> Self {
        match name_of(path) {
            _ if head.starts_with(PARQUET) => Self::Columns,
            name if name.ends_with(".csv") => Self::Delimited(b','),
            name if name.ends_with(".tsv") => Self::Delimited(b'\t'),
            name if name.ends_with(".parquet") => Self::Columns,
            _ => Self::Lines,
        }
    }
}

impl<'a> Source<'a> {
    pub(super) fn open(path: &'a Path, bytes: impl Read + 'a) -> Result<Self, Error> {
        let sum = Sum::default();
        let mut raw = BufReader::new(Summed { inner: bytes, sum: sum.clone() });
        let head = raw.fill_buf().map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let (packed, form) = (head.starts_with(&GZIP), Form::of(path, head));
        let reader: Box<dyn BufRead + 'a> =
            if packed { Box::new(BufReader::new(MultiGzDecoder::new(raw))) } else { Box::new(raw) };
        Ok(Self { path, reader, form, sum })
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// The sum; whole once everything has been read.
    pub(super) fn sum(&self) -> Sum {
        self.sum.clone()
    }

    /// What rows are called that have no id of their own.
    pub(super) fn stem(&self) -> String {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    }

    pub(super) fn failed(&self, source: std::io::Error) -> Error {
        Error::Read { path: self.path.to_owned(), source }
    }

    /// A line that is no row.
    pub(super) fn fault(&self, line: usize, (field, message): Fault) -> Error {
        Error::Row { path: self.path.to_owned(), line, field, message }
    }
}

impl Sum {
    pub(super) fn hexadecimal(&self) -> String {
        hexadecimal(&self.0.borrow().clone().finalize())
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.sum.0.borrow_mut().update(&buffer[..read]);
        Ok(read)
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub(super) fn sum(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.strip_suffix(".gz").map_or(name.clone(), str::to_owned)
}
