//! `PaidRequest`: a checked request that costs credits, ready to be sent.

use crate::api::routes::{self, Endpoint};
use crate::api::{Issue, PhotoReference, Value, validate_render, validate_upscale};
use crate::policy::failure::ErrorCode;
use crate::text::concat;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::snapshot::{Snapshot, take_snapshot};
use crate::wasm::options::client::ClientOptions;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// A request that costs credits.
pub struct PaidRequest {
    pub endpoint: Endpoint,
    pub query: String,
    /// The tool that the pending render is listed with.
    pub tool: String,
    /// A string of JavaScript, because a mask in it can be large.
    pub body: JsValue,
}

impl PaidRequest {
    /// Checks a render request (section 2).
    pub fn check_render(options: &ClientOptions, request: &JsValue) -> Result<Self> {
        let check = &|snapshot: &Snapshot| validate_render(&snapshot.value, PhotoReference::Required);
        Ok(Self::from_render(&check_request(options, request, check)?))
    }

    /// Checks an upscale request (section 2.8).
    pub fn check_upscale(options: &ClientOptions, request: &JsValue) -> Result<Self> {
        let snapshot = check_request(options, request, &|snapshot| validate_upscale(&snapshot.value))?;
        let (query, tool) = (String::new(), String::from("upscale"));
        Ok(Self { endpoint: Endpoint::Upscale, query, tool, body: snapshot.to_body() })
    }

    /// Creates the request of a checked render. `field` goes into the query, the body or both, depending on the tool.
    pub fn from_render(snapshot: &Snapshot) -> Self {
        let field = snapshot.value.get("field").and_then(Value::as_str);
        let query = match field {
            Some(field) if routes::sends_field_in_query(snapshot.tool()) => {
                concat(&["?field=", &String::from(js_sys::encode_uri_component(field))])
            }
            _ => String::new(),
        };
        if field.is_some() && !routes::sends_field_in_body(snapshot.tool()) {
            let _ = Reflect::delete_property(snapshot.plain.unchecked_ref::<Object>(), &"field".into());
        }
        let tool = snapshot.tool().unwrap_or("render").to_owned();
        Self { endpoint: Endpoint::Render, query, tool, body: snapshot.to_body() }
    }
}

/// Takes a snapshot of a request and checks it.
pub fn check_request(
    options: &ClientOptions,
    request: &JsValue,
    check: &dyn Fn(&Snapshot) -> Vec<Issue>,
) -> Result<Snapshot> {
    let snapshot = take_snapshot(request).map_err(Error::invalid_request)?;
    let mut issues = if options.validate { check(&snapshot) } else { Vec::new() };
    // A custom `fetch`, such as the sandbox, may run in this page and can then read blob URLs.
    let photo = snapshot.value.get("file_url").and_then(Value::as_str).unwrap_or_default();
    if options.fetch.is_some() && photo.starts_with("blob:") {
        issues.retain(|issue| issue.path != "file_url");
    }
    if issues.is_empty() {
        return Ok(snapshot);
    }
    Err(Error::from_issues(ErrorCode::InvalidRequest, issues))
}
