//! `probity export`: recorded answers in, training data out.

use serde_json::Value;

use crate::{World, probity, text};

fn recorded(world: &World, samples: usize) -> String {
    let row = |name: &str, answer: &str| {
        let samples = vec![answer; samples];
        serde_json::json!({
            "id": name, "question": format!("Which city is {name}?"), "references": ["Rome"], "temperature": 0.7,
            "served": answer, "samples": samples,
        })
        .to_string()
    };
    world.file("recorded.jsonl", &[row("seen", "It is Rome."), row("unseen", "It is Oslo.")].join("\n"))
}

#[test]
fn examples_go_into_the_file_and_the_count_to_standard_error() {
    let world = World::new();
    let (source, out) = (recorded(&world, 10), world.file("examples.jsonl", "old"));
    let done = probity()
        .args(["export", "--recorded", &source, "--method", "confidence-verb", "--balance", "--out", &out])
        .output()
        .unwrap();
    let told = text(&done.stderr);
    assert!(done.status.success(), "{told}");
    assert!(told.contains("2 examples of 2 questions, 1 of them known") && told.contains("temperature 0.7"), "{told}");
    let lines = std::fs::read_to_string(&out).unwrap();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["messages"][1]["content"], "I'm absolutely certain that it is Rome.");
    assert_eq!(lines.lines().count(), 2);
}

#[test]
fn a_failed_export_leaves_the_file_as_it_was() {
    let world = World::new();
    let (source, out) = (recorded(&world, 6), world.file("examples.jsonl", "old"));
    let arguments = ["export", "--recorded", &source, "--method", "absolute", "--out"];
    let done = probity().args(arguments).arg(&out).output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    let told = text(&done.stderr);
    assert!(told.contains("fewer than 10 samples (the most that a row has is 6)"), "{told}");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "old");
    let done = probity().args(arguments).args([&source, "--samples", "6"]).output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).contains("is being read"));
    let done = probity().args(arguments).args([&out, "--known-at", "2"]).output().unwrap();
    assert_eq!(done.status.code(), Some(64));
    assert!(text(&done.stderr).contains("--known-at"), "{}", text(&done.stderr));
}
