//! What signals may look at. Everything but the texts is optional, for it costs: a judge, extra calls, an upstream that
//! gives log-probabilities. What is asked for and not there is a [`Missing`].

use probity_text::declines;

use crate::{Clusters, Entailment, Entailments, Matrix, Missing, SentenceChecks};

/// The log-probabilities of one answer, in nats.
#[derive(Debug, Clone, PartialEq)]
pub struct LogProbs {
    /// Of the answer as a whole.
    pub sum: f64,
    /// Of its tokens, in order; empty where only the sum is known.
    pub tokens: Vec<f64>,
}

impl LogProbs {
    /// From the log-probabilities of its tokens.
    pub fn of_tokens(tokens: Vec<f64>) -> Self {
        Self { sum: tokens.iter().sum(), tokens }
    }

    /// The mean over the tokens; `None` where they are not known.
    pub fn mean(&self) -> Option<f64> {
        (!self.tokens.is_empty()).then(|| self.tokens.iter().sum::<f64>() / self.tokens.len() as f64)
    }

    fn is_valid(&self) -> bool {
        self.sum.is_finite() && self.tokens.iter().all(|token| token.is_finite())
    }
}

/// What the model said of its own answer when asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reports {
    /// The probability that it gave together with a guess, in [0, 1].
    pub one_stage: Option<f64>,
    /// The probability that it gave for the served answer, in [0, 1].
    pub two_stage: Option<f64>,
    /// Whether the served answer is true, asked several times; `None` for a reply that was neither yes nor no.
    pub votes: Vec<Option<bool>>,
}

/// The answers to one question, and what is known of them.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    answers: &'a [&'a str],
    served: usize,
    declining: Vec<bool>,
    matrix: Option<&'a Matrix>,
    entailments: Option<&'a Entailments>,
    sentences: Option<&'a SentenceChecks>,
    logprobs: Option<&'a [Option<LogProbs>]>,
    embeddings: Option<&'a [Vec<f32>]>,
    reports: Option<&'a Reports>,
}

impl<'a> Evidence<'a> {
    /// Texts alone: the answers, the served one of them at `served`.
    pub fn new(question: &str, answers: &'a [&'a str], served: usize) -> Self {
        let declining = answers.iter().map(|answer| declines(question, answer)).collect();
        Self {
            answers,
            served,
            declining,
            matrix: None,
            entailments: None,
            sentences: None,
            logprobs: None,
            embeddings: None,
            reports: None,
        }
    }

    /// With the answers' pairwise sameness.
    pub fn with_matrix(self, matrix: &'a Matrix) -> Self {
        Self { matrix: Some(matrix), ..self }
    }

    /// With the answers' pairwise entailment.
    pub fn with_entailments(self, entailments: &'a Entailments) -> Self {
        Self { entailments: Some(entailments), ..self }
    }

    /// With the sentences of the served answer, checked against the other answers.
    pub fn with_sentences(self, sentences: &'a SentenceChecks) -> Self {
        Self { sentences: Some(sentences), ..self }
    }

    /// With log-probabilities, one for each answer that has them.
    pub fn with_logprobs(self, logprobs: &'a [Option<LogProbs>]) -> Self {
        Self { logprobs: Some(logprobs), ..self }
    }

    /// With one embedding for each answer.
    pub fn with_embeddings(self, embeddings: &'a [Vec<f32>]) -> Self {
        Self { embeddings: Some(embeddings), ..self }
    }

    /// With what the model says of itself.
    pub fn with_reports(self, reports: &'a Reports) -> Self {
        Self { reports: Some(reports), ..self }
    }

    /// The answers, the served one among them.
    pub fn answers(&self) -> &'a [&'a str] {
        self.answers
    }

    /// How many answers there are.
    pub fn count(&self) -> usize {
        self.answers.len()
    }

    /// Whether an answer declines.
    pub fn declines(&self, answer: usize) -> bool {
        let declining = self.declining.get(answer).copied().unwrap_or(false);
        declining || self.matrix.is_some_and(|matrix| matrix.declines(answer))
    }

    /// The place of the served answer.
    ///
    /// # Errors
    /// [`Missing::NoAnswer`].
    pub fn served(&self) -> Result<usize, Missing> {
        if self.served < self.count() { Ok(self.served) } else { Err(Missing::NoAnswer) }
    }

    /// The places of the answers beside the served one, at least one.
    ///
    /// # Errors
    /// [`Missing::TooFewAnswers`].
    pub fn others(&self) -> Result<Vec<usize>, Missing> {
        let served = self.served()?;
        let others: Vec<usize> = (0..self.count()).filter(|place| *place != served).collect();
        if others.is_empty() { Err(Missing::TooFewAnswers) } else { Ok(others) }
    }

    /// The sameness of at least two answers, whether all pairs were judged and could be read or not.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn matrix(&self) -> Result<&'a Matrix, Missing> {
        self.others()?;
        let matrix = self.matrix.ok_or(Missing::NoSameness)?;
        if matrix.len() == self.count() { Ok(matrix) } else { Err(Missing::Invalid) }
    }

    /// The sameness of all pairs of at least two answers.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn all_pairs(&self) -> Result<&'a Matrix, Missing> {
        let matrix = self.matrix()?;
        matrix.complete().map(|()| matrix)
    }

    /// First-fit clusters of at least two answers, two being the same from `same_at` on. It takes the pairs that first
    /// fit looks at, and no others.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn clusters(&self, same_at: f64) -> Result<Clusters, Missing> {
        Clusters::of(self.matrix()?, same_at)
    }

    /// The entailment of all pairs of at least two answers.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn entailments(&self) -> Result<&'a Entailments, Missing> {
        let entailments = self.some_entailments()?;
        entailments.complete().map(|()| entailments)
    }

    /// How one of at least two answers, `hypothesis`, stands to another.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn entailment(&self, premise: usize, hypothesis: usize) -> Result<Entailment, Missing> {
        self.some_entailments()?.cell(premise, hypothesis).needed(Missing::NoEntailments)
    }

    /// The served answer's sentences.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn sentences(&self) -> Result<&'a SentenceChecks, Missing> {
        self.served()?;
        self.sentences.ok_or(Missing::NoSentences)
    }

    /// The log-probabilities of one answer.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn logprobs(&self, answer: usize) -> Result<&'a LogProbs, Missing> {
        let all = self.logprobs.ok_or(Missing::NoLogProbs)?;
        let one = all.get(answer).and_then(Option::as_ref).ok_or(Missing::NoLogProbs)?;
        if one.is_valid() { Ok(one) } else { Err(Missing::Invalid) }
    }

    /// The log-probabilities of an answer's tokens, none above 0 and not empty.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn token_logprobs(&self, answer: usize) -> Result<Vec<f64>, Missing> {
        let tokens: Vec<f64> = self.logprobs(answer)?.tokens.iter().map(|token| token.min(0.0)).collect();
        if tokens.is_empty() { Err(Missing::NoTokenLogProbs) } else { Ok(tokens) }
    }

    /// One embedding for each of at least two answers.
    ///
    /// # Errors
    /// [`Missing`] what it says.
    pub fn embeddings(&self) -> Result<&'a [Vec<f32>], Missing> {
        self.others()?;
        let all = self.embeddings.ok_or(Missing::NoEmbeddings)?;
        let width = all.first().map_or(0, Vec::len);
        let sound = |one: &Vec<f32>| one.len() == width && one.iter().all(|number| number.is_finite());
        if all.len() == self.count() && all.iter().all(sound) { Ok(all) } else { Err(Missing::Invalid) }
    }

    /// What the model says of itself, if it was asked anything.
    pub fn reports(&self) -> Option<&'a Reports> {
        self.reports
    }

    /// The entailment of at least two answers, whether all pairs were judged and could be read or not.
    fn some_entailments(&self) -> Result<&'a Entailments, Missing> {
        self.others()?;
        let entailments = self.entailments.ok_or(Missing::NoEntailments)?;
        if entailments.len() == self.count() { Ok(entailments) } else { Err(Missing::Invalid) }
    }
}
