//! Averages the neighbors of each pixel of a line: a box blur.

/// Selects every fourth byte of a word.
const PAIR: u64 = 0x0000_00ff_0000_00ff;
/// One half in units of 2^-23, for both of a pair.
const HALF: u64 = 0x0040_0000_0040_0000;

/// Averages the `2 * radius + 1` pixels around each pixel, rounded to nearest. `padded` has `radius` pixels more before the
/// line, and `radius + 1` after it.
pub fn average_pixels(padded: &[u8], radius: usize, out: &mut [u8]) {
    average(padded, radius, out);
}

/// The same for eight lines at once. A word has one pixel of each.
pub fn average_words(padded: &[u64], radius: usize, out: &mut [u64]) {
    average(padded, radius, out);
}

fn average<P: Pixel>(padded: &[P], radius: usize, out: &mut [P]) {
    let size = 2 * radius + 1;
    let divisor = size as u64;
    // 255 * 2^23 fits into 32 bits, and the reciprocal's error stays far below one half even for the largest box.
    let reciprocal = ((1 << 23) + divisor / 2) / divisor;
    let mut sum = P::Sum::default();
    for pixel in padded.iter().take(size) {
        sum = P::step(sum, *pixel, P::BLACK);
    }
    let entering = padded.get(size..).unwrap_or_default();
    for ((mean, leaving), entering) in out.iter_mut().zip(padded).zip(entering) {
        *mean = P::mean(sum, reciprocal);
        sum = P::step(sum, *entering, *leaving);
    }
}

/// The unit of the blur: one pixel, or eight adjacent pixels.
trait Pixel: Copy {
    /// The sum of pixels.
    type Sum: Copy + Default;
    /// The value that adds nothing.
    const BLACK: Self;

    /// Adds one pixel to the sum and removes another.
    fn step(sum: Self::Sum, entering: Self, leaving: Self) -> Self::Sum;

    /// Multiplies the sum by a reciprocal in units of 2^-23.
    fn mean(sum: Self::Sum, reciprocal: u64) -> Self;
}

impl Pixel for u8 {
    type Sum = u32;
    const BLACK: Self = 0;

    #[inline(always)]
    fn step(sum: u32, entering: u8, leaving: u8) -> u32 {
        sum + u32::from(entering) - u32::from(leaving)
    }

    #[inline(always)]
    fn mean(sum: u32, reciprocal: u64) -> u8 {
        ((sum * reciprocal as u32 + (1 << 22)) >> 23) as u8
    }
}

/// Eight pixels in a word, summed as four pairs with 32 bits per pixel, which never overflow.
impl Pixel for u64 {
    type Sum = [u64; 4];
    const BLACK: Self = 0;

    #[inline(always)]
    fn step([a, b, c, d]: [u64; 4], entering: u64, leaving: u64) -> [u64; 4] {
        let pair = |sum: u64, shift: u32| sum + (entering >> shift & PAIR) - (leaving >> shift & PAIR);
        [pair(a, 0), pair(b, 8), pair(c, 16), pair(d, 24)]
    }

    #[inline(always)]
    fn mean([a, b, c, d]: [u64; 4], reciprocal: u64) -> u64 {
        let pair = |sum: u64| (sum * reciprocal + HALF) >> 23 & PAIR;
        pair(a) | pair(b) << 8 | pair(c) << 16 | pair(d) << 24
    }
}

#[cfg(test)]
mod tests {
    use super::average;

    #[test]
    fn flat_area_stays_flat_at_every_radius() {
        for radius in 1..=171 {
            let (mut one, mut eight) = ([0; 4], [0; 4]);
            average(&vec![253u8; 4 + 2 * radius + 1], radius, &mut one);
            average(&vec![u64::MAX - 1; 4 + 2 * radius + 1], radius, &mut eight);
            assert_eq!((one, eight), ([253; 4], [u64::MAX - 1; 4]));
        }
    }
}
