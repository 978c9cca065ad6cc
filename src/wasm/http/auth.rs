//! Authentication: the token or key of each request, and its headers.

use crate::api::IssueCode;
use crate::policy::failure::ErrorCode;
use crate::text::concat;
use crate::wasm::http::call::{ApiCall, Limits};
use crate::wasm::js::error::{Error, Result};
use crate::wasm::options::client::{ClientOptions, trim_secret};
use crate::wasm::options::reader::reject;
use crate::wasm::sync::timeout::{Interrupted, timeout};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Headers;

/// Builds the headers that every request sends. Rejects headers and keys that HTTP cannot send.
pub fn build_headers(options: &ClientOptions) -> Result<Headers> {
    let headers = Headers::new().map_err(|cause| unsupported_platform().with_cause(cause))?;
    for (name, value) in &options.headers {
        if headers.set(name, value).is_err() {
            let message = "HTTP cannot send this header. Remove special characters from its name and value.";
            return Err(reject(&concat(&["headers.", name]), IssueCode::Malformed, message));
        }
    }
    if let Some(key) = &options.api_key {
        let probe = copy_headers(&headers)?;
        if probe.set("Authorization", key).is_err() {
            let message = "HTTP cannot send this key. Copy it again, without line breaks and special characters.";
            return Err(reject("apiKey", IssueCode::Malformed, message));
        }
    }
    Ok(headers)
}

/// Adds the headers of one request.
pub fn add_headers(headers: &Headers, secret: Option<&str>, call: &ApiCall<'_>) -> Result<Headers> {
    let headers = copy_headers(headers)?;
    // Cannot fail: the type is a constant or that of a `Blob`, which the browser has checked, and the key is checked too.
    if let Some(content_type) = call.content_type {
        let _ = headers.set("Content-Type", content_type);
    }
    if let Some(key) = call.idempotency_key {
        let _ = headers.set("Idempotency-Key", &concat(&["\"", key, "\""]));
    }
    if let Some(secret) = secret
        && headers.set("Authorization", &concat(&["Bearer ", secret])).is_err()
    {
        let message =
            "HTTP cannot send the token from getToken. Return a token without line breaks and special characters.";
        return Err(Error::new(ErrorCode::Unauthorized, message));
    }
    Ok(headers)
}

/// Gets the token or key of the next request. Errors have no cause, because it could contain the token.
pub async fn get_secret(options: &ClientOptions, limits: &Limits) -> Result<Option<String>> {
    if limits.abort.is_aborted() {
        return Err(limits.abort.error());
    }
    let Some(get_token) = &options.get_token else { return Ok(options.api_key.clone()) };
    let unauthorized = |message| Error::new(ErrorCode::Unauthorized, message);
    let failed = |_| unauthorized("getToken failed, so nothing was sent. Sign in again, or check what it throws.");
    let promise = Promise::resolve(&get_token.call0(&JsValue::UNDEFINED).map_err(failed)?);
    let token = match timeout(JsFuture::from(promise), &limits.abort, Some(limits.timeout_ms)).await {
        Ok(token) => token.map_err(failed)?,
        Err(Interrupted::Aborted) => return Err(limits.abort.error()),
        Err(Interrupted::TimedOut) => {
            let message = "getToken timed out, so nothing was sent. Try again.";
            return Err(Error::new(ErrorCode::Timeout, message).retryable());
        }
    };
    match token.as_string().map(trim_secret) {
        Some(token) if !token.is_empty() => Ok(Some(token)),
        _ => Err(unauthorized("getToken returned no token, so nothing was sent. Return a non-empty string.")),
    }
}

fn copy_headers(headers: &Headers) -> Result<Headers> {
    Headers::new_with_headers(headers).map_err(|cause| unsupported_platform().with_cause(cause))
}

fn unsupported_platform() -> Error {
    Error::new(ErrorCode::InvalidRequest, "This platform has no fetch. Use Node 20, Deno, Bun or a browser.")
}
