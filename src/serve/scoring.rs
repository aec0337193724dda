//! `POST /v1/probity/score`: scores of pairs, or of the answers that were sampled for a question.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use hyper::body::Incoming;
use probity_upstream::Body;
use probity_wire::Error as Wrong;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body::{Patient, full};
use crate::linger::Peer;
use crate::refusal::Refusal;
use crate::scores::{Invalid, PairRow, PairScores, SampleRow, Wanted};
use crate::server::Context;

/// The most pairs of one request.
const MAX_PAIRS: usize = 1000;

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
        (Some(pairs), false) => of_pairs(context, &pairs).await?,
        (None, true) => of_samples(context, parse(&bytes)?, asked.scorers.as_deref()).await?,
        (Some(_), true) => return Err(invalid("pairs", "cannot be sent with 'answers'; send the one or the other")),
        (None, false) => return Err(Refusal::Request(Wrong::Missing("answers"))),
    };
    let mut response = Response::new(full(scores));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

async fn of_pairs(context: &Context, pairs: &[PairRow]) -> Result<Bytes, Refusal> {
    if pairs.len() > MAX_PAIRS {
        return Err(invalid("pairs", &format!("there are {}, at most {MAX_PAIRS} are taken", pairs.len())));
    }
    let judges = &context.judges;
    let scores = OfPairs {
        judge: judges.meaning.name().to_owned(),
        entailment_judge: judges.entailment.as_ref().map(|judge| judge.name().to_owned()),
        pairs: judges.pairs(pairs).await.map_err(Refusal::Judge)?,
    };
    Ok(json(&scores))
}

async fn of_samples(context: &Context, row: SampleRow, scorers: Option<&[String]>) -> Result<Bytes, Refusal> {
    let wanted = scorers.map_or_else(|| Ok(Wanted::all()), Wanted::named).map_err(refused)?;
    let samples = row.check().map_err(refused)?;
    let scores = context.judges.samples(samples, &wanted).await.map_err(Refusal::Judge)?;
    Ok(json(&scores))
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
