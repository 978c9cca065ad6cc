//! Whether what is read back from a canvas is what was drawn on it; browsers that protect against fingerprinting change it.

use js_sys::Promise;
use reroom::api::{Issue, IssueCode};
use reroom::wasm::js::error::Error;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/canvas.js")]
extern "C" {
    /// Exported again for the elements, which encode what they draw.
    #[wasm_bindgen(js_name = readsBack, reexport)]
    fn reads_back(way: &str, like: &JsValue, painted: bool) -> Promise;
}

/// A way to read a canvas: `getImageData`.
pub const PIXELS: &str = "pixels";
/// A way to read a canvas: `VideoFrame.copyTo`.
pub const FRAME: &str = "frame";

/// Whether reading a canvas of this kind, on which shapes were drawn, this way gives what was drawn.
pub async fn is_exact(way: &str, like: &JsValue) -> bool {
    JsFuture::from(reads_back(way, like, true)).await.is_ok_and(|exact| exact.is_truthy())
}

/// What is said of a photo where nothing that is drawn can be encoded.
pub fn protected_photo() -> Error {
    let message = "The photo must be redrawn, but this browser's fingerprinting protection alters canvas data. Allow canvas \
                   access for this site, or use another browser.";
    Error::invalid_image(vec![Issue::new("image", IssueCode::CanvasProtected, message)])
}

/// What is said of a mask whose pixels cannot be read.
pub fn protected_mask() -> Error {
    let message = "This browser's fingerprinting protection alters canvas data. Allow canvas access for this site, use another \
                   browser, or paint the mask with MaskEditor.";
    Error::invalid_image(vec![Issue::new("mask", IssueCode::CanvasProtected, message)])
}
