//! The only files that know JavaScript: what the package exports, and how it reaches the network and the canvas.

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

pub use catalog::catalog;
pub use client::ReRoom;
pub use imaging::mask::encode_mask;
pub use imaging::mask_editor::MaskEditor;
pub use imaging::prepare::prepare_image;
pub use js::snapshot::validate_request;
pub use photos::inspect::inspect_image;

#[cfg(target_arch = "wasm32")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// A fraction of the code of the standard library's allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();
