//! Files to pixels and back.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits, RgbImage};
use std::io::Cursor;

/// Memory that a decoder may take: a little over what the largest acceptable photo needs at 16 bits a channel.
const MAX_ALLOC: u64 = 160 << 20;
/// No side of any picture here is longer.
const MAX_SIDE: u32 = 8192;
const QUALITY: u8 = 88;

/// The pixels of a JPEG or PNG as displayed: its orientation is applied.
pub fn decode(bytes: &[u8]) -> Option<RgbImage> {
    Some(dynamic(bytes)?.into_rgb8())
}

/// The same with whatever channels the file has.
pub fn dynamic(bytes: &[u8]) -> Option<DynamicImage> {
    let mut decoder = reader(bytes)?.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some(picture)
}

/// Width and height as stored, read from the header alone.
pub fn stored_size(bytes: &[u8]) -> Option<(u32, u32)> {
    Some(reader(bytes)?.into_decoder().ok()?.dimensions())
}

fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    reader.limits(limits);
    Some(reader)
}

/// A JPEG with a comment in it.
pub fn encode_jpeg(picture: &RgbImage, comment: &str) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let (width, height) = picture.dimensions();
    JpegEncoder::new_with_quality(&mut file, QUALITY).encode(picture, width, height, ExtendedColorType::Rgb8).ok()?;
    let length = u16::try_from(comment.len() + 2).ok()?.to_be_bytes();
    let segment = [&[0xff, 0xfe], &length[..], comment.as_bytes()].concat();
    file.splice(2..2, segment);
    Some(file)
}

/// A PNG with a text in it.
pub fn encode_png(picture: &RgbImage, comment: &str) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.add_itxt_chunk("Description".to_owned(), comment.to_owned()).ok()?;
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(picture.as_raw()).ok()?;
    writer.finish().ok()?;
    Some(file)
}
