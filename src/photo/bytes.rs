//! Numbers out of bytes, and text out of parts.

/// Two bytes, most significant first.
pub fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// Four bytes, most significant first.
pub fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..)?.first_chunk().copied()?))
}

/// Where `needle` first is in `haystack`.
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len().max(1)).position(|window| window == needle)
}

/// Where `first` and then `second` first are. Made for megabytes: it is one pass without a slice comparison.
pub(super) fn find_pair(haystack: &[u8], first: u8, second: u8) -> Option<usize> {
    haystack.iter().zip(haystack.iter().skip(1)).position(|(a, b)| *a == first && *b == second)
}
