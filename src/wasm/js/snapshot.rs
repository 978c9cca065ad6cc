//! Snapshots of the caller's objects as plain JSON. The client checks exactly what it sends: getters and proxies run once.

use crate::api::{Issue, IssueCode, Value};
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::get;
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
    let unreadable = || Issue::new("", IssueCode::Malformed, "The request must be a JSON-serializable object.");
    let text = JSON::stringify(request).map_err(|_| unreadable())?;
    if !text.is_string() {
        return Err(unreadable());
    }
    let plain = JSON::parse(&String::from(text)).map_err(|_| unreadable())?;
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
    // `undefined` has no text.
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    text.and_then(|text| JSON::parse(&text).ok()).unwrap_or_else(|| value.clone())
}

impl Snapshot {
    /// The request's tool, if it has one.
    pub fn tool(&self) -> Option<&str> {
        self.value.get("tool").and_then(Value::as_str)
    }

    /// Serializes the request as a body.
    pub fn to_body(&self) -> Result<JsValue> {
        match JSON::stringify(&self.plain) {
            Ok(text) => Ok(text.into()),
            Err(_) => Err(Error::invalid_request(Issue::new("", IssueCode::Malformed, "The request is not JSON."))),
        }
    }
}
