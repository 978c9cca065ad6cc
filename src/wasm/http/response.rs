//! Answers of the service: two shapes in, one out. What is relied on is checked; the rest is handed over as it came.

use crate::policy::failure::{from_error_response, from_unexpected_response};
use crate::policy::status::{Standing, standing};
use crate::policy::unexpected_body::UnexpectedBody;
use crate::wasm::http::transport::Answer;
use crate::wasm::js::error::{Outcome, Thrown, redact};
use crate::wasm::js::field::{get, object, set, text};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

/// The JSON of a successful answer, or the failure that the answer is.
pub fn body(answer: &Answer, paid: bool) -> Outcome<JsValue> {
    let body = JSON::parse(&answer.text).unwrap_or_default();
    if (200..300).contains(&answer.status) {
        return Ok(body);
    }
    let err = said(&body, "err");
    let err = err.map(|err| redact(&err, answer.secret.as_deref()));
    Err(from_error_response(answer.status, err.as_deref(), &page(answer), paid).into())
}

/// `{ success: true, fileName }` (section 1).
pub fn upload(answer: &Answer) -> Outcome<(JsValue, String)> {
    let body = &answer.body;
    match said(body, "fileName") {
        Some(name) if get(body, "success") == JsValue::TRUE => Ok((body.clone(), name)),
        _ => Err(unexpected(answer, false)),
    }
}

/// A submission: its id, and the render where it came back finished (section 3).
pub struct Submitted {
    /// The id to look it up by.
    pub render_id: String,
    /// The record, where the service answered with one that will not change any more.
    pub render: Option<Record>,
}

impl Submitted {
    /// As JavaScript sees it.
    pub fn to_js(&self) -> JsValue {
        let render = self.render.as_ref().map(|record| record.object.clone());
        object(&[("render_id", self.render_id.as_str().into()), ("render", render.into())])
    }
}

/// `{ success, data: { render_id } }`, the record itself from the tools that answer at once, or both in one object.
/// Whatever else is in it, an id is what was paid for: a record that cannot be read is looked up.
pub fn submission(answer: &Answer) -> Outcome<Submitted> {
    let object = unwrapped(&answer.body);
    let render_id = said(&object, "render_id").or_else(|| said(&object, "_id"));
    let render_id = render_id.ok_or_else(|| unexpected(answer, true))?;
    let record = record_in(object).or_else(|| beside(&answer.body, &render_id));
    Ok(Submitted { render_id, render: record.filter(|record| record.standing.is_final()) })
}

/// The record of a render in an answer that names it in `data` as well; without what wraps it.
fn beside(body: &JsValue, render_id: &str) -> Option<Record> {
    let record = record_in(body.clone()).filter(|record| record.id == render_id)?;
    for key in ["success", "data"] {
        _ = Reflect::delete_property(record.object.unchecked_ref::<Object>(), &key.into());
    }
    Some(record)
}

/// The record of a render, whatever else is in it.
#[derive(Clone)]
pub struct Record {
    /// The render's id.
    pub id: String,
    /// What its status means.
    pub standing: Standing,
    /// The record as it came.
    pub object: JsValue,
}

impl Record {
    /// Its status in the service's words.
    pub fn status(&self) -> String {
        text(&self.object, "status").unwrap_or_default()
    }
}

/// A status look-up: flat, or wrapped in `data` for an upscale (section 4).
pub fn render(answer: &Answer) -> Outcome<Record> {
    record_in(unwrapped(&answer.body)).ok_or_else(|| unexpected(answer, false))
}

/// The account (section 5).
pub fn account(answer: &Answer) -> Outcome<JsValue> {
    if get(&answer.body, "credits").as_f64().is_some() {
        Ok(answer.body.clone())
    } else {
        Err(unexpected(answer, false))
    }
}

/// What an answer is about, which some wrap in `data`.
fn unwrapped(body: &JsValue) -> JsValue {
    let data = get(body, "data");
    if data.is_object() { data } else { body.clone() }
}

fn record_in(object: JsValue) -> Option<Record> {
    let id = said(&object, "_id")?;
    let outputs = get(&object, "outputs");
    let has_outputs = Array::is_array(&outputs) && outputs.unchecked_ref::<Array>().length() > 0;
    let standing = standing(&text(&object, "status")?, has_outputs);
    if (outputs.is_undefined() || outputs.is_null()) && !matches!(standing, Standing::Done) {
        set(object.unchecked_ref(), "outputs", &Array::new());
    } else if !is_list_of_texts(&outputs) {
        return None;
    }
    Some(Record { id, standing, object })
}

fn is_list_of_texts(value: &JsValue) -> bool {
    let items: &Array = value.unchecked_ref();
    Array::is_array(value) && (0..items.length()).all(|index| items.get(index).is_string())
}

/// A text with something in it.
fn said(object: &JsValue, key: &str) -> Option<String> {
    text(object, key).filter(|text| !text.is_empty())
}

fn unexpected(answer: &Answer, paid: bool) -> Thrown {
    from_unexpected_response(answer.status, &page(answer), paid).into()
}

/// What came in place of an answer. The key is taken out before the words are cut, so that no half of it is left.
fn page(answer: &Answer) -> UnexpectedBody {
    UnexpectedBody::read(&redact(&answer.text, answer.secret.as_deref()), &answer.led_to)
}
