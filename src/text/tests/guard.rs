//! The guards against a golden table: numbers, units, dates, polarity, negation.

use probity_text::{Guard, guard};
use proptest::prelude::*;

/// Question | one answer | the other | verdict.
const TABLE: &str = include_str!("guard.golden");

#[test]
fn the_golden_table_holds_both_ways() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in TABLE.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [question, a, b, verdict] = cells[..] else { panic!("a row of four cells: {line}") };
        rows += 1;
        for (a, b) in [(a, b), (b, a)] {
            let got = format!("{:?}", guard(question, a, b));
            if got != verdict {
                wrong.push(format!("{question} | {a} | {b}: {got}, not {verdict}"));
            }
        }
    }
    assert!(rows >= 150, "{rows} rows");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Answers of the kinds that the guards read.
fn answer() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}( [a-z]{1,6}){0,3}",
        "-?[0-9]{1,6}(\\.[0-9]{1,3})?",
        "[0-9]{1,3} (km|miles|kg|hours|percent|dollars)",
        "(yes|no|not)( [a-z]{1,5}){0,3}",
        "[0-9]{1,2} (March|May|June) [0-9]{4}",
        "(twenty|sixty|one hundred and) (one|two|first)",
        "[0-9]{3}0s",
        "\\PC{0,24}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_are_symmetric(question in "\\PC{0,30}", a in answer(), b in answer()) {
        prop_assert_eq!(guard(&question, &a, &b), guard(&question, &b, &a));
    }

    #[test]
    fn an_answer_never_differs_from_itself(question in "\\PC{0,30}", a in answer()) {
        prop_assert_ne!(guard(&question, &a, &a), Guard::Different);
    }

    #[test]
    fn two_whole_numbers_are_the_same_only_if_equal(a in 0_u32..100_000, b in 0_u32..100_000) {
        let verdict = guard("How many are there?", &a.to_string(), &b.to_string());
        prop_assert_eq!(verdict == Guard::Same, a == b);
        prop_assert_eq!(verdict == Guard::Different, a != b);
    }
}

#[test]
fn long_texts_of_one_kind_are_read_in_one_go() {
    for piece in ["一二三", "5 km 3 m ", "1 2 3 ", "two hundred and ", "minus ", "10^", "half an "] {
        let text = piece.repeat(60_000 / piece.len());
        assert_ne!(guard(&text, &text, "7 apples"), Guard::Same, "{piece}");
    }
}
