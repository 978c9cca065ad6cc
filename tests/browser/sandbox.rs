//! The sandbox's test hooks.

use super::support::*;
use js_sys::{Array, JSON, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    fn ask(url: &str, method: &str, body: Option<String>) -> Promise;
}

/// Resets the sandbox. Renders take no time.
pub async fn reset() {
    let speeds = object! { "queuedMs": 0, "renderingMs": 0 };
    hook("POST", "/sandbox/reset", &object! { "speeds": speeds }).await;
}

/// The requests that the sandbox has received, without preflights.
pub async fn requests() -> Vec<JsValue> {
    let all: Array = hook("GET", "/sandbox/requests", &NONE).await.unchecked_into();
    all.iter().filter(|request| text(request, "method") != "OPTIONS").collect()
}

/// How many requests of a method the sandbox has received on a path.
pub async fn requests_to(method: &str, path: &str) -> usize {
    let fits = |request: &JsValue| text(request, "method") == method && text(request, "path").starts_with(path);
    requests().await.iter().filter(|request| fits(request)).count()
}

/// The records of all renders.
pub async fn renders() -> Vec<JsValue> {
    let all: Array = hook("GET", "/sandbox/renders", &NONE).await.unchecked_into();
    all.iter().collect()
}

async fn hook(method: &str, path: &str, body: &JsValue) -> JsValue {
    reach_sandbox();
    let body = JSON::stringify(body).ok().and_then(|text| text.as_string());
    done(ask(&[SANDBOX, path].concat(), method, body)).await
}

/// Uploads a small photo and returns its name.
pub async fn uploaded() -> String {
    text(&done(client().upload(small_photo().await, NONE)).await, "fileName")
}
