//! The options of one call.

use crate::policy::poll;
use crate::wasm::js::error::Outcome;
use crate::wasm::js::listener::Listener;
use crate::wasm::js::snapshot::plain;
use crate::wasm::options::reader::Reader;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// The options of one call; each method allows its own part of them.
#[derive(Clone)]
pub struct CallOptions {
    /// Ends the call.
    pub signal: Option<AbortSignal>,
    /// Overrides the client's.
    pub timeout_ms: Option<f64>,
    /// Overrides the client's.
    pub max_retries: Option<u32>,
    /// Told of each stage.
    pub on_progress: Listener,
    /// Told of each stage of each job of a batch.
    pub on_job: Listener,
    /// Told of each job of a batch that is over.
    pub on_settled: Listener,
    /// How long to wait for a slot and for a render.
    pub deadline_ms: f64,
    /// The first pause between two looks.
    pub poll_ms: f64,
    /// How to prepare photos, if at all: options for the imaging module, or `undefined` for its defaults.
    pub prepare: Option<JsValue>,
}

/// Options of every request.
pub const REQUEST_KEYS: &[&str] = &["signal", "timeoutMs", "maxRetries"];
/// Options of an upload.
pub const UPLOAD_KEYS: &[&str] = &["signal", "timeoutMs", "maxRetries", "onProgress"];
/// Options of waiting for a render.
pub const WAIT_KEYS: &[&str] = &["signal", "timeoutMs", "maxRetries", "onProgress", "deadlineMs", "pollMs"];
/// Options of the whole workflow.
pub const RUN_KEYS: &[&str] = &["signal", "timeoutMs", "maxRetries", "onProgress", "deadlineMs", "pollMs", "prepare"];
/// Options of a batch.
pub const RUN_ALL_KEYS: &[&str] =
    &["signal", "timeoutMs", "maxRetries", "onProgress", "deadlineMs", "pollMs", "prepare", "onJob", "onSettled"];

impl CallOptions {
    /// Reads the options that a method knows.
    pub fn read(options: &JsValue, known: &[&'static str]) -> Outcome<Self> {
        let mut reader = Reader::new(options, known);
        let read = Self {
            signal: reader.signal("signal"),
            timeout_ms: reader.positive("timeoutMs"),
            max_retries: reader.count("maxRetries"),
            on_progress: Listener::to(reader.function("onProgress")),
            on_job: Listener::to(reader.function("onJob")),
            on_settled: Listener::to(reader.function("onSettled")),
            deadline_ms: reader.positive("deadlineMs").unwrap_or(poll::DEFAULT_DEADLINE_MS),
            poll_ms: reader.positive("pollMs").unwrap_or(poll::DEFAULT_POLL_MS),
            prepare: reader.take("prepare", "true, false or an object", prepare_choice).flatten(),
        };
        reader.finish()?;
        Ok(read)
    }
}

/// Reads `prepare`; a copy, because the caller's object may change while a job waits.
fn prepare_choice(value: &JsValue) -> Option<Option<JsValue>> {
    match value.as_bool() {
        Some(wanted) => Some(wanted.then_some(JsValue::UNDEFINED)),
        None if value.is_null() => Some(Some(JsValue::UNDEFINED)),
        None => value.is_object().then(|| Some(plain(value))),
    }
}
