//! The program as people use it: its commands, its messages, its exit codes, from start to drain.

#![expect(clippy::unwrap_used, reason = "a program that cannot be run has failed its test")]

mod program {
    mod export;
    mod score;
}

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use scripted_upstream::{Script, Upstream};
use serde_json::Value;
use tempfile::TempDir;

/// A scripted endpoint that knows France, wavers on Australia, and guesses at mayors.
struct World {
    upstream: Upstream,
    runtime: tokio::runtime::Runtime,
    folder: TempDir,
}

/// A served probity; killed when dropped.
struct Served {
    child: Child,
    address: String,
}

impl World {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let script = Script::answers(|question, draw| match question {
            q if q.contains("France") => "The capital of France is Paris.".into(),
            q if q.contains("mayor") => {
                ["Arvid Holm", "Lena Brandt", "Tomas Vik", "Ida Sund", "Olaf Berg", "Eva Lund"][draw % 6].into()
            }
            _ => "A poem.".into(),
        });
        let upstream = runtime.block_on(Upstream::start(script));
        Self { upstream, runtime, folder: TempDir::new().unwrap() }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let url = self.upstream.url();
        probity().args(arguments).args(["--upstream", &url]).output().unwrap()
    }
}

impl Served {
    fn start(world: &World) -> Self {
        let mut child = probity()
            .args(["serve", "--listen", "127.0.0.1:0", "--upstream", &world.upstream.url()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.split("http://").nth(1).unwrap().split(|c: char| c == ',' || c.is_whitespace()).next().unwrap();
        Self { address: address.to_owned(), child }
    }

    fn exchange(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn chat(&self, body: &str) -> String {
        self.post("/v1/chat/completions", body)
    }

    fn post(&self, path: &str, body: &str) -> String {
        self.exchange(&format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn probity() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_probity"));
    // Neither the developer's environment nor their cache may decide what a test sees.
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    // The judge that is there at once: loading a model for each of these runs would prove nothing more.
    command.env("PROBITY__JUDGE__CHAIN", "[\"lexical\"]");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn refused(output: &Output, says: &[&str]) {
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(64), "{stderr}");
    for word in says {
        assert!(stderr.contains(word), "'{word}' is missing in: {stderr}");
    }
}

#[test]
fn the_compiled_in_default_is_good_and_printed_to_the_letter() {
    let output = probity().args(["check-config", "--defaults"]).output().unwrap();
    let default = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("config/default.toml")).unwrap();
    assert_eq!(text(&output.stdout), default);
    assert!(probity().arg("check-config").output().unwrap().status.success());
}

#[test]
fn an_unknown_key_names_file_line_and_the_nearest_known_key() {
    let world = World::new();
    let file = world.file("probity.toml", "[honesty]\nmode = \"observe\"\nmax_darws = 3\n");
    refused(
        &world.run(&["check-config", "--config", &file]),
        &["probity.toml:3", "honesty.max_darws", "honesty.max_draws"],
    );
}

#[test]
fn a_wrong_value_names_file_line_and_key() {
    let world = World::new();
    for (line, key) in [
        ("max_draws = \"five\"", "honesty.max_draws"),
        ("mode = \"strict\"", "honesty.mode"),
        ("max_draws = 0", "max_draws"),
    ] {
        let file = world.file("probity.toml", &format!("[honesty]\n{line}\n"));
        refused(&world.run(&["check-config", "--config", &file]), &[key]);
    }
    let file = world.file("probity.toml", "[honesty]\n\nmode = \"strict\"\n");
    refused(&world.run(&["serve", "--config", &file]), &["probity.toml:3"]);
}

#[test]
fn a_value_out_of_range_and_a_template_that_cannot_be_filled_name_file_and_line() {
    let world = World::new();
    let file = world.file("probity.toml", "[policy]\n\nanswer_at = 1.5\n");
    refused(&world.run(&["check-config", "--config", &file]), &["probity.toml:3", "policy.answer_at"]);
    let file = world.file("probity.toml", "[wording.en]\nhedge = \"{{ nope }}\"\n");
    refused(&world.run(&["check-config", "--config", &file]), &["probity.toml:2", "wording.en.hedge", "nope"]);
    refused(&world.run(&["check-config", "--log", "foo=bar=baz"]), &["--log"]);
}

#[test]
fn broken_toml_and_absent_files_are_said_to_be_so() {
    let world = World::new();
    let file = world.file("probity.toml", "[honesty]\nmode = \n");
    refused(&world.run(&["check-config", "--config", &file]), &["probity.toml:2", "TOML"]);
    refused(&world.run(&["check-config", "--config", "/nowhere/probity.toml"]), &["/nowhere/probity.toml"]);
}

#[test]
fn the_environment_overlays_the_file_and_is_as_strict() {
    let world = World::new();
    let file = world.file("probity.toml", "[honesty]\nmax_draws = 3\n");
    let run = |name: &str, value: &str| {
        probity().args(["check-config", "--config", &file]).env(name, value).output().unwrap()
    };
    let good = run("PROBITY__HONESTY__MAX_DRAWS", "4");
    assert!(text(&good.stdout).contains("max_draws: 4"), "{}", text(&good.stdout));
    refused(&run("PROBITY__HONESTY__MAX_DRAW", "4"), &["PROBITY__HONESTY__MAX_DRAW", "honesty.max_draws"]);
    refused(&run("PROBITY__HONESTY__MAX_DRAWS", "four"), &["PROBITY__HONESTY__MAX_DRAWS"]);
}

#[test]
fn ask_shows_draws_clusters_confidence_and_decision() {
    let world = World::new();
    let known = text(&world.run(&["ask", "What is the capital of France?"]).stdout);
    for word in ["draw 1", "Paris", "answered", "confidence", "●"] {
        assert!(known.contains(word), "'{word}' is missing in:\n{known}");
    }
    let unknown = text(&world.run(&["ask", "Who was the first mayor of Nybrohamn?"]).stdout);
    assert!(unknown.contains("refused") && unknown.contains("I apologize"), "{unknown}");
    assert!(!known.contains('\u{1b}'), "no colour where there is no terminal");
}

#[test]
fn ask_says_what_is_wrong_when_the_upstream_is_not_there() {
    let output = probity().args(["ask", "Who wrote Hamlet?", "--upstream", "http://127.0.0.1:9"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("127.0.0.1:9"), "{}", text(&output.stderr));
}

#[test]
fn doctor_tells_a_reachable_upstream_from_one_that_is_not() {
    let world = World::new();
    let good = world.run(&["doctor"]);
    assert!(text(&good.stdout).contains("answers"), "{}", text(&good.stdout));
    let bad = probity().args(["doctor", "--upstream", "http://127.0.0.1:9"]).output().unwrap();
    assert_eq!(bad.status.code(), Some(1));
    assert!(text(&bad.stdout).contains("127.0.0.1:9"));
}

#[test]
fn eval_of_a_recording_writes_figures_under_their_plain_names() {
    let world = World::new();
    let row = |id: usize, served: &str, samples: [&str; 5]| {
        serde_json::json!({"id": id.to_string(), "source": "test", "model": "m", "temperature": 1.0,
            "question": "What is the capital of France?", "references": ["Paris"],
            "served": served, "served_correct": null, "samples": samples})
        .to_string()
    };
    let rows = [
        row(0, "Paris", ["Paris", "It's Paris.", "Paris", "paris", "Paris"]),
        row(1, "Lyon", ["Paris", "Nice", "Lille", "Metz", "Brest"]),
    ];
    let (data, json) = (world.file("rows.jsonl", &rows.join("\n")), world.file("out.json", ""));
    let output = world.run(&["eval", "--recorded", &data, "--max-draws", "5", "--stop", "none", "--json", &json]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let figures: Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    for (name, value) in [
        ("n", 2.0),
        ("accuracy_raw", 0.5),
        ("accuracy", 0.5),
        ("prudence", 1.0),
        ("over_conservativeness", 0.0),
        ("honesty", 1.0),
        ("auroc", 1.0),
        ("wrong_served_raw", 1.0),
        ("wrong_served", 0.0),
        ("right_kept", 1.0),
        ("draws_mean", 5.0),
        ("draws_max", 5.0),
        ("decision_agreement", 1.0),
    ] {
        assert_eq!(figures[name].as_f64(), Some(value), "{name} in {figures:#}");
    }
    assert!(figures.get("tokens").is_some());
    let swept = world.run(&["eval", "--recorded", &data, "--stop", "none", "--sweep", "--json", &json]);
    assert!(swept.status.success(), "{}", text(&swept.stderr));
    let figures: Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!(figures["n"], 2, "the plain names stay");
    assert!(figures["sweep"]["steps"].as_array().is_some_and(|steps| !steps.is_empty()), "{figures:#}");
}

#[test]
fn eval_asks_live_records_and_replays_to_the_same_figures() {
    let world = World::new();
    let rows = [
        r#"{"id": "1", "question": "What is the capital of France?", "references": ["Paris"]}"#,
        r#"{"id": "2", "question": "Who was the first mayor of Nybrohamn?", "references": [], "answerable": false}"#,
    ];
    let data = world.file("questions.jsonl", &rows.join("\n"));
    let (recording, live, replayed) =
        (world.file("rec.jsonl", ""), world.file("live.json", ""), world.file("replayed.json", ""));
    let asked = world.run(&["eval", "--data", &data, "--model", "m", "--record", &recording, "--json", &live]);
    assert!(asked.status.success(), "{}", text(&asked.stderr));
    let again = world.run(&["eval", "--recorded", &recording, "--json", &replayed]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    let read = |path: &str| serde_json::from_str::<Value>(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (live, replayed) = (read(&live), read(&replayed));
    for name in ["n", "accuracy_raw", "accuracy", "prudence", "honesty", "wrong_served", "draws_mean"] {
        assert_eq!(live[name], replayed[name], "{name}");
    }
    assert_eq!(live["prudence"], 1.0, "the unanswerable one is refused");
}

#[test]
fn eval_names_the_line_of_bad_data() {
    let world = World::new();
    let data = world.file("bad.jsonl", "{\"id\": \"1\", \"question\": \"Who?\", \"references\": []}\n{\"id\": 2\n");
    let output = world.run(&["eval", "--data", &data]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("bad.jsonl:2") || text(&output.stderr).contains("line 2"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn serve_answers_and_drains_on_sigterm() {
    let world = World::new();
    let mut served = Served::start(&world);
    let answer =
        served.chat(r#"{"model": "m", "messages": [{"role": "user", "content": "What is the capital of France?"}]}"#);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("x-probity-decision: answered") && answer.contains("Paris"), "{answer}");
    let alive = served.exchange("GET /health/ready HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(alive.starts_with("HTTP/1.1 200"), "{alive}");
    let id = served.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(served.child.wait().unwrap().code(), Some(0), "drained");
    world.runtime.block_on(world.upstream.until(|upstream| upstream.open_streams() == 0));
}

#[test]
fn without_a_model_the_stand_in_serves_and_says_so_loudly() {
    let folder = TempDir::new().unwrap();
    // No python on the PATH and an empty home: no source of weights can answer.
    let output = probity()
        .env("PATH", folder.path())
        .env("HOME", folder.path())
        .args(["ask", "What is the capital of France?"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("SCRIPTED STAND-IN"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("SCRIPTED STAND-IN"), "{}", text(&output.stdout));
}
