//! Text as words, numbers and marks, each with its place, so that what is found can be cut out of the original.

use crate::words;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lexeme {
    /// A run of letters (and digits after the first letter), folded; one CJK character; initials without their dots.
    Word,
    /// A number in digits: its amount, and whether it was written with a decimal point or separators.
    Number {
        /// Its amount.
        amount: f64,
        /// Whether it was written as bare digits, as a year is.
        bare: bool,
    },
    /// Any other character that is no blank.
    Mark(char),
}

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// What it is.
    pub lexeme: Lexeme,
    /// A word's folded text; digits as written; empty for marks.
    pub text: String,
    /// Byte offset of its start.
    pub start: usize,
    /// Byte offset past its end.
    pub end: usize,
    /// Whether no blank stands before it.
    pub glued: bool,
    /// Whether it begins with an upper-case letter.
    pub capital: bool,
}

impl Token {
    /// The folded word, where it is one.
    pub fn word(&self) -> Option<&str> {
        matches!(self.lexeme, Lexeme::Word).then_some(self.text.as_str())
    }

    /// The amount, where it is a number in digits.
    pub fn amount(&self) -> Option<f64> {
        match self.lexeme {
            Lexeme::Number { amount, .. } => Some(amount),
            _ => None,
        }
    }

    /// The mark, where it is one.
    pub fn mark(&self) -> Option<char> {
        match self.lexeme {
            Lexeme::Mark(c) => Some(c),
            _ => None,
        }
    }
}

/// Reads a text. `1,000` is one number, `U.S.A.` one word (`usa`), `5km` a number and a glued word, `isn't` one word.
pub fn lex(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 4 + 4);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() || is_debris(&text[at..], tokens.last().filter(|last| last.end == at)) {
            at += c.len_utf8();
            continue;
        }
        let token = read(text, at, c, tokens.last());
        at = token.end;
        tokens.push(token);
    }
    tokens
}

/// Whether the token at this place is a capital letter right behind a number: `Room 5A`, `iPhone 4S`.
pub(crate) fn is_letter_behind_number(tokens: &[Token], at: usize) -> bool {
    let (Some(token), Some(before)) = (tokens.get(at), at.checked_sub(1).map(|before| &tokens[before])) else {
        return false;
    };
    token.glued && token.capital && token.text.len() == 1 && before.amount().is_some()
}

/// Whether a text begins with what is left of a sign whose UTF-8 was read as Latin-1: `2.45Â billion`, `25Â°C`, `Â£5`.
/// The blank that was one of them may have become a plain one, behind a number.
fn is_debris(text: &str, glued: Option<&Token>) -> bool {
    let number = glued.is_some_and(|token| token.amount().is_some());
    let sign = |next: char| matches!(next, '\u{a0}'..='\u{bf}') || (number && next == ' ');
    text.strip_prefix('Â').is_some_and(|rest| rest.starts_with(sign))
}

fn read(text: &str, at: usize, c: char, before: Option<&Token>) -> Token {
    let glued = before.is_some_and(|token| token.end == at);
    let rest = &text[at..];
    if c.is_ascii_digit() || (c == '.' && !glued && digit_follows(rest, 1)) {
        return number(rest, at, glued);
    }
    if matches!(c, '-' | '−') && !glued && digit_follows(rest, c.len_utf8()) {
        let mut token = number(&rest[c.len_utf8()..], at + c.len_utf8(), glued);
        if let Lexeme::Number { amount, bare } = &mut token.lexeme {
            (*amount, *bare) = (-*amount, false);
        }
        token.start = at;
        return token;
    }
    if words::is_cjk(c) {
        return Token::new(Lexeme::Word, c.to_string(), at, at + c.len_utf8(), glued);
    }
    if c.is_alphabetic() {
        return word(rest, at, glued, c.is_uppercase());
    }
    if c.is_numeric() {
        // Full-width digits, fractions and superscripts: fold to ASCII and read that.
        let folded = words::fold(&c.to_string());
        if let Ok(amount) = folded.parse::<f64>() {
            return Token::new(Lexeme::Number { amount, bare: true }, folded, at, at + c.len_utf8(), glued);
        }
        if let Some((top, bottom)) = folded.split_once('⁄')
            && let (Ok(top), Ok(bottom)) = (top.parse::<f64>(), bottom.parse::<f64>())
        {
            let lexeme = Lexeme::Number { amount: top / bottom, bare: false };
            return Token::new(lexeme, folded, at, at + c.len_utf8(), glued);
        }
    }
    Token::new(Lexeme::Mark(c), String::new(), at, at + c.len_utf8(), glued)
}

impl Token {
    fn new(lexeme: Lexeme, text: String, start: usize, end: usize, glued: bool) -> Self {
        Self { lexeme, text, start, end, glued, capital: false }
    }
}

fn digit_follows(rest: &str, skip: usize) -> bool {
    rest[skip..].starts_with(|c: char| c.is_ascii_digit())
}

/// Digits, thousands separators (a comma or a narrow blank before exactly three digits), and a decimal part.
fn number(rest: &str, at: usize, glued: bool) -> Token {
    if let Some((digits, end)) = dotted_thousands(rest) {
        let amount = digits.parse().unwrap_or(f64::NAN);
        return Token::new(Lexeme::Number { amount, bare: false }, digits, at, at + end, glued);
    }
    let mut digits = String::new();
    let mut bare = true;
    let mut end = 0;
    while let Some(c) = rest[end..].chars().next() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if c == ' ' && (1..=3).contains(&end) && rest[end + 1..].starts_with("000") {
            // `10 000`: a plain blank is believed before noughts only.
            if !separates(&digits, &rest[end + 1..]) {
                break;
            }
            bare = false;
        } else if matches!(c, ',' | '\u{a0}' | '\u{202f}' | '\u{2009}')
            && separates(&digits, &rest[end + c.len_utf8()..])
        {
            bare = false;
        } else if c == '.' && !digits.contains('.') && digit_follows(rest, end + 1) {
            digits.push(c);
            bare = false;
        } else {
            break;
        }
        end += c.len_utf8();
    }
    let amount = digits.parse().unwrap_or(f64::NAN);
    Token::new(Lexeme::Number { amount, bare }, digits, at, at + end, glued)
}

/// No number with dots between its thousands is longer, in bytes.
const LONGEST_RUN: usize = 64;

/// `1.000.000`: one to three digits, and at least two groups of three behind dots.
fn dotted_thousands(rest: &str) -> Option<(String, usize)> {
    // A longer run is no number, and is not to be read again at each of its digits.
    let run = rest.bytes().take(LONGEST_RUN).take_while(|b| b.is_ascii_digit() || *b == b'.');
    let end = run.count();
    let written = rest[..end].trim_end_matches('.');
    let mut groups = written.split('.');
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let (count, right) = groups.fold((0, true), |(count, right), group| (count + 1, right && group.len() == 3));
    (count >= 2 && right && !first.starts_with('0')).then(|| (written.replace('.', ""), written.len()))
}

fn separates(before: &str, after: &str) -> bool {
    let group = after.bytes().take_while(u8::is_ascii_digit).count();
    group == 3 && !before.is_empty() && !before.contains('.')
}

fn word(rest: &str, at: usize, glued: bool, capital: bool) -> Token {
    if let Some((letters, length)) = initials(rest) {
        let mut token = Token::new(Lexeme::Word, letters, at, at + length, glued);
        token.capital = capital;
        return token;
    }
    let mut end = 0;
    for (i, c) in rest.char_indices() {
        let inner = matches!(c, '\'' | '’') && rest[i + c.len_utf8()..].starts_with(char::is_alphabetic);
        if words::is_cjk(c) || !(c.is_alphanumeric() || is_accent(c) || inner) {
            break;
        }
        end = i + c.len_utf8();
    }
    let signed = sign_behind(&rest[..end], &rest[end..]);
    let mut folded = words::fold(&rest[..end]);
    folded.extend(rest[end..].chars().take(signed).map(|c| if c == '−' { '-' } else { c }));
    end += rest[end..].chars().take(signed).map(char::len_utf8).sum::<usize>();
    let mut token = Token::new(Lexeme::Word, folded, at, at + end, glued);
    token.capital = capital;
    token
}

/// How many signs behind a letter or two belong to them: `C++`, `C#`, `O-`, `AB+`.
fn sign_behind(letters: &str, rest: &str) -> usize {
    if letters.len() > 2 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return 0;
    }
    let signs = rest.chars().take_while(|c| matches!(c, '+' | '#' | '-' | '−')).count();
    let ends = !rest.chars().nth(signs).is_some_and(|c| c.is_alphanumeric() || c == '"');
    if signs <= 2 && ends { signs } else { 0 }
}

fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// `U.S.A.` → (`usa`, 6): at least two single letters, each with its dot (the last dot may be missing).
fn initials(rest: &str) -> Option<(String, usize)> {
    let bytes = rest.as_bytes();
    let mut letters = String::new();
    let mut end = 0;
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        let dotted = bytes.get(end + 1) == Some(&b'.');
        let last = !letters.is_empty() && !bytes.get(end + 1).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
        if !dotted && !last {
            break;
        }
        letters.push(char::from(bytes[end].to_ascii_lowercase()));
        end += 1 + usize::from(dotted);
        if !dotted {
            break;
        }
    }
    (letters.len() >= 2).then_some((letters, end))
}
