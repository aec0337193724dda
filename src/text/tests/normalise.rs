//! The paper's normalisation, to the letter.

use probity_text::identity;
use probity_text::{contains_reference, normalise};
use proptest::prelude::*;

#[test]
fn lower_case_blanks_punctuation_articles() {
    for (text, normal) in [
        ("The Capital_City!", "capital city"),
        ("A man, a plan, an end.", "man plan end"),
        ("Rock‘n’Roll´s `best`", "rock n roll s best"),
        ("  many \t blanks\n here ", "many blanks here"),
        ("theatre anthem analysis", "theatre anthem analysis"),
        ("B&B's U.S.A.", "b b s u s"),
        ("Beyoncé", "beyoncé"),
        ("“The” end — the–a", "“ ” end — –"),
        ("The", ""),
        ("法国的首都", "法国的首都"),
    ] {
        assert_eq!(normalise(text), normal, "{text}");
    }
}

#[test]
fn a_reference_is_contained_after_normalisation() {
    assert!(contains_reference("It was THE Beatles, of course.", &["Rolling Stones", "beatles"]));
    assert!(contains_reference("J. R. R. Tolkien", &["J.R.R. Tolkien"]));
    assert!(!contains_reference("Lennon", &["McCartney"]));
    assert!(!contains_reference("Anything", &["The", ""]), "nothing is contained in nothing");
    assert!(!contains_reference::<&str>("Anything", &[]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalising_twice_changes_nothing(text in "[A-Za-z_'’. ,-]{0,40}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn every_text_contains_itself(text in "\\PC{0,40}") {
        prop_assert_eq!(contains_reference(&text, &[&text]), !normalise(&text).is_empty());
    }
}

#[test]
fn two_texts_are_one_but_for_dress_and_not_but_for_a_sign() {
    for (a, b) in [("Paris.", "the paris"), ("**42**", "42"), ("1,000", "1,000."), ("-5.", "-5"), ("A - B", "a b")] {
        assert_eq!(identity(a), identity(b), "{a} | {b}");
    }
    for (a, b) in
        [("-5", "5"), ("1/2", "1.2"), ("3:15", "3.15"), (".5", "5"), ("C++", "C#"), ("O-", "O+"), ("C", "C++")]
    {
        assert_ne!(identity(a), identity(b), "{a} | {b}");
    }
}
