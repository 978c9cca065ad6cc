//! The bindings to JavaScript. What only the browser can do, such as reading canvases and encoding photos, is in
//! `imaging/js`: JavaScript waits there, and calls back for everything that works on pixels or bytes.

mod error;
mod mask;
mod mask_editor;
mod mask_reader;
mod options;
mod photo_plan;
mod prepare;
#[cfg(feature = "restoring")]
mod restorer;
#[cfg(feature = "selection")]
mod selection;
#[cfg(feature = "selection")]
mod selection_task;

use wasm_bindgen::prelude::*;

pub use mask::{encode_mask, read_mask};
pub use mask_editor::MaskEditor;
pub use mask_reader::MaskReader;
pub use photo_plan::PhotoPlan;
pub use prepare::{check_prepare, check_restore, prepare_image};
#[cfg(feature = "restoring")]
pub use restorer::Restorer;
#[cfg(feature = "selection")]
pub use selection_task::SelectionTask;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"import type { ImageSource } from "./reroom.js";
"#;

#[wasm_bindgen(module = "/js/client.js")]
extern "C" {
    /// Re-exported for the facade, which provides what this module needs from the client.
    #[wasm_bindgen(js_name = provideClient, reexport)]
    pub fn provide_client(client: &JsValue);
}

#[wasm_bindgen(module = "/js/canvas.js")]
extern "C" {
    /// Re-exported for the elements, which encode canvases.
    #[wasm_bindgen(js_name = readsBack, reexport)]
    fn reads_back(way: &str) -> JsValue;
}

#[wasm_bindgen(module = "/js/raster.js")]
extern "C" {
    /// Re-exported for the facade, which provides a decoder and an encoder on servers.
    #[wasm_bindgen(js_name = provideRaster, reexport)]
    fn provide_raster(raster: &JsValue);
}

#[wasm_bindgen(module = "/js/compose.js")]
extern "C" {
    /// Not used here. It makes wasm-bindgen copy the file, which `raster.js` imports.
    #[wasm_bindgen(js_name = compose, reexport)]
    fn compose(job: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/js/edges.js")]
extern "C" {
    /// Not used here. It makes wasm-bindgen copy the file, which `raster.js` imports.
    #[wasm_bindgen(js_name = stretchEdge, reexport)]
    fn stretch_edge(edge: &JsValue) -> JsValue;
}
