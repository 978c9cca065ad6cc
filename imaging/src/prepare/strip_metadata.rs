//! Taking metadata out of a JPEG or PNG without touching its pixels: which ranges of the file stay.

use super::entropy_scan::{Picture, ScanProgress};
use reroom::photo::bytes::{be16, be32, find};
use reroom::photo::{Format, Report, Step, jpeg, png};
use std::ops::Range;

/// What is read at a time.
const WINDOW: u64 = 256 * 1024;

/// The name of a film's first box begins four bytes in, and ends here at the earliest where the picture is complete.
const FILM_NAME: usize = 7;

/// Chunks that say how the pixels are to be shown. Every other one that decoders may ignore is metadata.
const SHOWN: [&[u8; 4]; 16] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"hIST",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// How far a file is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripScope {
    /// Up to the picture data; what is behind its start stays. Enough to take the orientation out before decoding.
    Header,
    /// To the picture's end; what lies behind that, such as a motion photo's film, goes.
    WholeFile,
}

/// The ranges of a file that stay, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StripPlan {
    /// Bytes from the start of the file, each range behind the one before.
    pub ranges: Vec<Range<u64>>,
    /// What is to be put behind them: an end marker that is missing.
    pub appended: &'static [u8],
    /// Whether the file changes.
    pub is_changed: bool,
    /// Whether a JPEG has a colour profile of other colours than sRGB. Any profile stays.
    pub has_non_srgb_profile: bool,
    /// Whether the picture breaks off before its end, whatever lies behind it.
    pub is_truncated: bool,
}

impl StripPlan {
    /// What stays, in bytes.
    pub fn bytes(&self) -> u64 {
        self.ranges.iter().map(|range| range.end - range.start).sum::<u64>() + self.appended.len() as u64
    }
}

enum Action {
    /// So many bytes stay.
    Keep(u64),
    /// So many bytes go.
    Drop(u64),
    /// So many bytes stay, and what is behind them goes.
    End(u64),
    /// What is left goes, and this takes its place.
    Finish(&'static [u8]),
    /// All that is left stays.
    Rest,
    /// More bytes are needed.
    More,
    /// The end cannot be told by the markers alone.
    Doubt,
}

/// The walk through a file that an inspection has accepted, reading as [`reroom::photo::Inspector`] does.
#[derive(Debug)]
pub struct MetadataStripper {
    png: bool,
    scope: StripScope,
    total: u64,
    position: u64,
    /// Whether a JPEG's first scan has begun, and whether the position is in the data of one.
    begun: bool,
    in_scan: bool,
    /// Of a JPEG whose end cannot be told by its markers: the picture, as far as it has been read.
    picture: Option<Picture>,
    wanted: Step,
    kept: StripPlan,
}

impl MetadataStripper {
    /// Begins with a file of which this is known.
    pub fn new(report: &Report, scope: StripScope) -> Self {
        let mut strip = Self {
            png: report.format == Format::Png,
            scope,
            total: report.bytes,
            position: 0,
            begun: false,
            in_scan: false,
            picture: report.lacks_end_marker.then(Picture::default),
            wanted: Step::Done,
            kept: StripPlan::default(),
        };
        if report.format == Format::Unknown {
            strip.keep(report.bytes);
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
                Action::Keep(length) if length <= left => self.keep(length),
                Action::Drop(length) if length <= left => {
                    self.kept.is_changed = true;
                    self.position += length;
                }
                Action::End(length) if length <= left => {
                    self.keep(length);
                    self.kept.is_changed |= length < left;
                    return;
                }
                Action::Finish(end) => {
                    self.kept.appended = end;
                    self.kept.is_changed = true;
                    return;
                }
                Action::Rest => return self.keep(left),
                Action::More if end < self.total => break,
                _ => return self.doubt(),
            }
        }
        if self.position == self.total { self.doubt() } else { self.ask() }
    }

    /// What stays, once nothing more is wanted.
    pub fn finish(self) -> StripPlan {
        self.kept
    }

    fn ask(&mut self) {
        let length = WINDOW.min(self.total.saturating_sub(self.position)) as u32;
        if length > 0 {
            self.wanted = Step::Read { offset: self.position, length };
        }
    }

    fn keep(&mut self, length: u64) {
        if length == 0 {
            return;
        }
        let end = self.position + length;
        match self.kept.ranges.last_mut() {
            Some(last) if last.end == self.position => last.end = end,
            _ => self.kept.ranges.push(self.position..end),
        }
        self.position = end;
    }

    /// The file has no end where its markers lead. A JPEG is gone through again, code by code; that says where its picture
    /// ends, or that it breaks off.
    fn doubt(&mut self) {
        match self.picture.as_ref().map(Picture::is_complete) {
            _ if self.png || self.scope == StripScope::Header => self.keep(self.total - self.position),
            None => {
                self.picture = Some(Picture::default());
                (self.position, self.begun, self.in_scan, self.kept) = (0, false, false, StripPlan::default());
                self.ask();
            }
            Some(true) => (self.kept.appended, self.kept.is_changed) = (jpeg::END, true),
            Some(false) => {
                self.kept = StripPlan { is_truncated: true, ..StripPlan::default() };
                self.position = 0;
                self.keep(self.total);
            }
        }
    }

    fn chunk(&self, here: &[u8]) -> Action {
        if self.position == 0 {
            return Action::Keep(8);
        }
        let (Some(length), Some(kind)) = (be32(here, 0), here.get(4..).and_then(<[u8]>::first_chunk::<4>)) else {
            return Action::More;
        };
        let size = u64::from(length) + 12;
        match kind {
            b"IEND" if here.starts_with(png::END) => Action::End(size),
            b"IEND" if here.len() < png::END.len() && (here.len() as u64) < self.total - self.position => Action::More,
            // It has data or a wrong checksum, or is cut off.
            b"IEND" => Action::Finish(png::END),
            b"IDAT" if self.scope == StripScope::Header => Action::Rest,
            _ if png::is_critical(kind) => Action::Keep(size),
            _ if !SHOWN.contains(&kind) => Action::Drop(size),
            // Only the film of an animation is so large.
            _ if size > WINDOW => Action::Keep(size),
            _ => match here.get(..size as usize) {
                Some(chunk) if png::has_valid_checksum(chunk) => Action::Keep(size),
                Some(_) => Action::Drop(size),
                None => Action::More,
            },
        }
    }

    fn segment(&mut self, here: &[u8]) -> Action {
        if self.in_scan {
            return self.scan(here);
        }
        let (Some(&first), Some(&marker)) = (here.first(), here.get(1)) else { return Action::More };
        match (first, marker) {
            // Fill bytes, which decoders pass over.
            (0xFF, 0xFF) => return Action::Keep(1),
            (0xFF, 0xD9) => return Action::End(2),
            _ if self.picture.as_ref().is_some_and(Picture::is_complete) => return Action::Finish(jpeg::END),
            (0xFF, 0xDA) if self.scope == StripScope::Header => return Action::Rest,
            // What stands between scans.
            (0xFF, 0xC4 | 0xCC | 0xDA..=0xDD) => {}
            (0xFF, 0xE0..=0xEF | 0xFE) if self.picture.is_some() => {}
            _ if self.begun => return Action::Doubt,
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => return Action::Keep(2),
            (0xFF, _) => {}
            // Strays, which decoders pass over, too; at the start, where metadata goes, they would hide what the file is.
            _ => return Action::Drop(1),
        }
        let Some(length) = be16(here, 2) else { return Action::More };
        let size = u64::from(length.max(2)) + 2;
        let name = here.get(4..).unwrap_or_default();
        let Some(stays) = shown(marker, name, length) else { return Action::More };
        if let (Some(picture), 0xC0..=0xDD) = (&mut self.picture, marker) {
            let Some(payload) = here.get(4..size as usize) else { return Action::More };
            if picture.segment(marker, payload).is_none() {
                return Action::Doubt;
            }
        }
        self.in_scan = marker == 0xDA;
        self.begun |= self.in_scan;
        self.kept.has_non_srgb_profile |= marker == 0xE2 && stays && !here.get(..size as usize).is_some_and(is_srgb);
        if stays { Action::Keep(size) } else { Action::Drop(size) }
    }

    /// Through picture data: by the codes, or to the next marker.
    fn scan(&mut self, here: &[u8]) -> Action {
        let Some(picture) = &mut self.picture else { return self.data(here) };
        let (length, complete) = match picture.advance(here) {
            ScanProgress::More(0) => return Action::More,
            ScanProgress::More(length) => (length, false),
            ScanProgress::Complete(length) => (length, true),
            ScanProgress::Broken => return self.broken(),
        };
        self.in_scan = !complete;
        // A picture that breaks off may seem to go on in what lies behind it: in a film, or in zeros that nobody filled.
        let reach = here.get(..length + FILM_NAME).unwrap_or(here);
        let zeros = here.iter().skip(length.saturating_sub(1)).take(5).all(|byte| *byte == 0);
        if find(reach, b"ftyp").is_some() || (complete && zeros) {
            return self.broken();
        }
        Action::Keep(length as u64)
    }

    /// Nothing that was read of the picture counts.
    fn broken(&mut self) -> Action {
        self.picture = Some(Picture::default());
        Action::Doubt
    }

    /// To the next marker. In picture data, FF stands before 00, a restart marker or another FF.
    fn data(&mut self, here: &[u8]) -> Action {
        let mut from = 0;
        while let Some(found) = here.get(from..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)) {
            from += found;
            match here.get(from + 1) {
                Some(0xC0..=0xCF | 0xD9..=0xFE) => {
                    self.in_scan = false;
                    break;
                }
                Some(_) => from += 1,
                None => break,
            }
        }
        let seen = if self.in_scan { here.len().saturating_sub(1) } else { from };
        match here.get(..seen) {
            // The start of a film is no picture data: the end marker before it is missing.
            Some(data) if find(data, b"ftyp").is_some() => Action::Doubt,
            _ if self.in_scan && seen == 0 => Action::More,
            _ => Action::Keep(seen as u64),
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
