//! Where the rules are sure, where they are not, and what a gate's word then changes.

#![expect(clippy::unwrap_used, reason = "tests")]

use probity_policy::{Doubt, GateError, GateThresholds, Kinds, Pass, Scope};
use probity_wire::chat::ChatRequest;
use serde_json::{Value, json};

const THRESHOLDS: GateThresholds = GateThresholds { judge: 0.5, rescue: 0.9 };

fn scope(body: &Value) -> Scope {
    Scope::of(&ChatRequest::parse(body.to_string().into()).unwrap())
}

fn turn(text: &str) -> Scope {
    scope(&json!({"model": "m", "messages": [{"role": "user", "content": text}]}))
}

fn doubt(text: &str) -> Doubt {
    let Scope::Unsure(doubt) = turn(text) else { unreachable!("sure of {text:?}") };
    doubt
}

/// Ours with this probability, else one of a kind.
fn ours(probability: f64) -> Kinds {
    Kinds { question: probability, opinion: 1.0 - probability, ..Kinds::default() }
}

#[test]
fn the_rules_are_sure_of_plain_questions() {
    for text in [
        "Who wrote Hamlet?",
        "whats the tallest building in chicago",
        "In which year did the Berlin Wall fall?",
        "How many moons does Mars have?",
        "Please answer briefly. When did the Titanic sink?",
        "Q: What is the capital of Peru?\nA:",
        "谁写了《哈姆雷特》？",
    ] {
        assert!(matches!(turn(text), Scope::Judge(_)), "{text}");
    }
}

#[test]
fn the_rules_are_sure_of_what_is_plainly_another_thing() {
    let long = "The committee met on Tuesday to discuss the budget. ".repeat(30);
    for (text, pass) in [
        ("Write a poem about the sea.", Pass::Imperative),
        ("Could you please draft an email to my landlord?", Pass::Imperative),
        ("Translate 'good morning' into Japanese.", Pass::Imperative),
        ("Why does this fail?\n```python\nprint(1/0)\n```", Pass::Code),
        ("Write a Python function that reverses a string.", Pass::Code),
        ("Hello!", Pass::NotFactual),
        ("Context: Paris is a city.\nQuestion: What is the capital of France?\nAnswer:", Pass::CarriesText),
        ("写一首关于秋天的诗", Pass::Imperative),
        (&format!("{long}\n\nWhat did the committee discuss?"), Pass::CarriesText),
    ] {
        assert_eq!(turn(text), Scope::Pass(pass), "{text}");
    }
}

#[test]
fn the_shape_of_a_request_is_not_for_a_gate() {
    let body = json!({"model": "m", "tools": [{"type": "function", "function": {"name": "f"}}],
        "messages": [{"role": "user", "content": "Explain how tides come about."}]});
    assert_eq!(scope(&body), Scope::Pass(Pass::Tools));
    let body = json!({"model": "m", "messages": [
        {"role": "user", "content": "Write a poem about rain."}, {"role": "assistant", "content": "Rain, …"},
        {"role": "user", "content": "Explain the second line of it."}]});
    assert!(matches!(scope(&body), Scope::Pass(_)));
}

#[test]
fn of_the_rest_they_have_an_opinion() {
    for (text, rules) in [
        ("Why is the sky blue?", Ok(())),
        ("Are all swans white?", Ok(())),
        ("The chemical element with atomic number 79 is called", Ok(())),
        ("Explain how tides come about.", Err(Pass::Imperative)),
        ("How can a leaking roof be mended?", Err(Pass::NotFactual)),
        ("Prove the given statement: every square is positive.", Err(Pass::CarriesText)),
    ] {
        assert_eq!(doubt(text).rules, rules, "{text}");
    }
}

#[test]
fn a_gate_reads_what_was_written_and_what_it_rescues_is_judged_whole() {
    let text = "Hi! Please explain how tides come about. Thanks!";
    let doubt = doubt(text);
    assert_eq!((doubt.request.as_str(), doubt.question.turn.as_str()), (text, text));
    assert_eq!(doubt.settle(&ours(0.95), &THRESHOLDS).unwrap().turn, text);
}

#[test]
fn a_question_that_the_rules_see_is_judged_without_its_frame() {
    let doubt = doubt("Answer briefly: why is the sky blue?");
    assert_eq!(doubt.question.turn, "why is the sky blue?");
    assert_eq!(doubt.request, "Answer briefly: why is the sky blue?");
}

#[test]
fn the_thresholds_belong_to_judging() {
    let table = [
        ("Why is the sky blue?", 0.5, None),
        ("Why is the sky blue?", 0.49, Some(Pass::NotFactual)),
        ("Explain how tides come about.", 0.9, None),
        ("Explain how tides come about.", 0.89, Some(Pass::Imperative)),
    ];
    for (text, probability, pass) in table {
        assert_eq!(doubt(text).settle(&ours(probability), &THRESHOLDS).err(), pass, "{text} {probability}");
    }
}

#[test]
fn what_a_gate_passes_it_passes_for_the_likeliest_kind() {
    let table = [
        (Kinds { writing: 0.8, question: 0.2, ..Kinds::default() }, Pass::Imperative),
        (Kinds { code: 0.6, writing: 0.3, question: 0.1, ..Kinds::default() }, Pass::Code),
        (Kinds { transformation: 0.7, reasoning: 0.3, ..Kinds::default() }, Pass::CarriesText),
        (Kinds { chat: 0.3, opinion: 0.3, writing: 0.4, ..Kinds::default() }, Pass::NotFactual),
    ];
    for (kinds, pass) in table {
        assert_eq!(doubt("Why is the sky blue?").settle(&kinds, &THRESHOLDS), Err(pass), "{kinds:?}");
    }
}

#[test]
fn reasoning_is_ours_too() {
    let kinds = Kinds { reasoning: 0.6, question: 0.35, chat: 0.05, ..Kinds::default() };
    assert!(doubt("Imagine that you overtake the second. Where are you now?").settle(&kinds, &THRESHOLDS).is_ok());
}

#[test]
fn kinds_are_read_by_name_and_completely() {
    let all = [
        ("chat", 0.1),
        ("opinion", 0.0),
        ("transformation", 0.0),
        ("code", 0.0),
        ("writing", 0.2),
        ("reasoning", 0.3),
        ("question", 0.4),
    ];
    let kinds = Kinds::from_named(all).unwrap();
    assert_eq!((kinds.chat, kinds.writing, kinds.reasoning, kinds.question), (0.1, 0.2, 0.3, 0.4));
    let said = |error: GateError| error.to_string();
    let unknown = said(Kinds::from_named([("questions", 1.0)]).unwrap_err());
    assert!(unknown.contains("'questions'") && unknown.contains("transformation"), "{unknown}");
    assert!(said(Kinds::from_named(all.into_iter().skip(1)).unwrap_err()).contains("'chat'"));
    assert!(said(Kinds::from_named(all.into_iter().chain([("code", 0.0)])).unwrap_err()).contains("'code'"));
    assert!(Kinds::from_named([("chat", f64::NAN)]).is_err());
}
