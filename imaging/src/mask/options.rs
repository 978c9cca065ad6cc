//! The options of `encodeMask`.

/// The options for encoding a mask. All fields have defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct MaskOptions {
    /// The photo's width in pixels, to scale the mask to. By default, the mask is not scaled.
    pub width: Option<u32>,
    /// The photo's height in pixels, required with `width`.
    pub height: Option<u32>,
    /// The minimum coverage of a painted pixel.
    pub threshold: u8,
    /// The color of painted pixels.
    pub polarity: Polarity,
    /// How far a soft edge extends to either side, in pixels. Ignored with one bit per pixel.
    pub feather: f32,
    /// Bits per pixel of the PNG.
    pub bit_depth: BitDepth,
    /// Whether to return a data URL.
    pub data_url: bool,
}

impl Default for MaskOptions {
    fn default() -> Self {
        Self {
            width: None,
            height: None,
            threshold: 128,
            polarity: Polarity::WhiteEdits,
            feather: 0.0,
            bit_depth: BitDepth::Eight,
            data_url: false,
        }
    }
}

/// The color of the area to edit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Polarity {
    /// White on black.
    #[default]
    WhiteEdits,
    /// Black on white.
    BlackEdits,
}

/// Bits per pixel; 1 or 8 in JavaScript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BitDepth {
    /// Black or white.
    One,
    /// Gray, which every decoder supports.
    #[default]
    Eight,
}
