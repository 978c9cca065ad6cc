//! Smooths the outline of a mask.

use crate::mask::feather::feather;
use reroom_kernels::Mask;
use reroom_kernels::morphology::sharpen;

/// Rounds the outline: blurs it, and makes the edge sharp again.
pub(super) fn smooth(mask: &mut Mask, pixels: f32) {
    feather(mask, pixels, 128);
    // The blurred edge is about as wide as the blur.
    sharpen(mask, pixels.ceil() as i32 + 2);
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;
    use proptest::prelude::*;
    use reroom_kernels::shapes::{area, disc, mask, rectangle};

    proptest! {
        #[test]
        fn smoothing_keeps_the_area_of_a_large_shape(radius in 25.0..45.0f64, pixels in 1.0..12.0f32) {
            let source = disc(120, radius);
            let mut other = source.clone();
            smooth(&mut other, pixels);
            prop_assert!((area(&other) / area(&source) - 1.0).abs() < 0.05, "{} for {}", area(&other), area(&source));
            let soft = other.data.iter().filter(|byte| (1..255).contains(*byte)).count() as f64;
            prop_assert!(soft < 14.0 * radius, "the edge is sharp: {}", soft);
        }
    }

    #[test]
    fn empty_and_full_masks_stay_so() {
        for value in [0, 255] {
            let source = mask(90, 50, |_, _| value);
            let mut other = source.clone();
            smooth(&mut other, 20.0);
            assert_eq!(other, source);
        }
        let mut none = Mask::default();
        smooth(&mut none, 3.0);
        assert_eq!(none, Mask::default());
    }

    #[test]
    fn smoothing_removes_spots_and_fills_holes() {
        let mut rough = rectangle(100, 80, (20.0, 20.0, 80.0, 60.0));
        rough.data[5 * 100 + 5] = 255;
        rough.data[40 * 100 + 50] = 0;
        smooth(&mut rough, 6.0);
        assert_eq!([rough.data[5 * 100 + 5], rough.data[40 * 100 + 50]], [0, 255]);
        assert_eq!([rough.data[40 * 100 + 18], rough.data[40 * 100 + 21]], [0, 255]);
    }
}
