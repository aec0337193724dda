//! Pairs: how far two answers are the same, and whether the one follows from the other.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use probity_score::{Claim, Entailment, Error, Pair, Verdicts};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Judges;

/// How many pairs of a question go to the judge in one call: all of them get read by a judge that reads no more than some
/// twenty at once, as the upstream does.
const PAIRS_AT_ONCE: usize = 16;

/// How many such calls are before the judge at once: enough to fill its batches, too few to fill its queue.
const CALLS_AT_ONCE: usize = 12;

/// How many claims go to the judge in one call.
const CLAIMS_AT_ONCE: usize = 32;

/// Two answers to a question. Members that are not among these are ignored.
#[derive(Debug, Clone, Deserialize)]
#[serde(expecting = "an object with 'a' and 'b'")]
pub struct PairRow {
    /// Copied to the scores, whatever it is.
    pub id: Option<Value>,
    /// The question; may be left out.
    pub question: Option<String>,
    /// One answer: the premise.
    pub a: String,
    /// The other: the hypothesis.
    pub b: String,
}

/// What there is to say of a pair. A value is absent (`null`) where no configured judge can read the texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairScores {
    /// The row's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Value>,
    /// The probability that both are the same answer, in [0, 1]; symmetric.
    pub equivalence: Option<f64>,
    /// The probability that `b` follows from `a`, in [0, 1]; the three sum to one.
    pub entailment: Option<f64>,
    /// That neither `b` nor its contrary follows from `a`.
    pub neutral: Option<f64>,
    /// That the contrary of `b` follows from `a`.
    pub contradiction: Option<f64>,
}

impl Judges {
    /// The scores of pairs, in order. Pairs of one question are judged together.
    ///
    /// # Errors
    /// When a judge cannot judge; then there are no scores of any.
    pub async fn pairs(&self, rows: &[PairRow]) -> Result<Vec<PairScores>, Error> {
        let (same, entailed) = futures_util::try_join!(self.equivalences(rows), self.entailments(rows))?;
        let scores = rows.iter().zip(same).zip(entailed).map(|((row, equivalence), entailed)| PairScores {
            id: row.id.clone(),
            equivalence,
            entailment: entailed.map(|entailed| entailed.entailment),
            neutral: entailed.map(|entailed| entailed.neutral),
            contradiction: entailed.map(|entailed| entailed.contradiction),
        });
        Ok(scores.collect())
    }

    async fn equivalences(&self, rows: &[PairRow]) -> Result<Vec<Option<f64>>, Error> {
        let mut judging: Vec<BoxFuture<'_, _>> = Vec::new();
        for (question, places) in by_question(rows) {
            judging.extend(places.chunks(PAIRS_AT_ONCE).map(|some| self.group(rows, question, some.to_vec()).boxed()));
        }
        let mut same = vec![None; rows.len()];
        let mut judging = stream::iter(judging).buffer_unordered(CALLS_AT_ONCE);
        while let Some((places, verdicts)) = judging.try_next().await? {
            for (place, verdict) in places.into_iter().zip(verdicts) {
                same[place] = verdict;
            }
        }
        Ok(same)
    }

    /// Some rows of one question: their places, and what is found of them.
    async fn group(
        &self,
        rows: &[PairRow],
        question: &str,
        places: Vec<usize>,
    ) -> Result<(Vec<usize>, Verdicts), Error> {
        let pairs: Vec<Pair<'_>> = places.iter().map(|at| Pair { a: &rows[*at].a, b: &rows[*at].b }).collect();
        let verdicts = self.meaning.same(question, &pairs).await?;
        Ok((places, verdicts))
    }

    async fn entailments(&self, rows: &[PairRow]) -> Result<Vec<Option<Entailment>>, Error> {
        let Some(judge) = &self.entailment else { return Ok(vec![None; rows.len()]) };
        let mut entailed = Vec::with_capacity(rows.len());
        for chunk in rows.chunks(CLAIMS_AT_ONCE) {
            let claims: Vec<Claim<'_>> =
                chunk.iter().map(|row| Claim { premise: &row.a, hypothesis: &row.b }).collect();
            entailed.extend(judge.entail(&claims).await?);
        }
        Ok(entailed)
    }
}

/// The rows of each question, in the order in which the questions first come.
fn by_question(rows: &[PairRow]) -> Vec<(&str, Vec<usize>)> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let question = row.question.as_deref().unwrap_or_default();
        let group = *known.entry(question).or_insert_with(|| {
            groups.push((question, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(place);
    }
    groups
}
