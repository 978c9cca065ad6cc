//! A guided filter (He, Sun and Tang): in a small window, coverage is a linear function of the color.

use crate::photo::{Planes, to_rgb};

type Values = [f32; 4];

/// Coverage as a linear function of red, green and blue, for each sample of a square: three factors and an offset.
pub struct LinearModel {
    side: usize,
    factors: Vec<Values>,
}

/// A part of a row of a photo, and where it is in the samples.
#[derive(Clone, Copy)]
pub struct RowPlace {
    /// The first column and the row in the photo.
    pub pixel: (usize, usize),
    /// The center of the first pixel, in samples.
    pub sample: (f32, f32),
    /// Pixels to a side of a sample.
    pub step: usize,
}

impl LinearModel {
    /// Fits a model to red, green, blue and coverage of `side` rows of `side` samples, in windows of this radius. `noise` is the
    /// contrast below which it smooths.
    #[must_use]
    pub fn fit(samples: &[Values], side: usize, radius: usize, noise: f32) -> Self {
        let mut blur = Blur::new(side, radius);
        let mean = blur.blur(samples.to_vec());
        let with_red = blur.blur(samples.iter().map(|[r, g, b, p]| [r * r, r * g, r * b, r * p]).collect());
        let others = blur.blur(samples.iter().map(|[_, g, b, p]| [g * g, g * b, g * p, b * p]).collect());
        let with_blue = blur.blur(samples.iter().map(|[_, _, b, _]| [b * b, 0.0, 0.0, 0.0]).collect());
        let products = with_red.iter().zip(&others).zip(&with_blue);
        let solved = mean.iter().zip(products).map(|(mean, ((with_red, others), with_blue))| {
            let ([r, g, b, p], [rr, rg, rb, rp], [gg, gb, gp, bp], [bb, ..]) = (*mean, *with_red, *others, *with_blue);
            let covariance =
                [rr - r * r + noise, rg - r * g, rb - r * b, gg - g * g + noise, gb - g * b, bb - b * b + noise];
            let [x, y, z] = solve(covariance, [rp - p * r, gp - p * g, bp - p * b]);
            [x, y, z, p - x * r - y * g - z * b]
        });
        let factors = blur.blur(solved.collect());
        Self { side, factors }
    }

    /// Renders the coverage of a part of a row, 0 to 255. `sharpness` is the steepness of edges.
    pub fn render(&self, photo: &Planes, place: RowPlace, sharpness: f32, coverage: &mut [u8]) {
        let (column, y) = place.pixel;
        let (luma, chroma) = photo.row(column, y);
        let line = self.line(place.sample.1);
        let pace = 1.0 / place.step as f32;
        let start = place.sample.0 - 0.5;
        let is_odd = column % 2;
        for (at, (pixel, luma)) in coverage.iter_mut().zip(luma).enumerate() {
            let x = start + at as f32 * pace;
            let index = x as usize;
            let (Some(near), Some(far)) = (line.get(index), line.get(index + 1)) else { continue };
            let color = chroma.get((at + is_odd) / 2).map_or([128.0; 2], |color| color.map(f32::from));
            let [red, green, blue] = to_rgb(f32::from(*luma), color);
            let [a, b, c, offset] = lerp(*near, *far, x - index as f32);
            let value = a * red + b * green + c * blue + offset;
            *pixel = (((value - 0.5) * sharpness + 0.5).clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        }
    }

    /// The factors of a row, interpolated.
    fn line(&self, y: f32) -> Vec<Values> {
        let y = (y - 0.5).max(0.0);
        let row = y as usize;
        let part = y - row as f32;
        let rows = self.factors.get(row * self.side..).unwrap_or_default();
        let next = rows.get(self.side..).unwrap_or(rows);
        rows.iter().take(self.side).zip(next).map(|(near, far)| lerp(*near, *far, part)).collect()
    }
}

fn lerp(from: Values, to: Values, part: f32) -> Values {
    let [a, b, c, d] = from;
    let [e, f, g, h] = to;
    [a + (e - a) * part, b + (f - b) * part, c + (g - c) * part, d + (h - d) * part]
}

/// Solves a symmetric system of three equations.
fn solve([a, b, c, d, e, f]: [f32; 6], [x, y, z]: [f32; 3]) -> [f32; 3] {
    let (m, n, o) = (d * f - e * e, c * e - b * f, b * e - c * d);
    let determinant = a * m + b * n + c * o;
    if determinant.abs() < 1e-6 {
        return [0.0; 3];
    }
    let (p, q, r) = (a * f - c * c, b * c - a * e, a * d - b * b);
    let inverse = 1.0 / determinant;
    [(m * x + n * y + o * z), (n * x + p * y + q * z), (o * x + q * y + r * z)].map(|value| value * inverse)
}

/// A box blur of a square. At the border, the window is smaller.
struct Blur {
    side: usize,
    radius: usize,
    /// One divided by the size of the window at each place of a row.
    shares: Vec<f32>,
    /// Rows with a margin of zeros.
    padded: Vec<Values>,
}

impl Blur {
    fn new(side: usize, radius: usize) -> Self {
        let radius = radius.min(side.saturating_sub(1));
        let size = |at: usize| (at + radius).min(side - 1) - at.saturating_sub(radius) + 1;
        let shares = (0..side).map(|at| 1.0 / size(at) as f32).collect();
        Self { side, radius, shares, padded: Vec::new() }
    }

    fn blur(&mut self, mut values: Vec<Values>) -> Vec<Values> {
        for row in values.chunks_exact_mut(self.side.max(1)) {
            self.blur_lines(row, 1);
        }
        self.blur_lines(&mut values, self.side);
        values
    }

    /// Blurs along lines that lie next to each other: one row, or all columns.
    fn blur_lines(&mut self, values: &mut [Values], lines: usize) {
        let zeros = |count: usize| std::iter::repeat_n([0.0; 4], count * lines);
        self.padded.clear();
        self.padded.extend(zeros(self.radius));
        self.padded.extend_from_slice(values);
        self.padded.extend(zeros(self.radius + 1));
        let size = 2 * self.radius + 1;
        let mut sums = vec![[0.0f32; 4]; lines];
        for part in self.padded.chunks_exact(lines).take(size) {
            sums.iter_mut().zip(part).for_each(|(sum, value)| *sum = add(*sum, *value));
        }
        let entering = self.padded.chunks_exact(lines).skip(size);
        let moving = self.padded.chunks_exact(lines).zip(entering);
        for ((out, (leaving, entering)), share) in values.chunks_exact_mut(lines).zip(moving).zip(&self.shares) {
            for ((sum, out), (leaving, entering)) in sums.iter_mut().zip(out).zip(leaving.iter().zip(entering)) {
                *out = sum.map(|value| value * share);
                *sum = add(*sum, add(*entering, leaving.map(|value| -value)));
            }
        }
    }
}

#[inline]
fn add([a, b, c, d]: Values, [e, f, g, h]: Values) -> Values {
    [a + e, b + f, c + g, d + h]
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Blur, LinearModel, RowPlace};
    use crate::photo::Planes;

    #[test]
    fn a_blur_averages_the_window_which_is_smaller_at_the_border() {
        let side = 7;
        let values: Vec<[f32; 4]> = (0..49).map(|at| [(at * at % 31) as f32, at as f32, 1.0, 0.0]).collect();
        let found = Blur::new(side, 2).blur(values.clone());
        for (index, blurred) in found.iter().enumerate() {
            let (x, y) = (index % side, index / side);
            let mut sum = [0.0f32; 4];
            let mut count = 0.0;
            for (other, value) in values.iter().enumerate() {
                if (other % side).abs_diff(x) <= 2 && (other / side).abs_diff(y) <= 2 {
                    sum = super::add(sum, *value);
                    count += 1.0;
                }
            }
            for (found, sum) in blurred.iter().zip(sum) {
                assert!((found - sum / count).abs() < 1e-3, "at {x}, {y}: {found} instead of {}", sum / count);
            }
        }
    }

    #[test]
    fn coverage_follows_the_edge_of_the_photo_and_not_the_guess() {
        let (side, edge) = (32, 17);
        let luma: Vec<u8> = (0..side * side).map(|at| if at % side < edge { 40 } else { 200 }).collect();
        let chroma = vec![[128; 2]; side * side / 4];
        let photo = Planes { luma: &luma, chroma: &chroma, width: side, height: side };
        let mut samples = photo.read_squares((0, 0), 1, side);
        for (at, sample) in samples.iter_mut().enumerate() {
            // Two pixels off.
            sample[3] = if at % side < edge + 2 { 1.0 } else { 0.0 };
        }
        let model = LinearModel::fit(&samples, side, 5, 60.0);
        let mut row = vec![0; side];
        model.render(&photo, RowPlace { pixel: (0, 16), sample: (0.5, 16.5), step: 1 }, 2.0, &mut row);
        assert!(row.iter().take(edge).all(|value| *value > 200), "{row:?}");
        assert!(row.iter().skip(edge).take(10).all(|value| *value < 128), "{row:?}");
    }
}
