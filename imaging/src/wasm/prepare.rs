//! `prepareImage`: fixes a photo so that the service accepts it.

use crate::prepare::{
    self as planner, Change, Encoding, MetadataStripper, Options, Orientation, Placement, Plan, PointMap, StripPlan,
    StripScope,
};
use crate::wasm::prepare_options::{self, read_options};
use crate::wasm::raster::{self, Picture, decode, draw, undrawable};
use js_sys::{Array, Promise, Uint8Array};
use reroom::photo::{Format, Report, Step, type_mismatch};
use reroom::wasm::js::error::{Error, Result};
use reroom::wasm::js::promise::settle;
use reroom::wasm::photos::source::{Photo, not_a_photo};
use reroom::wasm::sync::abort::Abort;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag};

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

#[wasm_bindgen(module = "/js/prepared.js")]
extern "C" {
    #[wasm_bindgen(js_name = preparedImage)]
    #[allow(clippy::too_many_arguments, reason = "an object's fields, which JavaScript puts together")]
    fn prepared_image(
        blob: &Blob,
        width: u32,
        height: u32,
        changes: &Array,
        scale_x: f64,
        scale_y: f64,
        offset_x: f64,
        offset_y: f64,
        original_width: u32,
        original_height: u32,
    ) -> JsValue;
}

/// A photo that the service accepts.
pub struct Prepared {
    /// The file.
    pub blob: Blob,
    /// The changes to it.
    pub changes: Vec<Change>,
    frame: Placement,
    /// The displayed size of the original.
    original: (u32, u32),
}

impl Prepared {
    fn to_js(&self) -> JsValue {
        let changes = self.changes.iter().map(|change| JsValue::from(change.as_str())).collect();
        let PointMap { scale_x, scale_y, offset_x, offset_y } = self.frame.to_source();
        let Placement { width, height, .. } = self.frame;
        let original = self.original;
        prepared_image(
            &self.blob, width, height, &changes, scale_x, scale_y, offset_x, offset_y, original.0, original.1,
        )
    }
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
    settle(async move {
        let options = read_options(&options)?;
        Ok(prepare(&image, &options).await?.to_js())
    })
}

/// Checks the `prepare` option of a run, for the client, before anything is uploaded.
#[wasm_bindgen(js_name = checkPrepare, skip_typescript)]
pub fn check_prepare(options: JsValue) -> Promise {
    settle(async move { prepare_options::check(options).map(|()| JsValue::UNDEFINED) })
}

/// Prepares a photo. Rejects with the issues that it cannot fix.
async fn prepare(image: &JsValue, options: &Options) -> Result<Prepared> {
    let photo = Photo::from_js(image).ok_or_else(|| Error::invalid_image(vec![not_a_photo()]))?;
    let report = photo.inspect(&Abort::NEVER).await?;
    let (frame, stripped, extent) = match planner::plan(&report, options) {
        Plan::Reject(issues) => return Err(Error::invalid_image(issues)),
        Plan::Strip(frame) => (Some(frame), true, StripScope::WholeFile),
        Plan::Redraw(frame) => (frame, false, planner::scope_to_redraw(&report)),
    };
    let kept = keep(&photo, &report, extent).await?;
    if kept.is_truncated {
        return Err(Error::invalid_image(planner::truncation_issues(report)));
    }
    let source = parts(&photo, &report, &kept).await?;
    let prepared = match frame {
        Some(frame) if stripped && kept.bytes() <= options.max_bytes => {
            raster::try_decoding(&source).await?;
            let blob = match photo {
                Photo::Blob(blob) if !kept.is_changed => named(blob, &report)?,
                _ => source,
            };
            let original = displayed_size(&report);
            Prepared { blob, changes: planner::list_strip_changes(&report, kept.is_changed), frame, original }
        }
        frame => redrawn(&source, &report, &kept, frame, options).await?,
    };
    check(&prepared).await?;
    Ok(prepared)
}

/// Redraws the photo. The source has no orientation tag: the orientation is applied here, because browsers differ in
/// the tags that they honor.
async fn redrawn(
    source: &Blob,
    report: &Report,
    kept: &StripPlan,
    frame: Option<Placement>,
    options: &Options,
) -> Result<Prepared> {
    let mut size = displayed_size(report);
    let mut bitmap = None;
    let frame = match frame {
        Some(frame) => frame,
        None => {
            let decoded = bitmap.insert(decode(source).await.map_err(|cause| undecoded(report, cause))?);
            size = Orientation::from_exif(report.orientation).stored_size(decoded.width(), decoded.height());
            Placement::fit(size.0, size.1, options).map_err(|issue| Error::invalid_image(vec![issue]))?
        }
    };
    let picture = Picture {
        source: bitmap.as_ref().map_or(source, |bitmap| bitmap),
        size,
        turn: Orientation::from_exif(report.orientation),
        as_decoded: report.format == Format::Jpeg && !kept.has_non_srgb_profile,
    };
    let attempts = planner::list_encodings(planner::choose_format(report, options), options.quality, frame.padded);
    let drawn = draw_within(&picture, frame, &attempts, options.max_bytes).await;
    if let Some(bitmap) = bitmap {
        bitmap.close();
    }
    let (blob, frame) = drawn?;
    Ok(Prepared { blob, changes: planner::list_redraw_changes(report, &frame, kept.is_changed), frame, original: size })
}

/// The displayed size of a photo; 0 if it is unknown until the photo is decoded.
fn displayed_size(report: &Report) -> (u32, u32) {
    (report.width.unwrap_or_default(), report.height.unwrap_or_default())
}

/// Draws an image as a file of at most `most` bytes: first with a lower quality, then at a smaller size.
async fn draw_within(
    picture: &Picture<'_>,
    mut frame: Placement,
    mut attempts: &[Encoding],
    most: u64,
) -> Result<(Blob, Placement)> {
    loop {
        let blob = draw(picture, &frame, attempts, most).await?;
        let bytes = blob.size() as u64;
        if bytes <= most {
            return Ok((blob, frame));
        }
        let smaller = frame.shrink_to(most as f64 / blob.size());
        frame = smaller.ok_or_else(|| Error::invalid_image(vec![planner::file_too_large(bytes, most)]))?;
        // Even the lowest quality was too large, so the higher ones are not tried again.
        attempts = attempts.split_at(attempts.len().saturating_sub(1)).1;
    }
}

/// The error for a format or coding that the browser cannot decode. The inspection's issues contain advice.
fn undecoded(report: &Report, cause: JsValue) -> Error {
    Error::invalid_image(report.issues.clone()).with_cause(cause)
}

/// Checks that the result is valid and has the planned size.
async fn check(prepared: &Prepared) -> Result<()> {
    let report = Photo::Blob(prepared.blob.clone()).inspect(&Abort::NEVER).await?;
    if !report.ok() {
        return Err(Error::invalid_image(report.issues));
    }
    let meant = (Some(prepared.frame.width), Some(prepared.frame.height));
    if (report.width, report.height, report.orientation) != (meant.0, meant.1, 1) {
        return Err(undrawable(JsValue::UNDEFINED));
    }
    Ok(())
}

/// Scans a file's markers for the ranges that are not metadata.
async fn keep(photo: &Photo, report: &Report, extent: StripScope) -> Result<StripPlan> {
    let mut strip = MetadataStripper::new(report, extent);
    while let Step::Read { offset, length } = strip.next() {
        let bytes = photo.read(offset, length).await?;
        strip.supply(offset, &bytes);
    }
    Ok(strip.finish())
}

/// The minimum size of the first part of an assembled file, in bytes. If the part is smaller than a format's signature
/// (3 bytes for JPEG, more for others), Firefox does not recognize the format.
const FRONT: u64 = 64;

/// Assembles a file from the ranges to keep. Copies its start, because the photo itself may be a `Blob` whose first
/// part is too small.
async fn parts(photo: &Photo, report: &Report, kept: &StripPlan) -> Result<Blob> {
    let (mut front, rest) = (Vec::new(), Array::new());
    for range in &kept.ranges {
        let missing = FRONT.saturating_sub(front.len() as u64);
        let middle = range.start.saturating_add(missing).min(range.end);
        front.extend(photo.read(range.start, (middle - range.start) as u32).await?);
        if middle < range.end {
            rest.push(&photo.part(middle as f64, range.end as f64)?);
        }
    }
    if !kept.appended.is_empty() {
        rest.push(&Uint8Array::from(kept.appended));
    }
    rest.unshift(&Uint8Array::from(&front[..]));
    let options = BlobPropertyBag::new();
    options.set_type(report.mime.unwrap_or_default());
    Blob::new_with_blob_sequence_and_options(&rest, &options).map_err(undrawable)
}

/// Corrects a file's declared type if it does not match the content.
fn named(blob: Blob, report: &Report) -> Result<Blob> {
    let mime = report.mime.unwrap_or_default();
    if blob.type_().is_empty() || type_mismatch(&blob.type_(), report).is_none() {
        return Ok(blob);
    }
    blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), mime).map_err(undrawable)
}
