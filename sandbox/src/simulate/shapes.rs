//! Draws rectangles, ellipses and hills.

use super::color::{Rgb, blend_toward};
use crate::random::mix as scatter;
use image::RgbImage;

/// The position and size of a shape, in fractions of the photo's width and height.
#[derive(Clone, Copy, Debug)]
pub struct Placement {
    /// Horizontal center.
    pub x: f32,
    /// Vertical center.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// The shape to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle with rounded corners.
    Block,
    /// An ellipse.
    Round,
    /// A faint ellipse.
    Shadow,
}

/// Draws a shape, lighter at the top, darker at the bottom and at the edge.
pub fn draw(photo: &mut RgbImage, shape: Shape, place: Placement, color: Rgb) {
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    let (half_x, half_y) = ((place.width * width / 2.0).max(1.0), (place.height * height / 2.0).max(1.0));
    let (cx, cy) = (place.x * width, place.y * height);
    let start = |center: f32, half: f32| (center - half).max(0.0) as u32;
    let end = |center: f32, half: f32, limit: u32| ((center + half).max(0.0) as u32 + 1).min(limit);
    for y in start(cy, half_y)..end(cy, half_y, photo.height()) {
        for x in start(cx, half_x)..end(cx, half_x, photo.width()) {
            let (across, down) = ((x as f32 - cx) / half_x, (y as f32 - cy) / half_y);
            let inside = inside(shape, across, down);
            if let Some(pixel) = photo.get_pixel_mut_checked(x, y).filter(|_| inside > 0.0) {
                let shade = if inside < 0.06 { 0.55 } else { 1.12 - 0.18 * (down + 1.0) };
                let strength = if shape == Shape::Shadow { 0.45 * inside } else { 0.96 };
                blend_toward(pixel, color.map(|channel| channel * shade), strength);
            }
        }
    }
}

/// Positive inside the shape, growing toward the center. Both coordinates run from −1 to 1.
fn inside(shape: Shape, across: f32, down: f32) -> f32 {
    match shape {
        Shape::Block => 1.0 - (across.powi(8) + down.powi(8)),
        Shape::Round | Shape::Shadow => 1.0 - (across * across + down * down),
    }
}

/// Draws a line of hills. The number decides their form and color.
pub fn draw_horizon(photo: &mut RgbImage, number: u64) {
    let color =
        [90.0 + (number % 90) as f32, 110.0 + (number >> 8) as f32 % 80.0, 70.0 + (number >> 16) as f32 % 110.0];
    let (width, height) = (photo.width().max(1) as f32, photo.height() as f32);
    let waves = [3.0, 7.0, 13.0].map(|rate| rate + (scatter(number ^ rate as u64) % 5) as f32);
    for (x, y, pixel) in photo.enumerate_pixels_mut() {
        let across = x as f32 / width * std::f32::consts::TAU;
        let wave: f32 = waves.iter().map(|rate| (across * rate / 2.0 + rate).sin() / rate).sum();
        let depth = y as f32 / height - (0.4 - 0.12 * wave);
        if (0.0..0.06).contains(&depth) {
            blend_toward(pixel, color, 0.5 * (1.0 - depth / 0.06));
        }
    }
}
