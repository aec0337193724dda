//! Why nothing could be fitted, or an artefact not be used.

use thiserror::Error;

/// What is wrong, and where. Rows are counted from 0 in the fields, and from 1 in the message.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no row, or one whose score is no probability.
    #[error(transparent)]
    Rows(#[from] probity_stats::Error),
    /// An agreement that is none.
    #[error("row {}, draw {}: {value} is no agreement: it must lie between 0 and 1", .row + 1, .draw + 1)]
    Agreement {
        /// Which row.
        row: usize,
        /// Which of its draws, from 0.
        draw: usize,
        /// What it said.
        value: f64,
    },
    /// No row that could be scored, so nothing to fit.
    #[error("of {rows} labelled questions none has a score to fit on")]
    NothingScored {
        /// How many labelled questions there are to fit on.
        rows: usize,
    },
    /// Nothing to choose from.
    #[error("no method is named to choose from")]
    NoMethod,
    /// More draws are in force than were made for the labels.
    #[error("the labels were gathered with at most {made} draws, and {asked} are in force: gather them anew")]
    Draws {
        /// How many were made.
        made: usize,
        /// How many are in force.
        asked: usize,
    },
    /// What was read is no artefact.
    #[error("this is no calibration artefact: {0}")]
    Json(#[from] serde_json::Error),
    /// An artefact of another format.
    #[error("this calibration artefact has format {found}, and format {known} is what can be read: calibrate anew")]
    Format {
        /// The artefact's.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// An artefact whose map is not monotone or leaves [0, 1].
    #[error("the map of this calibration artefact is broken: {0}")]
    Map(&'static str),
}
