//! Questions and recorded answers, as plain or gzipped JSON lines.
//!
//! Fields that are not known are skipped; blank lines too. What is wrong is named by file, line and field.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Error;

/// The rows of a file, and which file that was.
#[derive(Debug, Clone)]
pub struct Dataset<T> {
    /// The file's path as it was given.
    pub path: PathBuf,
    /// The SHA-256 of the file's bytes as they lie (compressed, where they are), in hexadecimal.
    pub sha256: String,
    /// The rows, in order.
    pub rows: Vec<T>,
}

/// A question, with what would be right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its name within the set.
    pub id: String,
    /// What is asked.
    pub question: String,
    /// Answers that are right, with their aliases. Empty where none is, or none is known.
    #[serde(default)]
    pub references: Vec<String>,
    /// Whether it has an answer at all; `None` where the set does not say.
    #[serde(default)]
    pub answerable: Option<bool>,
    /// Whether a model is expected to know it; `None` where the set does not say.
    #[serde(default)]
    pub known: Option<bool>,
}

/// Several recorded answers of one model to one question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its name within the set.
    pub id: String,
    /// Where it was recorded.
    #[serde(default)]
    pub source: String,
    /// The model that answered.
    #[serde(default)]
    pub model: String,
    /// The sampling temperature of the samples, where known.
    #[serde(default)]
    pub temperature: Option<f64>,
    /// What was asked.
    pub question: String,
    /// Answers that are right, with their aliases.
    #[serde(default)]
    pub references: Vec<String>,
    /// Whether it has an answer at all; `None` where the set does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answerable: Option<bool>,
    /// Whether a model is expected to know it; `None` where the set does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<bool>,
    /// The answer that was served (greedy); `None` where none was recorded: then the first sample stands for it.
    #[serde(default)]
    pub served: Option<String>,
    /// Whether the served answer was right, where somebody said so.
    #[serde(default)]
    pub served_correct: Option<bool>,
    /// Further answers to the same question.
    pub samples: Vec<String>,
}

/// What every row must be, beyond its types.
trait Checked: DeserializeOwned {
    /// The first field that will not do, and why.
    fn fault(&self) -> Option<(&'static str, &'static str)>;
}

/// The first two bytes of anything that was gzipped.
const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: char = '\u{feff}';

impl Dataset<Question> {
    /// Reads questions: `id, question, references[], answerable, known`.
    ///
    /// # Errors
    /// The file cannot be read, holds no row, or has a line that is no such row.
    pub fn questions(path: &Path) -> Result<Self, Error> {
        read(path)
    }

    /// Questions that are compiled in; `path` is what messages call them.
    ///
    /// # Errors
    /// As [`Dataset::questions`].
    pub fn questions_from(path: &Path, bytes: &[u8]) -> Result<Self, Error> {
        parse(path, bytes)
    }
}

impl Dataset<Recorded> {
    /// Reads recorded answers:
    /// `id, source, model, temperature, question, references[], served, served_correct, samples[]`.
    ///
    /// # Errors
    /// The file cannot be read, holds no row, or has a line that is no such row.
    pub fn recorded(path: &Path) -> Result<Self, Error> {
        read(path)
    }
}

impl Checked for Question {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        self.question.trim().is_empty().then_some(("question", "it is empty"))
    }
}

impl Checked for Recorded {
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        if self.question.trim().is_empty() {
            return Some(("question", "it is empty"));
        }
        let unanswered = self.served.is_none() && self.samples.is_empty();
        unanswered.then_some(("samples", "there is neither a served answer nor a sample"))
    }
}

impl Recorded {
    /// The answer that stands for the served one, and the draws behind it.
    pub fn split(&self) -> (&str, &[String]) {
        match (&self.served, self.samples.split_first()) {
            (Some(served), _) => (served, &self.samples),
            (None, Some((first, rest))) => (first, rest),
            (None, None) => ("", &[]),
        }
    }
}

/// Writes rows as JSON lines.
///
/// # Errors
/// The file cannot be written.
pub fn write<T: Serialize>(path: &Path, rows: &[T]) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let mut text = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut text, row).map_err(|error| failed(error.into()))?;
        text.push(b'\n');
    }
    fs::write(path, text).map_err(failed)
}

fn read<T: Checked>(path: &Path) -> Result<Dataset<T>, Error> {
    let bytes = fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    parse(path, &bytes)
}

fn parse<T: Checked>(path: &Path, bytes: &[u8]) -> Result<Dataset<T>, Error> {
    let text = text(bytes).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let lines = text.trim_start_matches(BYTE_ORDER_MARK).lines().enumerate();
    let rows: Vec<T> = lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| row(line).map_err(|(field, message)| fault(path, index + 1, field, message)))
        .collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Err(Error::Empty(path.to_owned()));
    }
    let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Dataset { path: path.to_owned(), sha256, rows })
}

fn text(bytes: &[u8]) -> std::io::Result<String> {
    let mut text = String::new();
    if bytes.starts_with(&GZIP) {
        MultiGzDecoder::new(bytes).read_to_string(&mut text)?;
    } else {
        let mut rest = bytes;
        rest.read_to_string(&mut text)?;
    }
    Ok(text)
}

fn row<T: Checked>(line: &str) -> Result<T, (String, String)> {
    // An array of the right length would do for a row, too; nobody means that.
    if !line.trim_start().starts_with('{') {
        return Err(("the row".to_owned(), "it is no JSON object".to_owned()));
    }
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let row: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "the row".to_owned() } else { path };
        (field, without_place(&error.into_inner().to_string()))
    })?;
    deserializer.end().map_err(|_| ("the row".to_owned(), "more follows after its end".to_owned()))?;
    match row.fault() {
        Some((field, message)) => Err((field.to_owned(), message.to_owned())),
        None => Ok(row),
    }
}

/// The line that serde_json names is always 1 here, and would only mislead.
fn without_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

fn fault(path: &Path, line: usize, field: String, message: String) -> Error {
    Error::Row { path: path.to_owned(), line, field, message }
}
