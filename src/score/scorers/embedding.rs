//! Likeness of embeddings.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: the mean cosine of the served answer's embedding with the others', in [−1, 1]; with an answer that declines
/// where the other does not it is −1, with one that does where the other does too it is 1. Confidence: `½ + raw / 2`,
/// in [0, 1].
///
/// Needs embeddings; judges nothing, but each answer is embedded once. As uqlm has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct EmbeddingCosine;

impl Scorer for EmbeddingCosine {
    fn name(&self) -> &'static str {
        "embedding_cosine"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Embeddings]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let (all, served, others) = (evidence.embeddings()?, evidence.served()?, evidence.others()?);
        let alike = |other: &usize| match (evidence.declines(served), evidence.declines(*other)) {
            (true, true) => 1.0,
            (false, false) => cosine(&all[served], &all[*other]),
            _ => -1.0,
        };
        let mean = others.iter().map(alike).sum::<f64>() / others.len() as f64;
        Ok(Measure::with_raw(f64::midpoint(1.0, mean), mean))
    }
}

/// 0 where one of the two has no direction.
fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
    let lengths = dot(a, a).sqrt() * dot(b, b).sqrt();
    if lengths > 0.0 { (dot(a, b) / lengths).clamp(-1.0, 1.0) } else { 0.0 }
}
