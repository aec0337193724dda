//! All questions of a set, live or recorded.

use std::sync::Arc;

use futures_util::{Stream, StreamExt, stream};
use probity_draw::{Recording, Sampler};
use probity_pipeline::{Decision, Pipeline, Temperature};

use crate::Error;
use crate::dataset::{Dataset, Question, Recorded};
use crate::grade::{Category, Key};
use crate::metrics::Row;
use crate::options::{Bench, Drawing, Judging, Options};
use crate::progress::Progress;
use crate::report::{About, Data, Parameters, Report};
use crate::trial::{Failed, Seen, Trial, check_template, request};

/// What became of the questions. A failure is no row, and a row that cannot be graded is none either.
#[derive(Debug)]
struct Gathered<T> {
    kept: Vec<T>,
    ungraded: usize,
    failed: usize,
    first_failure: Option<String>,
}

/// What a question gave: nothing where it cannot be graded.
type Given<T> = Result<Option<T>, Failed>;

/// Asks every question of a live source and judges the answers.
///
/// Whether early stopping decides as the full budget would cannot be known of a live run, unless it is recorded:
/// `decision_agreement` is `null` where draws stop early. [`live_recorded`] knows.
///
/// # Errors
/// A template without a place for the question, or not one question that could be evaluated.
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
    let trials = questions.iter().map(|row| ask(row, bench, &pipeline, &sampler, options));
    let trials = stream::iter(trials).buffered(options.concurrency.max(1));
    let gathered = gather(trials, questions.len(), progress).await?;
    let parameters = Parameters::of(bench, options, sampler.name(), &options.model);
    gathered.report(Data::of(data, questions.len()), parameters, options)
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
    let trials = questions.iter().map(|row| async {
        let seen = question(row, &drawing)?.run(&pipeline, &sampler).await;
        Ok(seen.map(|seen| Some((recording(row, &seen, bench, options), seen.tokens, seen.tokens_estimated))))
    });
    let trials = stream::iter(trials).buffered(options.concurrency.max(1));
    let taken = gather(trials, questions.len(), progress).await?;
    let estimated = taken.kept.iter().any(|(_, _, estimated)| *estimated);
    let tokens = taken.kept.iter().filter_map(|(_, tokens, _)| *tokens).reduce(|sum, tokens| sum + tokens);
    let (failed, first_failure) = (taken.failed, taken.first_failure);
    let rows: Vec<Recorded> = taken.kept.into_iter().map(|(row, _, _)| row).collect();
    let mut replayed = replay(bench, &rows, options, &crate::Quiet).await?;
    replayed.failed += failed;
    replayed.first_failure = first_failure.or(replayed.first_failure);
    let parameters = Parameters::of(bench, options, sampler.name(), &options.model);
    let report = replayed.report(Data::of(data, questions.len()), parameters, options)?;
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
    let gathered = replay(bench, rows, options, progress).await?;
    let model = rows.first().map_or(options.model.as_str(), |row| row.model.as_str());
    let parameters = Parameters::of(bench, options, "recording", model);
    gathered.report(Data::of(data, rows.len()), parameters, options)
}

async fn replay(
    bench: &Bench,
    rows: &[Recorded],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Gathered<Row>, Error> {
    let options = Options { template: "{question}".to_owned(), ..options.clone() };
    let trials = rows.iter().map(|row| judge(row, bench, &options));
    gather(stream::iter(trials).buffered(options.concurrency.max(1)), rows.len(), progress).await
}

async fn ask(
    row: &Question,
    bench: &Bench,
    pipeline: &Pipeline,
    sampler: &Arc<dyn Sampler>,
    options: &Options,
) -> Result<Given<Row>, Error> {
    let key = Key::from(row);
    if !key.can_grade() {
        return Ok(Ok(None));
    }
    let seen = match question(row, options)?.run(pipeline, sampler).await {
        Ok(seen) => seen,
        Err(failed) => return Ok(Err(failed)),
    };
    let row = seen.graded(&key, None);
    let full_decision = if bench.stops_early() { None } else { decided(&row) };
    Ok(Ok(Some(Row { full_decision, ..row })))
}

async fn judge(row: &Recorded, bench: &Bench, options: &Options) -> Result<Given<Row>, Error> {
    let key = Key::from(row);
    if row.served_correct.is_none() && !key.can_grade() {
        return Ok(Ok(None));
    }
    let seen = match sample(row, bench, options, Drawing::AsConfigured).await? {
        Ok(seen) => seen,
        Err(failed) => return Ok(Err(failed)),
    };
    let graded = seen.graded(&key, row.served_correct.filter(|_| row.served.is_some()));
    let full_decision = match decided(&graded) {
        Some(_) if bench.stops_early() => {
            sample(row, bench, options, Drawing::Exhaustive).await?.ok().map(|full| full.decision)
        }
        decided => decided,
    };
    Ok(Ok(Some(Row { full_decision, ..graded })))
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
    let trial = Trial {
        id: row.id.clone(),
        request: request(&row.id, &row.question, &row.model, options)?,
        judging: options.judging,
        most: draws.len(),
    };
    Ok(trial.run(&bench.pipeline(Arc::clone(&sampler), drawing), &sampler).await)
}

fn question(row: &Question, options: &Options) -> Result<Trial, Error> {
    Ok(Trial {
        id: row.id.clone(),
        request: request(&row.id, &row.question, &options.model, options)?,
        judging: options.judging,
        most: usize::MAX,
    })
}

fn recording(row: &Question, seen: &Seen, bench: &Bench, options: &Options) -> Recorded {
    let key = Key::from(row);
    let correct = key.grade(&seen.primary) == Category::Correct;
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
        served: Some(seen.primary.clone()),
        served_correct: key.can_grade().then_some(correct),
        samples: seen.draws.clone(),
    }
}

fn limited<'a, T>(rows: &'a [T], options: &Options) -> &'a [T] {
    let most = options.limit.unwrap_or(rows.len()).min(rows.len());
    &rows[..most]
}

async fn gather<T>(
    mut trials: impl Stream<Item = Result<Given<T>, Error>> + Unpin,
    total: usize,
    progress: &dyn Progress,
) -> Result<Gathered<T>, Error> {
    let mut gathered = Gathered { kept: Vec::new(), ungraded: 0, failed: 0, first_failure: None };
    progress.begin(total);
    while let Some(given) = trials.next().await {
        match given? {
            Ok(Some(row)) => gathered.kept.push(row),
            Ok(None) => gathered.ungraded += 1,
            Err(Failed(message)) => {
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
    fn report(self, data: Data, parameters: Parameters, options: &Options) -> Result<Report, Error> {
        if self.kept.is_empty() {
            let ungraded = || "no question has a reference to grade answers by".to_owned();
            return Err(Error::Nothing { rows: data.rows, first: self.first_failure.unwrap_or_else(ungraded) });
        }
        let about =
            About { data, parameters, ungraded: self.ungraded, failed: self.failed, first_failure: self.first_failure };
        Ok(Report::of(self.kept, about, &options.bootstrap))
    }
}
