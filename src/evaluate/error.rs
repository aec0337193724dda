//! What can go wrong with an evaluation as a whole. A single question that fails is counted, not raised.

use std::path::PathBuf;

/// Why there is no report. `Display` says what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line of a data set is not what it should be.
    #[error("{}, line {line}, {field}: {message}", path.display())]
    Row {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// Which field, as `references[2]`; `the row` where it is the row as a whole.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// A row of a table is not what it should be.
    #[error("{}, row {row}, {field}: {message}", path.display())]
    Record {
        /// Which file.
        path: PathBuf,
        /// Which row, from 1.
        row: usize,
        /// Which field.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// A data set without a row.
    #[error("{} holds no row", .0.display())]
    Empty(PathBuf),
    /// The template has no place for the question.
    #[error("the template {0:?} does not contain {{question}}")]
    Template(String),
    /// Bounds of a run that make no sense.
    #[error("{0}")]
    Limits(&'static str),
    /// The request made of a question is no chat request.
    #[error("question '{id}' makes no valid request: {source}")]
    Request {
        /// Which question.
        id: String,
        /// Why.
        source: probity_wire::Error,
    },
    /// The configuration's templates do not compile.
    #[error(transparent)]
    Wording(#[from] probity_policy::Error),
    /// Nothing could be graded.
    #[error("none of the {rows} questions could be evaluated; the first failure: {first}")]
    Nothing {
        /// How many questions there were.
        rows: usize,
        /// What happened to the first one.
        first: String,
    },
}
