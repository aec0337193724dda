//! `POST /v1/probity/score`: scores of pairs, or of the answers that were sampled for a question.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use hyper::body::Incoming;
use probity_upstream::Body;
use probity_wire::Error as Wrong;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::body::{Patient, full};
use crate::linger::Peer;
use crate::refusal::Refusal;
use crate::scores::{Invalid, PairRow, PairScores, SampleRow, Wanted};
use crate::server::Context;

/// The most pairs of one request.
const MAX_PAIRS: usize = 1000;

/// So many requests are scored at once in this process; more wait, `max_in_flight` being the most of them.
static ROOM: Semaphore = Semaphore::const_new(8);

/// Either pairs, or a question with its answers.
#[derive(Debug, Deserialize)]
struct Asked {
    pairs: Option<Vec<PairRow>>,
    answers: Option<Value>,
    samples: Option<Value>,
    scorers: Option<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct OfPairs {
    judge: String,
    entailment_judge: Option<String>,
    pairs: Vec<PairScores>,
}

/// Answers a request for scores.
pub(crate) async fn score(context: &Context, peer: std::sync::Arc<Peer>, request: Request<Incoming>) -> Response<Body> {
    answer(context, peer, request).await.unwrap_or_else(Refusal::into_response)
}

async fn answer(
    context: &Context,
    peer: std::sync::Arc<Peer>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Refusal> {
    let (parts, incoming) = request.into_parts();
    let body = Patient::new(incoming, context.config.body_timeout, peer);
    if crate::chat::is_encoded(&parts.headers) {
        return Err(Refusal::Encoded);
    }
    let bytes = body.read(context.config.max_body_bytes).await?;
    let asked: Asked = parse(&bytes)?;
    let scores = match (asked.pairs, asked.answers.is_some() || asked.samples.is_some()) {
        (Some(_), false) if asked.scorers.is_some() => {
            return Err(invalid("scorers", "is for 'answers'; pairs get all that there is to say of them"));
        }
        (Some(pairs), false) => of_pairs(context, pairs).await?,
        (None, true) => of_samples(context, parse(&bytes)?, asked.scorers.as_deref()).await?,
        (Some(_), true) => return Err(invalid("pairs", "cannot be sent with 'answers'; send the one or the other")),
        (None, false) => return Err(Refusal::Request(Wrong::Missing("answers"))),
    };
    let mut response = Response::new(full(scores));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

async fn of_pairs(context: &Context, pairs: Vec<PairRow>) -> Result<Bytes, Refusal> {
    if pairs.len() > MAX_PAIRS {
        return Err(invalid("pairs", &format!("there are {}, at most {MAX_PAIRS} are taken", pairs.len())));
    }
    let judges = context.judges.clone();
    let scored = aside(async move { judges.pairs(&pairs).await }).await?;
    let judges = &context.judges;
    let scores = OfPairs {
        judge: judges.meaning.name().to_owned(),
        entailment_judge: judges.entailment.as_ref().map(|judge| judge.name().to_owned()),
        pairs: scored.map_err(Refusal::Judge)?,
    };
    Ok(json(&scores))
}

async fn of_samples(context: &Context, row: SampleRow, scorers: Option<&[String]>) -> Result<Bytes, Refusal> {
    let wanted = scorers.map_or_else(|| Ok(Wanted::all()), Wanted::named).map_err(refused)?;
    let samples = row.check().map_err(refused)?;
    let judges = context.judges.clone();
    let scored = aside(async move { judges.samples(samples, &wanted).await }).await?;
    Ok(json(&scored.map_err(Refusal::Judge)?))
}

/// Scores beside the threads that serve: hundreds of long answers take a processor for seconds on end, and no other
/// request is to wait for that. Whoever goes away takes the work along, as soon as it waits for a judge.
async fn aside<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Result<T, Refusal> {
    let place = ROOM.acquire().await.map_err(|_| Refusal::Overloaded)?;
    let (runtime, stop) = (Handle::current(), CancellationToken::new());
    let _gone = stop.clone().drop_guard();
    let working = tokio::task::spawn_blocking(move || {
        let _place = place;
        runtime.block_on(stop.run_until_cancelled(work))
    });
    working.await.ok().flatten().ok_or(Refusal::Defect)
}

/// Reads a body, and says which member is wrong where one is.
fn parse<T: for<'de> Deserialize<'de>>(bytes: &Bytes) -> Result<T, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|error| Refusal::Request(Wrong::Utf8(error.valid_up_to())))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let param = error.path().to_string();
        let inner = error.into_inner();
        let wrong = if inner.is_data() {
            Wrong::Invalid { param, reason: inner.to_string() }
        } else {
            Wrong::Json(inner.to_string())
        };
        Refusal::Request(wrong)
    })?;
    reader.end().map_err(|error| Refusal::Request(Wrong::Json(error.to_string())))?;
    Ok(parsed)
}

fn json(scores: &impl Serialize) -> Bytes {
    // Nothing in it can fail to be written: plain members, string keys, finite numbers.
    serde_json::to_vec(scores).unwrap_or_default().into()
}

fn refused(invalid: Invalid) -> Refusal {
    Refusal::Request(Wrong::Invalid { param: invalid.param.to_owned(), reason: invalid.reason })
}

fn invalid(param: &str, reason: &str) -> Refusal {
    Refusal::Request(Wrong::Invalid { param: param.to_owned(), reason: reason.to_owned() })
}
