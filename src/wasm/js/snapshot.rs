//! Snapshots of the caller's objects as plain JSON. The client checks exactly what it sends: getters and proxies run once.

use crate::api::{Issue, IssueCode, Value};
use crate::wasm::js::field::get;
use js_sys::{Array, JSON, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/json.js")]
extern "C" {
    /// Clones a value through JSON, except a painted mask. `undefined` for what JSON would change, and for photos.
    #[wasm_bindgen(js_name = cloneJson)]
    fn try_cloning(value: &JsValue) -> JsValue;
}

/// A request at the time of the call.
pub struct Snapshot {
    /// Its plain JSON, in an object that nothing else refers to.
    pub plain: JsValue,
    /// The same for the checks.
    pub value: Value,
}

/// Takes a snapshot. A value that is not JSON-serializable is an issue.
pub fn take_snapshot(request: &JsValue) -> Result<Snapshot, Issue> {
    let message = "Pass the parameters as a JSON-serializable object, such as render({ file_name, tool }). Options come after the parameters: run(photo, { tool }, { onProgress }).";
    let unreadable = || Issue::new("", IssueCode::Malformed, message);
    let plain = try_cloning(request);
    if plain.is_undefined() {
        return Err(unreadable());
    }
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

/// Clones a value through JSON, except a painted mask. Returns the value itself if it is not JSON-serializable.
pub fn clone_json(value: &JsValue) -> JsValue {
    let clone = try_cloning(value);
    if clone.is_undefined() { value.clone() } else { clone }
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
