//! How a hedge and a refusal are said, in the user's language, so that the words mean what the number says.
//!
//! Which words are said at which confidence stands in the table `config/wording.toml`: those in which people hear that
//! confidence; the tone `number` is the Confidence-Num of *Alignment for Honesty* (arXiv 2312.07000, §3.2). An answer that
//! hedges by itself is not hedged twice: where its own words say what the confidence says they stay, where they can be
//! taken out they are, and else the confidence is said beside them as a number. Templates are compiled once, at start, and
//! tried out then: what a user wrote wrongly is an error at start, and the built-in words stand in for it afterwards.

mod hearing;
mod phrasing;
mod table;
mod unhedged;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use probity_text::{Language, language_of};
use serde::{Deserialize, Deserializer, de};

use self::hearing::Ears;
use self::table::Table;
use crate::Error;

/// Instructions that a template may take. The built-in ones take fewer than a hundred.
const FUEL: u64 = 20_000;

/// The section `[wording]`. Every key is always there; the defaults are the shipped configuration's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Whether a hedge speaks in words or in numbers.
    pub tone: Tone,
    /// Whether a refusal goes on to offer the best guess.
    pub offer_best_guess: bool,
    /// The language for a user whose own has no templates, by its code: `en` or `zh`.
    #[serde(deserialize_with = "by_code")]
    pub default_language: Language,
    /// Templates of your own in English; empty for the built-in ones.
    pub en: Templates,
    /// Templates of your own in Chinese; empty for the built-in ones.
    pub zh: Templates,
}

/// How a hedge speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// In words: "I'm fairly confident that …".
    Verb,
    /// A percentage: "I'm about 70% confident …".
    Number,
}

/// A language's templates, in minijinja's syntax. Empty for the built-in one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// An answer that is not sure.
    pub hedge: String,
    /// A refusal.
    pub refuse: String,
}

/// The templates, compiled.
#[derive(Debug)]
pub struct Wording {
    environment: Environment<'static>,
    table: Table,
    ears: Ears,
    tone: Tone,
    offer_best_guess: bool,
    default_language: Language,
}

/// What a template may speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying<'a> {
    /// The user's question (its language chooses the template).
    pub question: &'a str,
    /// The answer, or the best guess.
    pub answer: &'a str,
    /// The confidence, in (0, 1).
    pub confidence: f64,
}

/// What of it is said.
#[derive(Debug)]
struct Said {
    opening: String,
    answer: String,
    guess: String,
}

/// Which of a language's two templates.
#[derive(Debug, Clone, Copy)]
enum Form {
    Hedge,
    Refuse,
}

impl Wording {
    /// Compiles the templates and tries each of them out.
    ///
    /// # Errors
    /// A template of the user's does not compile, speaks of something that it is not given, or runs too long.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        let table = Table::shipped()?;
        let ears = Ears::new(&table.cues);
        let mut wording = Self {
            environment,
            table,
            ears,
            tone: config.tone,
            offer_best_guess: config.offer_best_guess,
            default_language: config.default_language,
        };
        for (language, own) in [(Language::English, &config.en), (Language::Chinese, &config.zh)] {
            for (form, own) in [(Form::Hedge, &own.hedge), (Form::Refuse, &own.refuse)] {
                wording.compile(language, form, own)?;
            }
        }
        Ok(wording)
    }

    /// The answer, said as surely as the confidence allows. An answer of no text stays none.
    pub fn hedge(&self, saying: &Saying<'_>) -> String {
        if saying.answer.trim().is_empty() {
            return saying.answer.to_owned();
        }
        self.say(Form::Hedge, saying)
    }

    /// A refusal that says how unsure; with the answer as the best guess where that is to be offered and there is one.
    pub fn refuse(&self, saying: &Saying<'_>) -> String {
        self.say(Form::Refuse, saying)
    }

    /// The confidence that people hear in an answer's own words, in [0, 1]; `None` where it does not say how sure it is.
    pub fn heard(&self, question: &str, answer: &str) -> Option<f64> {
        self.ears.hear(question, answer)
    }

    /// The confidences at which the tone of words says the same as at this one: from, and below.
    pub fn band(&self, confidence: f64) -> (f64, f64) {
        self.table.band(confidence)
    }

    fn compile(&mut self, language: Language, form: Form, own: &str) -> Result<(), Error> {
        let fault = |error: &minijinja::Error| Error::Template {
            language: language.code(),
            template: form.name(),
            reason: phrasing::reason(error),
        };
        let built_in = match form {
            Form::Hedge => phrasing::hedge(language),
            Form::Refuse => phrasing::refuse(language),
        };
        self.environment.add_template(built_in_name(language, form), built_in).map_err(|error| fault(&error))?;
        if own.is_empty() {
            return Ok(());
        }
        self.environment.add_template_owned(own_name(language, form), own.to_owned()).map_err(|error| fault(&error))?;
        for confidence in [0.02, 0.2, 0.4, 0.6, 0.8, 0.98] {
            for answer in ["", "Paris", "The capital of France is Paris."] {
                let saying = Saying { question: "What is the capital of France?", answer, confidence };
                self.render(own_name(language, form), language, &saying).map_err(|error| fault(&error))?;
            }
        }
        Ok(())
    }

    fn say(&self, form: Form, saying: &Saying<'_>) -> String {
        let language = language_of(saying.question, self.default_language);
        self.render(own_name(language, form), language, saying)
            .or_else(|_| self.render(built_in_name(language, form), language, saying))
            .unwrap_or_else(|_| phrasing::plain(language, form, &self.said(language, saying)))
    }

    fn render(&self, name: &str, language: Language, saying: &Saying<'_>) -> Result<String, minijinja::Error> {
        let text = self.environment.get_template(name)?.render(self.context(language, saying))?;
        Ok(text.trim().to_owned())
    }

    fn context(&self, language: Language, saying: &Saying<'_>) -> Value {
        let Said { opening, answer, guess } = self.said(language, saying);
        context! {
            question => saying.question,
            answer => answer,
            original => saying.answer,
            guess => guess,
            confidence => saying.confidence,
            percent => phrasing::percent(saying.confidence),
            opening => opening,
        }
    }

    /// The words before the answer and the answer after them, its own hedges accounted for.
    fn said(&self, language: Language, saying: &Saying<'_>) -> Said {
        let own = saying.answer.trim();
        let heard = |answer: &str| unhedged::is_short(own).then(|| self.heard(saying.question, answer)).flatten();
        let own_hedge = heard(own);
        let rest = own_hedge.and_then(|_| unhedged::unhedged(&self.ears, saying.question, own));
        // Half a hedge would be another claim.
        let rest = rest.filter(|rest| heard(rest).is_none());
        let alone = rest.as_deref().map_or_else(|| own.to_owned(), phrasing::alone);
        let guess = if self.offer_best_guess { alone.clone() } else { String::new() };
        if let (Tone::Verb, Some(heard)) = (self.tone, own_hedge) {
            let (from, below) = self.band(saying.confidence);
            if (from..below).contains(&heard) {
                return Said { opening: String::new(), answer: own.to_owned(), guess };
            }
            if rest.is_none() {
                return Said { opening: self.table.beside(language, saying.confidence), answer: alone, guess };
            }
        }
        let text = rest.as_deref().unwrap_or(own);
        let opening = self.table.opening(self.tone, language, phrasing::shape(text), saying.confidence);
        let answer = if phrasing::goes_on(&opening) { phrasing::continued(language, text) } else { alone };
        Said { opening, answer, guess }
    }
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Hedge => "hedge",
            Self::Refuse => "refuse",
        }
    }
}

fn by_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Language, D::Error> {
    let code = String::deserialize(deserializer)?;
    Language::from_code(&code).ok_or_else(|| de::Error::custom(format!("no language '{code}': use 'en' or 'zh'")))
}

fn built_in_name(language: Language, form: Form) -> &'static str {
    match (language, form) {
        (Language::English, Form::Hedge) => "built-in english hedge",
        (Language::English, Form::Refuse) => "built-in english refuse",
        (Language::Chinese, Form::Hedge) => "built-in chinese hedge",
        (Language::Chinese, Form::Refuse) => "built-in chinese refuse",
    }
}

fn own_name(language: Language, form: Form) -> &'static str {
    match (language, form) {
        (Language::English, Form::Hedge) => "english hedge",
        (Language::English, Form::Refuse) => "english refuse",
        (Language::Chinese, Form::Hedge) => "chinese hedge",
        (Language::Chinese, Form::Refuse) => "chinese refuse",
    }
}
