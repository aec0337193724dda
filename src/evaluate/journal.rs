//! What a run has had answered, kept as it comes, so that one that was interrupted goes on where it was.
//!
//! A line for each question and each part of the run (the trial, the samples of knowledge, each baseline), under a key
//! made of all that the answer depends on: data, model, settings, graders. So what does not match is simply asked again,
//! and one file serves any number of runs. It holds questions' answers: keep it as you keep the data.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::Error;

/// An open journal. Another process cannot open it meanwhile.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    known: HashMap<(String, usize), Box<RawValue>>,
    remembered: AtomicUsize,
}

/// Which part of a run, with all that its answers depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part(String);

#[derive(Serialize, Deserialize)]
struct Entry<T> {
    of: String,
    at: usize,
    value: T,
}

/// The first line of a journal.
const HEAD: &str = "{\"probity\":\"journal\",\"version\":1}\n";
/// As many hexadecimal digits of a sum tell parts apart.
const DIGITS: usize = 24;

impl Journal {
    /// Opens a journal, or begins one. A last line that was torn by an interruption is taken off.
    ///
    /// # Errors
    /// The file cannot be read or written, is no journal, or is another run's at the moment.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Write { path: path.to_owned(), source };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => fault(path, 1, "another run is writing it"),
            TryLockError::Error(source) => failed(source),
        })?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        if HEAD.as_bytes().starts_with(&text) && text.len() < HEAD.len() {
            text = HEAD.into();
            file.seek(SeekFrom::Start(0)).map_err(failed)?;
            file.write_all(&text).map_err(failed)?;
        }
        let (known, whole) = read(path, &text)?;
        file.set_len(whole as u64).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        Ok(Self { path: path.to_owned(), file: Mutex::new(file), known, remembered: AtomicUsize::new(0) })
    }

    /// How many answers were not asked again.
    pub fn remembered(&self) -> usize {
        self.remembered.load(Ordering::Relaxed)
    }

    /// What was kept of a question. What cannot be read any more is as good as not kept.
    pub(crate) fn recall<T: DeserializeOwned>(&self, part: &Part, at: usize) -> Option<T> {
        let kept = self.known.get(&(part.0.clone(), at))?;
        let value = serde_json::from_str(kept.get()).ok()?;
        self.remembered.fetch_add(1, Ordering::Relaxed);
        Some(value)
    }

    /// Keeps what a question gave.
    pub(crate) fn keep<T: Serialize>(&self, part: &Part, at: usize, value: &T) -> Result<(), Error> {
        let failed = |source| Error::Write { path: self.path.clone(), source };
        let entry = Entry { of: part.0.clone(), at, value };
        let mut line = serde_json::to_vec(&entry).map_err(|error| failed(error.into()))?;
        line.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&line).map_err(failed)
    }
}

impl Part {
    /// A part of a run, by its name and all that its answers depend on.
    pub(crate) fn of(name: &str, depends_on: &[&str]) -> Self {
        let mut sum = Sha256::new();
        for text in depends_on {
            sum.update((text.len() as u64).to_le_bytes());
            sum.update(text.as_bytes());
        }
        let digits: String = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{name} {}", &digits[..DIGITS]))
    }
}

/// Numbers that come back as they went, to the last bit: as text, which the standard library reads exactly.
pub(crate) mod exact {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        number.map(|number| format!("{number:?}")).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

type Known = HashMap<(String, usize), Box<RawValue>>;

/// The entries, and how many bytes hold them whole.
fn read(path: &Path, text: &[u8]) -> Result<(Known, usize), Error> {
    if !text.starts_with(HEAD.as_bytes()) {
        return Err(fault(path, 1, "it is no journal of an evaluation; name another file, which will be made"));
    }
    let (mut known, mut whole) = (HashMap::new(), HEAD.len());
    for (place, line) in text[HEAD.len()..].split_inclusive(|byte| *byte == b'\n').enumerate() {
        match serde_json::from_slice::<Entry<Box<RawValue>>>(line) {
            Ok(entry) if line.ends_with(b"\n") => {
                known.insert((entry.of, entry.at), entry.value);
                whole += line.len();
            }
            // The last line is torn off where a run was killed; the next one takes its place.
            _ if whole + line.len() == text.len() => break,
            _ => return Err(fault(path, place + 2, "it is no entry of a journal")),
        }
    }
    Ok((known, whole))
}

fn fault(path: &Path, line: usize, message: &str) -> Error {
    Error::Row { path: path.to_owned(), line, field: "the journal".to_owned(), message: message.to_owned() }
}
