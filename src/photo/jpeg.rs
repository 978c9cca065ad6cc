//! Parses a JPEG's segments up to the first scan, and finds its end marker.

use super::bytes::{be16, find, find_pair};
use super::exif::{self, ExifOrientation};
use super::range_buffer::{FULL_SCAN_READ, ParseError, RangeBuffer, TAIL_BYTES};
use super::report::Report;
use super::requirements::MAX_BYTES;

/// Bytes to read after skipping a segment: the next marker and, usually, the tables and the frame header.
const SKIP_READ: u32 = 1024;
/// The end marker.
pub const END: &[u8] = &[0xFF, 0xD9];
/// Skips before reads get larger. A segment has up to 64 KiB, so this covers 4 MiB of metadata.
const MAX_SKIPS: u32 = 64;
/// Bytes of a JUMBF segment to search for its content type, which follows two box headers.
const JUMBF_FRONT: usize = 64;
/// More than four quantization tables need. The contents of a longer segment are not checked.
const MAX_TABLES: usize = 1000;

#[derive(Debug)]
enum Phase {
    Header,
    /// The scan data starts at this offset. Look for the end marker in the tail.
    Tail(u32),
    /// The tail has no end marker. Look for it from this offset on.
    FullScan(u32),
}

/// The parser's state.
#[derive(Debug)]
pub(super) struct Parser {
    phase: Phase,
    position: u32,
    skips: u32,
    exif_seen: bool,
    /// The id and the quantization table of each component, after the frame header.
    components: Vec<(u8, u8)>,
    /// Bit mask of the defined quantization tables.
    tables: u8,
}

impl Parser {
    pub(super) fn new() -> Self {
        Self { phase: Phase::Header, position: 2, skips: 0, exif_seen: false, components: Vec::new(), tables: 0 }
    }

    /// Parses as far as the available bytes allow. `Ok` means that parsing is complete.
    pub(super) fn advance(&mut self, file: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        loop {
            match self.phase {
                Phase::Header => {
                    if let Err(error) = self.parse_segment(file, report) {
                        self.skips += 1;
                        return Err(error);
                    }
                }
                Phase::Tail(scan) => {
                    let from = scan.max(file.total.saturating_sub(TAIL_BYTES));
                    let length = file.total.saturating_sub(from);
                    let tail = file.require(from, length as usize, 0)?;
                    report.may_have_trailing_data = !tail.ends_with(END);
                    if find_pair(tail, 0xFF, 0xD9).is_some() || file.total > MAX_BYTES as u32 {
                        return Ok(());
                    }
                    self.phase = Phase::FullScan(scan);
                }
                Phase::FullScan(from) => match find_end_marker(file, from) {
                    Ok(Some(next)) => self.phase = Phase::FullScan(next),
                    Ok(None) => return Ok(()),
                    Err(error) => {
                        report.lacks_end_marker = error == ParseError::Truncated;
                        return Err(error);
                    }
                },
            }
        }
    }

    /// The minimum size of a read. Long metadata is read in larger pieces, to limit their number.
    fn window(&self) -> u32 {
        if self.skips < MAX_SKIPS { SKIP_READ } else { FULL_SCAN_READ }
    }

    /// Parses one segment before the scan.
    fn parse_segment(&mut self, file: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        let pair = file.require(self.position, 2, self.window())?;
        let (Some(0xFF), Some(marker)) = (pair.first(), pair.get(1).copied()) else {
            // Decoders skip stray bytes between segments.
            self.position += 1;
            return Ok(());
        };
        match marker {
            // A fill byte. Any number of them may precede a marker.
            0xFF => self.position += 1,
            0x00 | 0x01 | 0xD0..=0xD7 => self.position += 2,
            0xD8 => return Err(ParseError::Corrupt("second start marker in the header")),
            0xD9 => return Err(ParseError::Corrupt("it ends before any image data")),
            // Most decoders stop at these.
            0x02..=0xBF | 0xC8 | 0xDF | 0xF0..=0xF6 | 0xF8..=0xFD => {
                return Err(ParseError::Corrupt("unknown marker"));
            }
            _ => {
                let length = be16(file.require(self.position, 4, self.window())?, 2).unwrap_or_default();
                let payload = match length.checked_sub(2) {
                    Some(payload) => payload,
                    None if is_skipped(marker) => 0,
                    None => return Err(ParseError::Corrupt("invalid segment length")),
                };
                let end = self.position.saturating_add(4 + u32::from(payload));
                if end > file.total {
                    return Err(ParseError::Truncated);
                }
                self.parse_payload(marker, usize::from(payload), file, report)?;
                self.position = end;
            }
        }
        Ok(())
    }

    /// The start of the segment's payload. The read includes the marker, because parsing resumes there.
    fn payload_start<'a>(&self, length: usize, file: &'a RangeBuffer) -> Result<&'a [u8], ParseError> {
        let segment = file.require(self.position, length + 4, self.window())?;
        Ok(segment.get(4..).unwrap_or_default())
    }

    fn parse_payload(
        &mut self,
        marker: u8,
        length: usize,
        file: &RangeBuffer,
        report: &mut Report,
    ) -> Result<(), ParseError> {
        match marker {
            // The numbers of DHT and DAC are in the range of the frames.
            0xC4 => check_huffman_tables(self.payload_start(length, file)?)?,
            0xCC => {}
            0xC0..=0xCF | 0xF7 => self.parse_frame(marker, self.payload_start(length.min(255), file)?, report)?,
            0xDE => return Err(ParseError::Unsupported("a hierarchical JPEG")),
            0xDB if length > MAX_TABLES => self.tables = 15,
            0xDB => self.tables |= list_quantization_tables(self.payload_start(length, file)?)?,
            0xDA => {
                self.check_scan(self.payload_start(length.min(16), file)?)?;
                self.phase = Phase::Tail(self.position + 4 + length as u32);
            }
            0xDD if length != 2 => return Err(ParseError::Corrupt("invalid restart interval")),
            0xE1 if !self.exif_seen => self.parse_exif(length, file, report)?,
            0xEB if report.credentials.is_none() => {
                let front = self.payload_start(length.min(JUMBF_FRONT), file)?;
                if front.starts_with(b"JP") && find(front, b"c2pa").is_some() {
                    report.credentials = Some("c2pa");
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The first EXIF block with content wins, as in browsers; a malformed one is ignored. The byte after its name can have
    /// any value.
    fn parse_exif(&mut self, length: usize, file: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        const NAME: &[u8] = b"Exif\0";
        const START: usize = NAME.len() + 1;
        if length <= START || !self.payload_start(START, file)?.starts_with(NAME) {
            return Ok(());
        }
        let length = length - START;
        let mut reach = 8.min(length);
        loop {
            let front = self.payload_start(START + reach, file)?;
            match exif::find_orientation(front.get(START..).unwrap_or_default(), length) {
                ExifOrientation::Found(orientation) => report.orientation = orientation,
                ExifOrientation::Absent => {}
                ExifOrientation::NeedBytes(further) => {
                    reach = further;
                    continue;
                }
            }
            self.exif_seen = true;
            return Ok(());
        }
    }

    fn parse_frame(&mut self, marker: u8, bytes: &[u8], report: &mut Report) -> Result<(), ParseError> {
        let (Some(&precision), Some(height), Some(width), Some(&count)) =
            (bytes.first(), be16(bytes, 1), be16(bytes, 3), bytes.get(5))
        else {
            return Err(ParseError::Corrupt("frame header too short"));
        };
        if !self.components.is_empty() {
            return Err(ParseError::Corrupt("two frame headers"));
        }
        report.width = Some(u32::from(width));
        report.height = Some(u32::from(height));
        check_coding(marker, precision, count)?;
        if width == 0 || height == 0 {
            return Err(ParseError::Corrupt("its width or height is 0"));
        }
        let components = bytes.get(6..).unwrap_or_default();
        if components.len() != usize::from(count) * 3 {
            return Err(ParseError::Corrupt("invalid frame header length"));
        }
        for component in components.chunks_exact(3) {
            let &[id, sampling, table] = component else { continue };
            if !(1..=4).contains(&(sampling >> 4)) || !(1..=4).contains(&(sampling & 15)) || table > 3 {
                return Err(ParseError::Corrupt("invalid color components"));
            }
            self.components.push((id, table));
        }
        Ok(())
    }

    /// Checks the header of the first scan: its components and their tables must exist.
    fn check_scan(&self, bytes: &[u8]) -> Result<(), ParseError> {
        if self.components.is_empty() {
            return Err(ParseError::Corrupt("image data without a frame header"));
        }
        let count = bytes.first().map_or(0, |count| usize::from(*count));
        if !(1..=4).contains(&count) || bytes.len() != count * 2 + 4 {
            return Err(ParseError::Corrupt("invalid scan header length"));
        }
        for id in bytes.iter().skip(1).step_by(2).take(count) {
            let Some((_, table)) = self.components.iter().find(|(component, _)| component == id) else {
                return Err(ParseError::Corrupt("scan of a missing component"));
            };
            if self.tables & (1 << table) == 0 {
                return Err(ParseError::Corrupt("missing quantization table"));
            }
        }
        Ok(())
    }
}

/// Accepts the codings that browsers decode: baseline, extended and progressive with 8 bits.
fn check_coding(marker: u8, precision: u8, components: u8) -> Result<(), ParseError> {
    let name = match marker {
        0xC3 => "a lossless JPEG",
        0xC5..=0xC7 => "a hierarchical JPEG",
        0xC9 | 0xCA => "a JPEG with arithmetic coding",
        0xCB => "a lossless JPEG with arithmetic coding",
        0xCD..=0xCF => "a hierarchical JPEG with arithmetic coding",
        0xF7 => "a JPEG-LS file",
        _ if precision == 12 => "a 12-bit JPEG",
        _ if precision != 8 => return Err(ParseError::Corrupt("invalid bits per sample")),
        _ => match components {
            1 | 3 | 4 => return Ok(()),
            2 => "a JPEG with two color components",
            _ => return Err(ParseError::Corrupt("invalid number of color components")),
        },
    };
    Err(ParseError::Unsupported(name))
}

/// Whether decoders skip a segment with this marker. They treat one with a length below 2 as empty.
fn is_skipped(marker: u8) -> bool {
    matches!(marker, 0xDC | 0xE0..=0xEF | 0xFE)
}

/// Checks the tables of a DHT segment: a class and an id, sixteen counts, and the values.
fn check_huffman_tables(mut bytes: &[u8]) -> Result<(), ParseError> {
    while let Some((head, rest)) = bytes.split_first() {
        let counts = rest.get(..16).unwrap_or_default();
        let values: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let (0..=256, true, Some(next)) = (values, head & 0xEC == 0, rest.get(16 + values..)) else {
            return Err(ParseError::Corrupt("invalid Huffman table"));
        };
        bytes = next;
    }
    Ok(())
}

/// The bit mask of the tables that a DQT segment defines.
fn list_quantization_tables(mut bytes: &[u8]) -> Result<u8, ParseError> {
    let mut defined = 0;
    while let Some((head, rest)) = bytes.split_first() {
        let size = match head >> 4 {
            0 => 64,
            1 => 128,
            _ => return Err(ParseError::Corrupt("invalid quantization table")),
        };
        let (true, Some(next)) = (head & 15 < 4, rest.get(size..)) else {
            return Err(ParseError::Corrupt("invalid quantization table"));
        };
        defined |= 1 << (head & 15);
        bytes = next;
    }
    Ok(defined)
}

/// Searches the available bytes from `from` on for the end marker. Returns where to continue, or `None` once found.
///
/// Other data may follow the image: a motion photo's video, a second image, a camera's trailer, padding. Image data
/// never contains the end marker, so an image with the marker is complete.
fn find_end_marker(file: &RangeBuffer, from: u32) -> Result<Option<u32>, ParseError> {
    let mut seen = file.from(from);
    if seen.len() < 2 {
        file.require(from, 2, FULL_SCAN_READ)?;
        seen = file.get(from, 2).unwrap_or_default();
    }
    if find_pair(seen, 0xFF, 0xD9).is_some() {
        return Ok(None);
    }
    // Search the last byte again, together with the next one.
    Ok(Some(from + (seen.len() as u32).saturating_sub(1).max(1)))
}
