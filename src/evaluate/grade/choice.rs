//! Which choice an answer takes.
//!
//! The letter first (`B`, `(B)`, `B) Paris`, `The answer is B.`), then the words of a choice, then the only letter with a
//! mark behind it. The founding paper's script tries the words before the letter; an answer of letters is what is asked
//! for here.

use probity_text::normalise;

/// What may stand before a letter that concludes, folded.
const LEADS: [&str; 5] = ["answer is", "answer:", "option", "choice", "answer"];

/// The place of a letter, A being 0.
pub(super) fn place(letter: &str) -> Option<usize> {
    let &[byte] = letter.as_bytes() else { return None };
    byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_uppercase() - b'A'))
}

/// The place of the choice that an answer takes; `None` where it takes none, or several.
pub(super) fn chosen(choices: &[String], answer: &str) -> Option<usize> {
    let taken = leading(choices, answer).or_else(|| concluding(choices, answer));
    let taken = taken.or_else(|| by_words(choices, answer)).or_else(|| marked(answer));
    taken.filter(|place| *place < choices.len())
}

/// The letter that an answer opens with. `A dog` opens with no letter, unless that choice is a dog.
fn leading(choices: &[String], answer: &str) -> Option<usize> {
    let open = answer.trim().trim_start_matches(['(', '[', '*', '"', '\'', ' ']);
    let letter = open.chars().next().filter(char::is_ascii_alphabetic)?;
    let (place, behind) = (place(&letter.to_string())?, &open[1..]);
    let ends = behind.chars().all(|c| !c.is_alphanumeric());
    let marked = behind.starts_with([')', ']', '.', ':', '*', '"', ',', '\n', ';']);
    let words = normalise(behind);
    let of_choice = choices.get(place).map(|choice| normalise(choice)).filter(|choice| !choice.is_empty());
    let told = of_choice.is_some_and(|choice| behind.starts_with(' ') && words.starts_with(&choice));
    let is_letter = ends || told || (marked && letter.is_ascii_uppercase()) || behind.starts_with(')');
    is_letter.then_some(place)
}

/// The letter behind the last *answer is* and its like.
fn concluding(choices: &[String], answer: &str) -> Option<usize> {
    // Lower case of ASCII only, so that places stay what they are.
    let folded = answer.to_ascii_lowercase();
    let ends = LEADS.iter().filter_map(|lead| Some(folded.rfind(lead)? + lead.len()));
    let mut ends: Vec<usize> = ends.collect();
    ends.sort_unstable();
    ends.into_iter().rev().find_map(|end| leading(choices, answer[end..].trim_start_matches([' ', ':', '\n'])))
}

/// The only choice whose words the answer holds; of two of which one holds the other, the longer.
fn by_words(choices: &[String], answer: &str) -> Option<usize> {
    let answer = format!(" {} ", normalise(answer));
    let words: Vec<String> = choices.iter().map(|choice| format!(" {} ", normalise(choice))).collect();
    let said = |place: &usize| words[*place].len() > 2 && answer.contains(&words[*place]);
    let found: Vec<usize> = (0..words.len()).filter(said).collect();
    let within = |place: usize| {
        let longer = |other: &usize| words[*other].len() > words[place].len() && words[*other].contains(&words[place]);
        found.iter().any(longer)
    };
    let mut longest = found.iter().copied().filter(|place| !within(*place));
    longest.next().filter(|_| longest.next().is_none())
}

/// The only capital that stands alone with a bracket or a full stop behind it.
fn marked(answer: &str) -> Option<usize> {
    let bytes = answer.as_bytes();
    let alone = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    let told = |at: usize| matches!(bytes.get(at + 1), Some(b')' | b'.'));
    let letters = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_uppercase() && alone(*at) && told(*at));
    let mut places = letters.map(|at| usize::from(bytes[at] - b'A'));
    let first = places.next()?;
    places.all(|place| place == first).then_some(first)
}
