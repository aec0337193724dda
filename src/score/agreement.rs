//! Agreement with the answer that will be served: on recorded data the best signal of all that need no model
//! internals. Soft agreement is the mean sameness over the draws; hard agreement the share at or above a threshold.

use std::collections::HashMap;

use probity_text::{declines, identity};

use crate::{Error, Pair, PairJudge};

/// How far one draw agrees with the served answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// How far it is the same answer, in [0, 1]. 0 when either of the two declines.
    pub sameness: f64,
    /// Whether the draw declines to answer.
    pub declines: bool,
}

/// How far each of `answers` agrees with `served`, in order. Equal texts (see [`identity`]) are judged once, and the judge is
/// asked once. Where `served` itself declines every sameness is 0: see [`is_refusal`].
///
/// # Errors
/// When the judge cannot judge.
pub async fn against<S: AsRef<str> + Sync>(
    judge: &dyn PairJudge,
    question: &str,
    served: &str,
    answers: &[S],
) -> Result<Vec<Agreement>, Error> {
    let refusal = is_refusal(question, served);
    let key = identity(served);
    let mut asked: HashMap<String, Option<usize>> = HashMap::from([(key, None)]);
    let mut pairs = Vec::new();
    let mut places = Vec::with_capacity(answers.len());
    for answer in answers.iter().map(AsRef::as_ref) {
        let declines = declines(question, answer);
        if declines || refusal {
            places.push(Place::Apart { declines });
            continue;
        }
        let place = *asked.entry(identity(answer)).or_insert_with(|| {
            pairs.push(Pair { a: served, b: answer });
            Some(pairs.len() - 1)
        });
        places.push(place.map_or(Place::Equal, Place::Judged));
    }
    let verdicts = judged(judge, question, &pairs).await?;
    Ok(places.iter().map(|place| place.agreement(&verdicts)).collect())
}

/// Whether the answer to be served declines by itself: the model's own refusal, of which no agreement can make an answer.
pub fn is_refusal(question: &str, served: &str) -> bool {
    declines(question, served)
}

/// Mean sameness, the soft agreement, in [0, 1]; `None` without draws.
pub fn soft(agreements: &[Agreement]) -> Option<f64> {
    let sum: f64 = agreements.iter().map(|agreement| agreement.sameness).sum();
    (!agreements.is_empty()).then(|| sum / agreements.len() as f64)
}

/// The share of draws whose sameness is at least `same_at`, in [0, 1]; `None` without draws.
pub fn hard(agreements: &[Agreement], same_at: f64) -> Option<f64> {
    let count = agreements.iter().filter(|agreement| agreement.sameness >= same_at).count();
    (!agreements.is_empty()).then(|| count as f64 / agreements.len() as f64)
}

/// Asks the judge, unless there is nothing to ask, and holds it to its contract.
pub(crate) async fn judged(judge: &dyn PairJudge, question: &str, pairs: &[Pair<'_>]) -> Result<Vec<f64>, Error> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let verdicts = judge.same(question, pairs).await?;
    if verdicts.len() != pairs.len() || verdicts.iter().any(|verdict| !verdict.is_finite()) {
        let message = format!("'{}' gave {} verdicts for {} pairs", judge.name(), verdicts.len(), pairs.len());
        return Err(Error::Failed(message));
    }
    Ok(verdicts.into_iter().map(|verdict| verdict.clamp(0.0, 1.0)).collect())
}

/// Where a draw's sameness comes from.
enum Place {
    /// No answer on one side.
    Apart { declines: bool },
    /// The very text that is served.
    Equal,
    /// The judge's verdict of this index.
    Judged(usize),
}

impl Place {
    fn agreement(&self, verdicts: &[f64]) -> Agreement {
        match self {
            Self::Apart { declines } => Agreement { sameness: 0.0, declines: *declines },
            Self::Equal => Agreement { sameness: 1.0, declines: false },
            Self::Judged(index) => {
                Agreement { sameness: verdicts.get(*index).copied().unwrap_or(0.0), declines: false }
            }
        }
    }
}
