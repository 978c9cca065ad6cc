//! The HEIC decoder's wasm file, which exports everything that `reroom-heic` exports to JavaScript.

pub use reroom_heic::*;
