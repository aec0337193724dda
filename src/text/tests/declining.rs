//! What declines, and what hedges but answers.

use probity_text::declines;

const DECLINE: &[&str] = &[
    "",
    "...",
    "I don't know.",
    "I don’t know",
    "I do not know the answer to that.",
    "I'm not sure.",
    "I’m really not sure about this.",
    "I apologize, but I'm not able to provide an answer to the question.",
    "I apologize, but that name is new to me.",
    "I'm not familiar with that person.",
    "I am not aware of any such record.",
    "The question doesn't make sense.",
    "I cannot verify that.",
    "I can't find any information about that.",
    "I don't have information on that topic.",
    "I don't have access to real-time data.",
    "I don't have enough context to answer.",
    "As an AI language model, I can't answer personal questions.",
    "As an AI, I do not have access to current information. Please check a reliable source.",
    "It is not known.",
    "Nobody knows.",
    "It's impossible to predict who will win.",
    "I Don't Know",
    "I'm sorry, I don't know who sang that.",
    "I'm sorry, but I don't have that information.",
    "Sorry, I don't know.",
    "I'm sorry, I have no information about him. He may be a private person.",
    "There is no information available about her birthplace.",
    "That is not publicly available.",
    "His salary is not publicly known.",
    "It is impossible to determine the exact number.",
    "It's not possible to say.",
    "I'm unable to answer that question.",
    "I am unable to find a record of this.",
    "Unknown",
    "unknown.",
    "N/A",
    "No idea",
    "I have no idea.",
    "I would need more information to answer.",
    "Could you please clarify which show you mean?",
    "I'm not sure, but you can look it up online.",
    "I don't know. If you give me more details, I can try to help.",
    "I do not have current information on the last episode. It is best to check on reliable sources.",
    "Unfortunately, I don't have information about that event.",
    "我不知道。",
    "不清楚",
    "抱歉，我无法回答这个问题。",
    "很抱歉，我没有相关信息。",
    "作为一个人工智能，我无法提供这方面的信息。",
    "對不起，我無法回答。",
    "我不确定。",
    "未知",
];

const ANSWER: &[&str] = &[
    "Paris",
    "Paris.",
    "I'm not sure, but I think it is Paris.",
    "I'm not completely sure about this, but Paris.",
    "I'm really not sure about this, but it could be 1969.",
    "I don't have strong feelings either way, but it was Napoleon.",
    "I'm fairly confident that it is Oslo.",
    "I'm absolutely certain that it is Oslo.",
    "I'm only about 30% confident to answer the question correctly, but based on my understanding and knowledge, here's what I think is correct. It is Oslo.",
    "I don't know for certain. I believe it was Marie Curie.",
    "I cannot verify this, however the answer is 42.",
    "As an AI language model, I don't have access to real-time information. However, the film was released on March 1, 2019.",
    "As an AI language model, I do not have real-time data. However, as of 2021, the president was Ram Nath Kovind.",
    "As an AI, I do not have personal views, but I can provide facts. The main purpose of a committee is to raise money.",
    "Sorry, it is Rome.",
    "I Can't Get No Satisfaction",
    "(I Can't Get No) Satisfaction",
    "I Won't Back Down",
    "The song is \"I Can't Make You Love Me\" by Bonnie Raitt.",
    "\"I Don't Know How to Love Him\" was sung by Yvonne Elliman.",
    "Na",
    "Paris, though I'm not certain.",
    "I don't know, maybe Paris?",
    "I don't know, perhaps Lyon.",
    "The author of the poem is unknown to most readers, Homer.",
    "There is no such planet.",
    "No one has ever done it.",
    "The Unknown Soldier",
    "It was never built.",
    "The capital is Canberra. I'm not sure about its population.",
    "Unforgettable",
    "我不确定，但应该是巴黎。",
    "巴黎",
    "抱歉让您久等了，答案是巴黎。",
];

#[test]
fn refusals_decline() {
    let kept: Vec<_> = DECLINE.iter().filter(|text| !declines("Who was it?", text)).collect();
    assert!(kept.is_empty(), "taken for answers: {kept:#?}");
}

#[test]
fn answers_and_hedged_answers_do_not() {
    let lost: Vec<_> = ANSWER.iter().filter(|text| declines("Who was it?", text)).collect();
    assert!(lost.is_empty(), "taken for refusals: {lost:#?}");
}

#[test]
fn a_phrase_of_the_question_does_not_count() {
    assert!(declines("Who sang that?", "I apologize"));
    assert!(!declines("Which song has the line 'I apologize'?", "I Apologize by Billy Eckstine"));
    assert!(!declines("Who sang 'I don't know'?", "I Don't Know was sung by Ozzy Osbourne."));
    assert!(!declines("谁唱了《我不知道》？", "《我不知道》是张三唱的。"));
}
