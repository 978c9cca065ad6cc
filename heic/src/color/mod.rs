//! Converts colors to sRGB: from an ICC profile, or else from the nclx primaries and transfer.

mod curve;
mod icc;
mod matrix;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use curve::{CODES, Curve, encode_srgb};
use matrix::{Matrix, SRGB_FROM_D50, srgb_from_primaries};

pub use curve::CODES as CHANNEL_CODES;

/// The number of steps between black and white in linear light. The curve of sRGB is steep near black.
const STEPS: usize = 4096;

/// A conversion from a photo's colors to sRGB.
#[derive(Debug)]
pub struct Conversion {
    curves: [Curve; 3],
    matrix: Option<Matrix>,
    /// The 8-bit value of each step of linear light.
    encoded: Vec<u8>,
}

impl Conversion {
    /// The conversion from an ICC profile. `None` if it is sRGB, or of a kind that is not supported.
    pub fn from_icc(profile: &[u8]) -> Option<Self> {
        let profile = icc::read_profile(profile)?;
        Self::new(profile.curves, profile.matrix.map(|to_d50| SRGB_FROM_D50.times(&to_d50)))
    }

    /// The conversion from nclx primaries and transfer (ITU-T H.273). `None` if they are those of sRGB, or unspecified.
    pub fn from_nclx(primaries: u16, transfer: u16) -> Option<Self> {
        let curve = Curve::of_transfer(transfer);
        Self::new([curve.clone(), curve.clone(), curve], srgb_from_primaries(primaries))
    }

    fn new(curves: [Curve; 3], matrix: Option<Matrix>) -> Option<Self> {
        let matrix = matrix.filter(|matrix| !matrix.is_identity());
        let srgb = Curve::srgb();
        if matrix.is_none() && curves.iter().all(|curve| curve.is_like(&srgb)) {
            return None;
        }
        let encode = |step| (encode_srgb(step as f32 / (STEPS - 1) as f32) * 255.0).round() as u8;
        Some(Self { curves, matrix, encoded: (0..STEPS).map(encode).collect() })
    }

    /// Converts a color from code values below [`CODES`].
    pub fn convert(&self, codes: [i32; 3]) -> [u8; 3] {
        let [r, g, b] = &self.curves;
        let [red, green, blue] = codes.map(|code| code.clamp(0, CODES as i32 - 1) as usize);
        let light = [r.get(red), g.get(green), b.get(blue)];
        let light = self.matrix.map_or(light, |matrix| matrix.times_vector(light));
        light.map(|value| {
            let step = (value.clamp(0.0, 1.0) * (STEPS - 1) as f32 + 0.5) as usize;
            self.encoded.get(step).copied().unwrap_or(255)
        })
    }
}
