//! Short answers in Chinese: before or after *is*, whichever side does not repeat the question.

/// The short answer in one sentence.
pub(super) fn short<'a>(question: &str, sentence: &'a str) -> &'a str {
    let mut text = first_clause(question, sentence);
    loop {
        let before = text;
        for lead in LEADS {
            text = text.strip_prefix(lead).filter(|rest| !rest.trim().is_empty()).unwrap_or(text);
        }
        text = text.trim_start_matches(['：', ':', '，', ',', ' ']);
        if text == before {
            break;
        }
    }
    clause(split(question, text))
}

/// The side of the verb that the question does not have.
fn split<'a>(question: &str, text: &'a str) -> &'a str {
    for verb in VERBS {
        for (at, _) in text.match_indices(verb) {
            let (before, after) = (&text[..at], &text[at + verb.len()..]);
            if share(question, before) >= 0.5 && !after.trim().is_empty() {
                return after;
            }
            if share(question, after) >= 0.6 && !before.trim().is_empty() {
                return before;
            }
        }
    }
    text
}

/// The first clause, or the second where the first only sets the scene (`根据资料，…`).
fn first_clause<'a>(question: &str, text: &'a str) -> &'a str {
    let text = text.split(['。', '！', '？', '\n']).find(|piece| !piece.trim().is_empty()).unwrap_or(text);
    match text.split_once(['，', ',']) {
        Some((scene, rest)) if SCENES.iter().any(|s| scene.starts_with(s)) && !rest.trim().is_empty() => rest,
        Some((scene, rest)) if share(question, scene) >= 0.9 && !rest.trim().is_empty() => rest,
        _ => text,
    }
}

fn clause(text: &str) -> &str {
    text.split(['，', ',', '（', '(', '；', '。']).find(|piece| !piece.trim().is_empty()).unwrap_or(text).trim()
}

/// The share of a text's letters and digits that the question has.
fn share(question: &str, text: &str) -> f64 {
    let letters = text.chars().filter(|c| c.is_alphanumeric() && *c != '的');
    let (all, known) =
        letters.fold((0_usize, 0_usize), |(all, known), c| (all + 1, known + usize::from(question.contains(c))));
    if all == 0 { 0.0 } else { known as f64 / all as f64 }
}

const VERBS: &[&str] = &["是由", "是在", "是", "叫做", "名为", "叫", "位于", "为", "在", "发生于", "出生于"];

const LEADS: &[&str] = &[
    "答案应该是",
    "答案是",
    "答案为",
    "答案",
    "我认为是",
    "我认为",
    "我觉得是",
    "我觉得",
    "我想是",
    "我想",
    "应该是",
    "可能是",
    "大概是",
    "这是",
    "它是",
    "他是",
    "她是",
    "是的",
    "是",
];

const SCENES: &[&str] = &["根据", "据", "截至", "不过", "但", "抱歉", "对不起", "我不确定", "不确定"];
