//! From text to tokens, and from tokens to bytes.

use tokenizers::Tokenizer;

use crate::template::{END, Piece, START};

/// The token that ends a document; a model may end an answer with it too.
const END_OF_TEXT: &str = "<|endoftext|>";

/// A model's tokens.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    tokenizer: Tokenizer,
    /// What each token says; control tokens say nothing.
    bytes: Vec<Box<[u8]>>,
    start: u32,
    end: u32,
    /// Tokens that end an answer.
    ends: Vec<u32>,
    longest: usize,
}

impl Vocabulary {
    /// Reads a tokenizer for a model that knows `size` tokens; `eos` is the token that its file says ends an answer.
    ///
    /// # Errors
    /// When the tokenizer and the model do not fit together, or the template's control tokens are no tokens; in words.
    pub(crate) fn new(mut tokenizer: Tokenizer, size: usize, eos: u32) -> Result<Self, String> {
        let known = tokenizer.get_vocab_size(true);
        if known > size {
            return Err(format!("its tokenizer knows {known} tokens, its weights only {size}"));
        }
        let control =
            |name: &str| tokenizer.token_to_id(name).ok_or_else(|| format!("its tokenizer lacks the token {name}"));
        let (start, end) = (control(START)?, control(END)?);
        let ends = [end, eos].into_iter().chain(tokenizer.token_to_id(END_OF_TEXT)).collect();
        let specials = tokenizer.get_added_tokens_decoder();
        let spelled = (0..size).map(|id| {
            let id = u32::try_from(id).unwrap_or(u32::MAX);
            if specials.get(&id).is_some_and(|token| token.special) {
                return Box::default();
            }
            tokenizer.id_to_token(id).map_or_else(Box::default, |token| token.chars().filter_map(byte).collect())
        });
        let bytes: Vec<Box<[u8]>> = spelled.collect();
        let longest = bytes.iter().map(|bytes| bytes.len()).max().unwrap_or(1).max(END.len());
        // A client's text may spell a control token; it must not become one.
        tokenizer.set_encode_special_tokens(true);
        Ok(Self { tokenizer, bytes, start, end, ends, longest })
    }

    /// The tokens of a prompt.
    ///
    /// # Errors
    /// What the tokenizer says.
    pub(crate) fn encode(&self, pieces: &[Piece]) -> Result<Vec<u32>, String> {
        let mut tokens = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Start => tokens.push(self.start),
                Piece::End => tokens.push(self.end),
                Piece::Text(text) => {
                    let encoded =
                        self.tokenizer.encode_fast(text.as_str(), false).map_err(|error| error.to_string())?;
                    tokens.extend_from_slice(encoded.get_ids());
                }
            }
        }
        Ok(tokens)
    }

    /// The fewest tokens that so many bytes of text can be: what needs no counting to be too long.
    pub(crate) fn fewest(&self, bytes: usize) -> usize {
        bytes / self.longest
    }

    /// What a token says, in bytes: perhaps part of a character only.
    pub(crate) fn bytes(&self, token: u32) -> &[u8] {
        self.bytes.get(token as usize).map_or(&[], |bytes| bytes)
    }

    /// Whether a token ends an answer.
    pub(crate) fn ends(&self, token: u32) -> bool {
        self.ends.contains(&token)
    }
}

/// The byte that a character of a byte-level vocabulary stands for (GPT-2's table: printable Latin-1 stands for itself,
/// every other byte for a character from U+0100 on, in order).
fn byte(character: char) -> Option<u8> {
    let printable = |byte: &u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    let code = u32::from(character);
    if let Ok(byte) = u8::try_from(code) {
        return printable(&byte).then_some(byte);
    }
    let place = usize::try_from(code - 0x100).ok()?;
    (0..=u8::MAX).filter(|byte| !printable(byte)).nth(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_one_character() {
        let mut bytes: Vec<u8> = ('\u{0}'..='\u{143}').filter_map(byte).collect();
        bytes.sort_unstable();
        assert_eq!(bytes, (0..=u8::MAX).collect::<Vec<_>>());
        assert_eq!([byte('Ġ'), byte('Ċ'), byte('A'), byte('Ń')], [Some(b' '), Some(b'\n'), Some(b'A'), Some(0xAD)]);
        assert_eq!([byte(' '), byte('語')], [None, None]);
    }
}
