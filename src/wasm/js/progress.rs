//! The `Progress` events that listeners receive.

use crate::wasm::js::field::build_object;
use crate::wasm::js::listener::Listener;
use wasm_bindgen::prelude::*;

/// Emits a stage, with the render's id once it is known.
pub fn emit_stage(listener: &Listener, stage: &str, render_id: Option<&str>) {
    emit(listener, "stage renderId", &[stage.into(), render_id.into()]);
}

/// Emits a status that this version does not know, in the service's own spelling.
pub fn emit_status(listener: &Listener, stage: &str, render_id: &str, status: &str) {
    emit(listener, "stage renderId status", &[stage.into(), render_id.into(), status.into()]);
}

/// Emits how much is done: the bytes of an upload, or the jobs of a batch.
pub fn emit_amount(listener: &Listener, stage: &str, loaded: f64, total: f64) {
    emit(listener, "stage loaded total", &[stage.into(), loaded.into(), total.into()]);
}

/// Emits the position in the queue for a slot.
pub fn emit_position(listener: &Listener, position: u32) {
    emit(listener, "stage position", &["waiting".into(), position.into()]);
}

fn emit(listener: &Listener, names: &str, values: &[JsValue]) {
    listener.emit(|| build_object(names, values));
}
