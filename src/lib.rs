//! A typed client for the ReRoom Enterprise API, compiled to WebAssembly.
//!
//! Only `wasm` knows JavaScript. Everything else is plain Rust.

pub mod api;
#[cfg(all(feature = "memory", target_arch = "wasm32"))]
mod memory;
pub mod photo;
pub mod policy;
pub mod text;
#[cfg(feature = "client")]
pub mod wasm;
