//! Simulates how results deviate from the upload: their size, a small shift, and another tone outside the mask.

use super::color::{mix, to_byte};
use crate::options::Shift;
use image::imageops::{FilterType, interpolate_bilinear, resize};
use image::{GrayImage, RgbImage};

/// Makes the image brighter and warmer where the mask is black.
pub fn change_tone(image: &mut RgbImage, covered: &GrayImage, tone: f32) {
    if tone == 0.0 {
        return;
    }
    let gains = [1.0 + tone, 1.0 + tone * 0.7, 1.0 + tone * 0.4];
    for (pixel, covered) in image.pixels_mut().zip(covered.pixels()) {
        let [covered] = covered.0;
        let outside = 1.0 - f32::from(covered) / 255.0;
        for (channel, gain) in pixel.0.iter_mut().zip(gains) {
            *channel = to_byte(f32::from(*channel) * mix(1.0, gain, outside));
        }
    }
}

/// Scales the image so that its longer side has `size` pixels, and shifts it by pixels of the result. What comes in from
/// outside repeats the edge.
pub fn resize_and_shift(image: RgbImage, size: Option<u32>, shift: Shift) -> RgbImage {
    let (width, height) = image.dimensions();
    let longer = width.max(height).max(1);
    let size = size.unwrap_or(longer);
    let scale =
        |side: u32| ((u64::from(side) * u64::from(size) + u64::from(longer) / 2) / u64::from(longer)).max(1) as u32;
    // Shifted at the larger size, where the interpolation blurs least.
    let per_pixel = (longer as f32 / size as f32).max(1.0);
    let enlarged = if size > longer { resize_to(image, scale(width), scale(height)) } else { image };
    let shifted = translate(enlarged, shift.x * per_pixel, shift.y * per_pixel);
    resize_to(shifted, scale(width), scale(height))
}

fn resize_to(image: RgbImage, width: u32, height: u32) -> RgbImage {
    if image.dimensions() == (width, height) { image } else { resize(&image, width, height, FilterType::CatmullRom) }
}

fn translate(image: RgbImage, x: f32, y: f32) -> RgbImage {
    if x == 0.0 && y == 0.0 {
        return image;
    }
    let (width, height) = image.dimensions();
    let place = |at: u32, by: f32, side: u32| (at as f32 - by).clamp(0.0, (side.max(1) - 1) as f32);
    RgbImage::from_fn(width, height, |column, row| {
        let (left, top) = (place(column, x, width), place(row, y, height));
        interpolate_bilinear(&image, left, top).unwrap_or(image::Rgb([0; 3]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Luma, Rgb};

    fn gradient(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 100]))
    }

    fn pixel(image: &RgbImage, x: u32, y: u32) -> [u8; 3] {
        image.get_pixel_checked(x, y).map_or([0; 3], |pixel| pixel.0)
    }

    #[test]
    fn without_options_the_image_stays_the_same() {
        let image = gradient(90, 60);
        assert_eq!(resize_and_shift(image.clone(), None, Shift::default()), image);
        let mut same = image.clone();
        change_tone(&mut same, &GrayImage::new(90, 60), 0.0);
        assert_eq!(same, image);
    }

    #[test]
    fn the_longer_side_gets_the_size() {
        for (from, size, to) in
            [((90, 60), 45, (45, 30)), ((60, 90), 45, (30, 45)), ((90, 60), 180, (180, 120)), ((91, 60), 45, (45, 30))]
        {
            let result = resize_and_shift(gradient(from.0, from.1), Some(size), Shift::default());
            assert_eq!(result.dimensions(), to);
        }
    }

    #[test]
    fn a_shift_moves_the_image_by_pixels_of_the_result() {
        let image = gradient(200, 100);
        let moved = resize_and_shift(image.clone(), None, Shift { x: 3.0, y: -1.5 });
        assert_eq!(pixel(&moved, 103, 50), [100, 52, 100], "to the right and up; half a pixel is interpolated");
        assert_eq!(pixel(&moved, 0, 50)[0], 0, "the edge is repeated");
        let [red, _, _] = pixel(&resize_and_shift(image.clone(), Some(100), Shift { x: 2.0, y: 0.0 }), 50, 20);
        assert!(red.abs_diff(96) <= 1, "{red}");
        let [red, _, _] = pixel(&resize_and_shift(image, Some(400), Shift { x: 2.0, y: 0.0 }), 100, 20);
        assert!(red.abs_diff(49) <= 1, "{red}");
    }

    #[test]
    fn the_tone_changes_only_outside_the_mask() {
        let mut image = RgbImage::from_pixel(4, 1, Rgb([100, 100, 100]));
        let covered =
            GrayImage::from_fn(4, 1, |x, _| Luma([[0, 128, 255, 0].into_iter().nth(x as usize).unwrap_or(0)]));
        change_tone(&mut image, &covered, 0.1);
        let found: Vec<_> = image.pixels().map(|pixel| pixel.0).collect();
        assert_eq!(found, [[110, 107, 104], [105, 103, 102], [100, 100, 100], [110, 107, 104]]);
    }
}
