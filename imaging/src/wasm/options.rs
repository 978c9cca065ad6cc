//! The caller's options and arguments. JavaScript checks them and converts them to numbers (`imaging/js/options.js`), here
//! they get their types.

use crate::mask::{BitDepth, Brush, Channel, MaskOptions, OverlayColor, Point, Polarity};
use crate::prepare::{Fit, Options};
use crate::wasm::error::invalid_request;
use reroom::api::{Issue, IssueCode};
use reroom::photo::Format;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/options.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = readOptions)]
    fn read_options(kind: &str, options: &JsValue) -> Result<Vec<f64>, JsValue>;
    #[wasm_bindgen(catch, js_name = readPoints)]
    fn read_numbers(points: &JsValue, numbers: u32) -> Result<Vec<f64>, JsValue>;
    #[wasm_bindgen(catch, js_name = readRectangle)]
    fn read_sides(x: &JsValue, y: &JsValue, width: &JsValue, height: &JsValue) -> Result<Vec<f64>, JsValue>;
    #[wasm_bindgen(catch, js_name = readDistance)]
    fn read_distance(pixels: &JsValue, low: f64) -> Result<f64, JsValue>;
}

/// The first numbers of a list. JavaScript provides as many as there are options.
pub fn take<const COUNT: usize>(numbers: &[f64]) -> [f64; COUNT] {
    numbers.first_chunk().copied().unwrap_or([0.0; COUNT])
}

/// The options of `encodeMask`.
pub fn mask_options(numbers: &[f64]) -> MaskOptions {
    let [width, height, _, threshold, polarity, feather, bit_depth, data_url] = take(numbers);
    MaskOptions {
        width: side(width),
        height: side(height),
        threshold: threshold as u8,
        polarity: if polarity == 1.0 { Polarity::BlackEdits } else { Polarity::WhiteEdits },
        feather: feather as f32,
        bit_depth: if bit_depth == 1.0 { BitDepth::One } else { BitDepth::Eight },
        data_url: data_url != 0.0,
    }
}

/// A side in pixels. An absent one is negative.
fn side(number: f64) -> Option<u32> {
    (number >= 0.0).then_some(number as u32)
}

/// The channel at this position in the list of options.
pub fn channel(index: u8) -> Channel {
    match index {
        1 => Channel::Alpha,
        2 => Channel::Luminance,
        _ => Channel::Auto,
    }
}

/// The options of `prepareImage`.
pub fn prepare_options(numbers: &[f64]) -> Options {
    // How to fill the padding matters only to the browser, which draws it.
    let [fit, _, x, y, quality, format, max_bytes] = take(numbers);
    Options {
        fit: if fit == 1.0 { Fit::Pad } else { Fit::Crop },
        focus: (x, y),
        quality,
        format: self::format(format),
        max_bytes: max_bytes as u64,
    }
}

/// The format at this position in the list of options.
pub fn format(index: f64) -> Option<Format> {
    match index {
        0.0 => Some(Format::Jpeg),
        1.0 => Some(Format::Png),
        _ => None,
    }
}

/// The brush in the options of a stroke.
pub fn brush(options: &JsValue) -> Result<Brush, JsValue> {
    let [size, hardness, erase] = take(&read_options("stroke", options)?);
    if size < 0.0 {
        let message = "Set the size of the brush, in photo pixels.";
        return Err(invalid_request(Issue::new("size", IssueCode::Required, message)));
    }
    Brush::new(size, hardness, erase != 0.0).ok_or_else(|| {
        invalid_request(Issue::new("size", IssueCode::OutOfRange, "A brush can be at most 16384 pixels wide."))
    })
}

/// Whether the options of a shape say to erase.
pub fn erase(options: &JsValue) -> Result<bool, JsValue> {
    let [erase] = take(&read_options("shape", options)?);
    Ok(erase != 0.0)
}

/// The color and opacity of an overlay, and whether to redraw everything.
pub fn overlay(options: &JsValue) -> Result<(OverlayColor, bool), JsValue> {
    let [color, opacity, full] = take(&read_options("overlay", options)?);
    let [_, red, green, blue] = (color as u32).to_be_bytes();
    Ok((OverlayColor { color: [red, green, blue], opacity }, full != 0.0))
}

/// Points with two numbers, or three with the pressure.
pub fn points(points: &JsValue, numbers: u32) -> Result<Vec<Point>, JsValue> {
    let flat = read_numbers(points, numbers)?;
    Ok(flat.as_chunks().0.iter().map(|[x, y, pressure]| Point { x: *x, y: *y, pressure: *pressure }).collect())
}

/// A corner, width and height.
pub fn rectangle(x: &JsValue, y: &JsValue, width: &JsValue, height: &JsValue) -> Result<(Point, f64, f64), JsValue> {
    let [x, y, width, height] = take(&read_sides(x, y, width, height)?);
    Ok((Point { x, y, pressure: 1.0 }, width, height))
}

/// A number of pixels from `low` to 512.
pub fn distance(pixels: &JsValue, low: f64) -> Result<f32, JsValue> {
    read_distance(pixels, low).map(|pixels| pixels as f32)
}
