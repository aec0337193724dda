//! A single answer from a source, outside the pipeline: what graders, baselines and samples of knowledge need.

use std::sync::Arc;

use futures_util::StreamExt;
use probity_draw::{Ask, Event, Sampler};
use probity_wire::chat::ChatRequest;
use serde::Serialize;
use tokio::time::Instant;

use crate::limits::Tokens;

/// What is asked.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Asking<'a> {
    pub(crate) model: &'a str,
    pub(crate) messages: &'a [Message<'a>],
    pub(crate) temperature: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_tokens: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<i64>,
}

/// One turn of a conversation.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

/// What came.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) tokens: Tokens,
    /// Whether the source did not say how many tokens it took.
    pub(crate) estimated: bool,
    pub(crate) elapsed_ms: f64,
}

/// Why there is no answer.
#[derive(Debug, Clone)]
pub(crate) struct Failed(pub(crate) String);

impl<'a> Message<'a> {
    pub(crate) fn user(content: &'a str) -> Self {
        Self { role: "user", content }
    }

    pub(crate) fn assistant(content: &'a str) -> Self {
        Self { role: "assistant", content }
    }
}

impl Asking<'_> {
    pub(crate) fn request(&self) -> Result<ChatRequest, probity_wire::Error> {
        ChatRequest::parse(serde_json::to_vec(self).unwrap_or_default().into())
    }
}

/// Asks once, and waits for the whole answer.
pub(crate) async fn say(sampler: &Arc<dyn Sampler>, request: ChatRequest) -> Result<Said, Failed> {
    let asked = request.messages().iter().map(|message| message.text().len()).sum();
    said(sampler, &Ask::new(request), asked).await
}

async fn said(sampler: &Arc<dyn Sampler>, ask: &Ask, asked: usize) -> Result<Said, Failed> {
    let begun = Instant::now();
    let mut events = sampler.primary(ask);
    let (mut text, mut tokens) = (String::new(), None);
    while let Some((_, event)) = events.next().await {
        match event {
            Event::Delta(delta) => text.push_str(&delta.text),
            Event::Usage(usage) => {
                tokens = Some(Tokens { prompt: usage.prompt_tokens, completion: usage.completion_tokens });
            }
            Event::Failed(failure) => return Err(Failed(failure.message)),
            Event::Opened(_) | Event::Done(_) => {}
        }
    }
    Ok(Said {
        estimated: tokens.is_none(),
        tokens: tokens.unwrap_or_else(|| Tokens::estimated(asked, text.len())),
        elapsed_ms: begun.elapsed().as_secs_f64() * 1000.0,
        text,
    })
}
