//! What a file is, by its first bytes, and what to do with one that the service does not take.

use super::bytes::find;
use super::png::SIGNATURE;
use super::report::Format;

/// A kind of file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) format: Format,
    pub(super) mime: Option<&'static str>,
    /// For a kind that is refused: what it is and what to do.
    pub(super) advice: &'static str,
}

const JPEG: Kind = Kind { format: Format::Jpeg, mime: Some("image/jpeg"), advice: "" };
const PNG: Kind = Kind { format: Format::Png, mime: Some("image/png"), advice: "" };

const fn other(mime: &'static str, advice: &'static str) -> Kind {
    Kind { format: Format::Unknown, mime: Some(mime), advice }
}

const UNKNOWN: Kind = Kind {
    format: Format::Unknown,
    mime: None,
    advice: "This is no kind of photo that is known here: choose a JPEG or PNG file.",
};
const HEIC: Kind = other(
    "image/heic",
    "This is a HEIC photo, as phones take them: convert it to JPEG, or share it as \"most compatible\".",
);
const HEIF: Kind = other("image/heif", "This is a HEIF photo: convert it to JPEG.");
const AVIF: Kind = other("image/avif", "This is an AVIF picture: convert it to JPEG.");
const JXL: Kind = other("image/jxl", "This is a JPEG XL picture: convert it to JPEG.");
const JPEG_2000: Kind = other("image/jp2", "This is a JPEG 2000 picture: convert it to JPEG.");
const TIFF: Kind = other("image/tiff", "This is a TIFF picture or a camera's raw photo: export it as JPEG.");
const VIDEO: Kind = other("video/mp4", "This is a video: take a still picture from it and save that as JPEG.");
const BASE64: Kind = Kind {
    format: Format::Unknown,
    mime: Some("text/plain"),
    advice: "This is a picture encoded as base64 text: decode it and give the bytes themselves.",
};
const SVG: Kind = other("image/svg+xml", "This is an SVG drawing: export it as PNG.");
const HTML: Kind =
    other("text/html", "This is a web page and no photo; the download has failed: download the photo itself.");

const MAGIC: [(&[u8], Kind); 18] = [
    (b"GIF8", other("image/gif", "This is a GIF: convert it to PNG or JPEG.")),
    (b"%PDF-", other("application/pdf", "This is a PDF document: export its page as JPEG or PNG.")),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xFF\x0A", JXL),
    (b"\0\0\0\x0CJXL \r\n\x87\n", JXL),
    (b"\0\0\0\x0CjP  \r\n\x87\n", JPEG_2000),
    (b"\xFF\x4F\xFF\x51", JPEG_2000),
    (b"8BPS", other("image/vnd.adobe.photoshop", "This is a Photoshop document: export it as JPEG or PNG.")),
    (b"\0\0\x01\0", other("image/vnd.microsoft.icon", "This is an icon: choose a photo in JPEG or PNG.")),
    (b"PK\x03\x04", other("application/zip", "This is a ZIP archive: unpack it and choose the photo inside.")),
    (b"\x1F\x8B", other("application/gzip", "This is a compressed archive: unpack it and choose the photo inside.")),
    (b"\x1A\x45\xDF\xA3", VIDEO),
    (b"/9j/", BASE64),
    (b"iVBORw0KGgo", BASE64),
    (b"data:image/", BASE64),
];

/// Recognises a file by its head.
pub(super) fn sniff(head: &[u8]) -> Kind {
    if head.starts_with(b"\xFF\xD8\xFF") || head == b"\xFF\xD8" {
        return JPEG;
    }
    if is_png(head) {
        return PNG;
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *kind;
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return other("image/webp", "This is a WebP picture: convert it to JPEG.");
    }
    // Four reserved bytes are zero; two letters alone would take in any text.
    if head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]) {
        return other("image/bmp", "This is a BMP picture: convert it to PNG or JPEG.");
    }
    if head.get(4..8) == Some(b"ftyp") {
        return media(head);
    }
    text(head)
}

/// A PNG; also one whose signature is damaged, or that breaks off in it.
fn is_png(head: &[u8]) -> bool {
    let named =
        head.get(1..4) == Some(b"PNG") || head.get(12..16) == Some(b"IHDR") || head.get(11..15) == Some(b"IHDR");
    named || (head.len() >= 2 && SIGNATURE.starts_with(head))
}

/// A file of the ISO media family, by its brands.
fn media(head: &[u8]) -> Kind {
    let size = head.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes)).clamp(12, 256) as usize;
    let brands = head.get(8..).unwrap_or_default();
    let brands = brands.get(..size - 8).unwrap_or(brands);
    let has = |names: &[&[u8]]| brands.chunks(4).any(|brand| names.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        AVIF
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"]) {
        HEIC
    } else if has(&[b"mif1", b"msf1", b"mif2"]) {
        HEIF
    } else if has(&[b"crx "]) {
        TIFF
    } else {
        VIDEO
    }
}

/// Markup, behind a byte-order mark and white space.
fn text(head: &[u8]) -> Kind {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let front: Vec<u8> = head.trim_ascii_start().iter().take(1024).map(u8::to_ascii_lowercase).collect();
    if front.first() != Some(&b'<') {
        return UNKNOWN;
    }
    if front.starts_with(b"<!doctype html") || front.starts_with(b"<html") {
        HTML
    } else if find(&front, b"<svg").is_some() || find(&front, b"<!doctype svg").is_some() {
        SVG
    } else if find(&front, b"<html").is_some() {
        HTML
    } else {
        UNKNOWN
    }
}
