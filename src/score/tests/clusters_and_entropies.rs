//! Partitions, entropies, medoids: golden numbers and the break of first fit.
#![expect(clippy::unwrap_used, reason = "tests")]

use futures_util::future::FutureExt;
use probity_score::scorer::Need;
use probity_score::{Clusters, Evidence, LexicalJudge, Matrix, entropy, rouge, scorer};
use proptest::prelude::*;

fn judged(question: &str, answers: &[&str]) -> Matrix {
    Matrix::judge(&LexicalJudge, question, answers).now_or_never().unwrap().unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

#[test]
fn entropies_of_partitions() {
    assert!(close(entropy::discrete(&[1, 2, 2, 1]), 1.329_661));
    assert!(close(entropy::discrete(&[4, 1, 1]), 0.867_563));
    assert!((entropy::discrete(&[4, 1]) - 0.5004).abs() < 1e-4);
    assert_eq!(entropy::discrete(&[5]), 0.0);
    assert_eq!(entropy::discrete(&[]), 0.0);
    assert!(close(entropy::discrete(&[1; 8]), 8.0_f64.ln()));
    assert_eq!(entropy::confidence(&[5]), Some(1.0));
    assert!(close(entropy::confidence(&[1; 8]).unwrap(), 0.0));
    assert_eq!(entropy::confidence(&[1]), None);
    assert!(close(entropy::exact_match(&["The cat", "cat!", "dog"]), entropy::discrete(&[2, 1])));
}

#[test]
fn an_answer_joins_one_cluster_only() {
    // 0 and 1 differ, 2 is the same as both: without the break it would count twice (.693 instead of .637).
    let matrix = Matrix::from_fn(3, |i, j| if (i, j) == (0, 1) { 0.0 } else { 1.0 });
    let clusters = Clusters::first_fit(&matrix, 0.5);
    assert_eq!(clusters.labels(), [0, 1, 0]);
    assert_eq!(clusters.sizes(), [2, 1]);
    assert!((entropy::discrete(clusters.sizes()) - 0.637).abs() < 1e-3);
}

#[test]
fn numbers_that_differ_are_never_merged() {
    let matrix = judged("What is the result?", &["35", "32.5", "32", "32.5", "30.", "32"]);
    let clusters = Clusters::first_fit(&matrix, 0.5);
    assert_eq!(clusters.sizes(), [1, 2, 2, 1]);
    assert!(close(entropy::discrete(clusters.sizes()), 1.329_661));
}

#[test]
fn declining_answers_are_one_cluster_apart() {
    let answers = ["Paris", "I don't know.", "I'm not sure.", "paris", "Rome"];
    let matrix = judged("What is the capital of France?", &answers);
    let clusters = Clusters::first_fit(&matrix, 0.5);
    assert_eq!(clusters.labels(), [0, 1, 1, 0, 2]);
    assert_eq!(matrix.agreement(1), Some(0.0), "declining draws make nothing sure");
    assert_eq!(matrix.medoid(), Some(0));
    let all_decline = judged("Who?", &["I don't know.", "I'm not sure."]);
    assert_eq!(all_decline.medoid(), Some(0));
}

#[test]
fn the_medoid_is_the_first_that_agrees_most() {
    let matrix = judged("What is the capital of France?", &["Rome", "Paris", "Lyon", "It is Paris."]);
    assert_eq!(matrix.medoid(), Some(1));
    assert_eq!(Matrix::from_fn(0, |_, _| 0.0).medoid(), None);
    assert_eq!(Matrix::from_fn(1, |_, _| 0.0).medoid(), Some(0));
    assert_eq!(Matrix::from_fn(3, |_, _| 0.1).medoid(), Some(0));
}

#[test]
fn rouge_l_of_known_pairs() {
    assert!(close(rouge::rouge_l("police killed the gunman", "police kill the gunman"), 1.0), "stemmed");
    assert!(close(rouge::rouge_l("one two three four", "one three two four"), 0.75));
    assert_eq!(rouge::rouge_l("one", "two"), 0.0);
    assert!(close(rouge::rouge_l("首都巴黎", "巴黎"), 2.0 / 3.0));
    assert!(close(rouge::mean_pairwise(&["one", "one", "two"]).unwrap(), 1.0 / 3.0));
    assert_eq!(rouge::mean_pairwise(&["one"]), None);
}

#[test]
fn every_signal_is_surer_of_agreement_than_of_disagreement() {
    let question = "What is the capital of France?";
    let (alike, unlike) = (["Paris", "Paris.", "paris", "Paris"], ["Paris", "Rome", "Oslo", "Bern"]);
    let (one, other) = (judged(question, &alike), judged(question, &unlike));
    let (one, other) =
        (Evidence::new(question, &alike, 0).with_matrix(&one), Evidence::new(question, &unlike, 0).with_matrix(&other));
    let needs_more = |need: &Need| !matches!(need, Need::ServedSameness | Need::Clusters { .. } | Need::Sameness);
    for signal in scorer::all() {
        let (sure, unsure) = (signal.score(&one), signal.score(&other));
        match (sure.value, unsure.value) {
            (Some(sure), Some(unsure)) => assert!(sure > unsure + 0.2, "{}: {sure} {unsure}", signal.name()),
            _ => assert!(sure.why_not.is_some() && signal.needs().iter().any(needs_more)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn clusters_partition_the_answers(n in 0_usize..12, same_at in 0.0..1.0_f64, seed in 1_usize..1000) {
        let matrix = Matrix::from_fn(n, |i, j| ((i * 31 + j * 17) * seed % 101) as f64 / 100.0);
        let clusters = Clusters::first_fit(&matrix, same_at);
        prop_assert_eq!(clusters.labels().len(), n);
        prop_assert_eq!(clusters.sizes().iter().sum::<usize>(), n);
        for (label, size) in clusters.sizes().iter().enumerate() {
            prop_assert_eq!(clusters.labels().iter().filter(|l| **l == label).count(), *size);
        }
        let h = entropy::discrete(clusters.sizes());
        prop_assert!((0.0..=(n.max(1) as f64).ln() + 1e-9).contains(&h));
    }
}
