//! What the model says of itself, read strictly; and several signals made one.
#![expect(clippy::unwrap_used, reason = "tests")]

use probity_score::blend::{BadRecipe, Link, OnMissing, Part};
use probity_score::scorers::{p_true, verbalised};
use probity_score::{Blend, Evidence, LogProbs, Matrix, Missing, Recipe, Reports, Scorer, scorer};
use proptest::prelude::*;

const QUESTION: &str = "What is the capital of France?";

fn value(name: &str, evidence: &Evidence<'_>) -> Option<f64> {
    scorer::by_name(name).unwrap().score(evidence).value
}

fn why_not(name: &str, evidence: &Evidence<'_>) -> Option<Missing> {
    scorer::by_name(name).unwrap().score(evidence).why_not
}

#[test]
fn replies_about_truth() {
    let prompt = p_true::prompt("Who?", &["Ada", "Alan"], "Ada");
    assert!(
        prompt.contains("- Ada\n- Alan\n") && prompt.contains("Proposed answer: Ada") && prompt.contains("(A) True")
    );
    for yes in ["A", "(A)", "a.", "True", "(A) True", "**A**", "Yes", "A: true\n"] {
        assert_eq!(p_true::parse(yes), Some(true), "{yes}");
    }
    for no in ["B", "(B) False", "false", "no."] {
        assert_eq!(p_true::parse(no), Some(false), "{no}");
    }
    for neither in ["", "A or B", "(A) False", "A good question", "C", "I think A", "True, but False", "是"] {
        assert_eq!(p_true::parse(neither), None, "{neither}");
    }
    let reports = Reports { votes: vec![Some(true), None, Some(false), Some(true)], ..Reports::default() };
    let answers = ["Ada"];
    let votes = value("p_true", &Evidence::new("Who?", &answers, 0).with_reports(&reports)).unwrap();
    assert!((votes - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn replies_about_confidence() {
    assert!(verbalised::one_stage_prompt("Who?").ends_with("The question: Who?"));
    let stated = verbalised::parse_one_stage("Guess: Ada Lovelace\n\nProbability: 0.85").unwrap();
    assert_eq!((stated.guess.as_str(), stated.probability), ("Ada Lovelace", 0.85));
    assert_eq!(verbalised::parse_one_stage("**Guess:** Ada\n**Probability:** 85%").unwrap().probability, 0.85);
    for bad in [
        "Ada, 0.85",
        "Guess: Ada",
        "Guess:\nProbability: 0.5",
        "Guess: Ada\nProbability: 1.5",
        "Guess: Ada\nProbability: high",
        "Guess: Ada\nProbability: 0.5\nI hope this helps.",
    ] {
        assert_eq!(verbalised::parse_one_stage(bad), None, "{bad}");
    }
    for (reply, expected) in
        [("0.7", 0.7), (" .7.", 0.7), ("70%", 0.7), ("1", 1.0), ("0", 0.0), ("100 %", 1.0), ("Probability: 0.7", 0.7)]
    {
        assert_eq!(verbalised::parse_two_stage(reply), Some(expected), "{reply}");
    }
    for bad in ["", "7", "-0.5", "NaN", "inf", "1e-3", "about 0.7", "0.7 or so", "70% sure", "%", ".", "1.2.3"] {
        assert_eq!(verbalised::parse_two_stage(bad), None, "{bad}");
    }
    let reports = Reports { two_stage: Some(0.7), one_stage: Some(1.7), votes: Vec::new() };
    let answers = ["Ada"];
    let evidence = Evidence::new("Who?", &answers, 0).with_reports(&reports);
    assert_eq!(value("verbalised_2s", &evidence), Some(0.7));
    assert_eq!(why_not("verbalised_1s", &evidence), Some(Missing::Invalid));
}

fn recipe(link: Link, missing: OnMissing, bias: f64, parts: &[(&str, f64)]) -> Recipe {
    let part = |(scorer, weight): &(&str, f64)| Part { scorer: (*scorer).to_owned(), weight: *weight };
    Recipe { name: "mine".to_owned(), link, missing, bias, parts: parts.iter().map(part).collect() }
}

#[test]
fn a_blend_of_its_parts() {
    let answers = ["Paris", "paris", "Rome"];
    let matrix = Matrix::from_fn(3, |i, j| if (i, j) == (0, 1) { 0.8 } else { 0.2 });
    let logprobs = [Some(LogProbs::of_tokens(vec![-0.2, -0.4])), None, None];
    let bare = Evidence::new(QUESTION, &answers, 0).with_matrix(&matrix);
    let full = bare.clone().with_logprobs(&logprobs);
    let (soft, mean) = (0.5, (-0.3_f64).exp());
    let parts = [("agreement_soft", 3.0), ("mean_logprob", 1.0)];
    let score = |link, missing, bias, evidence: &Evidence<'_>| {
        Blend::new(&recipe(link, missing, bias, &parts)).unwrap().score(evidence)
    };
    let near = |got: Option<f64>, expected: f64| got.is_some_and(|value| (value - expected).abs() < 1e-12);
    let sigma = |odds: f64| 1.0 / (1.0 + (-odds).exp());
    assert!(near(score(Link::Linear, OnMissing::Refuse, 0.0, &full).value, (3.0 * soft + mean) / 4.0));
    let odds = sigma(0.5 + (mean / (1.0 - mean)).ln());
    assert!(near(score(Link::LogOdds, OnMissing::Refuse, 0.5, &full).value, odds));
    let left = score(Link::Linear, OnMissing::Renormalise, 0.0, &bare);
    assert!(
        near(left.value, soft)
            && left.left_out[0].name == "mean_logprob"
            && left.left_out[0].why == Missing::NoLogProbs
    );
    let refused = score(Link::Linear, OnMissing::Refuse, 0.0, &bare);
    assert_eq!((refused.value, refused.why_not), (None, Some(Missing::Parts)));
    assert_eq!(refused.left_out, left.left_out);
    let nothing = score(Link::LogOdds, OnMissing::Renormalise, 0.0, &Evidence::new(QUESTION, &answers, 0));
    assert_eq!((nothing.why_not, nothing.left_out.len()), (Some(Missing::Parts), 2));
}

#[test]
fn recipes_that_make_no_blend() {
    let make =
        |link, bias, parts: &[(&str, f64)]| Blend::new(&recipe(link, OnMissing::Refuse, bias, parts)).unwrap_err();
    assert!(matches!(make(Link::Linear, 0.0, &[("lucky", 1.0)]), BadRecipe::Unknown(_)));
    assert!(matches!(make(Link::Linear, 0.0, &[("luq", 1.0), ("luq", 2.0)]), BadRecipe::Twice { .. }));
    for (link, bias, weight) in [
        (Link::Linear, 0.0, -1.0),
        (Link::Linear, 1.0, 1.0),
        (Link::LogOdds, 0.0, 0.0),
        (Link::LogOdds, f64::NAN, 1.0),
        (Link::LogOdds, 0.0, f64::INFINITY),
    ] {
        assert!(matches!(make(link, bias, &[("luq", weight)]), BadRecipe::Weights { .. }));
    }
    assert!(matches!(make(Link::LogOdds, 0.0, &[]), BadRecipe::Weights { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replies_of_any_kind(reply in "\\PC{0,40}") {
        let _ = p_true::parse(&reply);
        prop_assert!(verbalised::parse_two_stage(&reply).is_none_or(|p| (0.0..=1.0).contains(&p)));
        prop_assert!(verbalised::parse_one_stage(&reply).is_none());
    }
}
