//! Signals from samples, through a judge of pairs.
//!
//! A judge says how far two answers are the same; from that come agreement with the served answer (the default signal),
//! clusters and their entropy, and the answer that agrees most with all others. Declining is a class of its own
//! throughout: a draw that declines never agrees with an answer, and two draws that decline never make an answer sure.
//!
//! # Layout
//! - [`judge`]: `trait PairJudge`;
//! - [`lexical`]: the judge that needs no model, and the [`similarity`] it falls back on;
//! - [`agreement`]: agreement with the served answer, soft and hard;
//! - [`matrix`]: all pairs of a few answers, each distinct pair judged once;
//! - [`cluster`]: first-fit clusters over such a matrix;
//! - [`entropy`]: entropy of clusters and of strings;
//! - [`rouge`]: mean pairwise ROUGE-L, the classical lexical similarity;
//! - [`scorer`]: all of these as signals behind one trait.

pub mod agreement;
pub mod cluster;
pub mod entropy;
pub mod judge;
pub mod lexical;
pub mod matrix;
pub mod rouge;
pub mod scorer;
pub mod similarity;

pub use agreement::{Agreement, against};
pub use cluster::{Clusters, SAME_AT};
pub use judge::{Error, Pair, PairJudge};
pub use lexical::LexicalJudge;
pub use matrix::Matrix;
pub use scorer::{Evidence, Scorer};
