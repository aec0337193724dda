//! All signals behind one trait: a name, and a score in which higher means more confident.

use crate::{Clusters, Matrix, entropy, rouge};

/// What a signal may look at.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The answers, the served one among them.
    pub answers: &'a [&'a str],
    /// Their pairwise sameness.
    pub matrix: &'a Matrix,
    /// Which of them is served.
    pub served: usize,
}

/// A signal of how sure the model is.
pub trait Scorer: Send + Sync + std::fmt::Debug {
    /// Its name in reports and fingerprints.
    fn name(&self) -> &'static str;

    /// The score, higher for more confident; `None` where the evidence is too little to say.
    fn score(&self, evidence: &Evidence<'_>) -> Option<f64>;
}

/// Mean sameness of the served answer to the others, in [0, 1].
#[derive(Debug, Clone, Copy, Default)]
pub struct SoftAgreement;

/// Share of the other answers that are the same as the served one, in [0, 1].
#[derive(Debug, Clone, Copy)]
pub struct HardAgreement {
    /// From which sameness on.
    pub same_at: f64,
}

/// `1 − H / ln n` of the clusters, in [0, 1].
#[derive(Debug, Clone, Copy)]
pub struct SemanticEntropy {
    /// From which sameness on two answers share a cluster.
    pub same_at: f64,
}

/// `(n − K) / (n − 1)` for `K` clusters of `n` answers, in [0, 1].
#[derive(Debug, Clone, Copy)]
pub struct SemanticSets {
    /// From which sameness on two answers share a cluster.
    pub same_at: f64,
}

/// Mean pairwise ROUGE-L F, in [0, 1].
#[derive(Debug, Clone, Copy, Default)]
pub struct LexicalSimilarity;

/// `1 − H / ln n` of the distinct normalised texts, in [0, 1].
#[derive(Debug, Clone, Copy, Default)]
pub struct ExactMatch;

/// Every signal of this room, two answers being the same from `same_at` on.
pub fn all(same_at: f64) -> Vec<Box<dyn Scorer>> {
    vec![
        Box::new(SoftAgreement),
        Box::new(HardAgreement { same_at }),
        Box::new(SemanticEntropy { same_at }),
        Box::new(SemanticSets { same_at }),
        Box::new(LexicalSimilarity),
        Box::new(ExactMatch),
    ]
}

impl Scorer for SoftAgreement {
    fn name(&self) -> &'static str {
        "agreement_soft"
    }

    fn score(&self, evidence: &Evidence<'_>) -> Option<f64> {
        evidence.matrix.agreement(evidence.served)
    }
}

impl Scorer for HardAgreement {
    fn name(&self) -> &'static str {
        "agreement_hard"
    }

    fn score(&self, evidence: &Evidence<'_>) -> Option<f64> {
        let Evidence { matrix, served, .. } = *evidence;
        matrix.agreement(served)?;
        let others = (0..matrix.len()).filter(|i| *i != served);
        let agree = |i: &usize| !matrix.declines(served) && matrix.same(served, *i) >= self.same_at;
        Some(others.filter(agree).count() as f64 / (matrix.len() - 1) as f64)
    }
}

impl Scorer for SemanticEntropy {
    fn name(&self) -> &'static str {
        "semantic_entropy"
    }

    fn score(&self, evidence: &Evidence<'_>) -> Option<f64> {
        entropy::confidence(Clusters::first_fit(evidence.matrix, self.same_at).sizes())
    }
}

impl Scorer for SemanticSets {
    fn name(&self) -> &'static str {
        "semantic_sets"
    }

    fn score(&self, evidence: &Evidence<'_>) -> Option<f64> {
        let clusters = Clusters::first_fit(evidence.matrix, self.same_at);
        let answers = evidence.matrix.len();
        (answers > 1).then(|| (answers - clusters.len()) as f64 / (answers - 1) as f64)
    }
}

impl Scorer for LexicalSimilarity {
    fn name(&self) -> &'static str {
        "lexical_similarity"
    }

    fn score(&self, evidence: &Evidence<'_>) -> Option<f64> {
        rouge::mean_pairwise(evidence.answers)
    }
}

impl Scorer for ExactMatch {
    fn name(&self) -> &'static str {
        "exact_match"
    }

    fn score(&self, evidence: &Evidence<'_>) -> Option<f64> {
        entropy::confidence(&entropy::exact_sizes(evidence.answers))
    }
}
