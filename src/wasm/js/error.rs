//! Failures on their way to JavaScript.

use crate::api::Issue;
use crate::policy::failure::{ErrorCode, Failure};
use crate::wasm::js::field::{object, text};
use js_sys::{Array, Error, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/error.js")]
extern "C" {
    /// The public error class, exported again so that a page has the same one.
    #[wasm_bindgen(extends = Error, extends = Object, reexport, typescript_type = "ReRoomError")]
    pub type ReRoomError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, details: &JsValue) -> ReRoomError;
}

/// A failure and the JavaScript values that belong to it. Boxed, because every fallible step hands one on: moving the
/// whole of it about was a sixth of the wasm.
#[derive(Debug)]
pub struct Thrown(Box<Details>);

#[derive(Debug)]
struct Details {
    failure: Failure,
    /// What caused it; `undefined` where nothing else did.
    cause: JsValue,
    /// The record of a render that failed.
    render: JsValue,
    /// The error itself, if it was already made, by the imaging module.
    made: JsValue,
}

/// What every fallible step answers.
pub type Outcome<T> = Result<T, Thrown>;

impl From<Failure> for Thrown {
    fn from(failure: Failure) -> Self {
        Self(Box::new(Details {
            failure,
            cause: JsValue::UNDEFINED,
            render: JsValue::UNDEFINED,
            made: JsValue::UNDEFINED,
        }))
    }
}

impl Thrown {
    /// A failure that trying again would only repeat.
    pub fn new(code: ErrorCode, message: &str) -> Self {
        Failure::new(code, message).into()
    }

    /// A `ReRoomError` that the imaging module rejected with.
    pub fn made(error: JsValue) -> Self {
        let mut thrown = Self::new(ErrorCode::InvalidImage, "");
        thrown.0.made = error;
        thrown
    }

    /// The same, known to come right if it is tried again.
    pub fn retryable(mut self) -> Self {
        self.0.failure.retryable = true;
        self
    }

    /// The same, of a call that would pay again if it were made again.
    pub fn paid_for(mut self) -> Self {
        self.0.failure.retryable = false;
        self
    }

    /// The same with its cause.
    pub fn because(mut self, cause: JsValue) -> Self {
        self.0.cause = cause;
        self
    }

    /// The same with the record of the render that failed.
    pub fn with_render(mut self, record: JsValue) -> Self {
        self.0.render = record;
        self
    }

    /// Why the call failed.
    pub fn failure(&self) -> &Failure {
        &self.0.failure
    }

    /// Why the call failed, without what belongs to JavaScript.
    pub fn into_failure(self) -> Failure {
        self.0.failure
    }

    /// A failure made of issues; its message is theirs.
    pub fn from_issues(code: ErrorCode, issues: Vec<Issue>) -> Self {
        Failure::from_issues(code, issues).into()
    }

    /// A single issue with a request.
    pub fn request(issue: Issue) -> Self {
        Self::from_issues(ErrorCode::InvalidRequest, vec![issue])
    }

    /// Issues with an image.
    pub fn image(issues: Vec<Issue>) -> Self {
        Self::from_issues(ErrorCode::InvalidImage, issues)
    }

    /// The same, saying which render it is about.
    pub fn about(mut self, render_id: &str) -> Self {
        self.0.failure.render_id = Some(render_id.to_owned());
        self
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        let Details { failure, cause, render, made } = *thrown.0;
        if !made.is_undefined() {
            return made;
        }
        let Failure { code, message, status, retryable, issues, render_id } = failure;
        let details = object(&[
            ("retryable", retryable.into()),
            ("issues", issues_to_js(&issues)),
            ("status", status.into()),
            ("renderId", render_id.into()),
            ("render", render),
            ("cause", cause),
        ]);
        ReRoomError::new(code.as_str(), &message, &details).into()
    }
}

/// Issues as JavaScript sees them. Field by field: for objects, serde would bring a hash map of their keys.
pub fn issues_to_js(issues: &[Issue]) -> JsValue {
    let list = Array::new();
    for issue in issues {
        list.push(&issue_to_js(issue));
    }
    list.into()
}

fn issue_to_js(issue: &Issue) -> JsValue {
    object(&[
        ("path", issue.path.as_str().into()),
        ("code", issue.code.as_str().into()),
        ("message", issue.message.as_str().into()),
        ("allowed", issue.allowed.as_deref().map(list_to_js).into()),
        ("suggestion", issue.suggestion.into()),
    ])
}

/// An array of texts; `undefined` if it is none, which ours all are.
pub fn list_to_js(list: &[&'static str]) -> JsValue {
    serde_wasm_bindgen::to_value(list).unwrap_or_default()
}

/// A copy of a foreign error that carries its name and message and nothing else: a failing `fetch` may put the
/// request, and with it the key, into the error.
pub fn without_secrets(foreign: &JsValue, secret: Option<&str>) -> JsValue {
    // An error of any realm: known by what it has.
    let (name, message) = match (text(foreign, "name"), text(foreign, "message")) {
        (Some(name), Some(message)) => (name, message),
        _ => (String::from("Error"), foreign.as_string().unwrap_or_default()),
    };
    let copy = Error::new(&redact(&message, secret));
    copy.set_name(&name);
    copy.into()
}

/// The text with the secret taken out. Window by window: `str::replace` would bring kilobytes of search into the wasm.
pub fn redact(text: &str, secret: Option<&str>) -> String {
    let Some(secret) = secret.filter(|secret| !secret.is_empty()) else { return text.to_owned() };
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(at) = rest.as_bytes().windows(secret.len()).position(|window| window == secret.as_bytes()) {
        kept.push_str(rest.get(..at).unwrap_or_default());
        kept.push('…');
        rest = rest.get(at + secret.len()..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}
