//! A typed client for the ReRoom Enterprise API, compiled to WebAssembly.
//!
//! Only `wasm` knows JavaScript. Everything else is plain Rust.

pub mod api;
pub mod photo;
pub mod policy;
pub mod text;
#[cfg(feature = "wasm")]
pub mod wasm;

// The sources of `imaging`, until its wasm is one apart.
#[cfg(feature = "wasm")]
extern crate self as reroom;
#[cfg(feature = "wasm")]
#[path = "../imaging/src/mask/mod.rs"]
pub mod mask;
#[cfg(feature = "wasm")]
#[path = "../imaging/src/prepare/mod.rs"]
pub mod prepare;
