//! The options of a single call.

use crate::api::IssueCode;
use crate::policy::order::is_idempotency_key;
use crate::policy::poll;
use crate::wasm::js::error::Result;
use crate::wasm::js::listener::Listener;
use crate::wasm::js::snapshot::clone_json;
use crate::wasm::options::reader::{Reader, reject};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// The options of one call. Each method accepts some of them.
#[derive(Clone)]
pub struct CallOptions {
    /// Aborts the call.
    pub signal: Option<AbortSignal>,
    /// Overrides the client's timeout.
    pub timeout_ms: Option<f64>,
    /// Overrides the client's number of retries.
    pub max_retries: Option<u32>,
    /// The idempotency key of the paid request.
    pub idempotency_key: Option<String>,
    /// Stored with the pending render.
    pub tag: Option<String>,
    /// Receives progress events.
    pub on_progress: Listener,
    /// Receives the progress events of each job in a batch.
    pub on_job: Listener,
    /// Receives the result of each job in a batch.
    pub on_settled: Listener,
    /// How long to wait for a slot and for a render.
    pub deadline_ms: f64,
    /// The first interval between two polls.
    pub poll_ms: f64,
    /// How to prepare photos, if requested: options for the imaging module, or `undefined` for its defaults.
    pub prepare: Option<JsValue>,
    /// How to restore results, if requested: options for the imaging module, or `undefined` for its defaults.
    pub restore: Option<JsValue>,
}

/// The options of every request.
pub const REQUEST_KEYS: &[&str] = &["signal", "timeoutMs", "maxRetries", "idempotencyKey"];
/// The options of an upload.
pub const UPLOAD_KEYS: &[&str] = &["signal", "timeoutMs", "maxRetries", "idempotencyKey", "onProgress"];
/// The options of `waitFor`.
pub const WAIT_KEYS: &[&str] =
    &["signal", "timeoutMs", "maxRetries", "idempotencyKey", "onProgress", "deadlineMs", "pollMs"];
/// The options of `run`.
pub const RUN_KEYS: &[&str] = &[
    "signal",
    "timeoutMs",
    "maxRetries",
    "idempotencyKey",
    "onProgress",
    "deadlineMs",
    "pollMs",
    "prepare",
    "restore",
    "tag",
];
/// The options of `runAll`. Every job draws its own idempotency key.
pub const RUN_ALL_KEYS: &[&str] = &[
    "signal",
    "timeoutMs",
    "maxRetries",
    "onProgress",
    "deadlineMs",
    "pollMs",
    "prepare",
    "restore",
    "tag",
    "onJob",
    "onSettled",
];

const KEY_FORM: &str = "1 to 255 ASCII characters without spaces, quotes and backslashes";

impl CallOptions {
    /// Reads the options that a method accepts.
    pub fn read(options: &JsValue, known: &[&'static str]) -> Result<Self> {
        let mut reader = Reader::new(options, known);
        let read = Self {
            signal: reader.signal("signal"),
            timeout_ms: reader.positive("timeoutMs"),
            max_retries: reader.count("maxRetries"),
            idempotency_key: reader.text("idempotencyKey", KEY_FORM, &is_idempotency_key),
            tag: reader.string("tag"),
            on_progress: Listener::new(reader.function("onProgress")),
            on_job: Listener::new(reader.function("onJob")),
            on_settled: Listener::new(reader.function("onSettled")),
            deadline_ms: reader.positive("deadlineMs").unwrap_or(poll::DEFAULT_DEADLINE_MS),
            poll_ms: reader.positive("pollMs").unwrap_or(poll::DEFAULT_POLL_MS),
            prepare: reader.take("prepare", FLAG_OR_OPTIONS, &accepts_options).and_then(read_options),
            restore: reader.take("restore", FLAG_OR_OPTIONS, &accepts_options).and_then(read_options),
        };
        reader.finish()?;
        if read.restore.is_some() && read.prepare.is_none() {
            return Err(reject("prepare", IssueCode::Required, "restore needs prepare. Set prepare: true."));
        }
        Ok(read)
    }
}

const FLAG_OR_OPTIONS: &str = "true, false or an object";

fn accepts_options(value: &JsValue) -> bool {
    value.as_bool().is_some() || value.is_null() || value.is_object()
}

/// Converts options that can be `true`: `undefined` for the defaults. Copies an object, because the caller may change it while a
/// job waits.
fn read_options(value: JsValue) -> Option<JsValue> {
    match value.as_bool() {
        Some(wanted) => wanted.then_some(JsValue::UNDEFINED),
        None => Some(if value.is_null() { JsValue::UNDEFINED } else { clone_json(&value) }),
    }
}
