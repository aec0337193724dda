//! Why a signal has no value. Part of every result: a number that is not there says what it would have needed.

use serde::{Serialize, Serializer};

/// What was not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Missing {
    /// There is no served answer among the answers.
    #[error("there is no served answer")]
    NoAnswer,
    /// Fewer than two answers agree or disagree with nothing.
    #[error("it takes two answers at least")]
    TooFewAnswers,
    /// No sameness of some pair of answers that it needs.
    #[error("the pairs of answers were not judged")]
    NoSameness,
    /// Some pair that it needs could not be read.
    #[error("no judge could read all the answers")]
    Unreadable,
    /// No entailment between some two answers that it needs.
    #[error("no judge of entailment judged the answers")]
    NoEntailments,
    /// No entailment of the served answer's sentences.
    #[error("no judge of entailment judged the sentences")]
    NoSentences,
    /// No log-probabilities.
    #[error("no log-probabilities came with the answers")]
    NoLogProbs,
    /// Only sums of log-probabilities.
    #[error("no log-probabilities of single tokens came with the answers")]
    NoTokenLogProbs,
    /// No embeddings.
    #[error("the answers were not embedded")]
    NoEmbeddings,
    /// The model was not asked whether the answer is true, or gave no readable reply.
    #[error("the model did not say whether the answer is true")]
    NoVotes,
    /// The model was not asked how sure it is, or gave no readable reply.
    #[error("the model did not state how sure it is")]
    NoStatement,
    /// What came is no evidence: not a number, or for another count of answers.
    #[error("the evidence does not fit the answers")]
    Invalid,
    /// A blend lacks parts, and does not do with the rest.
    #[error("parts of the blend are missing")]
    Parts,
}

impl Missing {
    /// A stable word for it, as it stands in reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::TooFewAnswers => "too_few_answers",
            Self::NoSameness => "no_sameness",
            Self::Unreadable => "unreadable",
            Self::NoEntailments => "no_entailments",
            Self::NoSentences => "no_sentences",
            Self::NoLogProbs => "no_logprobs",
            Self::NoTokenLogProbs => "no_token_logprobs",
            Self::NoEmbeddings => "no_embeddings",
            Self::NoVotes => "no_votes",
            Self::NoStatement => "no_statement",
            Self::Invalid => "invalid_evidence",
            Self::Parts => "missing_parts",
        }
    }
}

impl Serialize for Missing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
