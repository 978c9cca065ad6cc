//! `encodeMask`: from what a page has painted to what an edit takes.

use super::client::settle;
use super::error::{Outcome, Thrown};
use super::mask_editor::MaskEditor;
use super::options::Reader;
use crate::api::{Issue, IssueCode};
use crate::mask::{BitDepth, Channel, Extractor, MaskOptions, Order, Plane, Polarity, encode_base64};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{ImageBitmap, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** What a mask is made from. */
export type MaskSource = HTMLCanvasElement | OffscreenCanvas | ImageBitmap | ImageData | MaskEditor;

/** How a mask is read and written. */
export interface MaskOptions {
  /** Width of the uploaded photo in pixels; the mask is scaled to it. Absent: the source's own. */
  width?: number;
  /** Height of the uploaded photo in pixels, given where `width` is. */
  height?: number;
  /** What in a pixel says that it is marked. Default `"auto"`: alpha where any pixel is transparent, else luminance. */
  channel?: "auto" | "alpha" | "luminance";
  /** The least coverage that is marked, 0 to 255. Default 128. */
  threshold?: number;
  /** The colour of what is to be edited. Default `"white-edits"`. */
  polarity?: "white-edits" | "black-edits";
  /** Pixels of soft edge. Default 0. */
  feather?: number;
  /** Bits a pixel of the PNG. Default 8: grey without alpha, which every decoder reads. */
  bitDepth?: 1 | 8;
  /** Whether to put `data:image/png;base64,` before it. Default false, since the service takes the base64 alone. */
  dataUrl?: boolean;
}
"#;

/// What a browser's canvas has at most; it may well be given a size beyond it.
const MOST_PIXELS: u64 = 1 << 28;

/// Rows that are read at a time: small enough to stay in the processor's cache on their way.
const STRIP_ROWS: u32 = 256;

/// Encodes a painted mask as the PNG in base64 that an edit takes, white where the photo is to change.
///
/// Rejects with `invalid_image` for a mask that marks nothing (`empty_mask`), for sizes other than 1 to 4096
/// (`mask_size`), and for a canvas that the page may not read. (API page, section 2.6, `mask`.)
#[wasm_bindgen(js_name = encodeMask, unchecked_return_type = "Promise<string>")]
pub fn encode_mask(
    #[wasm_bindgen(unchecked_param_type = "MaskSource")] source: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "MaskOptions")] options: JsValue,
) -> Promise {
    settle(async move { encode(&source, &options).map(JsValue::from) })
}

fn encode(source: &JsValue, options: &JsValue) -> Outcome<String> {
    let options = read_options(options)?;
    let encoded = match MaskEditor::from_js(source) {
        Some(editor) => editor?.with_plane(|plane| encode_base64(plane, &options)),
        None => encode_base64(&read_plane(source, options.channel)?, &options),
    };
    encoded.map_err(|issue| Thrown::image(vec![issue]))
}

const KEYS: &[&str] = &["width", "height", "channel", "threshold", "polarity", "feather", "bitDepth", "dataUrl"];

fn read_options(options: &JsValue) -> Outcome<MaskOptions> {
    let defaults = MaskOptions::default();
    let mut reader = Reader::new(options, KEYS);
    let read = MaskOptions {
        width: reader.count("width"),
        height: reader.count("height"),
        channel: match reader.word("channel", &["auto", "alpha", "luminance"]) {
            Some("alpha") => Channel::Alpha,
            Some("luminance") => Channel::Luminance,
            _ => Channel::Auto,
        },
        threshold: reader.between("threshold", 0, 255).map_or(defaults.threshold, |number| number as u8),
        polarity: match reader.word("polarity", &["white-edits", "black-edits"]) {
            Some("black-edits") => Polarity::BlackEdits,
            _ => Polarity::WhiteEdits,
        },
        feather: reader.between("feather", 0, 512).map_or(defaults.feather, |number| number as f32),
        bit_depth: reader.bit_depth("bitDepth").unwrap_or_default(),
        data_url: reader.boolean("dataUrl").unwrap_or_default(),
    };
    reader.finish()?;
    Ok(read)
}

impl Reader<'_> {
    fn bit_depth(&mut self, key: &str) -> Option<BitDepth> {
        self.take(key, "1 or 8", |value| match value.as_f64() {
            Some(1.0) => Some(BitDepth::One),
            Some(8.0) => Some(BitDepth::Eight),
            _ => None,
        })
    }
}

/// Reads a picture's coverage; of what is none, says so.
pub(super) fn read_plane(source: &JsValue, channel: Channel) -> Outcome<Plane> {
    let property = |name: &str| Reflect::get(source, &name.into()).unwrap_or_default();
    if property("getContext").is_function() {
        return read_canvas(source.unchecked_ref(), channel);
    }
    if property("close").is_function() && property("width").as_f64().is_some() {
        return read_bitmap(source, channel);
    }
    if is_pixels(&property("data"), &property("width"), &property("height")) {
        let image = source.unchecked_ref::<ImageData>();
        let mut extractor = Extractor::new(image.width(), image.height(), channel, Order::Rgba);
        extractor.push(&image.data());
        return Ok(extractor.finish());
    }
    let message = "A mask is made from a MaskEditor, a canvas, an OffscreenCanvas, an ImageBitmap or ImageData.";
    Err(Thrown::image(vec![Issue::new("mask", IssueCode::Malformed, message)]))
}

/// Whether an `ImageData` has four bytes a pixel; there are some of floats.
fn is_pixels(data: &JsValue, width: &JsValue, height: &JsValue) -> bool {
    let number = |name: &str| Reflect::get(data, &name.into()).ok().and_then(|value| value.as_f64());
    let pixels = width.as_f64().zip(height.as_f64()).map(|(width, height)| width * height);
    number("BYTES_PER_ELEMENT") == Some(1.0) && pixels.is_some() && number("length") == pixels.map(|count| count * 4.0)
}

/// Reads a canvas of either kind, which have the same methods.
fn read_canvas(canvas: &OffscreenCanvas, channel: Channel) -> Outcome<Plane> {
    match canvas.get_context("2d") {
        Ok(Some(context)) => read_context(context.unchecked_ref(), canvas.width(), canvas.height(), channel),
        // Drawn on with WebGL or as a bitmap: what it shows can be drawn on another.
        _ => read_drawn(canvas, canvas.width(), canvas.height(), channel),
    }
}

fn read_bitmap(source: &JsValue, channel: Channel) -> Outcome<Plane> {
    let bitmap = source.unchecked_ref::<ImageBitmap>();
    read_drawn(source, bitmap.width(), bitmap.height(), channel)
}

fn read_drawn(picture: &JsValue, width: u32, height: u32, channel: Channel) -> Outcome<Plane> {
    let canvas = OffscreenCanvas::new(width, height).map_err(unreadable)?;
    let options = Object::new();
    super::error::set(&options, "willReadFrequently", &JsValue::TRUE);
    let context = canvas.get_context_with_context_options("2d", &options).map_err(unreadable)?;
    let context = context.ok_or_else(|| unreadable(JsValue::UNDEFINED))?.unchecked_into::<Context>();
    context.draw_image_with_image_bitmap(picture.unchecked_ref(), 0.0, 0.0).map_err(unreadable)?;
    read_context(&context, width, height, channel)
}

fn read_context(context: &Context, width: u32, height: u32, channel: Channel) -> Outcome<Plane> {
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(unreadable(JsValue::UNDEFINED));
    }
    let mut extractor = Extractor::new(width, height, channel, Order::Rgba);
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

/// A canvas whose pixels the browser does not give.
fn unreadable(cause: JsValue) -> Thrown {
    let message = "The browser does not let this canvas be read: it is too large, or a picture of another site was drawn \
                   on it (load that with crossorigin, or paint the mask on a canvas of its own).";
    Thrown::image(vec![Issue::new("mask", IssueCode::Malformed, message)]).because(cause)
}
