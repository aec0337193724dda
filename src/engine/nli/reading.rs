//! From texts to the token sequences that an NLI model was trained on: `[CLS] premise [SEP] hypothesis [SEP]`.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use tokenizers::Tokenizer;

use crate::nli::Error;
use crate::nli::shape::Shape;
use crate::queue::Work;

/// Bytes of a text, for each position of the model, beyond which it is not even tokenised: far more than a token has.
const TOKEN_BYTES: usize = 32;
/// Tokens of a pair that are no text.
const MARKS: usize = 3;
/// Letters of a text from which on it can be told whether it was spelled letter by letter.
const SPELLED: usize = 4;

/// The tokens of a premise and a hypothesis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub(crate) tokens: Vec<u32>,
    /// Where the hypothesis begins.
    pub(crate) second: usize,
}

/// Makes sequences of texts.
#[derive(Debug)]
pub(crate) struct Reader {
    tokenizer: Tokenizer,
    start: u32,
    separator: u32,
    unknown: Option<u32>,
    positions: usize,
}

/// The texts of one call, each after the same question (or after none): the same text is tokenised once.
#[derive(Debug)]
pub(crate) struct Pages<'r, 't> {
    reader: &'r Reader,
    question: &'t str,
    read: HashMap<&'t str, Option<Rc<Text>>>,
}

/// A text after its question.
#[derive(Debug)]
struct Text {
    tokens: Vec<u32>,
    /// Where the text itself begins; before it is the question, which may be cut.
    own: usize,
}

impl Work for Sequence {
    fn tokens(&self) -> usize {
        self.tokens.len()
    }
}

impl Reader {
    /// Reads `tokenizer.json`.
    pub(crate) fn open(path: &Path, shape: &Shape) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::io(path, source))?;
        let broken = |reason: String| Error::broken(path, reason);
        let tokenizer = Tokenizer::from_bytes(&bytes);
        let mut tokenizer = tokenizer.map_err(|error| broken(format!("it is no tokenizer ({error})")))?;
        let (size, rows) = (tokenizer.get_vocab_size(true), shape.vocab);
        if size > rows {
            return Err(broken(format!("it knows {size} tokens, where the model's vocab_size is {rows}")));
        }
        let special = |name: &str| tokenizer.token_to_id(name).ok_or_else(|| broken(format!("it lacks {name}")));
        let (start, separator) = (special("[CLS]")?, special("[SEP]")?);
        let unknown = tokenizer.token_to_id("[UNK]");
        // What is cut and what is filled up is decided here, whatever the file says.
        tokenizer.with_truncation(None).map_err(|error| broken(error.to_string()))?;
        tokenizer.with_padding(None);
        // A text may spell a special token; it must not become one.
        tokenizer.set_encode_special_tokens(true);
        Ok(Self { tokenizer, start, separator, unknown, positions: shape.positions })
    }

    /// The texts of one call.
    pub(crate) fn pages<'t>(&self, question: &'t str) -> Pages<'_, 't> {
        let least = question.len().saturating_sub(self.most_bytes());
        let question = question[question.ceil_char_boundary(least)..].trim();
        Pages { reader: self, question, read: HashMap::new() }
    }

    /// The shortest sequence.
    pub(crate) fn probe(&self) -> Sequence {
        self.assemble(&[], &[])
    }

    fn most_bytes(&self) -> usize {
        TOKEN_BYTES * self.positions
    }

    /// A text after a question; `None` where the model's vocabulary has no words for it: where it is empty, most of it is
    /// unknown, or it is of a foreign alphabet and spelled letter by letter.
    fn text(&self, question: &str, text: &str) -> Result<Option<Text>, String> {
        if text.len() > self.most_bytes() {
            return Ok(None);
        }
        let joined = if question.is_empty() { text.to_owned() } else { format!("{question} {text}") };
        let encoding = self.tokenizer.encode(joined.as_str(), false).map_err(|error| error.to_string())?;
        // A token that reaches into the text is of the text, also where it takes the space before it along.
        let before = joined.len() - text.len();
        let own = encoding.get_offsets().iter().take_while(|(_, end)| *end <= before).count();
        let tokens = encoding.get_ids().to_vec();
        let unknown = tokens[own..].iter().zip(&encoding.get_offsets()[own..]);
        let unknown = unknown.filter(|(token, _)| Some(**token) == self.unknown);
        let unknown: String = unknown.filter_map(|(_, &(start, end))| joined.get(start..end)).collect();
        let read = own < tokens.len() && !mostly(&unknown, text) && !spelled(text, tokens.len() - own);
        Ok(read.then_some(Text { tokens, own }))
    }

    fn assemble(&self, premise: &[u32], hypothesis: &[u32]) -> Sequence {
        let mut tokens = Vec::with_capacity(MARKS + premise.len() + hypothesis.len());
        tokens.push(self.start);
        tokens.extend_from_slice(premise);
        tokens.push(self.separator);
        let second = tokens.len();
        tokens.extend_from_slice(hypothesis);
        tokens.push(self.separator);
        Sequence { tokens, second }
    }
}

impl<'t> Pages<'_, 't> {
    /// Both directions of a pair, the question cut from its start as far as the answers need room; `None` where the model
    /// cannot read them. The error is the tokenizer's.
    pub(crate) fn pair(&mut self, a: &'t str, b: &'t str) -> Result<Option<[Sequence; 2]>, String> {
        let (Some(a), Some(b)) = (self.text(a)?, self.text(b)?) else { return Ok(None) };
        let answers = a.tokens.len() - a.own + b.tokens.len() - b.own;
        let Some(room) = self.reader.positions.checked_sub(MARKS + answers) else { return Ok(None) };
        let (a, b) = if a.own + b.own <= room {
            (&a.tokens[..], &b.tokens[..])
        } else {
            (a.keeping(room / 2), b.keeping(room / 2))
        };
        Ok(Some([self.reader.assemble(a, b), self.reader.assemble(b, a)]))
    }

    /// A premise and a hypothesis, uncut; `None` where the model cannot read them. The error is the tokenizer's.
    pub(crate) fn claim(&mut self, premise: &'t str, hypothesis: &'t str) -> Result<Option<Sequence>, String> {
        let (Some(premise), Some(hypothesis)) = (self.text(premise)?, self.text(hypothesis)?) else { return Ok(None) };
        let sequence = self.reader.assemble(&premise.tokens, &hypothesis.tokens);
        Ok((sequence.tokens.len() <= self.reader.positions).then_some(sequence))
    }

    fn text(&mut self, text: &'t str) -> Result<Option<Rc<Text>>, String> {
        if let Some(read) = self.read.get(text) {
            return Ok(read.clone());
        }
        let read = self.reader.text(self.question, text)?.map(Rc::new);
        self.read.insert(text, read.clone());
        Ok(read)
    }
}

impl Text {
    /// The text with at most so many tokens of its question, the last ones.
    fn keeping(&self, question: usize) -> &[u32] {
        &self.tokens[self.own.saturating_sub(question)..]
    }
}

/// Whether a part of a text is more than half of it: of its letters and digits, or where it has none, of its signs. What is
/// unknown may be one token however long it is.
fn mostly(part: &str, text: &str) -> bool {
    let words = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).count();
    let signs = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).count();
    if words(text) > 0 { 2 * words(part) > words(text) } else { 2 * signs(part) > signs(text) }
}

/// Whether a text of so many tokens is mostly of a foreign alphabet, and there is about a token for each letter.
fn spelled(text: &str, tokens: usize) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let foreign = text.chars().filter(|letter| letter.is_alphabetic() && is_foreign(*letter)).count();
    foreign >= SPELLED && 2 * foreign > letters && 5 * tokens >= 4 * letters
}

/// Letters of an alphabet other than the Latin one. Signs that are words or syllables by themselves are not meant: of
/// those, a token each is as it should be.
fn is_foreign(letter: char) -> bool {
    let latin =
        matches!(u32::from(letter), 0..0x0370 | 0x1D00..0x1DC0 | 0x1E00..0x1F00 | 0x2C60..0x2C80 | 0xA720..0xA800);
    let words = matches!(u32::from(letter), 0x3040..0xA000 | 0xAC00..0xD7B0 | 0xF900..0xFB00 | 0x2_0000..0x4_0000);
    !latin && !words
}
