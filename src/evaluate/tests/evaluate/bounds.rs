//! What a run may take, and how an interrupted one goes on.

use std::num::NonZeroU32;
use std::sync::Arc;

use probity_draw::Sampler;
use probity_evaluate::metrics::Row;
use probity_evaluate::{
    Baseline, Dataset, Journal, Knowing, Limits, Live, Options, Prices, Purse, Question, Quiet, baseline, estimate,
    live, live_recorded,
};
use probity_pipeline::Serve;
use probity_policy::config::Stop;
use tempfile::TempDir;

use crate::stage::{Oracle, bench, options};

fn data(questions: usize) -> Dataset<Question> {
    let row = |at: usize| Question {
        id: at.to_string(),
        question: format!("What is the capital of country {at}?"),
        references: vec!["Oslo".to_owned()],
        ..Question::default()
    };
    Dataset { path: "set.jsonl".into(), sha256: "sum".to_owned(), rows: (0..questions).map(row).collect() }
}

fn oslo(_message: &str, _asked: usize) -> &'static str {
    "Oslo"
}

/// Rows without what no two runs share.
fn timeless(mut rows: Vec<Row>) -> Vec<Row> {
    for row in &mut rows {
        (row.elapsed_ms, row.overhead_ms) = (None, None);
    }
    rows
}

fn kept_in(folder: &TempDir) -> Options {
    let journal = Journal::open(&folder.path().join("run.journal")).unwrap();
    Options { journal: Some(Arc::new(journal)), concurrency: 1, ..options() }
}

fn spending(limits: Limits) -> Options {
    Options { purse: Arc::new(Purse::new(limits).unwrap()), concurrency: 1, ..options() }
}

#[tokio::test]
async fn a_run_ends_when_its_tokens_are_spent() {
    // Fifteen tokens are reported for each primary; draws report none.
    let options = spending(Limits { tokens: Some(31), ..Limits::default() });
    let oracle = Oracle::new(oslo);
    let report = live(&bench(Stop::None, Serve::Primary), oracle, &data(6), &options, &Quiet).await.unwrap();
    assert_eq!((report.n + report.conduct.not_asked, report.failed), (6, 0));
    assert!(report.conduct.not_asked >= 3, "{:?}", report.conduct);
    assert!(report.conduct.spent.prompt_tokens + report.conduct.spent.completion_tokens >= 31);
}

#[tokio::test]
async fn a_run_ends_when_its_money_is_spent() {
    let prices = Prices { prompt: 1e5, completion: 0.0 };
    let limits = Limits { cost: Some(1.5), prices: Some(prices), ..Limits::default() };
    let knowing = Knowing { samples: 1, ..Knowing::default() };
    let (options, oracle) = (spending(limits), Oracle::new(oslo));
    let bench = bench(Stop::None, Serve::Primary);
    estimate(&bench, oracle.clone(), &data(6), &options, &knowing, &Quiet).await.unwrap();
    assert_eq!((oracle.asked(), options.purse.spent().cost), (2, Some(2.0)));
    for (limits, why) in [
        (Limits { cost: Some(1.0), ..Limits::default() }, "needs prices"),
        (Limits { cost: Some(f64::NAN), prices: Some(prices), ..Limits::default() }, "must be numbers"),
        (Limits { prices: Some(Prices { prompt: -1.0, completion: 0.0 }), ..Limits::default() }, "must be numbers"),
    ] {
        assert!(Purse::new(limits).unwrap_err().to_string().contains(why));
    }
}

#[tokio::test(start_paused = true)]
async fn questions_keep_their_pace() {
    let limits = Limits { per_minute: NonZeroU32::new(6), ..Limits::default() };
    let options = Options { concurrency: 8, ..spending(limits) };
    let knowing = Knowing { samples: 1, ..Knowing::default() };
    let begun = tokio::time::Instant::now();
    let bench = bench(Stop::None, Serve::Primary);
    estimate(&bench, Oracle::new(oslo), &data(4), &options, &knowing, &Quiet).await.unwrap();
    let tens = (begun.elapsed().as_secs_f64() / 10.0).round();
    assert!((tens - 3.0).abs() < f64::EPSILON, "the fourth waits for three turns of ten seconds: {tens}");
}

#[test]
fn prices_are_read() {
    assert_eq!("0.15/0.60".parse(), Ok(Prices { prompt: 0.15, completion: 0.6 }));
    for bad in ["1", "1/x", "-1/2", "NaN/1", "1/inf", ""] {
        assert!(bad.parse::<Prices>().is_err(), "{bad}");
    }
}

#[tokio::test]
async fn what_was_answered_is_not_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let bench = bench(Stop::None, Serve::Primary);
    let first = Oracle::new(oslo);
    let few = Options { limit: Some(2), ..kept_in(&folder) };
    let begun = live(&bench, first.clone(), &data(4), &few, &Quiet).await.unwrap();
    drop(few);
    let second = Oracle::new(oslo);
    let report = live(&bench, second.clone(), &data(4), &kept_in(&folder), &Quiet).await.unwrap();
    assert_eq!(
        (report.n, report.conduct.resumed, first.asked(), second.asked()),
        (4, 2, second.asked(), first.asked())
    );
    assert_eq!(timeless(report.rows)[..2], timeless(begun.rows));
    // Another template is another run, in the same file.
    let other = Options { template: "Briefly: {question}".to_owned(), ..kept_in(&folder) };
    let third = Oracle::new(oslo);
    let report = live(&bench, third.clone(), &data(4), &other, &Quiet).await.unwrap();
    assert_eq!((report.conduct.resumed, third.asked()), (0, 2 * second.asked()));
}

#[tokio::test]
async fn every_part_of_a_run_is_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let bench = bench(Stop::None, Serve::Primary);
    let knowing = Knowing { samples: 3, ..Knowing::default() };
    let mut seen = Vec::new();
    for _ in 0..2 {
        let (oracle, options) = (Oracle::new(oslo), kept_in(&folder));
        let (report, rows) = live_recorded(&bench, oracle.clone(), &data(2), &options, &Quiet).await.unwrap();
        estimate(&bench, oracle.clone(), &data(2), &options, &knowing, &Quiet).await.unwrap();
        let verbal = Baseline::VerbalTwice(2);
        let sampler: Arc<dyn Sampler> = oracle.clone();
        let asked = Live { bench: &bench, sampler: &sampler, data: &data(2), options: &options, progress: &Quiet };
        let other = baseline(verbal, &asked, &report).await.unwrap();
        seen.push((oracle.asked(), rows, timeless(report.rows), timeless(other.rows)));
    }
    let (second, first) = (seen.pop().unwrap(), seen.pop().unwrap());
    assert!(first.0 > 0);
    assert_eq!(second.0, 0, "nothing is asked again");
    assert_eq!((first.1, first.2, first.3), (second.1, second.2, second.3));
}

#[test]
fn a_torn_line_is_taken_off_and_nothing_else_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.journal");
    drop(Journal::open(&path).unwrap());
    let head = std::fs::read_to_string(&path).unwrap();
    let entry = "{\"of\":\"trial x\",\"at\":0,\"value\":1}\n";
    std::fs::write(&path, format!("{head}{entry}{{\"of\":\"tri")).unwrap();
    drop(Journal::open(&path).unwrap());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{head}{entry}"));
    std::fs::write(&path, format!("{head}nonsense\n{entry}")).unwrap();
    let message = Journal::open(&path).unwrap_err().to_string();
    assert!(message.contains("line 2") && message.contains("no entry"), "{message}");
    let other = folder.path().join("questions.jsonl");
    std::fs::write(&other, "{\"id\": \"1\"}\n").unwrap();
    assert!(Journal::open(&other).unwrap_err().to_string().contains("no journal"));
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "{\"id\": \"1\"}\n");
}

#[test]
fn a_journal_is_one_runs_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.journal");
    let held = Journal::open(&path).unwrap();
    assert!(Journal::open(&path).unwrap_err().to_string().contains("another run"));
    drop(held);
    Journal::open(&path).unwrap();
}
