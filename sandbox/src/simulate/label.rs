//! The label that says a picture is simulated, and of what.

use super::cover;
use crate::orders::{Order, text};
use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};
use image::RgbImage;
use serde_json::Value;

/// Pixels of a glyph's side before it is scaled.
const GLYPH: u32 = 8;
/// Options in the order that a person would name them.
const NAMED: [&str; 12] = [
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

/// `SIMULATED · virtual-staging · preset · bedroom · modern`.
pub fn of(order: &Order) -> String {
    let object = order.options.get("object").and_then(|object| object.get("name")).and_then(Value::as_str);
    let options = NAMED.iter().filter_map(|name| text(&order.options, name)).filter(|value| !value.starts_with("no-"));
    ["SIMULATED", order.kind.name()].into_iter().chain(options).chain(object).collect::<Vec<_>>().join(" · ")
}

/// A dark strip along the bottom with the label in it.
pub fn banner(picture: &mut RgbImage, label: &str) {
    let (width, height) = picture.dimensions();
    let scale = scale(width, height / 12, label);
    let strip = (GLYPH + 6) * scale;
    let top = height.saturating_sub(strip);
    rectangle(picture, (0, top, width, height));
    write(picture, (GLYPH / 2 * scale, top + 3 * scale, width, height), scale, label);
}

/// The label across the middle of an area, as much of it as fits.
pub fn within(picture: &mut RgbImage, (left, top, right, bottom): (u32, u32, u32, u32), label: &str) {
    let scale = scale(right - left, (bottom - top) / 3, label);
    let strip = (GLYPH + 4) * scale;
    let top = top + (bottom - top).saturating_sub(strip) / 2;
    let bottom = bottom.min(top + strip);
    rectangle(picture, (left, top, right, bottom));
    write(picture, (left + GLYPH / 2 * scale, top + 2 * scale, right, bottom), scale, label);
}

/// The largest whole scale at which the label fits, within reason.
fn scale(width: u32, height: u32, label: &str) -> u32 {
    let letters = label.chars().count() as u32 + 1;
    (width / (letters * GLYPH)).min(height / (GLYPH + 6)).clamp(1, 6)
}

fn rectangle(picture: &mut RgbImage, (left, top, right, bottom): (u32, u32, u32, u32)) {
    for y in top..bottom {
        for x in left..right {
            if let Some(pixel) = picture.get_pixel_mut_checked(x, y) {
                cover(pixel, [16.0, 18.0, 24.0], 0.72);
            }
        }
    }
}

/// Writes from a left and top up to a right and bottom.
fn write(picture: &mut RgbImage, (left, top, right, bottom): (u32, u32, u32, u32), scale: u32, label: &str) {
    for (index, letter) in label.chars().enumerate() {
        let start = left + index as u32 * GLYPH * scale;
        if start + GLYPH * scale > right {
            break;
        }
        for (dx, dy) in lit(letter, scale) {
            if let Some(pixel) = picture.get_pixel_mut_checked(start + dx, top + dy).filter(|_| top + dy < bottom) {
                cover(pixel, [255.0; 3], 0.95);
            }
        }
    }
}

/// The pixels of a letter that are lit.
fn lit(letter: char, scale: u32) -> impl Iterator<Item = (u32, u32)> {
    let glyph = BASIC_FONTS.get(letter).or_else(|| LATIN_FONTS.get(letter)).unwrap_or_default();
    let side = GLYPH * scale;
    (0..side * side).map(move |at| (at % side, at / side)).filter(move |(x, y)| {
        let row = glyph.get((y / scale) as usize).copied().unwrap_or_default();
        row >> (x / scale) & 1 == 1
    })
}
