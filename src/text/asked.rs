//! What kind of thing a question asks for, and the words it brings itself.

use crate::choices;
use crate::lex::{self, Token};
use crate::numbers;
use crate::polarity;
use crate::requests;
use crate::units::{self, Unit};
use crate::values::{self, Value};
use crate::words;

/// What kind of thing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number or an amount.
    Quantity,
    /// A date, a year, a time.
    Moment,
    /// Yes or no.
    Polar,
    /// A person.
    Person,
    /// A place.
    Place,
    /// Anything else.
    Other,
}

/// A question, read once for all the answers that are compared under it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What kind of thing it asks for.
    pub kind: Kind,
    /// The values it names itself, which no answer needs to repeat.
    pub values: Vec<Value>,
    /// The question as it stands.
    pub text: String,
    /// How often it denies, its opening verb aside (`Isn't it …?` asks the same as `Is it …?`).
    pub denials: usize,
    /// The choices it offers by letter, each as the key of its words.
    pub(crate) options: Vec<(char, String)>,
    /// Whether the order of an answer's items is asked for.
    pub(crate) ordered: bool,
    /// Whether it asks for examples only, of which others would do.
    pub(crate) exemplary: bool,
    /// Whether it asks which things there are, all of them.
    pub(crate) enumerates: bool,
    /// The units that it names (`How many feet …?`): the answer's own, where that gives none.
    pub(crate) units: Vec<Unit>,
    opening: String,
    stems: Vec<String>,
}

impl Asked {
    /// Reads a question. An empty one asks for anything.
    pub fn of(question: &str) -> Self {
        let tokens = lex::lex(question);
        let mut stems: Vec<String> =
            tokens.iter().filter(|t| !t.text.is_empty()).map(|t| words::stem(&t.text).to_owned()).collect();
        stems.sort_unstable();
        stems.dedup();
        let values = values::find(&tokens).into_iter().map(|found| found.value).collect();
        let denials = tokens.iter().skip(1).filter_map(Token::word).filter(|word| polarity::is_negation(word)).count();
        let opening = tokens.first().and_then(Token::word).map(polarity::affirmed).unwrap_or_default().to_owned();
        let said = |wanted: &[&str]| tokens.iter().filter_map(Token::word).any(|word| wanted.contains(&word));
        Self {
            kind: kind(question, &tokens),
            values,
            text: question.to_owned(),
            denials,
            options: choices::options(question),
            ordered: said(&[
                "order",
                "ordered",
                "sequence",
                "rank",
                "ranking",
                "sort",
                "chronological",
                "steps",
                "stages",
            ]),
            exemplary: said(&["example", "examples", "suggest", "any", "such", "some"]) || names_several(&tokens),
            enumerates: said(&["which", "who", "are", "were", "name", "list"]),
            units: (0..tokens.len()).filter_map(|at| units::read(&tokens[at..])).map(|(unit, _)| unit).collect(),
            opening,
            stems,
        }
    }

    /// Whether the question opens with this verb, or with *do*, which no statement needs.
    pub fn opens_with(&self, verb: &str) -> bool {
        self.opening == verb || matches!(self.opening.as_str(), "do" | "does" | "did")
    }

    /// Whether the question has a word of this stem, or these digits.
    pub fn has_stem(&self, stem: &str) -> bool {
        self.stems.binary_search_by(|s| s.as_str().cmp(stem)).is_ok()
    }

    /// Whether a number or a date is asked for.
    pub fn asks_value(&self) -> bool {
        matches!(self.kind, Kind::Quantity | Kind::Moment)
    }
}

fn kind(question: &str, tokens: &[Token]) -> Kind {
    if words::is_mostly_cjk(question) {
        return chinese_kind(question);
    }
    let said: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
    let said = &said[requests::politeness(&said)..];
    let at = said.iter().position(|word| words::is_question_word(word));
    let Some(at) = at else {
        return if polar(said) { Kind::Polar } else { Kind::Other };
    };
    // `Is it true that those who …` opens with its verb: still yes or no.
    if at > 0 && polar(said) {
        return Kind::Polar;
    }
    let next = said.get(at + 1).copied().unwrap_or_default();
    match said[at] {
        "when" => Kind::Moment,
        "who" | "whom" | "whose" => Kind::Person,
        "where" => Kind::Place,
        "how" if MEASURES.contains(&next) => Kind::Quantity,
        "what" | "which" if said[at + 1..].iter().take(2).any(|word| MOMENTS.contains(word)) => Kind::Moment,
        "what" | "which" if said[at + 1..].iter().take(4).any(|word| AMOUNTS.contains(word)) => Kind::Quantity,
        _ => Kind::Other,
    }
}

/// `Name two moons of …`: others would do.
fn names_several(tokens: &[Token]) -> bool {
    let verb = |token: &Token| matches!(token.word(), Some("name" | "give" | "list" | "mention"));
    let count = |token: &Token| token.amount().is_some() || token.word().is_some_and(numbers::is_number_word);
    tokens.windows(2).any(|pair| verb(&pair[0]) && count(&pair[1]))
}

fn polar(said: &[&str]) -> bool {
    said.first().is_some_and(|word| AUXILIARIES.contains(word)) && !said.contains(&"or")
}

fn chinese_kind(question: &str) -> Kind {
    let has = |needles: &[&str]| needles.iter().any(|needle| question.contains(needle));
    if has(&["什么时候", "何时", "哪年", "哪一年", "哪天", "哪一天", "几月", "几号", "年份", "几点"])
    {
        Kind::Moment
    } else if has(&["多少", "几个", "几次", "几人", "几岁", "多大", "多高", "多长", "多远", "多重", "多久"])
    {
        Kind::Quantity
    } else if has(&["谁", "哪位", "何人"]) {
        Kind::Person
    } else if has(&["哪里", "哪儿", "在哪", "何处", "什么地方"]) {
        Kind::Place
    } else if has(&["吗", "是不是", "是否", "能否", "有没有"]) {
        Kind::Polar
    } else {
        Kind::Other
    }
}

const MEASURES: &[&str] = &[
    "many", "much", "long", "old", "far", "tall", "high", "deep", "big", "heavy", "fast", "often", "large", "wide",
    "hot", "cold", "thick",
];

const MOMENTS: &[&str] = &["year", "date", "day", "month", "century", "decade", "time", "years", "era", "period"];

const AMOUNTS: &[&str] = &[
    "number",
    "age",
    "percentage",
    "percent",
    "population",
    "height",
    "length",
    "distance",
    "speed",
    "temperature",
    "weight",
    "sum",
    "total",
    "price",
    "cost",
    "average",
    "value",
    "probability",
    "amount",
    "depth",
    "area",
];

const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "am", "do", "does", "did", "can", "could", "has", "have", "had", "will", "would",
    "should", "may", "might", "must", "isn't", "aren't", "wasn't", "don't", "doesn't", "didn't",
];
