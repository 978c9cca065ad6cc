//! Compares 64 bytes at a time, as eight words.

/// Bytes compared at once.
pub const GROUP_BYTES: usize = 64;
/// A byte times this fills a word.
pub const ONES: u64 = 0x0101_0101_0101_0101;

/// Not 0 if two groups differ.
#[inline(always)]
#[must_use]
pub fn difference(one: &[u8; GROUP_BYTES], other: &[u8; GROUP_BYTES]) -> u64 {
    let ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]) = (words(one), words(other));
    (a ^ i) | (b ^ j) | (c ^ k) | (d ^ l) | (e ^ m) | (f ^ n) | (g ^ o) | (h ^ p)
}

/// Not 0 if any word of the group differs from `word`.
#[inline(always)]
#[must_use]
pub fn unlike(group: &[u8; GROUP_BYTES], word: u64) -> u64 {
    let [a, b, c, d, e, f, g, h] = words(group);
    (a ^ word) | (b ^ word) | (c ^ word) | (d ^ word) | (e ^ word) | (f ^ word) | (g ^ word) | (h ^ word)
}

#[inline(always)]
fn words(group: &[u8; GROUP_BYTES]) -> [u64; 8] {
    let [a, b, c, d, e, f, g, h] = group.as_chunks::<8>().0 else { return [0; 8] };
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    [word(a), word(b), word(c), word(d), word(e), word(f), word(g), word(h)]
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_changed_byte_is_a_difference(byte: u8, place in 0..GROUP_BYTES, change in 1u8..) {
            let (flat, mut other) = ([byte; GROUP_BYTES], [byte; GROUP_BYTES]);
            prop_assert_eq!(difference(&flat, &other) | unlike(&flat, u64::from_le_bytes([byte; 8])), 0);
            if let Some(byte) = other.get_mut(place) {
                *byte ^= change;
            }
            prop_assert_ne!(difference(&flat, &other), 0);
            prop_assert_ne!(unlike(&other, u64::from_le_bytes([byte; 8])), 0);
        }
    }
}
