//! Measures how much of a photo the service changed outside the mask.

use super::plane::{Plane, row};

/// How far a channel can be from those of the photo's pixels around it, in levels.
const TOLERANCE: f32 = 16.0;
/// Pixels at the borders to ignore. More than the largest shift.
const MARGIN: usize = 12;
/// Every third pixel of every third row is enough.
const STEP: usize = 3;

/// The share of pixels, from 0 to 1, whose color does not occur in the photo next to their place.
///
/// Compares RGBA pixels with the same frame. `weights` is 0 where the result may differ, otherwise 1.
pub(super) fn share_changed(photo: &[u8], result: &[u8], weights: &Plane, (x, y): (f32, f32)) -> f32 {
    let (photo, result) = (photo.as_chunks::<4>().0, result.as_chunks::<4>().0);
    let (width, left, top) = (weights.width, x.floor(), y.floor());
    let (share_x, share_y) = (x - left, y - top);
    let (mut changed, mut all) = (0.0, 0.0);
    for y in (MARGIN..weights.height().saturating_sub(MARGIN)).step_by(STEP) {
        let near = |below: isize| row(photo, width, y.saturating_add_signed(below), MARGIN - 1, 0).windows(3);
        let from = |below: usize| {
            row(result, width, (y + below).saturating_add_signed(top as isize), MARGIN - 1, left as isize + 1)
                .windows(2)
        };
        let near = near(-1).zip(near(0)).zip(near(1));
        let pixels = near.zip(from(0).zip(from(1))).zip(weights.row(y, MARGIN, 0)).step_by(STEP);
        for ((((above, middle), below), (upper, lower)), weight) in pixels {
            let ([a, b], [c, d], [_, center, _]) = (upper, lower, middle) else { continue };
            if *weight == 0.0 {
                continue;
            }
            let mut found = [0.0; 4];
            for ((found, (a, b)), (c, d)) in found.iter_mut().zip(a.iter().zip(b)).zip(c.iter().zip(d)) {
                let [a, b, c, d] = [a, b, c, d].map(|value| f32::from(*value));
                let (upper, lower) = (a + (b - a) * share_x, c + (d - c) * share_x);
                *found = upper + (lower - upper) * share_y;
            }
            all += weight;
            // Most pixels are like the one at their place.
            let is_near = |(found, value): (&f32, &u8)| (found - f32::from(*value)).abs() <= TOLERANCE;
            if found.iter().zip(center).all(is_near) {
                continue;
            }
            let (mut low, mut high) = ([f32::INFINITY; 4], [0.0_f32; 4]);
            for pixel in [above, middle, below].into_iter().flatten() {
                for ((low, high), value) in low.iter_mut().zip(&mut high).zip(pixel.map(f32::from)) {
                    (*low, *high) = (low.min(value), high.max(value));
                }
            }
            let ranges = low.iter().zip(&high).zip(&found);
            if ranges.into_iter().any(|((low, high), found)| *found < low - TOLERANCE || *found > high + TOLERANCE) {
                changed += weight;
            }
        }
    }
    if all > 0.0 { changed / all } else { 0.0 }
}
