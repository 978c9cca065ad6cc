//! How to prepare a photo.

use reroom::photo::Format;
use reroom::photo::requirements::MAX_BYTES;

/// The default JPEG quality, without visible loss.
pub const QUALITY: f64 = 0.92;

/// How to correct an aspect ratio outside 4:3 to 16:9.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// Crop the side that is too long.
    #[default]
    Crop,
    /// Add white bars to the side that is too short.
    Pad,
}

/// How to prepare a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How to correct the aspect ratio.
    pub fit: Fit,
    /// The point that a crop tries to center, as fractions (0 to 1) of the displayed width and height.
    pub focus: (f64, f64),
    /// The JPEG quality to try first, 0 to 1.
    pub quality: f64,
    /// JPEG or PNG. By default, a PNG within the size limit stays a PNG, and everything else becomes a JPEG.
    pub format: Option<Format>,
    /// The maximum size of the file, in bytes.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { fit: Fit::Crop, focus: (0.5, 0.5), quality: QUALITY, format: None, max_bytes: MAX_BYTES }
    }
}
