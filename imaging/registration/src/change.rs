//! Measures how much of a photo the service changed outside the mask.

use super::plane::{Plane, row};

/// How far a channel can be from those of the photo's pixels around it, in levels.
const TOLERANCE: f32 = 16.0;
/// Pixels at the borders to ignore. More than the largest shift.
const MARGIN: usize = 12;

/// The share of pixels, from 0 to 1, whose color does not occur in the photo next to their place.
///
/// Compares RGBA pixels with the same frame. `weights` is 0 where the result may differ, otherwise 1.
pub(super) fn share_changed(photo: &[u8], result: &[u8], weights: &Plane, (x, y): (f32, f32)) -> f32 {
    let (photo, result) = (photo.as_chunks::<4>().0, result.as_chunks::<4>().0);
    let (width, left, top) = (weights.width, x.floor(), y.floor());
    let (share_x, share_y) = (x - left, y - top);
    let (mut changed, mut all) = (0.0, 0.0);
    for y in (MARGIN..weights.height().saturating_sub(MARGIN)).step_by(2) {
        let near = |below: isize| row(photo, width, y.saturating_add_signed(below), MARGIN - 1, 0).windows(3);
        let from = |below: usize| {
            row(result, width, (y + below).saturating_add_signed(top as isize), MARGIN - 1, left as isize + 1)
                .windows(2)
        };
        let near = near(-1).zip(near(0)).zip(near(1));
        let pixels = near.zip(from(0).zip(from(1))).zip(weights.row(y, MARGIN, 0)).step_by(2);
        for ((((above, middle), below), (upper, lower)), weight) in pixels {
            let (mut low, mut high) = ([f32::INFINITY; 4], [0.0_f32; 4]);
            for pixel in [above, middle, below].into_iter().flatten() {
                for ((low, high), value) in low.iter_mut().zip(&mut high).zip(pixel.map(f32::from)) {
                    (*low, *high) = (low.min(value), high.max(value));
                }
            }
            let ([a, b], [c, d]) = (upper, lower) else { continue };
            let corners = a.iter().zip(b).zip(c.iter().zip(d));
            let differs = corners.zip(low.iter().zip(high)).any(|(((a, b), (c, d)), (low, high))| {
                let [a, b, c, d] = [a, b, c, d].map(|value| f32::from(*value));
                let (upper, lower) = (a + (b - a) * share_x, c + (d - c) * share_x);
                let found = upper + (lower - upper) * share_y;
                found < low - TOLERANCE || found > high + TOLERANCE
            });
            all += weight;
            if differs {
                changed += weight;
            }
        }
    }
    if all > 0.0 { changed / all } else { 0.0 }
}
