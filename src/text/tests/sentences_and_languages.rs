//! Sentences, words and the language of a question.

use probity_text::words::{fold, is_mostly_cjk, stem};
use probity_text::{Language, count_sentences, language_of, sentences};

#[test]
fn abbreviations_numbers_and_initials_end_no_sentence() {
    for (text, count) in [
        ("Paris.", 1),
        ("Paris", 1),
        ("It is Paris. It lies on the Seine.", 2),
        ("Dr. Smith met Mr. Jones. They spoke.", 2),
        ("See e.g. Fig. 2 of the paper.", 1),
        ("The U.S. Masters is played in Augusta.", 1),
        ("J. K. Rowling wrote it. She is British.", 2),
        ("Pi is 3.14. It is irrational!", 2),
        ("Really? Yes! Of course.", 3),
        ("1. Ecuador\n2. Colombia\n3. Brazil", 3),
        ("法国的首都是巴黎。它在塞纳河畔。", 2),
        ("", 0),
        (" \n\n ", 0),
        ("?!", 0),
    ] {
        assert_eq!(count_sentences(text), count, "{text:?}: {:?}", sentences(text));
    }
}

#[test]
fn the_language_of_a_question() {
    let french = Language::from_code("zh").unwrap();
    for (text, language) in [
        ("What is the capital of France?", Language::English),
        ("who wrote hamlet", Language::English),
        ("Name the largest planet.", Language::English),
        ("法国的首都是哪里？", Language::Chinese),
        ("iPhone 是哪家公司生产的？", Language::Chinese),
        ("誰寫了紅樓夢？", Language::Chinese),
    ] {
        for fallback in [Language::English, Language::Chinese] {
            assert_eq!(language_of(text, fallback), language, "{text}");
        }
    }
    for text in ["Quelle est la capitale de la France et de l'Italie ?", "フランスの首都はどこですか？", "", "42"]
    {
        assert_eq!(language_of(text, french), french, "{text}");
        assert_eq!(language_of(text, Language::English), Language::English, "{text}");
    }
    assert_eq!(Language::from_code("en-GB"), Some(Language::English));
    assert_eq!(Language::from_code("fr"), None);
}

#[test]
fn words_fold_and_stem() {
    assert_eq!(fold("BEYONCÉ"), "beyonce");
    assert_eq!(fold("Straße Łódź"), "strasse lodz");
    assert_eq!(fold("東京が"), "東京が");
    for group in [["increase", "increases", "increased", "increasing"], ["play", "plays", "played", "playing"]] {
        assert!(group.iter().all(|word| stem(word) == stem(group[0])), "{group:?}");
    }
    assert_eq!(stem("bodies"), stem("body"));
    assert_ne!(stem("mars"), stem("marsh"));
    assert!(is_mostly_cjk("披头士乐队 The Beatles") && !is_mostly_cjk("The Beatles"));
}
