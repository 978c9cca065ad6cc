//! Finds how far the service shifted the image.
//!
//! First, a search over whole pixels of a coarse image maximizes the correlation of the edges. Then, least squares refine the
//! shift to fractions (Lucas and Kanade). Pixels that do not match have less weight, because the service changed them.

use super::image::Image;
use super::plane::Plane;

/// The search range in pixels of the coarse image.
const RANGE: isize = 4;
/// Pixels at the borders to ignore. More than the largest shift.
const MARGIN: usize = 12;
/// The preference for small shifts, as correlation per pixel.
const PREFERENCE: f32 = 0.002;
/// The lowest correlation of images that show the same. Unrelated images reach 0.04, a room and a drawing of it 0.13.
const MIN_CORRELATION: f32 = 0.07;
/// Less energy than that of a few edges is a rounding error.
const MIN_ENERGY: f32 = 0.1;
/// An edge of this compressed strength is not noise.
const CLEAR: f32 = 0.25;
/// Images without correlation do not fit if the photo has at least this share of clear edges. A plain wall with noise has fewer.
const MIN_EDGES: f32 = 0.002;
/// From this correlation of brightness on, brightness gives a more exact shift than edges.
const SAME: f32 = 0.6;
const MAX_ITERATIONS: usize = 12;
/// Steps below this are not worth another iteration, in pixels.
const MIN_STEP: f32 = 0.01;
/// The largest shift, in pixels of the images.
const MAX_SHIFT: f32 = 10.0;
/// The lowest share of the energy of gradients along one direction: with less, the shift in that direction is unknown.
const MIN_GRADIENTS: f32 = 0.01;

/// Finds the shift of a result, and whether it shows what the photo shows. The shift is `None` if
/// too little is visible to tell. `weights` is 0 where they may differ, otherwise 1.
pub(super) fn find(photo: &Image, result: &Image, weights: &Plane) -> (Option<(f32, f32)>, bool) {
    let coarse_weights = weights.halve();
    let [photo_edges, result_edges] = [&photo.coarse, &result.coarse];
    let mut best = (correlate(photo_edges, result_edges, &coarse_weights, 0, 0), 0, 0);
    let mut best_rank = best.0;
    for y in -RANGE..=RANGE {
        for x in -RANGE..=RANGE {
            let found = correlate(photo_edges, result_edges, &coarse_weights, x, y);
            let rank = found - (x.abs() + y.abs()) as f32 * PREFERENCE;
            if rank > best_rank {
                (best, best_rank) = ((found, x, y), rank);
            }
        }
    }
    let (correlation, x, y) = best;
    if correlation < MIN_CORRELATION {
        return (None, !has_clear_edges(photo_edges, &coarse_weights));
    }
    let (x, y) = (x * 2, y * 2);
    let [photo, result] = [&photo.light, &result.light];
    let details = [photo.details(), result.details()];
    let [photo_details, result_details] = &details;
    let is_same = correlate(photo_details, result_details, weights, x, y) > SAME;
    let [photo, result] = if is_same { details } else { [photo.edges(), result.edges()] };
    (refine(&photo, &result, weights, (x as f32, y as f32)), true)
}

/// The correlation of a photo with a shifted result, from −1 to 1.
fn correlate(photo: &Plane, result: &Plane, weights: &Plane, x: isize, y: isize) -> f32 {
    let [mut both, mut photo_only, mut result_only] = [0.0; 3];
    // Every second row is enough.
    for row in (MARGIN..photo.height().saturating_sub(MARGIN)).step_by(2) {
        let pixels = photo.row(row, MARGIN, 0).iter().zip(result.row(row.saturating_add_signed(y), MARGIN, x));
        for ((photo, result), weight) in pixels.zip(weights.row(row, MARGIN, 0)) {
            let weighted = photo * weight;
            both += weighted * result;
            photo_only += weighted * photo;
            result_only += result * result * weight;
        }
    }
    both / f32::sqrt(photo_only * result_only).max(MIN_ENERGY)
}

fn has_clear_edges(photo: &Plane, weights: &Plane) -> bool {
    let [mut clear, mut all] = [0.0; 2];
    for row in MARGIN..photo.height().saturating_sub(MARGIN) {
        for (edge, weight) in photo.row(row, MARGIN, 0).iter().zip(weights.row(row, MARGIN, 0)) {
            clear += if *edge > CLEAR { *weight } else { 0.0 };
            all += weight;
        }
    }
    clear > MIN_EDGES * all
}

/// The sums of the least squares, in the order of their use.
#[derive(Default)]
struct Sums {
    /// Products of gradients.
    xx: f32,
    xy: f32,
    yy: f32,
    /// Products of gradients and differences.
    x: f32,
    y: f32,
    photo: f32,
    both: f32,
    difference: f32,
    weight: f32,
}

/// Refines a shift. `None` if it is unknown in every direction; 0 in a direction in which it is unknown.
fn refine(photo: &Plane, result: &Plane, weights: &Plane, (mut x, mut y): (f32, f32)) -> Option<(f32, f32)> {
    let (mut gain, mut scale) = (1.0, f32::INFINITY);
    let mut known = None;
    for _ in 0..MAX_ITERATIONS {
        let scale_is_known = scale.is_finite();
        let sums = sum(photo, result, weights, (x, y), gain, scale);
        let directions = Directions::new(&sums)?;
        let (step_x, step_y) = directions.solve(sums.x, sums.y);
        let limit = |place: f32, step: f32| (place - step / gain).clamp(-MAX_SHIFT, MAX_SHIFT);
        (x, y) = (limit(x, step_x), limit(y, step_y));
        gain = (sums.both / sums.photo.max(1e-6)).clamp(0.2, 5.0);
        scale = 2.0 * sums.difference / sums.weight.max(1.0) + 1e-4;
        known = Some(directions.keep(x, y));
        if scale_is_known && step_x.abs().max(step_y.abs()) < MIN_STEP * gain {
            break;
        }
    }
    known
}

fn sum(photo: &Plane, result: &Plane, weights: &Plane, (x, y): (f32, f32), gain: f32, scale: f32) -> Sums {
    let mut sums = Sums::default();
    let (left, top) = (x.floor(), y.floor());
    let (share_x, share_y) = (x - left, y - top);
    let mut line = Vec::with_capacity(photo.width);
    // Every second row is enough.
    for row in (MARGIN..photo.height().saturating_sub(MARGIN)).step_by(2) {
        let from = |below: usize, right: isize| {
            result.row((row + below).saturating_add_signed(top as isize), MARGIN, left as isize + right).iter()
        };
        let mix = |a: f32, b: f32, share: f32| a + (b - a) * share;
        let corners = from(0, 0).zip(from(0, 1)).zip(from(1, 0).zip(from(1, 1)));
        line.clear();
        line.extend(corners.map(|((a, b), (c, d))| mix(mix(*a, *b, share_x), mix(*c, *d, share_x), share_y)));
        let near =
            |below: isize, right: isize| photo.row(row.saturating_add_signed(below), MARGIN, right).iter().copied();
        let gradients = near(0, -1).zip(near(0, 1)).zip(near(-1, 0).zip(near(1, 0)));
        let pixels = line.iter().zip(near(0, 0)).zip(weights.row(row, MARGIN, 0));
        for (((before, after), (above, below)), ((found, photo), weight)) in gradients.zip(pixels) {
            let (across, down) = ((after - before) * 0.5, (below - above) * 0.5);
            let difference = found - gain * photo;
            let relative = difference / scale;
            let trust = weight / (1.0 + relative * relative);
            sums.xx += trust * across * across;
            sums.xy += trust * across * down;
            sums.yy += trust * down * down;
            sums.x += trust * across * difference;
            sums.y += trust * down * difference;
            sums.photo += trust * photo * photo;
            sums.both += trust * photo * found;
            sums.difference += weight * difference.abs();
            sums.weight += weight;
        }
    }
    sums
}

/// The direction with the strongest gradients, and the one across it.
struct Directions {
    along: (f32, f32),
    strongest: f32,
    /// 0 if the shift in this direction is unknown.
    weakest: f32,
}

impl Directions {
    /// The eigenvectors of the products of gradients. `None` without gradients.
    fn new(Sums { xx, xy, yy, .. }: &Sums) -> Option<Self> {
        let (mean, half) = ((xx + yy) * 0.5, (xx - yy) * 0.5);
        let radius = (half * half + xy * xy).sqrt();
        let (strongest, weakest) = (mean + radius, mean - radius);
        let (x, y) = if half >= 0.0 { (half + radius, *xy) } else { (*xy, radius - half) };
        let length = (x * x + y * y).sqrt();
        let along = if length > 0.0 { (x / length, y / length) } else { (1.0, 0.0) };
        let weakest = if weakest < MIN_GRADIENTS * strongest { 0.0 } else { weakest };
        (strongest > 0.0).then_some(Self { along, strongest, weakest })
    }

    /// Divides by the products of gradients.
    fn solve(&self, x: f32, y: f32) -> (f32, f32) {
        self.scale(x, y, 1.0 / self.strongest, if self.weakest > 0.0 { 1.0 / self.weakest } else { 0.0 })
    }

    /// Removes what is unknown.
    fn keep(&self, x: f32, y: f32) -> (f32, f32) {
        self.scale(x, y, 1.0, if self.weakest > 0.0 { 1.0 } else { 0.0 })
    }

    fn scale(&self, x: f32, y: f32, by_along: f32, by_across: f32) -> (f32, f32) {
        let (cos, sin) = self.along;
        let (along, across) = ((cos * x + sin * y) * by_along, (cos * y - sin * x) * by_across);
        (cos * along - sin * across, sin * along + cos * across)
    }
}
