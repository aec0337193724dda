//! The lexical judge, and agreement with the served answer.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Mutex;

use futures_util::future::{BoxFuture, FutureExt};
use probity_score::{Agreement, Error, LexicalJudge, Pair, PairJudge, Verdicts, against, agreement};
use proptest::prelude::*;

fn same(question: &str, a: &str, b: &str) -> f64 {
    LexicalJudge.same(question, &[Pair { a, b }]).now_or_never().unwrap().unwrap()[0].unwrap()
}

const SAME: &[(&str, &str, &str)] = &[
    ("What is the capital of France?", "Paris", "The capital of France is Paris."),
    ("What is the capital of France?", "paris", "Paris."),
    ("Who was president?", "Barack Obama", "Obama"),
    ("Who was president?", "Barack Obama", "barrack obama"),
    ("Who was president?", "John F. Kennedy", "JFK"),
    ("Who wrote it?", "J. K. Rowling", "JK Rowling"),
    ("Who wrote it?", "J.K. Rowling", "Joanne Rowling"),
    ("Who sang it?", "Beyoncé", "beyonce"),
    ("Which country?", "USA", "United States of America"),
    ("What happens to it?", "It increases", "increase"),
    ("What system is it?", "endocrine system", "the endocrine"),
    ("What system is it?", "skeleton", "skeletons"),
    ("How many?", "three", "3"),
    ("How many?", "There are 3 of them.", "3"),
    ("When was it?", "12 March 1990", "March 12, 1990"),
    ("When was it?", "1990", "March 1990"),
    ("Can penguins fly?", "No, penguins cannot fly.", "Penguins can't fly."),
    ("What is the temperature?", "minus 40 degrees", "-40 degrees"),
    ("Which language?", "C++", "C++."),
    ("Who played the judge?", "Lex Medlin", "The judge was played by Lex Medlin1."),
    ("法国的首都是哪里？", "法国的首都是巴黎。", "巴黎"),
    ("Who?", "I don't know.", "I'm not sure."),
];

const DIFFERENT: &[(&str, &str, &str)] = &[
    ("What is the capital of France?", "Paris", "Rome"),
    ("What is the capital of France?", "The capital of France is Paris.", "The capital of France is Rome."),
    ("Who was president?", "Barack Obama", "Michelle Obama"),
    ("Who was president?", "John Adams", "John Tyler"),
    ("Which country?", "Iran", "Iraq"),
    ("Which country?", "Zambia", "Gambia"),
    ("What happens to it?", "It increases", "It decreases"),
    ("Who was president?", "George W. Bush", "George Washington"),
    ("What is the result?", "32", "32.5"),
    ("When was it?", "1990", "1991"),
    ("When was it?", "It took place in 1990.", "It took place in 1991."),
    ("How far?", "5 km", "5 miles"),
    ("What is the temperature?", "-5 °C", "5 °C"),
    ("What is the speed of light?", "3 x 10^8 m/s", "3 x 10^6 m/s"),
    ("What time?", "3:15", "3:50"),
    ("What fraction?", "1/2", "1.2"),
    ("Which language?", "C++", "C#"),
    ("Which blood type?", "O-", "O+"),
    ("What is the formula?", "H2O", "H2O2"),
    ("Which king?", "Henry VIII", "Henry VII"),
    ("Is it red?", "Yes", "No"),
    ("Is it red?", "It is red.", "It is not red."),
    ("Who?", "I don't know.", "Paris"),
    ("法国的首都是哪里？", "巴黎", "里昂"),
];

#[test]
fn the_same_answer_said_otherwise() {
    let missed: Vec<_> = SAME.iter().map(|(q, a, b)| (a, b, same(q, a, b))).filter(|row| row.2 < 0.5).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn different_answers_that_look_alike() {
    let merged: Vec<_> = DIFFERENT.iter().map(|(q, a, b)| (a, b, same(q, a, b))).filter(|row| row.2 > 0.4).collect();
    assert!(merged.is_empty(), "{merged:#?}");
}

/// A judge that says .5 of everything and remembers what it was asked.
#[derive(Debug, Default)]
struct Half {
    asked: Mutex<Vec<usize>>,
}

impl PairJudge for Half {
    fn name(&self) -> &'static str {
        "half"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        self.asked.lock().unwrap().push(pairs.len());
        std::future::ready(Ok(vec![Some(0.5); pairs.len()])).boxed()
    }
}

fn agreements(judge: &dyn PairJudge, served: &str, answers: &[&str]) -> Vec<Agreement> {
    against(judge, "What is the capital of France?", served, answers).now_or_never().unwrap().unwrap()
}

#[test]
fn the_judge_is_asked_once_and_of_distinct_texts_only() {
    let judge = Half::default();
    let got = agreements(&judge, "Paris", &["paris.", "Rome", "rome", "The Rome!", "I don't know.", "Bern"]);
    assert_eq!(*judge.asked.lock().unwrap(), [2]);
    let judged = Agreement::Judged(0.5);
    assert_eq!(got, [Agreement::Equal, judged, judged, judged, Agreement::Declines, judged]);
    assert_eq!(agreement::soft(&got), Some(0.5));
    assert_eq!(agreement::hard(&got, 0.5), Some(5.0 / 6.0));
    assert_eq!(agreement::hard(&got, 0.6), Some(1.0 / 6.0));
    assert_eq!((agreement::soft(&[]), agreement::hard(&[], 0.5)), (None, None));
}

#[test]
fn nothing_to_judge_asks_nothing() {
    let judge = Half::default();
    assert!(agreements(&judge, "Paris", &[]).is_empty());
    agreements(&judge, "Paris", &["Paris", "I don't know."]);
    assert!(judge.asked.lock().unwrap().is_empty());
}

#[test]
fn a_refusal_agrees_with_nothing() {
    let got = agreements(&LexicalJudge, "I don't know.", &["I don't know.", "I'm not sure.", "Paris"]);
    assert!(got.iter().all(|a| a.sameness() == Some(0.0)));
    assert_eq!(got.iter().map(Agreement::declines).collect::<Vec<_>>(), [true, true, false]);
    assert!(agreement::is_refusal("Who?", "I don't know.") && !agreement::is_refusal("Who?", "Ada"));
}

/// A judge that breaks its contract.
#[derive(Debug)]
struct Broken(Vec<Option<f64>>);

impl PairJudge for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn same<'a>(&'a self, _question: &'a str, _pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        std::future::ready(Ok(self.0.clone())).boxed()
    }
}

#[test]
fn verdicts_that_are_no_verdicts_are_an_error() {
    for verdicts in [vec![], vec![Some(f64::NAN)], vec![Some(1.0), None]] {
        let got = against(&Broken(verdicts), "Who?", "Ada", &["Bob"]).now_or_never().unwrap();
        assert!(matches!(got, Err(Error::Failed(_))), "{got:?}");
    }
    let got = against(&Broken(vec![Some(7.0)]), "Who?", "Ada", &["Bob"]).now_or_never().unwrap().unwrap();
    assert_eq!(got, [Agreement::Judged(1.0)], "clamped");
}

#[test]
fn what_cannot_be_read_counts_as_no_draw() {
    let judge = Broken(vec![None, Some(0.25)]);
    let got = agreements(&judge, "Paris", &["巴黎", "Rome", "Paris"]);
    assert_eq!(got, [Agreement::Unreadable, Agreement::Judged(0.25), Agreement::Equal]);
    assert_eq!((agreement::soft(&got), agreement::hard(&got, 0.5)), (Some(0.625), Some(0.5)));
    assert!(!agreement::is_unreadable(&got));
    assert_eq!(agreement::soft(&got[..1]), None);
    assert!(agreement::is_unreadable(&[Agreement::Equal, Agreement::Unreadable, Agreement::Declines]));
    assert!(!agreement::is_unreadable(&[]) && !agreement::is_unreadable(&[Agreement::Equal]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sameness_is_symmetric_and_within_bounds(
        question in "(Who|When|How many|Is|What) [a-z ]{0,20}\\?",
        a in "([A-Za-z]{1,8}|[0-9]{1,4}|is|not|the)( ([A-Za-z]{1,8}|[0-9]{1,4}|is|not|in)){0,8}\\.?",
        b in "([A-Za-z]{1,8}|[0-9]{1,4}|is|not|the)( ([A-Za-z]{1,8}|[0-9]{1,4}|is|not|in)){0,8}\\.?",
    ) {
        let forth = same(&question, &a, &b);
        prop_assert!((0.0..=1.0).contains(&forth));
        prop_assert!((forth - same(&question, &b, &a)).abs() < 1e-9);
        prop_assert_eq!(same(&question, &a, &a), 1.0);
    }

    #[test]
    fn any_text_at_all(question in "\\PC{0,30}", a in "\\PC{0,40}", b in "\\PC{0,40}") {
        let forth = same(&question, &a, &b);
        prop_assert!((0.0..=1.0).contains(&forth));
        prop_assert!((forth - same(&question, &b, &a)).abs() < 1e-9);
    }
}
