//! Finds the orientation in an EXIF block: a TIFF header and its first directory, in either byte order.

/// The result of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExifOrientation {
    /// An orientation from 1 to 8.
    Found(u8),
    /// No orientation, or a malformed block. Both mean that the photo is displayed as stored.
    Absent,
    /// The directory needs this many bytes of the block, more than were passed in.
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

/// Searches a block of `length` bytes, of which `front` is the available start.
pub(super) fn find_orientation(front: &[u8], length: usize) -> ExifOrientation {
    let little_endian = match front.first_chunk() {
        Some(b"II*\0") => true,
        Some(b"MM\0*") => false,
        _ => return need_bytes(8, front, length),
    };
    let tiff = Tiff { bytes: front, little_endian };
    let Some(directory) = tiff.u32(4).and_then(|offset| usize::try_from(offset).ok()) else {
        return need_bytes(8, front, length);
    };
    let Some(entries) = directory.checked_add(2) else { return ExifOrientation::Absent };
    let Some(count) = tiff.u16(directory) else { return need_bytes(entries, front, length) };
    for index in 0..usize::from(count) {
        let Some(at) = index.checked_mul(ENTRY).and_then(|skip| entries.checked_add(skip)) else { break };
        match read_entry(&tiff, at) {
            Some(ExifOrientation::Absent) => {}
            Some(found) => return found,
            None => return need_bytes(entries.saturating_add(usize::from(count) * ENTRY), front, length),
        }
    }
    ExifOrientation::Absent
}

/// Reads one directory entry; `None` if it is incomplete.
fn read_entry(tiff: &Tiff<'_>, at: usize) -> Option<ExifOrientation> {
    let value = tiff.u16(at.checked_add(8)?)?;
    let matches = tiff.u16(at)? == ORIENTATION && tiff.u16(at + 2)? == SHORT && tiff.u32(at + 4)? == 1;
    let value = u8::try_from(value).ok().filter(|value| matches && (1..=8).contains(value));
    Some(value.map_or(ExifOrientation::Absent, ExifOrientation::Found))
}

/// Asks for more of the block, unless all of it is available and its offsets are wrong.
fn need_bytes(needed: usize, front: &[u8], length: usize) -> ExifOrientation {
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
    fn orientation_is_found_in_either_byte_order() {
        assert_eq!(find_orientation(BIG, BIG.len()), ExifOrientation::Found(6));
        assert_eq!(find_orientation(LITTLE, LITTLE.len()), ExifOrientation::Found(8));
    }

    #[test]
    fn incomplete_block_asks_for_more_bytes() {
        assert_eq!(find_orientation(&BIG[..9], BIG.len()), ExifOrientation::NeedBytes(10));
        assert_eq!(find_orientation(&BIG[..20], BIG.len()), ExifOrientation::NeedBytes(34));
        assert_eq!(find_orientation(&BIG[..4], BIG.len()), ExifOrientation::NeedBytes(8));
    }

    #[test]
    fn malformed_block_has_no_orientation() {
        for cut in 0..LITTLE.len() - 4 {
            assert_eq!(find_orientation(&LITTLE[..cut], cut), ExifOrientation::Absent, "{cut}");
        }
        let far = b"II*\0\xff\xff\xff\xff\x01\0";
        assert_eq!(find_orientation(far, far.len()), ExifOrientation::Absent);
    }

    #[test]
    fn invalid_value_or_type_is_no_orientation() {
        for (at, value) in [(18, 0), (18, 9), (12, 4), (14, 2)] {
            let mut bytes = LITTLE.to_vec();
            bytes[at] = value;
            assert_eq!(find_orientation(&bytes, bytes.len()), ExifOrientation::Absent, "{at} {value}");
        }
    }
}
