//! From raw agreement to the probability of being right.
//!
//! # Layout
//! - [`posterior`]: what a few draws say of the share that would agree;
//! - [`calibration`]: the map in force from that to the probability of being right, by name;
//! - [`map`]: a fitted map, one of [`beta`], [`platt`], [`venn_abers`] and [`isotonic`]; [`choice`]: which of them;
//! - [`artefact`]: a fitted map with its [`question`]s, its [`fingerprint`] and its [`metrics`], as a file has it;
//! - [`risk`]: thresholds that keep a risk with a stated probability, or what is missing for it; [`monitor`]: watching
//!   such a promise while it is in force.

pub mod artefact;
pub mod beta;
pub mod calibration;
pub mod choice;
pub mod error;
pub mod fingerprint;
pub mod isotonic;
mod levels;
mod logistic;
pub mod map;
pub mod metrics;
pub mod monitor;
pub mod platt;
pub mod posterior;
pub mod question;
pub mod risk;
pub mod venn_abers;

pub use artefact::Artefact;
pub use calibration::Calibration;
pub use error::Error;
pub use fingerprint::Fingerprint;
pub use map::{Map, Method};
pub use posterior::Posterior;
pub use question::Question;
