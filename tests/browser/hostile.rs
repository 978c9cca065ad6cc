//! Hostile values from callers and from a custom `fetch`: every promise settles, and every rejection is a `ReRoomError`.

use super::imaging::encode_mask;
use super::sandbox;
use super::support::*;
use js_sys::Array;
use reroom::wasm::{ReRoom, inspect_image, validate_request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/tests/browser/hostile.js")]
extern "C" {
    /// `[name, value]` of invalid requests.
    fn requests() -> Array;
    /// `[name, value]` of invalid photos.
    fn images() -> Array;
    /// `[name, value]` of broken `fetch` functions.
    fn fetches() -> Array;
    /// `[name, value]` of invalid options.
    fn options() -> Array;
}

fn pairs(list: Array) -> impl Iterator<Item = (String, JsValue)> {
    list.into_iter().map(|pair| (text(&pair, "0"), get(&pair, "1")))
}

/// The cases that broke the rule.
#[derive(Default)]
struct Escaped(Vec<String>);

impl Escaped {
    /// Notes a promise that hangs or that rejects with anything but a `ReRoomError`.
    async fn watch(&mut self, what: &str, promise: js_sys::Promise) -> Result<JsValue, JsValue> {
        let outcome = outcome_within(promise, 10_000.0).await;
        if let Err(error) = &outcome
            && !error.is_instance_of::<ReRoomError>()
        {
            self.0.push(format!("{what}: {error:?}"));
        }
        outcome
    }

    /// Notes a promise that resolves, too.
    async fn refuse(&mut self, what: &str, promise: js_sys::Promise) -> JsValue {
        match self.watch(what, promise).await {
            Err(error) => error,
            Ok(_) => {
                self.0.push([what, " was taken"].concat());
                NONE
            }
        }
    }

    /// Fails the test if there are any.
    fn finish(self) {
        assert!(self.0.is_empty(), "{:#?}", self.0);
    }
}

#[wasm_bindgen_test]
fn validate_request_returns_issues_for_every_hostile_value() {
    for (name, request) in pairs(requests()) {
        let issues = validate_request(&request);
        assert!(number(&issues, "length") >= 1.0, "{name}");
        for key in ["path", "code", "message"] {
            assert!(get(&issues, &["0.", key].concat()).is_string(), "{name}");
        }
    }
}

#[wasm_bindgen_test]
async fn hostile_request_is_rejected_and_not_sent() {
    sandbox::reset().await;
    let mut escaped = Escaped::default();
    for (name, request) in pairs(requests()) {
        let client = client();
        escaped.refuse(&name, client.render(request.clone(), NONE)).await;
        escaped.refuse(&name, client.upscale(request.clone(), NONE)).await;
        let reference = object! { "file_name": FILE_NAME };
        for image in [small_photo().await, reference, request.clone()] {
            escaped.refuse(&[&name, ", in a job"].concat(), client.run(image, request.clone(), NONE)).await;
        }
        escaped.refuse(&[&name, ", as an id"].concat(), client.get_render(request, NONE)).await;
    }
    escaped.finish();
    assert_eq!(sandbox::requests_to("POST", "/api/enterprise/render").await, 0);
}

#[wasm_bindgen_test]
async fn hostile_image_is_reported_or_rejected() {
    let mut escaped = Escaped::default();
    for (name, image) in pairs(images()) {
        match escaped.watch(&name, inspect_image(image.clone())).await {
            Ok(report) => assert_eq!(get(&report, "ok"), JsValue::FALSE, "{name}"),
            Err(_) => continue,
        }
        let client = client_over(&function("return Promise.reject('nothing is sent')"));
        escaped.refuse(&name, client.upload(image.clone(), NONE)).await;
        escaped.refuse(&name, client.run(image, object! { "tool": "empty-room" }, NONE)).await;
    }
    escaped.finish();
}

#[wasm_bindgen_test]
async fn broken_fetch_rejects_with_a_reroom_error() {
    let mut escaped = Escaped::default();
    for (name, fetch) in pairs(fetches()) {
        for step in [Step::Upload, Step::Render, Step::Account] {
            let client = client_over(&fetch);
            let call = step.call(&client, &object! { "timeoutMs": 200, "maxRetries": 0 }).await;
            let error = escaped.refuse(&name, call).await;
            let code = text(&error, "code");
            if step.is_paid() && !["outcome_unknown", "unexpected_response", "service_failed"].contains(&code.as_str())
            {
                escaped.0.push([&name, ": ", &code].concat());
            }
        }
    }
    escaped.finish();
}

#[wasm_bindgen_test]
async fn hostile_options_are_rejected() {
    let mut escaped = Escaped::default();
    for (name, options) in pairs(options()) {
        let made = future_to_promise({
            let options = options.clone();
            async move { ReRoom::new(options).map(JsValue::from) }
        });
        escaped.refuse(&[&name, ", of a client"].concat(), made).await;
        for step in [Step::Render, Step::Run] {
            escaped.refuse(&name, step.call(&client(), &options).await).await;
        }
        let blank = web_sys::OffscreenCanvas::new(4, 4).unwrap();
        escaped.refuse(&[&name, ", of a mask"].concat(), encode_mask(blank.into(), options)).await;
    }
    escaped.finish();
}
