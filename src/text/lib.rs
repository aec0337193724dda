//! Pure strings: normalisation, guards, short answers, declining, languages.
//!
//! Nothing here knows what a model, a draw or a request is, and nothing here allocates more than a sentence's worth.
//!
//! # Layout
//! - [`normalise`]: the founding paper's normalisation, and whether a reference is contained;
//! - [`identity`]: whether two texts are one but for dress;
//! - [`words`]: folding, stems, small closed word classes, scripts;
//! - [`lex`]: text as words, numbers and marks, with their places;
//! - [`numbers`] with `parts`, [`units`], [`dates`]: what can be read off those;
//! - [`hedges`], [`versions`], [`coordinates`]: *about* and *over*, version numbers, places on the globe;
//! - [`values`], [`relations`]: all of these in a text, and how two of them relate;
//! - [`asked`], with `requests`: what kind of thing a question asks for;
//! - [`polarity`]: yes, no, and negation;
//! - [`reading`], with `choices`, `lists`, `names` and `formulas`: what an answer says that rules can compare;
//! - [`guard`]: deterministic verdicts on pairs that no similarity may overrule;
//! - [`extract`]: the short answer within a sentence, given the question;
//! - [`declining`]: texts that decline to answer, and the hedge that still answers;
//! - [`language`]: the language of the user's question;
//! - [`sentences`]: sentences, and how many.

pub mod asked;
mod choices;
pub mod coordinates;
pub mod dates;
pub mod declining;
pub mod extract;
mod formulas;
pub mod guard;
pub mod hedges;
pub mod identity;
pub mod language;
pub mod lex;
mod lists;
mod measures;
mod names;
pub mod normalise;
pub mod numbers;
mod parts;
pub mod polarity;
pub mod reading;
pub mod relations;
mod requests;
mod scientific;
pub mod sentences;
pub mod units;
pub mod values;
pub mod versions;
pub mod words;

pub use asked::{Asked, Kind};
pub use declining::declines;
pub use extract::short_answer;
pub use guard::Guard;
pub use identity::identity;
pub use language::{Language, language_of};
pub use normalise::{contains_reference, normalise};
pub use reading::Reading;
pub use relations::Relation;
pub use sentences::{count_sentences, sentences};
pub use values::Value;
