//! Reads coverage from canvas pixels.

use crate::compare::{GROUP_BYTES, unlike};
use crate::mask::Mask;

/// The order of a pixel's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelOrder {
    /// As in `ImageData`.
    Rgba,
    /// As in some canvases' `VideoFrame`.
    Bgra,
    /// Opaque: the last byte is ignored.
    Rgbx,
    /// Opaque, with blue first.
    Bgrx,
}

/// The channel that holds the coverage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channel {
    /// Alpha if any pixel is transparent, else luminance.
    #[default]
    Auto,
    /// Opacity.
    Alpha,
    /// Brightness over a black background.
    Luminance,
}

/// Pixels compared at once.
const PIXELS: usize = GROUP_BYTES / 4;
/// A pixel that does not decide between alpha and luminance.
const OPAQUE: [u8; 4] = [0, 0, 0, 255];
/// A pixel times this fills a word with two pixels.
const PAIR: u64 = 0x1_0000_0001;

/// Collects the coverage of an image that arrives in strips of whole rows, from the top.
///
/// `auto` needs no second pass: until the first transparent pixel, all alpha values were 255.
#[derive(Debug)]
pub struct Extractor {
    mask: Mask,
    channel: Channel,
    order: PixelOrder,
}

impl Extractor {
    /// Starts an image of `width` by `height` pixels.
    #[must_use]
    pub fn new(width: u32, height: u32, mut channel: Channel, order: PixelOrder) -> Self {
        if channel == Channel::Auto && matches!(order, PixelOrder::Rgbx | PixelOrder::Bgrx) {
            channel = Channel::Luminance;
        }
        let data = Vec::with_capacity(width as usize * height as usize);
        Self { mask: Mask { width, height, data }, channel, order }
    }

    /// Reads the next rows: four bytes per pixel, alpha last. For luminance, colors must not be premultiplied.
    pub fn push(&mut self, strip: &[u8]) {
        let start = self.mask.data.len();
        let room = self.mask.data.capacity() - start;
        let strip = strip.get(..room * 4).unwrap_or(strip);
        if !self.read(strip) {
            self.channel = Channel::Alpha;
            self.mask.data.truncate(start);
            self.mask.data.fill(255);
            self.read(strip);
        }
    }

    /// Reads a strip into the mask. Returns false if the first transparent pixel switches `auto` to alpha.
    ///
    /// Most of a mask is flat, so groups of sixteen pixels equal to the last one are only counted, and written at once.
    fn read(&mut self, strip: &[u8]) -> bool {
        let mut reader = Reader::new(self.channel, self.order);
        let data = &mut self.mask.data;
        let (groups, rest) = strip.as_chunks::<GROUP_BYTES>();
        let mut flat = 0;
        for group in groups {
            if unlike(group, u64::from(u32::from_le_bytes(reader.last)) * PAIR) == 0 {
                flat += PIXELS;
                continue;
            }
            data.resize(data.len() + std::mem::take(&mut flat), reader.coverage);
            let mut out = [0; PIXELS];
            if !reader.read(group, &mut out) {
                return false;
            }
            data.extend_from_slice(&out);
        }
        let rest_starts = data.len() + flat;
        data.resize(rest_starts, reader.coverage);
        data.resize(rest_starts + rest.len() / 4, 0);
        reader.read(rest, data.get_mut(rest_starts..).unwrap_or_default())
    }

    /// Whether the channel is not alpha. With `auto`, whether all pixels so far are opaque.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.channel != Channel::Alpha
    }

    /// The mask.
    #[must_use]
    pub fn mask(&self) -> &Mask {
        &self.mask
    }
}

impl From<Mask> for Extractor {
    /// A mask that was read elsewhere.
    fn from(mask: Mask) -> Self {
        Self { mask, channel: Channel::Alpha, order: PixelOrder::Rgba }
    }
}

/// The last pixel and its coverage.
struct Reader {
    channel: Channel,
    order: PixelOrder,
    last: [u8; 4],
    coverage: u8,
}

impl Reader {
    fn new(channel: Channel, order: PixelOrder) -> Self {
        Self { channel, order, last: OPAQUE, coverage: read_coverage(OPAQUE, channel, order) }
    }

    /// Reads pixel by pixel. Returns false at the first transparent pixel with `auto`.
    fn read(&mut self, pixels: &[u8], out: &mut [u8]) -> bool {
        for (pixel, out) in pixels.as_chunks::<4>().0.iter().zip(out) {
            if *pixel != self.last {
                self.last = *pixel;
                self.coverage = read_coverage(*pixel, self.channel, self.order);
                if self.channel == Channel::Auto && pixel[3] != 255 {
                    return false;
                }
            }
            *out = self.coverage;
        }
        true
    }
}

/// A pixel's coverage.
fn read_coverage([first, g, third, alpha]: [u8; 4], channel: Channel, order: PixelOrder) -> u8 {
    let (r, b) = if matches!(order, PixelOrder::Rgba | PixelOrder::Rgbx) { (first, third) } else { (third, first) };
    let alpha = if matches!(order, PixelOrder::Rgba | PixelOrder::Bgra) { alpha } else { 255 };
    if channel == Channel::Alpha { alpha } else { luminance(r, g, b, alpha) }
}

/// Rec. 709 luma of a pixel over black.
fn luminance(r: u8, g: u8, b: u8, a: u8) -> u8 {
    let luma = (u32::from(r) * 54 + u32::from(g) * 183 + u32::from(b) * 19 + 128) >> 8;
    if a == 255 { luma as u8 } else { ((luma * u32::from(a) + 127) / 255) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extract(strips: &[&[u8]], channel: Channel, order: PixelOrder) -> Vec<u8> {
        let pixels = strips.iter().map(|strip| strip.len() as u32 / 4).sum();
        let mut extractor = Extractor::new(pixels, 1, channel, order);
        strips.iter().for_each(|strip| extractor.push(strip));
        extractor.mask().data.clone()
    }

    const WHITE: [u8; 8] = [255; 8];
    const BLACK: [u8; 8] = [0, 0, 0, 255, 0, 0, 0, 255];
    const HALF: [u8; 8] = [255, 255, 255, 255, 255, 255, 255, 128];

    #[test]
    fn opaque_image_with_auto_uses_luminance() {
        assert_eq!(extract(&[&BLACK, &WHITE], Channel::Auto, PixelOrder::Rgba), [0, 0, 255, 255]);
    }

    #[test]
    fn transparent_image_with_auto_uses_alpha() {
        assert_eq!(extract(&[&BLACK, &HALF, &BLACK], Channel::Auto, PixelOrder::Rgba), [255, 255, 255, 128, 255, 255]);
        let (odd, last) = ([0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 254], [0, 0, 0, 255]);
        assert_eq!(extract(&[&odd], Channel::Auto, PixelOrder::Rgba), [255, 255, 254]);
        assert_eq!(extract(&[&last], Channel::Auto, PixelOrder::Rgba), [0]);
        assert_eq!(extract(&[&[0; 64], &[255; 64]], Channel::Auto, PixelOrder::Rgba), [[0; 16], [255; 16]].concat());
        for (pixels, opaque) in [(WHITE, true), (HALF, false)] {
            let mut extractor = Extractor::new(2, 1, Channel::Auto, PixelOrder::Rgba);
            extractor.push(&pixels);
            assert_eq!(extractor.is_opaque(), opaque);
        }
    }

    #[test]
    fn luminance_blends_over_black() {
        assert_eq!(extract(&[&HALF], Channel::Luminance, PixelOrder::Rgba), [255, 128]);
        assert_eq!(extract(&[&[255, 255, 255, 0, 0, 255, 0, 255]], Channel::Luminance, PixelOrder::Rgba), [0, 182]);
    }

    #[test]
    fn pixel_order_distinguishes_red_from_blue() {
        let pixels = [255, 0, 0, 255, 0, 0, 255, 255];
        assert_eq!(extract(&[&pixels], Channel::Auto, PixelOrder::Rgba), [54, 19]);
        assert_eq!(extract(&[&pixels], Channel::Auto, PixelOrder::Bgra), [19, 54]);
        assert_eq!(extract(&[&HALF], Channel::Alpha, PixelOrder::Bgra), [255, 128]);
        assert_eq!(extract(&[&pixels], Channel::Auto, PixelOrder::Bgrx), [19, 54]);
    }

    #[test]
    fn opaque_pixel_order_ignores_alpha() {
        let pixels = [255, 0, 0, 0, 0, 0, 255, 7];
        assert_eq!(extract(&[&pixels], Channel::Auto, PixelOrder::Rgbx), [54, 19]);
        assert_eq!(extract(&[&pixels], Channel::Alpha, PixelOrder::Bgrx), [255, 255]);
    }
}
