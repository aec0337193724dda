//! What an answer claims, sentence by sentence. Headings, questions, lead-ins, courtesies and code claim nothing.

use probity_text::{declining, sentences, words};

/// One sentence that can be checked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    /// As it stands in the answer, without marks of a list or of emphasis.
    pub(crate) said: String,
    /// As it can be understood by itself: a short item of a list after the words that lead to it.
    pub(crate) claim: String,
    /// Its length, in letters and digits.
    pub(crate) weight: f64,
}

/// An item of a list with fewer words is not understood without what leads to it.
const UNDERSTOOD: usize = 6;

/// A sentence of fewer words (or of fewer Chinese characters, twice as many) claims nothing by itself.
const SHORTEST: usize = 3;

/// The longest lead that is put before an item, in characters.
const LONGEST_LEAD: usize = 120;

/// The statements of an answer in their order; of more than `most` the longest.
pub(crate) fn statements(question: &str, answer: &str, most: usize) -> Vec<Statement> {
    let prose = prose(answer);
    let mut all = Vec::new();
    let mut lead: Option<&str> = None;
    for line in prose.lines() {
        let (item, is_item) = without_mark(line);
        let bare = bare(item);
        if bare.is_empty() {
            continue;
        }
        if is_heading(line) {
            lead = None;
            continue;
        }
        if !is_item {
            lead = None;
        }
        let said: Vec<&str> = sentences(bare);
        for sentence in &said {
            let lead = lead.filter(|_| is_item && said.len() == 1);
            all.extend(statement(question, sentence, lead));
        }
        if ends_as_lead(bare) {
            lead = said.last().copied().filter(|lead| lead.chars().count() <= LONGEST_LEAD);
        }
    }
    heaviest(all, most)
}

/// A text without its blocks of code.
pub(crate) fn prose(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    kept
}

fn statement(question: &str, sentence: &str, lead: Option<&str>) -> Option<Statement> {
    let said = bare(sentence);
    if said.ends_with(['?', '？']) || ends_as_lead(said) {
        return None;
    }
    let count = word_count(said);
    let lead = lead.filter(|_| count < UNDERSTOOD);
    if (count < SHORTEST && lead.is_none()) || declining::is_preface(question, said) {
        return None;
    }
    let claim = lead.map_or_else(|| said.to_owned(), |lead| format!("{lead} {said}"));
    let weight = said.chars().filter(|letter| letter.is_alphanumeric()).count() as f64;
    (weight > 0.0).then(|| Statement { said: said.to_owned(), claim, weight })
}

fn heaviest(all: Vec<Statement>, most: usize) -> Vec<Statement> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| all[*b].weight.total_cmp(&all[*a].weight).then(a.cmp(b)));
    let mut is_kept = vec![false; all.len()];
    for place in order.into_iter().take(most) {
        is_kept[place] = true;
    }
    all.into_iter().zip(is_kept).filter(|(_, kept)| *kept).map(|(statement, _)| statement).collect()
}

/// A line of `#`, of emphasis as a whole, or of a table's frame.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let emphasised = ["**", "__"].iter().any(|mark| {
        let inside = line.strip_prefix(mark).and_then(|rest| rest.trim_end_matches(':').strip_suffix(mark));
        inside.is_some_and(|inside| !inside.contains(mark) && !inside.ends_with(['.', '!', '。']))
    });
    line.starts_with('#') || emphasised || line.starts_with('|')
}

/// A line without the mark of a list (`- `, `* `, `• `, `1. `, `2) `), and whether it had one.
fn without_mark(line: &str) -> (&str, bool) {
    let line = line.trim_start().trim_start_matches("> ");
    if let Some(rest) = ["- ", "* ", "• ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return (rest, true);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    match [". ", ") "].iter().find_map(|mark| rest.strip_prefix(mark)) {
        Some(rest) if (1..=3).contains(&digits) => (rest, true),
        _ => (line, false),
    }
}

/// A text without the marks of emphasis around it.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['*', '_', '`']).trim()
}

fn ends_as_lead(text: &str) -> bool {
    text.trim_end_matches(['*', '_']).ends_with([':', '：'])
}

fn word_count(text: &str) -> usize {
    if words::is_mostly_cjk(text) {
        return text.chars().filter(|letter| letter.is_alphanumeric()).count() / 2;
    }
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &str = "What is Mars like?";

    fn said(answer: &str) -> Vec<String> {
        statements(QUESTION, answer, 99).into_iter().map(|statement| statement.said).collect()
    }

    #[test]
    fn what_claims_nothing_is_left_out() {
        let answer = "# Mars\n\n**Overview**\nMars is the fourth planet. Did you know? Its moons:\n- **Phobos** is the \
            larger one.\nYes.\n```\nlet mars = 4;\n```\nI hope this helps!\n| a | b |\nIt is red.";
        assert_eq!(said(answer), ["Mars is the fourth planet.", "Phobos** is the larger one.", "It is red."]);
    }

    #[test]
    fn a_short_item_is_understood_by_what_leads_to_it() {
        let claims: Vec<String> =
            statements(QUESTION, "Mars has two moons:\n1. Phobos\n2. Deimos\n\nIt is a cold place.", 9)
                .into_iter()
                .map(|statement| statement.claim)
                .collect();
        assert_eq!(claims, ["Mars has two moons: Phobos", "Mars has two moons: Deimos", "It is a cold place."]);
    }

    #[test]
    fn of_too_many_the_longest_are_kept_in_their_order() {
        let answer = "Mars is very red. Mars has two small moons. It is rather cold there. It is dry there.";
        let kept: Vec<String> = statements(QUESTION, answer, 2).into_iter().map(|statement| statement.said).collect();
        assert_eq!(kept, ["Mars has two small moons.", "It is rather cold there."]);
    }

    #[test]
    fn chinese_is_cut_and_weighed() {
        let all = statements("火星是什么样的？", "火星是太阳系第四颗行星。它有两颗卫星。", 9);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].weight, 11.0);
    }
}
