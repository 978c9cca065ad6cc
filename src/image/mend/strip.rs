//! Taking metadata out of a JPEG or PNG without touching its pixels: which ranges of the file stay.

use crate::image::bytes::{be16, be32, find};
use crate::image::{Format, Step};
use std::ops::Range;

/// What is read at a time.
const WINDOW: u64 = 256 * 1024;

/// Chunks that say how the pixels are to be shown. Every other one that decoders may ignore is metadata.
const SHOWN: [&[u8; 4]; 16] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"hIST",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// How far a file is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Up to the picture data; what is behind its start stays. Enough to take the orientation out before decoding.
    Header,
    /// To the picture's end; what lies behind that, such as a motion photo's film, goes.
    Whole,
}

/// The ranges of a file that stay, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Bytes from the start of the file, each range behind the one before.
    pub ranges: Vec<Range<u64>>,
    /// Whether anything goes.
    pub removed: bool,
    /// Whether a JPEG has a colour profile of other colours than sRGB. Any profile stays.
    pub profile: bool,
}

impl Kept {
    /// What stays, in bytes.
    pub fn bytes(&self) -> u64 {
        self.ranges.iter().map(|range| range.end - range.start).sum()
    }
}

enum Move {
    /// So many bytes stay.
    Keep(u64),
    /// So many bytes go.
    Drop(u64),
    /// So many bytes stay, and what is behind them goes.
    End(u64),
    /// All that is left stays.
    Rest,
    /// More bytes are needed.
    More,
}

/// The walk through a file that an inspection has accepted, reading as [`crate::image::Inspector`] does.
#[derive(Debug)]
pub struct Strip {
    png: bool,
    extent: Extent,
    total: u64,
    position: u64,
    in_scan: bool,
    wanted: Step,
    kept: Kept,
}

impl Strip {
    /// Begins with a file of so many bytes.
    pub fn new(format: Format, total_bytes: u64, extent: Extent) -> Self {
        let png = format == Format::Png;
        let mut strip = Self {
            png,
            extent,
            total: total_bytes,
            position: 0,
            in_scan: false,
            wanted: Step::Done,
            kept: Kept::default(),
        };
        if format == Format::Unknown {
            strip.keep(total_bytes);
        } else {
            strip.ask();
        }
        strip
    }

    /// What is wanted next.
    pub fn next(&self) -> Step {
        self.wanted
    }

    /// Takes what was asked for. Fewer bytes mean that the file has changed: what is left of it stays.
    pub fn supply(&mut self, offset: u64, bytes: &[u8]) {
        let Step::Read { offset: asked, length } = self.wanted else { return };
        self.wanted = Step::Done;
        if offset != asked || bytes.len() != length as usize {
            return self.keep(self.total - self.position);
        }
        let end = offset + u64::from(length);
        while self.position < end {
            let seen = usize::try_from(self.position - offset).unwrap_or(usize::MAX);
            let here = bytes.get(seen..).unwrap_or_default();
            let step = if self.png { self.chunk(here) } else { self.segment(here) };
            let left = self.total - self.position;
            match step {
                Move::Keep(length) if length < left => self.keep(length),
                Move::Drop(length) if length <= left => {
                    self.kept.removed = true;
                    self.position += length;
                }
                Move::End(length) if length < left => {
                    self.keep(length);
                    self.kept.removed = true;
                    return;
                }
                Move::More if end < self.total => break,
                _ => return self.keep(left),
            }
        }
        self.ask();
    }

    /// What stays, once nothing more is wanted.
    pub fn finish(self) -> Kept {
        self.kept
    }

    fn ask(&mut self) {
        let length = WINDOW.min(self.total.saturating_sub(self.position)) as u32;
        if length > 0 {
            self.wanted = Step::Read { offset: self.position, length };
        }
    }

    fn keep(&mut self, length: u64) {
        let end = self.position + length;
        match self.kept.ranges.last_mut() {
            Some(last) if last.end == self.position => last.end = end,
            _ => self.kept.ranges.push(self.position..end),
        }
        self.position = end;
    }

    fn chunk(&self, here: &[u8]) -> Move {
        if self.position == 0 {
            return Move::Keep(8);
        }
        let (Some(length), Some(kind)) = (be32(here, 0), here.get(4..).and_then(<[u8]>::first_chunk::<4>)) else {
            return Move::More;
        };
        let size = u64::from(length) + 12;
        match kind {
            b"IEND" => Move::End(size),
            b"IDAT" if self.extent == Extent::Header => Move::Rest,
            [first, ..] if first.is_ascii_uppercase() || SHOWN.contains(&kind) => Move::Keep(size),
            _ => Move::Drop(size),
        }
    }

    fn segment(&mut self, here: &[u8]) -> Move {
        if self.in_scan {
            return self.scan(here);
        }
        let (Some(&first), Some(&marker)) = (here.first(), here.get(1)) else { return Move::More };
        match (first, marker) {
            // Fill bytes, which decoders pass over.
            (0xFF, 0xFF) => return Move::Keep(1),
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => return Move::Keep(2),
            (0xFF, 0xD9) => return Move::End(2),
            (0xFF, 0xDA) if self.extent == Extent::Header => return Move::Rest,
            (0xFF, _) => {}
            // Strays, which decoders pass over, too; at the start, where metadata goes, they would hide what the file is.
            _ => return Move::Drop(1),
        }
        let Some(length) = be16(here, 2) else { return Move::More };
        let size = u64::from(length) + 2;
        let name = here.get(4..).unwrap_or_default();
        let Some(stays) = shown(marker, name, length) else { return Move::More };
        self.in_scan = marker == 0xDA;
        self.kept.profile |= marker == 0xE2 && stays && !here.get(..size as usize).is_some_and(is_srgb);
        if stays { Move::Keep(size) } else { Move::Drop(size) }
    }

    /// Through picture data to the next marker. There, FF stands before 00, a restart marker or another FF.
    fn scan(&mut self, here: &[u8]) -> Move {
        let mut from = 0;
        while let Some(found) = here.get(from..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)) {
            from += found;
            match here.get(from + 1) {
                Some(0xC0..=0xCF | 0xD9..=0xFE) => {
                    self.in_scan = false;
                    return Move::Keep(from as u64);
                }
                Some(_) => from += 1,
                None => break,
            }
        }
        match here.len() {
            0 | 1 => Move::More,
            seen => Move::Keep(seen as u64 - 1),
        }
    }
}

/// Whether a profile is the one of sRGB, as cameras, phones and browsers write it: by its red and its tone curve, which
/// is a formula or a table.
fn is_srgb(profile: &[u8]) -> bool {
    // Its luminance, which the other primaries and the white decide with it, and its Z; programs round its X differently.
    const RED: &[u8] = &[0, 0, 0x38, 0xF5, 0, 0, 0x03, 0x90];
    const FORMULA: &[u8] = &[0, 0, 0xF2, 0xA7, 0, 0, 0x0D, 0x59, 0, 0, 0x13, 0xD0];
    const TABLE: &[u8] = &[0, 0, 4, 0, 0, 0, 0, 5, 0, 10, 0, 15, 0, 20];
    let has = |needle| find(profile, needle).is_some();
    has(RED) && (has(FORMULA) || has(TABLE))
}

/// Whether a segment says how the pixels are to be shown; none where its name has not been read.
fn shown(marker: u8, name: &[u8], length: u16) -> Option<bool> {
    let wanted: &[u8] = match marker {
        0xE0 => b"JFIF\0",
        0xE2 => b"ICC_PROFILE\0",
        0xEE => b"Adobe",
        0xE1..=0xEF | 0xFE => return Some(false),
        _ => return Some(true),
    };
    if usize::from(length) < wanted.len() + 2 {
        return Some(false);
    }
    name.get(..wanted.len()).map(|name| name == wanted)
}
