//! Simulates renders without a tool: every option changes the photo in a visible way.

use super::color::Rgb;
use super::color_grade::ColorGrade;
use super::{shapes, sky};
use crate::random::hash;
use crate::render_request::{RenderRequest, Tool, get_str};
use image::RgbImage;

/// Options shown as a tint, with its strength.
const TINTED_OPTIONS: [(&str, f32); 5] =
    [("style", 0.34), ("color", 0.28), ("architectural_material", 0.16), ("landscape", 0.18), ("type", 0.1)];

/// Restyles a photo according to the options.
pub fn restyle(mut photo: RgbImage, render_request: &RenderRequest) -> RgbImage {
    let option = |name| get_str(&render_request.options, name);
    combine_grades(render_request).apply(&mut photo);
    if render_request.tool == Tool::Exterior {
        sky::add_sky(&mut photo, option("sky"), option("daylight"));
    }
    if let Some(landscape) = option("landscape") {
        shapes::draw_horizon(&mut photo, hash(landscape));
    }
    if option("sky") == Some("rainy") {
        sky::add_rain(&mut photo);
    }
    if option("sky") == Some("snowy") || option("season") == Some("winter") {
        sky::add_snow(&mut photo);
    }
    photo
}

fn combine_grades(render_request: &RenderRequest) -> ColorGrade {
    let option = |name| get_str(&render_request.options, name);
    let mut grade = ColorGrade::contrast(1.08).then(ColorGrade::saturation(1.12));
    for (name, strength) in TINTED_OPTIONS {
        if let Some(value) = option(name).filter(|value| !value.starts_with("no-")) {
            grade = grade.then(word_grade(value, strength));
        }
    }
    if let Some(prompt) = option("prompt") {
        grade = grade.then(ColorGrade::tint(word_color(prompt), 0.12));
    }
    let level =
        render_request.options.get("creativity_level").and_then(serde_json::Value::as_f64).unwrap_or(0.7) as f32;
    let strength = match option("creativity") {
        Some("precise") => level,
        Some("creative") => 1.4,
        _ => 1.0,
    };
    let light = grade.strength(strength);
    light.then(season_grade(option("season"))).then(daylight_grade(option("daylight")))
}

/// A color grade derived from a word.
pub fn word_grade(word: &str, strength: f32) -> ColorGrade {
    let contrast = 0.88 + (hash(word) >> 8 & 0xff) as f32 / 255.0 * 0.3;
    ColorGrade::tint(word_color(word), strength).then(ColorGrade::contrast(contrast))
}

/// A saturated color derived from a word.
pub fn word_color(word: &str) -> Rgb {
    let hue = (hash(word) % 360) as f32 / 60.0;
    let channel = |shift: f32| {
        let distance = ((hue + shift).rem_euclid(6.0) - 3.0).abs() - 1.0;
        60.0 + 180.0 * distance.clamp(0.0, 1.0)
    };
    [channel(0.0), channel(4.0), channel(2.0)]
}

fn daylight_grade(daylight: Option<&str>) -> ColorGrade {
    match daylight {
        Some("midday") => ColorGrade::gain(1.12).then(ColorGrade::tint([255.0, 250.0, 235.0], 0.06)),
        Some("night") => ColorGrade::gain(0.36).then(ColorGrade::tint([90.0, 120.0, 210.0], 0.5)),
        Some("sunset") => ColorGrade::gain(0.86).then(ColorGrade::tint([255.0, 150.0, 80.0], 0.42)),
        Some("sunrise") => ColorGrade::gain(0.98).then(ColorGrade::tint([255.0, 190.0, 190.0], 0.34)),
        _ => ColorGrade::IDENTITY,
    }
}

fn season_grade(season: Option<&str>) -> ColorGrade {
    match season {
        Some("spring") => ColorGrade::saturation(1.1).then(ColorGrade::tint([190.0, 235.0, 170.0], 0.14)),
        Some("summer") => ColorGrade::saturation(1.35).then(ColorGrade::gain(1.04)),
        Some("autumn") => ColorGrade::tint([230.0, 150.0, 70.0], 0.26),
        Some("winter") => ColorGrade::saturation(0.45).then(ColorGrade::tint([200.0, 220.0, 255.0], 0.2)),
        _ => ColorGrade::IDENTITY,
    }
}
