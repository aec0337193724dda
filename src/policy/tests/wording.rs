//! Words that mean what the number says, and templates that cannot break a response.

#![expect(clippy::unwrap_used, reason = "tests")]

use probity_policy::Error;
use probity_policy::wording::{Config, Saying, Templates, Tone, Wording};
use probity_text::{Language, declines};
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
        (0.25, "I'm not entirely sure about this, but the capital of France is Paris."),
        (0.449, "I'm not entirely sure about this, but the capital of France is Paris."),
        (0.45, "It's about as likely as not that the capital of France is Paris."),
        (0.599, "It's about as likely as not that the capital of France is Paris."),
        (0.6, "I'm fairly confident that the capital of France is Paris."),
        (0.849, "I'm fairly confident that the capital of France is Paris."),
        (0.85, "The chances are about nine in ten that the capital of France is Paris."),
        (0.949, "The chances are about nine in ten that the capital of France is Paris."),
        (0.95, "Without a doubt, the capital of France is Paris."),
        (1.0, "Without a doubt, the capital of France is Paris."),
    ];
    for (confidence, said) in table {
        assert_eq!(hedged(&config(), "What is the capital of France?", answer, confidence), said);
    }
}

#[test]
fn no_words_of_ours_are_taken_for_a_refusal() {
    for tone in [Tone::Verb, Tone::Number] {
        let config = Config { tone, ..config() };
        for (question, answer) in [
            ("What is the capital of France?", "Paris"),
            ("What is the capital of France?", "The capital of France is Paris."),
            ("What is the capital of France?", "It is likely to be Paris."),
            ("法国的首都是哪里？", "法国的首都是巴黎。"),
        ] {
            for confidence in [0.04, 0.3, 0.5, 0.7, 0.9, 0.97] {
                let said = hedged(&config, question, answer, confidence);
                assert!(!declines(question, &said), "{said}");
            }
        }
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
        ("It is Oslo.", "I'm fairly confident that it is Oslo."),
        ("It Follows", "I'm fairly confident that the answer is It Follows"),
        ("It’s a lake.", "I'm fairly confident that it’s a lake."),
        ("  It is a lake in Siberia.\n", "I'm fairly confident that it is a lake in Siberia."),
    ];
    for (answer, said) in table {
        assert_eq!(hedged(&config(), "Well?", answer, 0.7), said);
    }
    assert_eq!(hedged(&config(), "Well?", "Oslo", 0.3), "I'm not entirely sure about this, but my answer is Oslo");
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
    assert!(
        hedged(&config, question, "The capital of France is Paris.", 0.7)
            .ends_with("correct. The capital of France is Paris.")
    );
    assert!(hedged(&config, question, "I think it might be Paris.", 0.3).ends_with("correct. It is Paris."));
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
    assert_eq!(said(0.4), format!("I'm not entirely sure about this, but here is my answer:\n\n{answer}"));
    assert_eq!(hedged(&config(), "火星是什么样的？", answer, 0.7), format!("我比较有把握：\n\n{answer}"));
}

#[test]
fn a_hedge_that_says_what_the_confidence_says_stays_alone() {
    let table = [
        (0.7, "I believe it was 1912."),
        (0.65, "It was probably Napoleon."),
        (0.3, "I'm not entirely sure, but it might be Oslo."),
        (0.4, "Maybe Oslo."),
        (0.1, "I'm really not sure, but perhaps it is Oslo."),
        (0.97, "It was definitely Napoleon."),
    ];
    for (confidence, answer) in table {
        assert_eq!(hedged(&config(), "Well?", answer, confidence), answer);
    }
    assert_eq!(hedged(&config(), "首都是哪里？", "我认为是奥斯陆。", 0.7), "我认为是奥斯陆。");
}

#[test]
fn a_hedge_that_says_something_else_gives_way() {
    let table = [
        ("I think it might be Paris.", "it is Paris."),
        ("I'm not sure, but I think it is Paris.", "it is Paris."),
        ("I’m not entirely sure, but it could have been Paris.", "it was Paris."),
        ("While I'm not certain, the capital is Paris.", "the capital is Paris."),
        ("It is probably Paris, but I'm not sure.", "it is Paris."),
        ("The capital is most likely Paris, though I could be wrong.", "the capital is Paris."),
        ("The capital is Paris, I think.", "the capital is Paris."),
        ("As far as I know, they may be twins.", "they are twins."),
        ("It seems that the capital is Paris. Please double-check this.", "the capital is Paris."),
        ("If I recall correctly, Charles Dickens wrote it in 1859.", "Charles Dickens wrote it in 1859."),
        ("It appears to have been written in 1859.", "it was written in 1859."),
        ("My best guess is that whales are the largest.", "whales are the largest."),
        ("It is likely that she was born in Warsaw.", "she was born in Warsaw."),
    ];
    for (answer, rest) in table {
        let said = hedged(&config(), "Well then?", answer, 0.5);
        assert_eq!(said, format!("It's about as likely as not that {rest}"));
    }
    let bare = hedged(&config(), "Which city?", "Possibly Paris, but don't quote me on that", 0.5);
    assert_eq!(bare, "It's about as likely as not that the answer is Paris");
}

#[test]
fn a_hedge_that_cannot_be_taken_out_has_a_number_beside_it() {
    let table = [
        ("It is likely to be Paris.", "It is likely to be Paris."),
        ("Peters might be the winner.", "Peters might be the winner."),
        ("I think Peters might be the winner.", "I think Peters might be the winner."),
        ("It might be Rome, or it might be Oslo.", "It might be Rome, or it might be Oslo."),
        ("He is believed to be 30, or he could have lied.", "He is believed to be 30, or he could have lied."),
    ];
    for (answer, rest) in table {
        let said = hedged(&config(), "Well then?", answer, 0.5);
        assert_eq!(said, format!("I'd put the chance that this is right at about 50%: {rest}"));
    }
}

#[test]
fn what_only_looks_like_a_hedge_is_left_alone() {
    let table = [
        (
            "Which song is it?",
            "Maybe I'm Amazed",
            "I'd put the chance that this is right at about 50%: Maybe I'm Amazed",
        ),
        ("Who sang Maybe I'm Amazed?", "Maybe I'm Amazed is by Paul McCartney.", ""),
        ("When was it?", "It was on May 26, 2011.", "It's about as likely as not that it was on May 26, 2011."),
        ("Could a pig fly?", "No pig could ever fly.", "It's about as likely as not that no pig could ever fly."),
        ("哪里？", "这没有可能性可言。", "对此我只有一半左右的把握，我的回答是：这没有可能性可言。"),
    ];
    for (question, answer, said) in table {
        let said = if said.is_empty() { format!("It's about as likely as not that {answer}") } else { said.to_owned() };
        assert_eq!(hedged(&config(), question, answer, 0.5), said);
    }
}

#[test]
fn long_answers_keep_their_hedges_and_ours_stands_above_them() {
    let answer = "# Mars\n\nIt may be red.";
    assert_eq!(
        hedged(&config(), "What is Mars like?", answer, 0.7),
        format!("I'm fairly confident of this:\n\n{answer}")
    );
    let many = "It is red. It may be cold. It has two moons. It has ice.";
    let said = hedged(&config(), "What is Mars like?", many, 0.7);
    assert_eq!(said, "I'm fairly confident that it is red. It may be cold. It has two moons. It has ice.");
}

#[test]
fn chinese_hedges_give_way_too() {
    let table = [
        ("我认为法国的首都是巴黎。", "法国的首都是巴黎。"),
        ("我不太确定，但可能是巴黎。", "巴黎。"),
        ("法国的首都应该是巴黎。", "法国的首都是巴黎。"),
        ("据我所知，是巴黎。", "巴黎。"),
    ];
    for (answer, rest) in table {
        let said = hedged(&config(), "法国的首都是哪里？", answer, 0.5);
        assert_eq!(said, format!("对此我只有一半左右的把握，我的回答是：{rest}"));
    }
}

#[test]
fn a_guess_is_said_without_its_hedge() {
    let guessing = Config { offer_best_guess: true, ..config() };
    let said = refused(&guessing, "Well?", "I think it might be Oslo.", 0.1);
    assert!(said.ends_with("My best guess would be: It is Oslo."), "{said}");
    let said = refused(&guessing, "Well?", "I think Oslo", 0.1);
    assert!(said.ends_with("My best guess would be: Oslo"), "{said}");
}

#[test]
fn what_is_heard_is_the_weakest_hedge() {
    let wording = Wording::new(&config()).unwrap();
    let table = [
        ("It is Oslo.", None),
        ("I think it is Oslo.", Some(0.69)),
        ("I think it might be Oslo.", Some(0.35)),
        ("I'm really not sure, but it might be Oslo.", Some(0.17)),
        ("It is definitely Oslo.", Some(0.98)),
        ("I think it is definitely Oslo.", Some(0.69)),
        ("I’m not sure.", Some(0.35)),
    ];
    for (answer, heard) in table {
        assert_eq!(wording.heard("Well?", answer), heard, "{answer}");
    }
    assert_eq!(wording.band(0.69), (0.6, 0.85));
}

proptest! {
    #[test]
    fn taking_hedges_out_leaves_every_name_and_number(
        lead in prop::sample::select(vec!["I think ", "Maybe ", "It might be ", "As far as I know, ", "I'm not sure, but "]),
        name in "[A-Z][a-z]{2,9} [0-9]{1,4}",
        trail in prop::sample::select(vec!["", ", I think", ", but I'm not sure", "."]),
        confidence in 0.0..=1.0_f64,
    ) {
        let said = hedged(&config(), "What is it?", &format!("{lead}{name}{trail}"), confidence);
        prop_assert!(said.contains(&name), "{said}");
    }

    #[test]
    fn whatever_words_are_strung_together_something_is_said(
        words in prop::collection::vec(prop::sample::select(vec![
            "I", "think", "it", "might", "be", "have", "been", "not", "sure,", "but", "likely", "most", "Paris", "that",
            "I’m", "probably", "seems", "to", ",", "我认为", "可能是", "是", "but,", "though", ".", "perhaps",
        ]), 1..12),
        confidence in 0.0..=1.0_f64,
    ) {
        let answer = words.join(" ");
        let said = hedged(&config(), "What is it?", &answer, confidence);
        prop_assert!(!said.is_empty());
        prop_assert!(!answer.contains("Paris") || said.contains("Paris"), "{said}");
    }
}
