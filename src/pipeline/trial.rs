//! The judging of one complete answer: what it is, what the draws say of it, and which answer is served.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use probity_score::{Error, Matrix, PairJudge};
use probity_wire::chat::ChatRequest;

use crate::jury::{Jury, Mistrial};
use crate::panel::{Draw, Panel};
use crate::primary::Kind;
use crate::ruling::{Finding, Judged, Trial};
use crate::settle::{self, End, Terms};
use crate::{Extension, Mode, Plan, Serve, Settings, jury, opinion};

/// Who judges what, and by which terms.
pub(crate) struct Bench<'a> {
    pub(crate) judge: &'a Arc<dyn PairJudge>,
    pub(crate) settings: &'a Settings,
    pub(crate) mode: Mode,
    pub(crate) question: &'a str,
    pub(crate) terms: Terms,
}

/// The terms of a plan, the clock running from now.
pub(crate) fn terms(settings: &Settings, plan: &Plan) -> Terms {
    Terms {
        rule: settings.policy.rule(plan.max_draws),
        quorum: settings.honesty.quorum.min(plan.max_draws).max(1),
        deadline: tokio::time::Instant::now() + settings.honesty.judge_timeout,
    }
}

/// Tokens of a request's prompt, where no usage says: some four characters each.
pub(crate) fn prompt_estimate(request: &ChatRequest) -> u64 {
    let characters: usize = request.messages().iter().map(|message| message.text().chars().count()).sum();
    characters.div_ceil(4) as u64
}

impl Bench<'_> {
    /// Judges a complete answer of a kind, drawing as much as that takes.
    pub(crate) async fn hold(&self, kind: Kind, primary: &str, panel: &mut Panel, own: &mut Duration) -> Trial {
        match kind {
            Kind::NotOurs(pass) => return Trial::found(Finding::Passed(pass.name())),
            Kind::Empty => return Trial::found(Finding::Passed("empty_answer")),
            Kind::Declined => return Trial::found(Finding::Declined),
            Kind::Ours => {}
        }
        if panel.counts().started == 0 {
            panel.start(self.terms.first_round());
        }
        let mut jury = Jury::new(self.judge.clone(), self.question, primary);
        let end = settle::settle(panel, &mut jury, &self.terms, own).await;
        *own += jury.spent();
        let mut trial = Trial { agreements: jury.agreements().to_vec(), ..Trial::found(self.finding(end, &jury)) };
        if end != End::TimeUp && self.wants_to_compare() {
            let draws: Vec<&Draw> = panel.finished().take(trial.agreements.len()).collect();
            self.compare(primary, &draws, &mut trial, own).await;
        }
        trial
    }

    fn finding(&self, end: End, jury: &Jury) -> Finding {
        let posterior = settle::posterior(jury);
        let is_quorate = posterior.counted >= self.terms.quorum;
        match end {
            End::Mistrial => Finding::Unchecked("judge_failed"),
            End::TimeUp if is_quorate => {
                let action = self.terms.rule.thresholds.action(posterior.mean());
                Finding::Judged(Judged { action, reason: "deadline", posterior })
            }
            End::TimeUp => Finding::Unchecked("deadline"),
            End::Decided(action) if is_quorate => Finding::Judged(Judged { action, reason: "agreement", posterior }),
            End::Decided(_) => Finding::Unchecked("quorum"),
        }
    }

    fn serves_medoid(&self) -> bool {
        self.settings.honesty.serve == Serve::Medoid && self.mode == Mode::Enforce
    }

    fn wants_to_compare(&self) -> bool {
        self.serves_medoid() || self.settings.honesty.extension != Extension::Off
    }

    /// Compares all answers with each other: to elect the medoid and judge anew by the agreement with it, where that is
    /// to be served, and to show which mean the same. A judge that fails here leaves the primary, which has been judged.
    async fn compare(&self, primary: &str, draws: &[&Draw], trial: &mut Trial, own: &mut Duration) {
        let Finding::Judged(judged) = trial.finding else { return };
        let answers = opinion::answers(primary, draws);
        let Ok(matrix) = self.in_time(Matrix::judge(&**self.judge, self.question, &answers), own).await else { return };
        let since = Instant::now();
        let may_be_served = |place: usize| draws[place - 1].whole;
        let served = if self.serves_medoid() { opinion::medoid(&matrix, may_be_served) } else { 0 };
        if served > 0 {
            trial.agreements = opinion::agreements_with(&matrix, served);
            let thresholds = &self.terms.rule.thresholds;
            trial.finding = Finding::Judged(opinion::rejudged(&judged, &trial.agreements, thresholds));
            trial.elected = Some(answers[served].to_owned());
        }
        if self.settings.honesty.extension != Extension::Off {
            trial.clusters = Some(opinion::clusters(self.question, &answers, &matrix, served));
        }
        *own += since.elapsed();
    }

    async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
        own: &mut Duration,
    ) -> Result<T, Mistrial> {
        let since = Instant::now();
        let result = tokio::time::timeout_at(self.terms.deadline, jury::guarded(work)).await;
        *own += since.elapsed();
        result.unwrap_or(Err(Mistrial))
    }
}
