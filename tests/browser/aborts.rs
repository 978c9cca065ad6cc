//! The caller's abort, with every kind of reason, before and during every step.

use super::sandbox::{self, fault, requests};
use super::support::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    #[wasm_bindgen(variadic)]
    fn abort(controller: &AbortController, reasons: &[JsValue]);
    type CountedController;
    #[wasm_bindgen(js_name = countedController)]
    fn counted_controller() -> CountedController;
    #[wasm_bindgen(method, js_name = abort)]
    fn stop(this: &CountedController, reason: &JsValue);
    #[wasm_bindgen(method, getter)]
    fn signal(this: &CountedController) -> JsValue;
    #[wasm_bindgen(method)]
    fn left(this: &CountedController) -> u32;
    #[wasm_bindgen(method)]
    fn most(this: &CountedController) -> u32;
}

/// No reason, and every kind of one.
fn reasons() -> Vec<Vec<JsValue>> {
    let error = js_sys::Error::new("the page was left");
    vec![vec![], vec!["changed my mind".into()], vec![error.into()], vec![JsValue::NULL], vec![object! { "a": 1 }]]
}

/// That an error has the reason as its cause; the browser's own where none was given.
fn assert_reason(error: &ReRoomError, reasons: &[JsValue], step: Step) {
    match reasons {
        [] => assert_eq!(text(&error.reason(), "name"), "AbortError", "{step:?}"),
        [reason, ..] => assert!(js_sys::Object::is(&error.reason(), reason), "{step:?}: {:?}", error.reason()),
    }
}

#[wasm_bindgen_test]
async fn aborted_before_it_begins_a_call_sends_nothing() {
    sandbox::reset().await;
    for step in Step::ALL {
        for reasons in reasons() {
            let controller = AbortController::new().unwrap();
            abort(&controller, &reasons);
            let call = step.call(&client(), &object! { "signal": controller.signal() }).await;
            let error = refused(call, "aborted").await;
            assert_reason(&error, &reasons, step);
            assert!(!error.retryable());
        }
    }
    assert!(requests().await.is_empty());
}

#[wasm_bindgen_test]
async fn aborted_on_its_way_a_call_ends_at_once() {
    for step in Step::ALL {
        for reasons in reasons() {
            sandbox::reset().await;
            fault(&object! { "path": "/api/enterprise", "latencyMs": 4000 }).await;
            let controller = AbortController::new().unwrap();
            let call = step.call(&client(), &object! { "signal": controller.signal() }).await;
            sandbox::received("/api/enterprise").await;
            let started = js_sys::Date::now();
            abort(&controller, &reasons);
            let error = refused(call, if step.is_paid() { "outcome_unknown" } else { "aborted" }).await;
            assert!(js_sys::Date::now() - started < 1500.0, "{step:?} went on");
            assert_reason(&error, &reasons, step);
            assert!(!error.retryable(), "{step:?}");
            assert_eq!(requests().await.len(), 1, "{step:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_job_can_be_aborted_while_it_is_submitted_and_while_it_renders() {
    let params = object! { "creativity": "balanced" };
    for (path, code) in [("/api/enterprise/render", "outcome_unknown"), ("/api/enterprise/render/", "aborted")] {
        sandbox::reset_to(&object! { "speeds": object! { "queuedMs": 60_000 } }).await;
        let (method, wait) = if code == "aborted" { ("GET", 4000) } else { ("POST", 4000) };
        fault(&object! { "path": path, "method": method, "latencyMs": wait }).await;
        let controller = AbortController::new().unwrap();
        let options = object! { "signal": controller.signal(), "pollMs": 10 };
        let call = client().run(small_photo().await, params.clone(), options);
        sandbox::received(path).await;
        abort(&controller, &[]);
        let error = refused(call, code).await;
        assert_eq!(error.render_id().is_some(), code == "aborted", "once it is submitted, an error says which");
        assert_eq!(sandbox::renders().await.len(), 1);
    }
}

#[wasm_bindgen_test]
async fn an_abort_between_two_looks_or_two_tries_is_heard() {
    sandbox::reset_to(&object! { "speeds": object! { "queuedMs": 60_000 } }).await;
    let submission = done(client().render(interior(&sandbox::uploaded().await), NONE)).await;
    let id = get(&submission, "render_id");
    for (wait, times) in [(object! { "pollMs": 30_000 }, 0), (object! { "maxRetries": 9 }, 99)] {
        fault(&object! { "status": 503, "headers": object! { "retry-after": "30" }, "times": times }).await;
        let controller = AbortController::new().unwrap();
        let stop = Closure::once({
            let controller = controller.clone();
            move || abort(&controller, &["enough".into()])
        });
        put(&wait, "signal", controller.signal());
        let call = client().wait_for(id.clone(), wait);
        after(150.0, stop.as_ref().unchecked_ref());
        let error = refused(call, "aborted").await;
        assert_eq!((error.render_id(), error.reason()), (id.as_string(), "enough".into()));
    }
}

#[wasm_bindgen_test]
async fn nobody_listens_to_a_signal_once_its_calls_have_ended() {
    sandbox::reset().await;
    let controller = counted_controller();
    for step in Step::ALL {
        // Some of these succeed and some fail, for want of a photo or a render.
        let call = step.call(&client(), &object! { "signal": controller.signal() }).await;
        let _ = outcome(call).await;
        assert_eq!(controller.left(), 0, "{step:?}");
    }
    assert!(controller.most() >= 1);

    fault(&object! { "path": "/api/enterprise", "latencyMs": 4000, "times": 20 }).await;
    let mut calls = Vec::new();
    for step in Step::ALL {
        calls.push(step.call(&client(), &object! { "signal": controller.signal() }).await);
    }
    let stop = Closure::once({
        let controller: CountedController = controller.clone().unchecked_into();
        move || controller.stop(&NONE)
    });
    after(100.0, stop.as_ref().unchecked_ref());
    for call in calls {
        outcome(call).await.unwrap_err();
    }
    assert!(controller.most() >= 7);
    assert_eq!(controller.left(), 0);
}
