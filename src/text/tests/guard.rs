//! The guards against the golden table, both ways; and that they are symmetric, never turn on themselves, and read long
//! texts in one go.

#![expect(clippy::unwrap_used, reason = "a table that cannot be read has failed")]

use std::path::Path;

use probity_text::{Guard, guard};
use proptest::prelude::*;
use serde_json::Value;

/// Lines of `question`, `a`, `b`, `expect` (`same`, `different`, `silent`), `kind`.
const TABLE: &str = "../../tests/golden/guards.jsonl";

fn field<'a>(row: &'a Value, name: &str, line: usize) -> &'a str {
    row[name].as_str().ok_or_else(|| format!("line {line} has no {name}")).unwrap()
}

fn rows() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn verdict(guard: Guard) -> &'static str {
    match guard {
        Guard::Same => "same",
        Guard::Different => "different",
        Guard::Silent => "silent",
    }
}

#[test]
fn the_golden_table_holds_both_ways() {
    let rows = rows();
    let mut wrong = Vec::new();
    for (line, row) in rows.iter().enumerate().map(|(at, row)| (at + 1, row)) {
        let [question, a, b, expect] = ["question", "a", "b", "expect"].map(|name| field(row, name, line));
        assert!(!field(row, "kind", line).is_empty(), "line {line} has an empty kind");
        for (a, b) in [(a, b), (b, a)] {
            let got = verdict(guard::compare(question, a, b));
            if got != expect {
                wrong.push(format!("line {line}: {question} | {a} | {b}: {got}, not {expect}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), 2 * rows.len(), wrong.join("\n"));
}

#[test]
fn the_golden_table_is_broad() {
    let rows = rows();
    let count = |expect: &str| rows.iter().filter(|row| row["expect"] == expect).count();
    let counts = ["same", "different", "silent"].map(count);
    assert_eq!(counts.iter().sum::<usize>(), rows.len(), "no other verdict");
    assert!(rows.len() >= 320 && counts.iter().all(|count| *count >= 70), "{counts:?}");
}

/// Answers of the kinds that the guards read.
fn answer() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}( [a-z]{1,6}){0,3}",
        "-?[0-9]{1,6}(\\.[0-9]{1,3})?",
        "(about |over |under |early )?[0-9]{1,4} (km|miles|kg|hours|percent|dollars)?",
        "(yes|no|not)( [a-z]{1,5}){0,3}",
        "[0-9]{1,2} (March|May|June) [0-9]{4}",
        "(twenty|sixty|one hundred and) (one|two|first)",
        "[0-9]{3}0s",
        "(red|green|blue|John Lennon)(, (red|green|blue|two)){0,3} and (red|gold|Paul Simon|7)",
        "(- (red|green|blue|two)\n){1,4}",
        "\\(?[A-F]\\)?( [a-z]{1,5})?",
        "(Toy Story|Henry|Python|GPT)[ -]([0-9](\\.[0-9]{1,2}){0,2}|I{1,3})",
        "(H|C|O|Fe|Na|\\(OH\\)|[2-9]){1,5}",
        "[0-9]{1,2}\\.[0-9]{1,3}° [NS], [0-9]{1,3}\\.[0-9]{1,3}° [EW]",
        "\\PC{0,24}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_are_symmetric(question in "\\PC{0,30}", a in answer(), b in answer()) {
        prop_assert_eq!(guard::compare(&question, &a, &b), guard::compare(&question, &b, &a));
    }

    #[test]
    fn an_answer_never_differs_from_itself(question in "\\PC{0,30}", a in answer()) {
        prop_assert_ne!(guard::compare(&question, &a, &a), Guard::Different);
    }

    #[test]
    fn two_whole_numbers_are_the_same_only_if_equal(a in 0_u32..100_000, b in 0_u32..100_000) {
        let verdict = guard::compare("How many are there?", &a.to_string(), &b.to_string());
        prop_assert_eq!(verdict == Guard::Same, a == b);
        prop_assert_eq!(verdict == Guard::Different, a != b);
    }
}

#[test]
fn long_texts_of_one_kind_are_read_in_one_go() {
    let pieces = [
        "一二三",
        "5 km 3 m ",
        "1 2 3 ",
        "two hundred and ",
        "minus ",
        "10^",
        "half an ",
        "red, ",
        "a and ",
        "- a\n",
        "1.1.",
        "((((",
        "about ",
        "between ",
        "51° 3′ ",
        "(A) ",
    ];
    for piece in pieces {
        let text = piece.repeat(100_000 / piece.len());
        assert_ne!(guard::compare(&text, &text, "7 apples"), Guard::Same, "{piece}");
    }
}
