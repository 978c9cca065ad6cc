//! The label that marks an image as simulated.

use super::color::blend_toward;
use crate::render_request::{RenderRequest, get_str};
use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};
use image::RgbImage;
use serde_json::Value;

/// The side of a glyph in pixels, before scaling.
const GLYPH: u32 = 8;
/// The options in the label, in reading order.
const LABEL_OPTIONS: [&str; 12] = [
    "action",
    "type",
    "style",
    "view",
    "material",
    "daylight",
    "sky",
    "season",
    "landscape",
    "color",
    "architectural_material",
    "creativity",
];

/// The text of the label, such as `SIMULATED · virtual-staging · preset · bedroom · modern`.
pub fn label_text(render_request: &RenderRequest) -> String {
    let object = render_request.options.get("object").and_then(|object| object.get("name")).and_then(Value::as_str);
    let options = LABEL_OPTIONS
        .iter()
        .filter_map(|name| get_str(&render_request.options, name))
        .filter(|value| !value.starts_with("no-"));
    ["SIMULATED", render_request.tool.name()].into_iter().chain(options).chain(object).collect::<Vec<_>>().join(" · ")
}

/// Draws the label in a dark strip along the bottom.
pub fn draw_banner(image: &mut RgbImage, label: &str) {
    let (width, height) = image.dimensions();
    let scale = fit_scale(width, height / 12, label);
    let strip = (GLYPH + 6) * scale;
    let top = height.saturating_sub(strip);
    darken(image, (0, top, width, height));
    draw_text(image, (GLYPH / 2 * scale, top + 3 * scale, width, height), scale, label);
}

/// Draws the label across the middle of an area, cut off if it does not fit.
pub fn draw_within(image: &mut RgbImage, (left, top, right, bottom): (u32, u32, u32, u32), label: &str) {
    let scale = fit_scale(right - left, (bottom - top) / 3, label);
    let strip = (GLYPH + 4) * scale;
    let top = top + (bottom - top).saturating_sub(strip) / 2;
    let bottom = bottom.min(top + strip);
    darken(image, (left, top, right, bottom));
    draw_text(image, (left + GLYPH / 2 * scale, top + 2 * scale, right, bottom), scale, label);
}

/// The largest integer scale at which the label fits, from 1 to 6.
fn fit_scale(width: u32, height: u32, label: &str) -> u32 {
    let letters = label.chars().count() as u32 + 1;
    (width / (letters * GLYPH)).min(height / (GLYPH + 6)).clamp(1, 6)
}

fn darken(image: &mut RgbImage, (left, top, right, bottom): (u32, u32, u32, u32)) {
    for y in top..bottom {
        for x in left..right {
            if let Some(pixel) = image.get_pixel_mut_checked(x, y) {
                blend_toward(pixel, [16.0, 18.0, 24.0], 0.72);
            }
        }
    }
}

/// Draws text inside a rectangle.
fn draw_text(image: &mut RgbImage, (left, top, right, bottom): (u32, u32, u32, u32), scale: u32, label: &str) {
    for (index, letter) in label.chars().enumerate() {
        let start = left + index as u32 * GLYPH * scale;
        if start + GLYPH * scale > right {
            break;
        }
        for (dx, dy) in lit_pixels(letter, scale) {
            if let Some(pixel) = image.get_pixel_mut_checked(start + dx, top + dy).filter(|_| top + dy < bottom) {
                blend_toward(pixel, [255.0; 3], 0.95);
            }
        }
    }
}

/// The pixels that are set in a letter.
fn lit_pixels(letter: char, scale: u32) -> impl Iterator<Item = (u32, u32)> {
    let glyph = BASIC_FONTS.get(letter).or_else(|| LATIN_FONTS.get(letter)).unwrap_or_default();
    let side = GLYPH * scale;
    (0..side * side).map(move |at| (at % side, at / side)).filter(move |(x, y)| {
        let row = glyph.get((y / scale) as usize).copied().unwrap_or_default();
        row >> (x / scale) & 1 == 1
    })
}
