//! Multiple choice: `B`, `(B)`, `b)`, `B) Paris`, `Option B`, and the options that a question offers.

use crate::asked::Asked;
use crate::guard::Guard;
use crate::lex;
use crate::names;

/// An answer that is a letter, with the text that stood beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    letter: char,
    rest: String,
}

/// What may stand before the letter, folded.
const LEADS: &[&str] = &["the correct answer is", "the answer is", "answer:", "answer is", "option", "choice", "it is"];
/// No answer that is a letter has more text beside it, in bytes.
const LONGEST: usize = 200;

impl Choice {
    /// The letter that an answer opens with. `C. Darwin` is a name, unless the question offers choices.
    pub(crate) fn of(asked: &Asked, answer: &str) -> Option<Self> {
        let answer = answer.trim();
        if answer.len() > LONGEST {
            return None;
        }
        let (text, led) = without_lead(answer);
        let open = text.trim_start_matches(['(', '[', '*', '"']);
        let letter = open.chars().next().filter(char::is_ascii_alphabetic)?;
        let behind = &open[1..];
        let mark = behind.chars().next();
        let bracketed = matches!(mark, Some(')' | ']'));
        let marked = bracketed || matches!(mark, Some('.' | ':' | '*'));
        let ends = behind.trim_matches([')', ']', '.', ':', '*', '"', ' ']).is_empty();
        let offered = !asked.options.is_empty();
        let upper = letter.is_ascii_uppercase() || bracketed || (ends && led && open.len() < text.len());
        if names_another(behind) {
            return None;
        }
        let told = ends || bracketed || (marked && offered) || (led && offered && behind.starts_with([' ', ',']));
        let letter = letter.to_ascii_uppercase();
        if !upper || !told || !('A'..='H').contains(&letter) {
            return None;
        }
        let rest = if marked { names::key(&lex::lex(behind)) } else { String::new() };
        Some(Self { letter, rest })
    }

    /// One letter is one choice, unless other words stand beside it, and the same words beside two letters say nothing.
    pub(crate) fn compare(&self, other: &Self) -> Guard {
        let both = !self.rest.is_empty() && !other.rest.is_empty();
        match (self.letter == other.letter, both, self.rest == other.rest) {
            (true, true, false) | (false, true, true) => Guard::Silent,
            (true, ..) => Guard::Same,
            (false, ..) => Guard::Different,
        }
    }

    /// A letter beside an answer in words.
    pub(crate) fn compare_text(&self, asked: &Asked, key: &str) -> Option<Guard> {
        if key.is_empty() {
            return None;
        }
        let of_letter = asked.options.iter().find(|(letter, _)| *letter == self.letter).map(|(_, text)| text.as_str());
        if self.rest == key || of_letter == Some(key) {
            return Some(Guard::Same);
        }
        let other = asked.options.iter().any(|(letter, text)| *letter != self.letter && text == key);
        other.then_some(Guard::Different)
    }
}

/// Whether a second letter is chosen too: ` and C`, `, B and D`.
fn names_another(behind: &str) -> bool {
    let rest = behind.trim_start_matches([')', ']', '*', ' ', ',']);
    let rest = rest.strip_prefix("and ").or_else(|| rest.strip_prefix("& ")).or_else(|| rest.strip_prefix("or "));
    let joined = rest.or_else(|| behind.strip_prefix(", ")).or_else(|| behind.strip_prefix(','));
    let open = joined.unwrap_or_default().trim_start_matches(['(', '[']);
    let mut chars = open.chars();
    matches!(chars.next(), Some('A'..='H')) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// The options of a question: at least two, A first, each letter with a mark behind it.
pub(crate) fn options(question: &str) -> Vec<(char, String)> {
    let mut starts: Vec<(char, usize, usize)> = Vec::new();
    let mut before = ' ';
    for (at, c) in question.char_indices() {
        let wanted = char::from(b'A' + starts.len().min(7) as u8);
        let mark = question[at + c.len_utf8()..].chars().next();
        let opens = before.is_whitespace() || before == '(';
        if opens && c.to_ascii_uppercase() == wanted && matches!(mark, Some(')' | '.' | ':')) && starts.len() < 8 {
            starts.push((wanted, at, at + 2));
        }
        before = c;
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).map(|start| start.1).chain([question.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((letter, _, from), to)| (*letter, names::key(&lex::lex(&question[*from..to]))))
        .collect()
}

fn without_lead(text: &str) -> (&str, bool) {
    let lead = LEADS.iter().find(|lead| text.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead)));
    let Some(lead) = lead else { return (text, false) };
    let rest = text[lead.len()..].trim_start_matches([' ', ':']);
    if *lead == "option" || *lead == "choice" { (rest, true) } else { (without_lead(rest).0, true) }
}
