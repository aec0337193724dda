//! The frame around a question: prompts that show examples ("Q: … A: …"), and material to answer from.

use super::Pass;

/// How a line with the question begins, in small letters.
const ASKING: &[&str] = &["q:", "question:", "question：", "query:", "问题：", "问题:", "问：", "问:"];

/// How a line with the answer begins, in small letters.
const ANSWERING: &[&str] = &["a:", "answer:", "answer：", "response:", "答案：", "答案:", "答：", "答:"];

/// How a line with material to answer from begins, in small letters.
const MATERIAL: &[&str] = &[
    "context:",
    "passage:",
    "article:",
    "text:",
    "document:",
    "documents:",
    "paragraph:",
    "background:",
    "sentence:",
    "email:",
    "review:",
    "dialogue:",
    "conversation:",
    "transcript:",
    "story:",
    "premise:",
    "input:",
    "excerpt:",
    "上下文：",
    "文章：",
    "原文：",
];

/// An instruction before the first question is at most so long; beyond it is a text.
const LONGEST_INSTRUCTION: usize = 600;

/// The question inside its frame: of several questions the last one, which is yet to be answered. A text without a
/// frame is its own question.
pub(super) fn unframe(text: &str) -> Result<&str, Pass> {
    let lines = lines_of(text);
    if lines.iter().any(|(_, line)| starts(line, MATERIAL).is_some()) {
        return Err(Pass::CarriesText);
    }
    let Some(first) = lines.iter().position(|(_, line)| starts(line, ASKING).is_some()) else {
        return Ok(without_answer_cue(text));
    };
    let before = &text[..lines[first].0];
    if before.chars().count() > LONGEST_INSTRUCTION {
        return Err(Pass::CarriesText);
    }
    let last = lines.iter().rposition(|(_, line)| starts(line, ASKING).is_some()).unwrap_or(first);
    let (at, line) = lines[last];
    let start = at + starts(line, ASKING).unwrap_or(0);
    let answer = lines[last + 1..].iter().find(|(_, line)| starts(line, ANSWERING).is_some());
    let end = answer.map_or(text.len(), |(at, _)| *at);
    // An answer that is begun at length is to be continued, not found.
    if answer.is_some_and(|(at, _)| text[*at..].chars().count() > 80) {
        return Err(Pass::CarriesText);
    }
    Ok(without_answer_cue(text[start..end].trim()))
}

/// `Who wrote Hamlet? A:` without its `A:`.
fn without_answer_cue(text: &str) -> &str {
    let text = text.trim();
    for cue in ["Answer:", "answer:", "A:", "答案：", "答："] {
        if let Some(rest) = text.strip_suffix(cue)
            && rest.ends_with(|last: char| last.is_whitespace() || "?？.".contains(last))
        {
            return rest.trim_end();
        }
    }
    text
}

/// The lines, each with where it starts, without leading spaces and marks of emphasis.
fn lines_of(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t', '*', '#', '>']);
        lines.push((at + line.len() - bare.len(), bare));
        at += line.len();
    }
    lines
}

/// The length of the mark that a line starts with.
fn starts(line: &str, marks: &[&str]) -> Option<usize> {
    let begins = |mark: &&&str| line.get(..mark.len()).is_some_and(|head| head.to_lowercase() == **mark);
    marks.iter().find(begins).map(|mark| mark.len())
}
