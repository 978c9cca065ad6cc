//! Simulates empty rooms and virtual staging.

use super::color::{Rgb, mix, to_byte};
use super::shapes::{Placement, Shape, draw};
use super::{furniture, restyle};
use crate::render_request::get_str;
use image::RgbImage;
use image::imageops::{FilterType, resize, thumbnail};
use serde_json::{Map, Value};

/// Blurs the room, more strongly toward the bottom: the furniture disappears and the lines of the ceiling stay.
pub fn empty_room(photo: &RgbImage) -> RgbImage {
    let blurred = blur(photo, 28);
    let mut result = photo.clone();
    let height = photo.height().max(1) as f32;
    for ((_, y, pixel), soft) in result.enumerate_pixels_mut().zip(blurred.pixels()) {
        let share = (0.15 + 1.6 * (y as f32 / height - 0.15)).clamp(0.15, 0.97);
        for (channel, soft) in pixel.0.iter_mut().zip(soft.0) {
            *channel = to_byte(mix(f32::from(*channel), f32::from(soft) * 1.03, share));
        }
    }
    result
}

/// Blurs away details smaller than `1 / part` of the longer side.
pub fn blur(photo: &RgbImage, part: u32) -> RgbImage {
    let (width, height) = photo.dimensions();
    let cell = (width.max(height) / part).max(1);
    let small = thumbnail(photo, (width / cell).max(2), (height / cell).max(2));
    resize(&small, width, height, FilterType::Triangle)
}

/// Adds furniture: the type decides which, the style or the references decide its colors.
pub fn stage_room(mut photo: RgbImage, options: &Map<String, Value>) -> RgbImage {
    let style = match get_str(options, "style") {
        Some(style) => style.to_owned(),
        None => options.get("reference_file_urls").map(Value::to_string).unwrap_or_default(),
    };
    restyle::word_grade(&style, 0.1).apply(&mut photo);
    for (shape, place, tone) in furniture::furniture_for(get_str(options, "type").unwrap_or_default()) {
        let shadow = Placement { y: place.y + place.height * 0.5, height: place.height * 0.3, ..*place };
        if place.y > 0.5 {
            draw(&mut photo, Shape::Shadow, shadow, [20.0; 3]);
        }
        draw(&mut photo, *shape, *place, tone_color(&style, *tone));
    }
    photo
}

/// One of the three tones of a style: its color, a dark one or a light one.
fn tone_color(style: &str, tone: usize) -> Rgb {
    let toward = |target: f32, share: f32| restyle::word_color(style).map(|channel| mix(channel, target, share));
    match tone {
        0 => toward(128.0, 0.25),
        1 => toward(45.0, 0.65),
        _ => toward(235.0, 0.65),
    }
}
