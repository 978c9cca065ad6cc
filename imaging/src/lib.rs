//! Masks and photo preparation for the `reroom` client.
//!
//! A second wasm, because most pages never paint. The bindings to JavaScript are in `wasm`; everything else is plain Rust.

pub mod mask;
pub mod prepare;
#[cfg(feature = "wasm")]
pub mod wasm;
