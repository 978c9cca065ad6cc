//! Simulates skies and weather.

use super::color::{Rgb, blend_toward, luminance, mix};
use crate::random::mix as scatter;
use image::RgbImage;

/// The height of the sky, as a fraction of the photo's height.
const REACH: f32 = 0.45;

/// Draws a sky over the bright parts of the upper area.
pub fn add_sky(photo: &mut RgbImage, sky: Option<&str>, daylight: Option<&str>) {
    let Some((top, bottom)) = colors(sky, daylight) else { return };
    let reach = (photo.height() as f32 * REACH).max(1.0);
    for (_, y, pixel) in photo.enumerate_pixels_mut() {
        let depth = y as f32 / reach;
        if depth >= 1.0 {
            break;
        }
        let bright = (luminance(*pixel) / 160.0).clamp(0.25, 1.0);
        blend_toward(pixel, mix_colors(top, bottom, depth), 0.8 * (1.0 - depth) * bright);
    }
}

fn colors(sky: Option<&str>, daylight: Option<&str>) -> Option<(Rgb, Rgb)> {
    let by_day = match sky {
        Some("clear") => Some(([60.0, 130.0, 225.0], [190.0, 220.0, 250.0])),
        Some("cloudy") => Some(([150.0, 158.0, 168.0], [205.0, 208.0, 212.0])),
        Some("rainy") => Some(([92.0, 100.0, 112.0], [140.0, 146.0, 154.0])),
        Some("snowy") => Some(([205.0, 212.0, 222.0], [240.0, 243.0, 248.0])),
        Some("misty") => Some(([215.0, 216.0, 214.0], [232.0, 232.0, 230.0])),
        _ => None,
    };
    let by_light = match daylight {
        Some("night") => Some(([8.0, 12.0, 40.0], [30.0, 40.0, 80.0])),
        Some("sunset") => Some(([90.0, 60.0, 120.0], [255.0, 150.0, 70.0])),
        Some("sunrise") => Some(([150.0, 150.0, 210.0], [255.0, 200.0, 170.0])),
        _ => None,
    };
    match (by_day, by_light) {
        (Some((top, bottom)), Some((high, low))) => Some((mix_colors(top, high, 0.6), mix_colors(bottom, low, 0.6))),
        (one, other) => one.or(other),
    }
}

fn mix_colors(from: Rgb, to: Rgb, share: f32) -> Rgb {
    let ([r, g, b], [x, y, z]) = (from, to);
    [mix(r, x, share), mix(g, y, share), mix(b, z, share)]
}

/// Draws slanted streaks of rain.
pub fn add_rain(photo: &mut RgbImage) {
    for (x, y, pixel) in photo.enumerate_pixels_mut() {
        let slanted = x + y / 4;
        if scatter(u64::from(slanted) << 20 | u64::from(y / 40)).is_multiple_of(53) {
            blend_toward(pixel, [225.0, 230.0, 240.0], 0.35);
        }
    }
}

/// Draws snowflakes: one at a random position in each cell of a grid.
pub fn add_snow(photo: &mut RgbImage) {
    let cell = (photo.width() / 60).max(8);
    for (x, y, pixel) in photo.enumerate_pixels_mut() {
        let place = scatter(u64::from(x / cell) << 32 | u64::from(y / cell));
        let (cx, cy) = (place % u64::from(cell), (place >> 16) % u64::from(cell));
        let distance = u64::from(x % cell).abs_diff(cx).pow(2) + u64::from(y % cell).abs_diff(cy).pow(2);
        if distance <= u64::from(cell / 8).pow(2).max(2) {
            blend_toward(pixel, [255.0; 3], 0.85);
        }
    }
}
