//! Parses a PNG's chunks and verifies their checksums.

use super::bytes::{be32, find};
use super::crc::crc32;
use super::exif::{self, ExifOrientation};
use super::range_buffer::{FULL_SCAN_READ, ParseError, RangeBuffer, TAIL_BYTES};
use super::report::Report;
use super::requirements::MAX_BYTES;

pub(super) const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// The chunk that ends every PNG.
pub const END: &[u8; 12] = b"\0\0\0\0IEND\xae\x42\x60\x82";

/// Bytes to read after skipping a chunk: the next header, or all of the last chunk.
const SKIP_READ: u32 = 32;
/// Skips before the parser looks at the tail instead. With the head and the tail, they stay within 64 KiB.
const MAX_SKIPS: u32 = 40;
/// The maximum size of an EXIF chunk to read.
const MAX_EXIF: u32 = 64 * 1024;

const DAMAGED_SIGNATURE: &str = "its signature was altered, probably by a transfer in text mode";

#[derive(Debug, PartialEq, Eq)]
enum Phase {
    Signature,
    /// Chunk by chunk, reading only the headers.
    Headers,
    /// Too many chunks to skip. Look for the last one in the tail.
    Tail,
    /// The tail does not have it. Read chunk by chunk through the whole file.
    FullScan,
}

/// The parser's state.
#[derive(Debug)]
pub(super) struct Parser {
    phase: Phase,
    position: u32,
    skips: u32,
    /// The color type, after the header.
    color_type: Option<u8>,
    has_palette: bool,
    exif_seen: bool,
    animated: bool,
    data: Data,
}

/// The position relative to the image data, which must be in consecutive chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Data {
    Before,
    Within,
    After,
}

impl Parser {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::Signature,
            position: 8,
            skips: 0,
            color_type: None,
            has_palette: false,
            exif_seen: false,
            animated: false,
            data: Data::Before,
        }
    }

    /// Parses as far as the available bytes allow. `Ok` means that parsing is complete.
    pub(super) fn advance(&mut self, file: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        loop {
            match self.phase {
                Phase::Signature => {
                    check_signature(file.head())?;
                    self.phase = Phase::Headers;
                }
                Phase::Tail => {
                    let from = self.position.max(file.total.saturating_sub(TAIL_BYTES));
                    let length = file.total.saturating_sub(from);
                    let tail = file.require(from, length as usize, 0)?;
                    report.may_have_trailing_data = !tail.ends_with(END);
                    if find(tail, END).is_some() {
                        return Ok(());
                    }
                    self.phase = Phase::FullScan;
                }
                // The service rejects a file of this size anyway.
                Phase::FullScan if file.total > MAX_BYTES as u32 => return Ok(()),
                Phase::Headers | Phase::FullScan => match self.parse_chunk(file, report) {
                    Ok(true) => return Ok(()),
                    Ok(false) => {}
                    Err(ParseError::NeedBytes { .. }) if self.phase == Phase::Headers && self.skips == MAX_SKIPS => {
                        self.phase = if self.data != Data::Before { Phase::Tail } else { Phase::FullScan };
                    }
                    Err(error) => {
                        self.skips += 1;
                        return Err(error);
                    }
                },
            }
        }
    }

    /// Parses one chunk and returns whether it was the last.
    fn parse_chunk(&mut self, file: &RangeBuffer, report: &mut Report) -> Result<bool, ParseError> {
        let window = if self.phase == Phase::FullScan { FULL_SCAN_READ } else { SKIP_READ };
        let header = file.require(self.position, 8, window)?;
        let (Some(length), Some(kind)) = (be32(header, 0), header.last_chunk::<4>().copied()) else {
            return Err(ParseError::Truncated);
        };
        if length > 0x7FFF_FFFF {
            return Err(ParseError::Corrupt("invalid chunk length"));
        }
        // Lengths have 31 bits.
        let next = self.position.saturating_add(12 + length);
        if &kind == b"IEND" && self.data != Data::Before {
            // Decoders ignore the data and the checksum of this chunk, so both may be missing.
            report.may_have_trailing_data |= next != file.total;
            return Ok(true);
        }
        if next > file.total {
            return Err(ParseError::Truncated);
        }
        if self.color_type.is_none() && &kind == b"CgBI" {
            return Err(ParseError::Unsupported("a PNG in Apple's CgBI variant"));
        }
        if self.color_type.is_none() != (&kind == b"IHDR") {
            return Err(ParseError::Corrupt("misplaced header chunk"));
        }
        if is_critical(&kind) {
            self.parse_critical_chunk(&kind, length, file, report, window)?;
        } else {
            self.parse_ancillary_chunk(&kind, length, file, report, window)?;
        }
        self.position = next;
        if &kind == b"IDAT" && self.phase == Phase::Headers && file.from(next).len() < 8 {
            let left = file.total.saturating_sub(next) / (length + 12);
            if left > MAX_SKIPS {
                self.phase = Phase::Tail;
            }
        }
        Ok(false)
    }

    /// Parses a chunk that every decoder must understand. Small ones are read completely.
    fn parse_critical_chunk(
        &mut self,
        kind: &[u8; 4],
        length: u32,
        file: &RangeBuffer,
        report: &mut Report,
        window: u32,
    ) -> Result<(), ParseError> {
        let longest = match kind {
            b"IHDR" => 13,
            b"PLTE" => 768,
            b"IDAT" => {
                verify_checksum(file, self.position, length)?;
                return self.check_image_data(length);
            }
            b"IEND" => return Err(ParseError::Corrupt("no image data")),
            _ => return Err(ParseError::Corrupt("unknown critical chunk")),
        };
        if length > longest {
            return Err(ParseError::Corrupt("invalid chunk length"));
        }
        let size = length as usize;
        file.require(self.position, size + 12, window)?;
        verify_checksum(file, self.position, length)?;
        if kind == b"PLTE" {
            return self.check_palette(size);
        }
        self.parse_header(file.get(self.position + 8, size).unwrap_or_default(), report)
    }

    /// Parses a chunk that decoders may ignore, even if damaged.
    fn parse_ancillary_chunk(
        &mut self,
        kind: &[u8; 4],
        length: u32,
        file: &RangeBuffer,
        report: &mut Report,
        window: u32,
    ) -> Result<(), ParseError> {
        if self.data == Data::Within {
            self.data = Data::After;
        }
        match kind {
            // Decoders use the first intact one before the image data.
            b"eXIf" if self.data == Data::Before && !self.exif_seen && length <= MAX_EXIF => {
                let size = length as usize;
                file.require(self.position, size + 12, window)?;
                if verify_checksum(file, self.position, length).is_ok() {
                    self.exif_seen = true;
                    let data = file.get(self.position + 8, size).unwrap_or_default();
                    if let ExifOrientation::Found(orientation) = exif::find_orientation(data, size) {
                        report.orientation = orientation;
                    }
                }
            }
            b"acTL" if self.data == Data::Before && verify_checksum(file, self.position, length).is_ok() => {
                if std::mem::replace(&mut self.animated, true) {
                    return Err(ParseError::Corrupt("two animation headers"));
                }
                report.notes.push("This is an animated PNG. Only its first frame is used.");
            }
            b"caBX" => report.credentials = Some("c2pa"),
            _ => {}
        }
        Ok(())
    }

    fn parse_header(&mut self, data: &[u8], report: &mut Report) -> Result<(), ParseError> {
        let (Some(width), Some(height), Some(&[depth, color_type, compression, filter, interlace])) =
            (be32(data, 0), be32(data, 4), data.get(8..).and_then(<[u8]>::first_chunk))
        else {
            return Err(ParseError::Corrupt("header chunk too short"));
        };
        report.width = Some(width);
        report.height = Some(height);
        let sides = [width, height];
        if sides.contains(&0) || sides.iter().any(|side| *side > 0x7FFF_FFFF) {
            return Err(ParseError::Corrupt("invalid width or height"));
        }
        let depths: &[u8] = match color_type {
            0 => &[1, 2, 4, 8, 16],
            3 => &[1, 2, 4, 8],
            2 | 4 | 6 => &[8, 16],
            _ => &[],
        };
        if !depths.contains(&depth) {
            return Err(ParseError::Corrupt("invalid color type or bit depth"));
        }
        if compression != 0 || filter != 0 || interlace > 1 {
            return Err(ParseError::Corrupt("unknown compression, filter or interlacing"));
        }
        self.color_type = Some(color_type);
        Ok(())
    }

    /// Checks a palette. True-color images may have one as a suggestion; decoders ignore its contents.
    fn check_palette(&mut self, size: usize) -> Result<(), ParseError> {
        if std::mem::replace(&mut self.has_palette, true) {
            return Err(ParseError::Corrupt("two palettes"));
        }
        if size == 0 || (self.color_type == Some(3) && !size.is_multiple_of(3)) {
            return Err(ParseError::Corrupt("invalid palette length"));
        }
        Ok(())
    }

    /// Checks a chunk of image data.
    fn check_image_data(&mut self, length: u32) -> Result<(), ParseError> {
        if self.color_type == Some(3) && !self.has_palette {
            return Err(ParseError::Corrupt("missing palette"));
        }
        if length > 0 && self.data == Data::After {
            return Err(ParseError::Corrupt("its image data is not consecutive"));
        }
        if length > 0 {
            self.data = Data::Within;
        }
        Ok(())
    }
}

/// Whether every decoder must understand a chunk: a bit of the first byte of its name.
pub fn is_critical(kind: &[u8; 4]) -> bool {
    kind.first().is_some_and(|first| first & 0x20 == 0)
}

/// Checks the signature. A damaged one is an error, because the rest identified the file as a PNG.
fn check_signature(head: &[u8]) -> Result<(), ParseError> {
    match head.first_chunk() {
        Some(SIGNATURE) => Ok(()),
        None if SIGNATURE.starts_with(head) => Err(ParseError::Truncated),
        _ => Err(ParseError::Corrupt(DAMAGED_SIGNATURE)),
    }
}

/// Verifies a chunk's checksum, if the chunk is completely available.
fn verify_checksum(file: &RangeBuffer, position: u32, length: u32) -> Result<(), ParseError> {
    match file.get(position, length as usize + 12) {
        Some(chunk) if !has_valid_checksum(chunk) => Err(ParseError::Corrupt("wrong checksum")),
        _ => Ok(()),
    }
}

/// Whether the checksum matches the chunk's name and data.
pub fn has_valid_checksum(chunk: &[u8]) -> bool {
    let (body, sum) = chunk.split_last_chunk::<4>().map_or((chunk, 0), |(body, sum)| (body, u32::from_be_bytes(*sum)));
    body.get(4..).map(crc32) == Some(sum)
}
