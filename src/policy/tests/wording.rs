//! Words that mean what the number says, and templates that cannot break a response.

#![expect(clippy::unwrap_used, reason = "tests")]

use probity_policy::Error;
use probity_policy::wording::{Config, Saying, Templates, Tone, Wording};
use probity_text::Language;
use proptest::prelude::*;

fn config() -> Config {
    Config {
        tone: Tone::Verb,
        offer_best_guess: false,
        default_language: Language::English,
        en: Templates::default(),
        zh: Templates::default(),
    }
}

fn hedged(config: &Config, question: &str, answer: &str, confidence: f64) -> String {
    Wording::new(config).unwrap().hedge(&Saying { question, answer, confidence })
}

fn refused(config: &Config, question: &str, answer: &str, confidence: f64) -> String {
    Wording::new(config).unwrap().refuse(&Saying { question, answer, confidence })
}

#[test]
fn the_ladder_follows_the_confidence() {
    let answer = "The capital of France is Paris.";
    let table = [
        (0.04, "I'm really not sure about this, but the capital of France is Paris."),
        (0.249, "I'm really not sure about this, but the capital of France is Paris."),
        (0.25, "I'm not completely sure about this, but the capital of France is Paris."),
        (0.449, "I'm not completely sure about this, but the capital of France is Paris."),
        (0.45, "I don't have strong feelings either way, but the capital of France is Paris."),
        (0.649, "I don't have strong feelings either way, but the capital of France is Paris."),
        (0.65, "I'm fairly confident that the capital of France is Paris."),
        (0.849, "I'm fairly confident that the capital of France is Paris."),
        (0.85, "I'm absolutely certain that the capital of France is Paris."),
        (0.99, "I'm absolutely certain that the capital of France is Paris."),
    ];
    for (confidence, said) in table {
        assert_eq!(hedged(&config(), "What is the capital of France?", answer, confidence), said);
    }
}

#[test]
fn an_answer_goes_on_in_mid_sentence_only_where_that_is_safe() {
    let table = [
        ("Paris", "I'm fairly confident that the answer is Paris"),
        ("NASA", "I'm fairly confident that the answer is NASA"),
        ("A Tale of Two Cities", "I'm fairly confident that the answer is A Tale of Two Cities"),
        (
            "A Tale of Two Cities was written by Charles Dickens.",
            "I'm fairly confident that A Tale of Two Cities was written by Charles Dickens.",
        ),
        ("A whale is the largest mammal.", "I'm fairly confident that a whale is the largest mammal."),
        ("In 1912 the ship sank.", "I'm fairly confident that in 1912 the ship sank."),
        ("She was born in Warsaw in 1867.", "I'm fairly confident that she was born in Warsaw in 1867."),
        ("The Beatles released it in 1967.", "I'm fairly confident that the Beatles released it in 1967."),
        ("NASA launched it in July 1969.", "I'm fairly confident that NASA launched it in July 1969."),
        (
            "Theodore Roosevelt was the 26th president.",
            "I'm fairly confident that Theodore Roosevelt was the 26th president.",
        ),
        ("  It is a lake in Siberia.\n", "I'm fairly confident that it is a lake in Siberia."),
    ];
    for (answer, said) in table {
        assert_eq!(hedged(&config(), "Well?", answer, 0.7), said);
    }
    assert_eq!(
        hedged(&config(), "Well?", "Oslo", 0.3),
        "I'm not completely sure about this, but I think the answer is Oslo"
    );
}

#[test]
fn the_number_tone_is_the_papers() {
    let config = Config { tone: Tone::Number, ..config() };
    let question = "What is the capital of France?";
    assert_eq!(
        hedged(&config, question, "Paris.", 0.504),
        "I'm only about 50% confident to answer the question correctly, but based on my understanding and knowledge, \
         here's what I think is correct. Paris."
    );
    assert_eq!(
        hedged(&config, question, "Paris.", 0.714),
        "I'm about 71% confident to answer the question correctly, and based on my understanding and knowledge, here's \
         what I think is correct. Paris."
    );
    assert!(hedged(&config, "法国的首都是哪里？", "巴黎", 0.6).starts_with("我有大约 60% 的把握"));
}

#[test]
fn a_refusal_says_how_unsure_and_guesses_only_when_told_to() {
    let question = "Who came third in the 1936 pole vault?";
    let unsure = "I apologize, but I'm not able to provide an answer to the question. My own answers disagree: my confidence is about 12%.";
    assert_eq!(refused(&config(), question, "Shuhei Nishida", 0.1249), unsure);
    let guessing = Config { offer_best_guess: true, ..config() };
    assert_eq!(
        refused(&guessing, question, "Shuhei Nishida", 0.1249),
        format!("{unsure} My best guess would be: Shuhei Nishida")
    );
    assert_eq!(refused(&guessing, question, " ", 0.1249), unsure);
    assert!(refused(&config(), question, "", 0.6).contains("do not agree well enough: my confidence is about 60%."));
}

#[test]
fn percentages_are_whole_and_never_certain() {
    for (confidence, percent) in [(0.0001, "about 1%"), (0.999, "about 99%"), (0.125, "about 13%")] {
        assert!(refused(&config(), "Who?", "", confidence).contains(percent), "{confidence}");
    }
}

#[test]
fn the_users_language_is_spoken() {
    assert_eq!(hedged(&config(), "法国的首都是哪里？", "法国的首都是巴黎。", 0.7), "我比较有把握：法国的首都是巴黎。");
    assert_eq!(hedged(&config(), "法国的首都是哪里？", "巴黎", 0.3), "对此我并不完全确定，不过我的回答是：巴黎");
    let refusal = refused(&config(), "谁写了《红楼梦》？", "", 0.2);
    assert_eq!(refusal, "抱歉，我无法回答这个问题。我自己的几次回答并不一致：我的把握大约只有 20%。");
    let chinese = Config { default_language: Language::Chinese, ..config() };
    assert!(refused(&chinese, "Кто написал «Гамлета»?", "", 0.2).starts_with("抱歉"));
    assert!(refused(&chinese, "Who wrote Hamlet?", "", 0.2).starts_with("I apologize"));
}

#[test]
fn own_templates_are_used() {
    let en = Templates {
        hedge: "({{ percent }}) {{ opening }} {{ answer }} [{{ original }}]".to_owned(),
        refuse: "No idea about: {{ question }}{% if guess %} ({{ guess }}?){% endif %}".to_owned(),
    };
    let config = Config { en, offer_best_guess: true, ..config() };
    assert_eq!(
        hedged(&config, "Where is it?", "It is in the old town.", 0.7),
        "(70) I'm fairly confident that it is in the old town. [It is in the old town.]"
    );
    assert_eq!(refused(&config, "Where is it?", "Rome", 0.1), "No idea about: Where is it? (Rome?)");
    assert!(refused(&config, "在哪里？", "罗马", 0.1).starts_with("抱歉"));
}

#[test]
fn a_bad_template_is_an_error_at_start() {
    let table = [
        ("{{ answer", "syntax error"),
        ("{{ anser }}", "undefined"),
        ("{% for a in range(100000) %}{% for b in range(100000) %}{{ a }}{% endfor %}{% endfor %}", "fuel"),
        ("{{ answer | nosuchfilter }}", "filter"),
    ];
    for (template, complaint) in table {
        let zh = Templates { hedge: template.to_owned(), refuse: String::new() };
        let error = Wording::new(&Config { zh, ..config() }).unwrap_err();
        let said = error.to_string();
        assert!(matches!(error, Error::Template { language: "zh", template: "hedge", .. }), "{said}");
        assert!(said.starts_with("wording.zh.hedge cannot be used: ") && said.contains(complaint), "{said}");
    }
}

#[test]
fn a_template_that_breaks_while_serving_gives_way_to_the_built_in_words() {
    // It renders for every answer that is tried at start, and fails for a longer one.
    let hedge = "{{ answer }}{% if answer | length > 60 %}{{ nothing_of_the_kind }}{% endif %}".to_owned();
    let config = Config { en: Templates { hedge, refuse: String::new() }, ..config() };
    let long = "The treaty was signed in the summer of 1648 in the towns of Münster and Osnabrück.";
    assert_eq!(hedged(&config, "When was it signed?", "In 1648 it was.", 0.7), "in 1648 it was.");
    assert!(hedged(&config, "When was it signed?", long, 0.7).starts_with("I'm fairly confident that the treaty"));
}

#[test]
fn text_is_never_taken_for_a_template_and_never_escaped() {
    let answer = "The tag is <b> & the braces are {{ 1 + 1 }} or {% if %}.";
    assert!(hedged(&config(), "Which tag?", answer, 0.7).contains("<b> & the braces are {{ 1 + 1 }} or {% if %}."));
}

#[test]
fn an_empty_answer_is_not_hedged() {
    assert_eq!(hedged(&config(), "Who?", "", 0.7), "");
}

#[test]
fn the_section_reads_strictly() {
    let section = r#"{"tone":"number","offer_best_guess":true,"default_language":"zh",
        "en":{"hedge":"","refuse":""},"zh":{"hedge":"","refuse":""}}"#;
    let read: Config = serde_json::from_str(section).unwrap();
    assert_eq!((read.tone, read.default_language), (Tone::Number, Language::Chinese));
    assert!(serde_json::from_str::<Config>(&section.replace("tone", "tones")).is_err());
    assert!(serde_json::from_str::<Config>(&section.replace("\"zh\",", "\"fr\",")).is_err());
    assert!(serde_json::from_str::<Config>(&section.replace("\"offer_best_guess\":true,", "")).is_err());
}

proptest! {
    #[test]
    fn whatever_is_answered_is_said(answer in "\\PC{1,80}", question in "\\PC{0,40}", confidence in 0.0..=1.0_f64) {
        prop_assume!(!answer.trim().is_empty());
        let said = hedged(&config(), &question, &answer, confidence);
        let kept: String = answer.trim().chars().skip(1).collect();
        prop_assert!(said.contains(&kept), "{said}");
        prop_assert!(!refused(&config(), &question, &answer, confidence).is_empty());
    }
}

#[test]
fn an_answer_of_several_lines_goes_on_below() {
    let answer = "# Mars\n\nIt is red.";
    let said = |confidence| hedged(&config(), "What is Mars like?", answer, confidence);
    assert_eq!(said(0.7), format!("I'm fairly confident of this:\n\n{answer}"));
    assert_eq!(said(0.4), format!("I'm not completely sure about this, but here is what I think:\n\n{answer}"));
    assert_eq!(hedged(&config(), "火星是什么样的？", answer, 0.7), format!("我比较有把握：\n\n{answer}"));
}
