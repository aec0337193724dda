//! How a hedge and a refusal are said, in the user's language, so that the words mean what the number says.
//!
//! The default tone is the Confidence-Verb ladder of *Alignment for Honesty* (arXiv 2312.07000, §3.2), whose steps are
//! numbers of right answers in ten; the tone `number` is its Confidence-Num. Templates are compiled once, at start, and
//! tried out then: what a user wrote wrongly is an error at start, and the built-in words stand in for it afterwards.

mod phrasing;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use probity_text::{Language, language_of};
use serde::{Deserialize, Deserializer, de};

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
    /// The ladder of words: "I'm fairly confident that …".
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
        let mut wording = Self {
            environment,
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
            .unwrap_or_else(|_| phrasing::plain(language, form, saying))
    }

    fn render(&self, name: &str, language: Language, saying: &Saying<'_>) -> Result<String, minijinja::Error> {
        let text = self.environment.get_template(name)?.render(self.context(language, saying))?;
        Ok(text.trim().to_owned())
    }

    fn context(&self, language: Language, saying: &Saying<'_>) -> Value {
        let answer = phrasing::continued(language, saying.answer);
        let guess = if self.offer_best_guess { saying.answer.trim() } else { "" };
        context! {
            question => saying.question,
            answer => answer,
            original => saying.answer,
            guess => guess,
            confidence => saying.confidence,
            percent => phrasing::percent(saying.confidence),
            opening => phrasing::opening(language, self.tone, saying),
        }
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
