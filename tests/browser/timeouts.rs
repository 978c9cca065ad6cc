//! What takes too long.

use super::sandbox::{self, fault, requests};
use super::support::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_service_that_says_nothing_is_given_up() {
    for step in Step::ALL {
        sandbox::reset().await;
        fault(&object! { "path": "/api/enterprise", "latencyMs": 5000, "times": 9 }).await;
        let call = step.call(&client(), &object! { "timeoutMs": 400, "maxRetries": 0 }).await;
        let error = refused(call, if step.is_paid() { "outcome_unknown" } else { "timeout" }).await;
        assert_eq!(error.retryable(), !step.is_paid(), "{step:?}");
        assert_eq!(requests().await.len(), 1, "{step:?}");
    }
}

#[wasm_bindgen_test]
async fn a_slow_answer_is_asked_for_again_where_that_is_free() {
    sandbox::reset().await;
    fault(&object! { "path": "/api/enterprise", "latencyMs": 3000 }).await;
    done(client().account(object! { "timeoutMs": 1000 })).await;
    assert_eq!(requests().await.len(), 2);
}

#[wasm_bindgen_test]
async fn a_body_that_stops_halfway_is_given_up() {
    let stuck = "return Promise.resolve(new Response(new ReadableStream({ start: (stream) => \
                 stream.enqueue(new TextEncoder().encode('{\"_id\":')) })))";
    for step in [Step::Upload, Step::Render, Step::GetRender, Step::Account] {
        let client = client_over(&function(stuck));
        let call = step.call(&client, &object! { "timeoutMs": 40, "maxRetries": 0 }).await;
        refused(call, if step.is_paid() { "outcome_unknown" } else { "timeout" }).await;
    }
}

#[wasm_bindgen_test]
async fn the_clients_own_limit_holds_where_a_call_has_none() {
    let client =
        client_with(&object! { "fetch": function("return new Promise(() => {})"), "timeoutMs": 30, "maxRetries": 0 });
    refused(client.account(NONE), "timeout").await;
}
