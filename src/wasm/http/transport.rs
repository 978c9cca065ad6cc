//! Sends one HTTP request. Only this file uses gloo, which panics on a rejection that is not an `Error` and on header
//! values that HTTP cannot send: neither reaches it.

use crate::wasm::js::field::{get, get_string};
use crate::wasm::js::listener::Listener;
use crate::wasm::js::progress::emit_amount;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::{Interrupted, Timeout, timeout};
use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, RequestCredentials};

#[wasm_bindgen(module = "/js/shims/send-request.js")]
extern "C" {
    #[wasm_bindgen(js_name = reportsUploadProgress)]
    fn reports_upload_progress() -> bool;
    #[wasm_bindgen(js_name = sendRequest)]
    fn send_request(
        request: &web_sys::Request,
        fetch: &JsValue,
        ms: f64,
        upload_ms: f64,
        body: &JsValue,
        on_progress: &JsValue,
    ) -> Promise;
}

/// A request to send.
pub struct HttpRequest<'a> {
    /// Whether the method is `POST`, not `GET`.
    pub is_post: bool,
    /// Absolute, or relative to the page.
    pub url: &'a str,
    /// Valid HTTP headers.
    pub headers: &'a web_sys::Headers,
    /// A string, a `Blob` or bytes.
    pub body: Option<&'a JsValue>,
    pub credentials: RequestCredentials,
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

/// A request that was sent. Dropping it aborts the request.
pub struct InFlight {
    response: JsFuture,
    abort_on_drop: AbortOnDrop,
    // Dropped after the abort, because the platform may call it until then.
    _on_progress: Option<Closure<dyn FnMut(f64, f64)>>,
}

struct AbortOnDrop {
    controller: AbortController,
    done: bool,
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if !self.done {
            self.controller.abort();
        }
    }
}

/// Sends a request. It times out even if the caller's `fetch` ignores the signal.
pub fn send(request: &HttpRequest<'_>) -> Result<InFlight, TransportError> {
    let controller = AbortController::new().map_err(TransportError::InvalidRequest)?;
    let built = build_request(request, &controller).map_err(TransportError::InvalidRequest)?;
    let fetch = JsValue::from(request.fetch.cloned());
    let body = JsValue::from(request.body.cloned());
    let on_progress = request.progress_listener().map(report_progress);
    let callback = on_progress.as_ref().map(|callback| callback.as_ref().clone()).into();
    let response = send_request(&built, &fetch, request.timeout_ms, request.upload_ms, &body, &callback).into();
    let abort_on_drop = AbortOnDrop { controller, done: false };
    Ok(InFlight { response, abort_on_drop, _on_progress: on_progress })
}

/// How the wait for a response ended.
pub type SendResult = Result<Result<JsValue, JsValue>, Interrupted>;

impl InFlight {
    /// Waits for the response.
    pub fn wait<'a>(&'a mut self, abort: &'a Abort) -> Timeout<'a, &'a mut JsFuture> {
        timeout(&mut self.response, abort, None)
    }

    /// Reads what [`InFlight::wait`] returned.
    pub fn read(mut self, result: SendResult) -> Result<Box<HttpResponse>, TransportError> {
        let response = result.map_err(TransportError::Interrupted)?.map_err(TransportError::Network)?;
        if response.is_null() {
            return Err(TransportError::Interrupted(Interrupted::TimedOut));
        }
        let status = get(&response, "status").as_f64().ok_or(TransportError::InvalidResponse)? as u16;
        self.abort_on_drop.done = true;
        let retry_after = get_string(&response, "retryAfter");
        let from_gateway = get(&response, "fromGateway").is_truthy();
        let redirected_to = get_string(&response, "redirectedTo").unwrap_or_default();
        let text = get_string(&response, "text").unwrap_or_default();
        let (body, secret) = (JsValue::UNDEFINED, None);
        Ok(Box::new(HttpResponse { status, retry_after, from_gateway, text, redirected_to, body, secret }))
    }
}

impl HttpRequest<'_> {
    /// The listener for the upload's progress, if it can be reported. XMLHttpRequest can, but it always sends the cookies
    /// of its own origin.
    fn progress_listener(&self) -> Option<&Listener> {
        let can_report = self.fetch.is_none() && self.credentials != RequestCredentials::Omit && self.body.is_some();
        self.on_progress.filter(|listener| can_report && listener.is_set() && reports_upload_progress())
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

fn build_request(request: &HttpRequest<'_>, controller: &AbortController) -> Result<web_sys::Request, JsValue> {
    // Without `no-store`, frameworks cache GETs, and a cached status never changes. Cloudflare Workers with an old
    // compatibility date throw for the field, but cache nothing.
    try_build(request, controller, true).or_else(|_| try_build(request, controller, false))
}

fn try_build(
    request: &HttpRequest<'_>,
    controller: &AbortController,
    no_store: bool,
) -> Result<web_sys::Request, JsValue> {
    let mut builder = RequestBuilder::new(request.url)
        .headers(Headers::from_raw(request.headers.clone()))
        .credentials(request.credentials)
        .abort_signal(Some(&controller.signal()));
    if no_store {
        builder = builder.cache(RequestCache::NoStore);
    }
    // `GET` is the default. Named here, because a copy of a method would bring the names of all others.
    if request.is_post {
        builder = builder.method(Method::POST);
    }
    let built = builder.body(request.body.cloned());
    // Not with `to_string`, which brings formatting.
    built.map(web_sys::Request::from).map_err(|error| match error {
        gloo_net::Error::JsError(error) => js_sys::Error::new(&error.message).into(),
        gloo_net::Error::GlooError(message) => message.into(),
    })
}
