//! The caller's callbacks.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/listener.js")]
extern "C" {
    #[wasm_bindgen(js_name = callListener)]
    fn call_listener(listener: &Function, event: &JsValue, job: Option<u32>);
}

/// A callback of the caller, if there is one. An exception in it is reported as an uncaught error and never ends a
/// render.
#[derive(Clone, Default)]
pub struct Listener {
    function: Option<Function>,
    /// The index of a job in a batch, passed as the first argument.
    job: Option<u32>,
}

impl Listener {
    /// Wraps a callback.
    pub fn new(function: Option<Function>) -> Self {
        Self { function, job: None }
    }

    /// The same callback for one job of a batch.
    pub fn for_job(&self, index: u32) -> Self {
        Self { job: Some(index), ..self.clone() }
    }

    /// Whether there is a callback.
    pub fn is_set(&self) -> bool {
        self.function.is_some()
    }

    /// Calls the callback. The event is created only if there is one.
    pub fn emit(&self, event: impl FnOnce() -> JsValue) {
        if let Some(function) = &self.function {
            call_listener(function, &event(), self.job);
        }
    }
}
