//! A service and a network that fail, over HTTP.

use super::sandbox::{self, fault, requests, uploaded};
use super::support::*;
use wasm_bindgen_test::wasm_bindgen_test;

const FREE: [Step; 3] = [Step::Upload, Step::GetRender, Step::Account];
const PAID: [Step; 2] = [Step::Render, Step::Upscale];

#[wasm_bindgen_test]
async fn a_failure_that_passes_is_not_seen_where_trying_again_is_free() {
    sandbox::reset().await;
    let submission = done(client().render(interior(&uploaded().await), NONE)).await;
    for status in [500, 502, 503, 429] {
        fault(&object! { "status": status, "times": 2 }).await;
        let before = requests().await.len();
        let render = done(client().get_render(get(&submission, "render_id"), NONE)).await;
        assert_eq!(text(&render, "status"), "completed");
        assert_eq!(requests().await.len() - before, 3, "{status}");
    }
}

#[wasm_bindgen_test]
async fn a_failure_that_stays_is_told_in_the_services_words() {
    for step in FREE {
        sandbox::reset().await;
        fault(&object! { "path": "/api/enterprise", "status": 500, "times": 9 }).await;
        let error = refused(step.call(&client(), &object! { "maxRetries": 1 }).await, "service_failed").await;
        assert_eq!((error.status(), error.retryable(), requests().await.len()), (Some(500), true, 2), "{step:?}");
    }
}

#[wasm_bindgen_test]
async fn a_paid_request_is_sent_once_unless_it_was_plainly_refused() {
    for step in PAID {
        sandbox::reset().await;
        fault(&object! { "path": "/api/enterprise", "status": 429, "headers": object! { "retry-after": "0" }, "times": 9 })
            .await;
        refused(step.call(&client(), &object! { "maxRetries": 2 }).await, "too_many_renders").await;
        assert_eq!(requests().await.len(), 3, "{step:?}");
        // Not 408: that answer makes a browser send a request again by itself.
        for status in [500, 503] {
            sandbox::reset().await;
            fault(&object! { "path": "/api/enterprise", "status": status, "times": 9 }).await;
            let error = outcome(step.call(&client(), &object! { "maxRetries": 9 }).await).await.unwrap_err();
            assert_eq!((number(&error, "status"), requests().await.len()), (f64::from(status), 1), "{step:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_proxys_page_leaves_a_paid_request_in_doubt() {
    for step in PAID {
        sandbox::reset().await;
        fault(&object! { "status": 502, "body": "<html><h1>Bad Gateway</h1>" }).await;
        let error = refused(step.call(&client(), &NONE).await, "outcome_unknown").await;
        assert!(
            String::from(error.message())
                .contains("A proxy error came back with status 502 instead of the service's response: “Bad Gateway”.")
        );
        assert_eq!((error.status(), error.retryable(), requests().await.len()), (Some(502), false, 1));
    }
    for step in FREE {
        sandbox::reset().await;
        fault(&object! { "status": 200, "body": "<html><h1>Sign in</h1>" }).await;
        let error = refused(step.call(&client(), &NONE).await, "unexpected_response").await;
        let told = "A web page came back with status 200 instead of the service's response: “Sign in”.";
        assert!(String::from(error.message()).starts_with(told));
        assert_eq!((error.status(), requests().await.len()), (Some(200), 1), "{step:?}");
    }
}

#[wasm_bindgen_test]
async fn a_broken_connection_is_mended_where_trying_again_is_free() {
    for broken in ["before", "after"] {
        sandbox::reset().await;
        fault(&object! { "path": "/api/enterprise", "broken": broken }).await;
        done(client().account(NONE)).await;
        fault(&object! { "path": "/api/enterprise", "broken": broken, "times": 50 }).await;
        let error = refused(client().account(object! { "maxRetries": 1 }), "network").await;
        assert!(error.retryable());
        assert_eq!((error.status(), text(&error.reason(), "name")), (None, "TypeError".to_owned()));
    }
}

#[wasm_bindgen_test]
async fn a_paid_request_is_handed_to_the_browser_once() {
    for step in PAID {
        sandbox::reset().await;
        fault(&object! { "path": "/api/enterprise", "broken": "before", "times": 50 }).await;
        let fetch = function("globalThis.handed = (globalThis.handed ?? 0) + 1; return fetch(argument)");
        put(&js_sys::global(), "handed", 0);
        refused(step.call(&client_with(&object! { "fetch": fetch, "maxRetries": 9 }), &NONE).await, "outcome_unknown")
            .await;
        assert_eq!(number(&js_sys::global(), "handed"), 1.0, "{step:?}");
    }
}

#[wasm_bindgen_test]
async fn a_service_that_is_not_there_is_said_so() {
    // The discard port, which browsers do not even try.
    for base_url in ["http://127.0.0.1:9", "http://127.0.0.1:1"] {
        let client = client_with(&object! { "baseUrl": base_url, "maxRetries": 0 });
        refused(client.account(NONE), "network").await;
        refused(client.render(interior(FILE_NAME), NONE), "outcome_unknown").await;
    }
}
