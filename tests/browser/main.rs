//! Tests that run in a page: the package over the browser's own files, canvases and `fetch`, and against the sandbox.
//!
//! `npm test -- browser` compiles the address of a server in, as `REROOM_SANDBOX`, and runs all tests over HTTP and an
//! unreliable wire. Without it, as with `wasm-pack test --headless --chrome`, the sandbox answers inside the page, and the
//! tests that need the wire are ignored.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

#[macro_use]
mod support;

mod aborts;
mod aligned;
mod answers;
mod broken_wire;
mod catalog;
mod client_options;
mod endpoints;
mod faults;
mod hostile;
mod images;
mod in_page;
mod leaks;
mod mask_sources;
mod masks;
mod pixels;
mod queue;
mod sandbox;
mod timeouts;
mod uploads;
mod wire;
mod workflow;

wasm_bindgen_test_configure!(run_in_browser);
