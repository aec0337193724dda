//! Signals from samples, through judges of pairs.
//!
//! A judge says how far two answers are the same; from that come agreement with the served answer (the default signal),
//! clusters and their entropy, and the answer that agrees most with all others. Declining is a class of its own
//! throughout: a draw that declines never agrees with an answer, and two draws that decline never make an answer sure.
//! What no judge can read is marked so, never scored.
//!
//! # Layout
//! - [`judge`]: the traits of judges, of pairs and of entailment;
//! - [`lexical`]: the judge that needs no model, and the [`similarity`] it falls back on;
//! - [`meaning`]: the judge that serves: equal texts, guards, then a chain of other judges;
//! - [`agreement`]: agreement with the served answer, soft and hard;
//! - [`comparison`]: answers compared no further than needed, each distinct pair once; [`matrix`]: all pairs of them;
//! - [`entailments`]: how answers and sentences follow from each other;
//! - [`cluster`], [`entropy`], [`rouge`], [`graph`]: what the signals are made of;
//! - [`evidence`]: all that signals may look at, and what is [`missing`]; [`gathering`]: no more of it judged than they need;
//! - [`scorer`]: signals behind one trait, by name; [`scorers`]: each of them; [`blend`]: several made one.
//!
//! # Where the signals differ from others', on purpose
//!
//! | signal | elsewhere | here |
//! |---|---|---|
//! | clusters | uqlm: an answer may join several clusters, `[A, C], [B, C]` | the first that fits, and that one only |
//! | clusters | a learnt judge merges `32` and `32.5` | guards first: `35, 32.5, 32, 32.5, 30., 32` has the sizes 1, 2, 2, 1 and `H = 1.329661` |
//! | `semantic_entropy` | lm-polygraph, `direct`: `−Σ_i p_C(i) ln p_C(i)` over answers, above `ln K` | `−Σ_C p_C ln p_C` over clusters |
//! | `semantic_entropy` confidence | uqlm: `1 − H / ln(m + 1)` for `m` samples beside the served answer | the same, with `n = m + 1` answers |
//! | `semantic_entropy_likelihood` | lm-polygraph, `sum`: `−1/n Σ_i ln Σ_{j ∈ C(i)} exp(l_j)`, not 0 for one cluster ([`entropy::monte_carlo`]) | `−Σ_C p_C ln p_C`, `p_C = Σ_{i ∈ C} softmax(l̄)_i` with length-normalised `l̄` |
//! | diagonals | lm-polygraph: the model's own verdict on a text and itself | a text is itself: entailment 1, contradiction 0 |
//! | `degree_*` confidence | `D_ss / n`, which moves with n | `(D_ss − W_ss) / (n − 1)`; the raw `U = Σ (n − D_ii) / n²` is the literature's |
//! | `eccentricity_*` confidence | `−‖v_s − v̄‖`; lm-polygraph's list has one number for each eigenvector | `1 − ‖v_s − v̄‖`, one for each answer; the raw norm is the literature's |
//! | `kernel_entropy_*` | both directions summed, `t = .3`, over `ln n` ([`scorers::KernelEntropy::published`]): one cluster of 3 is .681, six of 10 are .919 | mean of both directions, `t = 6 / n`, `(H − H₁(n)) / (ln n − H₁(n))` |
//! | `selfcheck_nli` | the sentence is the premise, sentences weigh alike | the sentence is the hypothesis, and weighs as much as it is long |
//! | `cocoa` confidence | uqlm: cosine of embeddings | sameness |
//! | every confidence | that of a served refusal is as any other | 0 |

pub mod agreement;
pub mod blend;
mod cell;
mod classes;
pub mod cluster;
pub mod comparison;
mod eigen;
pub mod entailments;
pub mod entropy;
pub mod evidence;
mod gamma;
pub mod gathering;
pub mod graph;
pub mod judge;
pub mod lexical;
pub mod matrix;
pub mod meaning;
pub mod missing;
mod readings;
pub mod rouge;
pub mod scorer;
pub mod scorers;
pub mod similarity;

pub use agreement::{Agreement, against};
pub use blend::{Blend, Recipe};
pub use cluster::{Clusters, SAME_AT};
pub use comparison::Comparison;
pub use entailments::{Entailments, SentenceChecks};
pub use evidence::{Evidence, LogProbs, Reports};
pub use gathering::Gathered;
pub use graph::Affinity;
pub use judge::{Claim, Entailment, EntailmentJudge, Error, Pair, PairJudge, Verdicts};
pub use lexical::LexicalJudge;
pub use matrix::Matrix;
pub use meaning::{MeaningJudge, Mix};
pub use missing::Missing;
pub use scorer::{Scored, Scorer};
