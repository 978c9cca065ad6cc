//! The only files that know JavaScript: what the package exports, and how it reaches the network and the canvas.

mod batch;
mod canvas;
mod catalog;
mod client;
mod error;
mod field;
mod frame;
mod image;
mod json;
mod line;
mod look;
mod mask;
mod mask_editor;
mod mask_size;
mod mask_source;
mod options;
mod page;
mod pending;
mod photo;
mod prepare;
mod progress;
mod raster;
mod response;
mod session;
mod slots;
mod submit;
mod transport;
mod types;
mod wait;
mod watch;
mod workflow;

pub use catalog::catalog;
pub use client::ReRoom;
pub use image::inspect_image;
pub use json::validate_request;
pub use mask::encode_mask;
pub use mask_editor::MaskEditor;
pub use prepare::prepare_image;

#[cfg(target_arch = "wasm32")]
use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// A fraction of the code of the standard library's allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();
