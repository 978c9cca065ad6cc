//! JPEG: coding, headers, segments.

use crate::build::{Jpeg, exif, segment};
use crate::{assert_accepted, assert_rejected};
use reroom::api::IssueCode::{Corrupt, UnsupportedFormat};
use reroom::photo::Format;

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
fn jpeg_with_fill_and_stray_bytes_is_accepted() {
    let before_frame = [vec![0xFF; 300], segment(0xFE, b"note"), b"stray".to_vec(), vec![0xFF; 2]].concat();
    assert_accepted(&Jpeg { before_frame, ..Jpeg::default() }.bytes());
}

#[test]
fn skipped_jpeg_segment_with_too_small_length_is_accepted() {
    for marker in [0xE0, 0xE1, 0xE5, 0xEB, 0xEF, 0xFE, 0xDC] {
        for length in [0, 1, 2] {
            let before_frame = [&[0xFF, marker, 0, length], &exif(true, 3, 0)[..]].concat();
            assert_eq!(assert_accepted(&Jpeg { before_frame, ..Jpeg::default() }.bytes()).orientation, 3, "{marker:x}");
        }
    }
}
