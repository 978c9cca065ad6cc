#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// An image whose pixels are all different: the index of each, by rows.
#[derive(Clone, Debug, PartialEq)]
struct Picture {
    width: u32,
    pixels: Vec<u32>,
}

impl Picture {
    fn new(width: u32, height: u32) -> Self {
        Self { width, pixels: (0..width * height).collect() }
    }

    fn height(&self) -> u32 {
        self.pixels.len() as u32 / self.width
    }

    /// The picture of this size whose pixel at x, y is the one at these coordinates of `self`.
    fn map(&self, width: u32, height: u32, from: impl Fn(u32, u32) -> (u32, u32)) -> Self {
        let pixels = (0..width * height).map(|at| {
            let (x, y) = from(at % width, at / width);
            self.pixels[(y * self.width + x) as usize]
        });
        Self { width, pixels: pixels.collect() }
    }
}

/// What a file can do to its image.
#[derive(Clone, Debug)]
enum Step {
    Rotate(u8),
    Mirror(bool),
    Crop(u32, u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..4_u8).prop_map(Step::Rotate),
        any::<bool>().prop_map(Step::Mirror),
        (0..2_u32, 0..2_u32).prop_map(|(x, y)| Step::Crop(x, y)),
    ];
    proptest::collection::vec(step, 0..6)
}

fn apply(step: &Step, picture: &Picture) -> Picture {
    let (width, height) = (picture.width, picture.height());
    match step {
        Step::Rotate(quarters) => (0..*quarters).fold(picture.clone(), |picture, _| {
            let (width, height) = (picture.width, picture.height());
            picture.map(height, width, |x, y| (width - 1 - y, x))
        }),
        Step::Mirror(true) => picture.map(width, height, |x, y| (x, height - 1 - y)),
        Step::Mirror(false) => picture.map(width, height, |x, y| (width - 1 - x, y)),
        Step::Crop(left, top) => picture.map(width - left, height - top, |x, y| (x + left, y + top)),
    }
}

proptest! {
    #[test]
    fn view_of_any_steps_displays_each_block_where_it_belongs(steps in steps(), split_x in 1..12_u32, split_y in 1..15_u32) {
        let stored = Picture::new(12, 15);
        let mut expected = stored.clone();
        let mut view = View::new(12, 15);
        for step in &steps {
            expected = apply(step, &expected);
            match step {
                Step::Rotate(quarters) => view.rotate(*quarters),
                Step::Mirror(upside_down) => view.mirror(*upside_down),
                Step::Crop(x, y) => {
                    let (width, height) = view.size();
                    view.crop(Rect { x: *x, y: *y, width: width - x, height: height - y });
                }
            }
        }
        prop_assert_eq!(view.size(), (expected.width, expected.height()));
        let mut shown = Picture { width: expected.width, pixels: vec![u32::MAX; expected.pixels.len()] };
        for (x, y, width, height) in [
            (0, 0, split_x, split_y),
            (split_x, 0, 12 - split_x, split_y),
            (0, split_y, split_x, 15 - split_y),
            (split_x, split_y, 12 - split_x, 15 - split_y),
        ] {
            let part = Rect { x, y, width, height }.intersect(view.part);
            if part.width == 0 || part.height == 0 {
                continue;
            }
            let pixels = (part.y..part.y + part.height).flat_map(|y| (part.x..part.x + part.width).map(move |x| y * 12 + x));
            let pixels = pixels.flat_map(u32::to_be_bytes).collect();
            let place = view.to_displayed(part);
            let turned = view.apply(pixels, part.width as usize);
            for (at, pixel) in turned.as_chunks::<4>().0.iter().enumerate() {
                let (x, y) = (place.x + at as u32 % place.width, place.y + at as u32 / place.width);
                shown.pixels[(y * shown.width + x) as usize] = u32::from_be_bytes(*pixel);
            }
        }
        prop_assert_eq!(shown, expected, "{:?}", steps);
    }
}
