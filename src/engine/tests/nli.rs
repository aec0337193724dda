//! NLI checkpoints as judges: the numbers of `transformers`, whatever shares a batch; what is cut and what is not read.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::time::Duration;

use probity_engine::nli::{Config, NliModel};
use probity_score::judge::{Claim, Entailment, EntailmentJudge, Error, Pair, PairJudge};
use serde::Deserialize;

/// A pair of texts, and the logits that `transformers` gives it in a padded batch (tests/golden/nli/make.py).
#[derive(Deserialize)]
struct Case {
    premise: String,
    hypothesis: String,
    logits: Vec<f64>,
}

fn config(name: &str) -> Config {
    Config {
        path: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/nli").join(name),
        threads: 1,
        queue_tokens: 100_000,
        batch_tokens: 1024,
        max_wait: Duration::from_secs(600),
    }
}

fn model(name: &str) -> NliModel {
    NliModel::load(&config(name)).unwrap()
}

fn cases(name: &str) -> Vec<Case> {
    serde_json::from_slice(&std::fs::read(config(name).path.join("expected.json")).unwrap()).unwrap()
}

fn claims(cases: &[Case]) -> Vec<Claim<'_>> {
    cases.iter().map(|case| Claim { premise: &case.premise, hypothesis: &case.hypothesis }).collect()
}

async fn entail(model: &NliModel, premise: &str, hypothesis: &str) -> Option<Entailment> {
    model.entail(&[Claim { premise, hypothesis }]).await.unwrap()[0]
}

async fn same(model: &NliModel, question: &str, a: &str, b: &str) -> Option<f64> {
    model.same(question, &[Pair { a, b }]).await.unwrap()[0]
}

/// Log-probabilities, which are logits up to a constant.
fn logs(logits: &[f64]) -> Vec<f64> {
    let total = logits.iter().map(|logit| logit.exp()).sum::<f64>().ln();
    logits.iter().map(|logit| logit - total).collect()
}

async fn parity(name: &str, order: fn(Entailment) -> Vec<f64>) {
    let cases = cases(name);
    let verdicts = model(name).entail(&claims(&cases)).await.unwrap();
    assert_eq!(verdicts.len(), cases.len());
    for (case, verdict) in cases.iter().zip(verdicts) {
        let found: Vec<f64> = order(verdict.unwrap()).into_iter().map(f64::ln).collect();
        for (found, expected) in found.iter().zip(logs(&case.logits)) {
            assert!((found - expected).abs() < 1e-4, "{name}, {}: {found} for {expected}", case.hypothesis);
        }
    }
}

#[tokio::test]
async fn a_v3_checkpoint_gives_the_numbers_of_transformers() {
    parity("v3", |verdict| vec![verdict.contradiction, verdict.entailment, verdict.neutral]).await;
}

#[tokio::test]
async fn a_v2_checkpoint_gives_the_numbers_of_transformers() {
    parity("v2", |verdict| vec![verdict.entailment, verdict.neutral, verdict.contradiction]).await;
}

#[tokio::test]
async fn of_two_labels_what_is_not_entailed_is_neutral() {
    parity("two", |verdict| {
        assert_eq!(verdict.contradiction, 0.0);
        vec![verdict.entailment, verdict.neutral]
    })
    .await;
}

#[tokio::test]
async fn a_verdict_does_not_depend_on_what_shares_the_batch() {
    for name in ["v3", "v2"] {
        let cases = cases(name);
        let together = model(name).entail(&claims(&cases)).await.unwrap();
        let alone = NliModel::load(&Config { batch_tokens: 1, threads: 2, ..config(name) }).unwrap();
        let alone = alone.entail(&claims(&cases)).await.unwrap();
        for (together, alone) in together.into_iter().flatten().zip(alone.into_iter().flatten()) {
            assert!((together.entailment - alone.entailment).abs() < 1e-6, "{together:?} {alone:?}");
            assert!((together.neutral - alone.neutral).abs() < 1e-6, "{together:?} {alone:?}");
        }
    }
}

#[tokio::test]
async fn two_answers_are_the_same_as_far_as_each_entails_the_other() {
    let question = "what is the capital of france?";
    for name in ["v3", "v2", "two"] {
        let model = model(name);
        let (premise, hypothesis) = (format!("{question} paris"), format!("{question} it is not lyon."));
        let there = entail(&model, &premise, &hypothesis).await.unwrap().entailment;
        let back = entail(&model, &hypothesis, &premise).await.unwrap().entailment;
        assert!((there - back).abs() > 1e-3, "directions must differ for this test to say something");
        let pairs = [Pair { a: "paris", b: "it is not lyon." }, Pair { a: "it is not lyon.", b: "paris" }];
        for verdict in model.same(question, &pairs).await.unwrap() {
            assert!((verdict.unwrap() - there.min(back)).abs() < 1e-6, "{name}");
        }
        let bare = entail(&model, "paris", "lyon").await.unwrap().entailment;
        let turned = entail(&model, "lyon", "paris").await.unwrap().entailment;
        let verdict = same(&model, "", "paris", "lyon").await.unwrap();
        assert!((verdict - bare.min(turned)).abs() < 1e-6, "without a question");
    }
}

#[tokio::test]
async fn a_long_question_is_cut_from_its_start_and_no_further_than_it_must() {
    let words = "the king of france was born in year one the queen of germany died in year two is".split(' ');
    let words: Vec<&str> = words.cycle().take(100).collect();
    for name in ["v3", "v2"] {
        let model = model(name);
        // 64 positions, 3 marks and 2 answers of one token leave 29 for each of the two questions.
        let whole = same(&model, &words.join(" "), "paris", "lyon").await.unwrap();
        let kept = same(&model, &words[71..].join(" "), "paris", "lyon").await.unwrap();
        let fewer = same(&model, &words[72..].join(" "), "paris", "lyon").await.unwrap();
        assert!((whole - kept).abs() < 1e-6, "{name}: {whole} {kept}");
        assert!((whole - fewer).abs() > 1e-5, "{name}: {whole} {fewer}");
        let huge = format!("{} {}", "river ".repeat(100_000), words.join(" "));
        let huge = same(&model, &huge, "paris", "lyon").await.unwrap();
        assert!((whole - huge).abs() < 1e-6, "{name}: {whole} {huge}");
    }
}

#[tokio::test]
async fn an_answer_is_never_cut() {
    let words = |count: usize| vec!["river"; count].join(" ");
    for name in ["v3", "v2"] {
        let model = model(name);
        let (fits, over) = (words(30), words(31));
        assert!(same(&model, "what is it?", &over, &fits).await.is_some(), "{name}: 61 tokens and 3 marks fit");
        assert_eq!(same(&model, "what is it?", &over, &over).await, None, "{name}");
        assert!(entail(&model, &over, &fits).await.is_some(), "{name}");
        assert_eq!(entail(&model, &over, &over).await, None, "{name}");
        let huge = "paris ".repeat(100_000);
        let pairs = [Pair { a: &huge, b: "lyon" }, Pair { a: "paris", b: "lyon" }, Pair { a: "lyon", b: &over }];
        let verdicts = model.same("", &pairs).await.unwrap();
        assert_eq!(verdicts.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, true], "{name}");
        let alone = same(&model, "", "paris", "lyon").await.unwrap();
        assert!((verdicts[1].unwrap() - alone).abs() < 1e-6, "{name}: verdicts keep their places");
    }
}

#[tokio::test]
async fn what_the_model_has_no_words_for_gets_no_verdict() {
    for name in ["v3", "v2"] {
        let model = model(name);
        // The first has words for this one letter by letter; the second has none at all.
        for answer in ["париж", "париж парижа", "巴黎是首都", "", "  \n", "\0\0\0", "🎉"] {
            assert_eq!(same(&model, "what is it?", "paris", answer).await, None, "{name}: {answer:?}");
            assert_eq!(entail(&model, answer, "paris").await, None, "{name}: {answer:?}");
        }
        assert!(same(&model, "什么?", "paris", "lyon").await.is_some(), "{name}: a strange question may be");
    }
    for answer in ["zanzibar", "paris 🎉🎉🎉", "paris (巴黎)"] {
        assert!(entail(&model("v3"), answer, "paris").await.is_some(), "{answer} has words enough");
    }
}

#[tokio::test]
async fn nothing_asked_is_nothing_said() {
    let model = model("v3");
    assert_eq!(model.entail(&[]).await.unwrap(), []);
    assert_eq!(model.same("what?", &[]).await.unwrap(), []);
}

#[tokio::test]
async fn work_that_waits_too_long_is_overload_by_the_models_name() {
    let model = NliModel::load(&Config { max_wait: Duration::from_nanos(1), ..config("v3") }).unwrap();
    let refused = model.same("", &[Pair { a: "paris", b: "lyon" }]).await.unwrap_err();
    assert_eq!(refused, Error::Overloaded(PairJudge::name(&model).to_owned()));
}

#[test]
fn the_name_tells_one_checkpoint_from_another() {
    let [v3, v2] = ["v3", "v2"].map(|name| EntailmentJudge::name(&model(name)).to_owned());
    assert!(v3.starts_with("nli:v3@") && v3.len() == "nli:v3@".len() + 12, "{v3}");
    assert_ne!(v3.split('@').next_back(), v2.split('@').next_back());
    assert_eq!(v3, PairJudge::name(&model("v3")));
}
