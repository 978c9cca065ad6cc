//! Writes the filtered rows of some PNG masks into a folder: `masks <folder>`.

use reroom_imaging::mask::{BitDepth, Brush, Editor, MaskOptions, Point, encode};

const STROKE: [(f64, f64); 5] = [(700.0, 800.0), (1200.0, 620.0), (1900.0, 1000.0), (2600.0, 700.0), (3300.0, 1100.0)];
const SHAPE: [(f64, f64); 4] = [(500.0, 1700.0), (1700.0, 1500.0), (2300.0, 2500.0), (900.0, 2700.0)];

/// The same mask as in `bench/page/mask.js`.
fn paint() -> Editor {
    let points = |list: &[(f64, f64)]| -> Vec<Point> {
        list.iter().map(|(x, y)| Point { x: *x, y: *y, pressure: 1.0 }).collect()
    };
    let mut editor = Editor::new(4096, 3072).expect("a valid size");
    editor.stroke(&points(&STROKE), &Brush::new(300.0, 1.0, false).expect("a valid brush"));
    editor.polygon(&points(&SHAPE), false);
    editor
}

/// The data of a PNG, without compression.
fn inflate(png: &[u8]) -> Vec<u8> {
    let start = png.windows(4).position(|name| name == b"IDAT").expect("image data") + 4;
    miniz_oxide::inflate::decompress_to_vec_zlib(&png[start..png.len() - 16]).expect("a valid stream")
}

fn main() {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).expect("a folder"));
    let editor = paint();
    for (name, bit_depth, feather) in [
        ("hard-1-bit", BitDepth::One, 0.0),
        ("hard", BitDepth::Eight, 0.0),
        ("soft", BitDepth::Eight, 2.0),
        ("wide-soft", BitDepth::Eight, 24.0),
    ] {
        let options = MaskOptions { bit_depth, feather, ..MaskOptions::default() };
        let png = encode(editor.mask(), &options).expect("a mask");
        std::fs::write(folder.join(name), inflate(&png)).expect("a writable folder");
    }
}
