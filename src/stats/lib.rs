//! Pure mathematics: ranking and calibration metrics, resampling intervals, the Beta family and the binomial. Randomness
//! comes in as a seed.
//!
//! # Layout
//! - [`beta`]: regularised incomplete beta, Beta quantiles, Beta-binomial tails;
//! - [`binomial`]: exact tails, and the bounds of Clopper and Pearson;
//! - [`ranking`]: ROC and AUROC, the risk–coverage curve, AURC and PRR;
//! - [`selective`]: E-AURC, coverage at a risk, utility under a penalty and its integral (BAS);
//! - [`calibration`]: reliability bins, calibration error and its reference, the Brier score and its parts;
//! - [`bootstrap`]: percentile intervals by resampling;
//! - [`error`]: why a statistic of some rows cannot be had.

pub mod beta;
pub mod binomial;
pub mod bootstrap;
pub mod calibration;
pub mod error;
pub mod ranking;
pub mod selective;

pub use error::Error;
