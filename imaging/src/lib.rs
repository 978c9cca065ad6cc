//! Masks, photo preparation, and the way back for the `reroom` client.
//!
//! This crate is separate from the client because most pages never paint, so they never load it. `wasm` has the bindings to
//! JavaScript; everything else is plain Rust.

pub mod mask;
pub mod prepare;
pub mod restore;
#[cfg(feature = "wasm")]
pub mod wasm;
