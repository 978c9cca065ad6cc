//! Whole files: formats, limits, truncation, and how little of them is read.

use crate::build::{Jpeg, chunk, exif, png, png_of, segment, tiff};
use crate::{assert_accepted, assert_rejected, codes};
use reroom::api::IssueCode::{
    AspectRatio, EmptyFile, FileTooLarge, ResolutionTooLarge, ResolutionTooSmall, Truncated, TypeMismatch,
    UnsupportedFormat,
};
use reroom::photo::{Format, Inspector, Step, inspect, requirements, type_mismatch};

#[test]
fn valid_photo_of_each_format_is_accepted() {
    let jpeg = assert_accepted(&Jpeg::default().bytes());
    assert_eq!((jpeg.format, jpeg.mime, jpeg.orientation), (Format::Jpeg, Some("image/jpeg"), 1));
    assert_eq!((jpeg.width, jpeg.height), (Some(1600), Some(1200)));
    let png = assert_accepted(&png(1, 50_000));
    assert_eq!((png.format, png.mime, png.orientation), (Format::Png, Some("image/png"), 1));
    assert_eq!((png.width, png.height), (Some(1600), Some(1200)));
}

#[test]
fn signed_photo_reports_credentials() {
    let boxes = b"\0\0\x32\0jumb\0\0\0\x1Ejumdc2pa\0\x11\0\x10\x80\0\0\xAA\08\x9Bq\x03c2pa\0";
    let signed =
        |part: u8| segment(0xEB, &[b"JP\x02\x11\0\0\0", &[part][..], boxes, &vec![7; 65_000 - part as usize]].concat());
    let before_frame: Vec<u8> = (1..=80).flat_map(signed).collect();
    let report = assert_accepted(&Jpeg { before_frame, scan: 900_000, ..Jpeg::default() }.bytes());
    assert_eq!(report.credentials, Some("c2pa"));
    assert!(report.bytes_read < 3 << 20, "{}", report.bytes_read);
    let other = Jpeg { before_frame: segment(0xEB, b"JP\x02\x11 c2p other"), ..Jpeg::default() };
    assert_eq!(assert_accepted(&other.bytes()).credentials, None);
    let data = chunk(b"IDAT", &[0x78; 500]);
    let png = assert_accepted(&png_of([8, 2, 0, 0, 0], &[chunk(b"caBX", boxes), data.clone()]));
    assert_eq!(png.credentials, Some("c2pa"));
    assert_eq!(assert_accepted(&png_of([8, 2, 0, 0, 0], &[data])).credentials, None);
}

#[test]
fn typical_file_needs_at_most_64_kib() {
    for scan in [1_000, 61_000, 65_000, 66_000, 4_000_000] {
        let report = assert_accepted(&Jpeg { before_frame: exif(true, 1, 0), scan, ..Jpeg::default() }.bytes());
        assert!(report.bytes_read <= 65_536, "{}", report.bytes_read);
    }
    // A few segments may extend beyond the first read.
    let before_frame = [exif(true, 1, 0), segment(0xE2, &[7; 60_000])].concat();
    let report = assert_accepted(&Jpeg { before_frame, scan: 900_000, ..Jpeg::default() }.bytes());
    assert!(report.bytes_read <= 65_536, "{}", report.bytes_read);
    for (count, size) in [(1, 4_000_000), (2, 100_000), (30, 65_536), (500, 8_192), (60, 65_536)] {
        let report = assert_accepted(&png(count, size));
        assert!(report.bytes_read <= 65_536, "{count} of {size}: {}", report.bytes_read);
    }
    let uneven = [chunk(b"IDAT", &[0x78; 900_000]), chunk(b"IDAT", &[0x78; 1_000]).repeat(100)];
    let report = assert_accepted(&png_of([8, 2, 0, 0, 0], &uneven));
    assert!(report.bytes_read <= 65_536, "{}", report.bytes_read);
}

#[test]
fn incomplete_download_is_truncated() {
    let thumbnail = Jpeg { width: 160, height: 120, scan: 3_000, ..Jpeg::default() }.bytes();
    let block = [b"Exif\0\0", &tiff(true, 1, 0)[..], &thumbnail].concat();
    let photo = Jpeg { before_frame: segment(0xE1, &block), scan: 300_000, ..Jpeg::default() }.bytes();
    assert_accepted(&photo);
    for cut in [2, 3, 20, 2_000, block.len() + 6, block.len() + 200, 61_440, 65_536, 150_000, photo.len() - 1] {
        assert_rejected(&photo[..cut], Truncated, "is incomplete");
    }
    // A download manager may preallocate a file and not fill it.
    assert_rejected(&[&photo[..150_000], &[0; 150_000]].concat(), Truncated, "is incomplete");
    for whole in [png(1, 300_000), png(40, 8_192), png(900, 1_000)] {
        for cut in [4, 8, 20, 33, 40, 61_440, 65_536, whole.len() - 12, whole.len() - 5] {
            assert_rejected(&whole[..cut], Truncated, "is incomplete");
        }
        // Decoders read nothing after the name of the last chunk.
        for cut in 1..=4 {
            assert_accepted(&whole[..whole.len() - cut]);
        }
    }
}

#[test]
fn data_after_the_end_marker_is_accepted() {
    let photo = Jpeg { scan: 200_000, ..Jpeg::default() };
    for trailer in [vec![0; 30_000], b"\0\0\0\x18ftypmp42 and a video".repeat(40_000), vec![0xFF; 7]] {
        let end = [vec![0xFF, 0xD9], trailer].concat();
        assert_accepted(&Jpeg { end, ..photo.clone() }.bytes());
    }
    assert_accepted(&[png(900, 1_000), vec![0; 300_000]].concat());
    assert_accepted(&[png(1, 1_000), b"trailer".to_vec()].concat());
}

#[test]
fn other_format_is_rejected_by_name() {
    let cases: [(&[u8], Option<&str>, &str); 19] = [
        (b"GIF89a\x10\0\x10\0", Some("image/gif"), "GIF"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp"), "WebP"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", Some("image/avif"), "AVIF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Some("image/avif"), "AVIF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", Some("video/mp4"), "video"),
        (b"II*\0\x08\0\0\0", Some("image/tiff"), "TIFF"),
        (b"MM\0*\0\0\0\x08", Some("image/tiff"), "TIFF"),
        (b"BM\x10\0\0\0\0\0\0\0\x36\0", Some("image/bmp"), "BMP"),
        (b"%PDF-1.7\n", Some("application/pdf"), "PDF"),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Some("image/svg+xml"), "SVG"),
        (b"\xEF\xBB\xBF\n<?xml version=\"1.0\"?><!-- x --><SVG/>", Some("image/svg+xml"), "SVG"),
        (b"<!DOCTYPE html><html><svg>", Some("text/html"), "web page"),
        (b"\0\0\0\x0CJXL \r\n\x87\n", Some("image/jxl"), "JPEG XL"),
        (b"\xFF\x0A\x00", Some("image/jxl"), "JPEG XL"),
        (b"/9j/4AAQSkZJRg==", Some("text/plain"), "base64"),
        (b"data:image/png;base64,iVBORw0", Some("text/plain"), "base64"),
        (b"8BPS\0\x01", Some("image/vnd.adobe.photoshop"), "Photoshop"),
        (b"BMW drivers", None, "JPEG or PNG"),
        (b"\xFF", None, "JPEG or PNG"),
    ];
    for (bytes, mime, name) in cases {
        let report = assert_rejected(bytes, UnsupportedFormat, name);
        assert_eq!((report.format, report.mime), (Format::Unknown, mime), "{name}");
    }
}

#[test]
fn photo_outside_the_requirements_is_rejected() {
    let of = |width, height| codes(&inspect(&Jpeg { width, height, ..Jpeg::default() }.bytes()));
    for (width, height) in
        [(1366, 768), (1800, 1200), (683, 512), (4096, 3072), (4096, 2304), (910, 512), (1920, 1080), (1601, 1200)]
    {
        assert_eq!(of(width, height), [], "{width}x{height}");
    }
    for (width, height) in [(1370, 768), (1200, 1600), (1000, 1000), (1597, 1200), (2000, 1000)] {
        assert_eq!(of(width, height), [AspectRatio], "{width}x{height}");
    }
    assert_eq!(of(682, 511), [ResolutionTooSmall]);
    assert_eq!(of(4097, 3072), [ResolutionTooLarge]);
    assert_eq!(of(65_535, 300), [ResolutionTooSmall, ResolutionTooLarge, AspectRatio]);
    assert!(requirements::ratio_fits(u32::MAX, u32::MAX / 3 * 2) && !requirements::ratio_fits(u32::MAX, 1));
    assert_eq!(codes(&inspect(b"")), [EmptyFile]);
    let limit = requirements::MAX_BYTES as usize;
    let exactly = Jpeg { scan: limit - Jpeg { scan: 0, ..Jpeg::default() }.bytes().len(), ..Jpeg::default() }.bytes();
    assert_eq!(exactly.len(), limit);
    assert_accepted(&exactly);
    let over = Jpeg { scan: limit, ..Jpeg::default() }.bytes();
    assert!(assert_rejected(&over, FileTooLarge, "15 MiB").bytes_read <= 65_536);
    for bytes in [png(16_000, 1_000), png_of([8, 2, 0, 0, 0], &vec![chunk(b"tEXt", &[9; 9_000]); 1_800])] {
        let cut = &bytes[..bytes.len() - 1];
        assert!(assert_rejected(cut, FileTooLarge, "15 MiB").bytes_read <= 65_536);
    }
    let tall = inspect(&Jpeg { width: 1200, height: 1800, ..Jpeg::default() }.bytes());
    assert!(tall.issues[0].message.contains("Crop it to 1200×900 or pad it to 2400×1800"), "{tall:?}");
    let wide = inspect(&Jpeg { width: 2000, height: 1000, ..Jpeg::default() }.bytes());
    assert!(wide.issues[0].message.contains("Crop it to 1777×1000 or pad it to 2000×1125"), "{wide:?}");
}

#[test]
fn declared_type_that_differs_from_bytes_is_a_mismatch() {
    let jpeg = assert_accepted(&Jpeg::default().bytes());
    for same in ["", "image/jpeg", "IMAGE/JPG", "image/jpeg; q=1", " image/pjpeg ", "application/octet-stream"] {
        assert_eq!(type_mismatch(same, &jpeg), None, "{same}");
    }
    let issue = type_mismatch("image/png", &jpeg).unwrap();
    assert_eq!((issue.code, issue.suggestion), (TypeMismatch, Some("image/jpeg")));
    assert_eq!(type_mismatch("image/png", &inspect(b"nothing known")), None);
    assert!(type_mismatch("image/jpeg", &inspect(b"GIF89a")).is_some());
}

#[test]
fn file_above_4_gib_is_only_too_large() {
    // Without the bits above 32, it would be a small file.
    let total = (1 << 32) + 1_000;
    for front in [Jpeg::default().bytes(), png(3, 40_000)] {
        let mut inspector = Inspector::new(total);
        while let Step::Read { offset, length } = inspector.next() {
            let mut bytes = front.get(offset as usize..).unwrap_or_default().to_vec();
            bytes.resize(length as usize, 0x42);
            inspector.supply(offset, &bytes);
        }
        let report = inspector.finish();
        assert_eq!((report.bytes, report.width.is_some()), (total, true));
        assert!(report.issues.iter().all(|issue| issue.code == FileTooLarge), "{:?}", report.issues);
        assert!(report.bytes_read <= 65_536);
    }
}

#[test]
fn range_that_was_not_requested_is_truncated() {
    let bytes = Jpeg::default().bytes();
    let length = bytes.len() as u32;
    let mut short = Inspector::new(bytes.len() as u64);
    assert_eq!(short.next(), Step::Read { offset: 0, length });
    short.supply(0, &bytes[..100]);
    assert_eq!(short.next(), Step::Done);
    assert_eq!(codes(&short.finish()), [Truncated]);
    let mut both = Inspector::new(100_000);
    assert_eq!(both.next(), Step::Read { offset: 0, length: 57_344 });
    assert_eq!(both.following(), Step::Read { offset: 95_904, length: 4096 });
    both.supply(0, &bytes[..100]);
    assert_eq!((both.next(), both.following()), (Step::Done, Step::Done));
    assert_eq!(codes(&both.finish()), [Truncated]);
    let mut elsewhere = Inspector::new(bytes.len() as u64);
    elsewhere.supply(1, &bytes);
    assert_eq!(codes(&elsewhere.finish()), [Truncated]);
    assert_eq!(codes(&Inspector::new(9).finish()), [Truncated]);
    let mut unasked = Inspector::new(0);
    unasked.supply(0, &bytes);
    assert_eq!(codes(&unasked.finish()), [EmptyFile]);
}
