//! Answer, hedge or refuse, by thresholds on the confidence.

use serde::{Deserialize, Serialize};

/// What is done with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Refuse to answer, and say how unsure.
    Refuse,
    /// Answer, and say how unsure.
    Hedge,
    /// Answer as it is.
    Answer,
}

/// Where the confidence (posterior mean, in (0, 1)) turns a refusal into a hedge and a hedge into an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Answered at or above this.
    pub answer: f64,
    /// Hedged at or above this; refused below. At most `answer`; equal to it, nothing is ever hedged.
    pub hedge: f64,
}

impl Thresholds {
    /// What a confidence means.
    pub fn action(&self, confidence: f64) -> Action {
        if confidence >= self.answer {
            Action::Answer
        } else if confidence >= self.hedge {
            Action::Hedge
        } else {
            Action::Refuse
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_belong_to_the_better_action() {
        let thresholds = Thresholds { answer: 0.8, hedge: 0.5 };
        let table = [
            (0.01, Action::Refuse),
            (0.499, Action::Refuse),
            (0.5, Action::Hedge),
            (0.799, Action::Hedge),
            (0.8, Action::Answer),
            (0.99, Action::Answer),
        ];
        for (confidence, action) in table {
            assert_eq!(thresholds.action(confidence), action, "{confidence}");
        }
    }

    #[test]
    fn equal_thresholds_never_hedge() {
        let thresholds = Thresholds { answer: 0.7, hedge: 0.7 };
        for step in 1..100 {
            assert_ne!(thresholds.action(f64::from(step) / 100.0), Action::Hedge);
        }
    }
}
