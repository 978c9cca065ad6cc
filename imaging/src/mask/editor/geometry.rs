//! Points, rectangles and the arithmetic that brushes and shapes share.

/// Coordinates are brought this near, in pixels: further out they change nothing but the precision.
const MAX_COORDINATE: f64 = 1_000_000.0;

/// A place on the photo, in its pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
    /// How hard a pen is pressed, 0 to 1; the brush's size is multiplied by it. Shapes have no use for it.
    pub pressure: f64,
}

impl Point {
    /// The place, near enough to reckon with; none where a coordinate is no number.
    pub fn place(self) -> Option<(f64, f64)> {
        let near = |number: f64| number.clamp(-MAX_COORDINATE, MAX_COORDINATE);
        (self.x.is_finite() && self.y.is_finite()).then(|| (near(self.x), near(self.y)))
    }
}

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// The first column.
    pub x: u32,
    /// The first row.
    pub y: u32,
    /// How many columns.
    pub width: u32,
    /// How many rows.
    pub height: u32,
}

/// A pixel under a mark, or under an eraser, of this strength.
#[inline]
pub fn blend(pixel: &mut u8, strength: u8, erase: bool) {
    *pixel = if erase { (*pixel).min(!strength) } else { (*pixel).max(strength) };
}

/// The larger of two numbers. `f64::max`, which thinks of what is no number, is a call in WebAssembly.
#[inline]
pub fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The smaller of two numbers.
#[inline]
pub fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
