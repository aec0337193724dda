//! Which requests are ours to judge. Agreement is a signal for questions that have an answer; it is none for a poem, a
//! translation, code, a tool call, or a summary of given text. What is not clearly a question about the world is passed.
//!
//! Rules read first. They are sure of most requests: of what their shape settles (tools, attachments, a response
//! format), of code and of given text, of what begins by commanding a text to be made, and of plain questions. Of the
//! rest they have an opinion, and a [`crate::Gate`], where there is one, decides.

mod asking;
mod chinese;
mod code;
mod conversation;
mod english;
mod frame;
mod phrases;
mod plain;
mod reading;
mod sentences;
mod turn;
mod vocabulary;

use probity_wire::Question;
use probity_wire::chat::ChatRequest;

use crate::gate::{GateThresholds, Kinds};

/// Whether a request is judged, as far as the rules are sure of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A question about the world. Its turn is the question itself, without the frame around it ("Answer briefly: …",
    /// "Q: … A:").
    Judge(Question),
    /// Passed on untouched.
    Pass(Pass),
    /// The rules are not sure.
    Unsure(Doubt),
}

/// A request of which the rules are not sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The last user turn, as it was written: what a gate reads.
    pub request: String,
    /// What is judged, should it be judged.
    pub question: Question,
    /// What the rules would do: judge it, or pass it and why.
    pub rules: Result<(), Pass>,
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
    /// The answer is longer than a few sentences, and there is no judge of sentences, or nothing for one to judge.
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
        conversation::scope(request).unwrap_or_else(Self::Pass)
    }

    /// What the rules make of it by themselves, sure or not.
    ///
    /// # Errors
    /// Why it is passed.
    pub fn by_rules(self) -> Result<Question, Pass> {
        match self {
            Self::Judge(question) => Ok(question),
            Self::Pass(pass) => Err(pass),
            Self::Unsure(doubt) => doubt.rules.map(|()| doubt.question),
        }
    }
}

impl Doubt {
    /// What a gate's reading makes of it.
    ///
    /// # Errors
    /// Why it is passed: for the rules' reason where they would have passed it too, otherwise for the gate's.
    pub fn settle(self, kinds: &Kinds, thresholds: &GateThresholds) -> Result<Question, Pass> {
        let ours = kinds.ours();
        match self.rules {
            Ok(()) if ours >= thresholds.judge => Ok(self.question),
            Ok(()) => Err(kinds.pass()),
            Err(_) if ours >= thresholds.rescue => Ok(self.question),
            Err(pass) => Err(pass),
        }
    }
}

/// The question about the world in a single turn, without the frame around it.
///
/// # Errors
/// Why there is none to judge.
pub fn question_in(turn: &str) -> Result<&str, Pass> {
    turn::read(turn).rules
}

/// Whether an answer is more than `most` sentences, or lines: too long for its whole text to be compared with others.
/// An answer with source code in it is long however short it is.
pub fn is_long(answer: &str, most: usize) -> bool {
    let lines = answer.lines().filter(|line| line.chars().any(char::is_alphanumeric)).count();
    has_code(answer) || lines > most || probity_text::count_sentences(answer) > most
}

/// Whether an answer has source code in it.
pub fn has_code(answer: &str) -> bool {
    code::is_carried(answer)
}
