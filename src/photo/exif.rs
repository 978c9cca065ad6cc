//! The orientation in an EXIF block: a TIFF header and its first directory, in either byte order.

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExifOrientation {
    /// An orientation from 1 to 8.
    Found(u8),
    /// None, or a block that cannot be followed: both mean "as stored".
    Absent,
    /// The first directory lies in the first so many bytes of the block, which are more than were given.
    NeedBytes(usize),
}

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
const ENTRY: usize = 12;

struct Tiff<'a> {
    bytes: &'a [u8],
    little_endian: bool,
}

impl Tiff<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let pair = self.bytes.get(at..)?.first_chunk().copied()?;
        Some(if self.little_endian { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let four = self.bytes.get(at..)?.first_chunk().copied()?;
        Some(if self.little_endian { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }
}

/// Looks into a block of `length` bytes of which the front is given.
pub(super) fn find_orientation(front: &[u8], length: usize) -> ExifOrientation {
    let little_endian = match front.first_chunk() {
        Some(b"II*\0") => true,
        Some(b"MM\0*") => false,
        _ => return missing(8, front, length),
    };
    let tiff = Tiff { bytes: front, little_endian };
    let Some(directory) = tiff.u32(4).and_then(|offset| usize::try_from(offset).ok()) else {
        return missing(8, front, length);
    };
    let Some(entries) = directory.checked_add(2) else { return ExifOrientation::Absent };
    let Some(count) = tiff.u16(directory) else { return missing(entries, front, length) };
    for index in 0..usize::from(count) {
        let Some(at) = index.checked_mul(ENTRY).and_then(|skip| entries.checked_add(skip)) else { break };
        match entry(&tiff, at) {
            Some(ExifOrientation::Absent) => {}
            Some(found) => return found,
            None => return missing(entries.saturating_add(usize::from(count) * ENTRY), front, length),
        }
    }
    ExifOrientation::Absent
}

/// One entry: `None` where it is not all there.
fn entry(tiff: &Tiff<'_>, at: usize) -> Option<ExifOrientation> {
    let value = tiff.u16(at.checked_add(8)?)?;
    let matches = tiff.u16(at)? == ORIENTATION && tiff.u16(at + 2)? == SHORT && tiff.u32(at + 4)? == 1;
    let value = u8::try_from(value).ok().filter(|value| matches && (1..=8).contains(value));
    Some(value.map_or(ExifOrientation::Absent, ExifOrientation::Found))
}

/// The block says it goes on: either the rest has not been given, or it lies.
fn missing(needed: usize, front: &[u8], length: usize) -> ExifOrientation {
    let reach = needed.min(length);
    if reach > front.len() { ExifOrientation::NeedBytes(reach) } else { ExifOrientation::Absent }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    const BIG: &[u8] = b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x01\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
    const LITTLE: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0";

    #[test]
    fn either_byte_order() {
        assert_eq!(find_orientation(BIG, BIG.len()), ExifOrientation::Found(6));
        assert_eq!(find_orientation(LITTLE, LITTLE.len()), ExifOrientation::Found(8));
    }

    #[test]
    fn asks_for_what_lies_further_in() {
        assert_eq!(find_orientation(&BIG[..9], BIG.len()), ExifOrientation::NeedBytes(10));
        assert_eq!(find_orientation(&BIG[..20], BIG.len()), ExifOrientation::NeedBytes(34));
        assert_eq!(find_orientation(&BIG[..4], BIG.len()), ExifOrientation::NeedBytes(8));
    }

    #[test]
    fn what_cannot_be_followed_is_absent() {
        for cut in 0..LITTLE.len() - 4 {
            assert_eq!(find_orientation(&LITTLE[..cut], cut), ExifOrientation::Absent, "{cut}");
        }
        let far = b"II*\0\xff\xff\xff\xff\x01\0";
        assert_eq!(find_orientation(far, far.len()), ExifOrientation::Absent);
    }

    #[test]
    fn other_values_and_types_are_absent() {
        for (at, value) in [(18, 0), (18, 9), (12, 4), (14, 2)] {
            let mut bytes = LITTLE.to_vec();
            bytes[at] = value;
            assert_eq!(find_orientation(&bytes, bytes.len()), ExifOrientation::Absent, "{at} {value}");
        }
    }
}
