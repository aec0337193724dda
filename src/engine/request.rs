//! What a chat request asks of the embedded model, and what of it cannot be granted.

use probity_draw::{Failure, Verification};
use probity_wire::chat::{ChatRequest, Message};
use serde::Deserialize;

use crate::rejection::{invalid, too_long, unknown_model, unsupported};
use crate::sampling::Choosing;
use crate::template::Template;
use crate::vocabulary::Vocabulary;
use crate::{Config, MODEL_ID};

/// OpenAI's limits.
const MOST_STOPS: usize = 4;
const MOST_ALTERNATIVES: f64 = 20.0;

/// A request, read.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) prompt: Vec<u32>,
    pub(crate) choosing: Choosing,
    pub(crate) stops: Vec<String>,
    /// The most tokens of an answer.
    pub(crate) limit: usize,
    pub(crate) seed: Option<u64>,
}

/// What is needed to read requests.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) vocabulary: std::sync::Arc<Vocabulary>,
    pub(crate) template: Template,
    pub(crate) config: Config,
    /// The most tokens of prompt and answer together.
    pub(crate) context: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stops {
    One(String),
    Many(Vec<String>),
}

impl Reader {
    /// Reads the client's own request.
    pub(crate) fn primary(&self, request: &ChatRequest) -> Result<Plan, Failure> {
        if request.model() != MODEL_ID {
            return Err(unknown_model(request.model()));
        }
        refuse_unsupported(request)?;
        for message in request.messages() {
            refuse_message(message)?;
        }
        let choosing = self.choosing(request)?;
        let (stops, seed, wanted) = (stops(request)?, seed(request)?, limit(request)?);
        let prompt = self.prompt(request)?;
        let room = self.context.saturating_sub(prompt.len());
        let limit = wanted.unwrap_or(self.config.max_tokens).min(self.config.max_tokens).min(room);
        Ok(Plan { prompt, choosing, stops, limit, seed })
    }

    /// Reads the request as it is asked again.
    pub(crate) fn verification(&self, request: &ChatRequest, verification: &Verification) -> Result<Plan, Failure> {
        let mut plan = self.primary(request)?;
        if let Some(temperature) = verification.temperature {
            plan.choosing.temperature = temperature.clamp(0.0, self.config.verification_temperature) as f32;
        }
        plan.choosing.alternatives = 0;
        plan.limit = plan.limit.min(usize::try_from(verification.max_tokens.max(1)).unwrap_or(usize::MAX));
        Ok(plan)
    }

    fn choosing(&self, request: &ChatRequest) -> Result<Choosing, Failure> {
        let temperature = number(request, "temperature", 0.0..=2.0)?.unwrap_or(self.config.temperature);
        let top_p = number(request, "top_p", 0.0..=1.0)?.unwrap_or(self.config.top_p);
        let alternatives = number(request, "top_logprobs", 0.0..=MOST_ALTERNATIVES)?.unwrap_or(0.0);
        let shown = match request.raw("logprobs") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(invalid("logprobs", "invalid_type", "'logprobs' must be true or false")),
        };
        if alternatives > 0.0 && !shown {
            return Err(invalid("top_logprobs", "invalid_value", "'top_logprobs' needs 'logprobs' to be true"));
        }
        Ok(Choosing { temperature: temperature as f32, top_p: top_p as f32, alternatives: alternatives as usize })
    }

    fn prompt(&self, request: &ChatRequest) -> Result<Vec<u32>, Failure> {
        let pieces = self.template.render(request.messages());
        // A body of megabytes is not worth tokenising just to say how far it is over.
        let bytes: usize = request.messages().iter().map(|message| message.text().len()).sum();
        let fewest = self.vocabulary.fewest(bytes);
        if fewest > self.context {
            return Err(too_long(self.context, &format!("at least {fewest}")));
        }
        let unreadable = |error| invalid("messages", "invalid_value", format!("the messages cannot be read: {error}"));
        let prompt = self.vocabulary.encode(&pieces).map_err(unreadable)?;
        if prompt.len() >= self.context {
            return Err(too_long(self.context, &prompt.len().to_string()));
        }
        Ok(prompt)
    }
}

fn refuse_unsupported(request: &ChatRequest) -> Result<(), Failure> {
    let given = |key: &str| request.raw(key).is_some_and(|raw| !matches!(raw.trim(), "[]" | "{}" | "false" | "0"));
    let features = [
        ("tools", "tools"),
        ("functions", "functions"),
        ("audio", "audio"),
        ("logit_bias", "logit_bias"),
        ("web_search_options", "web search"),
    ];
    if let Some((key, feature)) = features.iter().find(|(key, _)| given(key)) {
        return Err(unsupported(key, feature));
    }
    for key in ["frequency_penalty", "presence_penalty"] {
        if number(request, key, -2.0..=2.0)?.is_some_and(|penalty| penalty != 0.0) {
            return Err(unsupported(key, "penalties"));
        }
    }
    let format = request.raw("response_format").map(serde_json::from_str::<serde_json::Value>);
    match format {
        None => Ok(()),
        Some(Ok(format)) if format["type"] == "text" => Ok(()),
        Some(_) => Err(unsupported("response_format", "structured outputs ('response_format' other than 'text')")),
    }
}

fn refuse_message(message: &Message) -> Result<(), Failure> {
    if message.calls_tools || matches!(message.role.as_str(), "tool" | "function") {
        return Err(unsupported("messages", "tools"));
    }
    if message.has_attachments() {
        return Err(unsupported("messages", "anything but text in messages"));
    }
    if !matches!(message.role.as_str(), "system" | "developer" | "user" | "assistant") {
        let text = format!("'{}' is no role of a message; use system, developer, user or assistant", message.role);
        return Err(invalid("messages", "invalid_value", text));
    }
    Ok(())
}

fn number(request: &ChatRequest, key: &str, range: std::ops::RangeInclusive<f64>) -> Result<Option<f64>, Failure> {
    if request.raw(key).is_none() {
        return Ok(None);
    }
    let number = request.number(key).filter(|number| range.contains(number));
    let reason = || format!("'{key}' must be a number from {} to {}", range.start(), range.end());
    number.map(Some).ok_or_else(|| invalid(key, "invalid_value", reason()))
}

fn limit(request: &ChatRequest) -> Result<Option<usize>, Failure> {
    for key in ["max_completion_tokens", "max_tokens"] {
        let Some(raw) = request.raw(key) else { continue };
        let limit = serde_json::from_str::<u64>(raw).ok().filter(|limit| *limit > 0);
        let reason = || format!("'{key}' must be an integer of at least 1");
        let limit = limit.ok_or_else(|| invalid(key, "invalid_value", reason()))?;
        return Ok(Some(usize::try_from(limit).unwrap_or(usize::MAX)));
    }
    Ok(None)
}

fn seed(request: &ChatRequest) -> Result<Option<u64>, Failure> {
    let Some(raw) = request.raw("seed") else { return Ok(None) };
    let seed = serde_json::from_str::<i64>(raw);
    seed.map(|seed| Some(seed.cast_unsigned()))
        .map_err(|_| invalid("seed", "invalid_type", "'seed' must be an integer"))
}

fn stops(request: &ChatRequest) -> Result<Vec<String>, Failure> {
    let Some(raw) = request.raw("stop") else { return Ok(Vec::new()) };
    let stops = match serde_json::from_str::<Stops>(raw) {
        Ok(Stops::One(stop)) => vec![stop],
        Ok(Stops::Many(stops)) if stops.len() <= MOST_STOPS => stops,
        _ => return Err(invalid("stop", "invalid_value", "'stop' must be a string or at most 4 strings")),
    };
    Ok(stops.into_iter().filter(|stop| !stop.is_empty()).collect())
}
