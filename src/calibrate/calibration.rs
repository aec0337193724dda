//! The map in force from raw confidence to the probability that the answer is right, and the name it goes by.
//!
//! Until a map is fitted on labelled answers the only honest one is the identity, and its name says so: every verdict
//! carries that name, so that nobody takes agreement for a calibrated probability.

use std::sync::Arc;

use crate::levels::PARTS;
use crate::map::Map;

/// The map in force. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    name: Arc<str>,
    version: u32,
    /// None is the identity.
    map: Option<Arc<Map>>,
}

impl Calibration {
    /// The identity: raw confidence as it is, under the name `uncalibrated`.
    pub fn uncalibrated() -> Self {
        Self { name: Arc::from("uncalibrated"), version: 0, map: None }
    }

    /// A map that was fitted on labelled answers, under its name; its version is from 1.
    pub fn fitted(name: &str, version: u32, map: Map) -> Self {
        Self { name: Arc::from(name), version, map: Some(Arc::new(map)) }
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
        self.map.is_some()
    }

    /// The probability of being right that a raw confidence in [0, 1] stands for. Monotone; never outside [0, 1]; what is
    /// no number counts as 0.
    pub fn apply(&self, confidence: f64) -> f64 {
        match &self.map {
            Some(map) => map.apply(confidence),
            None if confidence.is_nan() => 0.0,
            None => confidence.clamp(0.0, 1.0),
        }
    }

    /// The interval around that probability, where the map gives one.
    pub fn interval(&self, confidence: f64) -> Option<(f64, f64)> {
        self.map.as_ref()?.interval(confidence)
    }

    /// The least raw confidence, to nine decimals, that stands for at least this probability: what a threshold on
    /// probabilities is among raw confidences, as a stopping rule needs it. `None` where none does.
    pub fn least_raw(&self, probability: f64) -> Option<f64> {
        let Some(map) = &self.map else { return (probability <= 1.0).then(|| probability.max(0.0)) };
        let reaches = |part: u64| map.apply(part as f64 / PARTS) >= probability;
        let (mut low, mut high) = (0, PARTS as u64);
        if !reaches(high) {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if reaches(middle) { high = middle } else { low = middle + 1 }
        }
        Some(low as f64 / PARTS)
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
            assert_eq!(calibration.least_raw(confidence), Some(confidence));
        }
        assert_eq!(calibration.apply(1.5), 1.0);
        assert_eq!(calibration.apply(f64::NAN), 0.0);
        assert_eq!(calibration.least_raw(1.5), None);
        assert_eq!(calibration.least_raw(f64::NAN), None);
        assert_eq!(calibration.interval(0.5), None);
    }
}
