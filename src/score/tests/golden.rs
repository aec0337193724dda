//! Every signal against values computed apart from it: `tests/golden/scorers.py` at the top of the repository makes
//! `scorers.json` beside it.
#![expect(clippy::unwrap_used, reason = "tests")]

use probity_score::scorers::{KernelEntropy, bayes_entropy};
use probity_score::{Clusters, Entailment, Entailments, Evidence, LogProbs, Matrix, entropy, scorer};
use serde_json::Value;

const GOLDEN: &str = include_str!("../../../tests/golden/scorers.json");

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// The probabilities of logits for contradiction, neutral, entailment.
fn softmax(logits: &[f64]) -> Entailment {
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let parts: Vec<f64> = logits.iter().map(|logit| (logit - most).exp()).collect();
    let all: f64 = parts.iter().sum();
    Entailment { contradiction: parts[0] / all, neutral: parts[1] / all, entailment: parts[2] / all }
}

struct Case {
    texts: Vec<String>,
    served: usize,
    matrix: Matrix,
    entailments: Entailments,
    logprobs: Vec<Option<LogProbs>>,
    embeddings: Vec<Vec<f32>>,
    expected: Value,
}

fn cases() -> Vec<Case> {
    let all: Vec<Value> = serde_json::from_str(GOLDEN).unwrap();
    let case = |case: &Value| {
        let texts: Vec<String> = serde_json::from_value(case["texts"].clone()).unwrap();
        let same = rows(&case["same"]);
        let logits: Vec<Vec<Vec<f64>>> = case["logits_C_N_E"].as_array().unwrap().iter().map(rows).collect();
        let tokens = rows(&case["token_log_probs"]);
        let narrow = |row: &Vec<f64>| row.iter().map(|number| *number as f32).collect();
        Case {
            matrix: Matrix::from_fn(texts.len(), |i, j| same[i][j]),
            entailments: Entailments::from_fn(texts.len(), |i, j| softmax(&logits[i][j])),
            logprobs: tokens.into_iter().map(|tokens| Some(LogProbs::of_tokens(tokens))).collect(),
            embeddings: rows(&case["embeddings"]).iter().map(narrow).collect(),
            served: usize::try_from(case["served"].as_u64().unwrap()).unwrap(),
            expected: case["expected"].clone(),
            texts,
        }
    };
    all.iter().map(case).collect()
}

#[test]
fn every_signal_of_every_case() {
    let mut wrong = Vec::new();
    for (number, case) in cases().iter().enumerate() {
        let answers: Vec<&str> = case.texts.iter().map(String::as_str).collect();
        let evidence = Evidence::new("Which one is it?", &answers, case.served)
            .with_matrix(&case.matrix)
            .with_entailments(&case.entailments)
            .with_logprobs(&case.logprobs)
            .with_embeddings(&case.embeddings);
        for (name, expected) in case.expected["scores"].as_object().unwrap() {
            let expected = numbers(expected);
            let got = scorer::by_name(name).unwrap().score(&evidence);
            if !got.value.is_some_and(|value| close(value, expected[0]))
                || !got.raw.is_some_and(|raw| close(raw, expected[1]))
            {
                wrong.push((number, got, expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_the_signals_are_made_of() {
    for case in cases() {
        let clusters = Clusters::first_fit(&case.matrix, 0.5);
        let labels: Vec<usize> = serde_json::from_value(case.expected["clusters"].clone()).unwrap();
        assert_eq!(clusters.labels(), labels);
        let believed = bayes_entropy::posterior(clusters.sizes());
        assert!(close(believed.variance, case.expected["bayes_variance"].as_f64().unwrap()), "{believed:?}");
        let sums: Vec<f64> = case.logprobs.iter().flatten().map(|logprobs| logprobs.sum).collect();
        let estimate = entropy::monte_carlo(clusters.labels(), &sums);
        assert!(close(estimate, case.expected["monte_carlo"].as_f64().unwrap()), "{estimate}");
        let published = KernelEntropy::published(&case.entailments, 0.3).unwrap();
        assert!(close(published, case.expected["kernel_published"].as_f64().unwrap()), "{published}");
    }
}

#[test]
fn the_golden_file_knows_every_signal_that_needs_no_extra_call() {
    let expected = &cases()[0].expected["scores"];
    let extra = ["selfcheck_nli", "p_true", "verbalised_1s", "verbalised_2s"];
    let unknown: Vec<&str> =
        scorer::names().into_iter().filter(|name| !extra.contains(name) && expected.get(name).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
