//! Drawing and judging until it is known what will be done.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use probity_calibrate::Posterior;
use probity_policy::{Action, Next, Rule, Tally};
use tokio::time::Sleep;

use crate::jury::{Jury, Mistrial};
use crate::panel::Panel;

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
    fn next(&self, tally: &Tally) -> Next {
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

/// What the judged draws say.
pub(crate) fn posterior(jury: &Jury) -> Posterior {
    Posterior { agreed: jury.agreements().iter().sum(), counted: jury.agreements().len() }
}

/// Draws and judges until it is enough, and cancels what is then in flight. Time that is neither the draws' nor the
/// judge's is added to `own`.
pub(crate) async fn settle(panel: &mut Panel, jury: &mut Jury, terms: &Terms, own: &mut Duration) -> End {
    let mut sleep = pin!(tokio::time::sleep_until(terms.deadline));
    // What is there already is judged in one batch.
    poll_fn(|cx| Poll::Ready(panel.poll(cx))).await;
    let end = loop {
        let since = Instant::now();
        match terms.next(&tally(panel, jury)) {
            Next::Stop(action) => break End::Decided(action),
            Next::Draw(more) => {
                panel.start(more);
            }
            Next::Wait => {}
        }
        jury.take_up(panel);
        if panel.counts().in_flight == 0 && !jury.is_sitting() {
            break End::Decided(terms.rule.thresholds.action(posterior(jury).mean()));
        }
        *own += since.elapsed();
        match poll_fn(|cx| progress(panel, jury, sleep.as_mut(), cx)).await {
            Progress::Some => {}
            Progress::Mistrial => break End::Mistrial,
            Progress::TimeUp => break End::TimeUp,
        }
    };
    panel.cancel();
    end
}

fn progress(panel: &mut Panel, jury: &mut Jury, sleep: Pin<&mut Sleep>, cx: &mut Context<'_>) -> Poll<Progress> {
    let drawn = panel.poll(cx);
    match jury.poll(cx) {
        Poll::Ready(Ok(())) => return Poll::Ready(Progress::Some),
        Poll::Ready(Err(Mistrial)) => return Poll::Ready(Progress::Mistrial),
        Poll::Pending if drawn => return Poll::Ready(Progress::Some),
        Poll::Pending => {}
    }
    sleep.poll(cx).map(|()| Progress::TimeUp)
}

fn tally(panel: &Panel, jury: &Jury) -> Tally {
    let counts = panel.counts();
    let Posterior { agreed, counted } = posterior(jury);
    Tally { agreed, counted, failed: counts.failed, in_flight: counts.in_flight + counts.finished - counted }
}
