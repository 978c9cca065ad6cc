//! Reads the size and the orientation of a HEIC or HEIF photo from its boxes (ISO/IEC 14496-12 and 23008-12).

use super::bytes::be32;
use super::range_buffer::{ParseError, RangeBuffer};
use super::report::Report;

/// Bytes to read at the start of a box.
const HEADER_READ: u32 = 64;
/// The maximum size of the box with the properties. A photo of 200 megapixels in tiles has 60 KB.
const MAX_META: u32 = 1 << 20;

/// The EXIF orientation after a number of quarter turns counterclockwise, and after a flip and these turns.
const ORIENTATIONS: [u8; 8] = [1, 8, 3, 6, 2, 5, 4, 7];

/// The parser's state.
#[derive(Debug)]
pub(super) struct Parser {
    /// The position of the next box.
    position: u32,
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
            let [is_meta, is_data] = [b"meta", b"mdat"].map(|name| header.ends_with(name));
            let size = match be32(header, 0) {
                Some(0) => file.total - self.position,
                Some(1) => match file.require(self.position, 16, HEADER_READ)?.last_chunk() {
                    Some(size) => u32::try_from(u64::from_be_bytes(*size)).unwrap_or(u32::MAX),
                    None => 0,
                },
                size => size.unwrap_or_default(),
            };
            let next = self.position.saturating_add(size);
            if next > file.total && (is_meta || is_data) {
                return Err(ParseError::Truncated);
            }
            // Some cameras append data that is not a box.
            if size < 8 || next > file.total {
                break;
            }
            self.has_data |= is_data;
            if is_meta && size <= MAX_META {
                let content = file.require(self.position, size as usize, 0)?.get(12..).unwrap_or_default();
                self.has_data |= !find_box(content, b"idat").is_empty();
                read_primary_item(content, report);
            }
            self.position = next;
        }
        if self.has_data { Ok(()) } else { Err(ParseError::Truncated) }
    }
}

/// Takes a big-endian number from the front of the bytes.
fn take(bytes: &mut &[u8], length: usize) -> Option<u32> {
    let (front, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(front.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// Takes a box from the front of the bytes: its name and its content. `None` if it is invalid.
fn take_box<'a>(bytes: &mut &'a [u8]) -> Option<(u32, &'a [u8])> {
    let mut header = *bytes;
    let size = take(&mut header, 4)? as usize;
    let name = take(&mut header, 4)?;
    let content = bytes.get(8..size)?;
    *bytes = bytes.get(size..)?;
    Some((name, content))
}

fn find_box<'a>(mut parent: &'a [u8], name: &[u8; 4]) -> &'a [u8] {
    while let Some((found, content)) = take_box(&mut parent) {
        if found == u32::from_be_bytes(*name) {
            return content;
        }
    }
    &[]
}

/// Reads the size and the orientation of the primary item. `None` if something is missing.
fn read_primary_item(meta: &[u8], report: &mut Report) -> Option<()> {
    let properties = find_box(meta, b"iprp");
    let container = find_box(properties, b"ipco");
    let mut item = find_box(meta, b"pitm");
    let id_size = if take(&mut item, 4)? >> 24 == 0 { 2 } else { 4 };
    let id = take(&mut item, id_size)?;
    let mut list = find_box(properties, b"ipma");
    let flags = take(&mut list, 4)?;
    let id_size = if flags >> 24 == 0 { 2 } else { 4 };
    // The first bit of an index tells whether the property is essential.
    let (index_size, mask) = if flags & 1 == 0 { (1, 0x7F) } else { (2, 0x7FFF) };
    take(&mut list, 4)?;
    while take(&mut list, id_size)? != id {
        let count = take(&mut list, 1)? as usize;
        list = list.get(count * index_size..)?;
    }
    let (mut width, mut height, mut turns, mut flips) = (0, 0, 0, 0);
    for _ in 0..take(&mut list, 1)? {
        let mut rest = container;
        let mut property = (0, &[][..]);
        for _ in 0..take(&mut list, index_size)? & mask {
            property = take_box(&mut rest)?;
        }
        let (name, mut content) = property;
        // The last byte holds the turns or the axis.
        let setting = content.last().map_or(0, |byte| usize::from(byte & 3));
        match &name.to_be_bytes() {
            b"ispe" => {
                take(&mut content, 4)?;
                width = take(&mut content, 4)?;
                height = take(&mut content, 4)?;
            }
            b"clap" => {
                let mut side = || Some(take(&mut content, 4)? / take(&mut content, 4)?.max(1));
                width = width.min(side()?);
                height = height.min(side()?);
            }
            b"irot" => {
                turns += setting;
                if setting & 1 == 1 {
                    (width, height) = (height, width);
                }
            }
            // A flip reverses the turns before it. The one of axis 0, upside down, is also half a turn.
            b"imir" => {
                turns = (6 - setting % 2 * 2 - turns % 4) % 4;
                flips ^= 1;
            }
            _ => {}
        }
    }
    report.orientation = *ORIENTATIONS.get(flips * 4 + turns % 4)?;
    // The report has the stored size, until the inspector applies the orientation.
    if report.orientation > 4 {
        (width, height) = (height, width);
    }
    if width > 0 && height > 0 {
        (report.width, report.height) = (Some(width), Some(height));
    }
    Some(())
}
