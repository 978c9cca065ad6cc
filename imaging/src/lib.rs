//! Masks and photo preparation for the `reroom` client.
//!
//! This crate is separate from the client because most pages never paint, so they never load it. `wasm` has the bindings to
//! JavaScript; everything else is plain Rust.

pub mod mask;
pub mod prepare;
#[cfg(feature = "wasm")]
pub mod wasm;
