//! An answer's text while it grows: whole characters only, nothing after a stop string, and nothing of what may yet turn
//! out to be one.

use probity_draw::openai::Token;

/// Text that may go out, with the tokens it is made of.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// The text.
    pub(crate) text: String,
    /// Its tokens.
    pub(crate) tokens: Vec<Token>,
}

/// An answer's text while it grows.
#[derive(Debug)]
pub(crate) struct Words {
    stops: Vec<String>,
    /// Bytes that are not yet a whole character.
    bytes: Vec<u8>,
    /// Whole text that is held back.
    held: String,
    /// Tokens of the held text, each with the place where it ends: bytes from the held text's beginning.
    tokens: Vec<(usize, Token)>,
}

/// Whether more may be said.
#[derive(Debug, PartialEq)]
pub(crate) enum Flow {
    /// Yes; this much is safe to send.
    On(Said),
    /// A stop string came; this is the last.
    Stopped(Said),
}

impl Words {
    /// An answer that ends before any of `stops` (none of them empty).
    pub(crate) fn new(stops: Vec<String>) -> Self {
        Self { stops, bytes: Vec::new(), held: String::new(), tokens: Vec::new() }
    }

    /// Takes the next token.
    pub(crate) fn push(&mut self, token: Token) -> Flow {
        self.bytes.extend_from_slice(&token.bytes);
        let text = whole_characters(&mut self.bytes);
        self.held.push_str(&text);
        self.tokens.push((self.held.len() + self.bytes.len(), token));
        if let Some(at) = self.stops.iter().filter_map(|stop| self.held.find(stop.as_str())).min() {
            self.held.truncate(at);
            self.bytes.clear();
            return Flow::Stopped(self.release(at));
        }
        Flow::On(self.release(self.held.len() - self.suspense()))
    }

    /// What is still held when no more tokens come. An unfinished character becomes the replacement character.
    pub(crate) fn finish(&mut self) -> Said {
        if !self.bytes.is_empty() {
            self.held.push_str(&String::from_utf8_lossy(&std::mem::take(&mut self.bytes)));
        }
        for (end, _) in &mut self.tokens {
            *end = (*end).min(self.held.len());
        }
        self.release(self.held.len())
    }

    /// How many bytes at the end of the held text may be the beginning of a stop string.
    fn suspense(&self) -> usize {
        let begins = |stop: &String| {
            let shorter = stop.char_indices().map(|(at, _)| at).filter(|at| self.held.ends_with(&stop[..*at]));
            shorter.max().unwrap_or(0)
        };
        self.stops.iter().map(begins).max().unwrap_or(0)
    }

    fn release(&mut self, length: usize) -> Said {
        let text: String = self.held.drain(..length).collect();
        let going = self.tokens.iter().take_while(|(end, _)| *end <= length).count();
        let tokens = self.tokens.drain(..going).map(|(_, token)| token).collect();
        for (end, _) in &mut self.tokens {
            *end -= length;
        }
        Said { text, tokens }
    }
}

/// Takes the whole characters off the front; bytes that can no longer become one are replaced.
fn whole_characters(bytes: &mut Vec<u8>) -> String {
    let mut text = String::new();
    let mut taken = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        taken += chunk.valid().len();
        let invalid = chunk.invalid();
        let unfinished = taken + invalid.len() == bytes.len() && may_go_on(invalid);
        if !invalid.is_empty() && !unfinished {
            text.push(char::REPLACEMENT_CHARACTER);
            taken += invalid.len();
        }
    }
    bytes.drain(..taken);
    text
}

/// Whether bytes at the end are a character's beginning.
fn may_go_on(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(bytes: &[u8]) -> Token {
        let token = String::from_utf8_lossy(bytes).into_owned();
        Token { token, logprob: -1.0, bytes: bytes.to_vec(), top_logprobs: Vec::new() }
    }

    /// Says each piece as a token; the texts as they came out, the stop flag, and the number of tokens released.
    fn said(stops: &[&str], pieces: &[&[u8]]) -> (Vec<String>, bool, usize) {
        let mut words = Words::new(stops.iter().map(ToString::to_string).collect());
        let (mut texts, mut tokens) = (Vec::new(), 0);
        for piece in pieces {
            let (said, stopped) = match words.push(token(piece)) {
                Flow::On(said) => (said, false),
                Flow::Stopped(said) => (said, true),
            };
            tokens += said.tokens.len();
            texts.push(said.text);
            if stopped {
                return (texts, true, tokens);
            }
        }
        let last = words.finish();
        texts.push(last.text);
        (texts, false, tokens + last.tokens.len())
    }

    #[test]
    fn characters_come_whole() {
        let (texts, _, tokens) = said(&[], &[b"caf", b"\xC3", b"\xA9", b"!"]);
        assert_eq!(texts, ["caf", "", "é", "!", ""]);
        assert_eq!(tokens, 4);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        assert_eq!(said(&[], &[b"a\xFFb", b"\xE2\x82"]).0, ["a\u{FFFD}b", "", "\u{FFFD}"]);
        assert_eq!(said(&[], &[b"\xE2\x82", b"x"]).0, ["", "\u{FFFD}x", ""]);
    }

    #[test]
    fn nothing_of_a_stop_string_gets_out() {
        let (texts, stopped, tokens) = said(&["END"], &[b"one E", b"N", b"D two"]);
        assert_eq!((texts.concat().as_str(), stopped, tokens), ("one ", true, 0));
        assert!(texts.iter().all(|text| !text.contains('E')));
    }

    #[test]
    fn what_was_held_in_vain_is_let_go() {
        let (texts, stopped, tokens) = said(&["END"], &[b"E", b"N", b"ough"]);
        assert_eq!((texts, stopped, tokens), (vec!["".into(), "".into(), "ENough".into(), "".into()], false, 3));
        assert_eq!(said(&["END"], &[b"the EN"]).0, ["the ", "EN"]);
    }

    #[test]
    fn the_earliest_stop_string_counts() {
        assert_eq!(said(&["d", "b"], &[b"abcd"]), (vec!["a".into()], true, 0));
        assert_eq!(said(&["\n"], &[b"Paris", b".", b"\n"]), (vec!["Paris".into(), ".".into(), "".into()], true, 2));
    }
}
