//! The short answer within a sentence, given the question: what is left when the question's own words, the copula and
//! the lead-in are taken away. Always a piece of the answer itself, never empty where the answer is not.

mod classes;
mod english;
mod han;
mod lead_in;

use crate::asked::Asked;
use crate::declining;
use crate::sentences;
use crate::words;

/// The short answer to `question` that stands in `answer`; the first telling sentence where nothing shorter is found.
///
/// ```
/// use probity_text::short_answer;
/// assert_eq!(short_answer("What is the capital of France?", "The capital of France is Paris."), "Paris");
/// assert_eq!(short_answer("Who wrote Hamlet?", "William Shakespeare wrote Hamlet."), "William Shakespeare");
/// assert_eq!(short_answer("法国的首都是哪里？", "法国的首都是巴黎。"), "巴黎");
/// ```
pub fn short_answer<'a>(question: &str, answer: &'a str) -> &'a str {
    short_answer_of(&Asked::of(question), answer)
}

/// [`short_answer`] for a question that was read already.
pub fn short_answer_of<'a>(asked: &Asked, answer: &'a str) -> &'a str {
    let whole = bare(boxed(answer).unwrap_or(answer));
    if !says(whole) {
        return answer.trim();
    }
    let sentence = bare(telling_sentence(asked, whole));
    let short = if words::is_mostly_cjk(sentence) {
        bare(han::short(&asked.text, sentence))
    } else {
        bare(english::short(asked, sentence))
    };
    match (says(short), says(sentence)) {
        (true, _) => short,
        (false, true) => sentence,
        (false, false) => whole,
    }
}

/// The sentence that answers: what follows the last `answer:` or `the answer is`, else the first one that is no preface
/// (`Sure!`, `As an AI …`) and no question, else the first.
fn telling_sentence<'a>(asked: &Asked, text: &'a str) -> &'a str {
    if let Some(concluded) = conclusion(text) {
        return concluded;
    }
    let all = sentences::sentences(text);
    let Some(first) = all.first() else { return text };
    if all.len() == 1 {
        return first;
    }
    let tells = |sentence: &&&str| {
        let asks = sentence.trim_end_matches(['"', '”', '*', ' ']).ends_with(['?', '？']);
        !asks && !is_heading(sentence) && !declining::is_preface(&asked.text, sentence)
    };
    all.iter().find(tells).unwrap_or(first)
}

/// `Sure!`, `1.`, `Great question!`: too short to tell anything, and not the end.
fn is_heading(sentence: &str) -> bool {
    sentence.ends_with(['!', ':', '：']) && sentence.split_whitespace().count() <= 4
}

fn conclusion(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let marks = ["answer:", "the answer is", "correct answer is", "final answer is", "answer**:", "answer:**"];
    let (at, mark) = marks.iter().filter_map(|mark| lower.rfind(mark).map(|at| (at, *mark))).max()?;
    let rest = text[at + mark.len()..].trim_start();
    let rest = sentences::sentences(rest).into_iter().next()?;
    let concluded = bare(rest);
    // `The answer is not known for sure …` concludes nothing; neither does half a sentence about some other answer.
    let first = concluded.split_whitespace().next().unwrap_or_default();
    let empty = matches!(first.to_ascii_lowercase().as_str(), "as" | "not" | "that" | "unclear" | "unknown" | "no");
    (says(concluded) && !empty && concluded.split_whitespace().count() <= 12).then_some(concluded)
}

/// What stands in the last `\boxed{…}`, as mathematicians' models conclude.
fn boxed(text: &str) -> Option<&str> {
    const MARK: &str = "\\boxed{";
    let inside = &text[text.rfind(MARK)? + MARK.len()..];
    let mut depth = 1;
    let end = inside.find(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    })?;
    Some(&inside[..end]).filter(|inside| says(inside))
}

/// Without blanks, quotes, emphasis and final stops around it. A closing bracket stays where its opening one does.
fn bare(text: &str) -> &str {
    let mut text = text;
    while let Some(c) = text.chars().next().filter(|c| c.is_whitespace() || OPENING.contains(*c)) {
        // The sign of `-5`, the point of `.5`: theirs.
        if matches!(c, '-' | '.') && text[1..].starts_with(|next: char| next.is_ascii_digit()) {
            break;
        }
        text = &text[c.len_utf8()..];
    }
    let end = |c: char| c.is_whitespace() || CLOSING.contains(c);
    let shorter = text.trim_end_matches(end);
    // `U.S.`, `St.`: the dot of initials is theirs.
    let dotted = shorter.len() < text.len() && text[shorter.len()..].starts_with('.') && shorter.contains('.');
    if dotted && shorter.rsplit('.').next().is_some_and(|last| last.len() == 1) {
        return &text[..=shorter.len()];
    }
    shorter
}

const OPENING: &str = "\"'“”‘’*_`#-–—•:：,，.。《「『";
const CLOSING: &str = "\"'“”‘’*_`.。!！?？,，;；:：》」』";

fn says(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
