//! What the pair model can be asked.

use futures_util::future::BoxFuture;
use probity_score::judge::{Claim, Entailment, EntailmentJudge, Error, Pair, PairJudge};

use crate::pair::PairModel;
use crate::pair::reading::{Sequence, Unread};

/// What kind of request a request is.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// The likeliest label.
    pub label: String,
    /// Its probability, in [0, 1].
    pub probability: f64,
    /// The probability of every label, in the order of [`PairModel::gate_labels`]; they sum to one.
    pub probabilities: Vec<f64>,
}

impl PairModel {
    /// What kind of request `request` is. A long one is judged by its start and its end.
    ///
    /// # Errors
    /// When the model is overloaded or fails.
    pub async fn gate(&self, request: &str) -> Result<Gate, Error> {
        let sequence = self.inner.reader.request(request).map_err(|unread| Error::Failed(unread.to_string()))?;
        let outputs = self.inner.worker.ask(&self.inner.name, vec![sequence]).await?;
        let probabilities = softmax(outputs.first().map(Vec::as_slice).unwrap_or_default());
        let likeliest = probabilities.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        let (index, probability) = likeliest.map_or((0, 0.0), |(index, probability)| (index, *probability));
        Ok(Gate { label: self.gate_labels()[index].clone(), probability, probabilities })
    }

    /// For each text, its mean state at unit length: the cosine of two is their dot product. Of a long text, its start.
    ///
    /// # Errors
    /// When the model is overloaded or fails.
    pub async fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, Error> {
        let sequences: Result<Vec<Sequence>, Unread> = texts.iter().map(|text| self.inner.reader.text(text)).collect();
        let sequences = sequences.map_err(|unread| Error::Failed(unread.to_string()))?;
        let mut outputs = self.inner.worker.ask(&self.inner.name, sequences).await?;
        for output in &mut outputs {
            let length = output.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for value in output {
                *value /= length;
            }
        }
        Ok(outputs)
    }

    fn pairs(&self, question: &str, pairs: &[Pair<'_>]) -> Result<Vec<Option<[Sequence; 1]>>, Error> {
        let mut pages = self.inner.reader.pages();
        pairs.iter().map(|pair| readable(pages.pair(question, pair.a, pair.b))).collect()
    }

    fn claims(&self, claims: &[Claim<'_>]) -> Result<Vec<Option<[Sequence; 1]>>, Error> {
        let mut pages = self.inner.reader.pages();
        claims.iter().map(|claim| readable(pages.claim(claim.premise, claim.hypothesis))).collect()
    }
}

impl PairJudge for PairModel {
    fn name(&self) -> &str {
        &self.inner.name
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Vec<Option<f64>>, Error>> {
        Box::pin(async move {
            let sequences = self.pairs(question, pairs)?;
            let verdict = |[logits]: &[Vec<f32>; 1]| logits.first().map(|logit| 1.0 / (1.0 + f64::from(-logit).exp()));
            self.inner.worker.ask_each(&self.inner.name, sequences, verdict).await
        })
    }
}

impl EntailmentJudge for PairModel {
    fn name(&self) -> &str {
        &self.inner.name
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>> {
        Box::pin(async move {
            let sequences = self.claims(claims)?;
            let verdict = |[logits]: &[Vec<f32>; 1]| match softmax(logits)[..] {
                [entailment, neutral, contradiction] => Some(Entailment { entailment, neutral, contradiction }),
                _ => None,
            };
            self.inner.worker.ask_each(&self.inner.name, sequences, verdict).await
        })
    }
}

/// A sequence, or `None` for texts that the model cannot read.
fn readable(sequence: Result<Sequence, Unread>) -> Result<Option<[Sequence; 1]>, Error> {
    match sequence {
        Ok(sequence) => Ok(Some([sequence])),
        Err(Unread::TooLong | Unread::Unknown) => Ok(None),
        Err(unread @ Unread::Tokenizer(_)) => Err(Error::Failed(unread.to_string())),
    }
}

fn softmax(logits: &[f32]) -> Vec<f64> {
    let peak = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f64> = logits.iter().map(|logit| f64::from(logit - peak).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}
