//! Tone curves: from code values to linear light and back.

/// The number of code values that a channel has before its conversion.
pub const CODES: usize = 1024;

/// The luminance of diffuse white in HDR photos, in candelas per square meter (ITU-R BT.2408).
const DIFFUSE_WHITE: f32 = 203.0;

/// Linear light for each code value.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve(Vec<f32>);

impl Curve {
    /// Samples a function from 0..1 to 0..1.
    pub fn sample(function: impl Fn(f32) -> f32) -> Self {
        Self((0..CODES).map(|code| function(code as f32 / (CODES - 1) as f32)).collect())
    }

    /// The curve of sRGB.
    pub fn srgb() -> Self {
        Self::sample(decode_srgb)
    }

    /// The curve of an nclx transfer (ITU-T H.273), and sRGB for those that displays treat alike.
    pub fn of_transfer(transfer: u16) -> Self {
        match transfer {
            4 => Self::sample(|code| code.powf(2.2)),
            5 => Self::sample(|code| code.powf(2.8)),
            8 => Self::sample(|code| code),
            16 => Self::sample(|code| to_standard_range(decode_pq(code))),
            18 => Self::sample(|code| to_standard_range(decode_hlg(code))),
            _ => Self::srgb(),
        }
    }

    /// The linear light of a code value.
    pub fn get(&self, code: usize) -> f32 {
        self.0.get(code).copied().unwrap_or(1.0)
    }

    /// Whether it deviates from another curve by less than half a level of 8 bits, as seen.
    pub fn is_like(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(one, two)| (encode_srgb(*one) - encode_srgb(*two)).abs() < 0.002)
    }
}

/// From sRGB to linear light.
pub fn decode_srgb(code: f32) -> f32 {
    if code <= 0.04045 { code / 12.92 } else { ((code + 0.055) / 1.055).powf(2.4) }
}

/// From linear light to sRGB.
pub fn encode_srgb(light: f32) -> f32 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

/// From PQ to luminance (SMPTE ST 2084).
fn decode_pq(code: f32) -> f32 {
    let power = code.powf(1.0 / 78.843_75);
    let ratio = (power - 0.835_937_5).max(0.0) / (18.851_563 - 18.6875 * power);
    10_000.0 * ratio.powf(1.0 / 0.159_301_76)
}

/// From HLG to luminance on a display of 1000 candelas per square meter (ITU-R BT.2100).
fn decode_hlg(code: f32) -> f32 {
    let scene = if code <= 0.5 {
        code * code / 3.0
    } else {
        (((code - 0.559_910_7) / 0.178_832_77).exp() + 0.284_668_92) / 12.0
    };
    1000.0 * scene.powf(1.2)
}

/// Maps a luminance to 0..1. Highlights above diffuse white are compressed.
fn to_standard_range(luminance: f32) -> f32 {
    const KNEE: f32 = 0.8;
    let light = luminance / DIFFUSE_WHITE;
    if light <= KNEE { light } else { 1.0 - (1.0 - KNEE) * ((KNEE - light) / (1.0 - KNEE)).exp() }
}
