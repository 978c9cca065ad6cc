//! Detects browsers that alter canvas data, as a protection against fingerprinting.

use js_sys::Promise;
use reroom::api::{Issue, IssueCode};
use reroom::wasm::js::error::Error;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/canvas.js")]
extern "C" {
    /// Re-exported for the elements, which encode canvases.
    #[wasm_bindgen(js_name = readsBack, reexport)]
    fn reads_back(way: &str, like: &JsValue, painted: bool) -> Promise;
}

/// The way to read a canvas: `getImageData`.
pub const PIXELS: &str = "pixels";
/// The way to read a canvas: `VideoFrame.copyTo`.
pub const FRAME: &str = "frame";

/// Whether reading a canvas like this one, with shapes drawn on it, returns exactly what was drawn.
pub async fn is_exact(way: &str, like: &JsValue) -> bool {
    JsFuture::from(reads_back(way, like, true)).await.is_ok_and(|exact| exact.is_truthy())
}

/// The error if a photo must be redrawn but canvas data is altered.
pub fn protected_photo() -> Error {
    let message = "The photo must be redrawn, but this browser's fingerprinting protection alters canvas data. Allow canvas \
                   access for this site, or use another browser.";
    Error::invalid_image(vec![Issue::new("image", IssueCode::CanvasProtected, message)])
}

/// The error if a mask's pixels cannot be read without being altered.
pub fn protected_mask() -> Error {
    let message = "This browser's fingerprinting protection alters canvas data. Allow canvas access for this site, use another \
                   browser, or paint the mask with MaskEditor.";
    Error::invalid_image(vec![Issue::new("mask", IssueCode::CanvasProtected, message)])
}
