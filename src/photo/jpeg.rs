//! JPEG: the markers up to the first scan, and the end marker.

use super::bytes::{be16, find, find_pair};
use super::exif::{self, ExifOrientation};
use super::range_buffer::{FULL_SCAN_READ, ParseError, RangeBuffer, TAIL_BYTES};
use super::report::Report;
use super::requirements::MAX_BYTES;

/// What a hop over a segment reads: enough for the marker after it, and mostly for the tables and the frame behind that.
const SKIP_READ: u32 = 1024;
/// The end marker.
pub const END: &[u8] = &[0xFF, 0xD9];
/// Hops before larger windows are read. A segment holds 64 KiB at most, so this is 4 MiB of metadata.
const MAX_SKIPS: u32 = 64;
/// Where in a JUMBF segment the kind of its content stands: behind the two boxes' headers.
const JUMBF_FRONT: usize = 64;
/// Four quantisation tables at their largest are smaller; a longer segment of them is not looked into.
const MAX_TABLES: usize = 1000;

#[derive(Debug)]
enum Phase {
    Header,
    /// The scan data begins at this offset; is the end marker in the tail?
    Tail(u64),
    /// It is not. From this offset on it is looked for in what follows.
    FullScan(u64),
}

/// Where the walk through a file is.
#[derive(Debug)]
pub(super) struct Parser {
    phase: Phase,
    position: u64,
    skips: u32,
    exif_seen: bool,
    /// The number and the quantisation table of each component, once the frame has been seen.
    components: Vec<(u8, u8)>,
    /// A bit for each quantisation table that has been defined.
    tables: u8,
}

impl Parser {
    pub(super) fn new() -> Self {
        Self { phase: Phase::Header, position: 2, skips: 0, exif_seen: false, components: Vec::new(), tables: 0 }
    }

    /// Goes on as far as the bytes allow. `Ok` means that nothing more is to be seen.
    pub(super) fn advance(&mut self, source: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        loop {
            match self.phase {
                Phase::Header => {
                    if let Err(halt) = self.segment(source, report) {
                        self.skips += 1;
                        return Err(halt);
                    }
                }
                Phase::Tail(scan) => {
                    let from = scan.max(source.total.saturating_sub(TAIL_BYTES));
                    let length = usize::try_from(source.total.saturating_sub(from)).unwrap_or_default();
                    let tail = source.require(from, length, 0)?;
                    report.may_have_trailing_data = !tail.ends_with(END);
                    if find_pair(tail, 0xFF, 0xD9).is_some() || source.total > MAX_BYTES {
                        return Ok(());
                    }
                    self.phase = Phase::FullScan(scan);
                }
                Phase::FullScan(from) => match find_end_marker(source, from) {
                    Ok(Some(next)) => self.phase = Phase::FullScan(next),
                    Ok(None) => return Ok(()),
                    Err(halt) => {
                        report.lacks_end_marker = halt == ParseError::Truncated;
                        return Err(halt);
                    }
                },
            }
        }
    }

    /// What a read brings at least. Metadata that goes on and on is read in larger pieces, so that their number is bounded.
    fn window(&self) -> u32 {
        if self.skips < MAX_SKIPS { SKIP_READ } else { FULL_SCAN_READ }
    }

    /// One segment before the scan.
    fn segment(&mut self, source: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        let pair = source.require(self.position, 2, self.window())?;
        let (Some(0xFF), Some(marker)) = (pair.first(), pair.get(1).copied()) else {
            // Decoders pass over stray bytes between segments.
            self.position += 1;
            return Ok(());
        };
        match marker {
            // A fill byte: any number of them may stand before a marker.
            0xFF => self.position += 1,
            0x00 | 0x01 | 0xD0..=0xD7 => self.position += 2,
            0xD8 => return Err(ParseError::Corrupt("a second start marker in its header")),
            0xD9 => return Err(ParseError::Corrupt("it ends before any picture data")),
            // No decoder knows them, and most give up.
            0x02..=0xBF | 0xC8 | 0xDF | 0xF0..=0xF6 | 0xF8..=0xFD => {
                return Err(ParseError::Corrupt("a marker that no decoder knows"));
            }
            _ => {
                let length = be16(source.require(self.position, 4, self.window())?, 2).unwrap_or_default();
                let payload = match length.checked_sub(2) {
                    Some(payload) => payload,
                    None if is_skipped(marker) => 0,
                    None => return Err(ParseError::Corrupt("a segment with an impossible length")),
                };
                let end = self.position + 4 + u64::from(payload);
                if end > source.total {
                    return Err(ParseError::Truncated);
                }
                self.payload(marker, usize::from(payload), source, report)?;
                self.position = end;
            }
        }
        Ok(())
    }

    /// The front of the segment's payload. It is read together with the marker, to which a walk that was add_parse_error returns.
    fn front<'a>(&self, length: usize, source: &'a RangeBuffer) -> Result<&'a [u8], ParseError> {
        let segment = source.require(self.position, length + 4, self.window())?;
        Ok(segment.get(4..).unwrap_or_default())
    }

    fn payload(
        &mut self,
        marker: u8,
        length: usize,
        source: &RangeBuffer,
        report: &mut Report,
    ) -> Result<(), ParseError> {
        match marker {
            // DHT and DAC lie among the numbers of the frames.
            0xC4 => huffman(self.front(length, source)?)?,
            0xCC => {}
            0xC0..=0xCF | 0xF7 => self.frame(marker, self.front(length.min(255), source)?, report)?,
            0xDE => return Err(ParseError::Unsupported("a hierarchical JPEG")),
            0xDB if length > MAX_TABLES => self.tables = 15,
            0xDB => self.tables |= quantisation(self.front(length, source)?)?,
            0xDA => {
                self.scan(self.front(length.min(16), source)?)?;
                self.phase = Phase::Tail(self.position + 4 + length as u64);
            }
            0xDD if length != 2 => return Err(ParseError::Corrupt("a restart interval with the wrong length")),
            0xE1 if !self.exif_seen => self.app1(length, source, report)?,
            0xEB if report.credentials.is_none() => {
                let front = self.front(length.min(JUMBF_FRONT), source)?;
                if front.starts_with(b"JP") && find(front, b"c2pa").is_some() {
                    report.credentials = Some("c2pa");
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The first EXIF block that holds anything decides, as in browsers; one that is broken says nothing. Its name is
    /// padded with any byte.
    fn app1(&mut self, length: usize, source: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        const NAME: &[u8] = b"Exif\0";
        const START: usize = NAME.len() + 1;
        if length <= START || !self.front(START, source)?.starts_with(NAME) {
            return Ok(());
        }
        let length = length - START;
        let mut reach = 8.min(length);
        loop {
            let front = self.front(START + reach, source)?;
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

    fn frame(&mut self, marker: u8, bytes: &[u8], report: &mut Report) -> Result<(), ParseError> {
        let (Some(&precision), Some(height), Some(width), Some(&count)) =
            (bytes.first(), be16(bytes, 1), be16(bytes, 3), bytes.get(5))
        else {
            return Err(ParseError::Corrupt("its frame header is too short"));
        };
        if !self.components.is_empty() {
            return Err(ParseError::Corrupt("two frame headers"));
        }
        report.width = Some(u32::from(width));
        report.height = Some(u32::from(height));
        coding(marker, precision, count)?;
        if width == 0 || height == 0 {
            return Err(ParseError::Corrupt("it says that a side has no pixels"));
        }
        let components = bytes.get(6..).unwrap_or_default();
        if components.len() != usize::from(count) * 3 {
            return Err(ParseError::Corrupt("its frame header has the wrong length"));
        }
        for component in components.chunks_exact(3) {
            let &[id, sampling, table] = component else { continue };
            if !(1..=4).contains(&(sampling >> 4)) || !(1..=4).contains(&(sampling & 15)) || table > 3 {
                return Err(ParseError::Corrupt("impossible colour components"));
            }
            self.components.push((id, table));
        }
        Ok(())
    }

    /// The header of the first scan: it must name components of the frame whose tables are there.
    fn scan(&self, bytes: &[u8]) -> Result<(), ParseError> {
        if self.components.is_empty() {
            return Err(ParseError::Corrupt("picture data without a frame header"));
        }
        let count = bytes.first().map_or(0, |count| usize::from(*count));
        if !(1..=4).contains(&count) || bytes.len() != count * 2 + 4 {
            return Err(ParseError::Corrupt("its scan header has the wrong length"));
        }
        for id in bytes.iter().skip(1).step_by(2).take(count) {
            let Some((_, table)) = self.components.iter().find(|(component, _)| component == id) else {
                return Err(ParseError::Corrupt("a scan of a component that is not there"));
            };
            if self.tables & (1 << table) == 0 {
                return Err(ParseError::Corrupt("a quantisation table is missing"));
            }
        }
        Ok(())
    }
}

/// What the frame's marker means for a decoder that takes "JPEG": baseline, extended and progressive with 8 bits.
fn coding(marker: u8, precision: u8, components: u8) -> Result<(), ParseError> {
    let name = match marker {
        0xC3 => "a lossless JPEG",
        0xC5..=0xC7 => "a hierarchical JPEG",
        0xC9 | 0xCA => "a JPEG with arithmetic coding",
        0xCB => "a lossless JPEG with arithmetic coding",
        0xCD..=0xCF => "a hierarchical JPEG with arithmetic coding",
        0xF7 => "a JPEG-LS file",
        _ if precision == 12 => "a 12-bit JPEG",
        _ if precision != 8 => return Err(ParseError::Corrupt("an impossible number of bits for each sample")),
        _ => match components {
            1 | 3 | 4 => return Ok(()),
            2 => "a JPEG of two colour components",
            _ => return Err(ParseError::Corrupt("an impossible number of colour components")),
        },
    };
    Err(ParseError::Unsupported(name))
}

/// Whether decoders pass over a segment of this marker, by its length, without looking into it. One whose length leaves out
/// its own two bytes is empty for them.
fn is_skipped(marker: u8) -> bool {
    matches!(marker, 0xDC | 0xE0..=0xEF | 0xFE)
}

/// Checks the tables of a DHT segment: a class and a number, sixteen counts, and so many values.
fn huffman(mut bytes: &[u8]) -> Result<(), ParseError> {
    while let Some((head, rest)) = bytes.split_first() {
        let counts = rest.get(..16).unwrap_or_default();
        let values: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let (0..=256, true, Some(next)) = (values, head & 0xEC == 0, rest.get(16 + values..)) else {
            return Err(ParseError::Corrupt("an impossible Huffman table"));
        };
        bytes = next;
    }
    Ok(())
}

/// The tables that a DQT segment defines, a bit for each.
fn quantisation(mut bytes: &[u8]) -> Result<u8, ParseError> {
    let mut defined = 0;
    while let Some((head, rest)) = bytes.split_first() {
        let size = match head >> 4 {
            0 => 64,
            1 => 128,
            _ => return Err(ParseError::Corrupt("an impossible quantisation table")),
        };
        let (true, Some(next)) = (head & 15 < 4, rest.get(size..)) else {
            return Err(ParseError::Corrupt("an impossible quantisation table"));
        };
        defined |= 1 << (head & 15);
        bytes = next;
    }
    Ok(defined)
}

/// Looks for the end marker behind the scan's start, in what has been read from `from` on.
///
/// A photo may have something behind its end: the video of a motion photo, a second picture, a maker's trailer,
/// padding. Picture data never contains the end marker, so whatever is cut off in the picture has none; and whatever
/// has one is complete. Only a file without one in its last bytes is gone through, which no ordinary photo is.
fn find_end_marker(source: &RangeBuffer, from: u64) -> Result<Option<u64>, ParseError> {
    let mut seen = source.from(from);
    if seen.len() < 2 {
        source.require(from, 2, FULL_SCAN_READ)?;
        seen = source.get(from, 2).unwrap_or_default();
    }
    if find_pair(seen, 0xFF, 0xD9).is_some() {
        return Ok(None);
    }
    // The last byte is looked at again, together with the one after it.
    Ok(Some(from + (seen.len() as u64).saturating_sub(1).max(1)))
}
