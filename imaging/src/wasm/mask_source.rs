//! Reads the coverage of a painted canvas or image.

use crate::mask::{Channel, Extractor, Mask, PixelOrder};
use crate::wasm::canvas::{FRAME, PIXELS, is_exact, protected_mask};
use crate::wasm::frame;
use js_sys::{Object, Reflect, Uint8ClampedArray};
use reroom::api::{Issue, IssueCode};
use reroom::wasm::js::error::{Error, Result};
use reroom::wasm::js::field::set;
use wasm_bindgen::prelude::*;
use web_sys::{ImageBitmap, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

/// The maximum number of pixels in a browser's canvas. Its width and height can be set to more.
const MAX_PIXELS: u64 = 1 << 28;

/// Rows to read at a time: few enough to stay in the CPU cache.
const STRIP_ROWS: u32 = 64;

/// Bytes of pixels to copy at a time.
const PART_BYTES: usize = 1 << 18;

/// Reads the coverage of an image. Rejects anything else.
pub async fn read_mask_source(source: &JsValue, channel: Channel) -> Result<Mask> {
    let property = |name: &str| Reflect::get(source, &name.into()).unwrap_or_default();
    if property("getContext").is_function() {
        return read_canvas(source.unchecked_ref(), channel).await;
    }
    if property("close").is_function() && property("width").as_f64().is_some() {
        return read_bitmap(source, channel).await;
    }
    if is_pixels(&property("data"), &property("width"), &property("height")) {
        return Ok(read_pixels(source.unchecked_ref(), property("data").unchecked_ref(), channel));
    }
    let message = "The mask must be a MaskEditor, a canvas, an OffscreenCanvas, an ImageBitmap, or ImageData.";
    Err(Error::invalid_image(vec![Issue::new("mask", IssueCode::Malformed, message)]))
}

/// Whether an `ImageData` has four bytes per pixel. Some have floats.
fn is_pixels(data: &JsValue, width: &JsValue, height: &JsValue) -> bool {
    let number = |name: &str| Reflect::get(data, &name.into()).ok().and_then(|value| value.as_f64());
    let pixels = width.as_f64().zip(height.as_f64()).map(|(width, height)| width * height);
    number("BYTES_PER_ELEMENT") == Some(1.0) && pixels.is_some() && number("length") == pixels.map(|count| count * 4.0)
}

/// Reads pixels in parts, which stay in the CPU cache and need little memory.
fn read_pixels(image: &ImageData, data: &Uint8ClampedArray, channel: Channel) -> Mask {
    let mut extractor = Extractor::new(image.width(), image.height(), channel, PixelOrder::Rgba);
    let mut strip = vec![0; PART_BYTES];
    for start in (0..data.length()).step_by(PART_BYTES) {
        let part = data.subarray(start, start.saturating_add(PART_BYTES as u32));
        if let Some(bytes) = strip.get_mut(..part.length() as usize) {
            part.copy_to(bytes);
            extractor.push(bytes);
        }
    }
    extractor.finish()
}

/// Reads an `HTMLCanvasElement` or `OffscreenCanvas`. They have the same methods.
async fn read_canvas(canvas: &OffscreenCanvas, channel: Channel) -> Result<Mask> {
    let (width, height) = (canvas.width(), canvas.height());
    let Ok(Some(context)) = canvas.get_context("2d") else {
        // It has another context, such as WebGL. Its image can be drawn on a 2D canvas.
        return read_drawn(canvas, width, height, channel).await;
    };
    check_pixels(width, height)?;
    let size = (width, height);
    if frame::is_faster(size, channel)
        && let Some(plane) = read_frame(canvas, size, channel).await
    {
        return Ok(plane);
    }
    if is_empty(size) || is_exact(PIXELS, canvas).await {
        return read_context(context.unchecked_ref(), width, height, channel);
    }
    read_frame(canvas, size, channel).await.ok_or_else(protected_mask)
}

/// Reads a canvas or a bitmap without drawing it. `None` if the browser alters its pixels or does not provide them.
async fn read_frame(source: &JsValue, size: (u32, u32), channel: Channel) -> Option<Mask> {
    if !is_exact(FRAME, source).await {
        return None;
    }
    frame::read(source, size, STRIP_ROWS, channel).await
}

fn is_empty((width, height): (u32, u32)) -> bool {
    width == 0 || height == 0
}

async fn read_bitmap(source: &JsValue, channel: Channel) -> Result<Mask> {
    let bitmap = source.unchecked_ref::<ImageBitmap>();
    read_drawn(source, bitmap.width(), bitmap.height(), channel).await
}

async fn read_drawn(picture: &JsValue, width: u32, height: u32, channel: Channel) -> Result<Mask> {
    check_pixels(width, height)?;
    if !is_empty((width, height)) && !is_exact(PIXELS, &JsValue::UNDEFINED).await {
        return read_frame(picture, (width, height), channel).await.ok_or_else(protected_mask);
    }
    let canvas = OffscreenCanvas::new(width, height).map_err(unreadable)?;
    let options = Object::new();
    set(&options, "willReadFrequently", &JsValue::TRUE);
    let context = canvas.get_context_with_context_options("2d", &options).map_err(unreadable)?;
    let context = context.ok_or_else(|| unreadable(JsValue::UNDEFINED))?.unchecked_into::<Context>();
    context.draw_image_with_image_bitmap(picture.unchecked_ref(), 0.0, 0.0).map_err(unreadable)?;
    read_context(&context, width, height, channel)
}

fn read_context(context: &Context, width: u32, height: u32, channel: Channel) -> Result<Mask> {
    let mut extractor = Extractor::new(width, height, channel, PixelOrder::Rgba);
    if width == 0 {
        return Ok(extractor.finish());
    }
    for top in (0..height).step_by(STRIP_ROWS as usize) {
        let rows = STRIP_ROWS.min(height - top);
        let strip = context.get_image_data(0.0, top.into(), width.into(), rows.into()).map_err(unreadable)?;
        extractor.push(&strip.data());
    }
    Ok(extractor.finish())
}

fn check_pixels(width: u32, height: u32) -> Result<()> {
    let fits = u64::from(width) * u64::from(height) <= MAX_PIXELS;
    fits.then_some(()).ok_or_else(|| unreadable(JsValue::UNDEFINED))
}

/// The error for a canvas that the browser does not let the page read.
fn unreadable(cause: JsValue) -> Error {
    let message = "The browser cannot read this canvas: it is too large, or an image from another origin was drawn on it. Load \
                   the image with crossorigin, or paint the mask on a separate canvas.";
    Error::invalid_image(vec![Issue::new("mask", IssueCode::Malformed, message)]).with_cause(cause)
}
