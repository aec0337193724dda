//! Pure mathematics: ranking metrics, resampling intervals, the Beta family. Randomness comes in as a seed.
//!
//! # Layout
//! - [`beta`]: regularised incomplete beta, Beta quantiles, Beta-binomial tails;
//! - [`ranking`]: AUROC, AURC and PRR;
//! - [`bootstrap`]: percentile intervals by resampling.

pub mod beta;
pub mod bootstrap;
pub mod ranking;
