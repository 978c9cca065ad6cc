//! Reads pixels of a photo that is stored as brightness at full size and color at half size.

/// Brightness, and blue and red differences at half size, row by row.
#[derive(Clone, Copy)]
pub struct Planes<'a> {
    /// One byte per pixel.
    pub luma: &'a [u8],
    /// Two bytes per four pixels.
    pub chroma: &'a [[u8; 2]],
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// Converts a row of red, green, blue and alpha. `chroma` has the values of the row above if `is_odd`, and gets the mean of both.
pub fn convert_row(pixels: &[[u8; 4]], luma: &mut [u8], chroma: &mut [[u8; 2]], is_odd: bool) {
    let pairs = pixels.chunks(2).zip(luma.chunks_mut(2)).zip(chroma);
    for ((pixels, luma), mean) in pairs {
        let mut sums = [0u32; 2];
        for ([red, green, blue, _], luma) in pixels.iter().zip(luma) {
            let [y, cb, cr] = to_ycbcr([*red, *green, *blue]);
            *luma = y;
            sums = [sums[0] + u32::from(cb), sums[1] + u32::from(cr)];
        }
        let count = pixels.len() as u32;
        let own = sums.map(|sum| (sum + count / 2) / count.max(1));
        *mean = if is_odd { [mix(mean[0], own[0]), mix(mean[1], own[1])] } else { own.map(|value| value as u8) };
    }
}

fn mix(above: u8, own: u32) -> u8 {
    ((u32::from(above) + own).div_ceil(2)) as u8
}

fn to_ycbcr(rgb: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = rgb.map(i32::from);
    let y = (19_595 * r + 38_470 * g + 7_471 * b + 32_768) >> 16;
    let cb = ((-11_059 * r - 21_709 * g + 32_768 * b + 32_768) >> 16) + 128;
    let cr = ((32_768 * r - 27_439 * g - 5_329 * b + 32_768) >> 16) + 128;
    [y, cb, cr].map(|value| value.clamp(0, 255) as u8)
}

/// Converts a color to red, green and blue.
#[inline]
pub(crate) fn to_rgb(luma: f32, [cb, cr]: [f32; 2]) -> [f32; 3] {
    let (cb, cr) = (cb - 128.0, cr - 128.0);
    [luma + 1.402 * cr, luma - 0.344_14 * cb - 0.714_14 * cr, luma + 1.772 * cb].map(|value| value.clamp(0.0, 255.0))
}

impl Planes<'_> {
    /// The mean red, green and blue of the squares of a grid, with a fourth value of 0. The squares are `step` pixels wide, and
    /// `side` of them are in a row and in a column. At the photo's border, the nearest pixels count.
    #[must_use]
    pub fn read_squares(&self, (left, top): (isize, isize), step: usize, side: usize) -> Vec<[f32; 4]> {
        let (half_width, half_height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let mut colors = Vec::with_capacity(side * side);
        for row in 0..side {
            let y = top + (row * step) as isize;
            let rows = range(y, step, self.height);
            let half_rows = range(y >> 1, step.div_ceil(2), half_height);
            for column in 0..side {
                let x = left + (column * step) as isize;
                let mut sum = 0;
                let columns = range(x, step, self.width);
                for y in rows.clone() {
                    let start = y * self.width;
                    let values = self.luma.get(start + columns.start..start + columns.end).unwrap_or_default();
                    sum += values.iter().map(|value| u32::from(*value)).sum::<u32>();
                }
                let luma = sum as f32 / (rows.len() * columns.len()) as f32;
                let mut sums = [0u32; 2];
                let columns = range(x >> 1, step.div_ceil(2), half_width);
                for y in half_rows.clone() {
                    let start = y * half_width;
                    for [cb, cr] in self.chroma.get(start + columns.start..start + columns.end).unwrap_or_default() {
                        sums = [sums[0] + u32::from(*cb), sums[1] + u32::from(*cr)];
                    }
                }
                let count = (half_rows.len() * columns.len()) as f32;
                let [red, green, blue] = to_rgb(luma, sums.map(|sum| sum as f32 / count));
                colors.push([red, green, blue, 0.0]);
            }
        }
        colors
    }

    /// A row from a pixel on: its brightness, and its color from the one of that pixel on.
    pub(crate) fn row(&self, x: usize, y: usize) -> (&[u8], &[[u8; 2]]) {
        let luma = self.luma.get(y * self.width + x..).unwrap_or_default();
        let chroma = self.chroma.get(y / 2 * self.width.div_ceil(2) + x / 2..).unwrap_or_default();
        (luma, chroma)
    }
}

/// The pixels from `start` on that are in the photo, or the nearest one.
fn range(start: isize, count: usize, size: usize) -> std::ops::Range<usize> {
    let low = start.clamp(0, size.max(1) as isize - 1);
    let high = (start + count as isize).clamp(low + 1, size.max(1) as isize);
    low as usize..high as usize
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Planes, convert_row};

    #[test]
    fn colors_survive_the_conversion_and_the_border_repeats_the_nearest_pixel() {
        let (width, height) = (5, 3);
        let mut luma = vec![0; width * height];
        let mut chroma = vec![[0; 2]; 3 * 2];
        let color = |y: usize| if y < 2 { [200, 40, 90, 255] } else { [20, 140, 60, 255] };
        for (y, row) in luma.chunks_exact_mut(width).enumerate() {
            let half = chroma.get_mut(y / 2 * 3..y / 2 * 3 + 3).unwrap_or_default();
            convert_row(&[color(y); 5], row, half, y % 2 == 1);
        }
        let planes = Planes { luma: &luma, chroma: &chroma, width, height };
        let squares = planes.read_squares((-2, -2), 2, 4);
        for (index, [red, green, blue, rest]) in squares.into_iter().enumerate() {
            let [r, g, b, _] = color(if index / 4 < 2 { 0 } else { 2 }).map(f32::from);
            let error = (red - r).abs().max((green - g).abs()).max((blue - b).abs());
            assert!(error < 2.5 && rest == 0.0, "square {index}: {red} {green} {blue}");
        }
    }
}
