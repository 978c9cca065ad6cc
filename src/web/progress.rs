//! What listeners are told of how far a job is.

use super::error::set;
use super::options::Listener;
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// Tells a stage, and the render where there is one.
pub fn tell_stage(listener: &Listener, stage: &str, render_id: Option<&str>) {
    tell(listener, stage, &[("renderId", render_id.map(JsValue::from))]);
}

/// Tells how much of so much is done: bytes of an upload, jobs of a batch.
pub fn tell_amount(listener: &Listener, stage: &str, loaded: f64, total: f64) {
    tell(listener, stage, &[("loaded", Some(loaded.into())), ("total", Some(total.into()))]);
}

/// Tells the place in the queue.
pub fn tell_waiting(listener: &Listener, position: u32) {
    tell(listener, "waiting", &[("position", Some(position.into()))]);
}

fn tell(listener: &Listener, stage: &str, fields: &[(&str, Option<JsValue>)]) {
    listener.tell(|| {
        let progress = Object::new();
        set(&progress, "stage", &stage.into());
        for (key, value) in fields {
            if let Some(value) = value {
                set(&progress, key, value);
            }
        }
        progress.into()
    });
}
