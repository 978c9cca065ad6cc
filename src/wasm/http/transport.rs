//! Sends one HTTP request.

use crate::wasm::js::field::{get, get_string};
use crate::wasm::js::listener::Listener;
use crate::wasm::js::progress::emit_amount;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::{Interrupted, Timeout, timeout};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Headers;

#[wasm_bindgen(module = "/js/shims/send-request.js")]
extern "C" {
    #[wasm_bindgen(js_name = sendRequest, catch)]
    fn send_request(
        url: &str,
        method: &str,
        headers: &Headers,
        credentials: &str,
        body: Option<&JsValue>,
        fetch: Option<&Function>,
        ms: f64,
        upload_ms: f64,
        on_progress: Option<&JsValue>,
    ) -> Result<Transfer, JsValue>;

    type Transfer;
    #[wasm_bindgen(method, getter)]
    fn response(this: &Transfer) -> Promise;
    #[wasm_bindgen(method)]
    fn abort(this: &Transfer);
}

/// A request to send.
pub struct HttpRequest<'a> {
    pub method: &'static str,
    /// Absolute, or relative to the page.
    pub url: &'a str,
    /// Valid HTTP headers.
    pub headers: &'a Headers,
    /// A string, a `Blob` or bytes.
    pub body: Option<&'a JsValue>,
    pub credentials: &'static str,
    /// The caller's own `fetch`.
    pub fetch: Option<&'a Function>,
    /// How long the response's headers may take, and then its body, in milliseconds.
    pub timeout_ms: f64,
    /// How much longer the headers may take because of the upload, until its first progress.
    pub upload_ms: f64,
    /// Receives the upload's progress, if the platform reports it.
    pub on_progress: Option<&'a Listener>,
}

/// A response.
#[derive(Default)]
pub struct HttpResponse {
    pub status: u16,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// Whether a gateway sent it.
    pub from_gateway: bool,
    /// The body.
    pub text: String,
    /// The path of a redirect's target outside the service's endpoints; empty without one.
    pub redirected_to: String,
    /// The body parsed as JSON, once it is known to be a success.
    pub body: JsValue,
    /// The key that was sent. It must not appear in an error that quotes the body.
    pub secret: Option<String>,
}

/// Why there is no response.
pub enum TransportError {
    /// The URL, a header or the body is invalid. Nothing was sent.
    InvalidRequest(JsValue),
    /// The network failed. The platform does not say whether the request was sent.
    Network(JsValue),
    /// The caller's `fetch` returned something else than a `Response`.
    InvalidResponse,
    /// The caller aborted, or the time was up.
    Interrupted(Interrupted),
}

/// A request that was sent. Dropping it aborts the request, unless there is a response.
pub struct InFlight {
    response: JsFuture,
    transfer: Transfer,
    // Dropped after the abort, because the platform may call it until then.
    _on_progress: Option<Closure<dyn FnMut(f64, f64)>>,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.transfer.abort();
    }
}

/// Sends a request. It times out even if the caller's `fetch` ignores the signal.
pub fn send(request: &HttpRequest<'_>) -> Result<InFlight, TransportError> {
    let on_progress = request.on_progress.filter(|listener| listener.is_set()).map(report_progress);
    let transfer = send_request(
        request.url,
        request.method,
        request.headers,
        request.credentials,
        request.body,
        request.fetch,
        request.timeout_ms,
        request.upload_ms,
        on_progress.as_ref().map(|callback| callback.as_ref()),
    )
    .map_err(TransportError::InvalidRequest)?;
    Ok(InFlight { response: transfer.response().into(), transfer, _on_progress: on_progress })
}

/// How the wait for a response ended.
pub type SendResult = Result<Result<JsValue, JsValue>, Interrupted>;

impl InFlight {
    /// Waits for the response.
    pub fn wait<'a>(&'a mut self, abort: &'a Abort) -> Timeout<'a, &'a mut JsFuture> {
        timeout(&mut self.response, abort, None)
    }

    /// Reads what [`InFlight::wait`] returned.
    pub fn read(self, result: SendResult) -> Result<Box<HttpResponse>, TransportError> {
        let response = result.map_err(TransportError::Interrupted)?.map_err(TransportError::Network)?;
        if response.is_null() {
            return Err(TransportError::Interrupted(Interrupted::TimedOut));
        }
        let status = get(&response, "status").as_f64().ok_or(TransportError::InvalidResponse)? as u16;
        let retry_after = get_string(&response, "retryAfter");
        let from_gateway = get(&response, "fromGateway").is_truthy();
        let redirected_to = get_string(&response, "redirectedTo").unwrap_or_default();
        let text = get_string(&response, "text").unwrap_or_default();
        let (body, secret) = (JsValue::UNDEFINED, None);
        Ok(Box::new(HttpResponse { status, retry_after, from_gateway, text, redirected_to, body, secret }))
    }
}

/// Reports the progress of an upload, except the last one: the upload is done only when the service has responded.
fn report_progress(listener: &Listener) -> Closure<dyn FnMut(f64, f64)> {
    let listener = listener.clone();
    Closure::new(move |loaded, total| {
        if loaded < total {
            emit_amount(&listener, "uploading", loaded, total);
        }
    })
}
