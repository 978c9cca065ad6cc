//! The sandbox's test hooks.

use super::support::*;
use js_sys::{Array, JSON, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    fn ask(url: &str, method: &str, body: Option<String>) -> Promise;
}

/// Forgets all that was before; renders take no time.
pub async fn reset() {
    reset_to(&object! { "speeds": object! { "queuedMs": 0, "renderingMs": 0 } }).await;
}

/// The same with other settings: `{ credits, speeds: { queuedMs, renderingMs } }`.
pub async fn reset_to(settings: &JsValue) {
    hook("POST", "/sandbox/reset", settings).await;
}

/// Trouble for the next requests that match.
pub async fn fault(fault: &JsValue) {
    hook("POST", "/sandbox/faults", fault).await;
}

/// What the sandbox has received, without preflights.
pub async fn requests() -> Vec<JsValue> {
    let all: Array = hook("GET", "/sandbox/requests", &NONE).await.unchecked_into();
    all.iter().filter(|request| text(request, "method") != "OPTIONS").collect()
}

/// How many requests of a method the sandbox has received on a path.
pub async fn requests_to(method: &str, path: &str) -> usize {
    let fits = |request: &JsValue| text(request, "method") == method && text(request, "path").starts_with(path);
    requests().await.iter().filter(|request| fits(request)).count()
}

/// Waits until the sandbox has received a request on a path.
pub async fn received(path: &str) {
    while !requests().await.iter().any(|request| text(request, "path").starts_with(path)) {}
}

/// The records of all renders that were bought.
pub async fn renders() -> Vec<JsValue> {
    let all: Array = hook("GET", "/sandbox/renders", &NONE).await.unchecked_into();
    all.iter().collect()
}

async fn hook(method: &str, path: &str, body: &JsValue) -> JsValue {
    reach_sandbox();
    let body = JSON::stringify(body).ok().and_then(|text| text.as_string());
    done(ask(&[SANDBOX, path].concat(), method, body)).await
}

/// Uploads a small photo and answers its name.
pub async fn uploaded() -> String {
    text(&done(client().upload(small_photo().await, NONE)).await, "fileName")
}
