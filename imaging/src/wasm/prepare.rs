//! `prepareImage`: fixes a photo so that the service accepts it.

use crate::wasm::photo_plan::PhotoPlan;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** How to prepare a photo. */
export interface PrepareOptions {
  /** How to correct an aspect ratio outside 4:3 to 16:9: crop the photo, or add white bars. Default `"crop"`. */
  fit?: "crop" | "pad";
  /**
   * The point that a crop tries to center, as fractions (0 to 1) of the displayed width and height. Default: the
   * center.
   */
  focus?: { x: number; y: number };
  /**
   * The JPEG quality to try first, 0 to 1. It is lowered, but not below 0.5, until the file fits `maxBytes`. Default
   * 0.92.
   */
  quality?: number;
  /**
   * The maximum file size in bytes, 1 to 15,728,640 (15 MiB). If the file is larger, the quality is lowered, and then
   * the image is scaled down, but not below 512 pixels on the shorter side. Default 15 MiB. Lower it if a proxy accepts
   * less.
   */
  maxBytes?: number;
  /**
   * The format of the result. By default, a JPEG or PNG keeps its format, and anything else becomes a JPEG. A PNG
   * larger than `maxBytes` becomes a JPEG.
   */
  format?: "jpeg" | "png";
}

/**
 * A change to a photo. `metadata-removed`: EXIF with the location, XMP, IPTC, comments, or data after the image, such
 * as a video, was removed, or a missing end marker was added. `credentials-removed`: the photo was signed (C2PA), and
 * the result is not.
 */
export type ImageChange =
  | "oriented"
  | "cropped"
  | "padded"
  | "resized"
  | "reencoded"
  | "metadata-removed"
  | "credentials-removed";

/** A photo that the service accepts. */
export interface PreparedImage {
  /** The file to upload. */
  blob: Blob;
  /** Width in pixels. */
  width: number;
  /** Height in pixels. */
  height: number;
  /** The changes. Empty if the file's bytes are unchanged. Without `reencoded`, all pixels are unchanged. */
  changes: ImageChange[];
  /** The displayed size of the original, in pixels. */
  original: { width: number; height: number };
  /**
   * Converts a point of the result to its position in the displayed original, in pixels. Without padding, the corner
   * (0, 0) of the result is the corner of the part that was kept. A point in the padding lies outside the original.
   */
  toSource(x: number, y: number): [x: number, y: number];
}
"#;

#[wasm_bindgen(module = "/js/prepare.js")]
extern "C" {
    #[wasm_bindgen(js_name = prepareImage)]
    fn prepare(image: &JsValue, options: &JsValue, plan: PhotoPlan) -> Promise;
    #[wasm_bindgen(js_name = checkPrepare)]
    fn check(options: &JsValue) -> Promise;
}

/// Prepares a photo so that the service accepts it: fixes its orientation, size, aspect ratio, format, file size and
/// metadata.
///
/// Encodes the pixels again only if necessary, and then converts them to sRGB. Removing metadata alone does not change
/// them. Uses the browser's decoder and encoder in a worker, so that the page stays responsive. If the content security
/// policy has no `worker-src blob:`, it works without one. You can also call it in a worker.
///
/// Rejects with `invalid_request` for invalid options, and with `invalid_image` if the photo cannot be fixed: photos
/// are never enlarged, and damaged image data is not repaired. If the photo must be redrawn and the browser alters
/// canvas data, the issue is `canvas_protected`. (API page, section 1, image requirements.)
#[wasm_bindgen(js_name = prepareImage, unchecked_return_type = "Promise<PreparedImage>")]
pub fn prepare_image(
    #[wasm_bindgen(unchecked_param_type = "ImageSource")] image: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "PrepareOptions")] options: JsValue,
) -> Promise {
    prepare(&image, &options, PhotoPlan::default())
}

/// Checks the `prepare` option of a run, for the client, before anything is uploaded.
#[wasm_bindgen(js_name = checkPrepare, skip_typescript)]
pub fn check_prepare(options: JsValue) -> Promise {
    check(&options)
}
