//! The client's wasm file, which exports everything that `reroom` exports to JavaScript.

pub use reroom::*;
