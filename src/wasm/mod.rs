//! The JavaScript bindings: what the package exports, and how it uses the network and the canvas.

mod catalog;
mod client;
mod http;
mod imaging;
mod js;
mod options;
mod photos;
mod renders;
mod sync;
mod types;
mod validate_request;

pub use catalog::catalog;
pub use client::ReRoom;
pub use imaging::mask::encode_mask;
pub use imaging::mask_editor::MaskEditor;
pub use imaging::prepare::prepare_image;
pub use photos::inspect::inspect_image;
pub use validate_request::validate_request;

#[cfg(target_arch = "wasm32")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// Much smaller than the standard library's allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();
