//! `encodeMask`, and the mask of an edit in `run`.

use crate::wasm::mask_reader::MaskReader;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/mask-source.js")]
extern "C" {
    #[wasm_bindgen(js_name = encodeMask)]
    fn encode(source: &JsValue, options: &JsValue, reader: MaskReader) -> Promise;
    #[wasm_bindgen(js_name = readRunMask)]
    fn read(source: &JsValue, reader: MaskReader) -> Promise;
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** The source of a mask. */
export type MaskSource = HTMLCanvasElement | OffscreenCanvas | ImageBitmap | ImageData | MaskEditor;

/** How to read and encode a mask. */
export interface MaskOptions {
  /** Width of the uploaded photo in pixels. The mask is scaled to it. Default: the source's width. */
  width?: number;
  /** Height of the uploaded photo in pixels. Required with `width`. */
  height?: number;
  /** The channel that marks pixels. Default `"auto"`: alpha if any pixel is transparent, else luminance. */
  channel?: "auto" | "alpha" | "luminance";
  /** The lowest value that marks a pixel, 0 to 255. Default 128. */
  threshold?: number;
  /** The color of the area to edit. Default `"white-edits"`. */
  polarity?: "white-edits" | "black-edits";
  /** How far the soft edge extends to either side, 0 to 512 pixels. Default 0. Ignored with one bit per pixel. */
  feather?: number;
  /** Bits per pixel of the PNG. Default 8: grayscale without alpha, which every decoder supports. */
  bitDepth?: 1 | 8;
  /** Whether to add the prefix `data:image/png;base64,`. Default false: the service accepts only the base64. */
  dataUrl?: boolean;
}
"#;

/// Encodes a painted mask as the base64 PNG that an edit needs. By default, white marks the area to change.
///
/// Rejects with `invalid_request` for invalid options, and with `invalid_image` if the mask is empty (`empty_mask`), if
/// only one of `width` and `height` is set (`required`), if a side of the result is 0 or over 4096 pixels
/// (`mask_size`), if the page may not read the canvas, or if the browser alters canvas data (`canvas_protected`). (API
/// page, section 2.6, `mask`.)
#[wasm_bindgen(js_name = encodeMask, unchecked_return_type = "Promise<string>")]
pub fn encode_mask(
    #[wasm_bindgen(unchecked_param_type = "MaskSource")] source: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "MaskOptions")] options: JsValue,
) -> Promise {
    encode(&source, &options, MaskReader::default())
}

/// Reads the mask of an edit, for the client. Rejects with `invalid_image` if the source cannot be read or the mask is
/// empty.
#[wasm_bindgen(js_name = readMask, skip_typescript)]
pub fn read_mask(source: JsValue) -> Promise {
    read(&source, MaskReader::default())
}
