//! The built-in templates, and how an answer goes on after "…, but".

use probity_text::Language;

use super::table::Shape;
use super::{Form, Said};

/// First words that may be written small in mid-sentence whatever follows.
const SMALL: [&str; 22] = [
    "The", "In", "On", "At", "He", "She", "They", "There", "These", "Those", "His", "Her", "Its", "Their", "We", "You",
    "It's", "He's", "She's", "They're", "There's", "That's",
];

/// Words that a sentence begins with however short it is ("It is Oslo.").
const SUBJECTS: [&str; 13] =
    ["it", "he", "she", "they", "there", "this", "that", "it's", "he's", "she's", "they're", "there's", "that's"];

/// First words that may be written small unless a name seems to begin with them ("A Tale of Two Cities").
const SMALL_UNLESS_A_NAME: [&str; 18] = [
    "A", "An", "It", "This", "That", "From", "By", "No", "Some", "Most", "Many", "All", "Both", "One", "When", "After",
    "Before", "During",
];

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
pub(super) fn plain(language: Language, form: Form, said: &Said) -> String {
    match (form, language) {
        (Form::Hedge, Language::English) => format!("{} {}", said.opening, said.answer),
        (Form::Hedge, Language::Chinese) => format!("{}{}", said.opening, said.answer),
        (Form::Refuse, Language::English) => {
            "I apologize, but I'm not able to provide an answer to the question.".to_owned()
        }
        (Form::Refuse, Language::Chinese) => "抱歉，我无法回答这个问题。".to_owned(),
    }
}

/// What an answer looks like, which chooses the words before it.
pub(super) fn shape(answer: &str) -> Shape {
    match (has_lines(answer), is_bare(answer)) {
        (true, _) => Shape::Lines,
        (false, true) => Shape::Bare,
        (false, false) => Shape::Sentence,
    }
}

/// Whether an answer goes on in mid-sentence after these words.
pub(super) fn goes_on(opening: &str) -> bool {
    !opening.ends_with(['.', ':', '：', '。'])
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
    if SMALL.contains(&first.replace('’', "'").as_str()) || (SMALL_UNLESS_A_NAME.contains(&first) && !names) {
        return format!("{} {rest}", first.to_lowercase());
    }
    answer.to_owned()
}

/// An answer that lost its first words, as it stands alone: a sentence begins with a capital letter.
pub(super) fn alone(answer: &str) -> String {
    let mut letters = answer.chars();
    match letters.next() {
        Some(first) if !is_bare(answer) => first.to_uppercase().chain(letters).collect(),
        _ => answer.to_owned(),
    }
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

/// Whether an answer is a bare name, number or phrase and no sentence.
fn is_bare(answer: &str) -> bool {
    let words = answer.split_whitespace().count();
    let is_short = words <= 3 || (words <= BARE_WORDS && !answer.ends_with(['.', '!', '?']));
    is_short && !answer.contains('\n') && !is_sentence(answer)
}

/// Whether an answer begins as a sentence does: *It is …*, not *It Follows*.
fn is_sentence(answer: &str) -> bool {
    let mut words = answer.split_whitespace();
    let first = words.next().unwrap_or_default().replace('’', "'").to_lowercase();
    let next = words.next().unwrap_or_default();
    let is_short_form = first.contains('\'');
    SUBJECTS.contains(&first.as_str()) && (is_short_form && !next.is_empty() || next.starts_with(char::is_lowercase))
}
