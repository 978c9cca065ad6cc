//! The pixels of a photo: brightness at full size and color at half size, which is what a JPEG file has. They take 1.5 bytes
//! per pixel.

use crate::grid::Grid;
use reroom_kernels::photo::{Planes, convert_row};

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
        let (width, half) = (self.luma.width.max(1), self.chroma.width);
        for row in pixels.as_chunks::<4>().0.chunks_exact(width) {
            let y = self.rows;
            self.rows += 1;
            let luma = self.luma.data.get_mut(y * width..(y + 1) * width).unwrap_or_default();
            let chroma = self.chroma.data.get_mut(y / 2 * half..(y / 2 + 1) * half).unwrap_or_default();
            convert_row(row, luma, chroma, y % 2 == 1);
        }
    }

    /// Its planes.
    pub(crate) fn planes(&self) -> Planes<'_> {
        let Grid { width, height, data } = &self.luma;
        Planes { luma: data, chroma: &self.chroma.data, width: *width, height: *height }
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
