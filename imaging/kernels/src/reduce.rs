//! Scales a mask down without losing what is painted.

use crate::mask::Mask;
use std::ops::Range;

/// The coverage from which on a pixel is painted.
const PAINTED: u8 = 128;

/// Creates a mask with one pixel for each of `columns` and `rows`, which are ranges of pixels of `mask`. A pixel is painted if any
/// pixel in its ranges is.
#[must_use]
pub fn reduce(mask: &Mask, columns: &[Range<usize>], rows: &[Range<usize>]) -> Mask {
    let (width, height) = (columns.len(), rows.len());
    let mut data = vec![0; width * height];
    let mut line = vec![0; mask.width as usize];
    for (target, rows) in data.chunks_exact_mut(width.max(1)).zip(rows) {
        line.fill(0);
        for row in mask.data.chunks_exact(line.len().max(1)).skip(rows.start).take(rows.len()) {
            for (highest, byte) in line.iter_mut().zip(row) {
                *highest = (*highest).max(*byte);
            }
        }
        // Most rows are empty.
        if line.iter().fold(0, |highest: u8, byte| highest.max(*byte)) < PAINTED {
            continue;
        }
        for (pixel, columns) in target.iter_mut().zip(columns) {
            if line.get(columns.clone()).unwrap_or_default().iter().any(|byte| *byte >= PAINTED) {
                *pixel = u8::MAX;
            }
        }
    }
    Mask { width: width as u32, height: height as u32, data }
}
