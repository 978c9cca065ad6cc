//! JPEG: the markers up to the first scan, and the end marker.

use super::bytes::{be16, find_pair};
use super::exif::{self, Lookup};
use super::report::Report;
use super::requirements::MAX_BYTES;
use super::source::{Halt, SWEEP, Source, TAIL};

/// What a hop over a segment reads: enough for the marker after it, and mostly for the tables and the frame behind that.
const HOP: u32 = 1024;
/// Reads that the header may take. An APP segment holds 64 KiB at most, so this is 4 MiB of metadata.
const MAX_HOPS: u32 = 64;
/// Four quantisation tables at their largest are smaller; a longer segment of them is not looked into.
const MAX_TABLES: usize = 1000;

#[derive(Debug)]
enum Phase {
    Header,
    /// The scan data begins at this offset; is the end marker in the tail?
    Tail(u64),
    /// It is not. From this offset on it is looked for in what follows.
    Sweep(u64),
}

/// Where the walk through a file is.
#[derive(Debug)]
pub(super) struct Walk {
    phase: Phase,
    position: u64,
    hops: u32,
    exif_seen: bool,
    /// The number and the quantisation table of each component, once the frame has been seen.
    components: Vec<(u8, u8)>,
    /// A bit for each quantisation table that has been defined.
    tables: u8,
}

impl Walk {
    pub(super) fn new() -> Self {
        Self { phase: Phase::Header, position: 2, hops: 0, exif_seen: false, components: Vec::new(), tables: 0 }
    }

    /// Goes on as far as the bytes allow. `Ok` means that nothing more is to be seen.
    pub(super) fn advance(&mut self, source: &Source, report: &mut Report) -> Result<(), Halt> {
        loop {
            match self.phase {
                Phase::Header => {
                    if self.hops > MAX_HOPS {
                        return Err(Halt::Corrupt("more metadata before the picture than can be followed"));
                    }
                    if let Err(halt) = self.segment(source, report) {
                        self.hops += 1;
                        return Err(halt);
                    }
                }
                Phase::Tail(scan) => {
                    let from = scan.max(source.total.saturating_sub(TAIL));
                    let length = usize::try_from(source.total.saturating_sub(from)).unwrap_or_default();
                    if find_pair(source.take(from, length, 0)?, 0xFF, 0xD9).is_some() || source.total > MAX_BYTES {
                        return Ok(());
                    }
                    self.phase = Phase::Sweep(scan);
                }
                Phase::Sweep(from) => match sweep(source, from)? {
                    Some(next) => self.phase = Phase::Sweep(next),
                    None => return Ok(()),
                },
            }
        }
    }

    /// One segment before the scan.
    fn segment(&mut self, source: &Source, report: &mut Report) -> Result<(), Halt> {
        let pair = source.take(self.position, 2, HOP)?;
        let (Some(0xFF), Some(marker)) = (pair.first(), pair.get(1).copied()) else {
            // Decoders pass over stray bytes between segments.
            self.position += 1;
            return Ok(());
        };
        match marker {
            // A fill byte: any number of them may stand before a marker.
            0xFF => self.position += 1,
            0x00 | 0x01 | 0xD0..=0xD7 => self.position += 2,
            0xD8 => return Err(Halt::Corrupt("a second start marker in its header")),
            0xD9 => return Err(Halt::Corrupt("it ends before any picture data")),
            _ => {
                let length = be16(source.take(self.position, 4, HOP)?, 2).unwrap_or_default();
                let Some(payload) = length.checked_sub(2) else {
                    return Err(Halt::Corrupt("a segment with an impossible length"));
                };
                let end = self.position + 4 + u64::from(payload);
                if end > source.total {
                    return Err(Halt::Truncated);
                }
                self.payload(marker, usize::from(payload), source, report)?;
                self.position = end;
            }
        }
        Ok(())
    }

    /// The front of the segment's payload. It is read together with the marker, to which a walk that was halted returns.
    fn front<'a>(&self, length: usize, source: &'a Source) -> Result<&'a [u8], Halt> {
        let segment = source.take(self.position, length + 4, HOP)?;
        Ok(segment.get(4..).unwrap_or_default())
    }

    fn payload(&mut self, marker: u8, length: usize, source: &Source, report: &mut Report) -> Result<(), Halt> {
        match marker {
            // DHT, JPG and DAC lie among the numbers of the frames.
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF | 0xF7 => self.frame(marker, self.front(length.min(255), source)?, report)?,
            0xDE => return Err(Halt::Unsupported("a hierarchical JPEG")),
            0xDB if length > MAX_TABLES => self.tables = 15,
            0xDB => self.tables |= quantisation(self.front(length, source)?)?,
            0xDA => {
                self.scan(self.front(length.min(16), source)?)?;
                self.phase = Phase::Tail(self.position + 4 + length as u64);
            }
            0xE1 if !self.exif_seen => self.app1(length, source, report)?,
            _ => {}
        }
        Ok(())
    }

    /// The first EXIF block decides, as in browsers; one that is broken says nothing.
    fn app1(&mut self, length: usize, source: &Source, report: &mut Report) -> Result<(), Halt> {
        const NAME: &[u8] = b"Exif\0\0";
        if length < NAME.len() || self.front(NAME.len(), source)? != NAME {
            return Ok(());
        }
        let length = length - NAME.len();
        let mut reach = 8.min(length);
        loop {
            let front = self.front(NAME.len() + reach, source)?;
            match exif::orientation(front.get(NAME.len()..).unwrap_or_default(), length) {
                Lookup::Found(orientation) => report.orientation = orientation,
                Lookup::Absent => {}
                Lookup::Beyond(further) => {
                    reach = further;
                    continue;
                }
            }
            self.exif_seen = true;
            return Ok(());
        }
    }

    fn frame(&mut self, marker: u8, bytes: &[u8], report: &mut Report) -> Result<(), Halt> {
        let (Some(&precision), Some(height), Some(width), Some(&count)) =
            (bytes.first(), be16(bytes, 1), be16(bytes, 3), bytes.get(5))
        else {
            return Err(Halt::Corrupt("its frame header is too short"));
        };
        if !self.components.is_empty() {
            return Err(Halt::Corrupt("two frame headers"));
        }
        report.width = Some(u32::from(width));
        report.height = Some(u32::from(height));
        coding(marker, precision, count)?;
        if width == 0 || height == 0 {
            return Err(Halt::Corrupt("it says that a side has no pixels"));
        }
        let components = bytes.get(6..).unwrap_or_default();
        if components.len() != usize::from(count) * 3 {
            return Err(Halt::Corrupt("its frame header has the wrong length"));
        }
        for component in components.chunks_exact(3) {
            let &[id, sampling, table] = component else { continue };
            if !(1..=4).contains(&(sampling >> 4)) || !(1..=4).contains(&(sampling & 15)) || table > 3 {
                return Err(Halt::Corrupt("impossible colour components"));
            }
            self.components.push((id, table));
        }
        Ok(())
    }

    /// The header of the first scan: it must name components of the frame whose tables are there.
    fn scan(&self, bytes: &[u8]) -> Result<(), Halt> {
        if self.components.is_empty() {
            return Err(Halt::Corrupt("picture data without a frame header"));
        }
        let count = bytes.first().map_or(0, |count| usize::from(*count));
        if !(1..=4).contains(&count) || bytes.len() != count * 2 + 4 {
            return Err(Halt::Corrupt("its scan header has the wrong length"));
        }
        for id in bytes.iter().skip(1).step_by(2).take(count) {
            let Some((_, table)) = self.components.iter().find(|(component, _)| component == id) else {
                return Err(Halt::Corrupt("a scan of a component that is not there"));
            };
            if self.tables & (1 << table) == 0 {
                return Err(Halt::Corrupt("a quantisation table is missing"));
            }
        }
        Ok(())
    }
}

/// What the frame's marker means for a decoder that takes "JPEG": baseline, extended and progressive with 8 bits.
fn coding(marker: u8, precision: u8, components: u8) -> Result<(), Halt> {
    let name = match marker {
        0xC3 => "a lossless JPEG",
        0xC5..=0xC7 => "a hierarchical JPEG",
        0xC9 | 0xCA => "a JPEG with arithmetic coding",
        0xCB => "a lossless JPEG with arithmetic coding",
        0xCD..=0xCF => "a hierarchical JPEG with arithmetic coding",
        0xF7 => "a JPEG-LS file",
        _ if precision == 12 => "a 12-bit JPEG",
        _ if precision != 8 => return Err(Halt::Corrupt("an impossible number of bits for each sample")),
        _ => match components {
            1 | 3 | 4 => return Ok(()),
            2 => "a JPEG of two colour components",
            _ => return Err(Halt::Corrupt("an impossible number of colour components")),
        },
    };
    Err(Halt::Unsupported(name))
}

/// The tables that a DQT segment defines, a bit for each.
fn quantisation(mut bytes: &[u8]) -> Result<u8, Halt> {
    let mut defined = 0;
    while let Some((head, rest)) = bytes.split_first() {
        let size = match head >> 4 {
            0 => 64,
            1 => 128,
            _ => return Err(Halt::Corrupt("an impossible quantisation table")),
        };
        let (true, Some(next)) = (head & 15 < 4, rest.get(size..)) else {
            return Err(Halt::Corrupt("an impossible quantisation table"));
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
fn sweep(source: &Source, from: u64) -> Result<Option<u64>, Halt> {
    let mut seen = source.from(from);
    if seen.len() < 2 {
        source.take(from, 2, SWEEP)?;
        seen = source.get(from, 2).unwrap_or_default();
    }
    if find_pair(seen, 0xFF, 0xD9).is_some() {
        return Ok(None);
    }
    // The last byte is looked at again, together with the one after it.
    Ok(Some(from + (seen.len() as u64).saturating_sub(1).max(1)))
}
