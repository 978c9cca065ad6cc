//! One HTTP exchange. The only file that knows gloo, and what it must be kept from: it panics on a rejection that is
//! no `Error`, and on header values that HTTP cannot carry.

use crate::wasm::js::field::{get, text};
use crate::wasm::js::listener::Listener;
use crate::wasm::js::progress::tell_amount;
use crate::wasm::sync::wait::{Abort, Stopped, Within, within};
use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, RequestCredentials};

#[wasm_bindgen(module = "/js/shims/exchange.js")]
extern "C" {
    /// Whether the platform can tell how much of a body has gone up.
    fn tells() -> bool;
    #[wasm_bindgen(js_name = exchange)]
    fn begin(
        request: &web_sys::Request,
        fetch: &JsValue,
        ms: f64,
        upload_ms: f64,
        body: &JsValue,
        sent: &JsValue,
    ) -> Promise;
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
    /// How much longer the head may take because a body goes up first, until something of it is told.
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
    /// The path that a redirect led to, where that is none of the service's; empty where none did.
    pub led_to: String,
    /// The same read as JSON, once it is known to be a success.
    pub body: JsValue,
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

/// A request that is on its way, for as long as somebody waits for it: dropped, it is ended.
pub struct Sent {
    answer: JsFuture,
    connection: Connection,
    // Dropped after the connection: nobody calls it any more then.
    _told: Option<Closure<dyn FnMut(f64, f64)>>,
}

/// What ends a request that nobody waits for any more.
struct Connection {
    controller: AbortController,
    over: bool,
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.over {
            self.controller.abort();
        }
    }
}

/// Sends a request. Its answer comes within `timeout_ms` without progress, even where the caller's `fetch` ignores its
/// signal.
pub fn send(exchange: &Exchange<'_>) -> Result<Sent, Broken> {
    let controller = AbortController::new().map_err(Broken::NotSent)?;
    let request = build(exchange, &controller).map_err(Broken::NotSent)?;
    let fetch = JsValue::from(exchange.fetch.cloned());
    let body = JsValue::from(exchange.body.cloned());
    let told = exchange.told().map(telling);
    let sent = told.as_ref().map(|told| told.as_ref().clone()).into();
    let answer = begin(&request, &fetch, exchange.timeout_ms, exchange.upload_ms, &body, &sent).into();
    Ok(Sent { answer, connection: Connection { controller, over: false }, _told: told })
}

impl Sent {
    /// Waits until the answer is there, or the wait is ended.
    pub fn ended<'a>(&'a mut self, abort: &'a Abort) -> Within<'a, &'a mut JsFuture> {
        within(&mut self.answer, abort, None)
    }

    /// What came back, once it has ended.
    pub fn read(mut self, ended: Ended) -> Result<Box<Answer>, Broken> {
        let answer = ended.map_err(Broken::Stopped)?.map_err(Broken::Lost)?;
        if answer.is_null() {
            return Err(Broken::Stopped(Stopped::TimedOut));
        }
        let status = get(&answer, "status").as_f64().ok_or(Broken::Nonsense)? as u16;
        self.connection.over = true;
        let (retry_after, led_to) = (text(&answer, "after"), text(&answer, "led").unwrap_or_default());
        let text = text(&answer, "text").unwrap_or_default();
        Ok(Box::new(Answer { status, retry_after, text, led_to, body: JsValue::UNDEFINED, secret: None }))
    }
}

/// How the wait for an answer ended.
pub type Ended = Result<Result<JsValue, JsValue>, Stopped>;

impl Exchange<'_> {
    /// Who is told of what goes up, if that can be. XMLHttpRequest cannot leave the cookies of its own origin out.
    fn told(&self) -> Option<&Listener> {
        let can_tell = self.fetch.is_none() && self.credentials != RequestCredentials::Omit && self.body.is_some();
        self.listener.filter(|listener| can_tell && listener.listens() && tells())
    }
}

/// Tells how much has gone up; the whole of it is told once the service has it.
fn telling(listener: &Listener) -> Closure<dyn FnMut(f64, f64)> {
    let listener = listener.clone();
    Closure::new(move |loaded, total| {
        if loaded < total {
            tell_amount(&listener, "uploading", loaded, total);
        }
    })
}

fn build(exchange: &Exchange<'_>, controller: &AbortController) -> Result<web_sys::Request, JsValue> {
    // Frameworks cache GETs, and a cached status would never change. Cloudflare Workers with an old compatibility date
    // cache nothing, and throw for the field.
    request(exchange, controller, true).or_else(|_| request(exchange, controller, false))
}

fn request(exchange: &Exchange<'_>, controller: &AbortController, fresh: bool) -> Result<web_sys::Request, JsValue> {
    let mut builder = RequestBuilder::new(exchange.url)
        .method(exchange.method.clone())
        .headers(Headers::from_raw(exchange.headers.clone()))
        .credentials(exchange.credentials)
        .abort_signal(Some(&controller.signal()));
    if fresh {
        builder = builder.cache(RequestCache::NoStore);
    }
    let request = match exchange.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    request.map(web_sys::Request::from).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}
