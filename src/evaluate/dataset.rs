//! Questions and recorded answers out of files: JSON lines, CSV (MMLU's own form among them) or parquet.
//!
//! Fields that are not known are skipped; blank lines too. What is wrong is named by file, line and field. Text may be
//! gzipped; what a file is, its first bytes say before its name. A folder is all the files in it that can be read, in
//! the order of their names.

mod columns;
mod delimited;
mod lines;
mod source;
mod table;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;
use source::{Form, Source};

/// The rows of a file, and which file that was.
#[derive(Debug, Clone)]
pub struct Dataset<T> {
    /// The file's path as it was given.
    pub path: PathBuf,
    /// The SHA-256 of the file's bytes as they lie (compressed, where they are), in hexadecimal. Of a folder: that of
    /// its files' sums, a line each.
    pub sha256: String,
    /// The rows, in order.
    pub rows: Vec<T>,
}

/// A question, with what would be right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its name within the set.
    pub id: String,
    /// What is asked; of multiple choice with the choices, each on a line of its own behind its letter (`A) …`).
    pub question: String,
    /// Answers that are right, with their aliases. Empty where none is, or none is known. Of multiple choice: the
    /// letter.
    #[serde(default)]
    pub references: Vec<String>,
    /// Whether it has an answer at all; `None` where the set does not say.
    #[serde(default)]
    pub answerable: Option<bool>,
    /// Whether a model is expected to know it; `None` where the set does not say.
    #[serde(default)]
    pub known: Option<bool>,
    /// The texts of the choices, A first; empty where it is not multiple choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
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
    /// The texts of the choices, A first; empty where it is not multiple choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
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

/// A field that will not do, and why.
type Fault = (String, String);

impl Dataset<Question> {
    /// Reads questions.
    ///
    /// - JSON lines of `id, question, references[], answerable, known`.
    /// - CSV (`.csv`, `.tsv`) with a header that names a column `question`, and `references` or `answers` or `answer` (a
    ///   cell is one reference, or a JSON array of several); or without a header in MMLU's form: question, choices,
    ///   letter.
    /// - Parquet, with the same columns; lists may be lists, and TriviaQA's and SQuAD's nested answers are understood.
    ///
    /// `choices` (or columns `A`, `B`, …) make it multiple choice; the answer is then a letter, a place from 0, or the
    /// choice's text.
    ///
    /// # Errors
    /// The file cannot be read, holds no row, or has a line that is no such row.
    pub fn questions(path: &Path) -> Result<Self, Error> {
        read(path)
    }

    /// Questions that are compiled in, as JSON lines; `path` is what messages call them.
    ///
    /// # Errors
    /// As [`Dataset::questions`].
    pub fn questions_from(path: &Path, bytes: &[u8]) -> Result<Self, Error> {
        parse(path, bytes)
    }
}

impl Dataset<Recorded> {
    /// Reads recorded answers:
    /// `id, source, model, temperature, question, references[], served, served_correct, samples[]`, in any of the forms
    /// of [`Dataset::questions`].
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
        if self.temperature.is_some_and(|temperature| !temperature.is_finite()) {
            return Some(("temperature", "it is no number"));
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

    /// The question that was asked.
    pub fn asked(&self) -> Question {
        Question {
            id: self.id.clone(),
            question: self.question.clone(),
            references: self.references.clone(),
            answerable: self.answerable,
            known: self.known,
            choices: self.choices.clone(),
        }
    }
}

/// Writes rows as JSON lines.
///
/// # Errors
/// The file cannot be written.
pub fn write<T: Serialize>(path: &Path, rows: &[T]) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let mut file = std::io::BufWriter::new(File::create(path).map_err(failed)?);
    for row in rows {
        serde_json::to_writer(&mut file, row).map_err(|error| failed(error.into()))?;
        file.write_all(b"\n").map_err(failed)?;
    }
    file.flush().map_err(failed)
}

fn read<T: Checked>(path: &Path) -> Result<Dataset<T>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    if path.is_dir() {
        return folder(path);
    }
    parse(path, File::open(path).map_err(failed)?)
}

/// The files of a folder as one set, each row's default id led by its file's name.
fn folder<T: Checked>(path: &Path) -> Result<Dataset<T>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let paths = fs::read_dir(path).map_err(failed)?.map(|entry| entry.map(|entry| entry.path()));
    let entries: Vec<PathBuf> = paths.collect::<Result<_, _>>().map_err(failed)?;
    let mut files: Vec<PathBuf> = entries.into_iter().filter(|file| file.is_file() && Form::is_named(file)).collect();
    files.sort();
    let (mut rows, mut sums) = (Vec::new(), String::new());
    for file in files {
        let part: Dataset<T> = read(&file)?;
        sums.push_str(&part.sha256);
        sums.push('\n');
        rows.extend(part.rows);
    }
    if rows.is_empty() {
        return Err(Error::Empty(path.to_owned()));
    }
    Ok(Dataset { path: path.to_owned(), sha256: source::sum(sums.as_bytes()), rows })
}

fn parse<T: Checked>(path: &Path, bytes: impl Read) -> Result<Dataset<T>, Error> {
    let source = Source::open(path, bytes)?;
    let sum = source.sum();
    let rows: Vec<T> = match source.form() {
        Form::Lines => lines::rows(source)?,
        Form::Delimited(delimiter) => delimited::rows(source, delimiter)?,
        Form::Columns => columns::rows(source)?,
    };
    if rows.is_empty() {
        return Err(Error::Empty(path.to_owned()));
    }
    Ok(Dataset { path: path.to_owned(), sha256: sum.hexadecimal(), rows })
}

/// A row out of named cells, checked.
fn row_of<T: Checked>(value: Value) -> Result<T, Fault> {
    checked(serde_path_to_error::deserialize(value).map_err(|error| unfit(&error))?)
}

fn checked<T: Checked>(row: T) -> Result<T, Fault> {
    match row.fault() {
        Some((field, message)) => Err((field.to_owned(), message.to_owned())),
        None => Ok(row),
    }
}

fn unfit(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let path = error.path().to_string();
    let field = if path == "." { the_row() } else { path };
    (field, without_place(&error.inner().to_string()))
}

/// What a fault is called that is of no field.
fn the_row() -> String {
    "the row".to_owned()
}

/// The line that serde_json names is always 1 here, and would only mislead.
fn without_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}
