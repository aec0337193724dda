//! Reading: plain and gzipped, known and unknown fields, and errors that say where.

use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use probity_evaluate::dataset::write;
use probity_evaluate::{Dataset, Error, Question, Recorded};
use tempfile::TempDir;

const GOOD: &str = r#"{"id": "a", "question": "Who?", "references": ["I"], "popularity": 3, "known": null}"#;

fn lying(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set.jsonl");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn fault(text: &str) -> String {
    let (folder, path) = lying(text.as_bytes());
    let message = Dataset::questions(&path).unwrap_err().to_string();
    message.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn plain_and_gzipped_lines_read_the_same() {
    let text = format!("\u{feff}{GOOD}\r\n\n{GOOD}\n");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let (_plain, plain) = lying(text.as_bytes());
    // The name says nothing of the compression: the bytes do.
    let (_packed, packed) = lying(&gzip.finish().unwrap());
    let (plain, packed) = (Dataset::questions(&plain).unwrap(), Dataset::questions(&packed).unwrap());
    assert_eq!(plain.rows, packed.rows);
    assert_ne!(plain.sha256, packed.sha256);
    let row = Question {
        id: "a".to_owned(),
        question: "Who?".to_owned(),
        references: vec!["I".to_owned()],
        answerable: None,
        known: None,
        choices: Vec::new(),
    };
    assert_eq!(plain.rows, [row.clone(), row]);
}

#[test]
fn the_sum_is_that_of_the_file() {
    let (_folder, path) = lying(b"{\"id\":\"a\",\"question\":\"b\"}");
    let sum = Dataset::questions(&path).unwrap().sha256;
    assert_eq!(sum, "96e399cede5d7779ae9f748e5e1623026e1b403061521988e2c0e20376ef633a");
}

#[test]
fn an_error_names_file_line_and_field() {
    let table = [
        (
            r#"{"id": "a", "question": "b", "references": ["c", 4]}"#,
            "references[1]: invalid type: integer `4`, expected a string",
        ),
        (r#"{"id": "a"}"#, "the row: missing field `question`"),
        (r#"{"id": "a", "question": "  "}"#, "question: it is empty"),
        (
            r#"{"id": "a", "question": "b", "answerable": "no"}"#,
            "answerable: invalid type: string \"no\", expected a boolean",
        ),
        (r#"{"id": "a", "question": "b"} {}"#, "the row: more follows after its end"),
        (r#"["a", "b"]"#, "the row: it is no JSON object"),
    ];
    for (line, expected) in table {
        assert_eq!(fault(&format!("{GOOD}\n\n{line}\n")), format!("set.jsonl, line 3, {expected}"));
    }
}

#[test]
fn a_set_without_a_row_is_none() {
    assert_eq!(fault("\n\n").split(' ').skip(1).collect::<Vec<_>>().join(" "), "holds no row");
    let missing = Dataset::recorded(std::path::Path::new("nowhere/at-all.jsonl")).unwrap_err();
    assert!(matches!(missing, Error::Read { .. }), "{missing}");
    let (_folder, path) = lying(&[0x1f, 0x8b, 0, 0]);
    assert!(matches!(Dataset::recorded(&path).unwrap_err(), Error::Read { .. }));
}

#[test]
fn a_recording_needs_an_answer() {
    let (_folder, path) = lying(br#"{"id": "a", "question": "b", "served": null, "samples": []}"#);
    let message = Dataset::recorded(&path).unwrap_err().to_string();
    assert!(message.ends_with("line 1, samples: there is neither a served answer nor a sample"), "{message}");
}

#[test]
fn without_a_served_answer_the_first_sample_stands_for_it() {
    let samples = vec!["x".to_owned(), "y".to_owned()];
    let mut row = Recorded { samples: samples.clone(), ..Recorded::default() };
    assert_eq!(row.split(), ("x", &samples[1..]));
    row.served = Some("s".to_owned());
    assert_eq!(row.split(), ("s", &samples[..]));
}

#[test]
fn what_is_written_reads_the_same() {
    let rows = Dataset::recorded(&crate::stage::file("recording.jsonl")).unwrap().rows;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("again.jsonl");
    write(&path, &rows).unwrap();
    assert_eq!(Dataset::recorded(&path).unwrap().rows, rows);
}

#[test]
fn the_shipped_questions_hold_together() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../config/questions.jsonl");
    let rows = Dataset::questions(&path).unwrap().rows;
    let ids: std::collections::HashSet<_> = rows.iter().map(|row| &row.id).collect();
    assert_eq!(ids.len(), rows.len(), "every id once");
    assert!(rows.len() >= 200);
    assert!(rows.iter().filter(|row| row.answerable == Some(false)).count() >= 30);
    for row in &rows {
        assert_eq!(row.answerable == Some(false), row.references.is_empty(), "{}", row.id);
        // An answer that only repeats the question must not pass for a right one.
        assert!(!probity_text::contains_reference(&row.question, &row.references), "{}", row.id);
    }
}
