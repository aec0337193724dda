//! The map in force from raw confidence to the probability that the answer is right, and the name it goes by.
//!
//! Until a map is fitted on labelled answers the only honest one is the identity, and its name says so: every verdict
//! carries that name, so that nobody takes agreement for a calibrated probability.

/// The map in force. Cheap to clone; opaque, so that fitted maps can come without a caller changing.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    name: String,
    version: u32,
    map: Map,
}

#[derive(Debug, Clone, PartialEq)]
enum Map {
    Identity,
}

impl Calibration {
    /// The identity: raw confidence as it is, under the name `uncalibrated`.
    pub fn uncalibrated() -> Self {
        Self { name: "uncalibrated".to_owned(), version: 0, map: Map::Identity }
    }

    /// What verdicts and records call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The map's version; 0 for the identity. Grows with every fit under the same name.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Whether it was fitted on labelled answers. A risk target may be asked of no other.
    pub fn is_fitted(&self) -> bool {
        match self.map {
            Map::Identity => false,
        }
    }

    /// The probability of being right that a raw confidence in [0, 1] stands for. Monotone; never outside [0, 1].
    pub fn apply(&self, confidence: f64) -> f64 {
        match self.map {
            Map::Identity => confidence.clamp(0.0, 1.0),
        }
    }
}

impl Default for Calibration {
    fn default() -> Self {
        Self::uncalibrated()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_map_is_the_identity_and_says_so() {
        let calibration = Calibration::default();
        assert_eq!((calibration.name(), calibration.version()), ("uncalibrated", 0));
        assert!(!calibration.is_fitted());
        for confidence in [0.0, 0.125, 0.7, 1.0] {
            assert_eq!(calibration.apply(confidence), confidence);
        }
        assert_eq!(calibration.apply(1.5), 1.0);
    }
}
