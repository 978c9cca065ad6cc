//! Converts coverage to the PNG's gray levels, eight pixels per word (the first in the lowest byte).

use reroom_kernels::compare::ONES;

const HIGH: u64 = 0x8080_8080_8080_8080;
/// The conversion from coverage to gray levels.
#[derive(Clone, Copy, Debug)]
pub(super) struct GrayLevels {
    threshold: u64,
    flip: u64,
    soft: bool,
}

impl GrayLevels {
    /// Coverage of at least `threshold` becomes white, the rest black. `invert` swaps the two.
    pub fn binary(threshold: u8, invert: bool) -> Self {
        Self { threshold: splat(threshold), flip: if invert { u64::MAX } else { 0 }, soft: false }
    }

    /// Coverage is unchanged, or inverted with `invert`.
    pub fn soft(invert: bool) -> Self {
        Self { soft: true, ..Self::binary(0, invert) }
    }

    /// Whether soft coverage is kept.
    pub fn is_soft(self) -> bool {
        self.soft
    }

    /// The coverage that becomes black, if soft coverage is kept.
    pub fn black(self) -> u8 {
        self.flip as u8
    }

    /// Converts eight pixels to gray levels.
    #[inline(always)]
    pub fn gray(self, word: u64) -> u64 {
        (if self.soft { word } else { (self.marks(word) >> 7) * 255 }) ^ self.flip
    }

    /// Converts eight pixels to bits, the first in the highest bit.
    #[inline(always)]
    pub fn bits(self, word: u64) -> u8 {
        let gathered = (self.marks(word) >> 7).wrapping_mul(0x8040_2010_0804_0201) >> 56;
        gathered as u8 ^ self.flip as u8
    }

    /// Converts pixels in place. Returns nonzero if any pixel is white.
    pub fn binarize(self, pixels: &mut [u8]) -> u64 {
        let (words, rest) = pixels.as_chunks_mut::<8>();
        let mut any = 0;
        for word in words {
            let gray = self.gray(u64::from_le_bytes(*word));
            *word = gray.to_le_bytes();
            any |= gray;
        }
        for pixel in rest {
            *pixel = self.gray(u64::from(*pixel)) as u8;
            any |= u64::from(*pixel);
        }
        any
    }

    /// Sets the high bit of each pixel that reaches the threshold.
    #[inline(always)]
    pub fn marks(self, word: u64) -> u64 {
        at_least(word, self.threshold)
    }
}

/// Packs up to eight bytes into a word, filled with zeros.
pub(super) fn partial(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// Subtracts each byte of `b` from that of `a`, wrapping.
#[inline(always)]
pub(super) fn difference(a: u64, b: u64) -> u64 {
    ((a | HIGH) - (b & !HIGH)) ^ ((a ^ !b) & HIGH)
}

/// Sets the high bit of each byte of `a` that is at least the byte of `b`.
#[inline(always)]
fn at_least(a: u64, b: u64) -> u64 {
    let low = (a | HIGH) - (b & !HIGH);
    ((a & !b) | (!(a ^ b) & low)) & HIGH
}

fn splat(byte: u8) -> u64 {
    u64::from(byte) * ONES
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn word_conversion_equals_byte_conversion(pixels: [u8; 8], other: [u8; 8], threshold: u8, invert: bool) {
            let (word, marked) = (u64::from_le_bytes(pixels), pixels.map(|p| (p >= threshold) != invert));
            let levels = GrayLevels::binary(threshold, invert);
            prop_assert_eq!(levels.gray(word).to_le_bytes(), marked.map(|m| if m { 255 } else { 0 }));
            prop_assert_eq!(levels.bits(word), marked.iter().fold(0, |bits, m| bits << 1 | u8::from(*m)));
            prop_assert_eq!(GrayLevels::soft(true).gray(word).to_le_bytes(), pixels.map(|p| 255 - p));
            let expected: Vec<u8> = pixels.iter().zip(&other).map(|(a, b)| a.wrapping_sub(*b)).collect();
            prop_assert_eq!(difference(word, u64::from_le_bytes(other)).to_le_bytes().to_vec(), expected);
        }

        #[test]
        fn binarize_applies_the_threshold(data in proptest::collection::vec(any::<u8>(), 0..40), threshold: u8) {
            let expected: Vec<u8> = data.iter().map(|v| if *v >= threshold { 255 } else { 0 }).collect();
            let mut result = data;
            prop_assert_eq!(GrayLevels::binary(threshold, false).binarize(&mut result) != 0, expected.contains(&255));
            prop_assert_eq!(result, expected);
        }
    }

    #[test]
    fn partial_word_fills_the_low_bytes() {
        assert_eq!(partial(&[1, 2, 3]), 0x03_02_01);
        assert_eq!(partial(&[]), 0);
    }
}
