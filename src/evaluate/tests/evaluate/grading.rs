//! Who says whether answers are right, and how far they agree.

use std::sync::Arc;

use probity_evaluate::grade::{Category, GradedBy, Grader, Key, LlmJudge, Opinions};
use probity_evaluate::{Dataset, Limits, Prices, Purse, Question, Quiet, live, recorded};
use probity_pipeline::Serve;
use probity_policy::config::Stop;

use crate::stage::{Exact, Oracle, bench, file, options};

fn question() -> Question {
    Question {
        id: "q".to_owned(),
        question: "Who wrote {answer}?".to_owned(),
        references: vec!["Jane Austen".to_owned(), "J. Austen".to_owned()],
        ..Question::default()
    }
}

/// Takes the last word of a text for its answer, and rates Austens.
fn austen(message: &str, _asked: usize) -> &'static str {
    let last = message.lines().rev().nth(1).unwrap_or_default();
    match message {
        _ if message.ends_with("Output:") && last.contains("somebody") => "no answer.",
        _ if message.ends_with("Output:") => "the lady from Steventon\n",
        _ if message.ends_with("Score:") && last == "Proposed answer: the lady from Steventon" => "Score: 0.9",
        _ => "what?",
    }
}

fn llm(rule: fn(&str, usize) -> &'static str) -> LlmJudge {
    LlmJudge::new(Oracle::new(rule), "grader".to_owned(), None, Arc::default())
}

async fn graded(grader: &Grader, answer: &str, label: Option<bool>) -> (Category, GradedBy, Opinions) {
    let question = question();
    let grade = grader.grade(&Key::from(&question), answer, label).await;
    (grade.category, grade.by, grade.opinions)
}

fn opinions(matched: bool, pair: Option<bool>, llm: Option<bool>) -> Opinions {
    Opinions { label: None, matched: Some(matched), pair, llm }
}

#[tokio::test]
async fn the_last_of_the_chain_has_the_last_word() {
    let rules = Grader::default();
    let pair = Grader::default().with_pair(Arc::new(Exact));
    let all = Grader::default().with_pair(Arc::new(Exact)).with_llm(llm(austen));
    let (right, wrong, idk) = (Category::Correct, Category::Wrong, Category::Idk);

    assert_eq!(graded(&rules, "It was Jane Austen.", None).await, (right, GradedBy::Match, opinions(true, None, None)));
    assert_eq!(graded(&rules, "Miss Austen", None).await, (wrong, GradedBy::Match, opinions(false, None, None)));
    let told = opinions(false, Some(false), None);
    assert_eq!(graded(&pair, "Miss Austen", None).await, (wrong, GradedBy::Pair, told));
    let told = opinions(true, Some(true), Some(true));
    assert_eq!(graded(&all, "jane  austen", None).await, (right, GradedBy::Match, told));
    let told = opinions(false, Some(false), Some(true));
    assert_eq!(graded(&all, "The lady", None).await, (right, GradedBy::Llm, told));
    let told = opinions(false, Some(false), Some(false));
    assert_eq!(graded(&all, "somebody", None).await, (wrong, GradedBy::Llm, told));
    let declined = opinions(false, None, None);
    assert_eq!(graded(&all, "I don't know.", None).await, (idk, GradedBy::Match, declined));
    let labelled = Opinions { label: Some(false), ..opinions(true, Some(true), Some(true)) };
    assert_eq!(graded(&all, "Jane Austen", Some(false)).await, (wrong, GradedBy::Label, labelled));
}

#[tokio::test]
async fn a_judge_that_gives_no_rating_has_no_opinion() {
    for rule in [|_: &str, _: usize| "I would rather not say", |_: &str, _: usize| "Score: 7 of 10"] {
        let grader = Grader::default().with_llm(llm(rule));
        let (category, by, said) = graded(&grader, "Charlotte", None).await;
        assert_eq!((category, by, said.llm), (Category::Wrong, GradedBy::Match, None));
    }
}

#[tokio::test]
async fn what_a_judge_takes_is_paid() {
    let prices = Prices { prompt: 1.0, completion: 2.0 };
    let purse = Arc::new(Purse::new(Limits::default()).unwrap());
    let judge = LlmJudge::new(Oracle::new(austen), "grader".to_owned(), Some(prices), Arc::clone(&purse));
    graded(&Grader::default().with_llm(judge), "The lady", None).await;
    let spent = purse.spent();
    assert_eq!((spent.prompt_tokens, spent.completion_tokens, spent.estimated), (20, 10, false));
    assert!((spent.cost.unwrap() - 40e-6).abs() < 1e-12);
}

#[tokio::test]
async fn a_report_names_its_graders() {
    let data = Dataset::recorded(&file("recording.jsonl")).unwrap();
    let bench = bench(Stop::None, Serve::Primary).with_grader(Grader::default().with_pair(Arc::new(Exact)));
    let report = recorded(&bench, &data, &options(), &Quiet).await.unwrap();
    let grading = &report.conduct.grading;
    assert_eq!(grading.judges, ["match", "pair: exact"]);
    assert_eq!(grading.decided.iter().map(|decided| decided.n).sum::<usize>(), report.n);
    for agreement in &grading.agreement {
        assert!(agreement.n <= report.n && (0.0..=1.0).contains(&agreement.agreement), "{agreement:?}");
    }
    assert!(grading.agreement.iter().any(|of| (of.a, of.b) == (GradedBy::Match, GradedBy::Pair)), "{grading:?}");
}

#[tokio::test]
async fn of_multiple_choice_a_letter_is_asked_for() {
    let row = Question {
        id: "q".to_owned(),
        question: "What is the capital of Norway?\nA) Bergen\nB) Oslo".to_owned(),
        references: vec!["B".to_owned()],
        choices: vec!["Bergen".to_owned(), "Oslo".to_owned()],
        ..Question::default()
    };
    let data = Dataset { path: "set.csv".into(), sha256: String::new(), rows: vec![row] };
    let oracle = Oracle::new(|message, asked| match (message.contains("letter"), asked % 2) {
        (true, 0) => "B",
        (true, _) => "B) Oslo",
        (false, _) => "Bergen",
    });
    let judging = probity_evaluate::Judging::Always;
    let options = probity_evaluate::Options { judging, ..options() };
    let report = live(&bench(Stop::None, Serve::Primary), oracle, &data, &options, &Quiet).await.unwrap();
    assert_eq!(
        (report.rows[0].raw, report.rows[0].texts.references.as_slice()),
        (Category::Correct, ["Oslo".to_owned()].as_slice())
    );
}
