//! Scorers other than agreement: what they are given to look at, and what their value decides.

use probity_policy::Thresholds;
use probity_score::scorer::LeftOut;
use probity_score::{Comparison, Error, Evidence, Gathered, LogProbs, Scored, Scorer};
use serde::Serialize;

use crate::panel::Draw;
use crate::primary::Said;
use crate::ruling::{Finding, Judged, Trial};
use crate::{Pipeline, opinion};

/// A scorer at work on the answers to one question.
pub(crate) struct Scoring<'a> {
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) scorer: &'a dyn Scorer,
    /// The place of the answer to serve.
    pub(crate) served: usize,
}

/// What it found.
#[derive(Debug)]
pub(crate) struct Scores(Scored);

/// A scorer, or a part of a blend, that had no value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unused {
    /// The scorer.
    pub name: String,
    /// Why, in a stable word: that of [`probity_score::Missing::code`]; `judge_failed`; or `deadline` (time was up).
    pub why: &'static str,
}

/// The log-probabilities of the primary and the draws, where they came.
pub(crate) fn logprobs(primary: Said<'_>, draws: &[&Draw]) -> Vec<Option<LogProbs>> {
    let known = |tokens: &[f64]| (!tokens.is_empty()).then(|| LogProbs::of_tokens(tokens.to_vec()));
    std::iter::once(known(primary.logprobs)).chain(draws.iter().map(|draw| known(&draw.logprobs))).collect()
}

/// Notes that a scorer was not heard, and why: agreement's decision stands.
pub(crate) fn left_out(trial: &mut Trial, name: &str, why: &'static str) {
    let Finding::Judged(judged) = trial.finding else { return };
    trial.scores = vec![(opinion::AGREEMENT.to_owned(), judged.agreement())];
    trial.unused = vec![Unused { name: name.to_owned(), why }];
}

impl Scoring<'_> {
    /// Judges what the scorer needs, and no more, and lets it score.
    pub(crate) async fn score(
        &self,
        comparison: &mut Comparison<'_>,
        logprobs: &[Option<LogProbs>],
    ) -> Result<Scores, Error> {
        let needs = self.scorer.needs();
        let entailment = self.pipeline.entailment.as_deref();
        let gathered = Gathered::of(comparison, entailment, self.served, &needs).await?;
        let evidence = Evidence::new(comparison.question(), comparison.answers(), self.served);
        Ok(Scores(self.scorer.score(&gathered.beside(evidence).with_logprobs(logprobs))))
    }
}

impl Scores {
    /// Lets the value decide, where there is one; otherwise agreement's decision stands. Either is named.
    pub(crate) fn decide(self, trial: &mut Trial, thresholds: &Thresholds) {
        let Finding::Judged(judged) = trial.finding else { return };
        let Self(Scored { name, value, why_not, left_out, .. }) = self;
        let mut scores = vec![(opinion::AGREEMENT.to_owned(), judged.agreement())];
        if let Some(value) = value {
            trial.finding = Finding::Judged(Judged {
                action: thresholds.action(value),
                reason: "scorer",
                score: Some(value),
                ..judged
            });
            scores.push((name.clone(), value));
        }
        let whole = why_not.map(|why| LeftOut { name, why });
        let unused = whole.into_iter().chain(left_out);
        trial.unused = unused.map(|LeftOut { name, why }| Unused { name, why: why.code() }).collect();
        trial.scores = scores;
    }
}
