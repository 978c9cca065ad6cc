//! Arithmetic on colors.

/// Red, green and blue, from 0 to 255.
pub type Rgb = [f32; 3];

/// Between two values, `share` of the way.
pub fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

/// A channel's byte.
pub fn byte(value: f32) -> u8 {
    // The cast rounds towards zero and holds what is out of range.
    (value + 0.5) as u8
}

/// How bright a pixel is, 0 to 255.
pub fn luminance(pixel: image::Rgb<u8>) -> f32 {
    let [r, g, b] = pixel.0.map(f32::from);
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Moves a pixel towards a colour.
pub fn cover(pixel: &mut image::Rgb<u8>, color: Rgb, share: f32) {
    for (channel, color) in pixel.0.iter_mut().zip(color) {
        *channel = byte(mix(f32::from(*channel), color, share));
    }
}
