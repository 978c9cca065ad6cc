//! Puts the service's result back into the photo that it came from.
//!
//! The result shows the prepared photo: perhaps cropped, padded and scaled, with a size of the service's choice, and often
//! shifted by a few pixels. This module computes where it goes in the original, and where it is visible. The browser draws.

mod blend;
mod frame;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::mask::Mask;
use reroom_registration::Image;

pub use blend::{Blend, MaskFrame};
pub use frame::{Draw, Frame};

/// Shifts below this are not corrected, in pixels of the result: correcting them would only blur it.
const MIN_SHIFT: f64 = 0.05;

/// How a result compares with its photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Whether the result shows what the photo shows.
    pub fits: bool,
    /// How far it is shifted to the right and down, in its own pixels. `None` if too little is visible to tell.
    pub shift: Option<(f64, f64)>,
    /// The share of the pixels outside the mask that it changes, from 0 to 1. 0 without a mask.
    pub outside_changed: f64,
    /// How to draw it on the original.
    pub draws: Vec<Draw>,
}

/// Puts a result back into its original.
#[derive(Clone, Debug)]
pub struct Restoration {
    frame: Frame,
    feather: f64,
    blend: Option<Blend>,
    /// Where the result may differ from the photo, at the size at which they are compared. `None` without a mask.
    edited: Option<Mask>,
}

impl Restoration {
    /// A restoration without a mask. `feather` is the width of the seams in pixels of the original; a negative one is the
    /// default.
    #[must_use]
    pub fn new(frame: Frame, feather: f64) -> Self {
        let feather = blend::feather_width(&frame, feather);
        Self { blend: blend::blend(&frame, None, feather), frame, feather, edited: None }
    }

    /// Shows the result only inside a mask.
    pub fn use_mask(&mut self, mask: &Mask, of: MaskFrame) {
        let mask = blend::project_mask(mask, of, &self.frame, self.feather);
        self.edited = Some(blend::find_edited(&self.frame, &mask, self.feather));
        self.blend = blend::blend(&self.frame, Some(mask), self.feather);
    }

    /// Its frame.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Where the result is visible. `None`: everywhere.
    #[must_use]
    pub fn blend(&self) -> Option<&Blend> {
        self.blend.as_ref()
    }

    /// Reads the RGBA pixels of a photo or a result, at [`Frame::compared_size`].
    #[must_use]
    pub fn read(&self, pixels: Vec<u8>) -> Image {
        Image::new(pixels, self.frame.compared_size().0)
    }

    /// Compares a result of this size with the photo.
    #[must_use]
    pub fn compare(&self, photo: &Image, result: &Image, size: (u32, u32)) -> Comparison {
        let (width, height) = self.frame.compared_size();
        let edited = self.edited.as_ref().map(|mask| mask.data.as_slice());
        let found = reroom_registration::register(photo, result, edited);
        let [across, down] = {
            let [_, _, part_x, part_y] = self.frame.shown_part();
            [f64::from(size.0) * part_x / f64::from(width), f64::from(size.1) * part_y / f64::from(height)]
        };
        let shift = found.shift.map(|(x, y)| (f64::from(x) * across, f64::from(y) * down));
        let clear = |distance: f64| if distance.abs() < MIN_SHIFT { 0.0 } else { distance };
        let (x, y) = shift.map_or((0.0, 0.0), |(x, y)| (clear(x), clear(y)));
        let fits = found.fits && self.frame.matches(size);
        Comparison { fits, shift, outside_changed: found.changed.into(), draws: self.frame.draws(size, (x, y)) }
    }
}
