//! The mask of an edit (2.6): white areas are edited, black areas stay.

use super::codec;
use super::color::{mix, to_byte};
use image::{DynamicImage, GrayImage, RgbImage};

/// The width and height of a mask. `None` if it cannot be decoded.
pub fn size(file: &[u8]) -> Option<(u32, u32)> {
    // Read the header first: it is cheap, and the decoded size must match it.
    let stored = codec::stored_size(file)?;
    decode(file)
        .map(|mask| mask.dimensions())
        .filter(|(width, height)| (*width, *height) == stored || (*height, *width) == stored)
}

/// How strongly each pixel is edited. Transparent pixels are not edited.
pub fn decode(file: &[u8]) -> Option<GrayImage> {
    let image = codec::decode_any(file)?;
    if !image.color().has_alpha() {
        return Some(image.into_luma8());
    }
    let seen = DynamicImage::from(image.into_luma_alpha8()).into_luma_alpha8();
    let (width, height) = seen.dimensions();
    let covered = seen.pixels().map(|pixel| {
        let [grey, alpha] = pixel.0.map(u32::from);
        (grey * alpha / 255) as u8
    });
    GrayImage::from_raw(width, height, covered.collect())
}

/// Blends the photo (where the mask is black) with the edited image (where it is white).
pub fn blend(photo: &RgbImage, edited: &RgbImage, mask: &GrayImage) -> RgbImage {
    let mut result = photo.clone();
    for ((pixel, edited), covered) in result.pixels_mut().zip(edited.pixels()).zip(mask.pixels()) {
        let [covered] = covered.0;
        for (channel, edited) in pixel.0.iter_mut().zip(edited.0) {
            *channel = to_byte(mix(f32::from(*channel), f32::from(edited), f32::from(covered) / 255.0));
        }
    }
    result
}

/// The bounds of the masked area: left, top, right and bottom, with right and bottom exclusive.
pub fn bounds(mask: &GrayImage) -> Option<(u32, u32, u32, u32)> {
    let covered = || mask.enumerate_pixels().filter(|(_, _, pixel)| pixel.0 > [127]);
    Some((
        covered().map(|(x, _, _)| x).min()?,
        covered().map(|(_, y, _)| y).min()?,
        covered().map(|(x, _, _)| x).max()? + 1,
        covered().map(|(_, y, _)| y).max()? + 1,
    ))
}
