//! Training data for the four methods of *Alignment for Honesty* (arXiv 2312.07000, section 3.2), made of recorded
//! answers: what was measured at inference goes back into training, for those who own their weights.
//!
//! A question, one greedy answer and several sampled ones show what the model knows; a method turns that into what it
//! should have said. Samples are graded as evaluation grades them. One departure from the authors' own construction:
//! answers lose blanks at both ends before they are put into a sentence.
//!
//! # Layout
//! - [`Config`]: thresholds and wording, the section `[export]`;
//! - `graded`: a question's answers and which of them are right;
//! - `method`: what the model should have said;
//! - `choice`: which questions, where as many known as unknown ones are wanted;
//! - `lines`: examples as JSON lines.

mod choice;
mod config;
mod error;
mod fill;
mod graded;
mod lines;
mod method;

use std::io::Write;
use std::num::NonZeroUsize;

use serde::Serialize;

use crate::Recorded;

pub use config::{Band, Config};
pub use error::Error;
pub use method::Method;

use graded::{Graded, LeftOut};
use method::Said;

/// What to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// What the model should have said.
    pub method: Method,
    /// How it is written down.
    pub format: Format,
    /// As many known as unknown questions, drawn by this seed; `None`: all questions.
    pub balance: Option<u64>,
    /// At most so many questions: the first ones, or, balanced, half of each kind.
    pub limit: Option<NonZeroUsize>,
}

/// How examples are written: one JSON object a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// OpenAI's fine-tuning format for chat: `{"messages": [{"role", "content"}, …]}`.
    Chat,
    /// The paper's own fields (`question, gold_answer, greedy_pred_text, greedy_label, sampling_pred_text,
    /// sampling_labels, sampling_knowns`), with the `input` and `output` that its scripts make of them.
    Paper,
}

/// What came of an export.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Questions that were exported.
    pub questions: usize,
    /// Of those, the ones that the model knows.
    pub known: usize,
    /// Examples that were written.
    pub examples: usize,
    /// Of those, the ones that refuse.
    pub refusals: usize,
    /// Of those, the ones that state a confidence, by its band: the band's upper end and how many.
    pub bands: Vec<(f64, usize)>,
    /// Rows left out because nobody can say what would be right.
    pub ungraded: usize,
    /// Rows left out because they have too few samples.
    pub too_few_samples: usize,
    /// Rows left out for balance, or because of the limit.
    pub not_chosen: usize,
}

/// Writes the training examples of recorded answers to `out`, in the order of the rows.
///
/// # Errors
/// A configuration that makes no sense, not one row that can be used, or an output that cannot be written.
pub fn export(rows: &[Recorded], config: &Config, options: &Options, out: &mut dyn Write) -> Result<Summary, Error> {
    config.check()?;
    let mut summary = Summary { bands: options.method.bands(config), ..Summary::default() };
    let mut usable = Vec::new();
    for row in rows {
        match Graded::of(row, config.samples) {
            Ok(graded) => usable.push(graded),
            Err(LeftOut::Ungraded) => summary.ungraded += 1,
            Err(LeftOut::TooFewSamples) => summary.too_few_samples += 1,
        }
    }
    if usable.is_empty() {
        return Err(nothing(rows, config, &summary));
    }
    let known: Vec<bool> = usable.iter().map(|graded| graded.known(config)).collect();
    let chosen = choice::choose(&usable, &known, options);
    if chosen.is_empty() {
        return Err(Error::OneKind { questions: usable.len(), known: known.iter().filter(|known| **known).count() });
    }
    summary.not_chosen = usable.len() - chosen.len();
    for place in chosen {
        let (Some(graded), Some(known)) = (usable.get(place), known.get(place)) else { continue };
        summary.questions += 1;
        summary.known += usize::from(*known);
        write_one(graded, config, options, &mut summary, out)?;
    }
    out.flush().map_err(Error::Write)?;
    Ok(summary)
}

fn write_one(
    graded: &Graded<'_>,
    config: &Config,
    options: &Options,
    summary: &mut Summary,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for said in options.method.says(graded, config) {
        summary.examples += 1;
        match said {
            Said::Answer(_) => {}
            Said::Refusal => summary.refusals += 1,
            Said::Band { place, .. } => {
                if let Some((_, count)) = summary.bands.get_mut(place) {
                    *count += 1;
                }
            }
        }
        lines::write(graded, &said, config, options.format, out).map_err(Error::Write)?;
    }
    Ok(())
}

fn nothing(rows: &[Recorded], config: &Config, summary: &Summary) -> Error {
    let most = rows.iter().map(|row| row.samples.len()).max().unwrap_or(0);
    Error::Nothing {
        rows: rows.len(),
        ungraded: summary.ungraded,
        too_few: summary.too_few_samples,
        samples: config.samples,
        most,
    }
}
