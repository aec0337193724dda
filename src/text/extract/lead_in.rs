//! What stands before an answer and is none of it: `The answer is`, `I'm not sure, but`, `According to …,`.

use crate::dates;
use crate::lex::Token;

/// How many tokens of lead-in there are: `The answer is`, `I'm not sure, but`, `According to …,`.
pub(super) fn lead_in(tokens: &[Token]) -> usize {
    let mut from = 0;
    while let Some(more) = one_lead_in(&tokens[from..]).filter(|more| from + more < tokens.len()) {
        from += more;
        while tokens.get(from).is_some_and(|t| matches!(t.mark(), Some(',' | ':' | '-' | '"' | '“' | '*')))
            && from + 1 < tokens.len()
        {
            from += 1;
        }
    }
    from
}

/// How many tokens a date takes that only sets the scene: `On July 20, 1969, …`.
pub(super) fn dated_scene(tokens: &[Token]) -> Option<usize> {
    tokens.first()?.word().filter(|word| matches!(*word, "in" | "on"))?;
    let (_, used) = dates::read(&tokens[1..])?;
    let ends = tokens.get(1 + used).is_some_and(|t| t.mark() == Some(',')) && tokens.len() > 2 + used;
    ends.then_some(2 + used)
}

fn one_lead_in(tokens: &[Token]) -> Option<usize> {
    let word = |at: usize| tokens.get(at).and_then(Token::word).unwrap_or_default();
    let opens = |lead: &&&str| lead.split(' ').enumerate().all(|(i, w)| word(i) == w);
    if let Some(lead) = LEADS.iter().find(opens) {
        return Some(lead.split(' ').count());
    }
    let colon = tokens.get(1).is_some_and(|t| t.mark() == Some(':')) && matches!(word(0), "a" | "answer" | "q");
    if colon {
        return Some(2);
    }
    let near = tokens.len().min(16);
    if word(0) == "as" && word(1) == "an" {
        let far = tokens.len().min(50);
        let turn = tokens[..far].iter().rposition(|t| matches!(t.word(), Some("but" | "however")));
        return turn.or_else(|| tokens[..near].iter().position(|t| t.mark() == Some(','))).map(|at| at + 1);
    }
    if tokens.get(1).is_some_and(|t| t.glued && matches!(t.mark(), Some(')' | '.'))) && tokens[0].text.len() == 1 {
        // `a) 54 Mbps`, `1. Ecuador`.
        return Some(2);
    }
    if matches!(word(0), "i'm" | "i" | "while" | "although") {
        let but = tokens[..near].iter().position(|t| t.word() == Some("but"));
        let comma = || tokens[..near].iter().position(|t| t.mark() == Some(','));
        return but.or_else(|| if word(0).starts_with('i') { None } else { comma() }).map(|at| at + 1);
    }
    let scene = matches!(word(0), "according" | "based" | "as" | "to" | "in" | "on" | "from" | "historically");
    let told =
        matches!(word(1), "to" | "on" | "of" | "far" | "my") || tokens.get(1).is_some_and(|t| t.amount().is_some());
    if scene && told {
        return tokens[..near].iter().position(|t| t.mark() == Some(',')).map(|at| at + 1);
    }
    None
}

/// Longer ones before their own beginnings.
const LEADS: &[&str] = &[
    "the correct answer is",
    "the final answer is",
    "the answer would be",
    "the answer was",
    "the answer is",
    "the answer",
    "my best guess is",
    "my guess is",
    "i would say that",
    "i would say",
    "i'd say",
    "i think that",
    "i think",
    "i believe that",
    "i believe",
    "i'm fairly confident that",
    "i'm absolutely certain that",
    "i am fairly confident that",
    "i am absolutely certain that",
    "i'm confident that",
    "i'm pretty sure",
    "i guess",
    "it would be",
    "it could be",
    "it might be",
    "it may be",
    "it is",
    "it was",
    "it's",
    "that is",
    "that was",
    "that's",
    "that would be",
    "this is",
    "this was",
    "they are",
    "they were",
    "he is",
    "he was",
    "she is",
    "she was",
    "there are",
    "there were",
    "there is",
    "there was",
    "probably",
    "perhaps",
    "maybe",
    "possibly",
    "however",
    "but",
    "sure",
    "well",
    "so",
    "actually",
    "of course",
    "certainly",
    "here's",
    "final answer",
    "answer",
];
