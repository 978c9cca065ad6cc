//! The sandbox's wasm file, which exports everything that `reroom-sandbox` exports to JavaScript.

pub use reroom_sandbox::*;
