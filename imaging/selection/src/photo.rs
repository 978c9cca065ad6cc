//! The pixels of a photo: brightness at full size and color at half size, which is what a JPEG file has. They take 1.5 bytes
//! per pixel.

use crate::grid::Grid;

/// A color in the CIE Lab space.
pub type Lab = [f32; 3];

/// The pixels of a photo.
#[derive(Clone, Debug, Default)]
pub struct Photo {
    luma: Grid<u8>,
    chroma: Grid<[u8; 2]>,
    /// Rows that were added.
    rows: usize,
}

impl Photo {
    /// Creates a black photo.
    #[must_use]
    pub fn new(width: usize, height: usize) -> Self {
        let chroma = Grid::new(width.div_ceil(2), height.div_ceil(2), [128; 2]);
        Self { luma: Grid::new(width, height, 0), chroma, rows: 0 }
    }

    /// The width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.luma.width
    }

    /// The height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.luma.height
    }

    /// Adds the next rows, with four bytes per pixel. The first three are red, green and blue.
    pub fn push(&mut self, pixels: &[u8]) {
        let width = self.luma.width.max(1);
        for row in pixels.as_chunks::<4>().0.chunks_exact(width) {
            let y = self.rows;
            self.rows += 1;
            for (x, [red, green, blue, _]) in row.iter().enumerate() {
                let [luma, color @ ..] = to_ycbcr([*red, *green, *blue]);
                self.luma.set(y * width + x, luma);
                // The mean of up to four pixels, one after another.
                let index = y / 2 * self.chroma.width + x / 2;
                if (x | y) & 1 == 0 {
                    self.chroma.set(index, color);
                } else {
                    let [first, second] = self.chroma.at(index);
                    let [cb, cr] = color;
                    self.chroma.set(index, [mix(first, cb, x & 1 & y), mix(second, cr, x & 1 & y)]);
                }
            }
        }
    }

    /// The mean color of a rectangle, which has at least one pixel.
    #[must_use]
    pub fn mean(&self, left: f32, top: f32, right: f32, bottom: f32) -> [f32; 3] {
        let luma = mean(&self.luma, left, top, right, bottom, |luma| [luma, 0]);
        let color = mean(&self.chroma, left / 2.0, top / 2.0, right / 2.0, bottom / 2.0, |color| color);
        let ([y, _], [cb, cr]) = (luma, color.map(|value| value - 128.0));
        [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb].map(|value| value.clamp(0.0, 255.0))
    }
}

/// Adds the second, third or fourth value to a mean.
fn mix(mean: u8, value: u8, is_last: usize) -> u8 {
    let weight = if is_last == 1 { 3 } else { 1 };
    ((u16::from(mean) * weight + u16::from(value) + weight.div_ceil(2)) / (weight + 1)) as u8
}

fn mean<T: Copy + Default>(
    grid: &Grid<T>,
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    values: impl Fn(T) -> [u8; 2],
) -> [f32; 2] {
    let range = |low: f32, high: f32, size: usize| {
        let low = (low.max(0.0).round() as usize).min(size.saturating_sub(1));
        low..(high.max(0.0).round() as usize).clamp(low + 1, size.max(low + 1))
    };
    let (columns, rows) = (range(left, right, grid.width), range(top, bottom, grid.height));
    let number = (columns.len() * rows.len()) as f32;
    let mut sums = [0u32; 2];
    for y in rows {
        let start = y * grid.width;
        let row = grid.data.get(start + columns.start..start + columns.end).unwrap_or_default();
        for value in row {
            let [first, second] = values(*value);
            let [a, b] = sums;
            sums = [a + u32::from(first), b + u32::from(second)];
        }
    }
    sums.map(|sum| sum as f32 / number)
}

fn to_ycbcr(rgb: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = rgb.map(i32::from);
    let y = (19_595 * r + 38_470 * g + 7_471 * b + 32_768) >> 16;
    let cb = ((-11_059 * r - 21_709 * g + 32_768 * b + 32_768) >> 16) + 128;
    let cr = ((32_768 * r - 27_439 * g - 5_329 * b + 32_768) >> 16) + 128;
    [y, cb, cr].map(|value| value.clamp(0, 255) as u8)
}

/// Converts sRGB values of 0 to 255.
pub(crate) fn to_lab(rgb: [f32; 3]) -> Lab {
    // The curve of sRGB, as a polynomial.
    let [r, g, b] = rgb.map(|value| {
        let value = value / 255.0;
        value * (value * (value * 0.305_306 + 0.682_171) + 0.012_523)
    });
    let curve = |value: f32| if value > 0.008_856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 };
    let x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    let y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The squared distance of two colors.
#[inline]
pub(crate) fn distance(a: Lab, b: Lab) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
