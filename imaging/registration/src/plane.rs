//! Images with one number per pixel.

/// Edges weaker than this are noise, in levels per pixel.
const NOISE: f32 = 1.5;
/// The strength of an edge that counts half as much as the strongest ones, in levels per pixel.
const STRONG: f32 = 8.0;
/// The local average of the edges spans this many pixels to each side.
const REACH: usize = 8;

/// A row of pixels, without `margin` pixels at both ends, and shifted to the right. Empty outside the image.
pub(super) fn row<T>(pixels: &[T], width: usize, y: usize, margin: usize, shift: isize) -> &[T] {
    let start = (y * width + margin).saturating_add_signed(shift);
    pixels.get(start..start + width.saturating_sub(2 * margin)).unwrap_or_default()
}

/// One number per pixel, row by row.
#[derive(Clone, Debug, Default)]
pub(super) struct Plane {
    pub width: usize,
    pub data: Vec<f32>,
}

impl Plane {
    /// The brightness of RGBA pixels.
    pub fn luminance(pixels: &[u8], width: usize) -> Self {
        let luma = |[r, g, b, _]: &[u8; 4]| f32::from(*r) * 0.299 + f32::from(*g) * 0.587 + f32::from(*b) * 0.114;
        Self { width, data: pixels.as_chunks().0.iter().map(luma).collect() }
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.data.len() / self.width.max(1)
    }

    /// A row; see [`row`].
    pub fn row(&self, y: usize, margin: usize, shift: isize) -> &[f32] {
        row(&self.data, self.width, y, margin, shift)
    }

    /// Averages blocks of two by two pixels.
    pub fn halve(&self) -> Self {
        let width = self.width / 2;
        let mut data = Vec::with_capacity(self.data.len() / 4);
        for y in 0..self.height() / 2 {
            let (upper, lower) = (self.row(2 * y, 0, 0).as_chunks().0, self.row(2 * y + 1, 0, 0).as_chunks().0);
            data.extend(upper.iter().zip(lower).map(|([a, b], [c, d])| (a + b + c + d) * 0.25));
        }
        Self { width, data }
    }

    /// The strengths of the edges (Sobel), without their local average. Compressed, so that the strongest do not outweigh all
    /// others.
    ///
    /// Another style changes colors and brightness, but most edges stay.
    pub fn edges(&self) -> Self {
        let mut edges = Self { width: self.width, data: Vec::with_capacity(self.data.len()) };
        let last = self.height().saturating_sub(1);
        for y in 0..=last {
            let [above, row, below] = [y.saturating_sub(1), y, (y + 1).min(last)].map(|y| self.row(y, 0, 0));
            let columns = above.windows(3).zip(row.windows(3)).zip(below.windows(3));
            edges.data.push(0.0);
            edges.data.extend(columns.map(|((above, row), below)| match (above, row, below) {
                ([a, b, c], [d, _, e], [f, g, h]) => {
                    let across = (c - a + 2.0 * (e - d) + h - f) * 0.125;
                    let down = (f - a + 2.0 * (g - b) + h - c) * 0.125;
                    let strength = (across * across + down * down).sqrt();
                    (strength - NOISE).max(0.0) / (strength + STRONG)
                }
                _ => 0.0,
            }));
            edges.data.resize((y + 1) * self.width, 0.0);
        }
        edges.details()
    }

    /// The image without its local average.
    pub fn details(&self) -> Self {
        let data = self.data.iter().zip(self.average(REACH).data).map(|(value, average)| value - average);
        Self { width: self.width, data: data.collect() }
    }

    /// Averages each pixel with those around it, up to `reach` pixels away. Outside the image, all are 0.
    pub fn average(&self, reach: usize) -> Self {
        self.average_rows(reach).average_columns(reach)
    }

    fn average_rows(&self, reach: usize) -> Self {
        let mut data = Vec::with_capacity(self.data.len());
        let share = 1.0 / (2 * reach + 1) as f32;
        for row in self.data.chunks_exact(self.width.max(1)) {
            let at = |place: usize| row.get(place).copied().unwrap_or_default();
            let mut sum: f32 = row.iter().take(reach).sum();
            for x in 0..self.width {
                sum += at(x + reach);
                data.push(sum * share);
                // Before the start, it wraps around to a place that does not exist.
                sum -= at(x.wrapping_sub(reach));
            }
        }
        Self { width: self.width, data }
    }

    fn average_columns(&self, reach: usize) -> Self {
        let mut data = Vec::with_capacity(self.data.len());
        let share = 1.0 / (2 * reach + 1) as f32;
        let mut sums = vec![0.0; self.width];
        let add = |sums: &mut [f32], y: usize, sign: f32| {
            for (sum, value) in sums.iter_mut().zip(self.row(y, 0, 0)) {
                *sum += value * sign;
            }
        };
        for y in 0..reach {
            add(&mut sums, y, 1.0);
        }
        for y in 0..self.height() {
            add(&mut sums, y + reach, 1.0);
            data.extend(sums.iter().map(|sum| sum * share));
            if let Some(y) = y.checked_sub(reach) {
                add(&mut sums, y, -1.0);
            }
        }
        Self { width: self.width, data }
    }
}
