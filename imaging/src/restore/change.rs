//! Measures how much of a photo the service changed outside the mask.

use super::plane::{Plane, row};

/// How far a channel can be from those of the photo's pixels around it, in levels.
const TOLERANCE: f32 = 12.0;
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
            let differs = |channel: usize| {
                let value = |pixel: &[u8; 4]| f32::from(pixel.get(channel).copied().unwrap_or_default());
                let mix = |pair: &[[u8; 4]]| match pair {
                    [a, b] => value(a) + (value(b) - value(a)) * share_x,
                    _ => 0.0,
                };
                let (upper, lower) = (mix(upper), mix(lower));
                let found = upper + (lower - upper) * share_y;
                let around = || above.iter().chain(middle).chain(below).map(value);
                found < around().fold(255.0, f32::min) - TOLERANCE || found > around().fold(0.0, f32::max) + TOLERANCE
            };
            all += weight;
            if (0..3).any(differs) {
                changed += weight;
            }
        }
    }
    if all > 0.0 { changed / all } else { 0.0 }
}
