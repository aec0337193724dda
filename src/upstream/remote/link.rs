//! The client: a pool of HTTP/1.1 connections to one upstream, its key and its time limits. Nothing else in the house
//! knows which client library this is.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method, Request, Response, Uri, header};
use http_body_util::LengthLimitError;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::{Instant, sleep_until};

use super::address::Address;
use super::connector::{ConnectTimeout, Connector};
use super::credentials::Credentials;
use super::timed::Timed;
use super::upload::{ClientBody, Progress, Stage, Upload};
use crate::error::{find, root_cause};
use crate::{Body, Config, Error, SetupError};

/// How long each part of an exchange may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// For a connection.
    pub(crate) connect: Duration,
    /// From the request's last byte to the response's first.
    pub(crate) first_byte: Duration,
    /// Of silence within a body.
    pub(crate) idle: Duration,
    /// For everything together.
    pub(crate) total: Duration,
}

/// One upstream, ready to be sent requests.
pub(crate) struct Link {
    client: Client<Connector, Upload>,
    address: Address,
    credentials: Credentials,
    limits: Limits,
}

impl Link {
    /// Sets the client up; nothing is sent.
    pub(crate) fn new(config: &Config) -> Result<Self, SetupError> {
        let address = Address::parse(&config.url)?;
        let credentials = Credentials::read(config)?;
        let limits = limits(config)?;
        let connector = Connector::new(limits.connect, &config.ca_file, address.is_https())?;
        let client = Client::builder(TokioExecutor::new())
            // Without a timer the pool never closes an idle connection.
            .pool_timer(TokioTimer::new())
            .timer(TokioTimer::new())
            .pool_idle_timeout(config.pool_idle_timeout)
            .pool_max_idle_per_host(config.max_idle_per_host)
            .set_host(false)
            .build(connector);
        Ok(Self { client, address, credentials, limits })
    }

    /// Sends a request whose hop-by-hop headers are already gone, and waits for the response's head.
    pub(crate) async fn send(
        self: &Arc<Self>,
        method: Method,
        uri: Uri,
        mut headers: HeaderMap,
        body: Body,
    ) -> Result<Response<Timed>, Error> {
        headers.insert(header::HOST, self.address.host_header());
        self.credentials.apply(&mut headers);
        let begun = Instant::now();
        let (body, upload) = Upload::new(body, begun);
        // A new request, so that neither the client's HTTP version nor its extensions come along.
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        let deadline = begun + self.limits.total;
        tokio::select! {
            biased;
            answered = self.client.request(request) => {
                let response = answered.map_err(|error| self.explain(&error))?;
                Ok(response.map(|body| Timed::new(body, Arc::clone(self), upload, deadline)))
            }
            error = self.out_of_time(begun, upload.as_deref()) => Err(error),
        }
    }

    /// Waits until one of the limits before the response's head is passed.
    async fn out_of_time(&self, begun: Instant, upload: Option<&Progress>) -> Error {
        let deadline = begun + self.limits.total;
        loop {
            let (until, error): (Instant, fn(&Self) -> Error) = match upload.map_or(Stage::Waiting, Progress::stage) {
                Stage::Waiting => (begun + self.limits.connect + self.limits.first_byte, Self::first_byte_timeout),
                Stage::Sending(at) => (at + self.limits.idle, Self::idle_timeout),
                Stage::Sent(at) => (at + self.limits.first_byte, Self::first_byte_timeout),
            };
            let now = Instant::now();
            if now >= deadline {
                return self.total_timeout();
            }
            if now >= until {
                return error(self);
            }
            // An upload that begins or ends meanwhile has another limit, which is at least so far away.
            let other = if upload.is_some() { self.limits.first_byte.min(self.limits.idle) } else { self.limits.total };
            sleep_until(until.min(deadline).min(now + other)).await;
        }
    }

    /// The client library's error in our words.
    fn explain(&self, error: &ClientError) -> Error {
        let host = self.host().to_owned();
        if find::<ConnectTimeout>(error).is_some() {
            return Error::ConnectTimeout { host, after: self.limits.connect };
        }
        if error.is_connect() {
            return Error::Connect { host, reason: root_cause(error) };
        }
        if find::<LengthLimitError>(error).is_some() {
            return Error::BodyTooLarge;
        }
        if let Some(body) = find::<ClientBody>(error) {
            let silent = find::<io::Error>(body).is_some_and(|error| error.kind() == io::ErrorKind::TimedOut);
            let explain = if silent { Error::RequestTimeout } else { Error::RequestBody };
            return explain(root_cause(error));
        }
        Error::Reset { host, reason: root_cause(error) }
    }

    /// A connection that broke within a body.
    pub(crate) fn broken(&self, error: &hyper::Error) -> Error {
        if find::<LengthLimitError>(error).is_some() {
            return Error::BodyTooLarge;
        }
        Error::Reset { host: self.host().to_owned(), reason: root_cause(error) }
    }

    pub(crate) fn first_byte_timeout(&self) -> Error {
        Error::FirstByteTimeout { host: self.host().to_owned(), after: self.limits.first_byte }
    }

    pub(crate) fn idle_timeout(&self) -> Error {
        Error::IdleTimeout { host: self.host().to_owned(), after: self.limits.idle }
    }

    pub(crate) fn total_timeout(&self) -> Error {
        Error::TotalTimeout { host: self.host().to_owned(), after: self.limits.total }
    }

    pub(crate) fn has_key(&self) -> bool {
        matches!(self.credentials, Credentials::Injected(_))
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    pub(crate) fn host(&self) -> &str {
        self.address.host()
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("address", &self.address).field("limits", &self.limits).finish_non_exhaustive()
    }
}

fn limits(config: &Config) -> Result<Limits, SetupError> {
    let named = [
        ("connect_timeout", config.connect_timeout),
        ("first_byte_timeout", config.first_byte_timeout),
        ("idle_timeout", config.idle_timeout),
        ("total_timeout", config.total_timeout),
    ];
    // A year: more cannot be meant, and sums of moments must not overflow.
    const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);
    for (key, value) in named {
        if value.is_zero() {
            return Err(SetupError::Value { key, reason: "must be longer than nothing" });
        }
        if value > LONGEST {
            return Err(SetupError::Value { key, reason: "must be at most a year" });
        }
    }
    for (key, value) in [("max_response_bytes", config.max_response_bytes), ("max_event_bytes", config.max_event_bytes)]
    {
        if value == 0 {
            return Err(SetupError::Value { key, reason: "must be at least 1" });
        }
    }
    Ok(Limits {
        connect: config.connect_timeout,
        first_byte: config.first_byte_timeout,
        idle: config.idle_timeout,
        total: config.total_timeout,
    })
}
