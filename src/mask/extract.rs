//! From a canvas's pixels to coverage.

use super::{Channel, Plane};

/// The order of the bytes of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As in `ImageData`.
    Rgba,
    /// As a `VideoFrame` of a canvas may have them.
    Bgra,
    /// Opaque: the last byte means nothing.
    Rgbx,
    /// The same the other way round.
    Bgrx,
}

/// Collects the coverage of a picture that comes in strips of whole rows, from the top.
///
/// `auto` needs no look ahead: until a transparent pixel comes, every alpha so far was 255.
#[derive(Debug)]
pub struct Extractor {
    plane: Plane,
    channel: Channel,
    order: Order,
}

impl Extractor {
    /// For a picture of `width` by `height` pixels.
    #[must_use]
    pub fn new(width: u32, height: u32, mut channel: Channel, order: Order) -> Self {
        if channel == Channel::Auto && matches!(order, Order::Rgbx | Order::Bgrx) {
            channel = Channel::Luminance;
        }
        let data = Vec::with_capacity(width as usize * height as usize);
        Self { plane: Plane { width, height, data }, channel, order }
    }

    /// Takes the next rows: four bytes a pixel, alpha last and, where luminance is asked for, not multiplied into the
    /// colours.
    pub fn push(&mut self, strip: &[u8]) {
        if self.channel == Channel::Auto && has_transparency(strip) {
            self.channel = Channel::Alpha;
            self.plane.data.fill(255);
        }
        let (pixels, _) = strip.as_chunks::<4>();
        let data = &mut self.plane.data;
        match (self.channel, self.order) {
            (Channel::Alpha, Order::Rgbx | Order::Bgrx) => data.extend(pixels.iter().map(|_| 255)),
            (_, Order::Rgbx) => data.extend(pixels.iter().map(|[r, g, b, _]| luminance(*r, *g, *b, 255))),
            (_, Order::Bgrx) => data.extend(pixels.iter().map(|[b, g, r, _]| luminance(*r, *g, *b, 255))),
            (Channel::Alpha, _) => data.extend(pixels.iter().map(|[_, _, _, alpha]| *alpha)),
            (_, Order::Rgba) => data.extend(pixels.iter().map(|[r, g, b, a]| luminance(*r, *g, *b, *a))),
            (_, Order::Bgra) => data.extend(pixels.iter().map(|[b, g, r, a]| luminance(*r, *g, *b, *a))),
        }
    }

    /// The coverage of all that was pushed.
    #[must_use]
    pub fn finish(self) -> Plane {
        self.plane
    }
}

/// Whether any pixel is less than opaque.
fn has_transparency(strip: &[u8]) -> bool {
    const OPAQUE: u64 = 0xff00_0000_ff00_0000;
    let (pairs, rest) = strip.as_chunks::<8>();
    pairs.iter().any(|pair| u64::from_le_bytes(*pair) & OPAQUE != OPAQUE)
        || rest.as_chunks::<4>().0.iter().any(|[_, _, _, alpha]| *alpha != 255)
}

/// Rec. 709 luma of a pixel over black.
fn luminance(r: u8, g: u8, b: u8, a: u8) -> u8 {
    let luma = (u32::from(r) * 54 + u32::from(g) * 183 + u32::from(b) * 19 + 128) >> 8;
    if a == 255 { luma as u8 } else { ((luma * u32::from(a) + 127) / 255) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extract(strips: &[&[u8]], channel: Channel, order: Order) -> Vec<u8> {
        let mut extractor = Extractor::new(2, strips.len() as u32, channel, order);
        strips.iter().for_each(|strip| extractor.push(strip));
        extractor.finish().data
    }

    const WHITE: [u8; 8] = [255; 8];
    const BLACK: [u8; 8] = [0, 0, 0, 255, 0, 0, 0, 255];
    const HALF: [u8; 8] = [255, 255, 255, 255, 255, 255, 255, 128];

    #[test]
    fn auto_is_luminance_while_opaque() {
        assert_eq!(extract(&[&BLACK, &WHITE], Channel::Auto, Order::Rgba), [0, 0, 255, 255]);
    }

    #[test]
    fn auto_is_alpha_for_the_whole_once_transparent() {
        assert_eq!(extract(&[&BLACK, &HALF, &BLACK], Channel::Auto, Order::Rgba), [255, 255, 255, 128, 255, 255]);
        let (odd, last) = ([0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 254], [0, 0, 0, 255]);
        assert_eq!(extract(&[&odd], Channel::Auto, Order::Rgba), [255, 255, 254]);
        assert_eq!(extract(&[&last], Channel::Auto, Order::Rgba), [0]);
    }

    #[test]
    fn luminance_lies_over_black() {
        assert_eq!(extract(&[&HALF], Channel::Luminance, Order::Rgba), [255, 128]);
        assert_eq!(extract(&[&[255, 255, 255, 0, 0, 255, 0, 255]], Channel::Luminance, Order::Rgba), [0, 182]);
    }

    #[test]
    fn order_tells_red_from_blue() {
        let pixels = [255, 0, 0, 255, 0, 0, 255, 255];
        assert_eq!(extract(&[&pixels], Channel::Auto, Order::Rgba), [54, 19]);
        assert_eq!(extract(&[&pixels], Channel::Auto, Order::Bgra), [19, 54]);
        assert_eq!(extract(&[&HALF], Channel::Alpha, Order::Bgra), [255, 128]);
        assert_eq!(extract(&[&pixels], Channel::Auto, Order::Bgrx), [19, 54]);
    }

    #[test]
    fn what_is_opaque_has_no_alpha() {
        let pixels = [255, 0, 0, 0, 0, 0, 255, 7];
        assert_eq!(extract(&[&pixels], Channel::Auto, Order::Rgbx), [54, 19]);
        assert_eq!(extract(&[&pixels], Channel::Alpha, Order::Bgrx), [255, 255]);
    }
}
