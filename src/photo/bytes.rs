//! Reads numbers from bytes and searches in them.

/// Reads a big-endian `u16` at a position.
pub fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// Reads a big-endian `u32` at a position.
pub fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// The first position of `needle` in `haystack`.
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len().max(1)).position(|window| window == needle)
}

/// The first position of two consecutive bytes. Faster than [`find`] over megabytes.
pub(super) fn find_pair(haystack: &[u8], first: u8, second: u8) -> Option<usize> {
    haystack.iter().zip(haystack.iter().skip(1)).position(|(a, b)| *a == first && *b == second)
}
