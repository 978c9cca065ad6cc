//! What listeners are told of how far a job is.

use crate::wasm::js::field::object;
use crate::wasm::js::listener::Listener;
use wasm_bindgen::prelude::*;

/// Tells a stage, and the render where there is one.
pub fn tell_stage(listener: &Listener, stage: &str, render_id: Option<&str>) {
    tell(listener, &[("stage", stage.into()), ("renderId", render_id.into())]);
}

/// Tells a status that this version does not know, in the service's words.
pub fn tell_status(listener: &Listener, stage: &str, render_id: &str, status: &str) {
    tell(listener, &[("stage", stage.into()), ("renderId", render_id.into()), ("status", status.into())]);
}

/// Tells how much of so much is done: bytes of an upload, jobs of a batch.
pub fn tell_amount(listener: &Listener, stage: &str, loaded: f64, total: f64) {
    tell(listener, &[("stage", stage.into()), ("loaded", loaded.into()), ("total", total.into())]);
}

/// Tells the place in the queue.
pub fn tell_waiting(listener: &Listener, position: u32) {
    tell(listener, &[("stage", "waiting".into()), ("position", position.into())]);
}

fn tell(listener: &Listener, progress: &[(&str, JsValue)]) {
    listener.tell(|| object(progress));
}
