//! Agreement with the answer that will be served: on recorded data the best signal of all that need no model
//! internals. Soft agreement is the mean sameness over the draws; hard agreement the share at or above a threshold.

use std::collections::HashMap;

use probity_text::{declines, identity};

use crate::{Error, Pair, PairJudge, Verdicts};

/// How one draw stands to the served answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Agreement {
    /// It is the very text that is served, but for dress.
    Equal,
    /// It is another text: how far it is the same answer, in [0, 1]. 0, unasked, where the served answer declines.
    Judged(f64),
    /// It declines to answer, and so agrees with nothing.
    Declines,
    /// The judge cannot read one of the two: as good as no draw.
    Unreadable,
}

impl Agreement {
    /// How far the draw is the same answer, in [0, 1]; 0 when it declines, `None` when it could not be read.
    pub fn sameness(&self) -> Option<f64> {
        match self {
            Self::Equal => Some(1.0),
            Self::Judged(sameness) => Some(*sameness),
            Self::Declines => Some(0.0),
            Self::Unreadable => None,
        }
    }

    /// Whether the draw declines to answer.
    pub fn declines(&self) -> bool {
        matches!(self, Self::Declines)
    }
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
        if declines(question, answer) {
            places.push(Place::Known(Agreement::Declines));
            continue;
        }
        if refusal {
            places.push(Place::Known(Agreement::Judged(0.0)));
            continue;
        }
        let place = *asked.entry(identity(answer)).or_insert_with(|| {
            pairs.push(Pair { a: served, b: answer });
            Some(pairs.len() - 1)
        });
        places.push(place.map_or(Place::Known(Agreement::Equal), Place::Asked));
    }
    let verdicts = judged(judge, question, &pairs).await?;
    Ok(places.into_iter().map(|place| place.agreement(&verdicts)).collect())
}

/// Whether the answer to be served declines by itself: the model's own refusal, of which no agreement can make an answer.
pub fn is_refusal(question: &str, served: &str) -> bool {
    declines(question, served)
}

/// Whether the served answer itself must be held for unreadable: draws could not be read beside it, and not one of
/// another wording could. That a few draws repeat its text then says nothing, for those that differ were not counted.
pub fn is_unreadable(agreements: &[Agreement]) -> bool {
    let judged = |agreement: &Agreement| matches!(agreement, Agreement::Judged(_));
    agreements.contains(&Agreement::Unreadable) && !agreements.iter().any(judged)
}

/// Mean sameness of the draws that could be read, the soft agreement, in [0, 1]; `None` without any.
pub fn soft(agreements: &[Agreement]) -> Option<f64> {
    let read: Vec<f64> = agreements.iter().filter_map(Agreement::sameness).collect();
    (!read.is_empty()).then(|| read.iter().sum::<f64>() / read.len() as f64)
}

/// The share of draws, of those that could be read, whose sameness is at least `same_at`, in [0, 1]; `None` without
/// any.
pub fn hard(agreements: &[Agreement], same_at: f64) -> Option<f64> {
    let read: Vec<f64> = agreements.iter().filter_map(Agreement::sameness).collect();
    let count = read.iter().filter(|sameness| **sameness >= same_at).count();
    (!read.is_empty()).then(|| count as f64 / read.len() as f64)
}

/// Asks the judge, unless there is nothing to ask, and holds it to its contract.
pub(crate) async fn judged(judge: &dyn PairJudge, question: &str, pairs: &[Pair<'_>]) -> Result<Verdicts, Error> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let verdicts = judge.same(question, pairs).await?;
    if verdicts.len() != pairs.len() || verdicts.iter().flatten().any(|verdict| !verdict.is_finite()) {
        let message = format!("'{}' gave {} verdicts for {} pairs", judge.name(), verdicts.len(), pairs.len());
        return Err(Error::Failed(message));
    }
    Ok(verdicts.into_iter().map(|verdict| verdict.map(|same| same.clamp(0.0, 1.0))).collect())
}

/// Where an agreement comes from.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Nobody need be asked.
    Known(Agreement),
    /// The judge's verdict of this index.
    Asked(usize),
}

impl Place {
    fn agreement(self, verdicts: &[Option<f64>]) -> Agreement {
        match self {
            Self::Known(agreement) => agreement,
            Self::Asked(index) => {
                verdicts.get(index).copied().flatten().map_or(Agreement::Unreadable, Agreement::Judged)
            }
        }
    }
}
