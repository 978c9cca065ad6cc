//! How a mask is read and written.

/// How a mask is read and written.
#[derive(Clone, Debug, PartialEq)]
pub struct MaskOptions {
    /// Width of the photo in pixels; the mask is scaled to it. Absent: the mask's own.
    pub width: Option<u32>,
    /// Height of the photo in pixels, given where `width` is.
    pub height: Option<u32>,
    /// What in a pixel says that it is marked.
    pub channel: Channel,
    /// The least coverage that is marked.
    pub threshold: u8,
    /// The colour of what is marked.
    pub polarity: Polarity,
    /// How far a soft edge reaches to either side of the hard one, in pixels. Of no effect at one bit a pixel.
    pub feather: f32,
    /// Bits a pixel of the PNG.
    pub bit_depth: BitDepth,
    /// Whether the base64 is to have the prefix of a data URL.
    pub data_url: bool,
}

impl Default for MaskOptions {
    fn default() -> Self {
        Self {
            width: None,
            height: None,
            channel: Channel::Auto,
            threshold: 128,
            polarity: Polarity::WhiteEdits,
            feather: 0.0,
            bit_depth: BitDepth::Eight,
            data_url: false,
        }
    }
}

/// What in a pixel says that it is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channel {
    /// Alpha where any pixel is transparent, else luminance.
    #[default]
    Auto,
    /// How opaque it is.
    Alpha,
    /// How bright it is, over black where it is transparent.
    Luminance,
}

/// The colour of what is to be edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Polarity {
    /// White on black.
    #[default]
    WhiteEdits,
    /// Black on white.
    BlackEdits,
}

/// Bits a pixel; 1 or 8 in JavaScript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BitDepth {
    /// Black or white.
    One,
    /// Grey, which every decoder reads.
    #[default]
    Eight,
}
