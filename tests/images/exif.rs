//! Metadata: EXIF, wherever it is.

use crate::assert_accepted;
use crate::build::{Jpeg, exif, segment, tiff};
use reroom::photo::inspect;

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
