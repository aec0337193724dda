//! The short answer within a sentence.

use probity_text::short_answer;
use proptest::prelude::*;

const TABLE: &[(&str, &str, &str)] = &[
    ("What is the capital of France?", "The capital of France is Paris.", "Paris"),
    ("What is the capital of France?", "Paris", "Paris"),
    ("What is the capital of France?", "Paris.", "Paris"),
    ("What is the capital of France?", "**Paris**", "Paris"),
    ("What is the capital of France?", "It's Paris.", "Paris"),
    ("What is 6 times 7?", r"\boxed{42}", "42"),
    ("What is 6 times 7?", r"The answer is $\boxed{42}$.", "42"),
    ("What is the square root of a half?", r"\boxed{\frac{1}{\sqrt{2}}}", r"\frac{1}{\sqrt{2}}"),
    ("What is the temperature?", "-5 °C", "-5 °C"),
    ("What time is it there?", "3:15", "3:15"),
    ("What is the symbol for gold?", "The symbol for gold is \"Au\", from the Latin aurum.", "Au"),
    ("Who was first on the Moon?", "On July 20, 1969, Neil Armstrong was first.", "Neil Armstrong"),
    ("When was that?", "On July 20, 1969, the Eagle landed.", "July 20, 1969"),
    ("What is the capital of France?", "It is Paris!", "Paris"),
    ("What is the capital of France?", "Paris is the capital of France.", "Paris"),
    ("What is the capital of France?", "The answer is Paris because it has been the seat of kings.", "Paris"),
    ("What is the capital of France?", "Answer: Paris", "Paris"),
    ("What is the capital of France?", "Sure! The capital of France is Paris. It lies on the Seine.", "Paris"),
    ("What is the capital of France?", "I'm not sure, but I think it is Paris.", "Paris"),
    ("What is the capital of France?", "I'm fairly confident that it is Paris.", "Paris"),
    ("What is the capital of France?", "According to my knowledge, the capital of France is Paris.", "Paris"),
    ("What is the capital of France?", "Paris, which lies on the Seine", "Paris"),
    ("What is the capital of France?", "France's capital city is called Paris.", "Paris"),
    ("Who wrote Hamlet?", "William Shakespeare wrote Hamlet.", "William Shakespeare"),
    ("Who wrote Hamlet?", "Hamlet was written by William Shakespeare in 1600.", "William Shakespeare"),
    ("Who wrote Hamlet?", "The English playwright William Shakespeare.", "William Shakespeare"),
    ("Who painted the Mona Lisa?", "Leonardo da Vinci painted the Mona Lisa.", "Leonardo da Vinci"),
    ("Who plays Matthew in the series?", "Matthew is played by actor R.H. Thomson in the series.", "R.H. Thomson"),
    ("Who has the most catches?", "The player with the most catches is Jerry Rice, with 1,549.", "Jerry Rice"),
    ("Who was the first man on the moon?", "Neil Armstrong was the first man on the moon.", "Neil Armstrong"),
    ("When did man land on the moon?", "It was in 1969 that man landed on the moon.", "1969"),
    ("When did man land on the moon?", "Man landed on the moon on July 20, 1969.", "July 20, 1969"),
    ("When did man land on the moon?", "In 1969", "1969"),
    ("How many moons does Mars have?", "Mars has two moons, Phobos and Deimos.", "two"),
    ("How long is the river?", "The river is 6,650 km long.", "6,650 km"),
    ("Where is the Louvre?", "The Louvre is located in Paris, France.", "Paris, France"),
    ("Where was the final held?", "The final was held at Wembley Stadium.", "Wembley Stadium"),
    ("Is Pluto a planet?", "No, it is a dwarf planet.", "No"),
    ("Is Pluto a planet?", "Yes.", "Yes"),
    ("Which novel is it?", "In Cold Blood", "In Cold Blood"),
    ("Which novel is it?", "Gone with the Wind", "Gone with the Wind"),
    ("Which novel is it?", "It", "It"),
    ("What is the term?", "The term is \"photosynthesis\".", "photosynthesis"),
    (
        "Who is president?",
        "As an AI language model, I do not have access to real-time data. However, the president is Ada Byron.",
        "Ada Byron",
    ),
    (
        "Take the last letters of the words",
        "The last letter of Ada is a. The last letter of Bob is b. The answer is ab.",
        "ab",
    ),
    ("法国的首都是哪里？", "法国的首都是巴黎。", "巴黎"),
    ("法国的首都是哪里？", "巴黎", "巴黎"),
    ("法国的首都是哪里？", "巴黎是法国的首都。", "巴黎"),
    ("法国的首都是哪里？", "答案是巴黎。", "巴黎"),
    ("谁写了《红楼梦》？", "《红楼梦》的作者是曹雪芹。", "曹雪芹"),
];

#[test]
fn the_table_holds() {
    let wrong: Vec<String> = TABLE
        .iter()
        .filter(|(question, answer, short)| short_answer(question, answer) != *short)
        .map(|(question, answer, short)| {
            format!("{question} / {answer}: {:?}, not {short:?}", short_answer(question, answer))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_a_piece_of_the_answer_and_never_empty(question in "\\PC{0,40}", answer in "\\PC{0,80}") {
        let short = short_answer(&question, &answer);
        prop_assert!(answer.contains(short));
        prop_assert_eq!(short.trim().is_empty(), answer.trim().is_empty());
        if answer.chars().any(char::is_alphanumeric) {
            prop_assert!(short.chars().any(char::is_alphanumeric));
        }
    }

    #[test]
    fn sentences_too(question in "(Who|What|When|Where|How many|Is) [a-zA-Z ]{1,30}\\?", answer in "[A-Z][a-z]{1,8}( ([A-Za-z]{1,8}|is|was|in|by|[0-9]{1,4})){0,10}[.!:;]( [A-Z][a-z ]{1,20}\\.)?") {
        let short = short_answer(&question, &answer);
        prop_assert!(answer.contains(short) && short.chars().any(char::is_alphanumeric));
    }
}
