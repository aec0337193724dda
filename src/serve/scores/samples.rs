//! Samples: the answers that were drawn for one question, and every signal of how sure their model was.

use probity_score::evidence::{LogProbs, Reports};
use probity_score::scorer::{self, Need, Scorer};
use probity_score::{Comparison, Error, Evidence, Gathered};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Judges;

/// The most answers of one question: what is computed over all pairs grows with their square.
pub const MAX_ANSWERS: usize = 256;

/// A question with its answers, as it is sent. Members that are not among these are ignored.
#[derive(Debug, Clone, Deserialize)]
#[serde(expecting = "an object with 'answers'")]
pub struct SampleRow {
    /// Copied to the scores, whatever it is.
    pub id: Option<Value>,
    /// The question; may be left out.
    pub question: Option<String>,
    /// The answers, at least one.
    #[serde(alias = "samples")]
    pub answers: Vec<String>,
    /// Which answer confidence is wanted in: a number is a place among the answers, from 0; a text is one more answer,
    /// beside them. Left out: the first of the answers.
    pub served: Option<Served>,
    /// For each of `answers` the log-probabilities (natural) of its tokens, or `null`.
    pub logprobs: Option<Vec<Option<Vec<f64>>>>,
    /// The same for a `served` that is a text.
    pub served_logprobs: Option<Vec<f64>>,
    /// What the model said each time it was asked whether the served answer is true; `null` where it said neither.
    pub votes: Option<Vec<Option<bool>>>,
    /// The probability that the model stated together with a guess, in [0, 1].
    pub verbalised_1s: Option<f64>,
    /// The probability that the model stated when shown the served answer, in [0, 1].
    pub verbalised_2s: Option<f64>,
}

/// Which answer confidence is wanted in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a place among the answers, or a text")]
pub enum Served {
    /// A place among the answers.
    Place(usize),
    /// An answer beside them.
    Text(String),
}

/// A row that cannot be scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{param}': {reason}")]
pub struct Invalid {
    /// The member at fault.
    pub param: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

/// A question with its answers, ready to be scored.
#[derive(Debug, Clone)]
pub struct Samples {
    id: Option<Value>,
    question: String,
    answers: Vec<String>,
    served: usize,
    logprobs: Option<Vec<Option<LogProbs>>>,
    reports: Reports,
}

/// The signals that are wanted.
#[derive(Debug)]
pub struct Wanted(Vec<Box<dyn Scorer>>);

/// What the signals say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleScores {
    /// The row's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Value>,
    /// For each signal its confidence in the served answer, in [0, 1].
    pub scores: Map<String, Value>,
    /// For each of them the number as the literature has it, often an uncertainty.
    pub raw: Map<String, Value>,
    /// For each signal without a value, why it has none.
    pub missing: Map<String, Value>,
}

impl SampleRow {
    /// Checks what types cannot say.
    ///
    /// # Errors
    /// When there is no answer or there are too many, or members do not fit each other.
    pub fn check(self) -> Result<Samples, Invalid> {
        let reports = self.reports()?;
        let invalid = |param, reason: String| Err(Invalid { param, reason });
        let count = self.answers.len();
        if !(1..=MAX_ANSWERS).contains(&count) {
            return invalid("answers", format!("there are {count}, from 1 to {MAX_ANSWERS} are taken"));
        }
        if let Some(given) = self.logprobs.as_ref().filter(|logprobs| logprobs.len() != count) {
            return invalid("logprobs", format!("there are {} for {count} answers", given.len()));
        }
        if self.served_logprobs.is_some() && !matches!(self.served, Some(Served::Text(_))) {
            return invalid("served_logprobs", "is for a 'served' that is a text".to_owned());
        }
        let own = self.served_logprobs.map(LogProbs::of_tokens);
        let given = self.logprobs.map(|all| all.into_iter().map(|one| one.map(LogProbs::of_tokens)).collect());
        let (mut answers, mut logprobs): (_, Option<Vec<_>>) = (self.answers, given);
        let served = match self.served {
            None => 0,
            Some(Served::Place(place)) if place < count => place,
            Some(Served::Place(place)) => {
                return invalid("served", format!("there is no answer {place}; the last is {}", count - 1));
            }
            Some(Served::Text(text)) => {
                answers.push(text);
                if own.is_some() || logprobs.is_some() {
                    logprobs.get_or_insert_with(|| vec![None; count]).push(own);
                }
                count
            }
        };
        Ok(Samples { id: self.id, question: self.question.unwrap_or_default(), answers, served, logprobs, reports })
    }

    fn reports(&self) -> Result<Reports, Invalid> {
        let stated = |param, probability: Option<f64>| match probability {
            Some(other) if !(0.0..=1.0).contains(&other) => {
                Err(Invalid { param, reason: format!("{other} is no probability, which lies from 0 to 1") })
            }
            fine => Ok(fine),
        };
        Ok(Reports {
            one_stage: stated("verbalised_1s", self.verbalised_1s)?,
            two_stage: stated("verbalised_2s", self.verbalised_2s)?,
            votes: self.votes.clone().unwrap_or_default(),
        })
    }
}

impl Wanted {
    /// Every signal that there is.
    pub fn all() -> Self {
        Self(scorer::all())
    }

    /// The signals of these names, each once.
    ///
    /// # Errors
    /// When there is none of a name.
    pub fn named<S: AsRef<str>>(names: &[S]) -> Result<Self, Invalid> {
        let mut wanted: Vec<Box<dyn Scorer>> = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            let scorer =
                scorer::by_name(name).map_err(|unknown| Invalid { param: "scorers", reason: unknown.to_string() })?;
            if !wanted.iter().any(|known| known.name() == scorer.name()) {
                wanted.push(scorer);
            }
        }
        if wanted.is_empty() {
            return Err(Invalid { param: "scorers", reason: "names none; leave it out for all".to_owned() });
        }
        Ok(Self(wanted))
    }

    /// Whether any of them needs a judge of entailment.
    pub fn need_entailment(&self) -> bool {
        let entails = |need: &Need| matches!(need, Need::ServedEntailments | Need::Entailments | Need::Sentences);
        self.needs().iter().any(entails)
    }

    fn needs(&self) -> Vec<Need> {
        self.0.iter().flat_map(|scorer| scorer.needs()).collect()
    }
}

impl Judges {
    /// The signals that are wanted of one question's answers. Only what they need is judged.
    ///
    /// # Errors
    /// When a judge cannot judge. That some signal has no value is no error: it says why.
    pub async fn samples(&self, samples: Samples, wanted: &Wanted) -> Result<SampleScores, Error> {
        let (question, served, needs) = (samples.question.as_str(), samples.served, wanted.needs());
        let mut comparison = Comparison::new(&*self.meaning, question, &samples.answers);
        let gathered = Gathered::of(&mut comparison, self.entailment.as_deref(), served, &needs).await?;
        let answers = comparison.answers();
        let embeddings = if needs.contains(&Need::Embeddings) { self.embeddings(answers).await? } else { None };
        let mut evidence = gathered.beside(Evidence::new(question, answers, served)).with_reports(&samples.reports);
        if let Some(embeddings) = &embeddings {
            evidence = evidence.with_embeddings(embeddings);
        }
        if let Some(logprobs) = &samples.logprobs {
            evidence = evidence.with_logprobs(logprobs);
        }
        Ok(SampleScores::of(samples.id.clone(), wanted, &evidence))
    }

    async fn embeddings(&self, answers: &[&str]) -> Result<Option<Vec<Vec<f32>>>, Error> {
        let Some(embedder) = self.embedder.as_ref().filter(|_| answers.len() > 1) else { return Ok(None) };
        match embedder.embed(answers).await {
            Ok(embeddings) => Ok(Some(embeddings)),
            Err(error @ Error::Overloaded(_)) => Err(error),
            // One text that it cannot read is no reason to do without all other signals.
            Err(_) => Ok(None),
        }
    }
}

impl SampleScores {
    fn of(id: Option<Value>, wanted: &Wanted, evidence: &Evidence<'_>) -> Self {
        let (mut scores, mut raw, mut missing) = (Map::new(), Map::new(), Map::new());
        for scorer in &wanted.0 {
            let scored = scorer.score(evidence);
            if let Some(why) = scored.why_not {
                missing.insert(scored.name, Value::from(why.code()));
                continue;
            }
            raw.insert(scored.name.clone(), Value::from(scored.raw));
            scores.insert(scored.name, Value::from(scored.value));
        }
        Self { id, scores, raw, missing }
    }
}
