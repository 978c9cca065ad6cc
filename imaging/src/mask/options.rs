//! The options of `encodeMask`.

use serde::Deserialize;

/// The options for encoding a mask. All fields have defaults. In JavaScript, their names are camelCase.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct MaskOptions {
    /// The photo's width in pixels, to scale the mask to. By default, the mask is not scaled.
    pub width: Option<u32>,
    /// The photo's height in pixels, required with `width`.
    pub height: Option<u32>,
    /// The channel that holds the coverage.
    pub channel: Channel,
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
            channel: Channel::Auto,
            threshold: 128,
            polarity: Polarity::WhiteEdits,
            feather: 0.0,
            bit_depth: BitDepth::Eight,
            data_url: false,
        }
    }
}

/// The channel that holds the coverage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Alpha if any pixel is transparent, else luminance.
    #[default]
    Auto,
    /// Opacity.
    Alpha,
    /// Brightness over a black background.
    Luminance,
}

/// The color of the area to edit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// White on black.
    #[default]
    WhiteEdits,
    /// Black on white.
    BlackEdits,
}

/// Bits per pixel; 1 or 8 in JavaScript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u8")]
pub enum BitDepth {
    /// Black or white.
    One,
    /// Gray, which every decoder supports.
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
    fn empty_options_are_the_defaults() {
        let options = words(&[]).unwrap();
        assert_eq!(options, MaskOptions::default());
        assert_eq!((options.threshold, options.bit_depth), (128, BitDepth::Eight));
        assert_eq!((options.channel, options.polarity), (Channel::Auto, Polarity::WhiteEdits));
    }

    #[test]
    fn option_names_are_those_of_javascript() {
        let options = words(&[("channel", "luminance"), ("polarity", "black-edits")]).unwrap();
        assert_eq!((options.channel, options.polarity), (Channel::Luminance, Polarity::BlackEdits));
        assert!(words(&[("polarity", "BlackEdits")]).is_err());
    }

    #[test]
    fn bit_depth_other_than_one_or_eight_is_rejected() {
        assert_eq!(numbers(&[("bitDepth", 1)]).unwrap().bit_depth, BitDepth::One);
        assert_eq!(numbers(&[("bitDepth", 8)]).unwrap().bit_depth, BitDepth::Eight);
        assert!(numbers(&[("bitDepth", 4)]).is_err());
        assert!(numbers(&[("threshold", 256)]).is_err());
    }
}
