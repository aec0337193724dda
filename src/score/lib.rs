//! Signals from samples, through a judge of pairs.
//!
//! # Layout
//! - [`judge`]: `trait PairJudge`, and the lexical judge.

pub mod judge;

pub use judge::{Error, Pair, PairJudge};
