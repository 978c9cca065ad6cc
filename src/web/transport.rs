//! One HTTP exchange. The only file that knows gloo, and what it must be kept from: it panics on a rejection that is
//! no `Error`, and on header values that HTTP cannot carry.

use super::field::{get, has_method};
use super::options::Listener;
use super::progress::tell_amount;
use super::wait::{Abort, Stopped, within};
use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Date, Function, Promise};
use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, RequestCredentials, Response};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = "fetch")]
    fn global_fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(module = "/js/client/xhr.js")]
extern "C" {
    /// Whether the platform can tell how much of a body has gone up.
    fn tells() -> bool;
    fn upload(request: &web_sys::Request, body: &JsValue, sent: &JsValue) -> Promise;
}

/// A request that is ready to go.
pub struct Exchange<'a> {
    /// Whether it posts a body.
    pub method: Method,
    /// Absolute, or relative to the page.
    pub url: &'a str,
    /// Its headers, checked already.
    pub headers: &'a web_sys::Headers,
    /// A string, a `Blob` or bytes.
    pub body: Option<&'a JsValue>,
    /// Which cookies go along.
    pub credentials: RequestCredentials,
    /// The caller's own `fetch`.
    pub fetch: Option<&'a Function>,
    /// How long the answer's head may take, and then its body, in milliseconds.
    pub timeout_ms: f64,
    /// How much longer the head may take because a body goes up first, of which nothing is told.
    pub upload_ms: f64,
    /// Told how much of the body has gone up, where the platform says.
    pub listener: Option<&'a Listener>,
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// The body.
    pub text: String,
    /// The key that went out, to keep it out of what is quoted from the body.
    pub secret: Option<String>,
}

/// Why nothing came back.
pub enum Broken {
    /// There was nothing to send: the URL, a header or the body is not one.
    NotSent(JsValue),
    /// The network failed, before, while or after the request went out; the platform does not say which.
    Lost(JsValue),
    /// The caller's `fetch` answered something that is no response.
    Nonsense,
    /// The wait was ended here.
    Stopped(Stopped),
}

/// Sends a request and reads its answer. Ends on an abort and after `timeout_ms` without progress, even where the
/// caller's `fetch` ignores its signal.
pub async fn send(exchange: &Exchange<'_>, abort: &Abort) -> Result<Answer, Broken> {
    let connection = Connection { controller: AbortController::new().map_err(Broken::NotSent)?, over: Cell::default() };
    let answer = receive(exchange, &connection.controller, abort).await;
    connection.over.set(answer.is_ok());
    answer
}

/// What ends a request that nobody waits for any more.
struct Connection {
    controller: AbortController,
    over: Cell<bool>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.over.get() {
            self.controller.abort();
        }
    }
}

async fn receive(exchange: &Exchange<'_>, controller: &AbortController, abort: &Abort) -> Result<Answer, Broken> {
    let request = build(exchange, controller).map_err(Broken::NotSent)?;
    let response = match exchange.body.zip(exchange.listener.filter(|listener| exchange.can_tell(listener))) {
        Some((body, listener)) => upload_telling(&request, body, listener, exchange.timeout_ms, abort).await?,
        None => {
            let promise = match exchange.fetch {
                None => global_fetch(&request).map_err(Broken::Lost)?,
                Some(fetch) => Promise::resolve(&fetch.call1(&JsValue::UNDEFINED, &request).map_err(Broken::Lost)?),
            };
            wait(promise, abort, exchange.timeout_ms + exchange.upload_ms).await?
        }
    };
    let (status, response) = head(response).ok_or(Broken::Nonsense)?;
    let retry_after = response.headers().get("retry-after").ok().flatten();
    let body = response.text().map_err(Broken::Lost)?;
    // Of a caller's own response it may be no promise.
    let text = wait(Promise::resolve(&body), abort, exchange.timeout_ms).await?.as_string().unwrap_or_default();
    Ok(Answer { status, retry_after, text, secret: None })
}

impl Exchange<'_> {
    /// Whether what goes up can be told to somebody. XMLHttpRequest cannot leave the cookies of its own origin out.
    fn can_tell(&self, listener: &Listener) -> bool {
        listener.listens() && self.fetch.is_none() && self.credentials != RequestCredentials::Omit && tells()
    }
}

/// Uploads, tells how much has gone up, and gives up once nothing has for `timeout_ms`.
async fn upload_telling(
    request: &web_sys::Request,
    body: &JsValue,
    listener: &Listener,
    timeout_ms: f64,
    abort: &Abort,
) -> Result<JsValue, Broken> {
    let moved = Rc::new(Cell::new(Date::now()));
    let sent = Closure::<dyn FnMut(f64, f64)>::new({
        let (moved, listener) = (moved.clone(), listener.clone());
        move |loaded, total| {
            moved.set(Date::now());
            // The whole of it is told once the service has it.
            if loaded < total {
                tell_amount(&listener, "uploading", loaded, total);
            }
        }
    });
    let mut response = pin!(JsFuture::from(upload(request, body, sent.as_ref())));
    loop {
        let left = moved.get() + timeout_ms - Date::now();
        match within(response.as_mut(), abort, Some(left)).await {
            Err(Stopped::TimedOut) if moved.get() + timeout_ms > Date::now() => {}
            ended => return ended.map_err(Broken::Stopped)?.map_err(Broken::Lost),
        }
    }
}

async fn wait(promise: Promise, abort: &Abort, timeout_ms: f64) -> Result<JsValue, Broken> {
    within(JsFuture::from(promise), abort, Some(timeout_ms)).await.map_err(Broken::Stopped)?.map_err(Broken::Lost)
}

fn build(exchange: &Exchange<'_>, controller: &AbortController) -> Result<web_sys::Request, JsValue> {
    let builder = RequestBuilder::new(exchange.url)
        .method(exchange.method.clone())
        .headers(Headers::from_raw(exchange.headers.clone()))
        .credentials(exchange.credentials)
        // Frameworks cache GETs, and a cached status would never change.
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&controller.signal()));
    let request = match exchange.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    request.map(web_sys::Request::from).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// The response, if it has what is used of one. Not `instanceof`: a caller's `fetch` may bring its own class.
fn head(response: JsValue) -> Option<(u16, Response)> {
    let status = get(&response, "status").as_f64().filter(|status| (100.0..600.0).contains(status))?;
    let reads_headers = has_method(&get(&response, "headers"), "get");
    (has_method(&response, "text") && reads_headers).then(|| (status as u16, response.unchecked_into()))
}
