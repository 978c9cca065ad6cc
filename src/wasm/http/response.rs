//! Reads the service's responses. Checks the fields that the client relies on, and keeps all others.

use crate::policy::failure::{from_error_response, from_unexpected_response};
use crate::policy::status::{RenderStatus, parse_status};
use crate::policy::unexpected_body::UnexpectedBody;
use crate::text::concat;
use crate::wasm::http::transport::HttpResponse;
use crate::wasm::js::error::{Error, Result, redact};
use crate::wasm::js::field::{build_object, get, get_string, set};
use crate::wasm::js::page::get_hostname;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

/// Parses the JSON of a success. Otherwise returns the response's error.
pub fn parse_body(response: &HttpResponse, paid: bool) -> Result<JsValue> {
    let body = JSON::parse(&response.text).unwrap_or_default();
    if (200..300).contains(&response.status) {
        return Ok(body);
    }
    let err = get_non_empty(&body, "err");
    let err = err.map(|err| redact(&err, response.secret.as_deref()));
    let err =
        err.map(|err| if lacks_key(response) { concat(&[&err, ". No apiKey is set, or it is empty."]) } else { err });
    let error = Error::from(from_error_response(response.status, err.as_deref(), &read_unexpected(response), paid));
    // The gateway itself does not know the outcome, and will not.
    let is_final = response.from_gateway && get_string(&body, "outcome").is_some();
    Err(if is_final { error.settled() } else { error })
}

/// Whether the service rejected a server's request that had no key. In a page, the key belongs in a gateway, so it may be missing.
fn lacks_key(response: &HttpResponse) -> bool {
    let in_page = get_hostname().is_ok_and(|host| host.is_string());
    response.status == 401 && response.secret.is_none() && !response.from_gateway && !in_page
}

/// Parses the answer that a gateway has kept: `{ status, body }`.
pub fn parse_kept_answer(response: &HttpResponse) -> Result<Submission> {
    let body = JSON::stringify(&get(&response.body, "body"));
    let mut answer = HttpResponse {
        status: get(&response.body, "status").as_f64().unwrap_or_default() as u16,
        text: body.ok().and_then(|text| text.as_string()).unwrap_or_default(),
        secret: response.secret.clone(),
        ..HttpResponse::default()
    };
    answer.body = parse_body(&answer, true)?;
    parse_submission(&answer)
}

/// Parses an upload: `{ success: true, fileName }` (section 1).
pub fn parse_upload(response: &HttpResponse) -> Result<(JsValue, String)> {
    let body = &response.body;
    match get_non_empty(body, "fileName") {
        Some(name) if get(body, "success") == JsValue::TRUE => Ok((body.clone(), name)),
        _ => Err(unexpected(response, false)),
    }
}

/// A submitted render (section 3).
pub struct Submission {
    pub render_id: String,
    /// The final record, if the response contained it.
    pub render: Option<RenderRecord>,
}

impl Submission {
    /// Converts to the public `Submission`.
    pub fn to_js(&self) -> JsValue {
        let render = self.render.as_ref().map(|record| record.object.clone());
        build_object("render_id render", &[self.render_id.as_str().into(), render.into()])
    }
}

/// Parses a submission: `{ success, data: { render_id } }`, the record itself, or both in one object. The id alone is
/// enough, since it was paid for: an unreadable record can be requested again.
pub fn parse_submission(response: &HttpResponse) -> Result<Submission> {
    let object = unwrap_data(&response.body);
    let render_id = get_non_empty(&object, "render_id").or_else(|| get_non_empty(&object, "_id"));
    let render_id = render_id.ok_or_else(|| unexpected(response, true))?;
    let record = parse_record(object).or_else(|| parse_outer_record(&response.body, &render_id));
    Ok(Submission { render_id, render: record.filter(|record| record.status.is_final()) })
}

/// Parses a record that stands beside `data`, without the wrapper's own fields.
fn parse_outer_record(body: &JsValue, render_id: &str) -> Option<RenderRecord> {
    let record = parse_record(body.clone()).filter(|record| record.id == render_id)?;
    for key in ["success", "data"] {
        _ = Reflect::delete_property(record.object.unchecked_ref::<Object>(), &key.into());
    }
    Some(record)
}

/// The record of a render.
#[derive(Clone)]
pub struct RenderRecord {
    pub id: String,
    pub status: RenderStatus,
    /// The service's own object, with all its fields.
    pub object: JsValue,
}

impl RenderRecord {
    /// The status in the service's own spelling.
    pub fn raw_status(&self) -> String {
        get_string(&self.object, "status").unwrap_or_default()
    }
}

/// Parses a status response: a flat record, or one wrapped in `data` for an upscale (section 4).
pub fn parse_render(response: &HttpResponse) -> Result<RenderRecord> {
    parse_record(unwrap_data(&response.body)).ok_or_else(|| unexpected(response, false))
}

/// Parses the account (section 5).
pub fn parse_account(response: &HttpResponse) -> Result<JsValue> {
    if get(&response.body, "credits").as_f64().is_some() {
        Ok(response.body.clone())
    } else {
        Err(unexpected(response, false))
    }
}

/// Some responses wrap their content in `data`.
fn unwrap_data(body: &JsValue) -> JsValue {
    let data = get(body, "data");
    if data.is_object() { data } else { body.clone() }
}

fn parse_record(object: JsValue) -> Option<RenderRecord> {
    let id = get_non_empty(&object, "_id")?;
    let outputs = get(&object, "outputs");
    let has_outputs = Array::is_array(&outputs) && outputs.unchecked_ref::<Array>().length() > 0;
    let status = parse_status(&get_string(&object, "status")?, has_outputs);
    if (outputs.is_undefined() || outputs.is_null()) && !matches!(status, RenderStatus::Done) {
        set(object.unchecked_ref(), "outputs", &Array::new());
    } else if !is_string_array(&outputs) {
        return None;
    }
    Some(RenderRecord { id, status, object })
}

fn is_string_array(value: &JsValue) -> bool {
    let items: &Array = value.unchecked_ref();
    Array::is_array(value) && (0..items.length()).all(|index| items.get(index).is_string())
}

fn get_non_empty(object: &JsValue, key: &str) -> Option<String> {
    get_string(object, key).filter(|text| !text.is_empty())
}

fn unexpected(response: &HttpResponse, paid: bool) -> Error {
    from_unexpected_response(response.status, &read_unexpected(response), paid).into()
}

/// Reads an unexpected body. The key is redacted before the text is shortened, so that no part of it remains.
fn read_unexpected(response: &HttpResponse) -> UnexpectedBody {
    UnexpectedBody::read(&redact(&response.text, response.secret.as_deref()), &response.redirected_to)
}
