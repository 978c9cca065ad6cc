//! Simulates sketches: the edges of the photo on paper.

use super::color::{Rgb, blend_toward, luminance, mix, to_byte};
use super::restyle;
use crate::render_request::get_str;
use image::{GrayImage, Luma, Rgb as Pixel, RgbImage};
use serde_json::{Map, Value};

/// Draws the edges of the photo in the style of the view.
pub fn sketch(photo: &RgbImage, options: &Map<String, Value>) -> RgbImage {
    let view = get_str(options, "view").unwrap_or("drawing");
    let (paper, ink) = paper_and_ink(view, options);
    let ruling = (photo.width() / 40).max(8);
    let lines = detect_edges(photo);
    RgbImage::from_fn(photo.width(), photo.height(), |x, y| {
        let edge = lines.get_pixel_checked(x, y).map_or(0.0, |Luma([edge])| f32::from(*edge) / 255.0);
        let mut pixel = Pixel(paper.map(to_byte));
        if is_ruled(view, x, y, ruling) {
            blend_toward(&mut pixel, ink, 0.18);
        }
        blend_toward(&mut pixel, ink, edge);
        pixel
    })
}

/// The colors of paper and ink. The type tints the paper, the style tints the ink.
fn paper_and_ink(view: &str, options: &Map<String, Value>) -> (Rgb, Rgb) {
    let (paper, ink) = match view {
        "floorplan" => ([24.0, 62.0, 128.0], [232.0, 240.0, 255.0]),
        "section" => ([245.0, 236.0, 214.0], [92.0, 52.0, 30.0]),
        "elevation" => ([236.0, 242.0, 238.0], [24.0, 74.0, 60.0]),
        _ => ([250.0, 249.0, 246.0], [34.0, 34.0, 38.0]),
    };
    (tint(paper, get_str(options, "type"), 0.08), tint(ink, get_str(options, "style"), 0.35))
}

fn tint(color: Rgb, word: Option<&str>, strength: f32) -> Rgb {
    let Some(word) = word.filter(|word| !word.starts_with("no-")) else { return color };
    let ([r, g, b], [x, y, z]) = (color, restyle::word_color(word));
    [mix(r, x, strength), mix(g, y, strength), mix(b, z, strength)]
}

fn is_ruled(view: &str, x: u32, y: u32, ruling: u32) -> bool {
    match view {
        "floorplan" => x.is_multiple_of(ruling) || y.is_multiple_of(ruling),
        "section" => (x + y).is_multiple_of(ruling),
        "elevation" => y.is_multiple_of(ruling),
        _ => false,
    }
}

/// Measures the change in brightness at each pixel.
fn detect_edges(photo: &RgbImage) -> GrayImage {
    let grey = GrayImage::from_fn(photo.width(), photo.height(), |x, y| {
        Luma([photo.get_pixel_checked(x, y).map_or(0, |pixel| to_byte(luminance(*pixel)))])
    });
    let (right, bottom) = (photo.width().saturating_sub(1), photo.height().saturating_sub(1));
    let at =
        |x: u32, y: u32| grey.get_pixel_checked(x.min(right), y.min(bottom)).map_or(0.0, |Luma([v])| f32::from(*v));
    GrayImage::from_fn(photo.width(), photo.height(), |x, y| {
        let (left, up) = (x.saturating_sub(1), y.saturating_sub(1));
        let across =
            at(x + 1, up) + 2.0 * at(x + 1, y) + at(x + 1, y + 1) - at(left, up) - 2.0 * at(left, y) - at(left, y + 1);
        let down =
            at(left, y + 1) + 2.0 * at(x, y + 1) + at(x + 1, y + 1) - at(left, up) - 2.0 * at(x, up) - at(x + 1, up);
        Luma([to_byte((across.hypot(down) * 1.6 - 24.0).max(0.0))])
    })
}
