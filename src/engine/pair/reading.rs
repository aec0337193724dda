//! From texts to the token sequences that the model was trained on.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use tokenizers::Tokenizer;

use crate::pair::Error;
use crate::pair::checkpoint::Shape;
use crate::queue::Work;

/// Bytes of a text beyond which it is not even tokenised: far more than any limit of tokens lets in.
const TEXT_BYTES: usize = 16 * 1024;
/// Tokens of a question that are read, from its end.
const QUESTION: usize = 64;
/// Tokens that a question keeps when the answers need room.
const QUESTION_LEAST: usize = 16;
/// Tokens of a premise and a hypothesis together, where the model has as many positions.
const CLAIM: usize = 512;
/// Tokens of a request that are read from its start and from its end.
const REQUEST: (usize, usize) = (80, 46);

/// What is asked of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// One logit.
    Equivalence,
    /// Logits of entailment, neutral, contradiction.
    Entailment,
    /// One logit for each label.
    Gate,
    /// The mean state.
    Embedding,
}

/// Tokens with what is asked of them.
#[derive(Debug)]
pub(crate) struct Sequence {
    pub(crate) task: Task,
    pub(crate) tokens: Vec<u32>,
    pub(crate) types: Vec<u8>,
    /// Where the two texts of a pair lie.
    pub(crate) texts: [Range<usize>; 2],
}

/// Why a text became no sequence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unread {
    /// It is longer than the model reads, and cutting it would change what it says.
    #[error("a text is longer than the model reads")]
    TooLong,
    /// It is of a script, or of signs, that the model has no words for.
    #[error("a text is written in signs that the model does not know")]
    Unknown,
    /// The tokenizer gave up.
    #[error("the tokenizer failed: {0}")]
    Tokenizer(String),
}

/// Makes sequences of texts.
#[derive(Debug)]
pub(crate) struct Reader {
    tokenizer: Tokenizer,
    start: u32,
    separator: u32,
    unknown: u32,
    max_tokens: usize,
    positions: usize,
}

/// The tokens of the texts of one call: the same text is tokenised once.
#[derive(Debug)]
pub(crate) struct Pages<'r, 't> {
    reader: &'r Reader,
    read: HashMap<&'t str, Rc<[u32]>>,
}

impl Work for Sequence {
    fn tokens(&self) -> usize {
        self.tokens.len()
    }
}

impl Reader {
    /// Reads `tokenizer.json`.
    pub(crate) fn new(bytes: &[u8], shape: &Shape) -> Result<Self, Error> {
        let refused = |reason: String| Error::Model { file: "tokenizer.json", reason };
        let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| refused(error.to_string()))?;
        let size = tokenizer.get_vocab_size(true);
        if size > shape.vocab {
            return Err(refused(format!("it knows {size} tokens, the weights only {}", shape.vocab)));
        }
        let special = |name: &str| tokenizer.token_to_id(name).ok_or_else(|| refused(format!("it lacks {name}")));
        let (start, separator, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        tokenizer.with_truncation(None).map_err(|error| refused(error.to_string()))?;
        tokenizer.with_padding(None);
        // A text may spell a special token; it must not become one.
        tokenizer.set_encode_special_tokens(true);
        let (max_tokens, positions) = (shape.max_tokens, shape.positions);
        Ok(Self { tokenizer, start, separator, unknown, max_tokens, positions })
    }

    pub(crate) fn pages<'t>(&self) -> Pages<'_, 't> {
        Pages { reader: self, read: HashMap::new() }
    }

    /// `[CLS] request [SEP]`; of a long request its start and its end.
    pub(crate) fn request(&self, request: &str) -> Result<Sequence, Unread> {
        let mut tokens = self.ends(request)?;
        let (first, last) = REQUEST;
        if tokens.len() > first + last {
            tokens.drain(first..tokens.len() - last);
        }
        Ok(self.assemble(Task::Gate, &[&tokens]))
    }

    /// `[CLS] text [SEP]`; of a long text its start.
    pub(crate) fn text(&self, text: &str) -> Result<Sequence, Unread> {
        let mut tokens = self.tokens(&text[..text.floor_char_boundary(TEXT_BYTES)])?;
        tokens.truncate(self.max_tokens - 2);
        Ok(self.assemble(Task::Embedding, &[&tokens]))
    }

    /// Whether the model's vocabulary has words for a text: not where most of its letters are of scripts that it knows
    /// letter by letter at best, nor where most of its tokens are unknown.
    fn knows(&self, text: &str, tokens: &[u32]) -> bool {
        let letters = text.chars().filter(|letter| letter.is_alphabetic());
        let balance: i64 = letters.map(|letter| if is_latin(letter) { 1 } else { -1 }).sum();
        let unknown = tokens.iter().filter(|token| **token == self.unknown).count();
        balance >= 0 && 2 * unknown <= tokens.len()
    }

    fn tokens(&self, text: &str) -> Result<Vec<u32>, Unread> {
        let encoding = self.tokenizer.encode_fast(text, false);
        Ok(encoding.map_err(|error| Unread::Tokenizer(error.to_string()))?.get_ids().to_vec())
    }

    /// The tokens of a text, without the middle of a very long one.
    fn ends(&self, text: &str) -> Result<Vec<u32>, Unread> {
        if text.len() <= TEXT_BYTES {
            return self.tokens(text);
        }
        let mut tokens = self.tokens(&text[..text.floor_char_boundary(TEXT_BYTES / 2)])?;
        tokens.extend(self.tokens(&text[text.ceil_char_boundary(text.len() - TEXT_BYTES / 2)..])?);
        Ok(tokens)
    }

    /// `[CLS] part [SEP] part [SEP] …`: the last of several parts is of the second type, and the last two are the texts.
    fn assemble(&self, task: Task, parts: &[&[u32]]) -> Sequence {
        let length = 1 + parts.iter().map(|part| part.len() + 1).sum::<usize>();
        let mut tokens = Vec::with_capacity(length);
        tokens.push(self.start);
        let mut texts = [0..0, 0..0];
        for part in parts {
            texts.swap(0, 1);
            texts[1] = tokens.len()..tokens.len() + part.len();
            tokens.extend_from_slice(part);
            tokens.push(self.separator);
        }
        let second = if parts.len() > 1 { texts[1].start } else { length };
        let types = (0..length).map(|at| u8::from(at >= second)).collect();
        Sequence { task, tokens, types, texts }
    }
}

impl<'t> Pages<'_, 't> {
    /// `[CLS] question [SEP] a [SEP] b [SEP]`, the answers in an order that does not depend on which is which.
    pub(crate) fn pair(&mut self, question: &'t str, a: &'t str, b: &'t str) -> Result<Sequence, Unread> {
        let (a, b) = if order(a) <= order(b) { (a, b) } else { (b, a) };
        let question = self.question(question)?;
        let (a, b) = (self.known(a)?, self.known(b)?);
        let most = self.reader.max_tokens.saturating_sub(4 + a.len() + b.len());
        let kept = question.len().min(most.max(QUESTION_LEAST));
        if kept > most {
            return Err(Unread::TooLong);
        }
        Ok(self.reader.assemble(Task::Equivalence, &[&question[question.len() - kept..], &a, &b]))
    }

    /// `[CLS] premise [SEP] hypothesis [SEP]`.
    pub(crate) fn claim(&mut self, premise: &'t str, hypothesis: &'t str) -> Result<Sequence, Unread> {
        let (premise, hypothesis) = (self.known(premise)?, self.known(hypothesis)?);
        if 3 + premise.len() + hypothesis.len() > CLAIM.min(self.reader.positions) {
            return Err(Unread::TooLong);
        }
        Ok(self.reader.assemble(Task::Entailment, &[&premise, &hypothesis]))
    }

    fn question(&mut self, question: &'t str) -> Result<Rc<[u32]>, Unread> {
        let start = question.ceil_char_boundary(question.len().saturating_sub(TEXT_BYTES));
        let tokens = self.remembered(&question[start..])?;
        Ok(tokens[tokens.len().saturating_sub(QUESTION)..].into())
    }

    /// The tokens of a text that must be read as a whole.
    fn known(&mut self, text: &'t str) -> Result<Rc<[u32]>, Unread> {
        if text.len() > TEXT_BYTES {
            return Err(Unread::TooLong);
        }
        let tokens = self.remembered(text)?;
        if self.reader.knows(text, &tokens) { Ok(tokens) } else { Err(Unread::Unknown) }
    }

    fn remembered(&mut self, text: &'t str) -> Result<Rc<[u32]>, Unread> {
        if let Some(tokens) = self.read.get(text) {
            return Ok(Rc::clone(tokens));
        }
        let tokens: Rc<[u32]> = self.reader.tokens(text)?.into();
        self.read.insert(text, Rc::clone(&tokens));
        Ok(tokens)
    }
}

/// What decides which text of a pair comes first.
fn order(text: &str) -> (usize, &[u8]) {
    (text.chars().count(), text.as_bytes())
}

/// Letters of the Latin script, with all their accents.
fn is_latin(letter: char) -> bool {
    matches!(u32::from(letter), 0..0x0370 | 0x1D00..0x1DC0 | 0x1E00..0x1F00 | 0x2C60..0x2C80 | 0xA720..0xA800)
}
