//! `prepareImage`: from the photo that people have to one that the service takes.

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
/** How a photo is mended. */
export interface PrepareOptions {
  /** How a photo of another shape than 4:3 to 16:9 is brought to it: cut, or with white beside it. Default `"crop"`. */
  fit?: "crop" | "pad";
  /** What a crop keeps in its middle, as far as it can: 0 to 1 across and down the photo as displayed. Default the middle. */
  focus?: { x: number; y: number };
  /** JPEG quality to begin with, 0 to 1; it is lowered, to 0.5 at the least, until the file fits `maxBytes`. Default 0.92. */
  quality?: number;
  /**
   * The most bytes the file may have, 1 to 15,728,640 (15 MiB). A larger one is encoded with a lower quality, and then made
   * smaller, down to 512 pixels. Default 15 MiB. Lower it if a proxy before the service takes less.
   */
  maxBytes?: number;
  /**
   * What to encode as. Default: a JPEG or PNG keeps its kind, anything else becomes JPEG. A PNG larger than
   * `maxBytes` becomes JPEG.
   */
  format?: "jpeg" | "png";
}

/**
 * What was done to a photo. `metadata-removed`: EXIF with the location, XMP, IPTC, comments, or a video behind the picture
 * was removed, or a missing end marker was added. `credentials-removed`: the photo was signed (C2PA), and the result is not.
 */
export type ImageChange =
  | "oriented"
  | "cropped"
  | "padded"
  | "resized"
  | "reencoded"
  | "metadata-removed"
  | "credentials-removed";

/** A photo that the service takes. */
export interface PreparedImage {
  /** What to upload. */
  blob: Blob;
  /** Pixels across. */
  width: number;
  /** Pixels down. */
  height: number;
  /** What was done, empty where the file goes up as it was. Without `reencoded`, every pixel is as it was. */
  changes: ImageChange[];
  /** The size of the original in pixels, as displayed. */
  original: { width: number; height: number };
  /**
   * Where a point of the result lies in the original as displayed, in its pixels: the corner 0, 0 of the result is the
   * corner of what was kept. A point in the padding lies outside of the original.
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

/// A photo that the service takes.
pub struct Prepared {
    /// The file.
    pub blob: Blob,
    /// What was done to it.
    pub changes: Vec<Change>,
    frame: Placement,
    /// The size of the original, as displayed.
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

/// Mends what can be mended, so that the service takes the photo: orientation, size, shape, kind, bytes and metadata.
///
/// Encodes anew only where something must change; metadata alone is taken out without touching a pixel. Colours of
/// other colour spaces are converted to sRGB. Uses the browser's decoder, resizer and encoder, in a worker, so that the
/// page goes on meanwhile; where the page's content security policy has no `worker-src blob:`, without. Rejects with
/// `invalid_image` where an issue stays: nothing is enlarged, and what is broken or cannot be decoded is not guessed at. If
/// the photo must be redrawn and the browser changes what is read from a canvas, the issue is `canvas_protected`. (API page, section 1, image requirements.)
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

/// Checks the `prepare` of a run before anything is uploaded; for the client.
#[wasm_bindgen(js_name = checkPrepare, skip_typescript)]
pub fn check_prepare(options: JsValue) -> Promise {
    settle(async move { prepare_options::check(options).map(|()| JsValue::UNDEFINED) })
}

/// Mends a photo, or says which issues stay.
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

/// Drawn anew. The orientation has been taken out of the source and is applied here, because browsers differ in which
/// they honour.
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

/// The size of a photo, if it is known without decoding it.
fn displayed_size(report: &Report) -> (u32, u32) {
    (report.width.unwrap_or_default(), report.height.unwrap_or_default())
}

/// Draws a picture so that its file has at most so many bytes: with a lower quality, and if that is not enough, smaller.
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
        // What was too large at the least quality is not tried at a higher one.
        attempts = attempts.split_at(attempts.len().saturating_sub(1)).1;
    }
}

/// A kind or coding that neither the service takes nor the browser knows; the inspection's advice says what to do.
fn undecoded(report: &Report, cause: JsValue) -> Error {
    Error::invalid_image(report.issues.clone()).with_cause(cause)
}

/// Inspects a result as any photo, and that it has the size that was meant.
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

/// Goes through a file's markers for what is not metadata.
async fn keep(photo: &Photo, report: &Report, extent: StripScope) -> Result<StripPlan> {
    let mut strip = MetadataStripper::new(report, extent);
    while let Step::Read { offset, length } = strip.next() {
        let bytes = photo.read(offset, length).await?;
        strip.supply(offset, &bytes);
    }
    Ok(strip.finish())
}

/// The first part of a file that is put together has at least so many bytes: from a part that holds less than the start of
/// a picture, which is 3 bytes of a JPEG and more of other kinds, Firefox does not tell what it is.
const FRONT: u64 = 64;

/// What stays of a file, as a file. The photo itself may be one that was put together with a part too small in front.
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

/// The same file, under the type that its bytes are of.
fn named(blob: Blob, report: &Report) -> Result<Blob> {
    let mime = report.mime.unwrap_or_default();
    if blob.type_().is_empty() || type_mismatch(&blob.type_(), report).is_none() {
        return Ok(blob);
    }
    blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), mime).map_err(undrawable)
}
