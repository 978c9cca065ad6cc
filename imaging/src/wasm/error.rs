//! Issues as JavaScript errors.

use reroom::api::Issue;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/client.js")]
extern "C" {
    #[wasm_bindgen(js_name = createError)]
    fn create_error(code: &str, path: &str, issue_code: &str, message: &str) -> JsValue;
}

/// A `ReRoomError` for a mask or photo with this issue.
pub fn invalid_image(issue: Issue) -> JsValue {
    create_error("invalid_image", &issue.path, issue.code.as_str(), &issue.message)
}

/// A `ReRoomError` for an argument with this issue.
pub fn invalid_request(issue: Issue) -> JsValue {
    create_error("invalid_request", &issue.path, issue.code.as_str(), &issue.message)
}
