//! The signals, one to a file: what it is, its formula, its range, what it needs and costs, and where it is from. `n` is
//! the number of answers, `s` the served one. Cost is in pairs judged, before equal texts are put together.

mod agreement;
pub mod bayes_entropy;
mod cocoa;
mod degree;
mod eccentricity;
mod eigen_sets;
mod embedding;
mod exact_match;
mod kernel_entropy;
mod lexical_similarity;
mod likelihood_entropy;
mod log_probability;
mod luq;
mod noncontradiction;
pub mod p_true;
mod selfcheck;
mod semantic_entropy;
mod semantic_sets;
pub mod verbalised;

pub use agreement::{HardAgreement, SoftAgreement};
pub use bayes_entropy::BayesEntropy;
pub use cocoa::CoCoA;
pub use degree::Degree;
pub use eccentricity::Eccentricity;
pub use eigen_sets::EigenSets;
pub use embedding::EmbeddingCosine;
pub use exact_match::ExactMatch;
pub use kernel_entropy::{Kernel, KernelEntropy};
pub use lexical_similarity::LexicalSimilarity;
pub use likelihood_entropy::LikelihoodEntropy;
pub use log_probability::{MeanLogProb, MinLogProb};
pub use luq::Luq;
pub use noncontradiction::Noncontradiction;
pub use p_true::PTrue;
pub use selfcheck::SelfCheck;
pub use semantic_entropy::SemanticEntropy;
pub use semantic_sets::SemanticSets;
pub use verbalised::{OneStage, TwoStage};
