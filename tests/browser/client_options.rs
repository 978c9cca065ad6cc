//! What a client is made with, and how that shows in its requests.

use super::support::*;
use js_sys::{Array, Promise};
use reroom::wasm::ReRoom;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    #[wasm_bindgen(js_name = uncaughtDuring)]
    fn uncaught_during(run: &JsValue) -> Promise;
}

fn refused_options(options: JsValue) -> ReRoomError {
    match ReRoom::new(options.clone()) {
        Ok(_) => panic!("a client was made with {}", json(&options)),
        Err(error) => checked(error, "invalid_request"),
    }
}

fn account() -> JsValue {
    answering(200, r#"{"_id":"a","uid":"u","credits":7}"#, &NONE)
}

#[wasm_bindgen_test]
fn options_that_cannot_be_used_are_named() {
    for (options, path, code) in [
        (object! { "baseUrl": 7 }, "baseUrl", "malformed"),
        (object! { "apiKey": object! {} }, "apiKey", "malformed"),
        (object! { "apiKey": "two\nlines" }, "apiKey", "malformed"),
        (object! { "apiKey": "schlüssel→" }, "apiKey", "malformed"),
        (object! { "getToken": "token" }, "getToken", "malformed"),
        (object! { "headers": object! { "X-A": 7 } }, "headers", "malformed"),
        (object! { "headers": object! { "X A": "b" } }, "headers.X A", "malformed"),
        (object! { "headers": object! { "X-A": "a\nb" } }, "headers.X-A", "malformed"),
        (object! { "credentials": "always" }, "credentials", "malformed"),
        (object! { "fetch": object! {} }, "fetch", "malformed"),
        (object! { "timeoutMs": 0 }, "timeoutMs", "malformed"),
        (object! { "timeoutMs": f64::NAN }, "timeoutMs", "malformed"),
        (object! { "maxRetries": -1 }, "maxRetries", "malformed"),
        (object! { "maxRetries": 1.5 }, "maxRetries", "malformed"),
        (object! { "validate": true }, "validate", "malformed"),
        (object! { "dangerouslyAllowBrowser": "yes" }, "dangerouslyAllowBrowser", "malformed"),
        (object! { "onRequest": 1 }, "onRequest", "malformed"),
        (object! { "colour": "red" }, "colour", "unknown_field"),
        ("https://reroom.ai".into(), "", "malformed"),
    ] {
        let error = refused_options(options.clone());
        assert_eq!(text(&error, "issues.0.path"), path, "{}", json(&options));
        assert_eq!(text(&error, "issues.0.code"), code, "{}", json(&options));
    }
}

#[wasm_bindgen_test]
fn all_problems_are_told_at_once_with_what_was_meant() {
    let error = refused_options(object! { "baseURL": "/api", "timeoutMs": "long", "retries": 3 });
    assert_eq!(number(&error, "issues.length"), 3.0);
    assert_eq!(text(&error, "issues.0.suggestion"), "baseUrl");
}

#[wasm_bindgen_test]
fn nothing_needs_to_be_said() {
    for options in [NONE, JsValue::NULL, object! {}, object! { "apiKey": NONE, "headers": NONE }] {
        assert!(ReRoom::new(options).is_ok());
    }
    // This page is on a loopback address.
    assert!(ReRoom::new(object! { "apiKey": KEY }).is_ok());
}

#[wasm_bindgen_test]
async fn requests_carry_what_was_asked_for() {
    let fake = account();
    let client = client_with(&object! {
        "fetch": get(&fake, "fetch"), "baseUrl": "https://reroom.example/base//",
        "headers": object! { "X-Site": "a" }, "credentials": "omit",
    });
    done(client.account(NONE)).await;
    let request = seen(&fake, 0).await;
    assert_eq!(text(&request, "url"), "https://reroom.example/base/api/enterprise/status");
    assert_eq!(text(&request, "method"), "GET");
    assert_eq!(text(&request, "credentials"), "omit");
    assert_eq!(text(&request, "cache"), "no-store");
    assert_eq!(text(&request, "headers.x-site"), "a");
    assert_eq!(text(&request, "headers.authorization"), "Bearer sandbox");
}

#[wasm_bindgen_test]
async fn a_relative_base_url_is_the_pages_own() {
    let fake = account();
    let client = client_with(&object! { "fetch": get(&fake, "fetch"), "baseUrl": "/api/reroom/" });
    done(client.account(NONE)).await;
    let origin = text(&js_sys::global(), "location.origin");
    assert_eq!(text(&seen(&fake, 0).await, "url"), [&origin, "/api/reroom/api/enterprise/status"].concat());
}

#[wasm_bindgen_test]
async fn a_base_url_that_is_none_is_refused_before_anything_is_sent() {
    let fake = account();
    let client = client_with(&object! { "fetch": get(&fake, "fetch"), "baseUrl": "https://user:pass@reroom.example" });
    refused(client.account(NONE), "invalid_request").await;
    assert_eq!(count(&fake), 0.0);
}

#[wasm_bindgen_test]
async fn a_token_is_asked_for_before_every_request_and_wins() {
    let fake = account();
    let get_token = function("return Promise.resolve('token-' + (globalThis.asked = (globalThis.asked ?? 0) + 1))");
    let client = client_with(&object! { "fetch": get(&fake, "fetch"), "getToken": get_token });
    for expected in ["Bearer token-1", "Bearer token-2"] {
        let index = count(&fake) as u32;
        done(client.account(NONE)).await;
        assert_eq!(text(&seen(&fake, index).await, "headers.authorization"), expected);
    }
}

#[wasm_bindgen_test]
async fn without_a_usable_token_nothing_is_sent() {
    for body in [
        "throw new Error('no session sandbox')",
        "return Promise.reject('sandbox')",
        "return ''",
        "return 7",
        "return undefined",
        "return 'two\\nlines'",
    ] {
        let fake = account();
        let client = client_with(&object! { "fetch": get(&fake, "fetch"), "getToken": function(body) });
        let error = refused(client.account(NONE), "unauthorized").await;
        assert!(error.reason().is_undefined() && !String::from(error.message()).contains("sandbox"), "{body}");
        assert_eq!(count(&fake), 0.0, "{body}");
    }
    let client = client_with(&object! { "getToken": function("return new Promise(() => {})"), "timeoutMs": 20 });
    refused(client.account(NONE), "timeout").await;
}

#[wasm_bindgen_test]
async fn every_request_is_told_and_never_the_key() {
    let told = Array::new();
    let listener = Closure::<dyn Fn(JsValue)>::new({
        let told = told.clone();
        move |info| _ = told.push(&info)
    });
    let fake = answering(503, "later", &NONE);
    let client = client_with(&object! {
        "fetch": get(&fake, "fetch"), "baseUrl": "https://reroom.example", "maxRetries": 1,
        "onRequest": listener.as_ref(),
    });
    refused(client.account(NONE), "unexpected_response").await;
    assert_eq!(told.length(), 2);
    let second = told.get(1);
    assert_eq!(text(&second, "method"), "GET");
    assert_eq!(text(&second, "url"), "https://reroom.example/api/enterprise/status");
    assert_eq!((number(&second, "attempt"), number(&second, "status")), (2.0, 503.0));
    assert!(number(&second, "durationMs") >= 0.0);
    assert!(!json(&told).contains(KEY));
}

#[wasm_bindgen_test]
async fn what_a_listener_throws_is_reported_and_ends_nothing() {
    let fake = account();
    let on_request = function("throw new Error('from the listener')");
    let client = client_with(&object! { "fetch": get(&fake, "fetch"), "onRequest": on_request });
    let run = Closure::once(move || client.account(NONE));
    let reported = done(uncaught_during(run.as_ref())).await;
    assert_eq!(number(&reported, "length"), 1.0);
    assert_eq!(text(&reported, "0.message"), "from the listener");
}
