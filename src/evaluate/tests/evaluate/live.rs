//! Live runs over a sampler that is known by heart.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use probity_evaluate::grade::Category;
use probity_evaluate::{Dataset, Error, Options, Progress, Question, Quiet, live, live_recorded, recorded};
use probity_pipeline::{Decision, Serve};
use probity_policy::config::Stop;

use crate::stage::{Library, bench, options};

#[derive(Debug, Default)]
struct Steps {
    total: AtomicUsize,
    done: AtomicUsize,
    ended: AtomicUsize,
}

impl Progress for Steps {
    fn begin(&self, questions: usize) {
        self.total.store(questions, Ordering::SeqCst);
    }

    fn advance(&self) {
        self.done.fetch_add(1, Ordering::SeqCst);
    }

    fn end(&self) {
        self.ended.fetch_add(1, Ordering::SeqCst);
    }
}

fn data() -> Dataset<Question> {
    let text = r#"
        {"id": "knows", "question": "What is the capital of Norway?", "references": ["Oslo"]}
        {"id": "guesses", "question": "What is the capital of Nepal?", "references": ["Kathmandu"]}
        {"id": "fails", "question": "What is the capital of Mali?", "references": ["Bamako"]}
        {"id": "not-ours", "question": "Write a poem about the sea.", "references": ["sea"]}
        {"id": "beyond", "question": "What is the capital of Ostravania?", "references": [], "answerable": false}
        {"id": "nobody-knows", "question": "What is the capital of Ruritania?", "references": []}
    "#;
    Dataset::questions_from("set.jsonl".as_ref(), text.as_bytes()).unwrap()
}

fn library(prefix: &str) -> Arc<Library> {
    let ask = |rest: &str| format!("{prefix}{rest}");
    let library = Library::default()
        .with(&ask("What is the capital of Norway?"), "Oslo", &["Oslo", "Oslo", "Oslo", "Oslo"])
        .with(&ask("What is the capital of Nepal?"), "Lhasa", &["Dhaka", "Thimphu", "Kathmandu", "Pokhara"])
        .with(&ask("Write a poem about the sea."), "The sea!", &["Waves.", "Salt.", "Blue.", "Wind."])
        .with(&ask("What is the capital of Ostravania?"), "Ostrava", &["Brno", "Prague", "Vienna", "Graz"])
        .with(&ask("What is the capital of Ruritania?"), "Strelsau", &["Strelsau"; 4]);
    Arc::new(library)
}

#[tokio::test]
async fn a_live_run_is_judged_question_by_question() {
    let steps = Steps::default();
    let bench = bench(Stop::Decision, Serve::Primary);
    let report = live(&bench, library(""), &data(), &options(), &steps).await.unwrap();
    let rows: Vec<_> = report.rows.iter().map(|row| (row.id.as_str(), row.decision)).collect();
    assert_eq!(
        rows,
        [
            ("knows", Decision::Answered),
            ("guesses", Decision::Refused),
            ("not-ours", Decision::Passed),
            ("beyond", Decision::Refused),
        ]
    );
    assert_eq!((report.n, report.failed, report.ungraded), (4, 1, 1));
    assert!(report.first_failure.unwrap().contains("nobody is there"));
    assert_eq!((report.wrong_served_raw, report.wrong_served), (2, 0));
    assert_eq!(report.decision_agreement, None, "it cannot be known");
    assert_eq!((report.parameters.source.as_str(), report.data.file.as_str()), ("library", "set.jsonl"));
    let seen = [&steps.total, &steps.done, &steps.ended].map(|count| count.load(Ordering::SeqCst));
    assert_eq!(seen, [6, 6, 1]);
}

#[tokio::test]
async fn the_template_is_what_is_asked() {
    let bench = bench(Stop::None, Serve::Primary);
    let asking = Options { template: "Be brief. {question}".to_owned(), ..options() };
    let report = live(&bench, library("Be brief. "), &data(), &asking, &Quiet).await.unwrap();
    assert_eq!((report.n, report.failed), (4, 1));
    assert_eq!(report.decision_agreement, Some(1.0), "every draw was made");
    let hollow = Options { template: "Be brief.".to_owned(), ..options() };
    let error = live(&bench, library(""), &data(), &hollow, &Quiet).await.unwrap_err();
    assert!(matches!(error, Error::Template(_)), "{error}");
}

#[tokio::test]
async fn a_source_that_never_answers_gives_no_report() {
    let bench = bench(Stop::None, Serve::Primary);
    let error = live(&bench, library("nothing like it"), &data(), &options(), &Quiet).await.unwrap_err();
    assert!(error.to_string().contains("nobody is there"), "{error}");
}

#[tokio::test]
async fn a_recorded_run_replays_to_the_same_figures() {
    let early = bench(Stop::Decision, Serve::Primary);
    let (report, rows) = live_recorded(&early, library(""), &data(), &options(), &Quiet).await.unwrap();
    // Every question that was answered is kept with all its draws, the passed and the ungraded too.
    assert_eq!(rows.iter().map(|row| row.samples.len()).collect::<Vec<_>>(), [4; 5]);
    assert_eq!(rows[0].served.as_deref(), Some("Oslo"));
    assert_eq!(
        (rows[0].served_correct, rows[1].served_correct, rows[4].served_correct),
        (Some(true), Some(false), None)
    );
    assert_eq!((report.n, report.failed, report.ungraded, report.passed), (4, 1, 1, 1));
    assert_eq!(report.decision_agreement, Some(1.0));
    let data = Dataset { path: "taken.jsonl".into(), sha256: String::new(), rows };
    let mut again = recorded(&early, &data, &options(), &Quiet).await.unwrap();
    for (row, live) in again.rows.iter_mut().zip(&report.rows) {
        // A recording says who was right; that is all it knows of who said so.
        assert_eq!(row.opinions.label, Some(row.raw == Category::Correct), "{}", row.id);
        (row.graded_by, row.opinions) = (live.graded_by, live.opinions);
    }
    assert_eq!(again.rows, report.rows);
}
