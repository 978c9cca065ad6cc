//! Callbacks of the caller.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/caller.js")]
extern "C" {
    /// Calls a listener, which may throw.
    fn tell(listener: &Function, told: &JsValue, job: Option<u32>);
}

/// A callback of the caller. What it throws is reported as an uncaught error and never ends a render.
#[derive(Clone, Default)]
pub struct Listener {
    function: Option<Function>,
    /// Which job of a batch it is told of, before anything else.
    job: Option<u32>,
}

impl Listener {
    /// A callback, where there is one.
    pub fn to(function: Option<Function>) -> Self {
        Self { function, job: None }
    }

    /// The same for one job of a batch.
    pub fn of_job(&self, index: u32) -> Self {
        Self { job: Some(index), ..self.clone() }
    }

    /// Whether anybody is told.
    pub fn listens(&self) -> bool {
        self.function.is_some()
    }

    /// Calls it, where there is one.
    pub fn tell(&self, argument: impl FnOnce() -> JsValue) {
        if let Some(function) = &self.function {
            tell(function, &argument(), self.job);
        }
    }
}
