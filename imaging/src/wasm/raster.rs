//! Decodes, scales and encodes images with the browser. This file describes the jobs, and `raster.js` does them.

use crate::prepare::{Encoding, Orientation, Placement, Rect};
use crate::wasm::canvas::protected_photo;
use js_sys::{Array, Object, Promise};
use reroom::api::{Issue, IssueCode};
use reroom::photo::Format;
use reroom::wasm::js::error::{Error, Result};
use reroom::wasm::js::field::{get, set};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = createImageBitmap)]
    fn decode_whole(source: &JsValue) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(module = "/js/raster.js")]
extern "C" {
    #[wasm_bindgen(js_name = draw)]
    fn draw_anew(job: &Object) -> Promise;
    #[wasm_bindgen(js_name = tryDecoding)]
    fn decode_once(source: &Blob) -> Promise;
}

/// Decodes a file to find damage in its image data, such as a wrong checksum. Does nothing without a decoder, as in
/// Node.
pub async fn try_decoding(source: &Blob) -> Result<()> {
    let done = JsFuture::from(decode_once(source)).await.map_err(undrawable)?;
    if done.is_undefined() { Ok(()) } else { Err(undecodable(get(&done, "cause"))) }
}

/// Decodes a whole image as displayed. Returns the browser's error if that fails.
pub async fn decode(blob: &Blob) -> Result<ImageBitmap, JsValue> {
    Ok(JsFuture::from(decode_whole(blob)?).await?.unchecked_into())
}

/// An image to redraw.
pub struct Picture<'a> {
    /// A file without an orientation tag, or the bitmap decoded from it.
    pub source: &'a JsValue,
    /// Its displayed size.
    pub size: (u32, u32),
    /// The orientation to apply.
    pub turn: Orientation,
    /// Whether the decoded image is opaque and sRGB. If it also fills the canvas, it is transferred instead of drawn,
    /// which saves a copy.
    pub as_decoded: bool,
}

/// Draws the part of an image that the placement keeps, and encodes it with the first of `attempts` that gives at most
/// `most` bytes, or else with the last one.
pub async fn draw(picture: &Picture<'_>, frame: &Placement, attempts: &[Encoding], most: u64) -> Result<Blob> {
    let Picture { source, size, turn, as_decoded } = *picture;
    let (wide, high) = turn.stored_size(frame.target.width, frame.target.height);
    let job = Object::new();
    set(&job, "source", source);
    set(&job, "part", &sides(turn.to_stored(frame.source, size)));
    set(&job, "size", &Array::of2(&wide.into(), &high.into()));
    set(&job, "width", &frame.width.into());
    set(&job, "height", &frame.height.into());
    set(&job, "target", &sides(frame.target));
    set(&job, "matrix", &turn.canvas_matrix(frame.target).into_iter().map(JsValue::from).collect::<Array>());
    set(&job, "asItIs", &(as_decoded && !frame.padded && turn == Orientation::from_exif(1)).into());
    set(&job, "attempts", &attempts.iter().map(said).collect::<Array>());
    set(&job, "most", &(most as f64).into());
    let drawn = JsFuture::from(draw_anew(&job)).await.map_err(undrawable)?;
    match get(&drawn, "blob") {
        blob if !blob.is_undefined() => Ok(blob.unchecked_into()),
        _ if get(&drawn, "step") == "probe" => Err(protected_photo()),
        _ if get(&drawn, "step") == "decode" => Err(undecodable(get(&drawn, "cause"))),
        _ => Err(undrawable(get(&drawn, "cause"))),
    }
}

fn sides(rect: Rect) -> JsValue {
    [rect.x, rect.y, rect.width, rect.height].into_iter().map(JsValue::from).collect::<Array>().into()
}

fn said(attempt: &Encoding) -> JsValue {
    let mime = if attempt.format == Format::Png { "image/png" } else { "image/jpeg" };
    Array::of3(&mime.into(), &attempt.quality.into(), &attempt.fill.into()).into()
}

/// The error for a photo with valid headers that the browser cannot decode.
fn undecodable(cause: JsValue) -> Error {
    let message = "The browser cannot decode this photo: it is damaged or too large for this device, or createImageBitmap is \
                   missing. Save the photo again, or smaller.";
    Error::invalid_image(vec![Issue::new("image", IssueCode::Corrupt, message)]).with_cause(cause)
}

/// The error if a canvas is not available or is blank.
pub fn undrawable(cause: JsValue) -> Error {
    let message = "The redrawn photo is blank: it is fully transparent, this device lacks the memory for it, or OffscreenCanvas \
                   is missing. Use a photo of at most 4096 pixels per side.";
    Error::invalid_image(vec![Issue::new("image", IssueCode::Malformed, message)]).with_cause(cause)
}
