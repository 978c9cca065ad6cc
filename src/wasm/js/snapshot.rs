//! Requests as plain JSON: what is checked is what is sent, whatever getters and proxies the caller's object has.

use crate::api::{Issue, IssueCode, PhotoReference, Value, routes, validate_render};
use crate::text::concat;
use crate::wasm::js::error::{Outcome, Thrown, issues_to_js};
use crate::wasm::js::field::get;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/caller.js")]
extern "C" {
    /// A copy of plain JSON; anything else stays what it is, and is refused in its turn.
    #[wasm_bindgen(js_name = frozen)]
    pub fn plain(value: &JsValue) -> JsValue;
}

/// A request frozen as it was when the caller gave it.
pub struct Snapshot {
    /// Its plain JSON, as an object of its own.
    pub plain: JsValue,
    /// The same for the checks.
    pub value: Value,
}

/// Takes a snapshot; what JSON cannot say is an issue.
pub fn snapshot(request: &JsValue) -> Result<Snapshot, Issue> {
    let unreadable = || Issue::new("", IssueCode::Malformed, "The request must be an object that JSON can express.");
    let text = JSON::stringify(request).map_err(|_| unreadable())?;
    if !text.is_string() {
        return Err(unreadable());
    }
    let plain = JSON::parse(&String::from(text)).map_err(|_| unreadable())?;
    let value = value_of(&plain, 0).ok_or_else(unreadable)?;
    Ok(Snapshot { plain, value })
}

/// Plain JSON for the checks; none where it is nested deeper than any request. By hand: serde's way through
/// `deserialize_any`, with its messages, is larger than all the checks.
fn value_of(plain: &JsValue, depth: u8) -> Option<Value> {
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
            values.push(value_of(&items.get(index), depth + 1)?);
        }
        return Some(Value::Array(values));
    }
    let names = Object::keys(plain.unchecked_ref::<Object>());
    let mut entries = Vec::new();
    for index in 0..names.length() {
        let name = names.get(index).as_string()?;
        let value = value_of(&get(plain, &name), depth + 1)?;
        entries.push((name, value));
    }
    Some(Value::Object(entries))
}

impl Snapshot {
    /// The tool of the request, where it names one.
    pub fn tool(&self) -> Option<&str> {
        self.value.get("tool").and_then(Value::as_str)
    }

    /// The query and the body in which the request travels to the render endpoint.
    pub fn render_parts(&self) -> Outcome<(String, String)> {
        let field = self.value.get("field").and_then(Value::as_str);
        let query = match field {
            Some(field) if routes::sends_field_in_query(self.tool()) => {
                concat(&["?field=", &String::from(js_sys::encode_uri_component(field))])
            }
            _ => String::new(),
        };
        if field.is_some() && !routes::sends_field_in_body(self.tool()) {
            let _ = Reflect::delete_property(self.plain.unchecked_ref::<Object>(), &"field".into());
        }
        Ok((query, self.body()?))
    }

    /// The request as a body.
    pub fn body(&self) -> Outcome<String> {
        match JSON::stringify(&self.plain) {
            Ok(text) => Ok(text.into()),
            Err(_) => Err(Thrown::request(Issue::new("", IssueCode::Malformed, "The request is not JSON."))),
        }
    }
}

/// Makes the checks that `render()` makes, and sends nothing.
///
/// Answers everything that is wrong at once, each issue with its path, what would be allowed and, for a near miss,
/// what was probably meant; an empty array for a request that can be sent. Never throws. (API page, sections 2.1 to
/// 2.6.)
#[wasm_bindgen(js_name = validateRequest, unchecked_return_type = "Issue[]")]
pub fn validate_request(#[wasm_bindgen(unchecked_param_type = "unknown")] request: &JsValue) -> JsValue {
    let issues = match snapshot(request) {
        Ok(snapshot) => validate_render(&snapshot.value, PhotoReference::Required),
        Err(issue) => vec![issue],
    };
    issues_to_js(&issues)
}
