//! The pair model against what `transformers` computes with the same weights, and what is promised about order, batches,
//! length and bad input. The weights are tiny and random; `tests/golden/pair/make.py` made them and the golden values.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use probity_engine::pair::{Choice, Config, Error, PairModel, Precision, Source};
use probity_score::judge::{Claim, EntailmentJudge, Pair, PairJudge};
use serde::Deserialize;

const QUESTION: &str = "what is the capital of france ?";

#[derive(Deserialize)]
struct Golden {
    equivalence: Vec<GoldenPair>,
    entailment: Vec<GoldenClaim>,
    gate: Vec<GoldenRequest>,
    embedding: Vec<GoldenText>,
}

#[derive(Deserialize)]
struct GoldenPair {
    question: String,
    a: String,
    b: String,
    probability: f64,
}

#[derive(Deserialize)]
struct GoldenClaim {
    premise: String,
    hypothesis: String,
    probabilities: [f64; 3],
}

#[derive(Deserialize)]
struct GoldenRequest {
    request: String,
    probabilities: Vec<f64>,
}

#[derive(Deserialize)]
struct GoldenText {
    text: String,
    vector: Vec<f32>,
}

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/pair")
}

fn golden() -> Golden {
    serde_json::from_slice(&std::fs::read(directory().join("golden.json")).unwrap()).unwrap()
}

fn config(precision: Choice) -> Config {
    Config {
        path: PathBuf::new(),
        precision,
        threads: 2,
        queue_tokens: 4096,
        batch_tokens: 64,
        max_wait: Duration::from_secs(60),
    }
}

fn model(precision: Choice) -> PairModel {
    PairModel::load(&Source::Directory(directory()), &config(precision)).unwrap()
}

async fn same(model: &PairModel, question: &str, a: &str, b: &str) -> Option<f64> {
    model.same(question, &[Pair { a, b }]).await.unwrap()[0]
}

#[track_caller]
fn close(found: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!((found - wanted).abs() <= tolerance, "{what}: {found}, not {wanted}");
}

/// Everything golden, at the given precision. The gate's matrices are fractions in the file, the others 8-bit codes.
async fn agrees(precision: Choice, tolerance: f64, gate_tolerance: f64) {
    let (model, golden) = (model(precision), golden());
    for GoldenPair { question, a, b, probability } in &golden.equivalence {
        close(same(&model, question, a, b).await.unwrap(), *probability, tolerance, &format!("{a:?} ~ {b:?}"));
    }
    for GoldenClaim { premise, hypothesis, probabilities: [e, n, c] } in &golden.entailment {
        let found = model.entail(&[Claim { premise, hypothesis }]).await.unwrap()[0].unwrap();
        close(found.entailment, *e, tolerance, hypothesis);
        close(found.neutral, *n, tolerance, hypothesis);
        close(found.contradiction, *c, tolerance, hypothesis);
    }
    for GoldenRequest { request, probabilities } in &golden.gate {
        let found = model.gate(request).await.unwrap();
        assert_eq!(found.probabilities.len(), model.gate_labels().len());
        for (found, wanted) in found.probabilities.iter().zip(probabilities) {
            close(*found, *wanted, gate_tolerance, request);
        }
        let best = found.probabilities.iter().copied().fold(0.0, f64::max);
        assert_eq!(found.probability, best);
        let index = found.probabilities.iter().position(|probability| *probability == best).unwrap();
        assert_eq!(found.label, model.gate_labels()[index]);
    }
    let texts: Vec<&str> = golden.embedding.iter().map(|golden| golden.text.as_str()).collect();
    for (found, GoldenText { text, vector }) in model.embed(&texts).await.unwrap().iter().zip(&golden.embedding) {
        assert_eq!(found.len(), vector.len());
        for (found, wanted) in found.iter().zip(vector) {
            close(f64::from(*found), f64::from(*wanted), tolerance, text);
        }
    }
}

#[tokio::test]
async fn float32_computes_what_transformers_computes() {
    agrees(Choice::Float32, 2e-6, 2e-6).await;
}

#[tokio::test]
async fn int8_is_exact_where_the_file_has_codes_and_rounds_what_it_has_as_fractions() {
    agrees(Choice::Int8, 1e-4, 1e-2).await;
}

#[tokio::test]
async fn bfloat16_is_off_by_the_rounding_of_weights() {
    agrees(Choice::Bfloat16, 2e-2, 2e-2).await;
}

#[tokio::test]
async fn auto_takes_one_of_the_three_and_says_which() {
    let auto = model(Choice::Auto);
    let fixed = match auto.precision() {
        Precision::Float32 => Choice::Float32,
        Precision::Bfloat16 => Choice::Bfloat16,
        Precision::Int8 => Choice::Int8,
    };
    let wanted = same(&model(fixed), QUESTION, "paris", "rome").await;
    assert_eq!(same(&auto, QUESTION, "paris", "rome").await, wanted);
}

#[tokio::test]
async fn the_name_tells_weights_apart() {
    let model = model(Choice::Float32);
    let name = PairJudge::name(&model);
    let digest = name.strip_prefix("tiny@").unwrap();
    assert_eq!(digest.len(), 12);
    assert!(digest.bytes().all(|digit| digit.is_ascii_hexdigit()), "{name}");
    assert_eq!(name, EntailmentJudge::name(&model));
}

#[tokio::test]
async fn a_pair_is_judged_the_same_either_way_round() {
    let answers = ["paris", "It's Paris.", "rome", "roma", "", "one two three", "Zürich", "42", "24"];
    for precision in [Choice::Float32, Choice::Int8] {
        let model = model(precision);
        for a in answers {
            for b in answers {
                let (there, back) = (same(&model, QUESTION, a, b).await, same(&model, QUESTION, b, a).await);
                assert!(there.is_some() && there == back, "{a:?} ~ {b:?}: {there:?}, {back:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_verdict_does_not_depend_on_what_shares_the_batch() {
    let long = "the river thames is long and old ".repeat(3);
    let answers = ["paris", "rome", "", &long, "it's the old city by the river", "42"];
    let pairs: Vec<Pair<'_>> = answers.iter().flat_map(|a| answers.iter().map(|b| Pair { a, b })).collect();
    for precision in [Choice::Float32, Choice::Bfloat16, Choice::Int8] {
        let mut large = config(precision);
        large.batch_tokens = 4096;
        let large = PairModel::load(&Source::Directory(directory()), &large).unwrap();
        let mut single = config(precision);
        (single.batch_tokens, single.threads) = (1, 1);
        let single = PairModel::load(&Source::Directory(directory()), &single).unwrap();
        let together = large.same(QUESTION, &pairs).await.unwrap();
        assert_eq!(together, single.same(QUESTION, &pairs).await.unwrap());
        for (pair, wanted) in pairs.iter().zip(&together) {
            assert_eq!(same(&large, QUESTION, pair.a, pair.b).await, *wanted);
        }
    }
}

#[tokio::test]
async fn a_question_is_cut_but_never_an_answer() {
    let model = model(Choice::Float32);
    let question = "who wrote king lear ? ".repeat(40);
    let end: String = question.trim_end().split(' ').rev().take(64).collect::<Vec<_>>().into_iter().rev().fold(
        String::new(),
        |mut text, word| {
            text.push_str(word);
            text.push(' ');
            text
        },
    );
    assert_eq!(same(&model, &question, "rome", "paris").await, same(&model, &end, "rome", "paris").await);
    // 96 tokens hold 4 separators, at least 16 of the question, and 76 of the answers.
    let (fits, too_long) = ("one ".repeat(75), "one ".repeat(76));
    assert!(same(&model, &question, "rome", &fits).await.is_some());
    assert_eq!(same(&model, &question, "rome", &too_long).await, None);
    // A short question leaves them more room.
    assert!(same(&model, "who", "rome", &"one ".repeat(90)).await.is_some());
    assert_eq!(same(&model, "who", "rome", &"one ".repeat(91)).await, None);
    assert!(same(&model, "", "rome", &"one ".repeat(91)).await.is_some());
}

#[tokio::test]
async fn a_claim_that_is_too_long_gets_no_verdict_and_spoils_no_other() {
    let model = model(Choice::Float32);
    let (fits, too_long) = ("one ".repeat(508), "one ".repeat(509));
    let claims = [&too_long, &fits, &"x".repeat(100_000)];
    let claims = claims.map(|premise| Claim { premise, hypothesis: "no" });
    let found = model.entail(&claims).await.unwrap();
    assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, false]);
    let found = found[1].unwrap();
    close(found.entailment + found.neutral + found.contradiction, 1.0, 1e-12, "sum");
}

#[tokio::test]
async fn strange_texts_have_defined_results() {
    let model = model(Choice::Int8);
    let huge = "paris is the capital. ".repeat(5000);
    let read = ["", " \n\t ", "\0", "pa\0ris", "?!...", "paris 🎉", "[SEP] [CLS]", "e\u{301}", "Moscow (Москва)"];
    let unread = ["🎉", "巴黎", "باريس", "Москва", "パリ", huge.as_str()];
    for text in read {
        let found = same(&model, QUESTION, text, "paris").await.unwrap_or_else(|| panic!("{text:?}"));
        assert!((0.0..=1.0).contains(&found));
    }
    for text in unread {
        assert_eq!(same(&model, QUESTION, text, "paris").await, None, "{:?}", text.get(..20));
    }
    // A question may be anything: it is context, and its end is read.
    for question in ["\0", "巴黎", huge.as_str()] {
        assert!(same(&model, question, "rome", "paris").await.is_some());
    }
    // What a text spells is never a control token.
    let spelled = same(&model, QUESTION, "paris [SEP] rome", "rome").await;
    assert_ne!(spelled, same(&model, QUESTION, "paris", "rome").await);
    for request in ["", "\0", "🎉", "巴黎", huge.as_str()] {
        close(model.gate(request).await.unwrap().probabilities.iter().sum(), 1.0, 1e-12, "sum");
    }
    for vector in model.embed(&["", "\0", "🎉", &huge]).await.unwrap() {
        close(vector.iter().map(|value| f64::from(value * value)).sum(), 1.0, 1e-5, "length");
    }
    assert!(model.same(QUESTION, &[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn many_calls_at_once_are_all_answered() {
    let model = model(Choice::Int8);
    let wanted = same(&model, QUESTION, "paris", "rome").await;
    let calls = (0..64).map(|_| same(&model, QUESTION, "paris", "rome"));
    for found in futures_util::future::join_all(calls).await {
        assert_eq!(found, wanted);
    }
}

#[test]
fn files_that_are_no_model_are_refused_with_their_name() {
    let read = |name: &str| std::fs::read(directory().join(name)).unwrap();
    let shape = String::from_utf8(read("config.json")).unwrap();
    let (tokenizer, weights) = (read("tokenizer.json"), read("pair.safetensors"));
    let load = |shape: &str, tokenizer: &[u8], weights: &[u8]| {
        let owned = |bytes: &[u8]| Cow::Owned(bytes.to_vec());
        let source =
            Source::Bytes { config: owned(shape.as_bytes()), tokenizer: owned(tokenizer), weights: owned(weights) };
        PairModel::load(&source, &config(Choice::Float32)).map(|model| PairJudge::name(&model).to_owned())
    };
    assert!(load(&shape, &tokenizer, &weights).is_ok());
    let refused = |found: Result<String, Error>| match found {
        Err(Error::Model { file, .. }) => file,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(load("{}", &tokenizer, &weights)), "config.json");
    for (from, to) in [
        (r#""format": 1"#, r#""format": 2"#),
        (r#""hidden": 64"#, r#""hidden": 65"#),
        (r#""heads": 4"#, r#""heads": 0"#),
        (r#""max_tokens": 96"#, r#""max_tokens": 1000"#),
    ] {
        assert!(shape.contains(from));
        assert_eq!(refused(load(&shape.replace(from, to), &tokenizer, &weights)), "config.json");
    }
    for (from, to) in [
        (r#""layers": 2"#, r#""layers": 3"#),
        (r#""hidden": 64"#, r#""hidden": 128"#),
        (r#""positions": 512"#, r#""positions": 100"#),
    ] {
        assert!(shape.contains(from));
        assert_eq!(refused(load(&shape.replace(from, to), &tokenizer, &weights)), "pair.safetensors");
    }
    assert_eq!(refused(load(&shape, b"{}", &weights)), "tokenizer.json");
    assert_eq!(refused(load(&shape, &tokenizer, &weights[..1000])), "pair.safetensors");
    let missing = PairModel::load(&Source::Directory("/nowhere".into()), &config(Choice::Float32));
    assert!(matches!(missing, Err(Error::Io { .. })));
}

#[test]
fn impossible_configurations_are_refused() {
    for key in ["queue_tokens", "batch_tokens", "max_wait"] {
        let mut config = config(Choice::Auto);
        match key {
            "queue_tokens" => config.queue_tokens = 0,
            "batch_tokens" => config.batch_tokens = 0,
            _ => config.max_wait = Duration::ZERO,
        }
        assert!(matches!(config.check(), Err(Error::Config { key: found, .. }) if found == key));
    }
}
