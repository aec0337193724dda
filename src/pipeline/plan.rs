//! Is this request ours, and what may it cost.

use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderName};
use probity_policy::{Pass, Scope};
use probity_wire::chat::ChatRequest;
use probity_wire::{Error, Object, Question};
use uuid::Uuid;

use crate::gating::Gating;
use crate::{Config, Decision, Mode, Verdict};

/// What a client may ask for itself, by a `probity` object in the body or by `x-probity-*` headers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Controls {
    /// Another mode: `mode`, `x-probity-mode`.
    pub mode: Option<Mode>,
    /// At most so many verification draws, at least 1: `max_draws`, `x-probity-max-draws`.
    pub max_draws: Option<usize>,
}

/// What is to be done with a request.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The request's id (UUIDv7), also the `x-probity-request-id`.
    pub request_id: String,
    /// The mode in force for it.
    pub mode: Mode,
    /// The question to judge, or why it is passed.
    pub scope: Result<Question, Pass>,
    /// At most so many verification draws.
    pub max_draws: usize,
    /// The model asked.
    pub model: String,
    /// When it was planned: elapsed time counts from here.
    pub arrived: Instant,
    /// How long planning took.
    pub(crate) own: Duration,
}

/// The member of a request body, and the start of header names, by which a client speaks to probity.
const MEMBER: &str = "probity";
const PREFIX: &str = "x-probity-";
/// What our responses say, and a client or another proxy may say back: no controls, and no mistakes.
const ECHOES: [&str; 5] = ["decision", "confidence", "samples", "request-id", "would-be"];
const KNOWN: &str = "known are 'mode' and 'max_draws'";

impl Controls {
    /// Reads the `probity` object of a body and the `x-probity-*` headers; where both say something, the header holds.
    ///
    /// # Errors
    /// A `probity` member that is no object, a control that is not known, or a value that it cannot have.
    pub fn read(request: &ChatRequest, headers: &HeaderMap) -> Result<Self, Error> {
        let mut controls = Self::default();
        if let Some(raw) = request.raw(MEMBER) {
            controls.read_object(raw)?;
        }
        for (name, value) in headers {
            let Some(key) = name.as_str().strip_prefix(PREFIX) else { continue };
            if ECHOES.contains(&key) {
                continue;
            }
            let text = value.to_str().map_err(|_| invalid(name.as_str(), "it is not readable text".to_owned()))?;
            controls.set(&key.replace('-', "_"), text.trim(), name.as_str())?;
        }
        Ok(controls)
    }

    fn read_object(&mut self, raw: &str) -> Result<(), Error> {
        let object = Object::parse(raw.to_owned().into())
            .map_err(|error| invalid(MEMBER, format!("{error}; it takes an object, as {{\"mode\": \"annotate\"}}")))?;
        for key in object.keys() {
            let raw = object.get(key).unwrap_or_default().trim();
            let text = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
            self.set(key, text, &format!("{MEMBER}.{key}"))?;
        }
        Ok(())
    }

    fn set(&mut self, key: &str, value: &str, param: &str) -> Result<(), Error> {
        match key {
            "mode" => {
                let mode = Mode::named(value).ok_or_else(|| {
                    invalid(param, format!("'{value}' is no mode; it is one of off, observe, annotate, enforce"))
                })?;
                self.mode = Some(mode);
            }
            "max_draws" => {
                let draws = value.parse().ok().filter(|draws| *draws >= 1);
                let reason = || invalid(param, format!("'{value}' is no number of draws; it is an integer from 1"));
                self.max_draws = Some(draws.ok_or_else(reason)?);
            }
            _ => return Err(invalid(param, format!("there is no such control; {KNOWN}"))),
        }
        Ok(())
    }
}

impl Plan {
    pub(crate) async fn of(
        request: &ChatRequest,
        controls: &Controls,
        config: &Config,
        gating: Option<Gating<'_>>,
    ) -> Self {
        let arrived = Instant::now();
        let controls = if config.client_controls { *controls } else { Controls::default() };
        let mode = controls.mode.unwrap_or(config.mode);
        let scope = Scope::of(request);
        let scope = match gating.filter(|_| mode != Mode::Off) {
            Some(gating) => gating.settle(scope).await,
            None => scope.by_rules(),
        };
        Self {
            request_id: Uuid::now_v7().to_string(),
            mode,
            scope,
            max_draws: controls.max_draws.unwrap_or(config.max_draws).min(config.draws_cap),
            model: request.model().to_owned(),
            arrived,
            own: arrived.elapsed(),
        }
    }

    /// Whether the answer has to wait for a verdict.
    pub fn judges_before_answer(&self) -> bool {
        self.scope.is_ok() && matches!(self.mode, Mode::Annotate | Mode::Enforce)
    }

    /// Whether the answer is judged once it went out.
    pub fn judges_after_answer(&self) -> bool {
        self.scope.is_ok() && self.mode == Mode::Observe
    }

    /// The verdict on a request that is passed without being judged, with its reason: `off`, or why it is not ours.
    pub fn passed(&self) -> Verdict {
        let reason = match self.scope {
            _ if self.mode == Mode::Off => "off",
            Err(pass) => pass.name(),
            Ok(_) => "not_judged",
        };
        Verdict::new(self, Decision::Passed, reason)
    }
}

/// The request without its `probity` member, as it may go upstream: the very same bytes where it has none.
///
/// # Errors
/// As [`ChatRequest::edited`].
pub fn strip(request: &ChatRequest) -> Result<ChatRequest, Error> {
    if !request.has(MEMBER) {
        return Ok(request.clone());
    }
    request.edited(|object| {
        object.remove(MEMBER);
    })
}

/// Takes the `x-probity-*` headers out.
pub fn strip_headers(headers: &mut HeaderMap) {
    let ours: Vec<HeaderName> = headers.keys().filter(|name| name.as_str().starts_with(PREFIX)).cloned().collect();
    for name in ours {
        headers.remove(name);
    }
}

fn invalid(param: &str, reason: String) -> Error {
    Error::Invalid { param: param.to_owned(), reason }
}
