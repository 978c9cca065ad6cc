//! `prepareImage`: fixes a photo so that the service accepts it.

use crate::wasm::photo_plan::PhotoPlan;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** How to prepare a photo. */
export interface PrepareOptions {
  /** How to correct an aspect ratio outside 4:3 to 16:9: crop the photo, or add bars. Default `"crop"`. */
  fit?: "crop" | "pad";
  /**
   * What the bars of `fit: "pad"` show: white, or the edges of the photo, stretched and softened. The service then sees no
   * frame that it could render as a part of the room. Default `"white"`.
   */
  fill?: "white" | "edge";
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
  /**
   * Puts the service's result for `blob` back into the original: without padding, at the original's displayed size, and, if
   * the photo was cropped, with the original around it. A small shift is found and corrected.
   *
   * With a mask, every pixel outside it and its seam is the original's own before encoding. Keep an original that you passed as bytes
   * unchanged until then. If the result shows something else, `fits` is `false`, and you get the result itself.
   *
   * `result` is a file or its address. Works in a worker, and on servers with the package `sharp`, as `prepareImage` does. Rejects with `invalid_request` for invalid
   * options; with `network` if the address cannot be read, for example because its host allows no other sites to (CORS); with
   * `unexpected_response` if it has no image; with `invalid_image` for an invalid mask, or if the original cannot be decoded or drawn;
   * and with `aborted`.
   */
  restore(result: Blob | string, options?: RestoreOptions): Promise<RestoredImage>;
}

/** How to restore a result. */
export interface RestoreOptions {
  /**
   * The mask of the edit. Pass what you passed to `run`: a mask painted on the displayed original, or the base64 PNG that
   * was sent with the prepared photo. Default: the whole result is used.
   */
  mask?: MaskSource | string;
  /**
   * The width of the soft seam around the mask and along crop edges, 0 to 512 pixels of the original. The mask grows by half
   * of it first. Default: 1/250 of the longer side.
   */
  feather?: number;
  /** The format. Default: that of the original, or JPEG if it is neither. */
  format?: "jpeg" | "png";
  /** The JPEG quality, 0 to 1. Default 0.92. */
  quality?: number;
  /** Aborts the call. It rejects with `aborted`. */
  signal?: AbortSignal;
}

/** A restored photo: a file that also says how the result compared with the original. */
export interface RestoredImage extends Blob {
  /** Whether the result shows what the original shows. If not, this file is the service's own result, with its own size. */
  readonly fits: boolean;
  /**
   * How far the result was shifted to the right and down, in its own pixels. The restored photo is not shifted. `null` if too
   * little is visible to tell, for example on a plain wall.
   */
  readonly shift: { readonly x: number; readonly y: number } | null;
  /**
   * The share of the pixels outside the mask that the service changed visibly, 0 to 1. The restored photo shows the original
   * there. 0 without a mask.
   */
  readonly outsideChanged: number;
}
"#;

#[wasm_bindgen(module = "/js/prepare.js")]
extern "C" {
    #[wasm_bindgen(js_name = prepareImage)]
    fn prepare(image: &JsValue, options: &JsValue, plan: PhotoPlan) -> Promise;
    #[wasm_bindgen(js_name = checkPrepare)]
    fn check(options: &JsValue) -> Promise;
}

#[wasm_bindgen(module = "/js/restore.js")]
extern "C" {
    #[wasm_bindgen(js_name = checkRestore)]
    fn check_restore_options(options: &JsValue) -> Promise;
}

/// Prepares a photo so that the service accepts it: fixes its orientation, size, aspect ratio, format, file size and
/// metadata.
///
/// Encodes the pixels again only if necessary, and then converts them to sRGB. Removing metadata alone does not change
/// them. Uses the browser's decoder and encoder in a worker, so that the page stays responsive. If the content security
/// policy has no `worker-src blob:`, it works without one. You can also call it in a worker. On servers, it needs the package
/// `sharp`, unless the pixels stay the same.
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

/// Checks the `restore` option of a run, for the client, before anything is uploaded.
#[wasm_bindgen(js_name = checkRestore, skip_typescript)]
pub fn check_restore(options: JsValue) -> Promise {
    check_restore_options(&options)
}
