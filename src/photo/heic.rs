//! Reads the size and the orientation of a HEIC or HEIF photo from its boxes (ISO/IEC 14496-12 and 23008-12).

use super::bytes::be32;
use super::range_buffer::{ParseError, RangeBuffer};
use super::report::Report;

/// Bytes to read at the start of a box.
const HEADER_READ: u32 = 64;
/// The maximum size of the box with the properties. A photo of 200 megapixels in tiles has 60 KB.
const MAX_META: u64 = 1 << 20;

/// The EXIF orientation after a number of quarter turns counterclockwise, and after a flip and these turns.
const ORIENTATIONS: [[u8; 4]; 2] = [[1, 8, 3, 6], [2, 5, 4, 7]];

/// The parser's state.
#[derive(Debug)]
pub(super) struct Parser {
    /// The position of the next box.
    position: u64,
    has_data: bool,
}

impl Parser {
    pub(super) fn new() -> Self {
        Self { position: 0, has_data: false }
    }

    /// Parses as far as the available bytes allow. `Ok` means that parsing is complete.
    pub(super) fn advance(&mut self, file: &RangeBuffer, report: &mut Report) -> Result<(), ParseError> {
        while file.total - self.position >= 8 {
            let header = file.require(self.position, 8, HEADER_READ)?;
            let kind = header.last_chunk();
            let is_known = matches!(kind, Some(b"meta" | b"mdat"));
            let is_meta = kind == Some(b"meta");
            let size = match be32(header, 0) {
                Some(0) => file.total - self.position,
                Some(1) => match file.require(self.position, 16, HEADER_READ)?.last_chunk() {
                    Some(size) => u64::from_be_bytes(*size),
                    None => 0,
                },
                size => size.unwrap_or_default().into(),
            };
            let next = self.position.saturating_add(size);
            if next > file.total && is_known {
                return Err(ParseError::Truncated);
            }
            // Some cameras append data that is not a box.
            if size < 8 || next > file.total {
                break;
            }
            self.has_data |= kind == Some(b"mdat");
            if is_meta && size <= MAX_META {
                let content = file.require(self.position, size as usize, 0)?.get(12..).unwrap_or_default();
                self.has_data |= boxes(content).any(|(kind, _)| kind == b"idat");
                read_primary_item(content, report);
            }
            self.position = next;
        }
        if self.has_data { Ok(()) } else { Err(ParseError::Truncated) }
    }
}

/// Iterates over boxes, up to the first invalid one.
fn boxes(mut rest: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let size = be32(rest, 0)? as usize;
        let (kind, content) = (rest.get(4..)?.first_chunk()?, rest.get(8..size)?);
        rest = rest.get(size..)?;
        Some((kind, content))
    })
}

fn find_box<'a>(parent: &'a [u8], name: &[u8; 4]) -> &'a [u8] {
    boxes(parent).find(|(kind, _)| *kind == name).map(|(_, content)| content).unwrap_or_default()
}

/// Takes a big-endian number from the front of the bytes.
fn take(bytes: &mut &[u8], length: usize) -> Option<u32> {
    let (front, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(front.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// Reads the size and the orientation of the primary item.
fn read_primary_item(meta: &[u8], report: &mut Report) {
    let properties = find_box(meta, b"iprp");
    let mut item = find_box(meta, b"pitm");
    let mut associations = find_box(properties, b"ipma");
    let Some(indexes) = read_id(&mut item).and_then(|id| find_item(&mut associations, id)) else { return };
    let container = find_box(properties, b"ipco");
    let (mut width, mut height, mut turns, mut flips) = (0, 0, 0_usize, 0);
    for index in indexes {
        let Some((kind, content)) = boxes(container).nth((index as usize).wrapping_sub(1)) else { continue };
        let number = |at: usize| be32(content, at * 4).unwrap_or_default();
        // The first byte holds the turns or the axis.
        let setting = usize::from(content.first().copied().unwrap_or_default());
        match kind {
            b"ispe" => (width, height) = (number(1), number(2)),
            b"clap" => {
                width = width.min(number(0) / number(1).max(1));
                height = height.min(number(2) / number(3).max(1));
            }
            b"irot" => {
                turns = turns.wrapping_add(setting);
                if setting % 2 == 1 {
                    (width, height) = (height, width);
                }
            }
            // A flip reverses the turns before it. The one of axis 0, upside down, is also half a turn.
            b"imir" => {
                turns = (2 - setting % 2 * 2).wrapping_sub(turns);
                flips += 1;
            }
            _ => {}
        }
    }
    let orientations = ORIENTATIONS.get(flips % 2);
    report.orientation = orientations.and_then(|turned| turned.get(turns % 4)).copied().unwrap_or(1);
    // The report has the stored size, until the inspector applies the orientation.
    if report.orientation > 4 {
        (width, height) = (height, width);
    }
    if width > 0 && height > 0 {
        (report.width, report.height) = (Some(width), Some(height));
    }
}

/// Reads the id after the version of a `pitm` box.
fn read_id(item: &mut &[u8]) -> Option<u32> {
    let version = take(item, 4)? >> 24;
    take(item, if version == 0 { 2 } else { 4 })
}

/// The indexes of an item's properties, in the order in which they apply.
fn find_item(associations: &mut &[u8], id: u32) -> Option<Vec<u32>> {
    let flags = take(associations, 4)?;
    let (id_size, index_size) = (if flags >> 24 == 0 { 2 } else { 4 }, if flags & 1 == 0 { 1 } else { 2 });
    // The first bit of an index tells whether the property is essential.
    let mask = if flags & 1 == 0 { 0x7F } else { 0x7FFF };
    for _ in 0..take(associations, 4)? {
        let found = take(associations, id_size)?;
        let count = take(associations, 1)?;
        let indexes = (0..count).map(|_| take(associations, index_size).map(|index| index & mask));
        let indexes = indexes.collect::<Option<Vec<u32>>>()?;
        if found == id {
            return Some(indexes);
        }
    }
    None
}
