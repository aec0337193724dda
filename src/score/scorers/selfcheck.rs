//! SelfCheck-NLI, sentence by sentence.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: the mean over the served answer's sentences of `mean over samples of c / (e + c)`, in [0, 1], each sentence a
/// hypothesis of the sample; a sentence counts as much as it is long. Confidence: one minus that.
///
/// Needs entailment of sentences: sentences × samples claims. Manakul et al., EMNLP 2023 (arXiv 2303.08896), who take
/// the sentence for the premise and weigh sentences alike; single sentences are in
/// [`SentenceChecks::supports`](crate::SentenceChecks::supports).
#[derive(Debug, Clone, Copy, Default)]
pub struct SelfCheck;

impl Scorer for SelfCheck {
    fn name(&self) -> &'static str {
        "selfcheck_nli"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Sentences]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let (mut sum, mut length) = (0.0, 0.0);
        for (long, support) in evidence.sentences()?.supports() {
            sum += long as f64 * (1.0 - support.ok_or(Missing::Unreadable)?);
            length += long as f64;
        }
        if length == 0.0 {
            return Err(Missing::NoSentences);
        }
        let contradicted = sum / length;
        Ok(Measure::with_raw(1.0 - contradicted, contradicted))
    }
}
