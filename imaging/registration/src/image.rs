//! What is compared of an image.

use super::plane::Plane;

/// An image, and what is compared of it.
#[derive(Clone, Debug)]
pub struct Image {
    /// RGBA.
    pub(super) pixels: Vec<u8>,
    /// The brightness, without the sharpest details: so values between pixels can be interpolated.
    pub(super) light: Plane,
    /// The edges at half the size.
    pub(super) coarse: Plane,
}

impl Image {
    /// Reads an image of RGBA pixels.
    #[must_use]
    pub fn new(pixels: Vec<u8>, width: u32) -> Self {
        let light = Plane::luminance(&pixels, width as usize).average(1);
        let coarse = light.halve().edges();
        Self { pixels, light, coarse }
    }
}
