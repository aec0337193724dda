//! The judging of draws against the answer that will be served. Whatever a judge does, an error or a panic, comes out
//! as a [`Mistrial`]: a sick judge is no reason to fail a request.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use probity_score::{Error, PairJudge, against};

use crate::opinion::compared;
use crate::panel::Panel;

/// Judges the finished draws of a panel, a batch at a time.
pub(crate) struct Jury {
    judge: Arc<dyn PairJudge>,
    question: Arc<str>,
    candidate: Arc<str>,
    /// One agreement for each judged draw, in the order in which the panel's draws finished.
    agreements: Vec<f64>,
    session: Option<Session>,
    spent: Duration,
}

/// A batch that is being judged.
struct Session {
    work: BoxFuture<'static, Result<Vec<f64>, Mistrial>>,
    since: Instant,
}

/// The judge could not judge. Why is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mistrial;

impl Jury {
    pub(crate) fn new(judge: Arc<dyn PairJudge>, question: &str, candidate: &str) -> Self {
        let (question, candidate) = (Arc::from(question), Arc::from(candidate));
        Self { judge, question, candidate, agreements: Vec::new(), session: None, spent: Duration::ZERO }
    }

    /// Takes up all draws that finished since, unless it is at work already.
    pub(crate) fn take_up(&mut self, panel: &Panel) {
        let judged = self.agreements.len();
        if self.session.is_some() || judged == panel.finished().len() {
            return;
        }
        // Owned: the draws go on while the judge is at work.
        let answers: Vec<String> = panel.finished().skip(judged).map(|draw| compared(draw).to_owned()).collect();
        let (judge, question, candidate) = (self.judge.clone(), self.question.clone(), self.candidate.clone());
        let work = async move {
            let agreements = against(&*judge, &question, &candidate, &answers).await?;
            Ok(agreements.into_iter().map(|agreement| agreement.sameness).collect())
        };
        self.session = Some(Session { work: guarded(work).boxed(), since: Instant::now() });
    }

    /// Goes on with the batch that is being judged; ready when it is done.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Mistrial>> {
        let Some(session) = self.session.as_mut() else { return Poll::Pending };
        let Poll::Ready(result) = session.work.as_mut().poll(cx) else { return Poll::Pending };
        self.spent += session.since.elapsed();
        self.session = None;
        Poll::Ready(result.map(|agreements| self.agreements.extend(agreements)))
    }

    pub(crate) fn is_sitting(&self) -> bool {
        self.session.is_some()
    }

    pub(crate) fn agreements(&self) -> &[f64] {
        &self.agreements
    }

    /// How long it was at work.
    pub(crate) fn spent(&self) -> Duration {
        self.spent
    }
}

/// The same work, whose error or panic is a [`Mistrial`].
pub(crate) async fn guarded<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Mistrial> {
    // What a panic may have left half done is dropped with the work itself.
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(error)) => {
            tracing::warn!(%error, "an answer could not be judged");
            Err(Mistrial)
        }
        Err(_) => {
            tracing::error!("the judge panicked");
            Err(Mistrial)
        }
    }
}
