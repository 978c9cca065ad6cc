//! One call of an endpoint: token, headers, exchange, and again where that is safe.

use crate::api::IssueCode;
use crate::api::routes::Endpoint;
use crate::policy::failure::{ErrorCode, Failure, OUTCOME_UNKNOWN};
use crate::policy::pending::storage_key;
use crate::policy::retry::{self, Budget, Try};
use crate::text::concat;
use crate::wasm::http::response;
use crate::wasm::http::transport::{self, Answer, Broken, Exchange, Sent};
use crate::wasm::js::error::{Outcome, Thrown, redact, without_secrets};
use crate::wasm::js::field::{object, text};
use crate::wasm::js::listener::Listener;
use crate::wasm::js::progress::tell_waiting;
use crate::wasm::options::api_key::guard_key;
use crate::wasm::options::call::CallOptions;
use crate::wasm::options::client::{ClientOptions, trimmed};
use crate::wasm::options::reader::refuse;
use crate::wasm::renders::pending::Pending;
use crate::wasm::renders::slots::Scope;
use crate::wasm::renders::watch::Watches;
use crate::wasm::sync::wait::{Abort, Stopped, aborted, pause, within};
use gloo_net::http::Method;
use js_sys::{Date, Math, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials};

/// The slowest upload that is waited for; `fetch` tells nothing of its progress.
const SLOWEST_UPLOAD_BYTES_PER_MS: f64 = 32.0;

/// How long a request may make no progress, in milliseconds, where the caller says nothing. One that costs credits may be
/// answered with the finished picture, and so not before it is painted.
const TIMEOUT_MS: f64 = 60_000.0;
const PAID_TIMEOUT_MS: f64 = 300_000.0;

/// What every call of a client shares.
pub struct Session {
    pub options: ClientOptions,
    pub pending: Pending,
    pub scope: Rc<Scope>,
    pub watches: Watches,
    headers: Headers,
    credentials: RequestCredentials,
}

/// A call of an endpoint.
pub struct Call<'a> {
    pub endpoint: Endpoint,
    /// What follows the endpoint's path: an id or a query.
    pub suffix: &'a str,
    pub body: Option<&'a JsValue>,
    pub content_type: Option<&'a str>,
    /// The size of a body that may take long to go up.
    pub bytes: f64,
    /// Told how much of it has gone up, where the platform says.
    pub listener: Option<&'a Listener>,
}

impl Call<'_> {
    /// Of an endpoint, with nothing to say.
    pub fn to(endpoint: Endpoint) -> Self {
        Self { endpoint, suffix: "", body: None, content_type: None, bytes: 0.0, listener: None }
    }

    fn is_get(&self) -> bool {
        matches!(self.endpoint, Endpoint::GetRender | Endpoint::Account)
    }

    /// What ends it: an abort, unless it costs credits and is let finish.
    fn abort<'a>(&self, limits: &'a Limits) -> &'a Abort {
        if self.endpoint.is_paid() && limits.lets_finish { &Abort::NONE } else { &limits.abort }
    }
}

/// The limits of one call of the public API, which may make several requests.
pub struct Limits {
    pub abort: Abort,
    pub timeout_ms: f64,
    /// The same for what costs credits.
    pub paid_timeout_ms: f64,
    pub max_retries: u32,
    /// When waiting ends, for a slot or for a render, in milliseconds since 1970.
    pub deadline: f64,
    /// Whether a service that takes no more renders is waited out until then.
    pub waits_out: bool,
    /// Whether an abort lets a paid request finish that is on its way, so that its id is known.
    pub lets_finish: bool,
    /// Told of waiting for a slot.
    pub waiting: Listener,
}

/// What one call of the public API is bound to. Boxed, so that what waits for it does not hold it by value.
pub struct Terms {
    pub options: CallOptions,
    pub limits: Limits,
}

impl Terms {
    /// For a whole run, which waits a busy service out and tells of it.
    pub fn wait_out(&mut self) {
        self.limits.waits_out = true;
        self.limits.waiting = self.options.on_progress.clone();
    }
}

impl Session {
    /// Checks everything that can be checked before the first request.
    pub fn new(options: ClientOptions) -> Outcome<Self> {
        guard_key(&options)?;
        let headers = Headers::new().map_err(|cause| no_platform().because(cause))?;
        for (name, value) in &options.headers {
            if headers.set(name, value).is_err() {
                let message = "A header's name or value has a character that HTTP cannot carry.";
                return Err(refuse(&concat(&["headers.", name]), IssueCode::Malformed, message));
            }
        }
        if let Some(key) = &options.api_key {
            let probe = Headers::new_with_headers(&headers).map_err(|cause| no_platform().because(cause))?;
            if probe.set("Authorization", key).is_err() {
                let message = "The key has a character that HTTP cannot carry, such as a line break: copy it again.";
                return Err(refuse("apiKey", IssueCode::Malformed, message));
            }
        }
        let credentials = match options.credentials {
            "omit" => RequestCredentials::Omit,
            "include" => RequestCredentials::Include,
            _ => RequestCredentials::SameOrigin,
        };
        let pending = Pending::new(options.storage.clone(), storage_key(&options.base_url, options.user.as_deref()));
        let scope = Scope::of(&options.base_url);
        Ok(Self { options, pending, scope, watches: Watches::default(), headers, credentials })
    }

    /// The terms of a call that knows these options.
    pub fn terms(&self, options: &JsValue, known: &[&'static str]) -> Outcome<Box<Terms>> {
        CallOptions::read(options, known).map(|options| self.terms_of(options))
    }

    /// The terms of a call with these options.
    pub fn terms_of(&self, options: CallOptions) -> Box<Terms> {
        let timeout_ms = options.timeout_ms.or(self.options.timeout_ms);
        let limits = Limits {
            abort: Abort::listen(options.signal.clone()),
            timeout_ms: timeout_ms.unwrap_or(TIMEOUT_MS),
            paid_timeout_ms: timeout_ms.unwrap_or(PAID_TIMEOUT_MS),
            max_retries: options.max_retries.unwrap_or(self.options.max_retries),
            deadline: Date::now() + options.deadline_ms,
            waits_out: false,
            lets_finish: false,
            waiting: Listener::default(),
        };
        Box::new(Terms { options, limits })
    }

    /// Calls an endpoint, again where that cannot buy a second render, and answers a success or a failure.
    pub async fn call(&self, call: &Call<'_>, limits: &Limits) -> Outcome<Box<Answer>> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let secret = self.secret(limits).await?;
            let headers = self.headers_with(secret.as_deref(), call.content_type)?;
            let started = Date::now();
            let answered = match self.send(call, limits, &headers) {
                Ok(mut sent) => {
                    let ended = sent.ended(call.abort(limits)).await;
                    sent.read(ended)
                }
                Err(broken) => Err(broken),
            };
            self.tell(call, attempt, &answered, Date::now() - started);
            let failed = match understood(answered, call, limits, secret) {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let Some(ms) = next_pause(&failed, call, limits, attempt) else { return Err(failed.thrown) };
            if call.endpoint.is_paid() && attempt == 1 {
                tell_waiting(&limits.waiting, 1);
            }
            if pause(ms, &limits.abort).await == Err(Stopped::Aborted) {
                return Err(aborted(&limits.abort));
            }
        }
    }

    fn send(&self, call: &Call<'_>, limits: &Limits, headers: &Headers) -> Result<Sent, Broken> {
        transport::send(&Exchange {
            method: if call.is_get() { Method::GET } else { Method::POST },
            url: &self.url(call),
            headers,
            body: call.body,
            credentials: self.credentials,
            fetch: self.options.fetch.as_ref(),
            timeout_ms: if call.endpoint.is_paid() { limits.paid_timeout_ms } else { limits.timeout_ms },
            upload_ms: call.bytes / SLOWEST_UPLOAD_BYTES_PER_MS,
            listener: call.listener,
        })
    }

    fn url(&self, call: &Call<'_>) -> String {
        concat(&[&self.options.base_url, call.endpoint.path(), call.suffix])
    }

    /// Tells `onRequest`; never of a header, so never of a key.
    fn tell(&self, call: &Call<'_>, attempt: u32, answered: &Result<Box<Answer>, Broken>, duration_ms: f64) {
        self.options.on_request.tell(|| {
            object(&[
                ("method", (if call.is_get() { "GET" } else { "POST" }).into()),
                ("url", self.url(call).into()),
                ("attempt", attempt.into()),
                ("status", answered.as_ref().ok().map(|answer| answer.status).into()),
                ("durationMs", duration_ms.into()),
            ])
        });
    }

    fn headers_with(&self, secret: Option<&str>, content_type: Option<&str>) -> Outcome<Headers> {
        let headers = Headers::new_with_headers(&self.headers).map_err(|cause| no_platform().because(cause))?;
        if let Some(content_type) = content_type {
            // Ours, or the type of a caller's Blob, which a browser has checked.
            let _ = headers.set("Content-Type", content_type);
        }
        if let Some(secret) = secret
            && headers.set("Authorization", &concat(&["Bearer ", secret])).is_err()
        {
            let message = "getToken answered a token with a character that HTTP cannot carry.";
            return Err(Thrown::new(ErrorCode::Unauthorized, message));
        }
        Ok(headers)
    }

    /// The token or key for the next request. No cause goes with a failure: it may hold what `getToken` holds.
    async fn secret(&self, limits: &Limits) -> Outcome<Option<String>> {
        if limits.abort.is_aborted() {
            return Err(aborted(&limits.abort));
        }
        let Some(get_token) = &self.options.get_token else { return Ok(self.options.api_key.clone()) };
        let unauthorized = |message| Thrown::new(ErrorCode::Unauthorized, message);
        let failed =
            |_| unauthorized("getToken failed, so nothing was sent: sign in again, or look at what it throws.");
        let promise = Promise::resolve(&get_token.call0(&JsValue::UNDEFINED).map_err(failed)?);
        let token = match within(JsFuture::from(promise), &limits.abort, Some(limits.timeout_ms)).await {
            Ok(token) => token.map_err(failed)?,
            Err(Stopped::Aborted) => return Err(aborted(&limits.abort)),
            Err(Stopped::TimedOut) => {
                let message = "getToken did not answer in time, so nothing was sent.";
                return Err(Thrown::new(ErrorCode::Timeout, message).retryable());
            }
        };
        match token.as_string().map(trimmed) {
            Some(token) if !token.is_empty() => Ok(Some(token)),
            _ => Err(unauthorized("getToken must answer a token: a string with something in it.")),
        }
    }
}

/// A try that failed, and for how long the service asked to be left alone.
struct Failed {
    thrown: Thrown,
    retry_after_ms: Option<f64>,
}

/// The answer, where it is a success.
fn understood(
    answered: Result<Box<Answer>, Broken>,
    call: &Call<'_>,
    limits: &Limits,
    secret: Option<String>,
) -> Result<Box<Answer>, Failed> {
    let paid = call.endpoint.is_paid();
    let mut answer = match answered {
        Ok(answer) => answer,
        Err(broken) => {
            let thrown = thrown_of(broken, paid, &limits.abort, secret.as_deref());
            return Err(Failed { thrown, retry_after_ms: None });
        }
    };
    answer.secret = secret;
    match response::body(&answer, paid) {
        Ok(body) => {
            answer.body = body;
            Ok(answer)
        }
        Err(thrown) => {
            Err(Failed { thrown, retry_after_ms: answer.retry_after.as_deref().and_then(retry::parse_retry_after) })
        }
    }
}

/// How long to pause before the next try; none where there is none.
fn next_pause(failed: &Failed, call: &Call<'_>, limits: &Limits, attempt: u32) -> Option<f64> {
    let Failure { code, retryable, .. } = failed.thrown.failure();
    let (paid, refused) = (call.endpoint.is_paid(), *code == ErrorCode::TooManyRenders);
    let tried = Try { attempt, paid, refused, retryable: *retryable, retry_after_ms: failed.retry_after_ms };
    let left_ms = limits.waits_out.then(|| limits.deadline - Date::now());
    retry::pause(tried, Budget { max_retries: limits.max_retries, left_ms }, Math::random())
}

/// What a broken exchange means. Where a paid request may have arrived, that is all that matters.
fn thrown_of(broken: Broken, paid: bool, abort: &Abort, secret: Option<&str>) -> Thrown {
    let unknown = || Thrown::new(ErrorCode::OutcomeUnknown, OUTCOME_UNKNOWN);
    match broken {
        Broken::NotSent(error) => {
            let cause = without_secrets(&error, secret);
            let why = redact(&text(&error, "message").unwrap_or_default(), secret);
            let message = concat(&["The request could not be made, look at baseUrl: ", &why]);
            Thrown::new(ErrorCode::InvalidRequest, &message).because(cause)
        }
        Broken::Lost(error) => {
            let network = || {
                let message = "The service could not be reached. Check the network, baseUrl and, in a page, CORS: a \
                               redirect to another site's login page fails there, too.";
                Thrown::new(ErrorCode::Network, message).retryable()
            };
            (if paid { unknown() } else { network() }).because(without_secrets(&error, secret))
        }
        Broken::Nonsense if paid => unknown(),
        Broken::Nonsense => Thrown::new(ErrorCode::UnexpectedResponse, "fetch returned something that is no Response."),
        Broken::Stopped(Stopped::Aborted) if paid => unknown().because(abort.reason()),
        Broken::Stopped(Stopped::Aborted) => aborted(abort),
        Broken::Stopped(Stopped::TimedOut) if paid => unknown(),
        Broken::Stopped(Stopped::TimedOut) => {
            Thrown::new(ErrorCode::Timeout, "The service made no progress for too long.").retryable()
        }
    }
}

fn no_platform() -> Thrown {
    Thrown::new(ErrorCode::InvalidRequest, "This platform has no fetch: Node 20, Deno, Bun or a browser is needed.")
}
