//! What an answer says that rules can compare: its values, its yes or no, its denials, its list, its names.

mod around;
mod fillers;

use crate::asked::{Asked, Kind};
use crate::choices::Choice;
use crate::guard::Guard;
use crate::lex::{self, Token};
use crate::lists::List;
use crate::names::{self, Name};
use crate::polarity;
use crate::relations::{self, Relation};
use crate::values::{self, Found, Value};
use crate::versions;
use crate::words;

use around::{is_joined, is_pronoun};
use fillers::{SEASONS, is_filler, is_little};

/// One answer, read once for all the pairs that it stands in.
#[derive(Debug, Clone)]
pub struct Reading {
    values: Vec<Found>,
    left: Vec<String>,
    /// The letter right behind a number: the `a` of `Room 5A`.
    letter: Option<String>,
    /// What is left beside the little words of a sentence: what a denial denies.
    core: Vec<String>,
    name: Option<Name>,
    /// Its folded words and numbers.
    text: String,
    choice: Option<Choice>,
    list: Option<List>,
    denials: usize,
    polarity: Option<bool>,
    bare: bool,
    idle: bool,
    /// Whether two of its values are joined so that neither is the answer by itself: `5 or 6`, `1 in 5`, `June 20–22`.
    joined: bool,
}

impl Reading {
    /// Reads an answer.
    pub fn of(asked: &Asked, answer: &str) -> Self {
        let tokens = lex::lex(answer);
        let polarity = polarity::polarity(answer, &tokens);
        let mut values = values::find(&tokens);
        values.retain(|found| !is_pronoun(found, &tokens, asked));
        if asked.has_stem("version") {
            values
                .iter_mut()
                .for_each(|found| found.value = versions::reread(&tokens[found.first..found.past], found.value));
        }
        let taken = values::taken(tokens.len(), &values);
        let denied = polarity::denied(&tokens, &mut values);
        let mut reading = Self {
            left: Vec::new(),
            letter: None,
            core: Vec::new(),
            text: names::key(&tokens),
            name: Name::of(answer, &tokens, &taken),
            choice: Choice::of(asked, answer),
            list: List::of(answer),
            denials: 0,
            polarity,
            bare: tokens.len() <= 2,
            idle: true,
            joined: is_joined(&tokens, &values),
            values,
        };
        for (index, token) in tokens.iter().enumerate().take(polarity::tag(&tokens)) {
            if token.word().is_none() || taken[index] || denied.contains(&index) || polarity::is_numero(&tokens, index)
            {
                continue;
            }
            // The *no* that answers is no *not*: `No, it cannot` denies once.
            if index > 0 || polarity.is_none() || !matches!(token.text.as_str(), "no" | "not") {
                reading.keep(asked, &token.text);
            }
            // The letter of `Room 5A` is no article.
            if lex::is_letter_behind_number(&tokens, index) {
                reading.letter = Some(token.text.clone());
                reading.idle = false;
            }
            let echo = asked.has_stem(words::stem(polarity::affirmed(&token.text)));
            reading.idle &= echo || is_filler(&token.text) || polarity::is_negation(&token.text);
        }
        if polarity.is_none() && asked.kind == Kind::Polar && reading.idle && reading.repeats(asked, &tokens) {
            reading.polarity = Some(reading.denials % 2 == asked.denials % 2);
        }
        for words in [&mut reading.left, &mut reading.core] {
            words.sort_unstable();
            words.dedup();
        }
        reading
    }

    /// The verdict on this answer and another; symmetric.
    pub fn compare(&self, other: &Self, asked: &Asked) -> Guard {
        if let Some(verdict) = self.by_choice(other, asked).or_else(|| self.by_polarity(other, asked)) {
            return verdict;
        }
        if self.contradicts(other) {
            return Guard::Different;
        }
        if let Some(verdict) = self.by_list(other, asked) {
            return verdict;
        }
        match self.values_relation(other, asked) {
            Relation::Same => Guard::Same,
            Relation::Different => Guard::Different,
            Relation::Near | Relation::Unrelated => Guard::Silent,
        }
    }

    /// How the values of two answers relate: `Near` is one value said more and less precisely.
    pub fn values_relation(&self, other: &Self, asked: &Asked) -> Relation {
        let (Some(mine), Some(theirs)) = (self.principal(asked), other.principal(asked)) else {
            return Relation::Unrelated;
        };
        let relation = relations::relate(mine, theirs);
        if relation == Relation::Same && self.letter != other.letter {
            return Relation::Unrelated;
        }
        if relations::is_share_and_number(mine, theirs, &asked.values) {
            return Relation::Unrelated;
        }
        if let Some(converted) = relations::converted(mine, theirs, &asked.units) {
            return if self.is_pure(asked) && other.is_pure(asked) { converted } else { Relation::Near };
        }
        let alike = self.left == other.left && self.denials == other.denials;
        if alike && self.values.len() == other.values.len() && (self.idle || is_united(mine) == is_united(theirs)) {
            return self.all_relations(other);
        }
        if !self.compares(other, mine, theirs) {
            return Relation::Unrelated;
        }
        // What is not five may well be six.
        if relation == Relation::Different && self.denials % 2 != other.denials % 2 {
            return Relation::Unrelated;
        }
        match (self.is_pure(asked), other.is_pure(asked)) {
            (true, true) => relation,
            (pure, pure_too) if pure || pure_too || asked.asks_value() => self.loose_relation(other, relation),
            _ => Relation::Unrelated,
        }
    }

    /// Whether the values of two answers can be set against each other as they stand.
    fn compares(&self, other: &Self, mine: &Found, theirs: &Found) -> bool {
        // `3 semesters` is a span as `3 years` is, in a unit that is not known here; and an `iPhone 4` is no `iPhone 4S`.
        let foreign = match (is_united(mine), is_united(theirs)) {
            (true, false) => !other.idle,
            (false, true) => !self.idle,
            _ => false,
        };
        !foreign && !self.joined && !other.joined
    }

    /// Whether the answer is one value and words that say nothing beside it.
    pub fn is_pure(&self, asked: &Asked) -> bool {
        let mut own = self.values.iter().filter(|found| !asked.values.contains(&found.value));
        let one = self.values.len() == 1 || (own.next().is_some() && own.next().is_none());
        one && self.denials == 0 && self.idle
    }

    /// Whether two answers open with a yes and a no, or say the same words once with and once without a *not*.
    pub fn contradicts(&self, other: &Self) -> bool {
        let opposite = matches!((self.polarity, other.polarity), (Some(mine), Some(theirs)) if mine != theirs);
        opposite || (self.denials % 2 != other.denials % 2 && self.says_what(other))
    }

    /// Whether two answers speak of the same thing, denied or not.
    fn says_what(&self, other: &Self) -> bool {
        if self.is_empty() || other.is_empty() || self.values.len() != other.values.len() {
            return false;
        }
        let words = self.left == other.left || (self.core == other.core && !self.core.is_empty());
        words && self.all_relations(other) == Relation::Same
    }

    /// What the letters of a multiple choice say, where one of the two answers is a letter.
    pub(crate) fn by_choice(&self, other: &Self, asked: &Asked) -> Option<Guard> {
        match (&self.choice, &other.choice) {
            (None, None) => None,
            (Some(mine), Some(theirs)) => Some(mine.compare(theirs)),
            (Some(choice), None) => choice.compare_text(asked, &other.name.as_ref()?.key),
            (None, Some(choice)) => choice.compare_text(asked, &self.name.as_ref()?.key),
        }
    }

    /// What two lists say as sets.
    pub(crate) fn by_list(&self, other: &Self, asked: &Asked) -> Option<Guard> {
        self.list.as_ref()?.compare(other.list.as_ref()?, asked)
    }

    /// Whether another text, beside its own short answer, mentions what this one says: its name, or its value.
    pub(crate) fn is_mentioned(&self, short: &Self, whole: &Self, asked: &Asked) -> bool {
        if let Some(mine) = self.principal(asked) {
            let same = |theirs: &Found| matches!(relations::relate(mine, theirs), Relation::Same | Relation::Near);
            return whole.values.len() > short.values.len() && whole.values.iter().any(same);
        }
        let key = |reading: &Self| reading.name.as_ref().map(|name| format!(" {} ", name.key)).unwrap_or_default();
        let (mine, theirs) = (key(self), key(short));
        let rest = whole.text.replacen(theirs.trim(), "", 1);
        !mine.trim().is_empty() && format!(" {rest} ").contains(&mine)
    }

    /// Whether two answers without values are the same words, but for accents, articles and marks.
    pub(crate) fn is_same_name(&self, other: &Self) -> bool {
        let named = |reading: &Self| reading.values.is_empty() && reading.denials == 0;
        let (Some(mine), Some(theirs)) = (&self.name, &other.name) else { return false };
        named(self) && named(other) && !mine.key.is_empty() && mine.key == theirs.key
    }

    /// Whether two answers name two things.
    pub(crate) fn is_named_otherwise(&self, other: &Self, asked: &Asked) -> bool {
        let (Some(mine), Some(theirs)) = (&self.name, &other.name) else { return false };
        if self.denials != 0 || other.denials != 0 {
            return false;
        }
        if self.values.is_empty() && other.values.is_empty() {
            return mine.differs(theirs, asked) || names::opposed(&self.left, &other.left);
        }
        let comparable = self.values.len() == other.values.len() && self.all_relations(other) != Relation::Unrelated;
        mine.is_sequel(&self.values, theirs, &other.values, asked)
            || (comparable && names::opposed(&self.left, &other.left))
    }

    /// Whether the answer says yes or no, be it by repeating the question as a statement.
    pub fn polarity(&self) -> Option<bool> {
        self.polarity
    }

    /// Whether any number, quantity or date was read.
    pub fn has_values(&self) -> bool {
        !self.values.is_empty()
    }

    fn keep(&mut self, asked: &Asked, word: &str) {
        if polarity::is_negation(word) {
            self.denials += 1;
        }
        let word = polarity::affirmed(word);
        // Auxiliary *do* comes and goes with a *not*: `it floats`, `it does not float`.
        if !polarity::is_negation(word) && !matches!(word, "a" | "an" | "the" | "do" | "does" | "did") {
            let stem = words::stem(word);
            self.left.push(stem.to_owned());
            let echo = asked.kind != Kind::Polar && asked.has_stem(stem);
            // A question that denies lends its *not* to those who repeat it: what they deny cannot be told.
            if asked.denials == 0 && !echo && !polarity::is_negation(word) && !is_little(word) {
                self.core.push(stem.to_owned());
            }
        }
    }

    /// Whether the answer is the question itself, said as a statement: its verb is there, and something besides.
    fn repeats(&self, asked: &Asked, tokens: &[Token]) -> bool {
        let verb = |token: &Token| token.word().is_some_and(|word| asked.opens_with(polarity::affirmed(word)));
        let telling = self.left.iter().any(|word| !words::is_function_word(word));
        telling && self.values.iter().all(|found| asked.values.contains(&found.value)) && tokens.iter().any(verb)
    }

    fn is_empty(&self) -> bool {
        self.left.is_empty() && self.values.is_empty()
    }

    fn by_polarity(&self, other: &Self, asked: &Asked) -> Option<Guard> {
        let (mine, theirs) = (self.polarity?, other.polarity?);
        if mine != theirs {
            return Some(Guard::Different);
        }
        let settled = self.bare || other.bare || asked.kind == Kind::Polar;
        settled.then_some(Guard::Same)
    }

    /// The value that answers: the first that the question does not bring itself.
    fn principal(&self, asked: &Asked) -> Option<&Found> {
        let own = self.values.iter().find(|found| !asked.values.contains(&found.value));
        own.or(self.values.first())
    }

    fn all_relations(&self, other: &Self) -> Relation {
        let mut all = Relation::Same;
        for (mine, theirs) in self.values.iter().zip(&other.values) {
            match relations::relate(mine, theirs) {
                Relation::Same => {}
                Relation::Different => return Relation::Different,
                less => all = less,
            }
        }
        all
    }

    /// The part of a year that it names.
    fn season(&self) -> Option<&str> {
        self.left.iter().map(String::as_str).find(|word| SEASONS.iter().any(|season| words::stem(season) == *word))
    }

    /// Whether one of two answers gives two years, of which the other gives one: which of them answers cannot be told.
    fn disputes(&self, other: &Self) -> bool {
        let years = |reading: &Self| reading.values.iter().filter(|found| relations::is_year(&found.value)).count();
        years(self).min(years(other)) == 1 && years(self).max(years(other)) > 1
    }

    /// With other words around: the same principal value will do, another value somewhere makes it a maybe.
    fn loose_relation(&self, other: &Self, principal: Relation) -> Relation {
        let seasons = matches!((self.season(), other.season()), (Some(mine), Some(theirs)) if mine != theirs);
        if principal == Relation::Same && (seasons || self.disputes(other)) {
            return Relation::Near;
        }
        if principal != Relation::Different {
            return principal;
        }
        let met = self.values.iter().any(|mine| {
            other.values.iter().any(|theirs| matches!(relations::relate(mine, theirs), Relation::Same | Relation::Near))
        });
        if met { Relation::Near } else { Relation::Different }
    }
}

fn is_united(found: &Found) -> bool {
    matches!(found.value, Value::Quantity { unit: Some(_), .. })
}
