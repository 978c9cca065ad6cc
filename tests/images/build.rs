//! Builds photos with valid headers and meaningless image data.

/// The parts of a JPEG. Tests can change each of them.
#[derive(Clone)]
pub struct Jpeg {
    pub before_frame: Vec<u8>,
    pub marker: u8,
    pub precision: u8,
    pub width: u16,
    pub height: u16,
    pub components: u8,
    pub scan: usize,
    pub end: Vec<u8>,
}

impl Default for Jpeg {
    fn default() -> Self {
        let end = vec![0xFF, 0xD9];
        let before_frame = Vec::new();
        Self { before_frame, marker: 0xC0, precision: 8, width: 1600, height: 1200, components: 3, scan: 20_000, end }
    }
}

impl Jpeg {
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = vec![0xFF, 0xD8];
        out.extend(&self.before_frame);
        out.extend(segment(0xDB, &[&[0][..], &[1; 64]].concat()));
        let mut frame = vec![self.precision];
        frame.extend(self.height.to_be_bytes());
        frame.extend(self.width.to_be_bytes());
        frame.push(self.components);
        let mut scan = vec![self.components];
        for id in 1..=self.components {
            frame.extend([id, 0x11, 0]);
            scan.extend([id, 0]);
        }
        scan.extend([0, 63, 0]);
        out.extend(segment(self.marker, &frame));
        out.extend(segment(0xDA, &scan));
        // Entropy-coded data: FF must be followed by 00 or a restart marker.
        out.extend((0..self.scan).map(|index| [0xFF, 0x00, 0x5A, 0xFF, 0xD0, 0x33][index % 6]));
        if self.scan % 6 == 1 || self.scan % 6 == 4 {
            out.push(0);
        }
        out.extend(&self.end);
        out
    }
}

pub fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], payload].concat()
}

/// A TIFF block with one entry. Its directory is `gap` bytes after the header.
pub fn tiff(big_endian: bool, orientation: u16, gap: usize) -> Vec<u8> {
    let two = |value: u16| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let four = |value: u32| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut out = if big_endian { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
    out.extend(four(8 + gap as u32));
    out.extend(vec![0; gap]);
    for value in [1, 0x0112, 3] {
        out.extend(two(value));
    }
    out.extend(four(1));
    out.extend(two(orientation));
    out.extend([0; 6]);
    out
}

pub fn exif(big_endian: bool, orientation: u16, gap: usize) -> Vec<u8> {
    segment(0xE1, &[b"Exif\0\0", &tiff(big_endian, orientation, gap)[..]].concat())
}

pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    [&(data.len() as u32).to_be_bytes(), &body[..], &crc(&body).to_be_bytes()].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

/// A box of a HEIC file.
pub fn media_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes(), &kind[..], content].concat()
}

/// The properties of a HEIC photo's primary item, each a whole box.
pub fn ispe(width: u32, height: u32) -> Vec<u8> {
    media_box(b"ispe", &[&[0; 4], &width.to_be_bytes()[..], &height.to_be_bytes()].concat())
}

pub fn irot(turns: u8) -> Vec<u8> {
    media_box(b"irot", &[turns])
}

pub fn imir(axis: u8) -> Vec<u8> {
    media_box(b"imir", &[axis])
}

pub fn clap(width: u32, height: u32) -> Vec<u8> {
    let fractions = [width, 1, height, 1, 0, 1, 0, 1];
    media_box(b"clap", &fractions.map(u32::to_be_bytes).concat())
}

/// The numbers in a HEIC file's boxes are small or large.
#[derive(Clone, Copy, Debug)]
pub struct Widths {
    pub id: bool,
    pub index: bool,
}

/// The box with the items of a HEIC file. Item 7 is the primary one and has these properties. Another one is listed before it.
pub fn meta(properties: &[Vec<u8>], widths: Widths) -> Vec<u8> {
    let id = |id: u16| if widths.id { u32::from(id).to_be_bytes().to_vec() } else { id.to_be_bytes().to_vec() };
    let full = |kind, version: bool, flags: bool, content: &[u8]| {
        media_box(kind, &[&[version.into(), 0, 0, flags.into()], content].concat())
    };
    let index = |index: u16| {
        let essential = if widths.index { index | 0x8000 } else { index | 0x80 };
        if widths.index { essential.to_be_bytes().to_vec() } else { vec![essential as u8] }
    };
    // The first property belongs to the other item.
    let mut associations = [2_u32.to_be_bytes().to_vec(), id(3), vec![1], index(1), id(7)].concat();
    associations.push(properties.len() as u8);
    associations.extend((2..).take(properties.len()).flat_map(index));
    let container = media_box(b"ipco", &[ispe(64, 48), properties.concat()].concat());
    let associations = full(b"ipma", widths.id, widths.index, &associations);
    let primary = full(b"pitm", widths.id, false, &id(7));
    let properties = media_box(b"iprp", &[container, associations].concat());
    full(b"meta", false, false, &[media_box(b"hdlr", &[0; 24]), primary, properties].concat())
}

pub const FTYP: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

/// A HEIC file whose primary item has these properties.
pub fn heic(properties: &[Vec<u8>], widths: Widths, data: usize) -> Vec<u8> {
    [FTYP, &meta(properties, widths), &media_box(b"mdat", &vec![0x5A; data])].concat()
}

pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub fn ihdr(width: u32, height: u32, last_five: [u8; 5]) -> Vec<u8> {
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &last_five].concat())
}

/// A PNG with these chunks between IHDR and IEND.
pub fn png_of(header: [u8; 5], chunks: &[Vec<u8>]) -> Vec<u8> {
    [SIGNATURE, &ihdr(1600, 1200, header), &chunks.concat(), &chunk(b"IEND", b"")].concat()
}

/// A PNG with `count` data chunks of `size` bytes.
pub fn png(count: usize, size: usize) -> Vec<u8> {
    png_of([8, 2, 0, 0, 0], &vec![chunk(b"IDAT", &vec![0x78; size]); count])
}
