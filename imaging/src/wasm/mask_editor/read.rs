//! Reads the arguments of `MaskEditor`.

use crate::mask::{Brush, OverlayColor, Point};
use js_sys::{Array, Float32Array};
use reroom::api::IssueCode;
use reroom::wasm::js::error::{Error, Result};
use reroom::wasm::js::field::{get, has_method, is_a};
use reroom::wasm::options::reader::{Reader, reject};
use reroom::wasm::photos::source::Photo;
use reroom::wasm::sync::abort::Abort;
use wasm_bindgen::prelude::*;
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context};

const DEFAULT_COLOR: [u8; 3] = [255, 45, 85];

/// Reads the displayed size of the photo to mask.
pub async fn size(photo: &JsValue) -> Result<(u32, u32)> {
    let Some(file) = Photo::from_js(photo) else {
        // A side that is not a whole number counts as 0, which the editor rejects.
        let side = |key| get(photo, key).as_f64().filter(|side| side.fract() == 0.0).unwrap_or_default() as u32;
        return Ok((side("width"), side("height")));
    };
    let report = file.inspect(&Abort::NEVER).await?;
    report.width.zip(report.height).ok_or_else(|| Error::invalid_image(report.issues))
}

/// Reads the options of a stroke: its brush.
pub fn brush(options: &JsValue) -> Result<Brush> {
    let mut reader = Reader::new(options, &["size", "hardness", "erase"]);
    let size = reader.positive("size");
    let hardness = reader.between("hardness", 0, 1).unwrap_or(1.0);
    let erase = reader.boolean("erase").unwrap_or_default();
    reader.finish()?;
    let Some(size) = size else {
        return Err(reject("size", IssueCode::Required, "Set the size of the brush, in photo pixels."));
    };
    Brush::new(size, hardness, erase)
        .ok_or_else(|| reject("size", IssueCode::OutOfRange, "A brush can be at most 16384 pixels wide."))
}

/// Reads the options of a shape: whether it erases.
pub fn erase(options: &JsValue) -> Result<bool> {
    let mut reader = Reader::new(options, &["erase"]);
    let erase = reader.boolean("erase").unwrap_or_default();
    reader.finish()?;
    Ok(erase)
}

/// Reads the options of an overlay: its color and opacity, and whether to redraw everything.
pub fn ink(options: &JsValue) -> Result<(OverlayColor, bool)> {
    let mut reader = Reader::new(options, &["color", "opacity", "full"]);
    let color = |value: &JsValue| value.as_string().and_then(|text| OverlayColor::parse(&text));
    let ink = OverlayColor {
        color: reader.take("color", "a color such as #f60 or #ff6600", color).unwrap_or(DEFAULT_COLOR),
        opacity: reader.between("opacity", 0, 1).unwrap_or(0.5),
    };
    let full = reader.boolean("full").unwrap_or_default();
    reader.finish()?;
    Ok((ink, full))
}

/// Reads points of two or three numbers.
pub fn points(points: &JsValue, numbers: usize) -> Result<Vec<Point>> {
    let mut read = Vec::new();
    let is_read = if is_a(points, "Float32Array") {
        flat_points(&points.unchecked_ref::<Float32Array>().to_vec(), numbers, &mut read)
    } else {
        Array::is_array(points) && pairs(points.unchecked_ref(), &mut read).is_some()
    };
    if is_read {
        return Ok(read);
    }
    let message = if numbers == 3 {
        "Points must be an array of [x, y] or [x, y, pressure], or a Float32Array of x, y, and pressure values."
    } else {
        "Points must be an array of [x, y], or a Float32Array of x and y values."
    };
    Err(reject("points", IssueCode::Malformed, message))
}

/// Reads points from consecutive numbers. Returns whether the last point is complete.
fn flat_points(flat: &[f32], numbers: usize, read: &mut Vec<Point>) -> bool {
    let mut chunks = flat.chunks_exact(numbers.max(1));
    for chunk in &mut chunks {
        let number = |index: usize| chunk.get(index).map_or(1.0, |number| f64::from(*number));
        read.push(Point { x: number(0), y: number(1), pressure: number(2) });
    }
    chunks.remainder().is_empty()
}

/// Reads arrays of numbers. `None` if any point is something else.
fn pairs(points: &Array, read: &mut Vec<Point>) -> Option<()> {
    for index in 0..points.length() {
        let point = points.get(index);
        let numbers = Array::is_array(&point).then(|| point.unchecked_ref::<Array>())?;
        let (x, y) = (numbers.get(0).as_f64()?, numbers.get(1).as_f64()?);
        let pressure = numbers.get(2);
        let pressure = if pressure.is_undefined() { 1.0 } else { pressure.as_f64()? };
        read.push(Point { x, y, pressure });
    }
    Some(())
}

/// Reads a coordinate of a rectangle.
pub fn number(value: &JsValue, name: &str) -> Result<f64> {
    let finite = value.as_f64().filter(|number| number.is_finite());
    finite.ok_or_else(|| reject(name, IssueCode::Malformed, "A rectangle needs four finite numbers, in pixels."))
}

/// Reads a side of a rectangle.
pub fn side(value: &JsValue, name: &str) -> Result<f64> {
    let side = number(value, name)?;
    if side < 0.0 {
        return Err(reject(name, IssueCode::OutOfRange, "The sides of a rectangle must be 0 or more, in pixels."));
    }
    Ok(side)
}

/// Returns a canvas's size and its 2D context. Both kinds of canvas have the same methods.
pub fn canvas(canvas: &JsValue) -> Result<((u32, u32), Context)> {
    if !has_method(canvas, "getContext") {
        return Err(not_a_canvas(JsValue::UNDEFINED));
    }
    let canvas = canvas.unchecked_ref::<OffscreenCanvas>();
    let context = canvas.get_context("2d").map_err(not_a_canvas)?;
    let context = context.ok_or_else(|| not_a_canvas(JsValue::UNDEFINED))?;
    Ok(((canvas.width(), canvas.height()), context.unchecked_into()))
}

/// The error for a value that is not a canvas with a 2D context.
pub fn not_a_canvas(cause: JsValue) -> Error {
    let message = "The overlay needs a canvas or OffscreenCanvas with a 2D context.";
    reject("canvas", IssueCode::Malformed, message).with_cause(cause)
}
