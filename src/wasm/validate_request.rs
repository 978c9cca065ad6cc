//! `validateRequest()`: the checks of `render()`, without sending anything.

use crate::api::{PhotoReference, validate_render};
use crate::wasm::js::error::issues_to_js;
use crate::wasm::js::snapshot::take_snapshot;
use wasm_bindgen::prelude::*;

/// Checks a request as `render()` does, without sending it.
///
/// Returns all issues at once, or an empty array for a valid request. Each issue has a path, the allowed values and, for a
/// typo, a suggestion. Never throws. (API page, sections 2.1 to 2.6.)
#[wasm_bindgen(js_name = validateRequest, unchecked_return_type = "Issue[]")]
pub fn validate_request(#[wasm_bindgen(unchecked_param_type = "unknown")] request: &JsValue) -> JsValue {
    let issues = match take_snapshot(request) {
        Ok(snapshot) => validate_render(&snapshot.value, PhotoReference::Required),
        Err(issue) => vec![issue],
    };
    issues_to_js(&issues)
}
