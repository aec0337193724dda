//! All signals behind one trait: a name, what it needs, and a score in which higher means more confident.

use serde::Serialize;

use crate::scorers::Kernel;
use crate::{Affinity, Evidence, Missing, SAME_AT, scorers};

/// What a signal needs beside the texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Need {
    /// The sameness of the served answer with each other.
    ServedSameness,
    /// The sameness of the pairs that first-fit clustering looks at.
    Clusters {
        /// From which sameness on two answers share a cluster.
        same_at: f64,
    },
    /// The sameness of all pairs of answers.
    Sameness,
    /// Entailment of the served answer with each other, in both directions.
    ServedEntailments,
    /// Entailment of all ordered pairs of answers.
    Entailments,
    /// Entailment of the served answer's sentences.
    Sentences,
    /// Log-probabilities of the served answer's tokens.
    LogProbs,
    /// Log-probabilities of every answer's tokens.
    AllLogProbs,
    /// An embedding of each answer.
    Embeddings,
    /// Extra calls: is it true?
    Votes,
    /// An extra call: guess, and say how sure you are.
    OneStage,
    /// An extra call: how sure are you of that answer?
    TwoStage,
}

/// What a signal found.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// In [0, 1], higher for more confident.
    pub confidence: f64,
    /// The number as the literature has it, often an uncertainty.
    pub raw: f64,
    /// What it did without.
    pub left_out: Vec<LeftOut>,
}

/// A part of a blend that had no value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// The scorer.
    pub name: String,
    /// Why it had none.
    pub why: Missing,
}

/// A signal's result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    /// The scorer.
    pub name: String,
    /// In [0, 1], higher for more confident; 0 where the served answer declines, of which nothing makes an answer.
    pub value: Option<f64>,
    /// The number as the literature has it: an entropy, an uncertainty, a log-probability.
    pub raw: Option<f64>,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<Missing>,
    /// What a blend did without.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// A signal of how sure the model is.
pub trait Scorer: Send + Sync + std::fmt::Debug {
    /// Its name in reports and fingerprints.
    fn name(&self) -> &str;

    /// What it needs beside the texts.
    fn needs(&self) -> Vec<Need>;

    /// Measures.
    ///
    /// # Errors
    /// [`Missing`] what the evidence lacks.
    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing>;

    /// Measures, and says why where it cannot.
    fn score(&self, evidence: &Evidence<'_>) -> Scored {
        let name = self.name().to_owned();
        let measured = evidence.served().and_then(|served| Ok((served, self.measure(evidence)?)));
        match measured {
            Ok((served, Measure { confidence, raw, left_out })) if confidence.is_finite() && raw.is_finite() => {
                let value = if evidence.declines(served) { 0.0 } else { confidence.clamp(0.0, 1.0) };
                Scored { name, value: Some(value), raw: Some(raw), why_not: None, left_out }
            }
            Ok((_, Measure { left_out, .. })) => {
                Scored { name, value: None, raw: None, why_not: Some(Missing::Invalid), left_out }
            }
            Err(why) => Scored { name, value: None, raw: None, why_not: Some(why), left_out: Vec::new() },
        }
    }
}

impl Measure {
    /// A number that is a confidence by itself.
    pub fn of(confidence: f64) -> Self {
        Self::with_raw(confidence, confidence)
    }

    /// A confidence, and the number that it was made of.
    pub fn with_raw(confidence: f64, raw: f64) -> Self {
        Self { confidence, raw, left_out: Vec::new() }
    }
}

/// There is no scorer of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no scorer '{name}'{}; there are: {}", meant(*.nearest), .known.join(", "))]
pub struct UnknownScorer {
    /// The name that was asked for.
    pub name: String,
    /// The one that is spelt most alike, if any is near.
    pub nearest: Option<&'static str>,
    /// All that there are.
    pub known: Vec<&'static str>,
}

/// Every signal of this room by itself, two answers being the same from [`SAME_AT`] on.
pub fn all() -> Vec<Box<dyn Scorer>> {
    REGISTRY.iter().map(|(_, make)| make()).collect()
}

/// The names of all signals.
pub fn names() -> Vec<&'static str> {
    REGISTRY.iter().map(|(name, _)| *name).collect()
}

/// The signal of a name.
///
/// # Errors
/// When there is none; the error names those that there are.
pub fn by_name(name: &str) -> Result<Box<dyn Scorer>, UnknownScorer> {
    if let Some((_, make)) = REGISTRY.iter().find(|(known, _)| *known == name) {
        return Ok(make());
    }
    let likeness = |known: &&str| strsim::jaro_winkler(name, known);
    let nearest = names().into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let nearest = nearest.filter(|known| likeness(known) >= NEAR);
    Err(UnknownScorer { name: name.to_owned(), nearest, known: names() })
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|near| format!(" (did you mean '{near}'?)")).unwrap_or_default()
}

/// From this likeness on a name may be meant.
const NEAR: f64 = 0.8;

type Make = fn() -> Box<dyn Scorer>;

const REGISTRY: &[(&str, Make)] = &[
    ("agreement_soft", || Box::new(scorers::SoftAgreement)),
    ("agreement_hard", || Box::new(scorers::HardAgreement { same_at: SAME_AT })),
    ("semantic_sets", || Box::new(scorers::SemanticSets { same_at: SAME_AT })),
    ("semantic_entropy", || Box::new(scorers::SemanticEntropy { same_at: SAME_AT })),
    ("semantic_entropy_likelihood", || Box::new(scorers::LikelihoodEntropy { same_at: SAME_AT })),
    ("semantic_entropy_bayes", || Box::new(scorers::BayesEntropy { same_at: SAME_AT })),
    ("exact_match", || Box::new(scorers::ExactMatch)),
    ("noncontradiction", || Box::new(scorers::Noncontradiction)),
    ("eigv_same", || Box::new(scorers::EigenSets(Affinity::Same))),
    ("eigv_entail", || Box::new(scorers::EigenSets(Affinity::Entail))),
    ("eigv_noncontra", || Box::new(scorers::EigenSets(Affinity::Noncontra))),
    ("eigv_jaccard", || Box::new(scorers::EigenSets(Affinity::Jaccard))),
    ("degree_same", || Box::new(scorers::Degree(Affinity::Same))),
    ("degree_entail", || Box::new(scorers::Degree(Affinity::Entail))),
    ("degree_noncontra", || Box::new(scorers::Degree(Affinity::Noncontra))),
    ("degree_jaccard", || Box::new(scorers::Degree(Affinity::Jaccard))),
    ("eccentricity_same", || Box::new(scorers::Eccentricity(Affinity::Same))),
    ("eccentricity_entail", || Box::new(scorers::Eccentricity(Affinity::Entail))),
    ("eccentricity_noncontra", || Box::new(scorers::Eccentricity(Affinity::Noncontra))),
    ("eccentricity_jaccard", || Box::new(scorers::Eccentricity(Affinity::Jaccard))),
    ("kernel_entropy_same", || Box::new(scorers::KernelEntropy(Kernel::Sameness))),
    ("kernel_entropy_entail", || Box::new(scorers::KernelEntropy(Kernel::Entailment))),
    ("lexical_similarity", || Box::new(scorers::LexicalSimilarity)),
    ("embedding_cosine", || Box::new(scorers::EmbeddingCosine)),
    ("selfcheck_nli", || Box::new(scorers::SelfCheck)),
    ("luq", || Box::new(scorers::Luq)),
    ("mean_logprob", || Box::new(scorers::MeanLogProb)),
    ("min_logprob", || Box::new(scorers::MinLogProb)),
    ("cocoa", || Box::new(scorers::CoCoA)),
    ("p_true", || Box::new(scorers::PTrue)),
    ("verbalised_1s", || Box::new(scorers::OneStage)),
    ("verbalised_2s", || Box::new(scorers::TwoStage)),
];
