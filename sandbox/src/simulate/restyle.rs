//! Plain renders: each option has a look of its own.

use super::grade::Grade;
use super::{Rgb, shapes, sky};
use crate::orders::{Kind, Order, text};
use crate::random::hash;
use image::RgbImage;

/// Options that have no picture of their own and are told apart by a colour, with its strength.
const HASHED: [(&str, f32); 5] =
    [("style", 0.34), ("color", 0.28), ("architectural_material", 0.16), ("landscape", 0.18), ("type", 0.1)];

/// Renders a photo as its options say.
pub fn paint(mut photo: RgbImage, order: &Order) -> RgbImage {
    let option = |name| text(&order.options, name);
    grade(order).apply(&mut photo);
    if order.kind == Kind::Exterior {
        sky::paint(&mut photo, option("sky"), option("daylight"));
    }
    if let Some(landscape) = option("landscape") {
        shapes::horizon(&mut photo, hash(landscape));
    }
    if option("sky") == Some("rainy") {
        sky::rain(&mut photo);
    }
    if option("sky") == Some("snowy") || option("season") == Some("winter") {
        sky::snow(&mut photo);
    }
    photo
}

fn grade(order: &Order) -> Grade {
    let option = |name| text(&order.options, name);
    let mut grade = Grade::contrast(1.08).then(Grade::saturation(1.12));
    for (name, strength) in HASHED {
        if let Some(value) = option(name).filter(|value| !value.starts_with("no-")) {
            grade = grade.then(look(value, strength));
        }
    }
    if let Some(prompt) = option("prompt") {
        grade = grade.then(Grade::tint(color(prompt), 0.12));
    }
    let level = order.options.get("creativity_level").and_then(serde_json::Value::as_f64).unwrap_or(0.7) as f32;
    let strength = match option("creativity") {
        Some("precise") => level,
        Some("creative") => 1.4,
        _ => 1.0,
    };
    let light = grade.strength(strength);
    light.then(season(option("season"))).then(daylight(option("daylight")))
}

/// The look that a word stands for.
pub fn look(word: &str, strength: f32) -> Grade {
    let contrast = 0.88 + (hash(word) >> 8 & 0xff) as f32 / 255.0 * 0.3;
    Grade::tint(color(word), strength).then(Grade::contrast(contrast))
}

/// The colour that a word stands for: any hue, never pale.
pub fn color(word: &str) -> Rgb {
    let hue = (hash(word) % 360) as f32 / 60.0;
    let channel = |shift: f32| {
        let distance = ((hue + shift).rem_euclid(6.0) - 3.0).abs() - 1.0;
        60.0 + 180.0 * distance.clamp(0.0, 1.0)
    };
    [channel(0.0), channel(4.0), channel(2.0)]
}

fn daylight(daylight: Option<&str>) -> Grade {
    match daylight {
        Some("midday") => Grade::gain(1.12).then(Grade::tint([255.0, 250.0, 235.0], 0.06)),
        Some("night") => Grade::gain(0.36).then(Grade::tint([90.0, 120.0, 210.0], 0.5)),
        Some("sunset") => Grade::gain(0.86).then(Grade::tint([255.0, 150.0, 80.0], 0.42)),
        Some("sunrise") => Grade::gain(0.98).then(Grade::tint([255.0, 190.0, 190.0], 0.34)),
        _ => Grade::IDENTITY,
    }
}

fn season(season: Option<&str>) -> Grade {
    match season {
        Some("spring") => Grade::saturation(1.1).then(Grade::tint([190.0, 235.0, 170.0], 0.14)),
        Some("summer") => Grade::saturation(1.35).then(Grade::gain(1.04)),
        Some("autumn") => Grade::tint([230.0, 150.0, 70.0], 0.26),
        Some("winter") => Grade::saturation(0.45).then(Grade::tint([200.0, 220.0, 255.0], 0.2)),
        _ => Grade::IDENTITY,
    }
}
