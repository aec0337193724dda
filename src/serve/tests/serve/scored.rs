//! `POST /v1/probity/score`: pairs and samples in, scores out; what cannot be scored in OpenAI's envelope.

use http::{Method, Request};
use serde_json::{Value, json};

use super::harness::{House, Seen, Setup, unanimous};

async fn score(house: &House, body: &Value) -> Seen {
    post(house, body.to_string()).await
}

async fn post(house: &House, body: impl Into<bytes::Bytes>) -> Seen {
    let request = Request::builder().method(Method::POST).uri("/v1/probity/score");
    house.ask(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn pairs_come_back_in_order_with_their_ids() {
    let house = Setup::new(unanimous()).open().await;
    let pairs = json!([
        {"question": "Where?", "a": "Paris", "b": "PARIS", "id": 7},
        {"a": "Paris", "b": "Lyon"},
        {"question": "Where?", "a": "unreadable", "b": "Lyon", "note": "ignored"},
        {"question": "Where?", "a": "Nice", "b": "nice", "id": {"row": 1}},
    ]);
    let seen = score(&house, &json!({ "pairs": pairs })).await;
    assert_eq!((seen.status.as_u16(), seen.header("content-type")), (200, "application/json"), "{seen:?}");
    let json = seen.json();
    let scores = json["pairs"].as_array().unwrap();
    let same: Vec<&Value> = scores.iter().map(|pair| &pair["equivalence"]).collect();
    assert_eq!(same, [&json!(1.0), &json!(0.0), &Value::Null, &json!(1.0)]);
    let ids: Vec<Option<&Value>> = scores.iter().map(|pair| pair.get("id")).collect();
    assert_eq!(ids, [Some(&json!(7)), None, None, Some(&json!({"row": 1}))]);
    let parts = ["entailment", "neutral", "contradiction"].map(|part| scores[1][part].as_f64().unwrap());
    assert_eq!(parts, [0.25, 0.5, 0.25], "a is the premise: 'Paris' is longer than 'Lyon'");
    assert_eq!((&json["judge"], &json["entailment_judge"]), (&json!("letters"), &json!("lengths")));
    house.until_counted("probity_judged_pairs_total{head=\"equivalence\",outcome=\"judged\"} 3").await;
    house.until_counted("probity_judged_pairs_total{head=\"equivalence\",outcome=\"unreadable\"} 1").await;
    house.until_counted("probity_judged_pairs_total{head=\"entailment\",outcome=\"judged\"} 4").await;
    let calls = "probity_judge_seconds_count{head=\"equivalence\"} 2";
    house.until_counted(calls).await;
}

#[tokio::test]
async fn many_pairs_of_one_question_go_to_the_judge_in_steps() {
    let house = Setup::new(unanimous()).open().await;
    let pairs: Vec<Value> =
        (0..40).map(|at| json!({"a": format!("city {at}"), "b": format!("CITY {}", at % 2)})).collect();
    let json = score(&house, &json!({ "pairs": pairs })).await.json();
    let same: Vec<bool> = (0..40_usize).map(|at| json["pairs"][at]["equivalence"] == 1.0).collect();
    assert_eq!(same, (0..40_usize).map(|at| at < 2).collect::<Vec<_>>(), "{json:#}");
    house.until_counted("probity_judge_seconds_count{head=\"equivalence\"} 3").await;
}

#[tokio::test]
async fn samples_get_every_signal_or_the_reason_why_not() {
    let house = Setup::new(unanimous()).open().await;
    let answers = ["Paris", "paris", "Lyon", "Paris"];
    let seen = score(&house, &json!({"question": "Which city?", "answers": answers, "id": "x"})).await;
    let json = seen.json();
    assert_eq!(json["id"], "x", "{json:#}");
    assert_eq!(json["scores"]["agreement_soft"].as_f64(), Some(2.0 / 3.0), "{json:#}");
    assert_eq!(json["missing"]["mean_logprob"], "no_logprobs");
    assert!(json["scores"].get("mean_logprob").is_none() && json["raw"].get("semantic_entropy").is_some());

    let chosen = json!({"answers": answers, "served": 2, "scorers": ["agreement_hard", "mean_logprob"],
        "logprobs": [null, null, [-0.5, -1.5], null]});
    let json = score(&house, &chosen).await.json();
    assert_eq!(json["scores"]["agreement_hard"].as_f64(), Some(0.0), "{json:#}");
    assert_eq!(json["raw"]["mean_logprob"].as_f64(), Some(-1.0), "{json:#}");
    assert_eq!(json["scores"].as_object().map(serde_json::Map::len), Some(2), "only what was asked for");

    let beside = json!({"samples": answers, "served": "Lyon", "scorers": ["agreement_hard"]});
    let json = score(&house, &beside).await.json();
    assert_eq!(json["scores"]["agreement_hard"].as_f64(), Some(0.25), "a text is one answer more: {json:#}");
}

#[tokio::test]
async fn what_the_model_says_of_itself_is_taken_from_the_row() {
    let house = Setup::new(unanimous()).open().await;
    let names = ["p_true", "verbalised_1s", "verbalised_2s"];
    let row = json!({"answers": ["Paris"], "votes": [true, null, false, true, true], "verbalised_1s": 0.5,
        "verbalised_2s": 1, "scorers": names});
    let json = score(&house, &row).await.json();
    assert_eq!(names.map(|name| json["scores"][name].as_f64()), [Some(0.75), Some(0.5), Some(1.0)], "{json:#}");
    let json = score(&house, &json!({"answers": ["Paris"], "votes": [null], "scorers": names})).await.json();
    assert_eq!(names.map(|name| json["missing"][name].clone()), ["no_votes", "no_statement", "no_statement"]);
}

#[tokio::test]
async fn only_the_pairs_that_a_signal_looks_at_are_judged() {
    let house = Setup::new(unanimous()).open().await;
    let (traders, sailors) = ("The traders left", "The sailors fled from a fire");
    let answers = [sailors, traders, "the sailors fled from a fire.", "The pilots had grown tired", "Sand", traders];
    let ask = |scorers: Value| json!({"question": "Why?", "answers": answers, "served": 1, "scorers": scorers});
    let judged =
        |head: &str, count: usize| format!("probity_judged_pairs_total{{head=\"{head}\",outcome=\"judged\"}} {count}");
    let json = score(&house, &ask(json!(["agreement_soft", "agreement_hard"]))).await.json();
    assert_eq!(json["scores"]["agreement_soft"].as_f64(), Some(0.2), "{json:#}");
    house.until_counted(&judged("equivalence", 3)).await;
    let json = score(&house, &ask(json!(["eigv_same", "agreement_soft"]))).await.json();
    assert_eq!(json["missing"], json!({}), "{json:#}");
    house.until_counted(&judged("equivalence", 3 + 6)).await;
    score(&house, &ask(json!(["noncontradiction"]))).await;
    house.until_counted(&judged("entailment", 6)).await;
    score(&house, &ask(json!(["noncontradiction", "luq"]))).await;
    house.until_counted(&judged("entailment", 6 + 12)).await;
}

#[tokio::test]
async fn what_cannot_be_scored_is_said_with_the_member_at_fault() {
    let house = Setup::new(unanimous()).open().await;
    let many: Vec<Value> = (0..1001).map(|_| json!({"a": "x", "b": "y"})).collect();
    let table = [
        (json!({}), "missing_required_parameter", "answers"),
        (json!({"pairs": [], "answers": ["x"]}), "invalid_value", "pairs"),
        (json!({"pairs": [{"a": "x"}]}), "invalid_value", "pairs[0]"),
        (json!({"pairs": [], "scorers": ["p_true"]}), "invalid_value", "scorers"),
        (json!({"answers": ["x"], "verbalised_1s": 85}), "invalid_value", "verbalised_1s"),
        (json!({"answers": ["x"], "votes": [1]}), "invalid_value", "votes[0]"),
        (json!({"pairs": many}), "invalid_value", "pairs"),
        (json!({"answers": []}), "invalid_value", "answers"),
        (json!({"answers": ["x", 3]}), "invalid_value", "answers[1]"),
        (json!({"answers": ["x"], "served": 1}), "invalid_value", "served"),
        (json!({"answers": ["x"], "served": -1}), "invalid_value", "served"),
        (json!({"answers": ["x"], "logprobs": []}), "invalid_value", "logprobs"),
        (json!({"answers": ["x"], "scorers": ["agreement_sfot"]}), "invalid_value", "scorers"),
        (json!({"answers": vec!["x"; 257]}), "invalid_value", "answers"),
    ];
    for (body, code, param) in table {
        let seen = score(&house, &body).await;
        seen.assert_error(400, "invalid_request_error", code);
        assert_eq!(seen.json()["error"]["param"], param, "{seen:?}");
    }
    post(&house, "{\"pairs\": [").await.assert_error(400, "invalid_request_error", "invalid_json");
    post(&house, "{\"pairs\": []} {}").await.assert_error(400, "invalid_request_error", "invalid_json");
    post(&house, &b"{\"answers\": [\"\xff\"]}"[..]).await.assert_error(400, "invalid_request_error", "invalid_utf8");
    assert!(house.upstream.requests().is_empty(), "it is ours: nothing goes upstream");
}

#[tokio::test]
async fn a_body_over_the_limit_and_a_compressed_one_are_refused() {
    let house = Setup::new(unanimous()).server(|config| config.max_body_bytes = 100).open().await;
    let long = json!({"answers": ["x".repeat(200)]});
    score(&house, &long).await.assert_error(413, "invalid_request_error", "request_too_large");
    let request = Request::post("/v1/probity/score").header("content-encoding", "gzip");
    let seen = house.ask(request.body("{}".into()).unwrap()).await;
    seen.assert_error(415, "invalid_request_error", "unsupported_content_encoding");
}

#[tokio::test]
async fn a_judge_without_room_is_a_503_and_one_that_fails_a_500() {
    let house = Setup::new(unanimous()).open().await;
    let full = score(&house, &json!({"pairs": [{"a": "overload", "b": "x"}]})).await;
    full.assert_error(503, "server_error", "overloaded");
    assert_eq!(full.header("retry-after"), "1");
    house.until_counted("probity_judge_failures_total{head=\"equivalence\",kind=\"overloaded\"} 1").await;
    let broken = score(&house, &json!({"answers": ["fail", "x"]})).await;
    broken.assert_error(500, "server_error", "judge_failed");
    house.until_counted("probity_judge_failures_total{head=\"equivalence\",kind=\"failed\"} 1").await;
}

#[tokio::test]
async fn no_pairs_are_no_scores() {
    let house = Setup::new(unanimous()).open().await;
    assert_eq!(score(&house, &json!({"pairs": []})).await.json()["pairs"], json!([]));
}
