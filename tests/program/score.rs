//! `probity score` and `POST /v1/probity/score`: numbers from the shell, and the same ones over HTTP.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::{Served, World, probity, refused, text};

const PAIRS: &str = r#"{"question": "What is the capital of France?", "a": "Paris", "b": "It's Paris.", "id": "one"}

{"a": "32", "b": "32.5"}
{"question": "Who wrote Hamlet?", "a": "Shakespeare", "b": "Marlowe", "ignored": [1, 2]}
"#;

/// Runs `score` on what is written to its standard input.
fn score(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = probity();
    command.arg("score").args(arguments);
    piped(command, input)
}

fn piped(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // From beside, for a pipe holds less than what may be written.
    let writing = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    drop(writing.join().unwrap());
    output
}

/// Runs `score --pairs -` under the compiled-in configuration.
fn run_as_shipped(input: &str) -> Output {
    let mut command = probity();
    command.env_remove("PROBITY__JUDGE__CHAIN").args(["score", "--pairs", "-"]);
    piped(command, input.as_bytes())
}

#[track_caller]
fn rows(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Whether a row's two texts are the same, of which there must be no doubt.
#[track_caller]
fn same(row: &Value) -> bool {
    let equivalence = row["equivalence"].as_f64().unwrap();
    assert!(!(0.1..=0.9).contains(&equivalence), "{row}");
    equivalence > 0.5
}

#[test]
fn pairs_come_back_line_by_line_in_order() {
    let world = World::new();
    let file = world.file("pairs.jsonl", PAIRS);
    let from_file = rows(&world.run(&["score", "--pairs", &file]));
    let from_input = rows(&score(&["--pairs", "-"], PAIRS.as_bytes()));
    assert_eq!(from_file, from_input);
    let [first, second, third] = &from_file[..] else { panic!("{from_file:?}") };
    assert_eq!((&first["id"], same(first)), (&json!("one"), true));
    assert!(!same(second), "32 and 32.5 are two");
    assert!(!same(third), "{third}");
    assert!(third.get("id").is_none() && third.get("ignored").is_none());
    assert_eq!(third["entailment"], Value::Null, "the words alone entail nothing");
}

#[test]
fn many_lines_go_through_in_order() {
    let input: String =
        (0..3000).map(|id| format!("{{\"id\": {id}, \"a\": \"{id}\", \"b\": \"{}\"}}\n", id % 2)).collect();
    let scored = rows(&score(&["--pairs", "-"], input.as_bytes()));
    assert_eq!(scored.len(), 3000);
    for (id, row) in scored.iter().enumerate() {
        assert_eq!((&row["id"], same(row)), (&json!(id), id < 2));
    }
}

#[test]
fn who_writes_a_line_and_waits_gets_its_scores() {
    let mut child =
        probity().args(["score", "--pairs", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for word in ["Paris", "Lyon"] {
        stdin.write_all(format!("{{\"a\": \"{word}\", \"b\": \"Paris\"}}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(same(&answer), word == "Paris");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn samples_get_scores_and_the_reasons_for_those_they_lack() {
    let world = World::new();
    let row = json!({"id": 3, "question": "What is the capital of France?", "served": 1,
        "answers": ["Lyon", "Paris", "It's Paris.", "Paris"], "logprobs": [null, [-0.25, -0.75], null, null]});
    let (file, out) = (world.file("samples.jsonl", &row.to_string()), world.file("scores.jsonl", ""));
    assert!(world.run(&["score", &file, "--out", &out]).stdout.is_empty());
    let scored: Value = serde_json::from_str(&std::fs::read_to_string(&out).unwrap()).unwrap();
    assert_eq!((&scored["id"], scored["scores"]["agreement_soft"].as_f64()), (&json!(3), Some(2.0 / 3.0)));
    assert_eq!(scored["raw"]["mean_logprob"].as_f64(), Some(-0.5));
    assert_eq!(scored["missing"]["noncontradiction"], "no_entailments");
    let chosen = rows(&world.run(&["score", &file, "--scorer", "agreement_hard,p_true"]));
    let names = |of: &str| chosen[0][of].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!((names("scores"), names("missing")), (vec!["agreement_hard".to_owned()], vec!["p_true".to_owned()]));
}

#[test]
fn the_help_names_every_scorer() {
    let help = text(&probity().args(["score", "--help"]).output().unwrap().stdout);
    for name in probity_score::scorer::names() {
        assert!(help.contains(name), "'{name}' is missing in: {help}");
    }
}

#[test]
fn a_scorer_that_does_not_exist_is_named_with_its_nearest() {
    let output = score(&["--scorer", "agreement_sfot"], b"{}");
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.contains("'agreement_sfot'") && stderr.contains("did you mean 'agreement_soft'"), "{stderr}");
}

#[test]
fn a_bad_line_stops_with_its_number_and_after_the_good_ones_before_it() {
    let world = World::new();
    for (bad, says) in [
        (&b"{\"a\": \"x\"}"[..], "missing field `b`"),
        (b"{\"a\": \"x\", \"b\": 3}", "invalid type"),
        (b"{\"a\": ", "a whole JSON object"),
        (b"{\"answers\": [\"x\"]}", "without --pairs"),
        (b"{\"a\": [1], \"b\": \"x\"}", "'a': invalid type"),
        (b"[null, null, \"x\", \"y\"]", "no JSON object"),
        (b"{\"a\": \"\xff\", \"b\": \"x\"}", "UTF-8"),
    ] {
        let mut lines = b"{\"a\": \"x\", \"b\": \"x\"}\n\n".to_vec();
        lines.extend_from_slice(bad);
        let path = world.folder.path().join("bad.jsonl");
        std::fs::write(&path, &lines).unwrap();
        let output = world.run(&["score", "--pairs", &path.display().to_string()]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains("bad.jsonl:3: ") && stderr.contains(says), "{stderr}");
        assert_eq!(text(&output.stdout).lines().count(), 1, "the good one is scored");
    }
    let stderr = text(&score(&[], b"{\"a\": \"x\", \"b\": \"x\"}").stderr);
    assert!(stderr.contains("missing field `answers`") && stderr.contains("with --pairs"), "{stderr}");
    let stderr = text(&score(&[], b"{\"answers\": []}").stderr);
    assert!(stderr.contains("standard input:1: 'answers'"), "{stderr}");
}

#[test]
fn a_gzipped_file_is_read_as_what_is_in_it() {
    let world = World::new();
    let path = world.folder.path().join("pairs.jsonl.gz");
    let mut packed = flate2::write::GzEncoder::new(std::fs::File::create(&path).unwrap(), flate2::Compression::fast());
    packed.write_all(PAIRS.as_bytes()).unwrap();
    packed.finish().unwrap();
    let scored = rows(&world.run(&["score", "--pairs", &path.display().to_string()]));
    assert_eq!(scored, rows(&score(&["--pairs", "-"], PAIRS.as_bytes())));
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 20]).unwrap();
    let output = world.run(&["score", "--pairs", &path.display().to_string()]);
    assert!(!output.status.success() && text(&output.stderr).contains("pairs.jsonl.gz: "), "{}", text(&output.stderr));
}

#[test]
fn what_is_read_is_not_written_over() {
    let world = World::new();
    let file = world.file("pairs.jsonl", PAIRS);
    let output = world.run(&["score", "--pairs", &file, "--out", &file]);
    assert!(!output.status.success() && text(&output.stderr).contains("being read"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), PAIRS);
}

#[test]
fn without_a_judge_of_entailment_it_is_said_how_to_have_one() {
    let note = |arguments: &[&str]| text(&score(arguments, b"").stderr);
    assert!(note(&["--pairs", "-"]).contains("--judges pair,lexical"));
    assert!(note(&["--scorer", "luq"]).contains("--judges pair,lexical"));
    assert!(!note(&["--scorer", "agreement_soft"]).contains("--judges"));
}

#[test]
fn the_default_judge_is_the_pair_model_that_is_compiled_in() {
    let input = concat!(
        r#"{"question": "What is the capital of France?", "a": "Paris", "b": "The capital city is Paris, on the Seine."}"#,
        "\n",
        r#"{"question": "Who painted it?", "a": "It was painted by Paul Klee.", "b": "It was painted by Joan Miro."}"#,
        "\n",
        r#"{"a": "A man is sleeping in his bed.", "b": "Nobody is asleep."}"#,
    );
    let [paris, painters, sleep] = &rows(&run_as_shipped(input))[..] else { panic!("three rows") };
    assert!(paris["equivalence"].as_f64().unwrap() > 0.5, "{paris}");
    assert!(painters["equivalence"].as_f64().unwrap() < 0.5, "{painters}");
    assert!(sleep["contradiction"].as_f64().unwrap() > 0.5, "{sleep}");
    let sum: f64 = ["entailment", "neutral", "contradiction"].iter().map(|name| sleep[name].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-6, "{sleep}");
}

#[test]
fn keep_going_answers_bad_lines_in_their_place() {
    let lines = b"{\"a\": \"x\", \"b\": \"x\"}\nnonsense\n{\"a\": \"x\", \"b\": \"y\"}\n";
    let output = score(&["--pairs", "-", "--keep-going"], lines);
    let scored = rows(&output);
    assert_eq!((same(&scored[0]), &scored[1]["line"]), (true, &json!(2)));
    assert!(scored[1]["error"].as_str().is_some_and(|error| error.contains("JSON object")), "{}", scored[1]);
    assert_eq!(scored.len(), 3);
    assert!(text(&output.stderr).contains("1 bad lines"), "{}", text(&output.stderr));
}

#[test]
fn bad_answers_have_defined_results() {
    let long = "word ".repeat(20_000);
    let odd = ["", " ", "\u{0}", "?!…", "🦀🦀", "مدينة باريس", "Париж", "Paris 巴黎", long.as_str()];
    let rows_in: Vec<String> = odd
        .iter()
        .map(|answer| json!({"answers": [answer, "Paris", answer]}).to_string())
        .chain([json!({"answers": vec!["Paris"; 40]}).to_string()])
        .collect();
    let scored = rows(&score(&["--scorer", "agreement_soft,semantic_entropy"], rows_in.join("\n").as_bytes()));
    assert_eq!(scored.len(), odd.len() + 1);
    for (row, answer) in scored.iter().zip(odd) {
        let told = row["scores"].get("agreement_soft").or(row["missing"].get("agreement_soft"));
        assert!(told.is_some(), "{answer:?}: {row}");
    }
    assert_eq!(scored[odd.len()]["scores"]["agreement_soft"].as_f64(), Some(1.0));
}

#[test]
fn what_is_missing_is_said_to_be_so() {
    let output = probity().args(["score", "/nowhere/samples.jsonl"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("/nowhere/samples.jsonl"), "{}", text(&output.stderr));
    let output = probity().args(["score", "x.jsonl", "--pairs", "y.jsonl"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "one or the other");
}

/// A configuration with a tiny NLI checkpoint as the first judge. Its weights are random: only its numbers are known.
fn with_nli(world: &World) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/nli/v3");
    world.file("nli.toml", &format!("[judge]\nnli_path = '{}'\n[pair]\nthreads = 1\n", folder.display()))
}

#[test]
fn an_nli_checkpoint_judges_and_leaves_what_it_cannot_read_to_the_words() {
    let world = World::new();
    let pairs = "{\"a\": \"paris\", \"b\": \"lyon\"}\n{\"a\": \"巴黎是首都\", \"b\": \"paris\"}\n";
    let output = score(&["--judges", "nli,lexical", "--config", &with_nli(&world), "--pairs", "-"], pairs.as_bytes());
    let [read, unread] = &rows(&output)[..] else { panic!("two rows") };
    let number = |key: &str| read[key].as_f64().unwrap();
    // The softmax of the logits that stand for this pair in the checkpoint's expected.json.
    for (key, wanted) in [("entailment", 0.8665), ("neutral", 0.0951), ("contradiction", 0.0384)] {
        assert!((number(key) - wanted).abs() < 1e-3, "{key}: {read}");
    }
    assert!(number("equivalence") <= number("entailment") && number("equivalence") > 0.5, "both ways round: {read}");
    assert_eq!((unread["equivalence"].as_f64(), &unread["entailment"]), (Some(0.0), &Value::Null), "{unread}");
}

#[test]
fn judges_that_cannot_be_had_are_refused_with_what_to_do() {
    let world = World::new();
    let run = |judges: &str| score(&["--judges", judges, "--pairs", "-"], b"");
    for (judges, says) in
        [("nli", "judge.nli_path"), ("upstream", "upstream.url"), ("lexical,upstream", "upstream.url")]
    {
        refused(&run(judges), &["--judges", says]);
    }
    let nowhere = world.file("nowhere.toml", "[judge]\nnli_path = \"/nowhere/nli\"\n");
    let stderr = text(&score(&["--judges", "nli,lexical", "--config", &nowhere, "--pairs", "-"], b"").stderr);
    assert!(stderr.contains("/nowhere/nli") && stderr.contains("judge.chain"), "{stderr}");
    let nowhere = world.file("probity.toml", "[pair]\npath = \"/nowhere/pair\"\n");
    let output = score(&["--judges", "pair", "--config", &nowhere, "--pairs", "-"], b"");
    let stderr = text(&output.stderr);
    assert!(!output.status.success() && stderr.contains("/nowhere/pair") && stderr.contains("judge.chain"), "{stderr}");
    refused(&run("lexical,lexical"), &["--judges", "twice"]);
    let bad = world.file("bad.toml", "[judge]\nchain = []\n");
    let output =
        probity().env_remove("PROBITY__JUDGE__CHAIN").args(["check-config", "--config", &bad]).output().unwrap();
    refused(&output, &["bad.toml:2", "judge.chain"]);
}

/// A configuration whose judge is an upstream that nobody answers for.
fn with_upstream(world: &World, model: &str) -> String {
    let text = format!(
        "[upstream]\nurl = \"http://127.0.0.1:9/v1\"\n[judge]\nchain = [\"upstream\"]\n[judge.upstream]\n{model}\n"
    );
    world.file("upstream.toml", &text)
}

#[test]
fn an_upstream_that_is_to_judge_must_have_a_model_and_had_better_have_a_key() {
    let world = World::new();
    let run = |command: &str, file: &str| {
        probity().env_remove("PROBITY__JUDGE__CHAIN").args([command, "--config", file]).output().unwrap()
    };
    refused(&run("check-config", &with_upstream(&world, "")), &["upstream.toml:4", "judge.upstream.model"]);
    let found = text(&run("doctor", &with_upstream(&world, "model = \"m\"")).stdout);
    assert!(found.contains("judge.upstream.needs_key"), "{found}");
    let found = text(&run("doctor", &with_upstream(&world, "model = \"m\"\nneeds_key = false")).stdout);
    assert!(found.contains("upstream-1:m") && !found.contains("needs_key"), "{found}");
}

#[test]
fn doctor_names_the_judge() {
    let world = World::new();
    let good = text(&world.run(&["doctor"]).stdout);
    assert!(good.contains("lexical"), "{good}");
    let config = with_nli(&world);
    let chain = ("PROBITY__JUDGE__CHAIN", "[\"nli\", \"lexical\"]");
    let output = probity().env(chain.0, chain.1).args(["doctor", "--config", &config]).output().unwrap();
    let found = text(&output.stdout);
    assert!(found.contains("nli:v3@") && found.contains("golden/nli/v3"), "{found}");
}

#[test]
fn the_same_numbers_come_over_http() {
    let world = World::new();
    let served = Served::start(&world);
    let pairs: Vec<Value> = PAIRS.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let body = json!({ "pairs": pairs }).to_string();
    let answer = served.post("/v1/probity/score", &body);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let json: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let shell = rows(&score(&["--pairs", "-"], PAIRS.as_bytes()));
    assert_eq!(json["pairs"], json!(shell));
}
