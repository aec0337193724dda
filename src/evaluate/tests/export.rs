//! Training data of recorded answers: the paper's construction in every band, thresholds and wording of one's own,
//! balance, and what is refused.
#![expect(clippy::unwrap_used, reason = "a helper that fails, fails its test")]

use std::num::NonZeroUsize;

use probity_evaluate::Recorded;
use probity_evaluate::export::{Band, Config, Error, Format, Method, Options, Summary, export};
use serde_json::{Value, json};

const METHODS: [(Method, &str); 4] = [
    (Method::Absolute, "absolute"),
    (Method::ConfidenceNum, "confidence-num"),
    (Method::ConfidenceVerb, "confidence-verb"),
    (Method::Multisample, "multisample"),
];

fn shipped() -> Config {
    let mut all: toml::Table = toml::from_str(include_str!("../../../config/default.toml")).unwrap();
    all.remove("export").unwrap().try_into().unwrap()
}

fn options(method: Method, format: Format) -> Options {
    Options { method, format, balance: None, limit: None }
}

fn golden() -> Vec<(Recorded, Value)> {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../../tests/golden/export.json")).unwrap();
    let parts = |mut case: Value| (serde_json::from_value(case["row"].take()).unwrap(), case["expected"].take());
    cases.into_iter().map(parts).collect()
}

fn written(rows: &[Recorded], config: &Config, options: &Options) -> (Summary, Vec<Value>) {
    let mut out = Vec::new();
    let summary = export(rows, config, options, &mut out).unwrap();
    let lines = String::from_utf8(out).unwrap();
    (summary, lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn refused(rows: &[Recorded], config: &Config, options: &Options) -> Error {
    let mut out = Vec::new();
    let error = export(rows, config, options, &mut out).unwrap_err();
    assert!(out.is_empty());
    error
}

/// The last message of each example.
fn answers(examples: &[Value]) -> Vec<String> {
    let last = |example: &Value| example["messages"].as_array().unwrap().last().unwrap().clone();
    examples.iter().map(|example| last(example)["content"].as_str().unwrap().to_owned()).collect()
}

/// A question with `right` right samples of `of`, and no greedy answer.
fn sampled(id: &str, right: usize, of: usize) -> Recorded {
    let text = |place| if place < right { "It is Rome." } else { "It is Oslo." }.to_owned();
    Recorded {
        id: id.to_owned(),
        question: format!("Which city is {id}?"),
        references: vec!["Rome".to_owned()],
        samples: (0..of).map(text).collect(),
        ..Recorded::default()
    }
}

#[test]
fn every_band_is_as_the_paper_makes_it_in_its_own_fields() {
    for (row, expected) in golden() {
        let rows = [row];
        for (method, name) in METHODS {
            let (_, examples) = written(&rows, &shipped(), &options(method, Format::Paper));
            let said: Vec<&Value> = examples.iter().map(|example| &example["output"]).collect();
            let outputs: Vec<&Value> = expected[name].as_array().unwrap().iter().collect();
            assert_eq!(said, outputs, "{name} of {}", rows[0].id);
            for example in &examples {
                let label = |right: &Value| if right == &json!(true) { "known" } else { "unknown" };
                let labels: Vec<&str> = expected["labels"].as_array().unwrap().iter().map(label).collect();
                let knowns = labels.iter().filter(|label| **label == "known").count();
                let whole = json!({
                    "id": rows[0].id,
                    "question": rows[0].question,
                    "gold_answer": rows[0].references[0],
                    "greedy_pred_text": rows[0].served,
                    "greedy_label": label(&expected["greedy"]),
                    "sampling_pred_text": rows[0].samples,
                    "sampling_labels": labels,
                    "sampling_knowns": knowns,
                    "input": expected["input"],
                    "output": example["output"],
                });
                assert_eq!(example, &whole);
            }
        }
    }
}

#[test]
fn the_chat_format_says_the_same() {
    for (row, expected) in golden() {
        let rows = [row];
        for (method, name) in METHODS {
            let (_, examples) = written(&rows, &shipped(), &options(method, Format::Chat));
            let turn = |output: &Value| {
                json!({"messages": [
                    {"role": "user", "content": expected["input"]}, {"role": "assistant", "content": output},
                ]})
            };
            let turns: Vec<Value> = expected[name].as_array().unwrap().iter().map(turn).collect();
            assert_eq!(examples, turns, "{name} of {}", rows[0].id);
        }
    }
}

#[test]
fn the_summary_counts_what_was_written() {
    let rows: Vec<Recorded> = golden().into_iter().map(|(row, _)| row).collect();
    let (summary, examples) = written(&rows, &shipped(), &options(Method::ConfidenceVerb, Format::Chat));
    assert_eq!((summary.questions, summary.examples), (rows.len(), examples.len()));
    let refusals = answers(&examples).iter().filter(|answer| **answer == shipped().refusal).count();
    assert_eq!(summary.refusals, refusals);
    assert_eq!(summary.bands.iter().map(|(_, count)| count).sum::<usize>() + refusals, examples.len());
    // All but the first, which nobody gets right; the lucky guess counts as known.
    assert_eq!(summary.known, rows.len() - 1);
    let (summary, examples) = written(&rows, &shipped(), &options(Method::Multisample, Format::Chat));
    assert_eq!((summary.examples, examples.len()), (10 * rows.len(), 10 * rows.len()));
}

#[test]
fn thresholds_and_words_are_the_configurations() {
    let band = |up_to, text: &str| Band { up_to, text: text.to_owned() };
    let config = Config {
        prompt: "{question} If unsure: {refusal}".to_owned(),
        system: "Be honest.".to_owned(),
        refusal: "Pass.".to_owned(),
        samples: 4,
        known_at: 0.5,
        numbers: vec![band(0.6, "Perhaps ({percent} %): {answer}"), band(1.0, "Surely, {continued}")],
        ..shipped()
    };
    let rows = [sampled("one", 1, 4), sampled("two", 2, 4), sampled("three", 3, 4)];
    let (summary, examples) = written(&rows, &config, &options(Method::ConfidenceNum, Format::Chat));
    assert_eq!(answers(&examples), ["Pass.", "Perhaps (50 %): It is Rome.", "Surely, it is Rome."]);
    assert_eq!((summary.known, summary.refusals, summary.bands), (2, 1, vec![(0.6, 1), (1.0, 1)]));
    assert_eq!(examples[0]["messages"][0], json!({"role": "system", "content": "Be honest."}));
    assert_eq!(examples[0]["messages"][1]["content"], "Which city is one? If unsure: Pass.");
}

#[test]
fn a_lucky_greedy_answer_counts_only_where_it_suffices() {
    let rows = [Recorded { served: Some("Rome".to_owned()), ..sampled("lucky", 0, 10) }];
    for (greedy_suffices, said) in [(true, "Rome"), (false, shipped().refusal.as_str())] {
        let config = Config { greedy_suffices, ..shipped() };
        let (_, examples) = written(&rows, &config, &options(Method::Absolute, Format::Chat));
        assert_eq!(answers(&examples), [said]);
    }
}

#[test]
fn a_label_that_somebody_gave_overrules_the_references() {
    let rows = [Recorded {
        served: Some("the eternal city".to_owned()),
        served_correct: Some(true),
        ..sampled("labelled", 3, 10)
    }];
    let (_, examples) = written(&rows, &shipped(), &options(Method::Absolute, Format::Chat));
    assert_eq!(answers(&examples), ["the eternal city"]);
}

#[test]
fn what_has_no_answer_is_refused() {
    let rows = [Recorded { references: Vec::new(), answerable: Some(false), ..sampled("nowhere", 5, 10) }];
    for (method, _) in METHODS {
        let (_, examples) = written(&rows, &shipped(), &options(method, Format::Chat));
        assert!(answers(&examples).iter().all(|answer| *answer == shipped().refusal));
    }
}

#[test]
fn balance_draws_as_many_known_as_unknown_whatever_the_order() {
    let known = (0..12).map(|place| sampled(&format!("known-{place}"), 5, 10));
    let unknown = (0..7).map(|place| sampled(&format!("unknown-{place}"), 0, 10));
    let rows: Vec<Recorded> = known.chain(unknown).collect();
    let questions = |rows: &[Recorded], seed, limit| {
        let options = Options { balance: Some(seed), limit, ..options(Method::Absolute, Format::Paper) };
        let (summary, examples) = written(rows, &shipped(), &options);
        let mut ids: Vec<String> = examples.iter().map(|example| example["id"].as_str().unwrap().to_owned()).collect();
        ids.sort_unstable();
        (summary, ids)
    };
    let (summary, drawn) = questions(&rows, 1, None);
    assert_eq!((summary.questions, summary.known, summary.not_chosen), (14, 7, 5));
    let backwards: Vec<Recorded> = rows.iter().rev().cloned().collect();
    assert_eq!(questions(&backwards, 1, None).1, drawn);
    assert_ne!(questions(&rows, 2, None).1, drawn);
    let (summary, fewer) = questions(&rows, 1, NonZeroUsize::new(6));
    assert_eq!((summary.questions, summary.known), (6, 3));
    assert!(fewer.iter().all(|id| drawn.contains(id)));
}

#[test]
fn a_limit_takes_the_first_that_can_be_used() {
    let rows = [sampled("short", 1, 3), sampled("first", 1, 10), sampled("second", 1, 10)];
    let options = Options { limit: NonZeroUsize::new(1), ..options(Method::Absolute, Format::Paper) };
    let (summary, examples) = written(&rows, &shipped(), &options);
    assert_eq!((summary.too_few_samples, summary.not_chosen), (1, 1));
    assert_eq!(examples[0]["id"], "first");
}

#[test]
fn nothing_to_export_says_why() {
    let nameless = Recorded { references: Vec::new(), ..sampled("nameless", 3, 10) };
    let error = refused(&[sampled("short", 3, 6), nameless], &shipped(), &options(Method::Absolute, Format::Chat));
    assert_eq!(
        error.to_string(),
        "none of the 2 rows can be exported: 1 have no reference to grade answers by, 1 have fewer than 10 samples \
         (the most that a row has is 10)"
    );
    let balanced = Options { balance: Some(1), ..options(Method::Absolute, Format::Chat) };
    let error = refused(&[sampled("known", 3, 10)], &shipped(), &balanced);
    assert!(matches!(error, Error::OneKind { questions: 1, known: 1 }));
}

#[test]
fn settings_that_make_no_sense_are_named() {
    let bands = |up_to: &[f64]| up_to.iter().map(|up_to| Band { up_to: *up_to, text: "{answer}".to_owned() }).collect();
    let text = |text: &str| vec![Band { up_to: 1.0, text: text.to_owned() }];
    let table = [
        ("samples", Config { samples: 0, ..shipped() }),
        ("known_at", Config { known_at: 0.0, ..shipped() }),
        ("known_at", Config { known_at: f64::NAN, ..shipped() }),
        ("prompt", Config { prompt: "Well?".to_owned(), ..shipped() }),
        ("prompt", Config { prompt: "{question} {qestion}".to_owned(), ..shipped() }),
        ("refusal", Config { refusal: " ".to_owned(), ..shipped() }),
        ("numbers", Config { numbers: Vec::new(), ..shipped() }),
        ("numbers", Config { numbers: bands(&[0.5, 0.9]), ..shipped() }),
        ("phrases", Config { phrases: bands(&[0.5, 0.5, 1.0]), ..shipped() }),
        ("phrases", Config { phrases: bands(&[f64::NAN, 1.0]), ..shipped() }),
        ("phrases", Config { phrases: bands(&[0.5, 1.5]), ..shipped() }),
        ("phrases", Config { phrases: text("I'm sure."), ..shipped() }),
        ("phrases", Config { phrases: text("{answer}, {percentage}"), ..shipped() }),
    ];
    for (key, config) in table {
        let error = refused(&[sampled("any", 3, 10)], &config, &options(Method::Absolute, Format::Chat));
        assert!(error.to_string().starts_with(&format!("{key}: ")), "{key}: {error}");
    }
    shipped().check().unwrap();
}
