//! The imaging module's wasm file, which exports everything that `reroom-imaging` exports to JavaScript.

pub use reroom_imaging::*;
