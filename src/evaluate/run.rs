//! All questions of a set, live or recorded.

use std::sync::Arc;

use futures_util::{Stream, StreamExt, stream};
use probity_draw::{Recording, Sampler};
use probity_pipeline::{Decision, Pipeline, Temperature};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::asking::Failed;
use crate::conduct::Conduct;
use crate::dataset::{Dataset, Question, Recorded};
use crate::grade::{Category, Grade, Grading, Key};
use crate::journal::Part;
use crate::limits::Tokens;
use crate::metrics::Row;
use crate::options::{Bench, Drawing, Judging, Options};
use crate::progress::Progress;
use crate::report::{About, Data, Parameters, Report};
use crate::trial::{Seen, Trial, Weighed, asked, check_template, request};

/// What became of the questions. A failure is no row, and a row that cannot be graded is none either.
#[derive(Debug)]
pub(crate) struct Gathered<T> {
    pub(crate) kept: Vec<T>,
    pub(crate) ungraded: usize,
    pub(crate) not_asked: usize,
    pub(crate) failed: usize,
    pub(crate) first_failure: Option<String>,
}

/// What a question gave.
#[derive(Debug)]
pub(crate) enum Given<T> {
    /// What was wanted of it.
    Kept(T),
    /// Nothing that could be graded.
    Ungraded,
    /// Nothing: what the run may take is spent.
    NotAsked,
    /// No answer.
    Failed(Failed),
}

/// Asks every question of a live source and judges the answers.
///
/// Whether early stopping decides as the full budget would cannot be known of a live run, unless it is recorded:
/// `decision_agreement` is `null` where draws stop early. [`live_recorded`] knows.
///
/// # Errors
/// A template without a place for the question, a journal that cannot be written, or not one question that could be
/// evaluated.
pub async fn live(
    bench: &Bench,
    sampler: Arc<dyn Sampler>,
    data: &Dataset<Question>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    check_template(&options.template)?;
    let questions = limited(&data.rows, options);
    let pipeline = bench.pipeline(Arc::clone(&sampler), Drawing::AsConfigured);
    let part = bench.part("trial", &data.sha256, options, sampler.name());
    let live = Live { bench, pipeline: &pipeline, sampler: &sampler, options, part: &part };
    let trials = questions.iter().enumerate().map(|(at, row)| live.ask(at, row));
    let trials = stream::iter(trials).buffered(options.concurrency.max(1));
    let gathered = gather(trials, questions.len(), progress).await?;
    let parameters = Parameters::of(bench, options, sampler.name(), &options.model);
    gathered.report(Data::of(data, questions.len()), parameters, bench, options)
}

/// As [`live`], but every draw of the budget is made and kept, whatever the stopping rule; the report is of the
/// recording, replayed under the configured rule, but its `tokens` are what the live run took. Write the rows with
/// [`crate::dataset::write`], and the run can be replayed under any policy.
///
/// # Errors
/// As [`live`].
pub async fn live_recorded(
    bench: &Bench,
    sampler: Arc<dyn Sampler>,
    data: &Dataset<Question>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<(Report, Vec<Recorded>), Error> {
    check_template(&options.template)?;
    let questions = limited(&data.rows, options);
    let pipeline = bench.pipeline(Arc::clone(&sampler), Drawing::Exhaustive);
    // Every question is drawn, also one that would be passed: a replay may want it judged.
    let drawing = Options { judging: Judging::Always, ..options.clone() };
    let part = bench.part("record", &data.sha256, &drawing, sampler.name());
    let live = Live { bench, pipeline: &pipeline, sampler: &sampler, options: &drawing, part: &part };
    let trials = questions.iter().enumerate().map(|(at, row)| live.record(at, row));
    let trials = stream::iter(trials).buffered(options.concurrency.max(1));
    let taken = gather(trials, questions.len(), progress).await?;
    let estimated = taken.kept.iter().any(|taken| taken.tokens_estimated);
    let tokens = taken.kept.iter().filter_map(|taken| taken.tokens).reduce(Tokens::and);
    let (failed, not_asked, first_failure) = (taken.failed, taken.not_asked, taken.first_failure);
    let (rows, grades): (Vec<Recorded>, Vec<Option<Grade>>) =
        taken.kept.into_iter().map(|taken| (taken.row, Some(taken.raw))).unzip();
    let mut replayed = replay(bench, &rows, &grades, options, &crate::Quiet).await?;
    replayed.failed += failed;
    replayed.not_asked += not_asked;
    replayed.first_failure = first_failure.or(replayed.first_failure);
    let parameters = Parameters::of(bench, options, sampler.name(), &options.model);
    let report = replayed.report(Data::of(data, questions.len()), parameters, bench, options)?;
    Ok((report.with_tokens(tokens, estimated), rows))
}

/// Judges recorded answers. The served answer is `served`, or the first sample where that is null; the further samples
/// are the draws, as many as the budget allows. The template is not used: the question was asked already.
///
/// # Errors
/// Not one question that could be evaluated.
pub async fn recorded(
    bench: &Bench,
    data: &Dataset<Recorded>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let rows = limited(&data.rows, options);
    let gathered = replay(bench, rows, &[], options, progress).await?;
    let model = rows.first().map_or(options.model.as_str(), |row| row.model.as_str());
    let parameters = Parameters::of(bench, options, "recording", model);
    gathered.report(Data::of(data, rows.len()), parameters, bench, options)
}

/// A recording with what its primary answer is worth, and what it took.
#[derive(Debug, Serialize, Deserialize)]
struct Taken {
    row: Recorded,
    raw: Grade,
    tokens: Option<Tokens>,
    tokens_estimated: bool,
}

/// What asking takes.
struct Live<'a> {
    bench: &'a Bench,
    pipeline: &'a Pipeline,
    sampler: &'a Arc<dyn Sampler>,
    options: &'a Options,
    part: &'a Part,
}

impl Live<'_> {
    async fn ask(&self, at: usize, row: &Question) -> Result<Given<Row>, Error> {
        let key = Key::from(row);
        if !key.can_grade() {
            return Ok(Given::Ungraded);
        }
        let weighed: Weighed = match self.options.recall(self.part, at) {
            Some(weighed) => weighed,
            None => {
                let seen = match self.draw(row).await? {
                    Given::Kept(seen) => seen,
                    other => return Ok(other.without()),
                };
                let grader = self.bench.grader();
                let raw = grader.grade(&key, &seen.primary, None).await;
                let weighed = seen.weighed(&key, raw, grader).await;
                self.options.keep(self.part, at, &weighed)?;
                weighed
            }
        };
        let row = weighed.row(&key);
        let full_decision = if self.bench.stops_early() { None } else { decided(&row) };
        Ok(Given::Kept(Row { full_decision, ..row }))
    }

    async fn record(&self, at: usize, row: &Question) -> Result<Given<Taken>, Error> {
        if let Some(taken) = self.options.recall(self.part, at) {
            return Ok(Given::Kept(taken));
        }
        let seen = match self.draw(row).await? {
            Given::Kept(seen) => seen,
            other => return Ok(other.without()),
        };
        let raw = self.bench.grader().grade(&Key::from(row), &seen.primary, None).await;
        let (tokens, tokens_estimated) = (seen.tokens, seen.tokens_estimated);
        let row = recording(row, seen, raw, self.bench, self.options);
        let taken = Taken { row, raw, tokens, tokens_estimated };
        self.options.keep(self.part, at, &taken)?;
        Ok(Given::Kept(taken))
    }

    /// Asks, and pays for it.
    async fn draw(&self, row: &Question) -> Result<Given<Seen>, Error> {
        if !self.options.purse.admit().await {
            return Ok(Given::NotAsked);
        }
        let trial = question(row, self.options)?;
        let asked = trial.request.to_bytes().len();
        Ok(match trial.run(self.pipeline, self.sampler).await {
            Ok(seen) => {
                let (tokens, estimated) = seen.spent(asked);
                self.options.purse.take(tokens, estimated);
                Given::Kept(seen)
            }
            Err(failed) => Given::Failed(failed),
        })
    }
}

impl<T> Given<T> {
    /// The same of another kind, nothing being kept.
    pub(crate) fn without<U>(self) -> Given<U> {
        match self {
            Self::Kept(_) | Self::Ungraded => Given::Ungraded,
            Self::NotAsked => Given::NotAsked,
            Self::Failed(failed) => Given::Failed(failed),
        }
    }
}

/// `grades` are what the primary answers are worth, as far as that is known already.
async fn replay(
    bench: &Bench,
    rows: &[Recorded],
    grades: &[Option<Grade>],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Gathered<Row>, Error> {
    let options = Options { template: "{question}".to_owned(), ..options.clone() };
    let known = grades.iter().copied().chain(std::iter::repeat(None));
    let trials = rows.iter().zip(known).map(|(row, raw)| judge(row, raw, bench, &options));
    gather(stream::iter(trials).buffered(options.concurrency.max(1)), rows.len(), progress).await
}

async fn judge(row: &Recorded, raw: Option<Grade>, bench: &Bench, options: &Options) -> Result<Given<Row>, Error> {
    let key = Key::from(row);
    if row.served_correct.is_none() && !key.can_grade() {
        return Ok(Given::Ungraded);
    }
    let seen = match sample(row, bench, options, Drawing::AsConfigured).await? {
        Ok(seen) => seen,
        Err(failed) => return Ok(Given::Failed(failed)),
    };
    let label = row.served_correct.filter(|_| row.served.is_some());
    let raw = match raw {
        Some(raw) => raw,
        None => bench.grader().grade(&key, &seen.primary, label).await,
    };
    // Nothing waits when answers lie there already.
    let graded = Row { elapsed_ms: None, overhead_ms: None, ..seen.weighed(&key, raw, bench.grader()).await.row(&key) };
    let full_decision = match decided(&graded) {
        Some(_) if bench.stops_early() => {
            sample(row, bench, options, Drawing::Exhaustive).await?.ok().map(|full| full.decision)
        }
        decided => decided,
    };
    Ok(Given::Kept(Row { full_decision, ..graded }))
}

/// What was decided, where it was for us to decide.
fn decided(row: &Row) -> Option<Decision> {
    (row.decision != Decision::Passed).then_some(row.decision)
}

async fn sample(
    row: &Recorded,
    bench: &Bench,
    options: &Options,
    drawing: Drawing,
) -> Result<Result<Seen, Failed>, Error> {
    let (served, draws) = row.split();
    let sampler: Arc<dyn Sampler> = Arc::new(Recording::new(served, draws.to_vec()));
    // Not every recording says whose it is; a request must.
    let model = if row.model.is_empty() { &options.model } else { &row.model };
    let trial = Trial {
        id: row.id.clone(),
        request: request(&row.id, &row.question, model, options)?,
        judging: options.judging,
        most: draws.len(),
    };
    Ok(trial.run(&bench.pipeline(Arc::clone(&sampler), drawing), &sampler).await)
}

fn question(row: &Question, options: &Options) -> Result<Trial, Error> {
    Ok(Trial {
        id: row.id.clone(),
        request: request(&row.id, &asked(row), &options.model, options)?,
        judging: options.judging,
        most: usize::MAX,
    })
}

fn recording(row: &Question, seen: Seen, raw: Grade, bench: &Bench, options: &Options) -> Recorded {
    Recorded {
        id: row.id.clone(),
        source: "probity".to_owned(),
        model: options.model.clone(),
        temperature: match bench.settings().honesty.temperature {
            Temperature::Fixed(temperature) => Some(temperature),
            Temperature::Request => Some(options.temperature),
        },
        question: row.question.clone(),
        references: row.references.clone(),
        answerable: row.answerable,
        known: row.known,
        choices: row.choices.clone(),
        served: Some(seen.primary),
        served_correct: Key::from(row).can_grade().then_some(raw.category == Category::Correct),
        samples: seen.draws,
    }
}

pub(crate) fn limited<'a, T>(rows: &'a [T], options: &Options) -> &'a [T] {
    let most = options.limit.unwrap_or(rows.len()).min(rows.len());
    &rows[..most]
}

pub(crate) async fn gather<T>(
    mut trials: impl Stream<Item = Result<Given<T>, Error>> + Unpin,
    total: usize,
    progress: &dyn Progress,
) -> Result<Gathered<T>, Error> {
    let mut gathered = Gathered { kept: Vec::new(), ungraded: 0, not_asked: 0, failed: 0, first_failure: None };
    progress.begin(total);
    while let Some(given) = trials.next().await {
        match given? {
            Given::Kept(row) => gathered.kept.push(row),
            Given::Ungraded => gathered.ungraded += 1,
            Given::NotAsked => gathered.not_asked += 1,
            Given::Failed(Failed(message)) => {
                gathered.failed += 1;
                gathered.first_failure.get_or_insert(message);
            }
        }
        progress.advance();
    }
    progress.end();
    Ok(gathered)
}

impl Gathered<Row> {
    pub(crate) fn report(
        self,
        data: Data,
        parameters: Parameters,
        bench: &Bench,
        options: &Options,
    ) -> Result<Report, Error> {
        if self.kept.is_empty() {
            let ungraded = || "no question has a reference to grade answers by".to_owned();
            return Err(Error::Nothing { rows: data.rows, first: self.first_failure.unwrap_or_else(ungraded) });
        }
        let conduct = Conduct {
            grading: Grading::of(&self.kept, bench.grader()),
            not_asked: self.not_asked,
            resumed: options.journal.as_ref().map_or(0, |journal| journal.remembered()),
            spent: options.purse.spent(),
            knowledge: None,
        };
        let (ungraded, failed, first_failure) = (self.ungraded, self.failed, self.first_failure);
        let about = About { data, parameters, conduct, ungraded, failed, first_failure };
        Ok(Report::of(self.kept, about, &options.bootstrap))
    }
}
