//! What needs Rust inside a page: memory leaks, hostile values, an unreliable wire, and the pixels of masks. The behavior of
//! the client is tested in JavaScript, against the built package: `tests/client`.
//!
//! `npm test -- browser` compiles the address of a server in, as `REROOM_SANDBOX`, and runs all tests over HTTP and an
//! unreliable wire. Without it, as with `wasm-pack test --headless --chrome`, the sandbox responds inside the page, and the
//! tests that need the wire are ignored.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

#[macro_use]
mod support;

mod aligned;
mod broken_wire;
mod hostile;
#[path = "../imaging/mod.rs"]
mod imaging;
mod in_page;
mod leaks;
mod mask_sources;
mod masks;
mod pixels;
mod sandbox;
mod wire;

wasm_bindgen_test_configure!(run_in_browser);
