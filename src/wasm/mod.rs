//! The JavaScript bindings: what the package exports, and how it uses the network.

#[cfg(feature = "client")]
mod catalog;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod http;
pub mod js;
pub mod options;
pub mod photos;
#[cfg(feature = "client")]
mod renders;
pub mod sync;
#[cfg(feature = "client")]
mod types;
#[cfg(feature = "client")]
mod validate_request;

#[cfg(feature = "client")]
pub use catalog::catalog;
#[cfg(feature = "client")]
pub use client::ReRoom;
#[cfg(feature = "client")]
pub use photos::inspect::{inspect_image, inspect_photo};
#[cfg(feature = "client")]
pub use validate_request::validate_request;

#[cfg(target_arch = "wasm32")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// Much smaller than the standard library's allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();
