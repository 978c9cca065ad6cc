//! Color arithmetic.

/// A color, with channels from 0 to 255.
pub type Rgb = [f32; 3];

/// Interpolates between two values.
pub fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

/// Converts a channel to a byte.
pub fn to_byte(value: f32) -> u8 {
    // The cast truncates and saturates.
    (value + 0.5) as u8
}

/// The brightness of a pixel, from 0 to 255.
pub fn luminance(pixel: image::Rgb<u8>) -> f32 {
    let [r, g, b] = pixel.0.map(f32::from);
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Blends a pixel toward a color.
pub fn blend_toward(pixel: &mut image::Rgb<u8>, color: Rgb, share: f32) {
    for (channel, color) in pixel.0.iter_mut().zip(color) {
        *channel = to_byte(mix(f32::from(*channel), color, share));
    }
}
