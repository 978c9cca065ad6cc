//! The sandbox inside the page, for tests that were built without the address of a server.

use reroom_sandbox::SandboxCore;
use std::sync::Once;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/in-page.js")]
extern "C" {
    fn serve(origin: &str, core: SandboxCore);
}

static SERVED: Once = Once::new();

/// From now on, requests to this origin are answered inside the page.
pub fn serve_at(origin: &str) {
    SERVED.call_once(|| {
        let core = SandboxCore::new("{}", js_sys::Date::now()).unwrap_or_else(|_| panic!("no sandbox"));
        serve(origin, core);
    });
}
