//! The judging of draws against the answer that will be served. Whatever a judge does, an error or a panic, comes out
//! as a [`Mistrial`]: a sick judge is no reason to fail a request.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use probity_calibrate::Posterior;
use probity_policy::{Action, Next, Tally};
use probity_score::{Agreement, Error, PairJudge, against, agreement};

use crate::opinion::compared;
use crate::panel::{Counts, Panel};
use crate::settle::{Examiner, Terms};

/// Judges the finished draws of a panel, a batch at a time.
pub(crate) struct Jury {
    judge: Arc<dyn PairJudge>,
    question: Arc<str>,
    candidate: Arc<str>,
    /// One agreement for each judged draw, in the order in which the panel's draws finished.
    agreements: Vec<Agreement>,
    session: Option<Session<Vec<Agreement>>>,
    spent: Duration,
}

/// A batch that is being judged.
pub(crate) struct Session<T> {
    work: BoxFuture<'static, Result<T, Mistrial>>,
    since: Instant,
}

/// The judge could not judge. Why is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mistrial;

/// So many draws that cannot be read beside the served answer, and none that can, are enough to blame that answer.
pub(crate) const UNREADABLE_ENOUGH: usize = 2;

impl Jury {
    pub(crate) fn new(judge: Arc<dyn PairJudge>, question: &str, candidate: &str) -> Self {
        let (question, candidate) = (Arc::from(question), Arc::from(candidate));
        Self { judge, question, candidate, agreements: Vec::new(), session: None, spent: Duration::ZERO }
    }

    /// How each judged draw stands to the served answer.
    pub(crate) fn agreements(&self) -> &[Agreement] {
        &self.agreements
    }

    /// What the draws that could be read say.
    pub(crate) fn posterior(&self) -> Posterior {
        let read = self.agreements.iter().filter_map(Agreement::sameness);
        Posterior { agreed: read.clone().sum(), counted: read.count() }
    }

    /// Whether the served answer itself cannot be read.
    pub(crate) fn cannot_read_the_answer(&self) -> bool {
        agreement::is_unreadable(&self.agreements)
    }

    fn unread(&self) -> usize {
        self.agreements.iter().filter(|agreement| **agreement == Agreement::Unreadable).count()
    }
}

impl Examiner for Jury {
    /// Takes up all draws that finished since, unless it is at work already.
    fn take_up(&mut self, panel: &Panel) {
        let judged = self.agreements.len();
        if self.session.is_some() || judged == panel.finished().len() {
            return;
        }
        // Owned: the draws go on while the judge is at work.
        let answers: Vec<String> = panel.finished().skip(judged).map(|draw| compared(draw).to_owned()).collect();
        let (judge, question, candidate) = (self.judge.clone(), self.question.clone(), self.candidate.clone());
        self.session = Some(Session::on(async move { against(&*judge, &question, &candidate, &answers).await }));
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Mistrial>> {
        let (result, spent) = ready!(Session::poll(&mut self.session, cx));
        self.spent += spent;
        Poll::Ready(result.map(|agreements| self.agreements.extend(agreements)))
    }

    fn is_sitting(&self) -> bool {
        self.session.is_some()
    }

    /// A draw that cannot be read is missing, as one that failed.
    fn next(&self, counts: &Counts, terms: &Terms) -> Next {
        if self.unread() >= UNREADABLE_ENOUGH && self.cannot_read_the_answer() {
            return Next::Stop(self.action(terms));
        }
        let Posterior { agreed, counted } = self.posterior();
        let in_flight = counts.in_flight + counts.finished - self.agreements.len();
        terms.next(&Tally { agreed, counted, failed: counts.failed + self.unread(), in_flight })
    }

    fn action(&self, terms: &Terms) -> Action {
        terms.rule.thresholds.action(self.posterior().mean())
    }

    fn spent(&self) -> Duration {
        self.spent
    }
}

impl<T: 'static> Session<T> {
    /// Begins work, which goes on only while it is polled.
    pub(crate) fn on(work: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self { work: guarded(work).boxed(), since: Instant::now() }
    }

    /// Goes on with a session; ready, and closed, when its work is done. Says how long that took.
    pub(crate) fn poll(session: &mut Option<Self>, cx: &mut Context<'_>) -> Poll<(Result<T, Mistrial>, Duration)> {
        let Some(sitting) = session.as_mut() else { return Poll::Pending };
        let result = ready!(sitting.work.as_mut().poll(cx));
        let spent = sitting.since.elapsed();
        *session = None;
        Poll::Ready((result, spent))
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
