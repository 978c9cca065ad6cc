//! The sandbox inside the page, where the tests were built without the address of one.

use reroom_sandbox::SandboxCore;
use std::sync::Once;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/in-page.js")]
extern "C" {
    fn serve(origin: &str, core: SandboxCore);
}

static SERVED: Once = Once::new();

/// Answers all requests to this origin in the page from now on.
pub fn serve_at(origin: &str) {
    SERVED.call_once(|| {
        let core = SandboxCore::new("{}", js_sys::Date::now()).unwrap_or_else(|_| panic!("no sandbox"));
        serve(origin, core);
    });
}
