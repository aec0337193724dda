//! From raw agreement to the probability of being right.
//!
//! # Layout
//! - [`posterior`]: what a few draws say of the share that would agree.

pub mod posterior;

pub use posterior::Posterior;
