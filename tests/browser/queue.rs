//! The queue over a page's own locks, and batches over HTTP.

use super::sandbox::{self, renders, requests_to, uploaded};
use super::support::*;
use js_sys::{Array, Object, Promise};
use reroom::wasm::ReRoom;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    #[wasm_bindgen(js_name = locksOf)]
    fn locks_of(scope: &str) -> Promise;
}

/// A client whose slots are shared with no other test's: by another spelling of the sandbox's address.
fn apart(name: &str, options: &JsValue) -> (String, ReRoom) {
    let base_url = [SANDBOX, "/", name, "/.."].concat();
    let own = object! { "baseUrl": base_url.as_str(), "maxConcurrentRenders": 2 };
    let all = Object::assign(own.unchecked_ref::<Object>(), options.unchecked_ref::<Object>());
    (base_url, client_with(&all))
}

/// Waits until no lock of a scope is held: the browser learns of a release in its own time.
async fn all_released(scope: &str) {
    let started = js_sys::Date::now();
    while number(&done(locks_of(scope)).await, "length") > 0.0 {
        assert!(js_sys::Date::now() - started < 5_000.0, "a lock of {scope} is still held");
    }
}

/// The stages that a job was told, with their positions.
fn listener(told: &Array) -> JsValue {
    let push = js_sys::Function::new_with_args("told, progress", "told.push(progress)");
    push.bind1(&JsValue::NULL, told).into()
}

fn quick(told: &Array) -> JsValue {
    object! { "pollMs": 20, "onProgress": listener(told) }
}

#[wasm_bindgen_test]
async fn a_batch_uploads_a_photo_once_and_answers_in_order() {
    sandbox::reset().await;
    let (scope, client) = apart("batch", &object! {});
    let (photo, other) = (small_photo().await, photo(800, 600, "image/jpeg").await);
    let job = |image: &JsValue, params: JsValue| object! { "image": image, "params": params };
    let jobs: Array = [
        job(&photo, object! { "tool": "empty-room" }),
        job(&other, object! { "creativity": "balanced" }),
        job(&photo, object! { "creativity": "balanced", "prompt": "[fail]" }),
        job(&photo, object! { "tool": "paint" }),
        job(&photo, object! { "tool": "upscale" }),
    ]
    .iter()
    .collect();
    let told = Array::new();
    let results = done(client.run_all(jobs.into(), quick(&told))).await;
    let codes: Vec<String> = (0..5)
        .map(|index| get(&results, &index.to_string()))
        .map(|result| [text(&result, "status"), text(&result, "reason.code")].concat())
        .collect();
    assert_eq!(codes, ["fulfilled", "fulfilled", "rejectedrender_failed", "rejectedinvalid_request", "fulfilled"]);
    assert_eq!(json(&told.get(told.length() - 1)), r#"{"stage":"done","loaded":5,"total":5}"#);
    assert_eq!(requests_to("POST", "/api/enterprise/upload").await, 2);
    assert_eq!(renders().await.len(), 4);
    all_released(&scope).await;
}

#[wasm_bindgen_test]
async fn a_full_account_is_waited_out() {
    sandbox::reset_to(&object! { "speeds": object! { "queuedMs": 0, "renderingMs": 300 } }).await;
    let (_, client) = apart("full", &object! { "maxConcurrentRenders": 12 });
    let image = object! { "file_name": uploaded().await };
    let runs: Vec<Promise> = (0..12)
        .map(|_| client.run(image.clone(), object! { "creativity": "balanced" }, quick(&Array::new())))
        .collect();
    for run in runs {
        assert_eq!(text(&done(run).await, "status"), "completed");
    }
    assert_eq!(renders().await.len(), 12, "each once, though the service takes ten at a time");
}
