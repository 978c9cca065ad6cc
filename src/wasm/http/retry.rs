//! After each attempt: is it a success, an error, or worth a retry?

use crate::api::routes::Endpoint;
use crate::policy::failure::{ErrorCode, Failure, OUTCOME_UNKNOWN};
use crate::policy::retry::{self, Attempt, Budget};
use crate::text::concat;
use crate::wasm::http::call::{ApiCall, Limits};
use crate::wasm::http::response::parse_body;
use crate::wasm::http::transport::{HttpResponse, TransportError};
use crate::wasm::js::error::{Error, Result, redact, redact_error};
use crate::wasm::js::field::get_string;
use crate::wasm::js::page::get_uptime;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::Interrupted;
use js_sys::Math;

/// A failed attempt, with the pause that the service asked for.
pub struct FailedAttempt {
    pub error: Error,
    retry_after_ms: Option<f64>,
}

/// Reads the response of an attempt.
pub fn check_response(
    response: Result<Box<HttpResponse>, TransportError>,
    call: &ApiCall<'_>,
    limits: &Limits,
    secret: Option<String>,
) -> Result<Box<HttpResponse>, FailedAttempt> {
    let paid = call.endpoint.is_paid();
    let mut response = match response {
        Ok(response) => response,
        Err(error) => {
            let error = to_error(error, paid, &limits.abort, secret.as_deref());
            return Err(FailedAttempt { error, retry_after_ms: None });
        }
    };
    response.secret = secret;
    match parse_body(&response, paid) {
        Ok(body) => {
            response.body = body;
            Ok(response)
        }
        Err(error) => {
            let retry_after_ms = response.retry_after.as_deref().and_then(retry::parse_retry_after);
            Err(FailedAttempt { error, retry_after_ms })
        }
    }
}

/// How long to wait before the next attempt, in milliseconds. `None` means that there is none.
pub fn next_delay(failed: &FailedAttempt, call: &ApiCall<'_>, limits: &Limits, number: u32) -> Option<f64> {
    let Failure { code, retryable, .. } = failed.error.failure();
    let (paid, limit_reached) = (call.endpoint.is_paid(), *code == ErrorCode::TooManyRenders);
    let retry_after_ms = failed.retry_after_ms;
    let attempt = Attempt { number, paid, limit_reached, retryable: *retryable, retry_after_ms };
    let left_ms = limits.retries_until_deadline.then(|| limits.deadline - get_uptime());
    // Who asks for an order decides itself when to ask again.
    let max_retries = if call.endpoint == Endpoint::Order { 0 } else { limits.max_retries };
    retry::next_delay(attempt, Budget { max_retries, left_ms }, Math::random())
}

/// Converts a transport error. If a paid request may have arrived, the outcome is unknown.
fn to_error(error: TransportError, paid: bool, abort: &Abort, secret: Option<&str>) -> Error {
    let unknown = || Error::new(ErrorCode::OutcomeUnknown, OUTCOME_UNKNOWN);
    match error {
        TransportError::InvalidRequest(error) => {
            let cause = redact_error(&error, secret);
            let why = redact(&get_string(&error, "message").unwrap_or_default(), secret);
            let message = concat(&["The request could not be created. Check baseUrl: ", &why]);
            Error::new(ErrorCode::InvalidRequest, &message).with_cause(cause)
        }
        TransportError::Network(error) => {
            let network = || {
                let message = "The service could not be reached. Check the network, baseUrl and, in a page, CORS, which \
                               also blocks a redirect to another site's login page.";
                Error::new(ErrorCode::Network, message).retryable()
            };
            (if paid { unknown() } else { network() }).with_cause(redact_error(&error, secret))
        }
        TransportError::InvalidResponse if paid => unknown(),
        TransportError::InvalidResponse => {
            let message = "The fetch option did not return a Response. Check what it returns.";
            Error::new(ErrorCode::UnexpectedResponse, message)
        }
        TransportError::Interrupted(Interrupted::Aborted) if paid => unknown().with_cause(abort.reason()),
        TransportError::Interrupted(Interrupted::Aborted) => abort.error(),
        TransportError::Interrupted(Interrupted::TimedOut) if paid => unknown(),
        TransportError::Interrupted(Interrupted::TimedOut) => {
            let message = "The service made no progress within timeoutMs. Try again.";
            Error::new(ErrorCode::Timeout, message).retryable()
        }
    }
}
