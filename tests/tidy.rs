//! The house rules that a test can check: which room imports which, who names candle, hyper and SQL, that every file
//! says what lives in it, and that nothing unwraps outside tests.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the house has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rooms from the ground up: a room may import only from rooms before it, and only those named here.
const ROOMS: &[(&str, &[&str])] = &[
    ("wire", &[]),
    ("text", &[]),
    ("stats", &[]),
    ("draw", &["wire"]),
    ("calibrate", &["stats"]),
    ("score", &["text"]),
    ("engine", &["wire", "draw", "score"]),
    ("policy", &["wire", "text", "calibrate"]),
    ("upstream", &["wire", "draw", "score"]),
    ("pipeline", &["wire", "text", "draw", "calibrate", "score", "policy"]),
    ("evaluate", &["wire", "text", "stats", "draw", "score", "policy", "pipeline"]),
    ("serve", &["wire", "draw", "score", "pipeline", "upstream"]),
];

/// Rooms that do no I/O and read neither clock nor environment.
const PURE: &[&str] = &["wire", "text", "stats", "score", "calibrate", "policy"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|is| is == extension) {
            found.push(path);
        }
    }
    found
}

fn room_of(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    if ROOMS.iter().any(|(room, _)| *room == first) { first } else { "main".into() }
}

/// Source files of the product, tests and benches of the rooms left out.
fn product() -> Vec<(String, PathBuf, String)> {
    files_below(&root().join("src"), "rs")
        .into_iter()
        .filter(|path| !path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "benches"))))
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| (room_of(&path), path.clone(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The code of a file: without comments, and without what follows the first `#[cfg(test)]`.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or(text);
    before_tests
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| if code.contains('"') { line } else { code }))
        .collect::<Vec<_>>()
        .join("\n")
}

#[track_caller]
fn none(what: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{what}:\n  {}", offenders.join("\n  "));
}

#[test]
fn every_room_is_on_the_map() {
    let map = fs::read_to_string(root().join("src/ARCHITECTURE.md")).unwrap();
    let rooms: Vec<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("Cargo.toml").exists())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let unlisted: Vec<String> =
        rooms.iter().filter(|room| !ROOMS.iter().any(|(known, _)| known == room)).cloned().collect();
    none("rooms that this test does not know", &unlisted);
    let unmapped: Vec<String> = rooms.into_iter().filter(|room| !map.contains(&format!("`{room}`"))).collect();
    none("rooms that src/ARCHITECTURE.md does not name", &unmapped);
}

#[test]
fn imports_run_one_way() {
    let mut offenders = Vec::new();
    for (room, allowed) in ROOMS {
        let manifest = fs::read_to_string(root().join("src").join(room).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
        for line in dependencies.lines().filter(|line| line.starts_with("probity-")) {
            let other = line.trim_start_matches("probity-").split(['.', ' ', '=']).next().unwrap();
            if !allowed.contains(&other) {
                offenders.push(format!("{room} imports {other}"));
            }
        }
    }
    none("imports that the map does not allow", &offenders);
}

#[test]
fn only_their_rooms_name_candle_hyper_and_sql() {
    let owners: &[(&str, &[&str])] = &[
        ("candle_", &["engine"]),
        ("tokenizers::", &["engine"]),
        ("hyper::", &["upstream", "serve"]),
        ("hyper_util::", &["upstream", "serve"]),
        ("rusqlite", &["store"]),
        ("tokio_postgres", &["store"]),
    ];
    let mut offenders = Vec::new();
    for (room, path, text) in product() {
        let code = code(&text);
        for (name, rooms) in owners {
            if code.contains(name) && !rooms.contains(&room.as_str()) {
                offenders.push(format!("{} names {name}", path.display()));
            }
        }
    }
    none("names outside their rooms", &offenders);
}

#[test]
fn pure_rooms_touch_nothing() {
    let worldly =
        ["std::fs", "std::net", "std::env", "std::process", "Instant::now", "SystemTime::now", "tokio::", "rand::rng("];
    let mut offenders = Vec::new();
    for (room, path, text) in product().into_iter().filter(|(room, ..)| PURE.contains(&room.as_str())) {
        let code = code(&text);
        for name in worldly.iter().filter(|name| code.contains(*name)) {
            offenders.push(format!("{} ({room}) uses {name}", path.display()));
        }
    }
    none("pure rooms that reach for the world", &offenders);
}

#[test]
fn every_file_says_what_lives_there() {
    let mut offenders = Vec::new();
    for folder in ["src", "tests"] {
        for path in files_below(&root().join(folder), "rs") {
            if !fs::read_to_string(&path).unwrap().starts_with("//! ") {
                offenders.push(path.display().to_string());
            }
        }
    }
    none("files that do not open with //!", &offenders);
}

#[test]
fn nothing_unwraps_outside_tests() {
    let words = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "dbg!("];
    let mut offenders = Vec::new();
    for (_, path, text) in product() {
        let code = code(&text);
        for (number, line) in code.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(*word)) {
                offenders.push(format!("{}:{}: {word}", path.display(), number + 1));
            }
        }
    }
    none("panics waiting to happen", &offenders);
}

#[test]
fn no_test_is_ignored_or_expects_a_panic_or_sleeps() {
    let marks = [
        concat!("#[ign", "ore"),
        concat!("#[should", "_panic"),
        concat!("thread::", "sleep"),
        concat!("time::", "sleep("),
    ];
    let is_test = |path: &Path| path.components().any(|part| part.as_os_str() == "tests");
    let mut offenders = Vec::new();
    for folder in ["src", "tests"] {
        for path in files_below(&root().join(folder), "rs").into_iter().filter(|path| is_test(path)) {
            let text = fs::read_to_string(&path).unwrap();
            offenders.extend(
                marks.iter().filter(|mark| text.contains(*mark)).map(|mark| format!("{}: {mark}", path.display())),
            );
        }
    }
    none("tests that hide something", &offenders);
}

#[test]
fn files_stay_readable() {
    let mut offenders = Vec::new();
    for (_, path, text) in product() {
        let lines = code(&text).lines().count();
        if lines > 400 {
            offenders.push(format!("{}: {lines} lines", path.display()));
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if ["mod", "utils", "util", "helpers", "common", "manager"].contains(&name.as_str()) {
            offenders.push(format!("{}: a name that says nothing", path.display()));
        }
    }
    none("files to split or rename", &offenders);
}

#[test]
fn one_tls_provider_and_no_banned_crates() {
    for name in ["ring", "openssl", "openssl-sys", "native-tls", "onig", "reqwest"] {
        // What the lock file names need not be built (an optional dependency of a dependency): cargo knows.
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--workspace", "--edges", "all", "--locked", "--offline", "--invert", name])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(tree.stdout.is_empty(), "{name} is built:\n{}", String::from_utf8_lossy(&tree.stdout));
    }
}

#[test]
fn every_room_forbids_unsafe_code_through_the_workspace_lints() {
    let mut offenders = Vec::new();
    for (room, _) in ROOMS {
        let manifest = fs::read_to_string(root().join("src").join(room).join("Cargo.toml")).unwrap();
        if !manifest.contains("[lints]\nworkspace = true") {
            offenders.push((*room).to_owned());
        }
    }
    none("rooms without the workspace lints", &offenders);
}
