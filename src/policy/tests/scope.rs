//! Which turns are ours to judge, by example.

#![expect(clippy::unwrap_used, reason = "tests")]

use probity_policy::scope::{Scope, question_in};
use probity_wire::chat::ChatRequest;
use proptest::prelude::*;
use serde_json::json;

fn turn(text: &str) -> Scope {
    let body = json!({"model": "m", "messages": [{"role": "user", "content": text}]}).to_string();
    Scope::of(&ChatRequest::parse(body.into()).unwrap())
}

/// The question, or the reason why it is passed, by the rules alone.
fn asked(scope: &Scope) -> String {
    scope.clone().by_rules().map_or_else(|pass| pass.name().to_owned(), |question| question.turn)
}

/// Compares every row before it fails, so that one look shows all that is wrong.
fn check<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let wrong: Vec<String> = rows
        .into_iter()
        .filter_map(|(text, expected)| {
            let scope = turn(text);
            (asked(&scope) != expected).then(|| format!("{text:?}: {:?}, not {expected:?}", asked(&scope)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn questions_about_the_world_are_judged_as_they_stand() {
    let questions = [
        "Who wrote Hamlet?",
        "who was the first person to climb mount everest",
        "What is the capital of Australia?",
        "whats the tallest building in chicago",
        "What's the boiling point of ethanol in Celsius?",
        "In which year did the Berlin Wall fall?",
        "To whom did Mozart dedicate the Haydn quartets?",
        "On what river does Vienna lie?",
        "When did the Suez Canal open?",
        "where is lake titicaca",
        "Where are the Atlas Mountains?",
        "How many moons does Mars have?",
        "How tall is the Eiffel Tower?",
        "how old was mozart when he died",
        "Why is the sky blue?",
        "How do polarised sunglasses work?",
        "Which planet has the shortest day?",
        "The river Po flows into which sea?",
        "Ajax and Feyenoord are clubs of which country",
        "Is a tomato a fruit or a vegetable?",
        "is venus hotter than mercury",
        "Did Einstein win a Nobel Prize for relativity?",
        "Are all swans white?",
        "Can penguins fly?",
        "Has Portugal ever won the World Cup?",
        "Was Napoleon really short?",
        "Name the largest desert in the world.",
        "Name two countries that border Chile.",
        "Tell me who painted the Night Watch.",
        "Tell me how many bones a shark has.",
        "Can you tell me what the currency of Peru is?",
        "Could you please tell me when the Titanic sank?",
        "Do you know who discovered penicillin?",
        "I want to know who invented the telephone",
        "Please name the author of Middlemarch.",
        "Give me the date of the Battle of Hastings.",
        "State the chemical symbol of tungsten.",
        "Define osmosis.",
        "True or false: the Great Wall of China is visible from the Moon.",
        "Is it true that goldfish forget within seconds?",
        "Capital of Mongolia?",
        "Author of The Name of the Rose?",
        "The first woman in space was",
        "The chemical element with atomic number 79 is called",
        "Water freezes at ___ degrees Fahrenheit.",
        "Who sang \"Should I Stay or Should I Go\"?",
        "Who wrote 'Can You Forgive Her'?",
        "Which band recorded “What's My Age Again?” in 1999?",
        "What do you call a baby kangaroo?",
        "How do you say thank you in Finnish?",
        "How old do you have to be to vote in Austria?",
        "In which museum would you find the Rosetta Stone?",
        "What would you be eating if you ordered gazpacho in Spain?",
        "Why do we yawn?",
        "What does the word sonder mean?",
        "What is the meaning of the word ubiquitous?",
        "What is the difference between a crocodile and an alligator?",
        "Which is heavier, a kilogram of lead or a kilogram of feathers?",
        "What is 17 times 23?",
        "Calculate 15% of 240.",
        "Solve 3x + 4 = 19.",
        "Find the area of a circle with radius 5.",
        "A train leaves at 3 pm and travels 60 km per hour for 2 hours. How far does it go?",
        "I have 3 apples and buy 4 more. How many apples do I have?",
        "Tom is twice as old as Ann. Together they are 36. What is the age of Ann?",
        "If 5 machines make 5 parts in 5 minutes, how long do 100 machines take to make 100 parts?",
        "Which of these is a prime number?\nA) 21\nB) 29\nC) 33",
        "¿Quién escribió Don Quijote?",
        "Wer hat die Buddenbrooks geschrieben?",
        "谁写了《红楼梦》？",
        "中国最长的河流是什么？",
        "澳大利亚的首都是哪里？",
        "一年有多少天",
        "月球上有水吗？",
        "珠穆朗玛峰有多高？",
        "法国大革命是哪一年开始的？",
        "“谢谢”用日语怎么说？",
        "小明有3个苹果，又买了4个，他一共有几个苹果？",
    ];
    check(questions.map(|question| (question, question)));
}

#[test]
fn the_frame_around_a_question_is_taken_off() {
    let table = [
        ("Answer briefly: who wrote Hamlet?", "who wrote Hamlet?"),
        ("Quick question: what is the capital of Chad?", "what is the capital of Chad?"),
        ("Question: Who wrote Hamlet?\nAnswer:", "Who wrote Hamlet?"),
        ("Q: Who wrote Hamlet?\nA:", "Who wrote Hamlet?"),
        ("Q: Who wrote Hamlet? A:", "Who wrote Hamlet?"),
        (
            "Answer the question. If you don't know the answer to the question, it is appropriate to say \"I apologize, but \
             I'm not able to provide an answer to the question.\"\nQ: Which county is Ipswich in?\nA:",
            "Which county is Ipswich in?",
        ),
        (
            "Q: What is the capital of Spain?\nA: Madrid\n\nQ: What is the capital of Chad?\nA:",
            "What is the capital of Chad?",
        ),
        ("Answer the following question.\n\nWho painted Guernica?", "Who painted Guernica?"),
        ("Who painted Guernica? Answer with just the name.", "Who painted Guernica?"),
        ("What is the capital of Chad? Think step by step.", "What is the capital of Chad?"),
        ("Hi there! Who painted Guernica?", "Who painted Guernica?"),
        ("Hello, who painted Guernica?", "Hello, who painted Guernica?"),
        (
            "Please answer in one word: which metal is liquid at room temperature?",
            "which metal is liquid at room temperature?",
        ),
        ("\"Who painted Guernica?\"", "Who painted Guernica?"),
        ("请简要回答：谁发明了电话？", "谁发明了电话？"),
        ("谁发明了电话？请用一句话回答。", "谁发明了电话？"),
        ("问题：谁发明了电话？\n答案：", "谁发明了电话？"),
    ];
    check(table);
}

#[test]
fn questions_whose_answers_are_made_up_or_many_are_passed() {
    let turns = [
        "What's a funny pun about cats?",
        "What rhymes with orange?",
        "What are ten creative uses for a brick?",
        "What's a synonym for happy?",
        "What did I just say?",
        "What regex matches an email address?",
        "What is wrong with this: for i in range(10) print(i)",
        "Once upon a time there was",
        "Repeat after me: who is the king?",
    ];
    let judged: Vec<&str> = turns.into_iter().filter(|text| question_in(text).is_ok()).collect();
    assert!(judged.is_empty(), "{judged:#?}");
}

#[test]
fn tasks_are_passed() {
    let imperatives = [
        "Write a poem about the sea.",
        "write me a haiku",
        "Can you write a cover letter for a nurse?",
        "Could you please draft an email to my landlord?",
        "I want you to compose a limerick about cats.",
        "I'd like you to create a slogan for a bakery.",
        "Translate 'good morning' into Japanese.",
        "Please translate this into German: I am happy.",
        "Summarise the plot of Moby-Dick.",
        "Explain photosynthesis.",
        "Explain how to change a tyre.",
        "Please explain the causes of the First World War in detail.",
        "Describe a sunset over the desert.",
        "Brainstorm names for a coffee shop.",
        "Generate ten random passwords.",
        "Make a list of things to pack for a hike.",
        "Suggest a recipe for dinner.",
        "For a rainy afternoon, suggest a board game.",
        "Help me plan a birthday party.",
        "Tell me a joke.",
        "Tell me about the Roman Empire.",
        "Give me five ideas for a science project.",
        "Compare iPhone and Android.",
        "Discuss the ethics of cloning.",
        "Pretend that you are a pirate.",
        "Act as a travel guide for Rome.",
        "You are a stand-up comedian. Do a bit about airports.",
        "Imagine a world without money. What is it like?",
        "Complete the story: once upon a time there was a fox",
        "Design a logo for my company.",
        "Continue.",
        "写一首关于秋天的诗",
        "请帮我写一封辞职信",
        "翻译成英文：我喜欢喝茶",
        "请解释一下光合作用",
        "给我讲一个笑话",
    ];
    check(imperatives.map(|text| (text, "imperative")));
}

#[test]
fn opinion_advice_and_chat_are_passed() {
    let chat = [
        "Hello!",
        "Hi, how are you?",
        "Thanks a lot.",
        "How are you today?",
        "Who are you?",
        "What is your name?",
        "What can you do?",
        "Can you feel pain?",
        "Do you like music?",
        "What do you think about modern art?",
        "What's your favourite film?",
        "Should I quit my job?",
        "What should I cook tonight?",
        "How do I clean a cast-iron pan?",
        "How can I sleep better?",
        "How to tie a tie?",
        "What is the best way to learn the piano?",
        "What are some good books about Rome?",
        "Best way to peel garlic?",
        "What if dinosaurs had never died out?",
        "If you could travel anywhere, where would you go?",
        "Would you rather fight a bear or a shark?",
        "Is it morally wrong to eat meat?",
        "Is capitalism better than socialism?",
        "What is the meaning of life?",
        "I feel sad today.",
        "I have a headache and a fever. What is wrong with me?",
        "My dog keeps barking at night. Why does he do that?",
        "Any suggestions?",
        "What is a good name for a cat?",
        "What is the best phone?",
        "Who would win in a fight, a lion or a tiger?",
        "Recipe for pancakes?",
        "Once upon a time there was a",
        "What would a talk between Plato and Nietzsche be like?",
        "Really?",
        "The weather is lovely.",
        "What a day!",
        "asdf qwer",
        "你好",
        "你觉得这部电影怎么样？",
        "我应该学什么专业？",
        "如何学好英语？",
        "今天天气真好。",
        "フランスの首都はどこですか",
        "Peux-tu écrire un poème ?",
        "Kannst du mir helfen?",
    ];
    check(chat.map(|text| (text, "not_factual")));
}

#[test]
fn texts_to_work_on_are_passed() {
    let long = "The committee met on Tuesday to discuss the budget. ".repeat(30);
    let carrying = [
        "What is the main idea of the following passage?\n\nThe sea was calm that day.".to_owned(),
        "Is this sentence correct? He go to school.".to_owned(),
        "What does this paragraph say about bees?".to_owned(),
        "Does the text below mention whales?\n\nWhales are mammals.".to_owned(),
        "Context: Paris is the capital of France.\nQuestion: What is the capital of France?\nAnswer:".to_owned(),
        "What is the sentiment of the given review?\n\nLoved it.".to_owned(),
        format!("{long}\n\nWhat did the committee discuss?"),
        format!("What did the committee discuss?\n\n{long}"),
        format!("{long}\nQ: What did the committee discuss?\nA:"),
        "请翻译以下内容：今天天气很好".to_owned(),
        "下面这段话的主要意思是什么？\n今天天气很好。".to_owned(),
    ];
    check(carrying.iter().map(|text| (text.as_str(), "carries_text")));
}

#[test]
fn code_is_passed() {
    let code = [
        "Why does this fail?\n```python\nprint(1/0)\n```",
        "Write a Python function that reverses a string.",
        "How do I sort a list in Python?",
        "How can I centre a div in CSS?",
        "Implement quicksort in Rust.",
        "What does def f(x): return x do?",
        "What is wrong here?\nint main() {\n  return 1;\n}",
        "Can you write a regex for dates?",
    ];
    check(code.map(|text| (text, "code")));
}

/// What the marks and words that the rules look for are made of.
const PIECES: &[&str] = &["Q:", "A:", "who", "is", "\n", "?", ".", "\"", "'", "’", "谁", "：", "the", " ", "é", "1"];

const COMMANDS: &[&str] = &["Write a poem about", "Translate", "Summarise", "Draft a letter about"];

proptest! {
    #[test]
    fn whatever_is_said_what_is_judged_was_said(text in "\\PC{0,200}") {
        if let Ok(question) = question_in(&text) {
            prop_assert!(!question.is_empty() && text.contains(question));
        }
    }

    #[test]
    fn words_and_marks_in_any_order_do_no_harm(
        text in prop::collection::vec(prop::sample::select(PIECES), 0..40)
    ) {
        let text = text.concat();
        if let Ok(question) = question_in(&text) {
            prop_assert!(text.contains(question));
        }
    }

    #[test]
    fn a_task_is_never_judged(task in prop::sample::select(COMMANDS), about in "[a-z ]{1,40}") {
        let text = format!("{task} {about}");
        prop_assert!(question_in(&text).is_err());
    }
}
