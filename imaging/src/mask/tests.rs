//! Encodes masks and reads them back with an independent decoder.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use ::png::{BitDepth as PngDepth, ColorType, Decoder};
use proptest::prelude::*;
use std::io::Cursor;

/// Decodes to one byte per pixel, and returns the bit depth.
fn decode(file: &[u8]) -> (Mask, u8) {
    let mut reader = Decoder::new(Cursor::new(file)).read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    reader.finish().unwrap();
    assert_eq!(info.color_type, ColorType::Grayscale);
    let (width, height) = (info.width, info.height);
    let pixels = match info.bit_depth {
        PngDepth::One => data
            .chunks(info.line_size)
            .flat_map(|row| (0..width as usize).map(|x| (row[x / 8] >> (7 - x % 8) & 1) * 255))
            .collect(),
        _ => data,
    };
    (Mask { width, height, data: pixels }, info.bit_depth as u8)
}

/// Runs of equal values with some noise, as in strokes and soft edges.
fn any_plane() -> impl Strategy<Value = Mask> {
    let run = (prop_oneof![Just(0u8), Just(255u8), any::<u8>()], prop_oneof![1usize..4, 1usize..900]);
    (1u32..200, 1u32..60, proptest::collection::vec(run, 1..60)).prop_map(|(width, height, runs)| {
        let bytes = runs.iter().flat_map(|(value, count)| std::iter::repeat_n(*value, *count));
        let data = bytes.cycle().take((width * height) as usize).collect();
        Mask { width, height, data }
    })
}

fn depth() -> impl Strategy<Value = BitDepth> {
    prop_oneof![Just(BitDepth::One), Just(BitDepth::Eight)]
}

fn solid(width: u32, height: u32, value: u8) -> Mask {
    Mask { width, height, data: vec![value; (width * height) as usize] }
}

fn issue(mask: &Mask, options: &MaskOptions) -> (String, IssueCode) {
    let issue = encode(mask, options).unwrap_err();
    (issue.path, issue.code)
}

proptest! {
    #[test]
    fn encoded_mask_decodes_to_the_thresholded_mask(mask in any_plane(), threshold: u8, bit_depth in depth(), black: bool) {
        let polarity = if black { Polarity::BlackEdits } else { Polarity::WhiteEdits };
        let options = MaskOptions { threshold, bit_depth, polarity, ..MaskOptions::default() };
        let marked: Vec<bool> = mask.data.iter().map(|v| *v >= threshold).collect();
        if !marked.contains(&true) {
            prop_assert_eq!(issue(&mask, &options).1, IssueCode::EmptyMask);
            return Ok(());
        }
        let (decoded, bits) = decode(&encode(&mask, &options).unwrap());
        let expected: Vec<u8> = marked.iter().map(|marked| if *marked != black { 255 } else { 0 }).collect();
        prop_assert_eq!((decoded.width, decoded.height), (mask.width, mask.height));
        prop_assert_eq!(decoded.data, expected);
        prop_assert_eq!(bits, if bit_depth == BitDepth::One { 1 } else { 8 });
    }

    #[test]
    fn gray_levels_survive_encoding(mask in any_plane(), invert: bool) {
        let mut writer = Writer::new(mask.width, mask.height, BitDepth::Eight, GrayLevels::soft(invert));
        for_each_row(&mask, mask.width, mask.height, &mut |above, row| writer.write_row(above, row, u64::MAX));
        let expected: Vec<u8> = mask.data.iter().map(|v| if invert { 255 - v } else { *v }).collect();
        prop_assert_eq!(decode(&writer.finish()).0.data, expected);
    }

    #[test]
    fn scaled_mask_is_scaled_before_the_threshold(mask in any_plane(), width in 1u32..300, height in 1u32..90) {
        let options = MaskOptions { width: Some(width), height: Some(height), ..MaskOptions::default() };
        let expected: Vec<u8> =
            scale(&mask, width, height).data.iter().map(|v| if *v >= 128 { 255 } else { 0 }).collect();
        match encode(&mask, &options) {
            Ok(file) => prop_assert_eq!(decode(&file).0.data, expected),
            Err(issue) => prop_assert!(issue.code == IssueCode::EmptyMask && !expected.contains(&255)),
        }
    }

    #[test]
    fn mask_inverted_twice_is_unchanged(mask in any_plane(), bit_depth in depth()) {
        let options = MaskOptions { bit_depth, polarity: Polarity::BlackEdits, ..MaskOptions::default() };
        let Ok(once) = encode(&mask, &options) else { return Ok(()) };
        let Ok(twice) = encode(&decode(&once).0, &options) else { return Ok(()) };
        let straight = MaskOptions { bit_depth, ..MaskOptions::default() };
        prop_assert_eq!(decode(&twice), decode(&encode(&mask, &straight).unwrap()));
    }
}

#[test]
fn noise_over_many_blocks_survives_encoding() {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let mask = Mask { width: 700, height: 500, data: (0..350_000).map(|_| next()).collect() };
    let mut writer = Writer::new(700, 500, BitDepth::Eight, GrayLevels::soft(false));
    for_each_row(&mask, 700, 500, &mut |above, row| writer.write_row(above, row, u64::MAX));
    let file = writer.finish();
    assert_eq!(decode(&file).0, mask);
    assert!(file.len() < 352_500, "{}", file.len());
}

#[test]
fn solid_mask_of_any_shape_is_encoded() {
    for (width, height) in [(1, 1), (1, 4096), (4096, 1), (7, 3), (8, 8), (513, 65), (4096, 4096)] {
        for bit_depth in [BitDepth::One, BitDepth::Eight] {
            let options = MaskOptions { bit_depth, ..MaskOptions::default() };
            let white = solid(width, height, 255);
            assert_eq!(decode(&encode(&white, &options).unwrap()).0, white);
            let black = MaskOptions { polarity: Polarity::BlackEdits, ..options.clone() };
            assert_eq!(decode(&encode(&white, &black).unwrap()).0, solid(width, height, 0));
            assert_eq!(issue(&solid(width, height, 127), &options), (String::new(), IssueCode::EmptyMask));
        }
    }
}

#[test]
fn single_painted_pixel_is_encoded() {
    for at in [0, 9, 10, 18, 99] {
        let mut mask = solid(10, 10, 0);
        mask.data[at] = 255;
        assert_eq!(decode(&encode(&mask, &MaskOptions::default()).unwrap()).0, mask);
    }
}

#[test]
fn feather_applies_only_to_eight_bits() {
    let mut mask = solid(64, 64, 0);
    mask.data.chunks_mut(64).skip(20).take(24).for_each(|row| row[20..44].fill(200));
    let soft = MaskOptions { feather: 6.0, ..MaskOptions::default() };
    let (decoded, _) = decode(&encode(&mask, &soft).unwrap());
    assert_eq!((decoded.data[0], decoded.data[32 * 64 + 32]), (0, 255));
    assert!(decoded.data.iter().any(|v| (1..255).contains(v)));
    let dark = MaskOptions { polarity: Polarity::BlackEdits, ..soft.clone() };
    let turned: Vec<u8> = decoded.data.iter().map(|v| 255 - v).collect();
    assert_eq!(decode(&encode(&mask, &dark).unwrap()).0.data, turned);
    let hard = MaskOptions { bit_depth: BitDepth::One, ..soft.clone() };
    let expected: Vec<u8> = mask.data.iter().map(|v| if *v > 0 { 255 } else { 0 }).collect();
    assert_eq!(decode(&encode(&mask, &hard).unwrap()).0.data, expected);
    assert_eq!(issue(&solid(9, 9, 1), &soft).1, IssueCode::EmptyMask);
}

#[test]
fn invalid_size_is_rejected() {
    let mask = solid(8, 8, 255);
    let sized = |width, height| MaskOptions { width, height, ..MaskOptions::default() };
    let at = |path: &str, code| (path.to_owned(), code);
    assert_eq!(issue(&mask, &sized(Some(8), None)), at("height", IssueCode::Required));
    assert_eq!(issue(&mask, &sized(None, Some(8))), at("width", IssueCode::Required));
    assert_eq!(issue(&mask, &sized(Some(0), Some(8))), at("width", IssueCode::MaskSize));
    assert_eq!(issue(&mask, &sized(Some(8), Some(4097))), at("height", IssueCode::MaskSize));
    assert_eq!(issue(&solid(4097, 1, 255), &sized(None, None)), at("", IssueCode::MaskSize));
    assert!(encode(&solid(4097, 1, 255), &sized(Some(5), Some(5))).is_ok());
    assert_eq!(issue(&solid(0, 5, 255), &sized(Some(5), Some(5))), at("", IssueCode::MaskSize));
    let short = Mask { width: 8, height: 8, data: vec![255; 63] };
    assert_eq!(issue(&short, &sized(None, None)), at("", IssueCode::MaskSize));
}

#[test]
fn feather_out_of_range_is_rejected() {
    for feather in [-1.0, 513.0, f32::NAN, f32::INFINITY] {
        let options = MaskOptions { feather, ..MaskOptions::default() };
        assert_eq!(issue(&solid(4, 4, 255), &options), ("feather".to_owned(), IssueCode::OutOfRange));
    }
}

#[test]
fn data_url_option_adds_the_prefix() {
    let mask = solid(4, 4, 255);
    let plain = encode_base64(&mask, &MaskOptions::default()).unwrap();
    assert!(plain.starts_with("iVBORw0KGgo"));
    let url = encode_base64(&mask, &MaskOptions { data_url: true, ..MaskOptions::default() }).unwrap();
    assert_eq!(url, format!("data:image/png;base64,{plain}"));
}

/// Round strokes over a fifth of a photo.
fn painted(width: u32, height: u32) -> Mask {
    let mut mask = solid(width, height, 0);
    for stroke in 0..12u32 {
        for step in 0..200u32 {
            let along = f64::from(step) / 200.0;
            let turn = f64::from(stroke) * 0.7 + along * 3.0;
            let x = f64::from(width) * (0.1 + 0.8 * along);
            let y = f64::from(height) * (0.08 + 0.07 * f64::from(stroke) + 0.03 * turn.sin());
            disc(&mut mask, x, y, f64::from(height) * 0.01);
        }
    }
    mask
}

fn disc(mask: &mut Mask, x: f64, y: f64, radius: f64) {
    for row in (y - radius) as usize..(y + radius) as usize {
        let half = (radius * radius - (row as f64 - y).powi(2)).max(0.0).sqrt();
        let start = row * mask.width as usize;
        mask.data[start + (x - half) as usize..start + (x + half) as usize].fill(255);
    }
}

#[test]
fn painted_mask_of_twelve_megapixels_is_small() {
    let mask = painted(4096, 3072);
    for (bit_depth, feather, limit) in
        [(BitDepth::One, 0.0, 40_000), (BitDepth::Eight, 0.0, 100_000), (BitDepth::Eight, 8.0, 500_000)]
    {
        let options = MaskOptions { bit_depth, feather, ..MaskOptions::default() };
        let bytes = encode(&mask, &options).unwrap().len();
        assert!(bytes < limit, "{bytes} bytes at {bit_depth:?}, feather {feather}");
    }
}
