//! Asking for a risk and getting it, or being told that it cannot be certified and what would help.
//!
//! A threshold that looks safe on some labelled rows was chosen because it looks safe there. These procedures choose one
//! so that what they promise holds with a stated probability over the draw of the rows, whatever the model and the score.
//! The rows must be drawn as the traffic will be, and must not be those that any map or threshold was fitted on.
//!
//! # Layout
//! - [`Ladder`]: the thresholds that are tested, fixed without labels; [`Tally`]: what each of them lets through;
//! - [`ltt`]: Learn then Test by fixed-sequence testing: the most coverage that a target allows;
//! - [`sgr`]: selection with guaranteed risk: needs no starting point, pays for it by several looks;
//! - [`crc`]: conformal risk control: the mean of a bounded loss over parts of an answer;
//! - [`conformal`]: conformal factuality: which claims of an answer to keep;
//! - [`Outcome`], [`Certificate`], [`Shortfall`]: what came of it, with the coverage next to every bound.

mod certificate;
pub mod conformal;
pub mod crc;
mod cut;
mod error;
mod ladder;
pub mod ltt;
mod plan;
pub mod sgr;

use serde::{Deserialize, Serialize};

pub use self::certificate::{Certificate, Method, Outcome, Rung, Shortfall};
pub use self::cut::Cut;
pub use self::error::Error;
pub use self::ladder::{Ladder, Tally};
pub use self::plan::Labels;

/// What an operator asks for: of the answers that are served, at most a share `target` is wrong, and this promise is
/// itself broken with a probability of at most `delta`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// The largest share of the served answers that may be wrong, in (0, 1).
    pub target: f64,
    /// The largest probability, over the draw of the labelled rows, that the promise does not hold, in (0, 1).
    pub delta: f64,
}

impl Risk {
    /// The same, once both numbers are known to lie inside their ranges.
    ///
    /// # Errors
    /// A number outside (0, 1), or none.
    pub fn checked(self) -> Result<Self, Error> {
        open_share("the target", self.target)?;
        open_share("delta", self.delta)?;
        Ok(self)
    }
}

fn open_share(name: &'static str, value: f64) -> Result<f64, Error> {
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err(Error::Parameter { name, value, range: "between 0 and 1" }) }
}
