//! Grows and shrinks a mask, and makes its edges sharp.
//!
//! Growing needs the distance of each pixel to the nearest painted one. It is exact, and found in two passes: along the
//! columns, and then along the rows as the lower envelope of parabolas, one for each column (Felzenszwalb and Huttenlocher).

use crate::mask::Mask;

/// Pixels to grow at a time, so that a distance along a column fits into a byte.
const MAX_STEP: f32 = 250.0;
/// A distance along a column that is out of reach.
const FAR: u8 = u8::MAX;
const HALF: u8 = 128;

/// Grows the painted area by `pixels`, 0 or more, in all directions.
pub fn grow(mask: &mut Mask, pixels: f32) {
    let mut rest = pixels;
    while rest > 0.0 {
        grow_softly(mask, rest.min(MAX_STEP), 1.0);
        rest -= MAX_STEP;
    }
}

/// Grows the painted area by `reach` pixels, with an edge that fades out over the `seam` pixels beyond. Their sum can be at
/// most 251 pixels.
pub fn grow_softly(mask: &mut Mask, reach: f32, seam: f32) {
    let width = mask.width.max(1) as usize;
    let mut distances = measure_columns(mask, width);
    let mut envelope = Vec::with_capacity(width);
    let rows = mask.data.chunks_exact_mut(width).zip(distances.chunks_exact_mut(width));
    for (row, distances) in rows {
        if distances.iter().any(|distance| *distance != FAR) {
            find_envelope(row, distances, reach + seam, &mut envelope);
            paint_row(row, &envelope, reach + seam, seam);
        }
    }
}

/// Measures how far each pixel is from the nearest painted one in its column.
fn measure_columns(mask: &Mask, width: usize) -> Vec<u8> {
    let mut distances: Vec<u8> = mask.data.iter().map(|byte| if *byte < HALF { FAR } else { 0 }).collect();
    let mut line = vec![FAR; width];
    let mut follow = |row: &mut [u8]| {
        for (distance, last) in row.iter_mut().zip(&mut line) {
            *distance = (*distance).min(last.saturating_add(1));
            *last = *distance;
        }
    };
    distances.chunks_exact_mut(width).for_each(&mut follow);
    distances.chunks_exact_mut(width).rev().for_each(&mut follow);
    distances
}

/// The parabola of a column: the squared distance of a row's pixels to its nearest painted pixel.
struct Parabola {
    x: f32,
    /// Its minimum.
    square: f32,
    /// The x coordinate from which on it is the lowest.
    start: f32,
}

impl Parabola {
    fn new(x: usize, distance: u8) -> Self {
        let distance = f32::from(distance);
        Self { x: x as f32, square: distance * distance, start: 0.0 }
    }

    /// The x coordinate from which on it is lower than one to its left.
    fn cross(&self, left: &Self) -> f32 {
        (self.x + left.x) * 0.5 + (self.square - left.square) * 0.5 / (self.x - left.x)
    }
}

/// Finds the parabolas that are the lowest somewhere, from left to right. Without those of fully painted pixels between painted ones:
/// nothing is painted there, and elsewhere, their neighbors are nearer.
fn find_envelope(row: &[u8], distances: &[u8], reach: f32, envelope: &mut Vec<Parabola>) {
    envelope.clear();
    let mut before = FAR;
    let after = distances.iter().skip(1).chain([&FAR]);
    for (x, ((distance, after), pixel)) in distances.iter().zip(after).zip(row).enumerate() {
        let is_between = before | distance | after == 0;
        before = *distance;
        if f32::from(*distance) >= reach || (is_between && *pixel == u8::MAX) {
            continue;
        }
        let mut parabola = Parabola::new(x, *distance);
        while let Some(last) = envelope.last() {
            parabola.start = parabola.cross(last);
            if parabola.start > last.start {
                break;
            }
            parabola.start = 0.0;
            envelope.pop();
        }
        envelope.push(parabola);
    }
}

/// Paints the pixels within reach, with an edge of this width.
fn paint_row(row: &mut [u8], envelope: &[Parabola], reach: f32, seam: f32) {
    let opacity = 255.0 / seam;
    let mut parabolas = envelope.iter().peekable();
    let Some(mut lowest) = parabolas.next() else { return };
    for (x, pixel) in (0u16..).zip(row) {
        let x = f32::from(x);
        while let Some(next) = parabolas.next_if(|next| next.start <= x) {
            lowest = next;
        }
        if *pixel == u8::MAX {
            continue;
        }
        let away = x - lowest.x;
        let depth = reach - (away * away + lowest.square).sqrt();
        *pixel = (*pixel).max((depth * opacity + 0.5) as u8);
    }
}

/// Makes the edges of a blurred mask sharp again. `slope` is how many times as steep they become.
pub fn sharpen(mask: &mut Mask, slope: i32) {
    for byte in &mut mask.data {
        *byte = ((i32::from(*byte) * 2 - 255) * slope + 255).div_euclid(2).clamp(0, 255) as u8;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;
    use crate::shapes::{area, disc, mask, rectangle};
    use proptest::prelude::*;

    fn shrink(mask: &mut Mask, pixels: f32) {
        mask.data.iter_mut().for_each(|byte| *byte = !*byte);
        grow(mask, pixels);
        mask.data.iter_mut().for_each(|byte| *byte = !*byte);
    }

    fn any_mask() -> impl Strategy<Value = Mask> {
        // Mostly empty, or mostly painted.
        (1u32..40, 1u32..40, prop_oneof![Just((12, 1)), Just((1, 12))]).prop_flat_map(
            |(width, height, (none, full))| {
                let byte = prop_oneof![none => Just(0u8), full => Just(255u8), 1 => any::<u8>()];
                let data = proptest::collection::vec(byte, (width * height) as usize);
                data.prop_map(move |data| Mask { width, height, data })
            },
        )
    }

    /// Looks at every pair of pixels.
    fn grow_naively(mask: &Mask, reach: f64) -> Vec<u8> {
        let place = |i: usize| (i as u32 % mask.width, i as u32 / mask.width);
        let painted: Vec<usize> = (0..mask.data.len()).filter(|i| mask.data[*i] >= 128).collect();
        let nearest = |i: usize| {
            let (x, y) = place(i);
            let distances = painted.iter().map(|other| {
                let (ox, oy) = place(*other);
                f64::from(x.abs_diff(ox)).hypot(f64::from(y.abs_diff(oy)))
            });
            distances.fold(f64::INFINITY, f64::min)
        };
        (0..mask.data.len())
            .map(|i| (((reach + 1.0 - nearest(i)) * 255.0 + 0.5).clamp(0.0, 255.0) as u8).max(mask.data[i]))
            .collect()
    }

    proptest! {
        #[test]
        fn grown_mask_has_every_pixel_within_reach(mut source in any_mask(), reach in 0.1..60.0f32) {
            let expected = grow_naively(&source, reach.into());
            grow(&mut source, reach);
            for (pixel, expected) in source.data.iter().zip(expected) {
                prop_assert!(pixel.abs_diff(expected) <= 1, "{} for {}", pixel, expected);
            }
        }

        #[test]
        fn growing_and_shrinking_a_rectangle_restores_it(
            left in 30u32..60, top in 30u32..50, width in 1u32..50, height in 1u32..40, pixels in 1u32..30,
        ) {
            let corners = (left.into(), top.into(), (left + width).into(), (top + height).into());
            let source = rectangle(150, 130, corners);
            let mut other = source.clone();
            grow(&mut other, pixels as f32);
            let sides: f64 = (width + 2 * pixels).into();
            prop_assert!(area(&other) < sides * f64::from(height + 2 * pixels), "the corners are round");
            shrink(&mut other, pixels as f32);
            let pairs = || other.data.iter().zip(&source.data);
            prop_assert!(pairs().all(|(other, source)| (*other >= HALF) == (*source >= HALF)), "no pixel is lost or added");
            prop_assert!(pairs().filter(|(other, source)| other != source).count() <= 12, "only corners get soft");
        }

        #[test]
        fn growing_and_shrinking_a_disc_restores_its_area(radius in 3.0..30.0f64, pixels in 0.5..25.0f32) {
            let source = disc(120, radius);
            let mut other = source.clone();
            grow(&mut other, pixels);
            let wider = std::f64::consts::PI * (radius + f64::from(pixels)).powi(2);
            prop_assert!((area(&other) / wider - 1.0).abs() < 0.06 + 0.6 / radius, "{} for {}", area(&other), wider);
            shrink(&mut other, pixels);
            prop_assert!((area(&other) - area(&source)).abs() < 1.0 + 4.0 * radius, "{} for {}", area(&other), area(&source));
        }

    }

    #[test]
    fn rectangle_grows_and_shrinks_by_whole_pixels() {
        let mut grown = rectangle(60, 40, (20.0, 15.0, 40.0, 25.0));
        grow(&mut grown, 5.0);
        assert_eq!(grown.data[20 * 60 + 14..][..2], [0, 255]);
        assert_eq!(grown.data[20 * 60 + 44..][..2], [255, 0]);
        assert_eq!([grown.data[9 * 60 + 30], grown.data[10 * 60 + 30]], [0, 255]);
        shrink(&mut grown, 9.0);
        assert_eq!(grown, rectangle(60, 40, (24.0, 19.0, 36.0, 21.0)));
        shrink(&mut grown, 1.0);
        assert_eq!(area(&grown), 0.0);
    }

    #[test]
    fn steps_beyond_a_byte_add_up() {
        let mut grown = rectangle(1200, 3, (600.0, 0.0, 601.0, 3.0));
        grow(&mut grown, 512.0);
        assert_eq!(grown, rectangle(1200, 3, (88.0, 0.0, 1113.0, 3.0)));
    }

    #[test]
    fn border_of_the_photo_does_not_shrink_the_mask() {
        let mut left = rectangle(40, 20, (0.0, 0.0, 20.0, 20.0));
        shrink(&mut left, 4.0);
        assert_eq!(left, rectangle(40, 20, (0.0, 0.0, 16.0, 20.0)));
    }

    #[test]
    fn empty_and_full_masks_stay_so() {
        for value in [0, 255] {
            let source = mask(90, 50, |_, _| value);
            let mut other = source.clone();
            grow(&mut other, 20.0);
            shrink(&mut other, 20.0);
            assert_eq!(other, source);
        }
        let mut none = Mask::default();
        grow(&mut none, 3.0);
        assert_eq!(none, Mask::default());
    }
}
