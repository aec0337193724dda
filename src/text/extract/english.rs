//! Short answers in languages with blanks: the run of new words on the right side of the question's echo.

use super::classes::{CLAUSES, GENERIC, PARTICIPLES, PARTICLES};
use super::lead_in::{dated_scene, lead_in};
use crate::asked::{Asked, Kind};
use crate::dates;
use crate::lex::{self, Lexeme, Token};
use crate::polarity;
use crate::values::{self, Found, Value};
use crate::words;

/// What a token is to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Says something that the question did not.
    New,
    /// A word of the question.
    Echo,
    /// *is*, *was*, *called*.
    Copula,
    /// A word that carries nothing.
    Little,
    /// A mark that ends a phrase.
    Stop,
    /// A colon: what was asked before it, the answer behind it, or the other way round.
    Colon,
    /// A mark within a phrase.
    Mark,
}

/// The short answer in one sentence.
pub(super) fn short<'a>(asked: &Asked, sentence: &'a str) -> &'a str {
    let tokens = lex::lex(sentence);
    if asked.kind == Kind::Polar
        && let (Some(_), Some(first)) = (polarity::polarity(sentence, &tokens), tokens.first())
    {
        return &sentence[first.start..first.end];
    }
    let mut from = lead_in(&tokens);
    if !asked.asks_value() {
        from += dated_scene(&tokens[from..]).unwrap_or(0);
    }
    let body = &tokens[from..];
    let (start, past) = span(asked, body).unwrap_or((0, body.len()));
    match (body.get(start), body.get(past.saturating_sub(1))) {
        (Some(first), Some(last)) if first.start < last.end => unquoted(sentence, first.start, last.end),
        _ => sentence,
    }
}

/// An answer that stands behind an opening quote ends at the closing one.
fn unquoted(sentence: &str, start: usize, end: usize) -> &str {
    let answer = &sentence[start..end];
    let closing = match sentence[..start].chars().next_back() {
        Some('"') => '"',
        Some('“') => '”',
        _ => return answer,
    };
    match answer.split_once(closing) {
        Some((quoted, _)) if quoted.chars().any(char::is_alphanumeric) => quoted,
        _ => answer,
    }
}

fn span(asked: &Asked, tokens: &[Token]) -> Option<(usize, usize)> {
    let mut roles: Vec<Role> = tokens.iter().map(|token| role(asked, token)).collect();
    for at in 1..roles.len().saturating_sub(1) {
        // `3:15`, `2:1`: no colon but one of theirs.
        if roles[at] == Role::Colon && tokens[at - 1].amount().is_some() && tokens[at + 1].amount().is_some() {
            roles[at] = Role::Mark;
        }
    }
    for at in (1..roles.len()).filter(|at| lex::is_letter_behind_number(tokens, *at)) {
        roles[at] = Role::New;
    }
    let words = roles.iter().filter(|role| !matches!(role, Role::Mark | Role::Stop)).count();
    let copula = roles.contains(&Role::Copula);
    let echoes = copula || roles.contains(&Role::Echo);
    if asked.asks_value() && (words > 5 || echoes) {
        let mut found = values::find(tokens);
        polarity::denied(tokens, &mut found);
        if let Some(best) = value(asked, tokens, &found) {
            return Some((best.first, best.past));
        }
    }
    let brief = words <= 4 && !copula && roles.iter().filter(|role| **role == Role::Echo).count() <= 1;
    if brief || !echoes {
        return Some((opening(asked, tokens), plain_end(tokens, &roles)));
    }
    let (from, to) = side(&roles);
    let start = start(asked, tokens, &roles, (from, to))?;
    let past = phrase_end(asked, &tokens[..to], &roles[..to], start);
    (start < past).then_some((start, past))
}

/// The side of *is* (or of a colon) that repeats less of the question; the whole where there is no such pivot.
fn side(roles: &[Role]) -> (usize, usize) {
    let count = |wanted: Role| {
        let counted = roles.iter().scan(0.0, |sum, role| {
            *sum += f64::from(u8::from(*role == wanted));
            Some(*sum)
        });
        std::iter::once(0.0).chain(counted).collect::<Vec<f64>>()
    };
    let (new, echoed) = (count(Role::New), count(Role::Echo));
    let echo = |from: usize, to: usize| {
        let (new, echo) = (new[to] - new[from], echoed[to] - echoed[from]);
        (new, (echo + 0.5) / (new + echo + 1.0))
    };
    let mut best = ((0, roles.len()), 0.0);
    for at in (0..roles.len()).filter(|at| matches!(roles[*at], Role::Copula | Role::Colon)) {
        let ((new_before, before), (new_after, after)) = (echo(0, at), echo(at + 1, roles.len()));
        let lead = before - after;
        let (range, new) = if lead >= 0.0 { ((at + 1, roles.len()), new_after) } else { ((0, at), new_before) };
        if new > 0.0 && lead.abs() > best.1 {
            best = (range, lead.abs());
        }
    }
    best.0
}

/// Where the answer begins within a side: a name where a person is asked for, behind a preposition where a place is,
/// else at the first new word that is no mere class name (`the song …`, `a singer …`).
fn start(asked: &Asked, tokens: &[Token], roles: &[Role], (from, to): (usize, usize)) -> Option<usize> {
    let new: Vec<usize> = (from..to).filter(|at| roles[*at] == Role::New).collect();
    let first = *new.first()?;
    let named =
        || new.iter().copied().find(|at| tokens[*at].capital && (*at > 0 || tokens.len() < 2 || starts_name(tokens)));
    let placed = || {
        new.iter().copied().find(|at| {
            let before = tokens[..*at].iter().rev().take(3).filter_map(Token::word);
            before
                .take_while(|w| words::is_function_word(w))
                .any(|w| matches!(w, "in" | "at" | "near" | "from" | "on" | "to"))
        })
    };
    let special = || new.iter().copied().find(|at| !tokens[*at].word().is_some_and(|word| GENERIC.contains(&word)));
    let at = match asked.kind {
        Kind::Person => {
            named().or_else(special).map(|at| name_start(tokens, roles, from, behind_epithet(tokens, at, to)))
        }
        Kind::Place => placed().or_else(special),
        _ => special(),
    };
    Some(past_participle(tokens, at.unwrap_or(first)))
}

/// Whether a capital at the very beginning is a name's: the next word has one too, or the text has small letters after.
fn starts_name(tokens: &[Token]) -> bool {
    !tokens[0].word().is_some_and(|word| GENERIC.contains(&word))
}

/// `the English playwright William Shakespeare`, `actor Gene Barry`: where the name begins.
fn behind_title(tokens: &[Token]) -> usize {
    let first = usize::from(tokens.first().and_then(Token::word).is_some_and(|w| matches!(w, "the" | "a" | "an")));
    let class = |at: usize| tokens[at].word().is_some_and(|word| !tokens[at].capital && GENERIC.contains(&word));
    if first + 1 < tokens.len() && class(first) && tokens[first + 1].capital {
        return first + 1;
    }
    let behind =
        tokens.get(first).filter(|token| token.capital).map_or(0, |_| behind_epithet(tokens, first, tokens.len()));
    if behind > first { behind } else { 0 }
}

/// `Portuguese explorer Bartolomeu Dias` → `Bartolomeu Dias`.
fn behind_epithet(tokens: &[Token], at: usize, to: usize) -> usize {
    let small = |i: &usize| {
        tokens[*i].word().is_some_and(|w| !tokens[*i].capital && !PARTICLES.contains(&w))
            || tokens[*i].mark() == Some('-')
    };
    let past = (at + 1..to.min(at + 5)).take_while(small).last().map_or(at, |last| last + 1);
    let epithet = past > at && past < to && tokens[past].capital && tokens[at].word().is_some_and(is_epithet);
    if epithet { past } else { at }
}

/// Whether a word ends as adjectives of nations do.
fn is_epithet(word: &str) -> bool {
    ["an", "ese", "ish", "ch", "ss", "sh", "ic", "er", "or"].iter().any(|ending| word.ends_with(ending))
}

/// A name may begin with a word of the question (`Bette Davis`, asked about some Bette).
fn name_start(tokens: &[Token], roles: &[Role], from: usize, at: usize) -> usize {
    let mut start = at;
    while start > from && start > 0 && tokens[start - 1].capital && roles[start - 1] == Role::Echo {
        start -= 1;
    }
    start
}

/// Where a plain phrase ends: before a clause or a bracket.
fn plain_end(tokens: &[Token], roles: &[Role]) -> usize {
    let ends = |at: &usize| match roles[*at] {
        Role::Stop | Role::Colon => true,
        Role::Mark => tokens[*at].mark() == Some(',') && clause_follows(tokens, at + 1),
        Role::Little | Role::New => tokens[*at].word().is_some_and(|w| CLAUSES.contains(&w)) && !tokens[*at].capital,
        Role::Echo | Role::Copula => false,
    };
    (1..tokens.len()).find(ends).unwrap_or(tokens.len())
}

fn role(asked: &Asked, token: &Token) -> Role {
    match token.lexeme {
        Lexeme::Mark(':') => Role::Colon,
        Lexeme::Mark('–' | '-') if !token.glued => Role::Stop,
        Lexeme::Mark(';' | '(' | '[' | '—' | '…') => Role::Stop,
        Lexeme::Mark(_) => Role::Mark,
        Lexeme::Number { .. } if asked.has_stem(&token.text) => Role::Echo,
        Lexeme::Number { .. } => Role::New,
        Lexeme::Word if words::is_copula(&token.text) => Role::Copula,
        Lexeme::Word if words::is_function_word(&token.text) => Role::Little,
        Lexeme::Word if asked.has_stem(words::stem(&token.text)) => Role::Echo,
        Lexeme::Word => Role::New,
    }
}

/// How many tokens may stand from the verb to its date.
const NEAR: usize = 3;

/// The value that answers: of the kind that is asked for, and not one that the question brings.
fn value<'a>(asked: &Asked, tokens: &[Token], found: &'a [Found]) -> Option<&'a Found> {
    let own: Vec<&Found> = found.iter().filter(|f| !asked.values.contains(&f.value)).collect();
    let dated = |f: &&&Found| match f.value {
        Value::When(_) => true,
        Value::Quantity { amount, unit: None } => dates::is_year(amount),
        Value::Range { from, .. } => dates::is_year(from),
        Value::Quantity { .. } | Value::Version(_) | Value::Point(_) => false,
    };
    // `Born in 1564 and died in 1616`: the one right behind what was asked.
    let told = |f: &&&Found| {
        let near = tokens[f.first.saturating_sub(NEAR)..f.first].iter().filter_map(Token::word);
        near.into_iter().filter(|word| !words::is_function_word(word)).any(|word| {
            let short = word.strip_suffix("ed").into_iter().chain(word.strip_suffix('d'));
            short.chain([words::stem(word)]).any(|stem| asked.has_stem(stem))
        })
    };
    let preferred = match asked.kind {
        Kind::Moment => own.iter().find(|f| dated(f) && told(f)).or(own.iter().find(dated)),
        _ => own.iter().find(|f| !dated(f)),
    };
    preferred.or(own.first()).copied()
}

/// `held at Wembley` → `Wembley`, `written by Shakespeare` → `Shakespeare`.
fn past_participle(tokens: &[Token], start: usize) -> usize {
    let verb = tokens[start].word().is_some_and(|word| {
        !tokens[start].capital && (word.ends_with("ed") || word.ends_with('n') || PARTICIPLES.contains(&word))
    });
    let mut at = start + 1;
    let preposition = tokens.get(at).and_then(Token::word).is_some_and(words::is_preposition);
    if !verb || !preposition {
        return start;
    }
    at += 1;
    while tokens.get(at).and_then(Token::word).is_some_and(|word| matches!(word, "the" | "a" | "an")) {
        at += 1;
    }
    if at < tokens.len() { at } else { start }
}

/// Within how many tokens a bound and its value stand.
const BOUND: usize = 6;

/// Where a plain phrase begins: behind `in` and its kin where a place or time is asked for, or where it is small.
fn opening(asked: &Asked, tokens: &[Token]) -> usize {
    let first = tokens.first();
    let small = first.is_some_and(|token| !token.capital);
    if asked.kind == Kind::Person {
        return behind_title(tokens);
    }
    let preposition = first.and_then(Token::word).is_some_and(words::is_preposition);
    let wanted = small || matches!(asked.kind, Kind::Moment | Kind::Place);
    // `over 500`, `between 5 and 10`: theirs.
    let bound = preposition && values::find(&tokens[..tokens.len().min(BOUND)]).first().is_some_and(|f| f.first == 0);
    usize::from(preposition && wanted && !bound && tokens.len() > 1)
}

/// Where the phrase that begins at `start` ends: before a clause, a bracket, the question's echo, or a by-the-way date.
fn phrase_end(asked: &Asked, tokens: &[Token], roles: &[Role], start: usize) -> usize {
    let mut past = start + 1;
    for at in start + 1..tokens.len() {
        let ends = match roles[at] {
            Role::Stop | Role::Colon | Role::Copula => true,
            // Within a longer name an echo stays: `New York City Ballet`, `Himadri Station`.
            Role::Echo => {
                past != at || !(tokens[at].capital && tokens[start].capital || roles.get(at + 1) == Some(&Role::New))
            }
            Role::Mark => tokens[at].mark() == Some(',') && clause_follows(tokens, at + 1),
            Role::Little | Role::New => breaks(asked, tokens, at) || lower_in_name(asked, tokens, start, at),
        };
        if ends {
            break;
        }
        if matches!(roles[at], Role::New | Role::Echo) {
            past = at + 1;
        }
    }
    past.min(tokens.len())
}

fn clause_follows(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).and_then(Token::word).is_some_and(|word| {
        CLAUSES.contains(&word)
            || matches!(word, "with" | "in" | "as" | "but" | "he" | "she" | "it" | "they" | "not" | "so")
    })
}

fn breaks(asked: &Asked, tokens: &[Token], at: usize) -> bool {
    let Some(word) = tokens[at].word().filter(|_| !tokens[at].capital) else { return false };
    if CLAUSES.contains(&word) {
        return true;
    }
    let dated = matches!(word, "in" | "on" | "during" | "since" | "from" | "until")
        && tokens.get(at + 1).is_some_and(|next| {
            next.amount().is_some_and(dates::is_year) || next.word().is_some_and(|w| dates::month(w).is_some())
        });
    dated && !asked.asks_value()
}

/// A person's name ends where small letters begin (`Penned by William Shakespeare himself`).
fn lower_in_name(asked: &Asked, tokens: &[Token], start: usize, at: usize) -> bool {
    let named = asked.kind == Kind::Person && tokens[start].capital;
    named
        && !tokens[at].capital
        && tokens[at].word().is_some_and(|word| !PARTICLES.contains(&word))
        && tokens[at].amount().is_none()
}
