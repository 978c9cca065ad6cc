//! The photo inspector: generated files, public test corpora, and properties.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "images/build.rs"]
mod build;
#[path = "images/corpora.rs"]
mod corpora;
#[path = "images/properties.rs"]
mod properties;

use build::{
    FTYP, Jpeg, Widths, chunk, clap, exif, heic, ihdr, imir, irot, ispe, media_box, meta, png, png_of, segment, tiff,
};
use reroom::api::IssueCode::{self, *};
use reroom::photo::{Format, Inspector, Report, Step, inspect, requirements, type_mismatch};

fn codes(report: &Report) -> Vec<IssueCode> {
    assert!(report.issues.iter().all(|issue| issue.path == "image" && issue.message.ends_with('.')));
    report.issues.iter().map(|issue| issue.code).collect()
}

#[track_caller]
fn assert_accepted(bytes: &[u8]) -> Report {
    let report = inspect(bytes);
    assert!(report.ok(), "{:?}", report.issues);
    // A tail without an end marker is read again during the full scan.
    assert!(report.bytes_read <= report.bytes + 8192);
    report
}

#[track_caller]
fn assert_rejected(bytes: &[u8], code: IssueCode, words: &str) -> Report {
    let report = inspect(bytes);
    assert_eq!(codes(&report), [code], "{:?}", report.issues);
    assert!(report.issues[0].message.contains(words), "{}", report.issues[0].message);
    report
}

#[test]
fn valid_photo_of_each_format_is_assert_accepted() {
    let jpeg = assert_accepted(&Jpeg::default().bytes());
    assert_eq!((jpeg.format, jpeg.mime, jpeg.orientation), (Format::Jpeg, Some("image/jpeg"), 1));
    assert_eq!((jpeg.width, jpeg.height), (Some(1600), Some(1200)));
    let png = assert_accepted(&png(1, 50_000));
    assert_eq!((png.format, png.mime, png.orientation), (Format::Png, Some("image/png"), 1));
    assert_eq!((png.width, png.height), (Some(1600), Some(1200)));
}

#[test]
fn heic_photo_is_reported_as_displayed() {
    for id in [false, true] {
        for index in [false, true] {
            let widths = Widths { id, index };
            for (properties, orientation, size) in [
                (vec![ispe(1600, 1200)], 1, (1600, 1200)),
                (vec![ispe(1200, 1600), irot(3)], 6, (1600, 1200)),
                (vec![ispe(1600, 1200), irot(2)], 3, (1600, 1200)),
                (vec![ispe(1600, 1200), imir(1)], 2, (1600, 1200)),
                (vec![ispe(1600, 1200), imir(0)], 4, (1600, 1200)),
                (vec![ispe(1300, 1700), clap(1200, 1600), irot(1)], 8, (1600, 1200)),
            ] {
                let report = assert_rejected(&heic(&properties, widths, 100_000), UnsupportedFormat, "reroom/heic");
                assert_eq!((report.format, report.mime), (Format::Heic, Some("image/heic")));
                assert_eq!((report.orientation, report.width.zip(report.height)), (orientation, Some(size)));
                assert!(report.bytes_read < 66_000);
            }
        }
    }
}

#[test]
fn heic_is_told_from_heif_by_its_brands() {
    let meta = meta(&[ispe(1600, 1200)], Widths { id: false, index: false });
    for (brands, mime, name) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], "image/heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic", "HEIC"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1", "image/heif", "HEIF"),
    ] {
        let report = assert_rejected(&[brands, &meta, &media_box(b"mdat", b"")].concat(), UnsupportedFormat, name);
        assert_eq!((report.format, report.mime), (Format::Heic, Some(mime)));
    }
}

#[test]
fn heic_boxes_are_found_anywhere_in_the_file() {
    let widths = Widths { id: false, index: false };
    let meta = meta(&[ispe(1600, 1200)], widths);
    let size = |bytes: &[u8]| inspect(bytes).width.zip(inspect(bytes).height);
    let after = [FTYP, &media_box(b"mdat", &vec![1; 300_000]), &meta].concat();
    assert_eq!(size(&after), Some((1600, 1200)));
    assert!(inspect(&after).bytes_read < 66_000);
    let wide = [b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x18 8 bytes", &meta[..]].concat();
    assert_eq!(size(&[FTYP, &wide].concat()), Some((1600, 1200)));
    let to_the_end = [FTYP, &meta, b"\0\0\0\0mdat and so on"].concat();
    assert_eq!(size(&to_the_end), Some((1600, 1200)));
    // Data of a camera that is not a box.
    assert_rejected(
        &[&heic(&[ispe(1600, 1200)], widths, 9), &b"SEFHv\x01\0\0SEFT"[..]].concat(),
        UnsupportedFormat,
        "HEIC",
    );
    let within = [FTYP, &media_box(b"meta", &[&meta[8..], &media_box(b"idat", b"tiles")].concat())].concat();
    assert_rejected(&within, UnsupportedFormat, "HEIC");
    // Without a size, for example a film.
    assert_eq!(size(&[FTYP, &media_box(b"moov", b"")].concat()), None);
    assert_eq!(size(&[FTYP, &media_box(b"meta", b"")].concat()), None);
    assert_eq!(size(&heic(&[ispe(0, 9)], widths, 9)), None);
    assert_eq!(size(&heic(&[irot(1)], widths, 9)), None);
}

#[test]
fn incomplete_heic_is_truncated() {
    let whole = heic(&[ispe(1600, 1200)], Widths { id: false, index: false }, 90_000);
    for cut in [1, 80_000, 90_001, 90_007, 90_008, 90_100] {
        let report = inspect(&whole[..whole.len() - cut]);
        assert_eq!(codes(&report), [UnsupportedFormat, Truncated]);
        assert!(report.issues[1].message.contains("HEIC is incomplete"));
        assert!(!report.unfixable_issues().is_empty());
    }
}

#[test]
fn heic_size_is_checked_like_any_other() {
    let issues = |width, height| codes(&inspect(&heic(&[ispe(width, height)], Widths { id: false, index: false }, 9)));
    assert_eq!(issues(4032, 3024), [UnsupportedFormat]);
    assert_eq!(issues(3024, 4032), [UnsupportedFormat, AspectRatio]);
    assert_eq!(issues(400, 300), [UnsupportedFormat, ResolutionTooSmall]);
    let huge = inspect(&heic(&[ispe(60_000, 45_000)], Widths { id: false, index: false }, 9));
    assert_eq!(huge.unfixable_issues().len(), 1, "{:?}", huge.issues);
}

#[test]
fn jpeg_coding_is_accepted_only_if_browsers_decode_it() {
    for (marker, precision, components) in
        [(0xC0, 8, 1), (0xC0, 8, 3), (0xC0, 8, 4), (0xC1, 8, 3), (0xC2, 8, 1), (0xC2, 8, 3), (0xC2, 8, 4)]
    {
        assert_accepted(&Jpeg { marker, precision, components, ..Jpeg::default() }.bytes());
    }
    for (marker, precision, components, name) in [
        (0xC3, 8, 3, "lossless"),
        (0xC5, 8, 3, "hierarchical"),
        (0xC6, 8, 3, "hierarchical"),
        (0xC7, 8, 3, "hierarchical"),
        (0xC9, 8, 3, "arithmetic"),
        (0xCA, 8, 3, "arithmetic"),
        (0xCB, 8, 3, "lossless JPEG with arithmetic"),
        (0xCD, 8, 3, "hierarchical"),
        (0xCE, 8, 3, "hierarchical"),
        (0xCF, 8, 3, "hierarchical"),
        (0xF7, 8, 3, "JPEG-LS"),
        (0xC1, 12, 3, "12-bit"),
        (0xC2, 12, 1, "12-bit"),
        (0xC0, 8, 2, "two color components"),
    ] {
        let bytes = Jpeg { marker, precision, components, ..Jpeg::default() }.bytes();
        let report = assert_rejected(&bytes, UnsupportedFormat, name);
        assert_eq!((report.format, report.width), (Format::Jpeg, Some(1600)));
    }
    let hierarchical = Jpeg { before_frame: segment(0xDE, &[8, 0, 9, 0, 9, 0]), ..Jpeg::default() };
    assert_rejected(&hierarchical.bytes(), UnsupportedFormat, "hierarchical");
}

#[test]
fn jpeg_with_contradictory_header_is_corrupt() {
    let of = |change: &dyn Fn(&mut Jpeg)| {
        let mut jpeg = Jpeg::default();
        change(&mut jpeg);
        jpeg.bytes()
    };
    assert_rejected(&of(&|jpeg| jpeg.width = 0), Corrupt, "height is 0");
    assert_rejected(&of(&|jpeg| jpeg.height = 0), Corrupt, "height is 0");
    assert_rejected(&of(&|jpeg| jpeg.components = 0), Corrupt, "components");
    assert_rejected(&of(&|jpeg| jpeg.precision = 9), Corrupt, "bits");
    assert_rejected(&of(&|jpeg| jpeg.before_frame = vec![0xFF, 0xDB, 0, 1]), Corrupt, "length");
    assert_rejected(&of(&|jpeg| jpeg.before_frame = segment(0xDD, &[0; 3])), Corrupt, "restart interval");
    for table in [&[0x20; 17][..], &[0x04; 17], &[0x10; 16], &[0x10; 40], &[0xFF; 18]] {
        assert_rejected(&of(&|jpeg| jpeg.before_frame = segment(0xC4, table)), Corrupt, "Huffman");
    }
    for marker in [0x02, 0xBF, 0xC8, 0xDF, 0xF0, 0xFD] {
        assert_rejected(&of(&|jpeg| jpeg.before_frame = segment(marker, &[0, 8])), Corrupt, "unknown marker");
    }
    assert_rejected(&of(&|jpeg| jpeg.before_frame = vec![0xFF, 0xD8]), Corrupt, "start marker");
    assert_rejected(&of(&|jpeg| jpeg.before_frame = vec![0xFF, 0xD9]), Corrupt, "before any image");
    assert_rejected(&of(&|jpeg| jpeg.before_frame = segment(0xDA, &[1, 1, 0, 0, 63, 0])), Corrupt, "without a frame");
    assert_rejected(&of(&|jpeg| jpeg.before_frame = segment(0xDB, &[0x20; 65])), Corrupt, "quantization");
    let frame = segment(0xC0, &[8, 0x04, 0xB0, 0x06, 0x40, 1, 1, 0x11, 0]);
    assert_rejected(&of(&|jpeg| jpeg.before_frame = frame.clone()), Corrupt, "two frame headers");
    let untabled = [&[0xFF, 0xD8], &frame[..], &segment(0xDA, &[1, 1, 0, 0, 63, 0]), &[0xFF, 0xD9]].concat();
    assert_rejected(&untabled, Corrupt, "missing quantization table");
}

#[test]
fn jpeg_with_fill_and_stray_bytes_is_assert_accepted() {
    let before_frame = [vec![0xFF; 300], segment(0xFE, b"note"), b"stray".to_vec(), vec![0xFF; 2]].concat();
    assert_accepted(&Jpeg { before_frame, ..Jpeg::default() }.bytes());
}

#[test]
fn skipped_jpeg_segment_with_too_small_length_is_assert_accepted() {
    for marker in [0xE0, 0xE1, 0xE5, 0xEB, 0xEF, 0xFE, 0xDC] {
        for length in [0, 1, 2] {
            let before_frame = [&[0xFF, marker, 0, length], &exif(true, 3, 0)[..]].concat();
            assert_eq!(assert_accepted(&Jpeg { before_frame, ..Jpeg::default() }.bytes()).orientation, 3, "{marker:x}");
        }
    }
}

#[test]
fn first_exif_block_with_content_wins() {
    let xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>");
    let named = |name: &[u8]| segment(0xE1, &[name, &tiff(true, 8, 0)].concat());
    for (blocks, orientation) in [
        (vec![exif(true, 6, 0), exif(true, 3, 0)], 6),
        (vec![exif(true, 1, 0), exif(true, 3, 0)], 1),
        (vec![segment(0xE1, b"Exif\0\0"), exif(true, 3, 0)], 3),
        (vec![segment(0xE1, b"Exif\0\0nothing"), exif(true, 3, 0)], 1),
        (vec![xmp, exif(true, 6, 0)], 6),
        (vec![named(b"Exif\0\xFF")], 8),
        (vec![named(b"EXIF\0\0")], 1),
    ] {
        let report = inspect(&Jpeg { before_frame: blocks.concat(), ..Jpeg::default() }.bytes());
        assert_eq!(report.orientation, orientation, "{blocks:?}");
    }
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
fn exif_orientation_is_read_in_either_byte_order() {
    for big_endian in [false, true] {
        for orientation in 0..=9 {
            let turned = (5..=8).contains(&orientation);
            let (width, height) = if turned { (1200, 1600) } else { (1600, 1200) };
            let jpeg = Jpeg { before_frame: exif(big_endian, orientation, 0), width, height, ..Jpeg::default() };
            let report = assert_accepted(&jpeg.bytes());
            assert_eq!((report.width, report.height), (Some(1600), Some(1200)));
            assert_eq!(u16::from(report.orientation), if (1..=8).contains(&orientation) { orientation } else { 1 });
        }
    }
}

#[test]
fn malformed_exif_is_ignored() {
    let block = tiff(true, 6, 0);
    let blocks = [b"".to_vec(), b"MM".to_vec(), b"XX\0*\0\0\0\x08".to_vec(), b"MM\0*\xff\xff\xff\xff".to_vec()];
    for bad in blocks.into_iter().chain((0..block.len() - 6).map(|cut| block[..cut].to_vec())) {
        let before_frame = segment(0xE1, &[b"Exif\0\0", &bad[..]].concat());
        assert_eq!(assert_accepted(&Jpeg { before_frame, ..Jpeg::default() }.bytes()).orientation, 1, "{bad:?}");
    }
}

#[test]
fn exif_anywhere_in_the_metadata_is_found() {
    let filler = segment(0xE2, &[7; 60_000]);
    for before in [0, 1, 2, 3] {
        for gap in [0, 900, 1300, 40_000] {
            let before_frame = [filler.repeat(before), exif(before % 2 == 0, 3, gap)].concat();
            let report = assert_accepted(&Jpeg { before_frame, scan: 200_000, ..Jpeg::default() }.bytes());
            assert_eq!(report.orientation, 3, "{before} segments before, {gap} bytes within");
        }
    }
}

#[test]
fn megabytes_of_metadata_are_skipped() {
    let before_frame = segment(0xE2, &[7; 65_000]).repeat(17);
    let report = assert_accepted(&Jpeg { before_frame, scan: 900_000, ..Jpeg::default() }.bytes());
    assert!(report.bytes_read < 96 * 1024, "{}", report.bytes_read);
    for count in [80, 600] {
        let before_frame = segment(0xE2, &[7; 65_000]).repeat(count);
        let report = inspect(&Jpeg { before_frame, ..Jpeg::default() }.bytes());
        assert!(report.width == Some(1600) && report.ok() == (count == 80), "{:?}", report.issues);
    }
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
fn data_after_the_end_marker_is_assert_accepted() {
    let photo = Jpeg { scan: 200_000, ..Jpeg::default() };
    for trailer in [vec![0; 30_000], b"\0\0\0\x18ftypmp42 and a video".repeat(40_000), vec![0xFF; 7]] {
        let end = [vec![0xFF, 0xD9], trailer].concat();
        assert_accepted(&Jpeg { end, ..photo.clone() }.bytes());
    }
    assert_accepted(&[png(900, 1_000), vec![0; 300_000]].concat());
    assert_accepted(&[png(1, 1_000), b"trailer".to_vec()].concat());
}

#[test]
fn png_header_with_invalid_values_is_corrupt() {
    let valid = [(0, vec![1, 2, 4, 8, 16]), (2, vec![8, 16]), (4, vec![8, 16]), (6, vec![8, 16])];
    let data = chunk(b"IDAT", &[0x78; 500]);
    let palette = chunk(b"PLTE", &[9; 12]);
    for color in 0..=7 {
        for depth in 0..=17 {
            let allowed = valid.iter().any(|(kind, depths)| *kind == color && depths.contains(&depth))
                || (color == 3 && [1, 2, 4, 8].contains(&depth));
            for interlace in [0, 1] {
                let bytes = png_of([depth, color, 0, 0, interlace], &[palette.clone(), data.clone()]);
                assert_eq!(inspect(&bytes).ok(), allowed, "color {color} depth {depth}");
            }
        }
    }
    for header in [[8, 2, 1, 0, 0], [8, 2, 0, 1, 0], [8, 2, 0, 0, 2]] {
        assert_rejected(&png_of(header, std::slice::from_ref(&data)), Corrupt, "unknown compression");
    }
    for (width, height) in [(0, 9), (9, 0), (0x8000_0000, 9)] {
        let bytes = [build::SIGNATURE, &ihdr(width, height, [8, 2, 0, 0, 0]), &data].concat();
        assert_eq!(codes(&inspect(&bytes))[0], Corrupt);
    }
    assert_rejected(&png_of([8, 3, 0, 0, 0], std::slice::from_ref(&data)), Corrupt, "palette");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[]), Corrupt, "no image data");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[chunk(b"IDAT", b"")]), Corrupt, "no image data");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[chunk(b"ABCD", b""), data.clone()]), Corrupt, "unknown critical chunk");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[chunk(b"ID?T", b""), data.clone()]), Corrupt, "unknown critical chunk");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[ihdr(9, 9, [8, 2, 0, 0, 0]), data.clone()]), Corrupt, "header chunk");
    assert_rejected(&png_of([8, 3, 0, 0, 0], &[chunk(b"PLTE", &[1; 4]), data.clone()]), Corrupt, "palette");
    let app = [build::SIGNATURE, &chunk(b"CgBI", &[0; 4]), &ihdr(600, 600, [8, 6, 0, 0, 0])].concat();
    assert_rejected(&app, UnsupportedFormat, "Apple");
}

#[test]
fn png_with_wrong_checksum_or_signature_is_corrupt() {
    let whole = png(3, 2_000);
    for at in [20, 30, 45, 1_000, 5_000] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        assert_rejected(&bytes, Corrupt, "");
    }
    let unix = [b"\x89PNG\n\x1a\n", &whole[8..]].concat();
    let report = assert_rejected(&unix, Corrupt, "signature");
    assert_eq!(report.format, Format::Png);
}

#[test]
fn png_orientation_and_animation_are_reported() {
    let data = chunk(b"IDAT", &[0x78; 500]);
    for orientation in 1..=8 {
        let before = png_of([8, 2, 0, 0, 0], &[chunk(b"eXIf", &tiff(false, orientation, 0)), data.clone()]);
        let report = inspect(&before);
        assert_eq!(u16::from(report.orientation), orientation);
        assert_eq!(report.width, Some(if orientation > 4 { 1200 } else { 1600 }));
        let after = png_of([8, 2, 0, 0, 0], &[data.clone(), chunk(b"eXIf", &tiff(false, orientation, 0))]);
        assert_eq!(assert_accepted(&after).orientation, 1);
    }
    let animation = chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let report = assert_accepted(&png_of([8, 2, 0, 0, 0], &[animation.clone(), data.clone()]));
    assert_eq!(report.notes.len(), 1);
    assert!(report.notes[0].contains("first frame"));
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[animation.repeat(2), data.clone()]), Corrupt, "animation");
    let turned = |orientation| chunk(b"eXIf", &tiff(false, orientation, 0));
    let orientation = |chunks: &[Vec<u8>]| assert_accepted(&png_of([8, 2, 0, 0, 0], chunks)).orientation;
    assert_eq!(orientation(&[turned(3), turned(1), data.clone()]), 3, "the first wins");
    assert_eq!(orientation(&[corrupt_checksum(turned(3)), data.clone()]), 1);
    assert_eq!(orientation(&[corrupt_checksum(turned(3)), turned(2), data]), 2, "a damaged one is ignored");
}

/// The chunk with a wrong checksum.
fn corrupt_checksum(mut chunk: Vec<u8>) -> Vec<u8> {
    if let Some(last) = chunk.last_mut() {
        *last ^= 1;
    }
    chunk
}

#[test]
fn damaged_ancillary_png_chunk_is_assert_accepted() {
    let data = chunk(b"IDAT", &[0x78; 500]);
    for kind in [b"iTXt", b"iCCP", b"tEXt", b"acTL", b"s\x01IT", b"1bCd", b"    "] {
        for odd in [chunk(kind, &[7; 20]), corrupt_checksum(chunk(kind, &[7; 20]))] {
            assert_accepted(&png_of([8, 2, 0, 0, 0], &[odd.clone(), data.clone()]));
            assert_accepted(&png_of([8, 2, 0, 0, 0], &[data.clone(), odd]));
        }
    }
    let whole = png_of([8, 2, 0, 0, 0], std::slice::from_ref(&data));
    assert_accepted(&corrupt_checksum(whole.clone()));
    let end = [&whole[..whole.len() - 12], &chunk(b"IEND", b"more")[..]].concat();
    assert_accepted(&end);
}

#[test]
fn png_chunks_in_invalid_order_are_corrupt() {
    let data = chunk(b"IDAT", &[0x78; 500]);
    let palette = chunk(b"PLTE", &[9; 12]);
    let text = chunk(b"tEXt", b"a\0b");
    for color in [2, 3] {
        let of = |chunks: &[&Vec<u8>]| {
            png_of([8, color, 0, 0, 0], &chunks.iter().map(|one| (*one).clone()).collect::<Vec<_>>())
        };
        assert_rejected(&of(&[&palette, &palette, &data]), Corrupt, "two palettes");
        assert_rejected(&of(&[&palette, &data, &palette]), Corrupt, "two palettes");
        assert_rejected(&of(&[&palette, &data, &text, &data]), Corrupt, "not consecutive");
        assert_rejected(&of(&[&corrupt_checksum(palette.clone()), &data]), Corrupt, "checksum");
        assert_rejected(&of(&[&palette, &corrupt_checksum(data.clone())]), Corrupt, "checksum");
        assert_accepted(&of(&[&palette, &data, &data]));
    }
    assert_rejected(&png_of([8, 3, 0, 0, 0], &[data.clone(), palette.clone()]), Corrupt, "missing palette");
    assert_accepted(&png_of([8, 2, 0, 0, 0], &[data, palette]));
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
