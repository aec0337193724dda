//! Lexical similarity.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing, rouge};

/// Confidence: the mean ROUGE-L F of all pairs, in [0, 1]; two that decline are 1, one that does and one that does not
/// are 0. Raw: its negative, the literature's uncertainty.
///
/// Needs texts alone; judges nothing. Fomicheva et al., TACL 2020; words normalised and stemmed.
#[derive(Debug, Clone, Copy, Default)]
pub struct LexicalSimilarity;

impl Scorer for LexicalSimilarity {
    fn name(&self) -> &'static str {
        "lexical_similarity"
    }

    fn needs(&self) -> Vec<Need> {
        Vec::new()
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        evidence.others()?;
        let n = evidence.count();
        let declining = (0..n).filter(|place| evidence.declines(*place)).count();
        let said = |place: &usize| !evidence.declines(*place);
        let said: Vec<&str> = (0..n).filter(said).map(|place| evidence.answers()[place]).collect();
        let pairs = |count: usize| (count * count.saturating_sub(1) / 2) as f64;
        let alike = rouge::mean_pairwise(&said).unwrap_or(0.0) * pairs(said.len()) + pairs(declining);
        let mean = alike / pairs(n);
        Ok(Measure::with_raw(mean, -mean))
    }
}
