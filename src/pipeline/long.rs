//! Long answers: each sentence that claims something is held against the draws, and is supported where they say the
//! same. What holds of the whole follows from how much of it is supported.
//!
//! - `statements`: what an answer claims, sentence by sentence, and how much each weighs;
//! - `windows`: the places of a draw where a statement may be found;
//! - `support`: what the draws say of each statement, and what follows;
//! - here: the hearing, one batch of claims for each draw, while other draws are in flight.

mod statements;
mod support;
mod windows;

use std::collections::HashMap;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use probity_policy::{Action, Next};
use probity_score::{Claim, EntailmentJudge, Error};
use probity_text::{declines, identity};

use crate::Unsupported;
use crate::jury::{Mistrial, Session, UNREADABLE_ENOUGH};
use crate::opinion::compared;
use crate::panel::{Counts, Panel};
use crate::settle::{Examiner, Terms};

pub(crate) use statements::Statement;
use statements::statements;
pub(crate) use support::Bar;
use support::{Supports, support};
use windows::Windows;

/// Holds the statements of one answer against the draws of a panel, one draw at a time.
pub(crate) struct Hearing {
    judge: Arc<dyn EntailmentJudge>,
    question: Arc<str>,
    statements: Arc<[Statement]>,
    supports: Supports,
    places: usize,
    /// The mean support of each draw that was heard, in the order in which the draws finished; `None` for one of which
    /// nothing could be read.
    agreements: Vec<Option<f64>>,
    /// What was heard of each text, by its identity: nothing is heard twice.
    known: HashMap<String, Row>,
    /// Whether the judge could read anything at all.
    has_read: bool,
    session: Option<Session<Heard>>,
    spent: Duration,
}

/// How far a text supports each statement, in [0, 1]; `None` where it could not be read.
type Row = Vec<Option<f64>>;

/// What was heard of one draw.
#[derive(Debug)]
struct Heard {
    /// The draw's identity.
    key: String,
    row: Row,
    /// Whether the judge read anything in it.
    by_judge: bool,
}

impl Hearing {
    /// A hearing of an answer, `None` where nothing in it can be checked.
    pub(crate) fn of(
        judge: Arc<dyn EntailmentJudge>,
        policy: &probity_policy::Config,
        question: &str,
        answer: &str,
    ) -> Option<Self> {
        let statements: Arc<[Statement]> = statements(question, answer, policy.long_max_sentences).into();
        if statements.is_empty() {
            return None;
        }
        let bar = Bar { support_at: policy.long_support_at, refuse_above: policy.long_refuse_above };
        let supports = Supports::new(bar, statements.iter().map(|statement| statement.weight));
        // The answer itself says all that it says.
        let known = HashMap::from([(identity(answer), vec![Some(1.0); statements.len()])]);
        Some(Self {
            judge,
            question: Arc::from(question),
            statements,
            supports,
            places: policy.long_windows,
            agreements: Vec::new(),
            known,
            has_read: false,
            session: None,
            spent: Duration::ZERO,
        })
    }

    /// What was found out.
    pub(crate) fn supports(&self) -> &Supports {
        &self.supports
    }

    /// The mean support of each draw that was heard.
    pub(crate) fn agreements(&self) -> &[Option<f64>] {
        &self.agreements
    }

    /// The statements that the draws do not support.
    pub(crate) fn unsupported(&self) -> Vec<Unsupported> {
        let means = self.supports.means();
        let told = self.statements.iter().zip(means);
        told.filter_map(|(statement, mean)| {
            let support = mean.filter(|mean| !self.supports.is_supported(*mean))?;
            Some(Unsupported { sentence: Some(statement.said.clone()), support })
        })
        .collect()
    }

    /// Whether the answer itself cannot be read: draws could not be read beside it, and the judge read not one. That
    /// others repeat its words, or decline, then says nothing.
    pub(crate) fn cannot_read_the_answer(&self) -> bool {
        self.unread() > 0 && !self.has_read
    }

    fn unread(&self) -> usize {
        self.agreements.iter().filter(|agreement| agreement.is_none()).count()
    }
}

impl Examiner for Hearing {
    /// Takes up the next draw, unless it is at work already.
    fn take_up(&mut self, panel: &Panel) {
        if self.session.is_some() {
            return;
        }
        let Some(draw) = panel.finished().nth(self.agreements.len()) else { return };
        let draw = compared(draw).to_owned();
        let key = identity(&draw);
        self.session = Some(match self.known.get(&key).cloned() {
            Some(row) => Session::on(async move { Ok(Heard { key, row, by_judge: false }) }),
            None => {
                let (judge, question) = (self.judge.clone(), self.question.clone());
                let (statements, places) = (self.statements.clone(), self.places);
                Session::on(async move {
                    let found = heard(&*judge, &question, &statements, &draw, places).await;
                    found.map(|(row, by_judge)| Heard { key, row, by_judge })
                })
            }
        });
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Mistrial>> {
        let (result, spent) = ready!(Session::poll(&mut self.session, cx));
        self.spent += spent;
        Poll::Ready(result.map(|Heard { key, row, by_judge }| {
            self.has_read |= by_judge;
            self.agreements.push(self.supports.add(&row));
            self.known.insert(key, row);
        }))
    }

    fn is_sitting(&self) -> bool {
        self.session.is_some()
    }

    /// A draw of which nothing can be read is missing, as one that failed.
    fn next(&self, counts: &Counts, terms: &Terms) -> Next {
        let budget = terms.rule.budget.saturating_sub(counts.failed + self.unread());
        let heard = self.supports.heard();
        if self.unread() >= UNREADABLE_ENOUGH && self.cannot_read_the_answer() {
            return Next::Stop(self.action(terms));
        }
        if heard >= terms.quorum.min(budget)
            && let Some(action) = self.supports.settled(&terms.rule, budget)
        {
            return Next::Stop(action);
        }
        let in_flight = counts.in_flight + counts.finished - self.agreements.len();
        let wanted = self.supports.fewest(&terms.rule, budget).max(terms.quorum.saturating_sub(heard));
        let unstarted = budget.saturating_sub(heard + in_flight);
        match wanted.saturating_sub(in_flight).min(unstarted) {
            0 => Next::Wait,
            more => Next::Draw(more),
        }
    }

    fn action(&self, terms: &Terms) -> Action {
        self.supports.action(&terms.rule.thresholds)
    }

    fn spent(&self) -> Duration {
        self.spent
    }
}

/// How far a draw supports each statement, and whether the judge read anything in it. One batch of claims.
async fn heard(
    judge: &dyn EntailmentJudge,
    question: &str,
    statements: &[Statement],
    draw: &str,
    places: usize,
) -> Result<(Row, bool), Error> {
    if declines(question, draw) {
        return Ok((vec![Some(0.0); statements.len()], false));
    }
    let windows = Windows::of(draw);
    let (claims, found) = claims(&windows, statements, places);
    let verdicts = if claims.is_empty() { Vec::new() } else { judge.entail(&claims).await? };
    if verdicts.len() != claims.len() {
        let message = format!("'{}' gave {} verdicts for {} claims", judge.name(), verdicts.len(), claims.len());
        return Err(Error::Failed(message));
    }
    let by_judge = verdicts.iter().any(Option::is_some);
    // Were only what is said in the same words to count, an answer would do best before a judge who cannot read.
    if !claims.is_empty() && !by_judge {
        return Ok((vec![None; statements.len()], false));
    }
    let best = |found: &Found| match *found {
        Found::Said => Some(1.0),
        Found::Claimed(from, to) => verdicts[from..to].iter().flatten().map(support).reduce(f64::max),
    };
    let row: Row = found.iter().map(best).collect();
    if row.iter().flatten().any(|support| !support.is_finite()) {
        return Err(Error::Failed(format!("'{}' gave no numbers", judge.name())));
    }
    Ok((row, by_judge))
}

/// What is to be judged of each statement, and where its support will come from.
fn claims<'a>(windows: &'a Windows, statements: &'a [Statement], places: usize) -> (Vec<Claim<'a>>, Vec<Found>) {
    let mut claims = Vec::new();
    let mut found = Vec::with_capacity(statements.len());
    for statement in statements {
        if windows.says(statement) {
            found.push(Found::Said);
            continue;
        }
        let from = claims.len();
        let premises = windows.nearest(statement, places);
        claims.extend(premises.into_iter().map(|premise| Claim { premise, hypothesis: &statement.claim }));
        found.push(Found::Claimed(from, claims.len()));
    }
    (claims, found)
}

/// Where the support of a statement comes from.
#[derive(Debug, Clone, Copy)]
enum Found {
    /// The draw says it in the same words.
    Said,
    /// The best of the claims in this range.
    Claimed(usize, usize),
}
