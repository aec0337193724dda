//! The built-in words: the ladder, the templates, and how an answer goes on after "…, but".

use probity_text::Language;

use super::{Form, Saying, Tone};

/// The ladder's steps: below which confidence (in tenths, rounded: 1–2, 3–4, 5–6, 7–8, 9–10 of ten right) what is said.
/// In English the words end so that a sentence can follow, in Chinese with a colon.
const LADDER: [(f64, &str, &str); 5] = [
    (0.25, "I'm really not sure about this, but", "对此我真的没有把握，不过我的回答是："),
    (0.45, "I'm not completely sure about this, but", "对此我并不完全确定，不过我的回答是："),
    (0.65, "I don't have strong feelings either way, but", "对此我只有一半左右的把握，我的回答是："),
    (0.85, "I'm fairly confident that", "我比较有把握："),
    (f64::INFINITY, "I'm absolutely certain that", "我完全确定："),
];

/// First words that may be written small in mid-sentence whatever follows.
const SMALL: [&str; 16] = [
    "The", "In", "On", "At", "He", "She", "They", "There", "These", "Those", "His", "Her", "Its", "Their", "We", "You",
];

/// First words that may be written small unless a name seems to begin with them ("A Tale of Two Cities").
const SMALL_UNLESS_A_NAME: [&str; 7] = ["A", "An", "It", "This", "That", "From", "By"];

/// An answer of at most so many words that does not end as a sentence does is a bare answer ("Paris").
const BARE_WORDS: usize = 8;

/// The built-in hedge.
pub(super) fn hedge(language: Language) -> &'static str {
    match language {
        Language::English => "{{ opening }}{% if \"\\n\" in answer %}\n\n{% else %} {% endif %}{{ answer }}",
        Language::Chinese => "{{ opening }}{% if \"\\n\" in answer %}\n\n{% endif %}{{ answer }}",
    }
}

/// The built-in refusal. The first sentence is the paper's.
pub(super) fn refuse(language: Language) -> &'static str {
    match language {
        Language::English => {
            "I apologize, but I'm not able to provide an answer to the question. \
             {% if confidence < 0.5 %}My own answers disagree{% else %}My own answers do not agree well enough{% endif %}: \
             my confidence is about {{ percent }}%.{% if guess %} My best guess would be: {{ guess }}{% endif %}"
        }
        Language::Chinese => {
            "抱歉，我无法回答这个问题。\
             {% if confidence < 0.5 %}我自己的几次回答并不一致{% else %}我自己的几次回答还不够一致{% endif %}：\
             我的把握大约只有 {{ percent }}%。{% if guess %}我最有可能的猜测是：{{ guess }}{% endif %}"
        }
    }
}

/// What is said when no template can be rendered.
pub(super) fn plain(language: Language, form: Form, saying: &Saying<'_>) -> String {
    match (form, language) {
        (Form::Hedge, _) => format!("{} {}", opening(language, Tone::Verb, saying), saying.answer),
        (Form::Refuse, Language::English) => {
            "I apologize, but I'm not able to provide an answer to the question.".to_owned()
        }
        (Form::Refuse, Language::Chinese) => "抱歉，我无法回答这个问题。".to_owned(),
    }
}

/// The words before the answer. After them comes the answer, in English as the rest of the sentence (`verb`).
pub(super) fn opening(language: Language, tone: Tone, saying: &Saying<'_>) -> String {
    match tone {
        Tone::Verb => ladder(language, saying),
        Tone::Number => number(language, percent(saying.confidence)),
    }
}

/// A confidence as a whole percentage. Never 0 or 100: a posterior mean is neither.
pub(super) fn percent(confidence: f64) -> u32 {
    if confidence.is_nan() {
        return 1;
    }
    (confidence * 100.0).round().clamp(1.0, 99.0) as u32
}

/// The answer as it goes on after "…, but": its first letter small where that is safe. Names, acronyms and bare answers
/// stay as they are.
pub(super) fn continued(language: Language, answer: &str) -> String {
    let answer = answer.trim();
    if language != Language::English || is_bare(answer) || has_lines(answer) {
        return answer.to_owned();
    }
    let (first, rest) = answer.split_once(' ').unwrap_or((answer, ""));
    let names = rest.chars().next().is_some_and(char::is_uppercase);
    if SMALL.contains(&first) || (SMALL_UNLESS_A_NAME.contains(&first) && !names) {
        return format!("{} {rest}", first.to_lowercase());
    }
    answer.to_owned()
}

/// Whether an answer stands on several lines: then it goes on after a colon, not in mid-sentence.
fn has_lines(answer: &str) -> bool {
    answer.trim().contains('\n')
}

/// What is wrong with a template, in one line, with everything the engine knows.
pub(super) fn reason(error: &minijinja::Error) -> String {
    let mut reason = error.kind().to_string();
    if let Some(detail) = error.detail() {
        reason.push_str(": ");
        reason.push_str(detail);
    }
    if let Some(line) = error.line() {
        reason.push_str(&format!(" (line {line})"));
    }
    reason.push_str("; a template may use opening, answer, original, guess, question, confidence, percent");
    reason
}

fn ladder(language: Language, saying: &Saying<'_>) -> String {
    let step = LADDER.iter().find(|(below, _, _)| saying.confidence < *below).unwrap_or(&LADDER[0]);
    match language {
        Language::Chinese => step.2.to_owned(),
        Language::English if has_lines(saying.answer) => match step.1.strip_suffix(" that") {
            Some(sure) => format!("{sure} of this:"),
            None => format!("{} here is what I think:", step.1),
        },
        Language::English if !is_bare(saying.answer.trim()) => step.1.to_owned(),
        Language::English if step.1.ends_with("but") => format!("{} I think the answer is", step.1),
        Language::English => format!("{} the answer is", step.1),
    }
}

fn number(language: Language, percent: u32) -> String {
    match (language, percent) {
        (Language::English, ..=50) => format!(
            "I'm only about {percent}% confident to answer the question correctly, but based on my understanding and \
             knowledge, here's what I think is correct."
        ),
        (Language::English, _) => format!(
            "I'm about {percent}% confident to answer the question correctly, and based on my understanding and \
             knowledge, here's what I think is correct."
        ),
        (Language::Chinese, ..=50) => {
            format!("我只有大约 {percent}% 的把握答对这个问题，不过根据我的理解和知识，我认为：")
        }
        (Language::Chinese, _) => format!("我有大约 {percent}% 的把握答对这个问题，根据我的理解和知识，我认为："),
    }
}

/// Whether an answer is a bare name, number or phrase and no sentence.
fn is_bare(answer: &str) -> bool {
    let words = answer.split_whitespace().count();
    !answer.contains('\n') && (words <= 3 || (words <= BARE_WORDS && !answer.ends_with(['.', '!', '?'])))
}
