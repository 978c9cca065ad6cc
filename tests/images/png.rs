//! PNG: header, chunks, checksums.

use crate::build::{SIGNATURE, chunk, ihdr, png, png_of, tiff};
use crate::{assert_accepted, assert_rejected, codes};
use reroom::api::IssueCode::{Corrupt, UnsupportedFormat};
use reroom::photo::{Format, inspect};

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
        let bytes = [SIGNATURE, &ihdr(width, height, [8, 2, 0, 0, 0]), &data].concat();
        assert_eq!(codes(&inspect(&bytes))[0], Corrupt);
    }
    assert_rejected(&png_of([8, 3, 0, 0, 0], std::slice::from_ref(&data)), Corrupt, "palette");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[]), Corrupt, "no image data");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[chunk(b"IDAT", b"")]), Corrupt, "no image data");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[chunk(b"ABCD", b""), data.clone()]), Corrupt, "unknown critical chunk");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[chunk(b"ID?T", b""), data.clone()]), Corrupt, "unknown critical chunk");
    assert_rejected(&png_of([8, 2, 0, 0, 0], &[ihdr(9, 9, [8, 2, 0, 0, 0]), data.clone()]), Corrupt, "header chunk");
    assert_rejected(&png_of([8, 3, 0, 0, 0], &[chunk(b"PLTE", &[1; 4]), data.clone()]), Corrupt, "palette");
    let app = [SIGNATURE, &chunk(b"CgBI", &[0; 4]), &ihdr(600, 600, [8, 6, 0, 0, 0])].concat();
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
fn damaged_ancillary_png_chunk_is_accepted() {
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
