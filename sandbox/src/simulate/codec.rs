//! Decodes and encodes images.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits, Pixel, Rgb, RgbImage};
use std::io::Cursor;

/// Memory limit for decoders, a little over what the largest allowed photo needs at 16 bits per channel.
const MAX_ALLOC: u64 = 160 << 20;
/// Maximum side of a decoded image.
const MAX_SIDE: u32 = 8192;
const QUALITY: u8 = 88;

/// Decodes a JPEG or PNG to RGB, over white, and applies its orientation.
pub fn decode(bytes: &[u8]) -> Option<RgbImage> {
    let image = decode_any(bytes)?;
    if !image.color().has_alpha() {
        return Some(image.into_rgb8());
    }
    let image = image.into_rgba8();
    let mut flat = RgbImage::new(image.width(), image.height());
    for (pixel, color) in flat.pixels_mut().zip(image.pixels()) {
        let alpha = u32::from(color.0[3]);
        *pixel =
            Rgb(color.to_rgb().0.map(|value| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8));
    }
    Some(flat)
}

/// Decodes a JPEG or PNG with its own channels and applies its orientation.
pub fn decode_any(bytes: &[u8]) -> Option<DynamicImage> {
    let mut decoder = create_reader(bytes)?.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    Some(image)
}

/// The stored width and height, read from the header.
pub fn stored_size(bytes: &[u8]) -> Option<(u32, u32)> {
    Some(create_reader(bytes)?.into_decoder().ok()?.dimensions())
}

fn create_reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    reader.limits(limits);
    Some(reader)
}

/// Encodes a JPEG with a comment.
pub fn encode_jpeg(image: &RgbImage, comment: &str) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let (width, height) = image.dimensions();
    JpegEncoder::new_with_quality(&mut file, QUALITY).encode(image, width, height, ExtendedColorType::Rgb8).ok()?;
    let length = u16::try_from(comment.len() + 2).ok()?.to_be_bytes();
    let segment = [&[0xff, 0xfe], &length[..], comment.as_bytes()].concat();
    file.splice(2..2, segment);
    Some(file)
}

/// Encodes a PNG with a text chunk.
pub fn encode_png(image: &RgbImage, comment: &str) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, image.width(), image.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.add_itxt_chunk("Description".to_owned(), comment.to_owned()).ok()?;
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(image.as_raw()).ok()?;
    writer.finish().ok()?;
    Some(file)
}
