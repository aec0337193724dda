//! Which requests are ours to judge. Agreement is a signal for questions that have an answer; it is none for a poem, a
//! translation, code, a tool call, or a summary of given text. What is not clearly a question about the world is passed.

mod asking;
mod chinese;
mod code;
mod conversation;
mod english;
mod frame;
mod phrases;
mod sentences;
mod turn;
mod vocabulary;

use probity_wire::Question;
use probity_wire::chat::ChatRequest;

/// Whether a request is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A question about the world. Its turn is the question itself, without the frame around it ("Answer briefly: …",
    /// "Q: … A:").
    Judge(Question),
    /// Passed on untouched.
    Pass(Pass),
}

/// Why a request or its answer is passed. Each has a stable name for headers, metrics and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Pass {
    /// `tools`, `functions`, tool messages or tool calls.
    Tools,
    /// `response_format` other than text.
    ResponseFormat,
    /// A part that is not text.
    Attachment,
    /// More than one choice is asked for.
    Choices,
    /// The last message is not a user's text.
    NoQuestion,
    /// A code fence, or code to write or read.
    Code,
    /// The request carries a text to transform.
    CarriesText,
    /// An imperative: write, translate, summarise, rewrite, …
    Imperative,
    /// Opinion, chat, role play, or anything else that is no question about the world.
    NotFactual,
    /// The answer is longer than a few sentences.
    LongAnswer,
    /// The answer calls tools.
    ToolCall,
    /// The answer was cut or filtered by the upstream (`length`, `content_filter`).
    Unfinished,
}

impl Pass {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::ResponseFormat => "response_format",
            Self::Attachment => "attachment",
            Self::Choices => "choices",
            Self::NoQuestion => "no_question",
            Self::Code => "code",
            Self::CarriesText => "carries_text",
            Self::Imperative => "imperative",
            Self::NotFactual => "not_factual",
            Self::LongAnswer => "long_answer",
            Self::ToolCall => "tool_call",
            Self::Unfinished => "unfinished",
        }
    }
}

impl Scope {
    /// Looks at a request: first at its shape, then at what was said before, then at the last turn.
    pub fn of(request: &ChatRequest) -> Self {
        match conversation::question(request) {
            Ok(question) => Self::Judge(question),
            Err(pass) => Self::Pass(pass),
        }
    }
}

/// The question about the world in a single turn, without the frame around it.
///
/// # Errors
/// Why there is none to judge.
pub fn question_in(turn: &str) -> Result<&str, Pass> {
    turn::question_in(turn)
}

/// Whether an answer is more than `most` sentences, or lines, and so not ours to judge until there is a judge of
/// sentences. An answer with source code in it is long however short it is.
pub fn is_long(answer: &str, most: usize) -> bool {
    let lines = answer.lines().filter(|line| line.chars().any(char::is_alphanumeric)).count();
    code::is_carried(answer) || lines > most || probity_text::count_sentences(answer) > most
}
