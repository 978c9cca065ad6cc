//! Compares a result with its photo: whether it shows the same, how far it is shifted, and what the service changed.
//!
//! This is a separate crate because it is compiled for size: it runs once per result, on small images.

mod change;
mod image;
mod plane;
mod shift;

pub use image::Image;
use plane::Plane;

/// How a result compares with its photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Registration {
    /// Whether the result shows what the photo shows.
    pub fits: bool,
    /// How far the result is shifted to the right and down, in pixels. `None` if too little is visible to tell.
    pub shift: Option<(f32, f32)>,
    /// The share of the pixels that differ visibly, from 0 to 1, without those that may differ.
    pub changed: f32,
}

/// Compares images of the same size. In `edited`, one byte per pixel, the pixels that may differ are not 0. Without it, all may
/// differ.
#[must_use]
pub fn register(photo: &Image, result: &Image, edited: Option<&[u8]>) -> Registration {
    let weight = |byte: &u8| if *byte > 0 { 0.0 } else { 1.0 };
    let data = match edited {
        Some(edited) => edited.iter().map(weight).collect(),
        None => vec![1.0; photo.light.data.len()],
    };
    let weights = Plane { width: photo.light.width, data };
    let (shift, fits) = shift::find(photo, result, &weights);
    let changed = match edited {
        Some(_) => change::share_changed(&photo.pixels, &result.pixels, &weights, shift.unwrap_or_default()),
        None => 0.0,
    };
    Registration { fits, shift, changed }
}
