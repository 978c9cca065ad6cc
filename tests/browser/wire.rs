//! The unreliable wire between the page and the sandbox: its faults and its log.

use super::support::*;
use js_sys::{Array, JSON, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    fn ask(url: &str, method: &str, body: Option<String>) -> Promise;
    /// Numbers every request, so the wire can detect retries by the browser itself.
    #[wasm_bindgen(js_name = numberRequests)]
    pub fn number_requests();
}

/// Clears the faults and the log.
pub async fn reset() {
    hook("POST", "/wire/reset", &NONE).await;
}

/// Adds a fault for the next request to the service, or for the next `times` requests.
pub async fn strike(fault: &JsValue) {
    hook("POST", "/wire/faults", fault).await;
}

/// The requests: `{ method, path, fault, served, answered, status, repeated }`.
pub async fn log() -> Vec<JsValue> {
    let all: Array = hook("GET", "/wire/log", &NONE).await.unchecked_into();
    all.iter().collect()
}

/// The requests that the client sent, without retries by the browser itself.
pub async fn sent() -> Vec<JsValue> {
    log().await.into_iter().filter(|entry| !get(entry, "repeated").is_truthy()).collect()
}

async fn hook(method: &str, path: &str, body: &JsValue) -> JsValue {
    let body = JSON::stringify(body).ok().and_then(|text| text.as_string());
    done(ask(&[SANDBOX, path].concat(), method, body)).await
}
