//! Is it ours, when to stop, what to do, how to say it. Pure: no I/O, no clock.
//!
//! # Layout
//! - [`scope`]: which requests are ours to judge;
//! - [`gate`]: a learnt reader of those that the rules cannot tell;
//! - [`decision`]: answer, hedge or refuse, by thresholds;
//! - [`stopping`]: when no further draw could change that;
//! - [`wording`]: how a hedge and a refusal are said;
//! - [`config`], [`error`]: the configuration, and what can be wrong with it.

pub mod config;
pub mod decision;
pub mod error;
pub mod gate;
pub mod scope;
pub mod stopping;
pub mod wording;

pub use config::Config;
pub use decision::{Action, Thresholds};
pub use error::Error;
pub use gate::{Gate, GateError, GateThresholds, Kinds};
pub use scope::{Doubt, Pass, Scope};
pub use stopping::{Next, Rule, Tally};
pub use wording::Wording;
