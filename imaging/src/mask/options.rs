//! How a mask is read and written.

use serde::Deserialize;

/// How a mask is read and written. Every field has a default, and is camelCase in JavaScript.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// White on black.
    #[default]
    WhiteEdits,
    /// Black on white.
    BlackEdits,
}

/// Bits a pixel; 1 or 8 in JavaScript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u8")]
pub enum BitDepth {
    /// Black or white.
    One,
    /// Grey, which every decoder reads.
    #[default]
    Eight,
}

impl TryFrom<u8> for BitDepth {
    type Error = &'static str;

    fn try_from(bits: u8) -> Result<Self, Self::Error> {
        match bits {
            1 => Ok(Self::One),
            8 => Ok(Self::Eight),
            _ => Err("bitDepth is 1 or 8"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, MapDeserializer};
    use std::collections::HashMap;

    fn words(entries: &[(&'static str, &'static str)]) -> Result<MaskOptions, Error> {
        MaskOptions::deserialize(MapDeserializer::new(entries.iter().copied()))
    }

    fn numbers(entries: &[(&'static str, u32)]) -> Result<MaskOptions, Error> {
        let map: HashMap<&'static str, u32> = entries.iter().copied().collect();
        MaskOptions::deserialize(map.into_deserializer())
    }

    #[test]
    fn nothing_said_is_the_default() {
        let options = words(&[]).unwrap();
        assert_eq!(options, MaskOptions::default());
        assert_eq!((options.threshold, options.bit_depth), (128, BitDepth::Eight));
        assert_eq!((options.channel, options.polarity), (Channel::Auto, Polarity::WhiteEdits));
    }

    #[test]
    fn names_are_those_of_javascript() {
        let options = words(&[("channel", "luminance"), ("polarity", "black-edits")]).unwrap();
        assert_eq!((options.channel, options.polarity), (Channel::Luminance, Polarity::BlackEdits));
        assert!(words(&[("polarity", "BlackEdits")]).is_err());
    }

    #[test]
    fn bit_depth_is_one_or_eight() {
        assert_eq!(numbers(&[("bitDepth", 1)]).unwrap().bit_depth, BitDepth::One);
        assert_eq!(numbers(&[("bitDepth", 8)]).unwrap().bit_depth, BitDepth::Eight);
        assert!(numbers(&[("bitDepth", 4)]).is_err());
        assert!(numbers(&[("threshold", 256)]).is_err());
    }
}
