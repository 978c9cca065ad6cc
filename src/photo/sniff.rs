//! Detects a file's format by its first bytes, with advice for formats that the service does not accept.

use super::bytes::find;
use super::png::SIGNATURE;
use super::report::Format;

/// A file format.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileType {
    pub(super) format: Format,
    pub(super) mime: Option<&'static str>,
    /// For a rejected format: what it is and what to do.
    pub(super) advice: &'static str,
}

const JPEG: FileType = FileType { format: Format::Jpeg, mime: Some("image/jpeg"), advice: "" };
const PNG: FileType = FileType { format: Format::Png, mime: Some("image/png"), advice: "" };

const fn other(mime: &'static str, advice: &'static str) -> FileType {
    FileType { format: Format::Unknown, mime: Some(mime), advice }
}

const UNKNOWN: FileType =
    FileType { format: Format::Unknown, mime: None, advice: "Unsupported photo format. Choose a JPEG or PNG file." };
const HEIC: FileType = FileType {
    format: Format::Heic,
    mime: Some("image/heic"),
    advice: "This is a HEIC photo. Convert it to JPEG, or import \"reroom/heic\" and prepare the photo.",
};
const HEIF: FileType = FileType {
    mime: Some("image/heif"),
    advice: "This is a HEIF photo. Convert it to JPEG, or import \"reroom/heic\" and prepare the photo.",
    ..HEIC
};
const AVIF: FileType = other("image/avif", "This is an AVIF image. Convert it to JPEG.");
const JXL: FileType = other("image/jxl", "This is a JPEG XL image. Convert it to JPEG.");
const JPEG_2000: FileType = other("image/jp2", "This is a JPEG 2000 image. Convert it to JPEG.");
const TIFF: FileType = other("image/tiff", "This is a TIFF or raw photo. Export it as JPEG.");
const VIDEO: FileType = other("video/mp4", "This is a video. Save one of its frames as JPEG.");
const BASE64: FileType = FileType {
    format: Format::Unknown,
    mime: Some("text/plain"),
    advice: "This is base64 text. Decode it and pass the bytes.",
};
const SVG: FileType = other("image/svg+xml", "This is an SVG drawing. Export it as PNG.");
const HTML: FileType = other("text/html", "This is a web page, not a photo. Download the photo itself.");

const MAGIC: [(&[u8], FileType); 18] = [
    (b"GIF8", other("image/gif", "This is a GIF. Convert it to PNG or JPEG.")),
    (b"%PDF-", other("application/pdf", "This is a PDF document. Export the page as JPEG or PNG.")),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xFF\x0A", JXL),
    (b"\0\0\0\x0CJXL \r\n\x87\n", JXL),
    (b"\0\0\0\x0CjP  \r\n\x87\n", JPEG_2000),
    (b"\xFF\x4F\xFF\x51", JPEG_2000),
    (b"8BPS", other("image/vnd.adobe.photoshop", "This is a Photoshop document. Export it as JPEG or PNG.")),
    (b"\0\0\x01\0", other("image/vnd.microsoft.icon", "This is an icon. Choose a JPEG or PNG photo.")),
    (b"PK\x03\x04", other("application/zip", "This is a ZIP archive. Unpack it and choose the photo inside.")),
    (b"\x1F\x8B", other("application/gzip", "This is a compressed archive. Unpack it and choose the photo inside.")),
    (b"\x1A\x45\xDF\xA3", VIDEO),
    (b"/9j/", BASE64),
    (b"iVBORw0KGgo", BASE64),
    (b"data:image/", BASE64),
];

/// Detects the format from the start of a file.
pub(super) fn sniff(head: &[u8]) -> FileType {
    if head.starts_with(b"\xFF\xD8\xFF") || head == b"\xFF\xD8" {
        return JPEG;
    }
    if is_png(head) {
        return PNG;
    }
    if let Some((_, file_type)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *file_type;
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return other("image/webp", "This is a WebP image. Convert it to JPEG.");
    }
    // Four reserved bytes must be zero, or any text that starts with these two letters would match.
    if head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]) {
        return other("image/bmp", "This is a BMP image. Convert it to PNG or JPEG.");
    }
    if head.get(4..8) == Some(b"ftyp") {
        return detect_media(head);
    }
    detect_markup(head)
}

/// Whether it is a PNG, possibly with a damaged or incomplete signature.
fn is_png(head: &[u8]) -> bool {
    let named =
        head.get(1..4) == Some(b"PNG") || head.get(12..16) == Some(b"IHDR") || head.get(11..15) == Some(b"IHDR");
    named || (head.len() >= 2 && SIGNATURE.starts_with(head))
}

/// Detects an ISO media file by its brands.
fn detect_media(head: &[u8]) -> FileType {
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

/// Detects HTML or SVG, possibly after a byte order mark and white space.
fn detect_markup(head: &[u8]) -> FileType {
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
