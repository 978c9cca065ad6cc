//! A typed client for the ReRoom Enterprise API, compiled to WebAssembly.
//!
//! Only `wasm` knows JavaScript. Everything else is plain Rust.

pub mod api;
pub mod photo;
pub mod policy;
pub mod text;
#[cfg(feature = "wasm")]
pub mod wasm;
