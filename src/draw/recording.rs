//! A sampler that replays recorded answers, so that evaluation runs the very pipeline that serves.

use crate::{Ask, Draws, Sampler, Verification};

/// Recorded answers to one question: the primary, then the verification draws in order.
#[derive(Debug, Clone)]
pub struct Recording {
    primary: String,
    samples: Vec<String>,
}

impl Recording {
    /// A recording of a primary answer and the draws behind it.
    pub fn new(primary: impl Into<String>, samples: Vec<String>) -> Self {
        Self { primary: primary.into(), samples }
    }
}

impl Sampler for Recording {
    fn primary(&self, ask: &Ask) -> Draws {
        unimplemented!("{ask:?} {}", self.primary)
    }

    fn verify(&self, ask: &Ask, verification: &Verification) -> Draws {
        unimplemented!("{ask:?} {verification:?} {}", self.samples.len())
    }

    fn name(&self) -> &'static str {
        "recording"
    }
}
