//! Texts that decline to answer: a class of their own, never an answer that two draws could share.
//!
//! The paper's list comes first, to the letter. Beside it stand the usual refusals of today's models, English and
//! Chinese, read clause by clause: *I'm not sure, but I think it is Paris* hedges and answers, *I'm not sure, but you can
//! look it up* declines.

mod han;
mod phrases;
mod titles;

use crate::sentences;
use crate::words;

use han::{CHINESE_COURTESY, CHINESE_DECLINING, CHINESE_TURNS};
use phrases::{
    ADVERBS, COURTESY, DECLINING, GUESSES, OFFERS, SCENES, TRIGGERS, TURNS, VENTURES, WHOLE, WHOLE_COURTESY,
};

/// So many bytes of an answer are looked at: who has said this much without an answer to show for it gives none.
const BEGINNING: usize = 4096;

/// What one clause does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    /// Says that there will be no answer.
    Declines,
    /// An apology, an offer, advice, a remark on oneself: neither.
    Courtesy,
    /// Says something.
    Content,
}

/// Whether `answer` declines to answer `question`. A phrase that the question has itself does not count. A text without
/// a letter or digit declines too: there is no answer in it.
pub fn declines(question: &str, answer: &str) -> bool {
    if !answer.chars().any(char::is_alphanumeric) {
        return true;
    }
    let question = straight(question);
    let answer = &answer[..answer.floor_char_boundary(BEGINNING)];
    let text = straight(answer);
    if paper(&question, &text) {
        return true;
    }
    let bare: String = text.trim().trim_matches(|c: char| !c.is_alphanumeric() && !words::is_cjk(c)).to_owned();
    if WHOLE.contains(&bare.as_str()) {
        return true;
    }
    if words::is_mostly_cjk(answer) { chinese(&question, &text) } else { english(&expand(&question), answer) }
}

/// Whether a sentence is no more than a preface (an apology, a remark on oneself, a hedge): the answer comes after it.
pub fn is_preface(question: &str, sentence: &str) -> bool {
    if words::is_mostly_cjk(sentence) {
        return CHINESE_COURTESY.iter().any(|phrase| sentence.starts_with(phrase)) || declines(question, sentence);
    }
    let question = expand(&straight(question));
    let clauses = clauses(sentence);
    !clauses.is_empty() && clauses.iter().all(|(_, clause)| classify(&question, clause) != Clause::Content)
}

/// The founding paper's heuristics: lower case, phrases in the text and not in the question.
fn paper(question: &str, text: &str) -> bool {
    const REFUSAL: &str = "i apologize, but i'm not able to provide an answer to the question";
    const PHRASES: &[&str] = &[
        "i apologize",
        "not aware of",
        "i'm not familiar with",
        "i am not familiar with",
        "n't make sense",
        "not make sense",
        "i'm not able to",
        "i am not able to",
        "however, i must point out",
    ];
    text.contains(REFUSAL) || PHRASES.iter().any(|phrase| text.contains(phrase) && !question.contains(phrase))
}

fn english(question: &str, text: &str) -> bool {
    let (mut declined, mut offered) = (false, false);
    for (turned, clause) in clauses(&titles::without(text)) {
        match classify(question, &clause) {
            Clause::Declines => declined = true,
            // `However, I can provide the answer.` What comes next is it.
            Clause::Courtesy => offered |= turned && OFFERS.iter().any(|phrase| clause.starts_with(phrase)),
            // Before any refusal: an answer. After one: only what is set against it (`but`, `my guess`) is.
            Clause::Content if !declined || turned || offered || guesses(&clause) => return false,
            Clause::Content => {}
        }
    }
    declined
}

/// The clauses of a text, lower case and written out, and whether each is set against what stands before it.
fn clauses(text: &str) -> Vec<(bool, String)> {
    let mut out = Vec::new();
    // Sentences first: once all is lower case their beginnings can no longer be told.
    for sentence in sentences::sentences(text) {
        let mut sentence = expand(&straight(sentence));
        for guess in VENTURES {
            sentence = sentence.replace(guess, &format!(" but{}", &guess[1..]));
        }
        let mut rest = sentence.as_str();
        let mut turned = false;
        loop {
            let next = TURNS.iter().filter_map(|turn| find_word(rest, turn).map(|at| (at, turn.len()))).min();
            let (clause, after) = next.map_or((rest, None), |(at, length)| (&rest[..at], Some(&rest[at + length..])));
            if clause.chars().any(char::is_alphanumeric) {
                out.push((turned, clause.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_owned()));
            }
            let Some(after) = after else { break };
            (rest, turned) = (after, true);
        }
    }
    out
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn classify(question: &str, clause: &str) -> Clause {
    let said = |phrases: &[&str]| {
        phrases.iter().any(|phrase| find_word(clause, phrase).is_some() && find_word(question, phrase).is_none())
    };
    if clause.split(|c: char| !c.is_alphanumeric()).any(|word| TRIGGERS.contains(&word))
        && said(DECLINING)
        && !clause.starts_with("i do not know how to ")
    {
        return Clause::Declines;
    }
    if let Some((_, rest)) = clause.split_once(", ")
        && SCENES.iter().any(|phrase| clause.starts_with(phrase))
    {
        return classify(question, rest);
    }
    let courteous = COURTESY.iter().any(|phrase| clause.starts_with(phrase)) || WHOLE_COURTESY.contains(&clause);
    if courteous { Clause::Courtesy } else { Clause::Content }
}

fn guesses(clause: &str) -> bool {
    GUESSES.iter().any(|phrase| clause.starts_with(phrase))
}

/// Lower case, straight apostrophes.
fn straight(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '’' | '‘' | '´' | '`' | 'ʼ') { '\'' } else { c })
        .collect()
}

/// Contractions written out, adverbs that change nothing dropped, so that one phrase stands for its variants.
fn expand(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for word in text.split(' ').filter(|word| !ADVERBS.contains(&word.trim_matches(','))) {
        if !out.is_empty() {
            out.push(' ');
        }
        let stem = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let tail = &word[stem.len()..];
        match stem {
            "can't" | "cannot" => out.push_str("can not"),
            "won't" => out.push_str("will not"),
            _ => {
                let not = stem.strip_suffix("n't").map(|rest| (rest, " not"));
                let other = not
                    .or_else(|| stem.strip_suffix("'m").map(|rest| (rest, " am")))
                    .or_else(|| stem.strip_suffix("'ve").map(|rest| (rest, " have")))
                    .or_else(|| stem.strip_suffix("'re").map(|rest| (rest, " are")))
                    .or_else(|| stem.strip_suffix("'d").map(|rest| (rest, " would")));
                let (rest, more) = other.unwrap_or((stem, ""));
                out.push_str(rest);
                out.push_str(more);
            }
        }
        out.push_str(tail);
    }
    out
}

fn chinese(question: &str, text: &str) -> bool {
    let mut declined = false;
    for clause in text.split(['。', '！', '？', '，', '；', ',', '.', '!', '?', ';', '\n']) {
        let turned = CHINESE_TURNS.iter().find_map(|turn| clause.trim().strip_prefix(turn));
        let clause = turned.unwrap_or(clause).trim();
        if clause.is_empty() {
            continue;
        }
        if CHINESE_DECLINING.iter().any(|phrase| clause.contains(phrase) && !question.contains(phrase)) {
            declined = true;
        } else if CHINESE_COURTESY.iter().any(|phrase| clause.starts_with(phrase)) {
            // Neither an answer nor a refusal.
        } else if !declined || turned.is_some() {
            return false;
        }
    }
    declined
}
