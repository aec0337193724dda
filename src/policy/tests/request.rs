//! Which requests are ours to judge by their shape and by what was said before; which answers are.

#![expect(clippy::unwrap_used, reason = "tests")]

use probity_policy::scope::{Pass, Scope, is_long};
use probity_wire::chat::ChatRequest;
use serde_json::{Value, json};

fn scope(body: &Value) -> Scope {
    Scope::of(&ChatRequest::parse(body.to_string().into()).unwrap())
}

fn talk(turns: &[(&str, &str)]) -> Scope {
    let messages: Vec<Value> = turns.iter().map(|(role, content)| json!({"role": role, "content": content})).collect();
    scope(&json!({"model": "m", "messages": messages}))
}

/// The question, or the reason why it is passed, by the rules alone.
fn asked(scope: &Scope) -> String {
    scope.clone().by_rules().map_or_else(|pass| pass.name().to_owned(), |question| question.turn)
}

#[test]
fn the_shape_of_a_request_decides_first() {
    let ask = json!([{"role": "user", "content": "Who wrote Hamlet?"}]);
    let with = |key: &str, value: Value| {
        let mut body = json!({"model": "m", "messages": ask});
        body[key] = value;
        body
    };
    let image = json!({"type": "image_url", "image_url": {"url": "https://example.org/a.png"}});
    let table = [
        (with("tools", json!([{"type": "function", "function": {"name": "f"}}])), "tools"),
        (with("functions", json!([{"name": "f"}])), "tools"),
        (with("tools", json!([])), "Who wrote Hamlet?"),
        (with("tools", Value::Null), "Who wrote Hamlet?"),
        (with("response_format", json!({"type": "json_object"})), "response_format"),
        (with("response_format", json!({"type": "json_schema", "json_schema": {}})), "response_format"),
        (with("response_format", json!({"type": "text"})), "Who wrote Hamlet?"),
        (with("n", json!(2)), "choices"),
        (with("n", json!(1)), "Who wrote Hamlet?"),
        (with("audio", json!({"voice": "alloy"})), "attachment"),
        (with("prediction", json!({"type": "content", "content": "x"})), "carries_text"),
        (with("temperature", json!(0.2)), "Who wrote Hamlet?"),
        (
            with("messages", json!([{"role": "user", "content": [{"type": "text", "text": "Who is this?"}, image]}])),
            "attachment",
        ),
        (
            with("messages", json!([{"role": "user", "content": [{"type": "text", "text": "Who wrote Hamlet?"}]}])),
            "Who wrote Hamlet?",
        ),
        (
            with(
                "messages",
                json!([{"role": "user", "content": "Who wrote Hamlet?"}, {"role": "assistant", "content": "Shake"}]),
            ),
            "no_question",
        ),
        (with("messages", json!([{"role": "system", "content": "Be kind."}])), "no_question"),
        (with("messages", json!([{"role": "user", "content": "  "}])), "no_question"),
        (with("messages", json!([{"role": "user", "content": "?!"}])), "no_question"),
        (
            with(
                "messages",
                json!([
                    {"role": "user", "content": "Weather in Rome?"},
                    {"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
                    {"role": "tool", "tool_call_id": "1", "content": "sunny"},
                    {"role": "user", "content": "Who wrote Hamlet?"}
                ]),
            ),
            "tools",
        ),
    ];
    for (body, expected) in table {
        assert_eq!(asked(&scope(&body)), expected, "{body}");
    }
}

#[test]
fn the_last_turn_is_judged_in_its_context() {
    let long_system =
        format!("You are a helpful assistant. {}", "You know a great deal about history and about art. ".repeat(60));
    let scope = talk(&[
        ("system", &long_system),
        ("user", "Who painted Guernica?"),
        ("assistant", "Pablo Picasso."),
        ("user", "In which year was he born?"),
    ]);
    let question = scope.by_rules().unwrap();
    assert_eq!(question.turn, "In which year was he born?");
    assert_eq!(question.context.len(), 3);
    assert_eq!(question.context[1], ("user".to_owned(), "Who painted Guernica?".to_owned()));
}

#[test]
fn what_came_before_can_make_a_question_no_question_about_the_world() {
    let table: [(&[(&str, &str)], &str); 6] = [
        (
            &[
                ("user", "Write a poem about rain."),
                ("assistant", "Rain, …"),
                ("user", "What does the second line mean?"),
            ],
            "imperative",
        ),
        (
            &[("user", "Write a poem about rain."), ("assistant", "Rain, …"), ("user", "Who wrote Hamlet?")],
            "Who wrote Hamlet?",
        ),
        (
            &[
                ("user", "Sort this in Python:\n```\nx = [2, 1]\n```"),
                ("assistant", "x.sort()"),
                ("user", "Why is it in place?"),
            ],
            "code",
        ),
        (
            &[("system", "Translate everything the user says into French."), ("user", "Who wrote Hamlet?")],
            "carries_text",
        ),
        (&[("system", "You are a translator from English to Latin."), ("user", "Who wrote Hamlet?")], "carries_text"),
        (&[("system", "You are a helpful assistant."), ("user", "Who wrote Hamlet?")], "Who wrote Hamlet?"),
    ];
    for (turns, expected) in table {
        assert_eq!(asked(&talk(turns)), expected, "{turns:?}");
    }
}

#[test]
fn long_answers_are_those_of_many_sentences_or_lines() {
    let table = [
        ("Paris", 3, false),
        ("The capital of France is Paris. It lies on the Seine. Dr. Smith lives there.", 3, false),
        ("One thing. Two things. Three things. Four things.", 3, true),
        ("- oranges\n- lemons\n- limes\n- pomelos", 3, true),
        ("Shakespeare.\n\n", 1, false),
        ("Use this:\n```\nx.sort()\n```", 9, true),
        ("", 1, false),
        ("法国的首都是巴黎。它在塞纳河上。", 1, true),
    ];
    for (answer, most, long) in table {
        assert_eq!(is_long(answer, most), long, "{answer}");
    }
}

#[test]
fn every_reason_has_a_name_of_its_own() {
    let all = [
        Pass::Tools,
        Pass::ResponseFormat,
        Pass::Attachment,
        Pass::Choices,
        Pass::NoQuestion,
        Pass::Code,
        Pass::CarriesText,
        Pass::Imperative,
        Pass::NotFactual,
        Pass::LongAnswer,
        Pass::ToolCall,
        Pass::Unfinished,
    ];
    let mut names: Vec<&str> = all.iter().map(|pass| pass.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
}
