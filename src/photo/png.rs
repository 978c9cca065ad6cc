//! PNG: the chunks, by their lengths and checksums.

use super::bytes::{be32, find};
use super::crc::crc32;
use super::exif::{self, ExifOrientation};
use super::range_buffer::{FULL_SCAN_READ, ParseError, RangeBuffer, TAIL_BYTES};
use super::report::Report;
use super::requirements::MAX_BYTES;

pub(super) const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// The chunk that ends every PNG.
pub const END: &[u8; 12] = b"\0\0\0\0IEND\xae\x42\x60\x82";

/// What a hop over a chunk reads: the next header, and the whole of the last chunk.
const SKIP_READ: u32 = 32;
/// Hops over chunks before the tail is asked instead. They fit into what the head and the tail leave of 64 KiB.
const MAX_SKIPS: u64 = 40;
/// No orientation is worth reading more.
const MAX_EXIF: u32 = 64 * 1024;

const DAMAGED_SIGNATURE: &str = "its signature was altered, as happens when a file is sent as text";

#[derive(Debug, PartialEq, Eq)]
enum Phase {
    Signature,
    /// From chunk to chunk, reading headers alone.
    Headers,
    /// Too many chunks to hop over: is the last one in the tail?
    Tail,
    /// It is not: from chunk to chunk through the whole file.
    FullScan,
}

/// Where the walk through a file is.
#[derive(Debug)]
pub(super) struct Parser {
    phase: Phase,
    position: u64,
    skips: u64,
    /// The colour type, once the header has been seen.
    colour: Option<u8>,
    palette: bool,
    exif_seen: bool,
    animated: bool,
    data: Data,
}

/// Where the walk is relative to the picture data, which may lie in one run of chunks only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Data {
    Before,
    Within,
    Behind,
}

impl Parser {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::Signature,
            position: 8,
            skips: 0,
            colour: None,
            palette: false,
            exif_seen: false,
            animated: false,
            data: Data::Before,
        }
    }

    /// Goes on as far as the bytes allow. `Ok` means that nothing more is to be seen.
    pub(super) fn advance(&mut self, source: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        loop {
            match self.phase {
                Phase::Signature => {
                    signature(source.head())?;
                    self.phase = Phase::Headers;
                }
                Phase::Tail => {
                    let from = self.position.max(source.total.saturating_sub(TAIL_BYTES));
                    let length = usize::try_from(source.total.saturating_sub(from)).unwrap_or_default();
                    let tail = source.require(from, length, 0)?;
                    report.may_have_trailing_data = !tail.ends_with(END);
                    if find(tail, END).is_some() {
                        return Ok(());
                    }
                    self.phase = Phase::FullScan;
                }
                // What is too large for the service is not worth reading through.
                Phase::FullScan if source.total > MAX_BYTES => return Ok(()),
                Phase::Headers | Phase::FullScan => match self.chunk(source, report) {
                    Ok(true) => return Ok(()),
                    Ok(false) => {}
                    Err(ParseError::NeedBytes { .. }) if self.phase == Phase::Headers && self.skips == MAX_SKIPS => {
                        self.phase = if self.data != Data::Before { Phase::Tail } else { Phase::FullScan };
                    }
                    Err(halt) => {
                        self.skips += 1;
                        return Err(halt);
                    }
                },
            }
        }
    }

    /// One chunk; true where it was the last.
    fn chunk(&mut self, source: &RangeBuffer, report: &mut Report) -> Result<bool, ParseError> {
        let window = if self.phase == Phase::FullScan { FULL_SCAN_READ } else { SKIP_READ };
        let header = source.require(self.position, 8, window)?;
        let (Some(length), Some(kind)) = (be32(header, 0), header.last_chunk::<4>().copied()) else {
            return Err(ParseError::Truncated);
        };
        if length > 0x7FFF_FFFF {
            return Err(ParseError::Corrupt("a chunk with an impossible length"));
        }
        let next = self.position + 12 + u64::from(length);
        if &kind == b"IEND" && self.data != Data::Before {
            // Nothing of it is read by a decoder: neither data nor a checksum, which may be cut off.
            report.may_have_trailing_data |= next != source.total;
            return Ok(true);
        }
        if next > source.total {
            return Err(ParseError::Truncated);
        }
        if self.colour.is_none() && &kind == b"CgBI" {
            return Err(ParseError::Unsupported("a PNG in Apple's own variant for apps"));
        }
        if self.colour.is_none() != (&kind == b"IHDR") {
            return Err(ParseError::Corrupt("its header chunk is not where it must be"));
        }
        if is_critical(&kind) {
            self.critical(&kind, length, source, report, window)?;
        } else {
            self.ancillary(&kind, length, source, report, window)?;
        }
        self.position = next;
        if &kind == b"IDAT" && self.phase == Phase::Headers && source.from(next).len() < 8 {
            let left = source.total.saturating_sub(next) / (u64::from(length) + 12);
            if left > MAX_SKIPS {
                self.phase = Phase::Tail;
            }
        }
        Ok(false)
    }

    /// A chunk that every decoder must understand, and whose damage is the picture's. Small ones are asked for in full.
    fn critical(
        &mut self,
        kind: &[u8; 4],
        length: u32,
        source: &RangeBuffer,
        report: &mut Report,
        window: u32,
    ) -> Result<(), ParseError> {
        let longest = match kind {
            b"IHDR" => 13,
            b"PLTE" => 768,
            b"IDAT" => {
                verify_checksum(source, self.position, length)?;
                return self.picture(length);
            }
            b"IEND" => return Err(ParseError::Corrupt("it holds no picture data")),
            _ => return Err(ParseError::Corrupt("an unknown chunk that must be understood")),
        };
        if length > longest {
            return Err(ParseError::Corrupt("a chunk with the wrong length"));
        }
        let size = length as usize;
        source.require(self.position, size + 12, window)?;
        verify_checksum(source, self.position, length)?;
        if kind == b"PLTE" {
            return self.palette(size);
        }
        self.header(source.get(self.position + 8, size).unwrap_or_default(), report)
    }

    /// A chunk that a decoder ignores where it does not know it or where it is damaged.
    fn ancillary(
        &mut self,
        kind: &[u8; 4],
        length: u32,
        source: &RangeBuffer,
        report: &mut Report,
        window: u32,
    ) -> Result<(), ParseError> {
        if self.data == Data::Within {
            self.data = Data::Behind;
        }
        match kind {
            // Only before the picture, where decoders look for it, and the first one that is undamaged.
            b"eXIf" if self.data == Data::Before && !self.exif_seen && length <= MAX_EXIF => {
                let size = length as usize;
                source.require(self.position, size + 12, window)?;
                if verify_checksum(source, self.position, length).is_ok() {
                    self.exif_seen = true;
                    let data = source.get(self.position + 8, size).unwrap_or_default();
                    if let ExifOrientation::Found(orientation) = exif::find_orientation(data, size) {
                        report.orientation = orientation;
                    }
                }
            }
            b"acTL" if self.data == Data::Before && verify_checksum(source, self.position, length).is_ok() => {
                if std::mem::replace(&mut self.animated, true) {
                    return Err(ParseError::Corrupt("two headers of an animation"));
                }
                report.notes.push("This is an animated PNG: only its first picture counts.");
            }
            b"caBX" => report.credentials = Some("c2pa"),
            _ => {}
        }
        Ok(())
    }

    fn header(&mut self, data: &[u8], report: &mut Report) -> Result<(), ParseError> {
        let (Some(width), Some(height), Some(&[depth, colour, compression, filter, interlace])) =
            (be32(data, 0), be32(data, 4), data.get(8..).and_then(<[u8]>::first_chunk))
        else {
            return Err(ParseError::Corrupt("its header chunk is too short"));
        };
        report.width = Some(width);
        report.height = Some(height);
        let sides = [width, height];
        if sides.contains(&0) || sides.iter().any(|side| *side > 0x7FFF_FFFF) {
            return Err(ParseError::Corrupt("it gives an impossible width or height"));
        }
        let depths: &[u8] = match colour {
            0 => &[1, 2, 4, 8, 16],
            3 => &[1, 2, 4, 8],
            2 | 4 | 6 => &[8, 16],
            _ => &[],
        };
        if !depths.contains(&depth) {
            return Err(ParseError::Corrupt("an impossible colour type or bit depth"));
        }
        if compression != 0 || filter != 0 || interlace > 1 {
            return Err(ParseError::Corrupt("an unknown compression, filter or interlacing"));
        }
        self.colour = Some(colour);
        Ok(())
    }

    /// A palette. Pictures without palette colours may have one, too, as a suggestion, of which only the length is read.
    fn palette(&mut self, size: usize) -> Result<(), ParseError> {
        if std::mem::replace(&mut self.palette, true) {
            return Err(ParseError::Corrupt("two palettes"));
        }
        if size == 0 || (self.colour == Some(3) && !size.is_multiple_of(3)) {
            return Err(ParseError::Corrupt("a palette with the wrong length"));
        }
        Ok(())
    }

    /// A chunk of picture data.
    fn picture(&mut self, length: u32) -> Result<(), ParseError> {
        if self.colour == Some(3) && !self.palette {
            return Err(ParseError::Corrupt("its palette is missing"));
        }
        if length > 0 && self.data == Data::Behind {
            return Err(ParseError::Corrupt("its picture data lies apart"));
        }
        if length > 0 {
            self.data = Data::Within;
        }
        Ok(())
    }
}

/// Whether every decoder must understand a chunk: by a bit of its name, which may be no letter.
pub fn is_critical(kind: &[u8; 4]) -> bool {
    kind.first().is_some_and(|first| first & 0x20 == 0)
}

/// The signature. One that is damaged is still known by what follows it, and refused.
fn signature(head: &[u8]) -> Result<(), ParseError> {
    match head.first_chunk() {
        Some(SIGNATURE) => Ok(()),
        None if SIGNATURE.starts_with(head) => Err(ParseError::Truncated),
        _ => Err(ParseError::Corrupt(DAMAGED_SIGNATURE)),
    }
}

/// Checks a chunk's checksum, where all of it has been read.
fn verify_checksum(source: &RangeBuffer, position: u64, length: u32) -> Result<(), ParseError> {
    match source.get(position, length as usize + 12) {
        Some(chunk) if !has_valid_checksum(chunk) => Err(ParseError::Corrupt("a checksum does not match")),
        _ => Ok(()),
    }
}

/// Whether a chunk's checksum is the one of its name and data.
pub fn has_valid_checksum(chunk: &[u8]) -> bool {
    let (body, sum) = chunk.split_last_chunk::<4>().map_or((chunk, 0), |(body, sum)| (body, u32::from_be_bytes(*sum)));
    body.get(4..).map(crc32) == Some(sum)
}
