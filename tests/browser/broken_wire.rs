//! Every fault of the wire at every endpoint: the error has the right code, the client stays usable, and a request that may
//! have been paid for is not sent again, by the logs of the wire and of the sandbox.

use super::sandbox::{self, renders, uploaded};
use super::support::*;
use super::wire::{self, number_requests, sent, strike};
use js_sys::Promise;
use reroom::wasm::ReRoom;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Every endpoint, and whether there is an `onProgress`. An upload uses XMLHttpRequest then.
const CALLS: [(Step, bool); 6] = [
    (Step::Upload, false),
    (Step::Upload, true),
    (Step::Render, false),
    (Step::Upscale, false),
    (Step::GetRender, false),
    (Step::Account, false),
];

/// An uploaded photo and a submitted render.
struct Account {
    file_name: String,
    render_id: String,
}

impl Account {
    async fn open() -> Self {
        number_requests();
        sandbox::reset().await;
        wire::reset().await;
        let file_name = uploaded().await;
        let submission = done(client().render(interior(&file_name), NONE)).await;
        Self { file_name, render_id: text(&submission, "render_id") }
    }

    /// Calls an endpoint with valid arguments.
    async fn call(&self, step: Step, client: &ReRoom, options: JsValue) -> Promise {
        match step {
            Step::Render => client.render(interior(&self.file_name), options),
            Step::Upscale => client.upscale(object! { "file_name": self.file_name.as_str() }, options),
            Step::GetRender => client.get_render(self.render_id.as_str().into(), options),
            other => other.call(client, &options).await,
        }
    }
}

/// Causes a fault at each endpoint. The codes are those of free and of paid calls.
async fn every_endpoint(fault: &JsValue, [free, paid]: [&str; 2], timeout_ms: f64) {
    let account = Account::open().await;
    let client = client();
    for (step, listens) in CALLS {
        let what = format!("{} at {step:?}, with a listener: {listens}", json(fault));
        wire::reset().await;
        strike(fault).await;
        let bought = renders().await.len();
        // Paid requests are not retried, even with retries left.
        let retries = if step.is_paid() { 9 } else { 0 };
        let options = object! { "timeoutMs": timeout_ms, "maxRetries": retries };
        if listens {
            put(&options, "onProgress", function(""));
        }
        let error = refused_as(account.call(step, &client, options).await, step, [free, paid], &what).await;
        assert!(!(error.retryable() && step.is_paid()), "{what}");
        let log = sent().await;
        assert_eq!(log.len(), 1, "{what}");
        let served = step.is_paid() && get(&log[0], "served").is_truthy();
        assert_eq!(renders().await.len() - bought, usize::from(served), "{what}");
        wire::reset().await;
        done(account.call(step, &client, NONE).await).await;
    }
}

async fn refused_as(promise: Promise, step: Step, [free, paid]: [&str; 2], what: &str) -> ReRoomError {
    match outcome(promise).await {
        Ok(value) => panic!("{what}: nothing was refused: {}", json(&value)),
        Err(error) => {
            let expected = if step.is_paid() { paid } else { free };
            assert_eq!(text(&error, "code"), expected, "{what}: {}", json(&error));
            checked(error, expected)
        }
    }
}

fn kind(kind: &str) -> JsValue {
    object! { "kind": kind }
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn broken_connection_rejects() {
    for fault in ["reset-unread", "reset-read", "reset-bought", "reset-answering", "cut-head", "cut"] {
        every_endpoint(&kind(fault), ["network", "outcome_unknown"], 60_000.0).await;
    }
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn stalled_response_times_out() {
    for fault in ["stall-unread", "stall", "stall-answering"] {
        every_endpoint(&kind(fault), ["timeout", "outcome_unknown"], 400.0).await;
    }
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn error_response_rejects_with_the_code_of_its_status() {
    for (status, code) in [
        (400, "rejected"),
        (401, "unauthorized"),
        (402, "insufficient_credits"),
        (403, "unauthorized"),
        (404, "not_found"),
        (409, "rejected"),
        (413, "rejected"),
        (500, "service_failed"),
        (503, "service_failed"),
    ] {
        every_endpoint(&object! { "kind": "status", "status": status }, [code, code], 60_000.0).await;
    }
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn proxy_page_rejects() {
    for status in [200, 403, 404, 500, 502, 503, 504] {
        let page = object! { "kind": "html", "status": status };
        let paid = if matches!(status, 403 | 404) { "unexpected_response" } else { "outcome_unknown" };
        every_endpoint(&page, ["unexpected_response", paid], 60_000.0).await;
    }
    every_endpoint(&object! { "kind": "html", "status": 413 }, ["rejected", "rejected"], 60_000.0).await;
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn redirect_to_a_login_page_is_unauthorized() {
    for status in [302, 307] {
        every_endpoint(&object! { "kind": "login", "status": status }, ["unauthorized", "unauthorized"], 60_000.0)
            .await;
    }
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn json_of_another_shape_rejects() {
    for body in ["null", "[]", "{}", r#"{"success":true,"data":{}}"#, r#"{"success":true"#] {
        let nonsense = object! { "kind": "json", "body": body };
        every_endpoint(&nonsense, ["unexpected_response", "outcome_unknown"], 60_000.0).await;
    }
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn free_call_is_retried_until_it_succeeds() {
    let account = Account::open().await;
    for fault in ["reset-unread", "reset-read", "reset-bought", "reset-answering", "cut", "stall", "stall-answering"] {
        for (step, listens) in CALLS.into_iter().filter(|(step, _)| !step.is_paid()) {
            wire::reset().await;
            strike(&kind(fault)).await;
            // Only a stall waits for the timeout, which must leave the retry enough time.
            let timeout_ms = if fault.starts_with("stall") { 500.0 } else { 60_000.0 };
            let options = object! { "timeoutMs": timeout_ms, "maxRetries": 4 };
            if listens {
                put(&options, "onProgress", function(""));
            }
            done(account.call(step, &client(), options).await).await;
            assert!(sent().await.len() >= 2, "{fault} at {step:?}");
        }
    }
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn submission_over_the_render_limit_is_retried_and_bought_once() {
    let account = Account::open().await;
    for step in [Step::Render, Step::Upscale] {
        for status in [400, 429] {
            wire::reset().await;
            let bought = renders().await.len();
            let refusal = "Maximum concurrent renders reached";
            strike(&object! { "kind": "status", "status": status, "err": refusal, "times": 2 }).await;
            done(account.call(step, &client(), NONE).await).await;
            assert_eq!((sent().await.len(), renders().await.len() - bought), (3, 1), "{status} at {step:?}");
        }
    }
}
