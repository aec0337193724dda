//! What upstreams put up with, learnt per model from what they refuse: which field bounds the tokens, whether a
//! temperature may be set, whether a stream may report usage, whether `n` is honoured.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use http::StatusCode;
use probity_draw::Failure;
use serde_json::Value;

use crate::NativeN;

/// Models remembered. Names come from clients, but only those that an upstream has answered for; when there are more,
/// all is forgotten and learnt again.
const MAX_MODELS: usize = 1024;

/// The member that bounds an answer's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenLimit {
    /// `max_tokens`: the older name, known everywhere but to some newer models.
    MaxTokens,
    /// `max_completion_tokens`.
    MaxCompletionTokens,
}

impl TokenLimit {
    /// The member's name.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::MaxCompletionTokens => "max_completion_tokens",
        }
    }

    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::MaxTokens => Self::MaxCompletionTokens,
            Self::MaxCompletionTokens => Self::MaxTokens,
        }
    }
}

/// Whether `n` is honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NativeDraws {
    /// Not tried yet.
    Untried,
    /// It was, at least once.
    Honoured,
    /// It is refused or ignored, or not to be tried.
    No,
}

/// What a model puts up with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habits {
    /// Whether several draws may be asked for by `n`.
    pub(super) native_n: NativeDraws,
    /// Whether a temperature may be set.
    pub(super) temperature: bool,
    /// Whether `stream_options` may be set.
    pub(super) stream_options: bool,
    /// The member that bounds the tokens, once learnt.
    pub(super) token_limit: Option<TokenLimit>,
}

/// Something to be remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lesson {
    /// `n` is refused or ignored.
    NoNativeN,
    /// `n` was honoured.
    NativeN,
    /// A temperature is refused.
    NoTemperature,
    /// `stream_options` is refused.
    NoStreamOptions,
    /// Tokens are to be bounded by this member.
    Limit(TokenLimit),
}

impl Habits {
    /// Takes a lesson; says whether it was news.
    pub(super) fn learn(&mut self, lesson: Lesson) -> bool {
        let before = *self;
        match lesson {
            Lesson::NoNativeN => self.native_n = NativeDraws::No,
            Lesson::NativeN => self.native_n = NativeDraws::Honoured,
            Lesson::NoTemperature => self.temperature = false,
            Lesson::NoStreamOptions => self.stream_options = false,
            // Once only, or two refusals would go round in circles.
            Lesson::Limit(limit) => self.token_limit = self.token_limit.or(Some(limit)),
        }
        *self != before
    }
}

/// The habits of one upstream's models.
#[derive(Debug)]
pub(super) struct Memory {
    presumed: Habits,
    models: Mutex<HashMap<String, Habits>>,
}

impl Memory {
    /// An empty memory: everything is presumed to work until it does not.
    pub(super) fn new(native_n: NativeN) -> Self {
        let presumed = Habits {
            native_n: match native_n {
                NativeN::Auto => NativeDraws::Untried,
                NativeN::Never => NativeDraws::No,
            },
            temperature: true,
            stream_options: true,
            token_limit: None,
        };
        Self { presumed, models: Mutex::default() }
    }

    /// A model's habits, as far as known.
    pub(super) fn of(&self, model: &str) -> Habits {
        self.models.lock().unwrap_or_else(PoisonError::into_inner).get(model).copied().unwrap_or(self.presumed)
    }

    /// Remembers lessons about a model.
    pub(super) fn learn(&self, model: &str, lessons: &[Lesson]) {
        if lessons.is_empty() {
            return;
        }
        let mut models = self.models.lock().unwrap_or_else(PoisonError::into_inner);
        if models.len() >= MAX_MODELS && !models.contains_key(model) {
            models.clear();
        }
        let habits = models.entry(model.to_owned()).or_insert(self.presumed);
        let news = lessons.iter().filter(|lesson| habits.learn(**lesson)).count();
        if news > 0 {
            tracing::info!(model, ?habits, "learnt what the upstream puts up with");
        }
    }
}

/// The lesson in a refusal: the first of our own edits that it complains about. `sent` is the token limit in use.
pub(super) fn lesson(failure: &Failure, sent: TokenLimit, sent_n: usize) -> Option<Lesson> {
    let rejection = failure.rejection.as_ref()?;
    if ![StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY].contains(&rejection.status) {
        return None;
    }
    let body: Value = serde_json::from_slice(&rejection.body).ok()?;
    let to_lesson = |word: &str| match word {
        "n" if sent_n > 1 => Some(Lesson::NoNativeN),
        "temperature" => Some(Lesson::NoTemperature),
        "stream_options" => Some(Lesson::NoStreamOptions),
        "max_tokens" | "max_completion_tokens" => Some(Lesson::Limit(sent.other())),
        _ => None,
    };
    named(&body).find_map(|word| to_lesson(&word)).or_else(|| spoken(&body).iter().find_map(|word| to_lesson(word)))
}

/// Members that a refusal names in fields made for it: OpenAI's `param`, and the `loc` of validation errors.
fn named(body: &Value) -> impl Iterator<Item = String> {
    let param = body.pointer("/error/param").or_else(|| body.get("param")).and_then(Value::as_str);
    let details = body.get("detail").and_then(Value::as_array).into_iter().flatten();
    let locations = details.filter_map(|detail| detail.get("loc").and_then(Value::as_array)).flatten();
    let names = param.into_iter().chain(locations.filter_map(Value::as_str));
    names.map(|name| name.split('.').next().unwrap_or_default().to_owned())
}

/// The words of a refusal's message, the longest names first: `n` is named by many a sentence.
fn spoken(body: &Value) -> Vec<String> {
    let paths = ["/error/message", "/message", "/error", "/detail"];
    let message = paths.iter().find_map(|path| body.pointer(path).and_then(Value::as_str)).unwrap_or_default();
    let words = message.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use probity_draw::{FailureKind, Rejection};

    use super::*;

    fn refusal(status: u16, body: &str) -> Failure {
        let mut failure = Failure::new(FailureKind::Status, "no");
        let status = StatusCode::from_u16(status).unwrap();
        let rejection = Rejection { status, headers: HeaderMap::new(), body: body.to_owned().into() };
        failure.rejection = Some(Box::new(rejection));
        failure
    }

    #[test]
    fn refusals_teach_what_they_name() {
        let limit = Some(Lesson::Limit(TokenLimit::MaxCompletionTokens));
        let table = [
            (400, r#"{"error":{"param":"temperature","message":"Unsupported value"}}"#, Some(Lesson::NoTemperature)),
            (400, r#"{"error":{"param":"max_tokens","message":"Use 'max_completion_tokens' instead."}}"#, limit),
            (400, r#"{"error":{"param":"stream_options.include_usage","message":""}}"#, Some(Lesson::NoStreamOptions)),
            (400, r#"{"error":{"param":null,"message":"n must be 1, got 'n' = 5"}}"#, Some(Lesson::NoNativeN)),
            (422, r#"{"detail":[{"loc":["body","n"],"msg":"too many"}]}"#, Some(Lesson::NoNativeN)),
            (400, r#"{"message":"temperature is fixed for this model"}"#, Some(Lesson::NoTemperature)),
            (400, r#"{"error":"unknown field `stream_options`"}"#, Some(Lesson::NoStreamOptions)),
            (400, r#"{"error":{"param":"messages","message":"bad image"}}"#, None),
            (429, r#"{"error":{"param":"n","message":"n"}}"#, None),
            (400, "<html>", None),
        ];
        for (status, body, want) in table {
            assert_eq!(lesson(&refusal(status, body), TokenLimit::MaxTokens, 5), want, "{body}");
        }
        let about_n = refusal(400, r#"{"error":{"param":"n","message":"n"}}"#);
        assert_eq!(lesson(&about_n, TokenLimit::MaxTokens, 1), None, "n was not sent");
    }

    #[test]
    fn a_lesson_is_news_once_and_memory_is_bounded() {
        let memory = Memory::new(NativeN::Auto);
        memory.learn("a", &[Lesson::NoNativeN, Lesson::Limit(TokenLimit::MaxCompletionTokens)]);
        let mut habits = memory.of("a");
        assert!(habits.native_n == NativeDraws::No && habits.temperature);
        assert!(!habits.learn(Lesson::Limit(TokenLimit::MaxTokens)), "no going round in circles");
        for index in 0..2 * MAX_MODELS {
            memory.learn(&format!("model-{index}"), &[Lesson::NoTemperature]);
        }
        assert!(memory.models.lock().unwrap().len() <= MAX_MODELS);
        assert_eq!(Memory::new(NativeN::Never).of("a").native_n, NativeDraws::No);
    }
}
