//! From raw agreement to the probability of being right.
//!
//! # Layout
//! - [`posterior`]: what a few draws say of the share that would agree;
//! - [`calibration`]: the map in force from that to the probability of being right, by name.

pub mod calibration;
pub mod posterior;

pub use calibration::Calibration;
pub use posterior::Posterior;
