//! Finds the metadata in a JPEG or PNG: which ranges of the file to keep. The pixels are not encoded again.

use super::entropy_scan::{ScanProgress, ScannedImage};
use reroom::photo::bytes::{be16, be32, find};
use reroom::photo::{Format, Report, Step, jpeg, png};
use std::ops::Range;

/// Bytes per read.
const WINDOW: u32 = 256 * 1024;

/// After a complete image, the name of a video's first box takes bytes 4 to 7. If it ends before this many bytes, image data
/// is missing.
const VIDEO_BOX_NAME_END: usize = 7;

/// Chunks that affect how pixels are displayed. Other ancillary chunks are metadata.
const DISPLAY_CHUNKS: [&[u8; 4]; 16] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"hIST",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// How much of a file to scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripScope {
    /// Up to the image data. Enough to remove the orientation before decoding.
    Header,
    /// To the end of the image. Data after it, such as a motion photo's video, is dropped.
    WholeFile,
}

/// The ranges of a file to keep, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StripPlan {
    /// The ranges, in bytes from the start of the file.
    pub ranges: Vec<Range<u32>>,
    /// Bytes to append: a missing end marker.
    pub appended: &'static [u8],
    /// Whether the file changes.
    pub is_changed: bool,
    /// Whether a JPEG has a color profile other than sRGB. All profiles are kept.
    pub has_non_srgb_profile: bool,
    /// Whether the image data is incomplete.
    pub is_truncated: bool,
}

impl StripPlan {
    /// The size of the result, in bytes.
    pub fn bytes(&self) -> u64 {
        self.ranges.iter().map(|range| u64::from(range.end - range.start)).sum::<u64>() + self.appended.len() as u64
    }
}

/// What to do at a position of the file.
enum Action {
    /// Keep this many bytes.
    Keep(u32),
    /// Drop this many bytes.
    Drop(u32),
    /// Keep this many bytes and drop the rest.
    End(u32),
    /// Drop the rest and append these bytes.
    Finish(&'static [u8]),
    /// Keep the rest.
    Rest,
    /// More bytes are needed.
    More,
    /// The markers do not show where the image ends.
    Doubt,
}

/// Scans an inspected file for metadata, by ranges like [`reroom::photo::Inspector`].
#[derive(Debug)]
pub struct MetadataStripper {
    png: bool,
    scope: StripScope,
    /// The size of the file, at most 4 GiB: the result may have 15 MiB.
    total: u32,
    position: u32,
    /// Whether a JPEG's first scan has started, and whether the position is inside scan data.
    scan_seen: bool,
    in_scan: bool,
    /// For a JPEG with a doubtful end: the progress of the entropy scan.
    image: Option<ScannedImage>,
    wanted: Step,
    kept: StripPlan,
}

impl MetadataStripper {
    /// Starts with an inspected file.
    pub fn new(report: &Report, scope: StripScope) -> Self {
        let total = u32::try_from(report.bytes).unwrap_or(u32::MAX);
        let mut strip = Self {
            png: report.format == Format::Png,
            scope,
            total,
            position: 0,
            scan_seen: false,
            in_scan: false,
            image: report.lacks_end_marker.then(ScannedImage::default),
            wanted: Step::Done,
            kept: StripPlan::default(),
        };
        if matches!(report.format, Format::Heic | Format::Unknown) {
            strip.keep(total);
        } else {
            strip.request_bytes();
        }
        strip
    }

    /// The next step.
    pub fn next(&self) -> Step {
        self.wanted
    }

    /// Passes in the requested bytes. With fewer bytes, the file must have changed, and its rest is kept.
    pub fn supply(&mut self, offset: u32, bytes: &[u8]) {
        let Step::Read { offset: expected, length } = self.wanted else { return };
        self.wanted = Step::Done;
        if offset != expected || bytes.len() != length as usize {
            return self.keep(self.total - self.position);
        }
        let end = offset + length;
        while self.position < end {
            let seen = self.position - offset;
            let here = bytes.get(seen as usize..).unwrap_or_default();
            let step = if self.png { self.read_chunk(here) } else { self.read_segment(here) };
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
                _ => return self.handle_doubt(),
            }
        }
        if self.position == self.total { self.handle_doubt() } else { self.request_bytes() }
    }

    /// The plan, after the last step.
    pub fn plan(&self) -> &StripPlan {
        &self.kept
    }

    fn request_bytes(&mut self) {
        let length = WINDOW.min(self.total.saturating_sub(self.position));
        if length > 0 {
            self.wanted = Step::Read { offset: self.position, length };
        }
    }

    fn keep(&mut self, length: u32) {
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

    /// The markers do not lead to an end. A JPEG is scanned again, code by code, to find the end of its image data or that it
    /// is incomplete.
    fn handle_doubt(&mut self) {
        match self.image.as_ref().map(ScannedImage::is_complete) {
            _ if self.png || self.scope == StripScope::Header => self.keep(self.total - self.position),
            None => {
                self.image = Some(ScannedImage::default());
                (self.position, self.scan_seen, self.in_scan, self.kept) = (0, false, false, StripPlan::default());
                self.request_bytes();
            }
            Some(true) => (self.kept.appended, self.kept.is_changed) = (jpeg::END, true),
            Some(false) => {
                self.kept = StripPlan { is_truncated: true, ..StripPlan::default() };
                self.position = 0;
                self.keep(self.total);
            }
        }
    }

    fn read_chunk(&self, here: &[u8]) -> Action {
        if self.position == 0 {
            return Action::Keep(8);
        }
        let (Some(length), Some(kind)) = (be32(here, 0), here.get(4..).and_then(<[u8]>::first_chunk::<4>)) else {
            return Action::More;
        };
        let size = length.saturating_add(12);
        match kind {
            b"IEND" if here.starts_with(png::END) => Action::End(size),
            b"IEND" if here.len() < png::END.len() && (here.len() as u32) < self.total - self.position => Action::More,
            // The last chunk has data or a wrong checksum, or is incomplete.
            b"IEND" => Action::Finish(png::END),
            b"IDAT" if self.scope == StripScope::Header => Action::Rest,
            _ if png::is_critical(kind) => Action::Keep(size),
            _ if !DISPLAY_CHUNKS.contains(&kind) => Action::Drop(size),
            // Only animation frames are this large.
            _ if size > WINDOW => Action::Keep(size),
            _ => match here.get(..size as usize) {
                Some(chunk) if png::has_valid_checksum(chunk) => Action::Keep(size),
                Some(_) => Action::Drop(size),
                None => Action::More,
            },
        }
    }

    fn read_segment(&mut self, here: &[u8]) -> Action {
        if self.in_scan {
            return self.read_scan(here);
        }
        let (Some(&first), Some(&marker)) = (here.first(), here.get(1)) else { return Action::More };
        match (first, marker) {
            // Fill bytes, which decoders skip.
            (0xFF, 0xFF) => return Action::Keep(1),
            (0xFF, 0xD9) => return Action::End(2),
            _ if self.image.as_ref().is_some_and(ScannedImage::is_complete) => return Action::Finish(jpeg::END),
            (0xFF, 0xDA) if self.scope == StripScope::Header => return Action::Rest,
            // Segments between scans.
            (0xFF, 0xC4 | 0xCC | 0xDA..=0xDD) => {}
            (0xFF, 0xE0..=0xEF | 0xFE) if self.image.is_some() => {}
            _ if self.scan_seen => return Action::Doubt,
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => return Action::Keep(2),
            (0xFF, _) => {}
            // Stray bytes. Decoders skip them, but at the start they would hide the file's format.
            _ => return Action::Drop(1),
        }
        let Some(length) = be16(here, 2) else { return Action::More };
        let size = u32::from(length.max(2)) + 2;
        let name = here.get(4..).unwrap_or_default();
        let Some(is_kept) = affects_display(marker, name, length) else { return Action::More };
        if let (Some(image), 0xC0..=0xDD) = (&mut self.image, marker) {
            let Some(payload) = here.get(4..size as usize) else { return Action::More };
            if image.parse_segment(marker, payload).is_none() {
                return Action::Doubt;
            }
        }
        self.in_scan = marker == 0xDA;
        self.scan_seen |= self.in_scan;
        self.kept.has_non_srgb_profile |= marker == 0xE2 && is_kept && !here.get(..size as usize).is_some_and(is_srgb);
        if is_kept { Action::Keep(size) } else { Action::Drop(size) }
    }

    /// Scans image data: by its codes, or to the next marker.
    fn read_scan(&mut self, here: &[u8]) -> Action {
        let Some(image) = &mut self.image else { return self.skip_data(here) };
        let (length, complete) = match image.advance(here) {
            ScanProgress::More(0) => return Action::More,
            ScanProgress::More(length) => (length, false),
            ScanProgress::Complete(length) => (length, true),
            ScanProgress::Broken => return self.discard_scan(),
        };
        self.in_scan = !complete;
        // After an incomplete image, a video or zeros may look like more image data.
        let reach = here.get(..length + VIDEO_BOX_NAME_END).unwrap_or(here);
        let zeros = here.iter().skip(length.saturating_sub(1)).take(5).all(|byte| *byte == 0);
        if find(reach, b"ftyp").is_some() || (complete && zeros) {
            return self.discard_scan();
        }
        Action::Keep(length as u32)
    }

    /// Discards the progress, because the data is not valid image data.
    fn discard_scan(&mut self) -> Action {
        self.image = Some(ScannedImage::default());
        Action::Doubt
    }

    /// Skips to the next marker. In image data, FF is followed by 00, a restart marker or another FF.
    fn skip_data(&mut self, here: &[u8]) -> Action {
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
            // The start of a video is not image data: the end marker before it is missing.
            Some(data) if find(data, b"ftyp").is_some() => Action::Doubt,
            _ if self.in_scan && seen == 0 => Action::More,
            _ => Action::Keep(seen as u32),
        }
    }
}

/// Whether a profile is sRGB as written by cameras, phones and browsers. It compares the red primary and the tone curve,
/// which is a formula or a table.
fn is_srgb(profile: &[u8]) -> bool {
    // Y and Z of the red primary. Programs round X differently.
    const RED: &[u8] = &[0, 0, 0x38, 0xF5, 0, 0, 0x03, 0x90];
    const FORMULA: &[u8] = &[0, 0, 0xF2, 0xA7, 0, 0, 0x0D, 0x59, 0, 0, 0x13, 0xD0];
    const TABLE: &[u8] = &[0, 0, 4, 0, 0, 0, 0, 5, 0, 10, 0, 15, 0, 20];
    let has = |needle| find(profile, needle).is_some();
    has(RED) && (has(FORMULA) || has(TABLE))
}

/// Whether a segment affects how pixels are displayed; `None` if its name is not available yet.
fn affects_display(marker: u8, name: &[u8], length: u16) -> Option<bool> {
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
