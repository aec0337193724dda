//! Drawing and judging until it is known what will be done.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use probity_policy::{Action, Next, Rule, Tally};
use tokio::time::Sleep;

use crate::jury::Mistrial;
use crate::panel::{Counts, Panel};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It is known what will be done, or there is nothing more to draw.
    Decided(Action),
    /// Time was up.
    TimeUp,
    /// The judge could not judge.
    Mistrial,
}

/// When it is enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) rule: Rule,
    /// The fewest judged draws that make a verdict.
    pub(crate) quorum: usize,
    pub(crate) deadline: tokio::time::Instant,
}

/// Who holds the draws against the answer.
pub(crate) trait Examiner {
    /// Takes up draws that finished, unless it is at work already.
    fn take_up(&mut self, panel: &Panel);

    /// Goes on with the work at hand; ready when a piece of it is done.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Mistrial>>;

    /// Whether it is at work.
    fn is_sitting(&self) -> bool;

    /// What to do next.
    fn next(&self, counts: &Counts, terms: &Terms) -> Next;

    /// What the draws so far lead to.
    fn action(&self, terms: &Terms) -> Action;

    /// How long it was at work.
    fn spent(&self) -> Duration;
}

enum Progress {
    Some,
    Mistrial,
    TimeUp,
}

impl Terms {
    /// The draws to start with: the fewest that could decide, and a quorum.
    pub(crate) fn first_round(&self) -> usize {
        self.rule.first_round().max(self.quorum)
    }

    /// What to do next. No decision stands on fewer draws than the quorum while more can be had.
    pub(crate) fn next(&self, tally: &Tally) -> Next {
        let next = self.rule.next(tally);
        if !matches!(next, Next::Stop(_)) || tally.counted >= self.quorum {
            return next;
        }
        let unstarted = self.rule.budget.saturating_sub(tally.counted + tally.failed + tally.in_flight);
        let missing = self.quorum.saturating_sub(tally.counted + tally.in_flight);
        match (missing.min(unstarted), tally.in_flight) {
            (0, 0) => next,
            (0, _) => Next::Wait,
            (more, _) => Next::Draw(more),
        }
    }
}

/// Draws and judges until it is enough, and cancels what is then in flight. Time that is neither the draws' nor the
/// judge's is added to `own`.
pub(crate) async fn settle(panel: &mut Panel, examiner: &mut impl Examiner, terms: &Terms, own: &mut Duration) -> End {
    let mut sleep = pin!(tokio::time::sleep_until(terms.deadline));
    // What is there already is judged in one batch.
    poll_fn(|cx| Poll::Ready(panel.poll(cx))).await;
    let end = loop {
        let since = Instant::now();
        match examiner.next(&panel.counts(), terms) {
            Next::Stop(action) => break End::Decided(action),
            Next::Draw(more) => {
                panel.start(more);
            }
            Next::Wait => {}
        }
        examiner.take_up(panel);
        if panel.counts().in_flight == 0 && !examiner.is_sitting() {
            break End::Decided(examiner.action(terms));
        }
        *own += since.elapsed();
        match poll_fn(|cx| progress(panel, examiner, sleep.as_mut(), cx)).await {
            Progress::Some => {}
            Progress::Mistrial => break End::Mistrial,
            Progress::TimeUp => break End::TimeUp,
        }
    };
    panel.cancel();
    *own += examiner.spent();
    end
}

fn progress(
    panel: &mut Panel,
    examiner: &mut impl Examiner,
    sleep: Pin<&mut Sleep>,
    cx: &mut Context<'_>,
) -> Poll<Progress> {
    let drawn = panel.poll(cx);
    match examiner.poll(cx) {
        Poll::Ready(Ok(())) => return Poll::Ready(Progress::Some),
        Poll::Ready(Err(Mistrial)) => return Poll::Ready(Progress::Mistrial),
        Poll::Pending if drawn => return Poll::Ready(Progress::Some),
        Poll::Pending => {}
    }
    sleep.poll(cx).map(|()| Progress::TimeUp)
}
