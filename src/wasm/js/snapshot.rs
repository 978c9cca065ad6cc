//! Snapshots of the caller's objects as plain JSON. The client checks exactly what it sends: getters and proxies run once.

use crate::api::{Issue, IssueCode, Value};
use crate::wasm::js::field::{get, has_method};
use js_sys::{Array, JSON, Object};
use wasm_bindgen::prelude::*;

/// A request at the time of the call.
pub struct Snapshot {
    /// Its plain JSON, in an object that nothing else refers to.
    pub plain: JsValue,
    /// The same for the checks.
    pub value: Value,
}

/// Takes a snapshot. A value that is not JSON-serializable is an issue.
pub fn take_snapshot(request: &JsValue) -> Result<Snapshot, Issue> {
    let message = "Pass the parameters as a JSON-serializable object, such as run(photo, { tool }) or render({ file_name, tool }).";
    let unreadable = || Issue::new("", IssueCode::Malformed, message);
    let plain = through_json(request).ok_or_else(unreadable)?;
    let value = convert(&plain, 0).ok_or_else(unreadable)?;
    Ok(Snapshot { plain, value })
}

/// Converts plain JSON for the checks. `None` if it is nested deeper than any request. Written by hand, because serde's
/// `deserialize_any` is larger than all the checks.
fn convert(plain: &JsValue, depth: u8) -> Option<Value> {
    if let Some(text) = plain.as_string() {
        return Some(Value::String(text));
    }
    if let Some(number) = plain.as_f64() {
        return Some(Value::Number(number));
    }
    if let Some(boolean) = plain.as_bool() {
        return Some(Value::Bool(boolean));
    }
    if !plain.is_object() {
        return Some(Value::Null);
    }
    if depth == Value::MAX_DEPTH {
        return None;
    }
    if Array::is_array(plain) {
        let items = plain.unchecked_ref::<Array>();
        let mut values = Vec::new();
        for index in 0..items.length() {
            values.push(convert(&items.get(index), depth + 1)?);
        }
        return Some(Value::Array(values));
    }
    let names = Object::keys(plain.unchecked_ref::<Object>());
    let mut entries = Vec::new();
    for index in 0..names.length() {
        let name = names.get(index).as_string()?;
        let value = convert(&get(plain, &name), depth + 1)?;
        entries.push((name, value));
    }
    Some(Value::Object(entries))
}

/// Clones a value through JSON. Returns the value itself if it is not JSON-serializable.
pub fn clone_json(value: &JsValue) -> JsValue {
    through_json(value).unwrap_or_else(|| value.clone())
}

/// Clones a value through JSON. `None` for photos: JSON would list each of their bytes, which takes seconds.
fn through_json(value: &JsValue) -> Option<JsValue> {
    if has_method(value, "slice") && !Array::is_array(value) {
        return None;
    }
    // `undefined` has no text.
    let text = JSON::stringify(value).ok()?.as_string()?;
    JSON::parse(&text).ok()
}

impl Snapshot {
    /// The request's tool, if it has one.
    pub fn tool(&self) -> Option<&str> {
        self.value.get("tool").and_then(Value::as_str)
    }

    /// Serializes the request as a body. Plain JSON always has a text.
    pub fn to_body(&self) -> JsValue {
        JSON::stringify(&self.plain).unwrap_or_default().into()
    }
}
