//! The judging of one complete answer: what it is, what the draws say of it, and which answer is served.

use std::future::Future;
use std::time::{Duration, Instant};

use probity_calibrate::Posterior;
use probity_policy::{Action, Pass};
use probity_score::agreement::is_refusal;
use probity_score::{Agreement, Comparison, Error, LexicalJudge, PairJudge, SAME_AT};
use probity_wire::chat::ChatRequest;

use crate::jury::{Jury, Mistrial};
use crate::long::Hearing;
use crate::panel::{Draw, Panel};
use crate::primary::{Kind, Said};
use crate::ruling::{Finding, Judged, Trial};
use crate::scoring::{self, Scoring};
use crate::settle::{self, End, Examiner, Terms};
use crate::{Cluster, Extension, Mode, Pipeline, Plan, Serve, Settings, jury, opinion};

/// Who judges what, and by which terms.
pub(crate) struct Bench<'a> {
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) mode: Mode,
    pub(crate) question: &'a str,
    pub(crate) terms: Terms,
}

/// The terms of a plan, the clock running from now. Only agreement can tell early what the full budget would decide: any
/// other scorer is given all draws.
pub(crate) fn terms(pipeline: &Pipeline, plan: &Plan) -> Terms {
    let Settings { honesty, policy, .. } = &*pipeline.settings;
    let mut rule = policy.rule(plan.max_draws);
    if pipeline.scorer.is_some() {
        rule.epsilon = None;
    }
    Terms {
        rule,
        quorum: honesty.quorum.min(plan.max_draws).max(1),
        deadline: tokio::time::Instant::now() + honesty.judge_timeout,
    }
}

/// Tokens of a request's prompt, where no usage says: some four characters each.
pub(crate) fn prompt_estimate(request: &ChatRequest) -> u64 {
    let characters: usize = request.messages().iter().map(|message| message.text().chars().count()).sum();
    characters.div_ceil(4) as u64
}

impl Bench<'_> {
    /// Judges a complete answer of a kind, drawing as much as that takes.
    pub(crate) async fn hold(&self, kind: Kind, primary: Said<'_>, panel: &mut Panel, own: &mut Duration) -> Trial {
        match kind {
            Kind::NotOurs(pass) => Trial::found(Finding::Passed(pass.name())),
            Kind::Empty => Trial::found(Finding::Passed("empty_answer")),
            Kind::Declined => Trial::found(Finding::Declined),
            Kind::Long => self.hear(primary.text, panel, own).await,
            Kind::Ours => self.judge(primary, panel, own).await,
        }
    }

    /// Judges a short answer by the agreement of the draws.
    async fn judge(&self, primary: Said<'_>, panel: &mut Panel, own: &mut Duration) -> Trial {
        self.start(panel);
        let mut jury = Jury::new(self.pipeline.judge.clone(), self.question, primary.text);
        let end = settle::settle(panel, &mut jury, &self.terms, own).await;
        let mut trial = Trial::found(self.finding(end, jury.posterior(), "agreement"));
        if !matches!(end, End::Mistrial) && jury.cannot_read_the_answer() {
            trial.finding = Finding::Unchecked("unreadable");
        }
        trial.agreements = jury.agreements().iter().map(Agreement::sameness).collect();
        if matches!(trial.finding, Finding::Judged(_)) {
            let draws: Vec<&Draw> = panel.finished().take(trial.agreements.len()).collect();
            self.compare(primary, &draws, jury.agreements(), &mut trial, own).await;
        }
        trial
    }

    /// Judges a long answer sentence by sentence, where there is a judge who can.
    async fn hear(&self, primary: &str, panel: &mut Panel, own: &mut Duration) -> Trial {
        let Some(judge) = self.pipeline.entailment.clone() else {
            return Trial::found(Finding::Passed(Pass::LongAnswer.name()));
        };
        if is_refusal(self.question, primary) {
            return Trial::found(Finding::Declined);
        }
        let Some(mut hearing) = Hearing::of(judge, &self.pipeline.settings.policy, self.question, primary) else {
            return Trial::found(Finding::Passed(Pass::LongAnswer.name()));
        };
        self.start(panel);
        let terms = self.terms_by_support();
        let end = settle::settle(panel, &mut hearing, &terms, own).await;
        let posterior = hearing.supports().posterior();
        let mut trial = Trial::found(match self.finding(end, posterior, "support") {
            // At the deadline it is by what was heard, and not by the thresholds alone, that a long answer is refused.
            Finding::Judged(judged) if end == End::TimeUp => {
                Finding::Judged(Judged { action: hearing.action(&terms), ..judged })
            }
            finding => finding,
        });
        if end != End::Mistrial && hearing.cannot_read_the_answer() {
            trial.finding = Finding::Unchecked("unreadable");
        }
        trial.agreements = hearing.agreements().to_vec();
        if matches!(trial.finding, Finding::Judged(_)) {
            trial.unsupported = Some(hearing.unsupported());
        }
        trial
    }

    fn start(&self, panel: &mut Panel) {
        if panel.counts().started == 0 {
            panel.start(self.terms.first_round());
        }
    }

    /// The terms of a long answer, whose support decides whatever scorer is configured: when it is known, it is known.
    fn terms_by_support(&self) -> Terms {
        Terms { rule: self.pipeline.settings.policy.rule(self.terms.rule.budget), ..self.terms }
    }

    fn finding(&self, end: End, posterior: Posterior, reason: &'static str) -> Finding {
        let is_quorate = posterior.counted >= self.terms.quorum;
        let judged = |action: Action, reason| Finding::Judged(Judged { action, reason, posterior, score: None });
        match end {
            End::Mistrial => Finding::Unchecked("judge_failed"),
            End::TimeUp if is_quorate => judged(self.terms.rule.thresholds.action(posterior.mean()), "deadline"),
            End::TimeUp => Finding::Unchecked("deadline"),
            End::Decided(action) if is_quorate => judged(action, reason),
            End::Decided(_) => Finding::Unchecked("quorum"),
        }
    }

    fn serves_medoid(&self) -> bool {
        self.pipeline.settings.honesty.serve == Serve::Medoid && self.mode == Mode::Enforce
    }

    fn shows(&self) -> bool {
        self.pipeline.settings.honesty.extension != Extension::Off
    }

    /// Compares the answers with each other as far as that can change what is done: to elect the medoid and judge anew
    /// by the agreement with it, and to score. No pair is judged twice, and what fails leaves what was found so far.
    async fn compare(
        &self,
        primary: Said<'_>,
        draws: &[&Draw],
        agreements: &[Agreement],
        trial: &mut Trial,
        own: &mut Duration,
    ) {
        let answers = opinion::answers(primary.text, draws);
        let judge: &dyn PairJudge = &*self.pipeline.judge;
        let mut comparison = Comparison::new(judge, self.question, &answers);
        opinion::recall(&mut comparison, agreements);
        let mut served = 0;
        if self.serves_medoid() && !self.is_late() {
            served = self.elect(&mut comparison, draws, trial, own).await;
        }
        if let Some(scorer) = &self.pipeline.scorer {
            let scoring = Scoring { pipeline: self.pipeline, scorer: &**scorer, served };
            let logprobs = scoring::logprobs(primary, draws);
            // A scorer is for all draws: of the few that came in time it says nothing.
            let scores = if self.is_late() {
                Err(Mistrial)
            } else {
                self.in_time(scoring.score(&mut comparison, &logprobs), own).await
            };
            match scores {
                Ok(scores) => scores.decide(trial, &self.terms.rule.thresholds),
                Err(Mistrial) if self.is_late() => scoring::left_out(trial, scorer.name(), "deadline"),
                Err(Mistrial) => scoring::left_out(trial, scorer.name(), "judge_failed"),
            }
        }
        if self.shows() {
            trial.clusters = self.show(&comparison, served, own).await;
        }
    }

    /// Elects the answer to serve, and judges by the agreement with it. Gives its place: the primary's where no other
    /// is better, where nobody could say in time, and where too few draws can be read beside a better one.
    async fn elect(
        &self,
        comparison: &mut Comparison<'_>,
        draws: &[&Draw],
        trial: &mut Trial,
        own: &mut Duration,
    ) -> usize {
        let Finding::Judged(judged) = trial.finding else { return 0 };
        let whole = draws.iter().enumerate().filter(|(_, draw)| draw.whole).map(|(place, _)| place + 1);
        let candidates: Vec<usize> = std::iter::once(0).chain(whole).collect();
        let Ok(Some(served @ 1..)) = self.in_time(comparison.medoid(&candidates), own).await else { return 0 };
        let agreements = opinion::agreements_with(&comparison.matrix(), served);
        let judged = opinion::rejudged(&judged, &agreements, &self.terms.rule.thresholds);
        if judged.posterior.counted < self.terms.quorum {
            return 0;
        }
        trial.agreements = agreements;
        trial.finding = Finding::Judged(judged);
        trial.elected = Some(comparison.answers()[served].to_owned());
        served
    }

    /// The answers by meaning, to be shown. Nothing hangs on it any more, so no judge is asked: a pair that nobody
    /// needed to judge is told by its words.
    async fn show(&self, judged: &Comparison<'_>, served: usize, own: &mut Duration) -> Option<Vec<Cluster>> {
        let answers = judged.answers();
        let mut shown = Comparison::new(&LexicalJudge, self.question, answers);
        opinion::take_over(&mut shown, &judged.matrix());
        let groups = self.in_time(shown.clusters(SAME_AT), own).await.ok()?;
        Some(opinion::clusters(self.question, answers, &groups, &shown.matrix(), served))
    }

    /// Whether time is up.
    fn is_late(&self) -> bool {
        tokio::time::Instant::now() >= self.terms.deadline
    }

    /// Does work that must be done by the deadline. Past it, only what needs not wait is done.
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
