//! Whatever a caller or a caller's `fetch` brings: nothing but a `ReRoomError` comes out, and every promise settles.

use super::sandbox;
use super::support::*;
use js_sys::Array;
use reroom::wasm::{ReRoom, inspect_image, validate_request};
use reroom_imaging::wasm::encode_mask;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "/tests/browser/hostile.js")]
extern "C" {
    /// `[name, value]` of values that are no request.
    fn requests() -> Array;
    /// `[name, value]` of values that are no photo.
    fn images() -> Array;
    /// `[name, value]` of functions that are no `fetch`.
    fn fetches() -> Array;
    /// `[name, value]` of values that are no options.
    fn options() -> Array;
}

fn pairs(list: Array) -> impl Iterator<Item = (String, JsValue)> {
    list.into_iter().map(|pair| (text(&pair, "0"), get(&pair, "1")))
}

/// What broke the rule.
#[derive(Default)]
struct Escaped(Vec<String>);

impl Escaped {
    /// Waits for a promise and notes it where it hangs, or rejects with anything but a `ReRoomError`.
    async fn watch(&mut self, what: &str, promise: js_sys::Promise) -> Result<JsValue, JsValue> {
        let outcome = outcome_within(promise, 1500.0).await;
        if let Err(error) = &outcome
            && !error.is_instance_of::<ReRoomError>()
        {
            self.0.push(format!("{what}: {error:?}"));
        }
        outcome
    }

    /// Notes it as well where the promise resolves.
    async fn refuse(&mut self, what: &str, promise: js_sys::Promise) -> JsValue {
        match self.watch(what, promise).await {
            Err(error) => error,
            Ok(_) => {
                self.0.push([what, " was taken"].concat());
                NONE
            }
        }
    }

    /// Fails the test with everything that was noted.
    fn finish(self) {
        assert!(self.0.is_empty(), "{:#?}", self.0);
    }
}

#[wasm_bindgen_test]
fn checking_a_request_never_throws() {
    for (name, request) in pairs(requests()) {
        let issues = validate_request(&request);
        assert!(number(&issues, "length") >= 1.0, "{name}");
        for key in ["path", "code", "message"] {
            assert!(get(&issues, &["0.", key].concat()).is_string(), "{name}");
        }
    }
}

#[wasm_bindgen_test]
async fn no_request_gets_past_the_checks() {
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
async fn no_image_hangs_or_throws() {
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
async fn no_fetch_hangs_or_throws() {
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
async fn no_options_hang_or_throw() {
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
