//! Draws over HTTP: the primary as the client asked it, verification draws edited, streamed and counted.
//!
//! A draw is linear code that emits events into a small bounded queue; the stream that the caller holds runs that code
//! and drains the queue. No task is spawned, so dropping the stream drops the requests, which closes their connections.

mod answer;
mod events;
mod habits;
mod opening;
mod reply;
mod tracks;
mod verify;

use std::sync::Arc;

use probity_draw::{Ask, Draws, Sampler, Verification};

use crate::Config;
use crate::remote::{Link, headers};

use answer::{Expected, Reader, Shape};
use events::{Emitter, events};
use habits::Memory;
use verify::Batch;

/// How much of an answer is read.
#[derive(Debug, Clone, Copy)]
struct ReadLimits {
    /// Of the whole body, in bytes.
    response: usize,
    /// Of one server-sent event, in bytes.
    event: usize,
}

/// Draws answers from an upstream over HTTP.
#[derive(Debug)]
pub(crate) struct HttpSampler {
    link: Arc<Link>,
    limits: ReadLimits,
    memory: Arc<Memory>,
}

impl HttpSampler {
    pub(crate) fn new(link: Arc<Link>, config: &Config) -> Self {
        let limits = ReadLimits { response: config.max_response_bytes, event: config.max_event_bytes };
        Self { link, limits, memory: Arc::new(Memory::new(config.native_n)) }
    }
}

impl Sampler for HttpSampler {
    fn primary(&self, ask: &Ask) -> Draws {
        let (link, limits) = (Arc::clone(&self.link), self.limits);
        let (body, streamed) = (ask.request.to_bytes(), ask.request.stream());
        let shape = if streamed {
            Shape::PrimaryStream { with_usage: ask.request.include_usage() }
        } else {
            Shape::PrimaryPlain
        };
        let (headers, target) = (headers::for_draw(&ask.headers), ask.target.clone());
        events(move |emit: Emitter| async move {
            match opening::post(&link, &target, headers, body, limits).await {
                Ok(response) => {
                    let reader = Reader { host: link.host(), limits, emit: &emit };
                    reader.read(response, Expected { draws: vec![0], opened: Vec::new(), shape }).await;
                }
                Err(failure) => emit.failed(0, failure).await,
            }
        })
    }

    fn verify(&self, ask: &Ask, verification: &Verification) -> Draws {
        let batch = Batch {
            link: Arc::clone(&self.link),
            limits: self.limits,
            memory: Arc::clone(&self.memory),
            request: Arc::clone(&ask.request),
            headers: headers::for_repeat(&ask.headers),
            target: ask.target.clone(),
            verification: verification.clone(),
        };
        events(move |emit: Emitter| async move { batch.run(&emit).await })
    }

    fn name(&self) -> &str {
        self.link.host()
    }
}
