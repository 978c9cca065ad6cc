//! `Error`: a failure on its way to JavaScript, where it becomes a `ReRoomError`.

use crate::api::Issue;
use crate::policy::failure::{ErrorCode, Failure};
use crate::wasm::js::field::{build_object, get_string};
use js_sys::{Array, Error as JsError, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/error.js")]
extern "C" {
    /// The public error class. Exported again, so that a page gets the same class.
    #[wasm_bindgen(extends = JsError, extends = Object, reexport, typescript_type = "ReRoomError")]
    pub type ReRoomError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, details: &JsValue) -> ReRoomError;
}

/// A failure with the JavaScript values that belong to it. Boxed, because nearly every function returns one: moving it
/// by value took a sixth of the wasm.
#[derive(Debug)]
pub struct Error(Box<Details>);

#[derive(Debug)]
struct Details {
    failure: Failure,
    /// The underlying error; `undefined` if there is none.
    cause: JsValue,
    /// The record of a render that failed.
    render: JsValue,
    /// The idempotency key of an order whose outcome is unknown.
    key: Option<String>,
    /// Whether more about the order will never be known.
    settled: bool,
    /// The finished `ReRoomError`, if the imaging module rejected with one.
    js_error: JsValue,
}

/// The result of a call that can fail with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let (cause, render, js_error) = (JsValue::UNDEFINED, JsValue::UNDEFINED, JsValue::UNDEFINED);
        Self(Box::new(Details { failure, cause, render, key: None, settled: false, js_error }))
    }
}

impl Error {
    /// An error that a retry would only repeat.
    pub fn new(code: ErrorCode, message: &str) -> Self {
        Failure::new(code, message).into()
    }

    /// An error made of issues. Its message joins theirs.
    pub fn from_issues(code: ErrorCode, issues: Vec<Issue>) -> Self {
        Failure::from_issues(code, issues).into()
    }

    /// An invalid request with a single issue.
    pub fn invalid_request(issue: Issue) -> Self {
        Self::from_issues(ErrorCode::InvalidRequest, vec![issue])
    }

    /// An invalid image.
    pub fn invalid_image(issues: Vec<Issue>) -> Self {
        Self::from_issues(ErrorCode::InvalidImage, issues)
    }

    /// Wraps a `ReRoomError` of the imaging module.
    pub fn from_js(js_error: JsValue) -> Self {
        let mut error = Self::new(ErrorCode::InvalidImage, "");
        error.0.js_error = js_error;
        error
    }

    /// Marks the error as one that a retry may fix.
    pub fn retryable(mut self) -> Self {
        self.0.failure.retryable = true;
        self
    }

    /// Marks the error as one of a call that would pay a second time if it were made again.
    pub fn not_retryable(mut self) -> Self {
        self.0.failure.retryable = false;
        self
    }

    /// Marks the error as final: the state of the order can no longer be found out.
    pub fn settled(mut self) -> Self {
        self.0.settled = true;
        self
    }

    /// Whether the error is final.
    pub fn is_settled(&self) -> bool {
        self.0.settled
    }

    /// Whether the outcome of a paid request is unknown, and may still become known.
    pub fn is_open(&self) -> bool {
        self.0.failure.code == ErrorCode::OutcomeUnknown && !self.0.settled
    }

    /// Adds the underlying error.
    pub fn with_cause(mut self, cause: JsValue) -> Self {
        self.0.cause = cause;
        self
    }

    /// Adds the idempotency key of the order that the error is about.
    pub fn with_key(mut self, key: &str) -> Self {
        self.0.key = Some(key.to_owned());
        self
    }

    /// Adds the record of the render that failed.
    pub fn with_render(mut self, record: JsValue) -> Self {
        self.0.render = record;
        self
    }

    /// Adds the id of the render that the error is about.
    pub fn with_render_id(mut self, render_id: &str) -> Self {
        self.0.failure.render_id = Some(render_id.to_owned());
        self
    }

    /// Why the call failed.
    pub fn failure(&self) -> &Failure {
        &self.0.failure
    }

    /// Why the call failed, without the JavaScript values.
    pub fn into_failure(self) -> Failure {
        self.0.failure
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let Details { failure, cause, render, key, js_error, .. } = *error.0;
        if !js_error.is_undefined() {
            return js_error;
        }
        let Failure { code, message, status, retryable, issues, render_id } = failure;
        let details = build_object(
            "retryable issues status renderId idempotencyKey render cause",
            &[retryable.into(), issues_to_js(&issues), status.into(), render_id.into(), key.into(), render, cause],
        );
        ReRoomError::new(code.as_str(), &message, &details).into()
    }
}

/// Converts issues field by field: for objects, serde would add a hash map of their keys.
pub fn issues_to_js(issues: &[Issue]) -> JsValue {
    let list = Array::new();
    for issue in issues {
        list.push(&issue_to_js(issue));
    }
    list.into()
}

fn issue_to_js(issue: &Issue) -> JsValue {
    build_object(
        "path code message allowed suggestion",
        &[
            issue.path.as_str().into(),
            issue.code.as_str().into(),
            issue.message.as_str().into(),
            issue.allowed.as_deref().map(strings_to_js).into(),
            issue.suggestion.into(),
        ],
    )
}

/// Converts a list of strings to an array.
pub fn strings_to_js(list: &[&'static str]) -> JsValue {
    serde_wasm_bindgen::to_value(list).unwrap_or_default()
}

/// Copies the name and message of a foreign error, without the key. Nothing else is copied: a failing `fetch` may attach
/// the request, and with it the key.
pub fn redact_error(foreign: &JsValue, secret: Option<&str>) -> JsValue {
    // Not `instanceof`: the error may come from another realm.
    let (name, message) = match (get_string(foreign, "name"), get_string(foreign, "message")) {
        (Some(name), Some(message)) => (name, message),
        _ => (String::from("Error"), foreign.as_string().unwrap_or_default()),
    };
    let copy = JsError::new(&redact(&message, secret));
    copy.set_name(&name);
    copy.into()
}

/// Replaces every occurrence of the secret by `…`. Compares windows, because `str::replace` would add kilobytes of search
/// to the wasm.
pub fn redact(text: &str, secret: Option<&str>) -> String {
    let Some(secret) = secret.filter(|secret| !secret.is_empty()) else { return text.to_owned() };
    let (mut redacted, mut rest) = (String::new(), text);
    while let Some(at) = rest.as_bytes().windows(secret.len()).position(|window| window == secret.as_bytes()) {
        redacted.push_str(rest.get(..at).unwrap_or_default());
        redacted.push('…');
        rest = rest.get(at + secret.len()..).unwrap_or_default();
    }
    redacted.push_str(rest);
    redacted
}
