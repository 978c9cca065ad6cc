//! The bindings to JavaScript: the exports, and access to canvases. The rest of this crate is plain Rust.

mod canvas;
mod frame;
mod mask;
mod mask_editor;
mod mask_source;
mod prepare;
mod prepare_options;
mod raster;
mod run_mask;

use wasm_bindgen::prelude::*;

pub use mask::encode_mask;
pub use mask_editor::MaskEditor;
pub use prepare::{check_prepare, prepare_image};
pub use run_mask::{RunMask, read_mask};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"import type { ImageSource } from "./reroom.js";
"#;
