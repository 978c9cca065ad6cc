//! Masks for tests.

use crate::Mask;

/// A mask with the coverage at the center of each pixel.
pub fn mask(width: u32, height: u32, pixel: impl Fn(f64, f64) -> u8) -> Mask {
    let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Mask { width, height, data: data.map(|(x, y)| pixel(f64::from(x) + 0.5, f64::from(y) + 0.5)).collect() }
}

/// A disc in the middle of a square, with a soft edge.
pub fn disc(size: u32, radius: f64) -> Mask {
    let center = f64::from(size) / 2.0;
    mask(size, size, |x, y| ((radius - (x - center).hypot(y - center) + 0.5).clamp(0.0, 1.0) * 255.0).round() as u8)
}

/// A rectangle with a hard edge.
pub fn rectangle(width: u32, height: u32, (left, top, right, bottom): (f64, f64, f64, f64)) -> Mask {
    mask(width, height, |x, y| if x > left && x < right && y > top && y < bottom { 255 } else { 0 })
}

/// The covered area, in pixels.
pub fn area(mask: &Mask) -> f64 {
    mask.data.iter().map(|byte| f64::from(*byte) / 255.0).sum()
}
