//! A judge that is watched: how long it takes, what it could read, and how it fails.

use std::sync::Arc;
use std::time::Instant;

use futures_util::future::BoxFuture;
use probity_score::{Claim, Entailment, EntailmentJudge, Error, Pair, PairJudge, Verdicts};

use super::Metrics;
use super::labels::{JudgeFailureLabels, JudgeLabels, JudgedLabels};

/// Which question a judge is asked, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Equivalence,
    Entailment,
}

/// A judge whose work is counted.
#[derive(Debug)]
pub struct Watched<J: ?Sized> {
    metrics: Arc<Metrics>,
    judge: Arc<J>,
}

impl<J: ?Sized> Watched<J> {
    /// Watches a judge. It judges as before, under its own name.
    pub fn new(judge: Arc<J>, metrics: Arc<Metrics>) -> Self {
        Self { metrics, judge }
    }
}

impl PairJudge for Watched<dyn PairJudge> {
    fn name(&self) -> &str {
        self.judge.name()
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        Box::pin(watch(&self.metrics, Head::Equivalence, self.judge.same(question, pairs)))
    }
}

impl EntailmentJudge for Watched<dyn EntailmentJudge> {
    fn name(&self) -> &str {
        self.judge.name()
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>> {
        Box::pin(watch(&self.metrics, Head::Entailment, self.judge.entail(claims)))
    }
}

async fn watch<T>(
    metrics: &Metrics,
    head: Head,
    judging: impl Future<Output = Result<Vec<Option<T>>, Error>>,
) -> Result<Vec<Option<T>>, Error> {
    let since = Instant::now();
    let result = judging.await;
    let head = head.name();
    metrics.judge_seconds.get_or_create(&JudgeLabels { head }).observe(since.elapsed().as_secs_f64());
    match &result {
        Ok(verdicts) => {
            let judged = verdicts.iter().filter(|verdict| verdict.is_some()).count();
            metrics.count_judged(head, "judged", judged);
            metrics.count_judged(head, "unreadable", verdicts.len() - judged);
        }
        Err(error) => {
            let kind = if matches!(error, Error::Overloaded(_)) { "overloaded" } else { "failed" };
            metrics.judge_failures.get_or_create(&JudgeFailureLabels { head, kind }).inc();
        }
    }
    result
}

impl Metrics {
    fn count_judged(&self, head: &'static str, outcome: &'static str, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.judged.get_or_create(&JudgedLabels { head, outcome }).inc_by(count);
    }
}

impl Head {
    fn name(self) -> &'static str {
        match self {
            Self::Equivalence => "equivalence",
            Self::Entailment => "entailment",
        }
    }
}
