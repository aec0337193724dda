//! Pure strings: normalisation, guards, short answers, declining, languages.
//!
//! Nothing here knows what a model, a draw or a request is, and nothing here allocates more than a sentence's worth.
//!
//! # Layout
//! - [`normalise`]: the founding paper's normalisation, and whether a reference is contained;
//! - [`identity`]: whether two texts are one but for dress;
//! - [`words`]: folding, stems, small closed word classes, scripts;
//! - [`lex`]: text as words, numbers and marks, with their places;
//! - [`numbers`], [`units`], [`dates`]: what can be read off those;
//! - [`values`]: numbers, quantities, dates, and how two of them relate;
//! - [`asked`]: what kind of thing a question asks for;
//! - [`polarity`]: yes, no, and negation;
//! - [`guard`]: deterministic verdicts on pairs that no similarity may overrule;
//! - [`extract`]: the short answer within a sentence, given the question;
//! - [`declining`]: texts that decline to answer, and the hedge that still answers;
//! - [`language`]: the language of the user's question;
//! - [`sentences`]: sentences, and how many.

pub mod asked;
pub mod dates;
pub mod declining;
pub mod extract;
pub mod guard;
pub mod identity;
pub mod language;
pub mod lex;
mod measures;
pub mod normalise;
pub mod numbers;
pub mod polarity;
mod scientific;
pub mod sentences;
pub mod units;
pub mod values;
pub mod words;

pub use asked::{Asked, Kind};
pub use declining::declines;
pub use extract::short_answer;
pub use guard::{Guard, Reading, guard};
pub use identity::identity;
pub use language::{Language, language_of};
pub use normalise::{contains_reference, normalise};
pub use sentences::{count_sentences, sentences};
pub use values::{Relation, Value};
