//! Points, rectangles and the arithmetic that brushes and shapes share.

/// Coordinates are clamped to this range, in pixels. Beyond it, they would only lose precision.
const MAX_COORDINATE: f64 = 1_000_000.0;

/// A point on the photo, in pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Distance from the left.
    pub x: f64,
    /// Distance from the top.
    pub y: f64,
    /// Pen pressure, 0 to 1, which scales the brush. Shapes ignore it.
    pub pressure: f64,
}

impl Point {
    /// The clamped coordinates; `None` if one is not finite.
    pub fn clamp(self) -> Option<(f64, f64)> {
        let limit = |number: f64| number.clamp(-MAX_COORDINATE, MAX_COORDINATE);
        (self.x.is_finite() && self.y.is_finite()).then(|| (limit(self.x), limit(self.y)))
    }
}

/// Applies paint or an eraser of this strength to a pixel.
#[inline]
pub fn blend(pixel: &mut u8, strength: u8, erase: bool) {
    *pixel = if erase { (*pixel).min(!strength) } else { (*pixel).max(strength) };
}

/// The maximum of two numbers. `f64::max`, which handles NaN, is a function call in WebAssembly.
#[inline]
pub fn max(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The minimum of two numbers.
#[inline]
pub fn min(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
