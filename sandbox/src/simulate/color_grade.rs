//! Color grading. A grade is a linear map of colors, so any combination costs as much as one.

use super::color::{Rgb, to_byte};
use image::RgbImage;

/// The perceived brightness of each channel.
const WEIGHTS: Rgb = [0.299, 0.587, 0.114];

/// One row per output channel: factors for red, green and blue, and a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColorGrade([[f32; 4]; 3]);

impl ColorGrade {
    /// Leaves every pixel unchanged.
    pub const IDENTITY: Self = Self([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]);

    /// Multiplies all channels.
    pub fn gain(gain: f32) -> Self {
        Self(Self::IDENTITY.0.map(|row| row.map(|value| value * gain)))
    }

    /// Increases the contrast, or reduces it below 1.
    pub fn contrast(contrast: f32) -> Self {
        let Self(rows) = Self::gain(contrast);
        Self(rows.map(|[r, g, b, _]| [r, g, b, 127.5 * (1.0 - contrast)]))
    }

    /// Sets the saturation: 0 is gray, 1 changes nothing.
    pub fn saturation(saturation: f32) -> Self {
        Self::toward_grey([1.0, 1.0, 1.0], 1.0 - saturation)
    }

    /// Tints toward a color (channels 0 to 255) and keeps the brightness.
    pub fn tint(color: Rgb, strength: f32) -> Self {
        let [wr, wg, wb] = WEIGHTS;
        let [r, g, b] = color;
        let brightness = (wr * r + wg * g + wb * b).max(1.0);
        Self::toward_grey(color.map(|channel| channel / brightness), strength)
    }

    /// Moves pixels toward their brightness times a color.
    fn toward_grey(color: Rgb, strength: f32) -> Self {
        let [wr, wg, wb] = WEIGHTS;
        let [r, g, b] = color;
        let (keep, part) = (1.0 - strength, |c: f32| [wr * c * strength, wg * c * strength, wb * c * strength]);
        let ([rr, rg, rb], [gr, gg, gb], [br, bg, bb]) = (part(r), part(g), part(b));
        Self([[rr + keep, rg, rb, 0.0], [gr, gg + keep, gb, 0.0], [br, bg, bb + keep, 0.0]])
    }

    /// Combines two grades: first this one, then `next`.
    pub fn then(self, next: Self) -> Self {
        let Self([red, green, blue]) = self;
        Self(next.0.map(|[r, g, b, constant]| {
            let mut row = [0.0, 0.0, 0.0, constant];
            for (((out, red), green), blue) in row.iter_mut().zip(red).zip(green).zip(blue) {
                *out += r * red + g * green + b * blue;
            }
            row
        }))
    }

    /// Scales the effect of the grade. Values above 1 exaggerate it.
    pub fn strength(self, strength: f32) -> Self {
        let mut rows = self.0;
        for (row, plain) in rows.iter_mut().zip(Self::IDENTITY.0) {
            for (value, plain) in row.iter_mut().zip(plain) {
                *value = plain + (*value - plain) * strength;
            }
        }
        Self(rows)
    }

    /// Applies the grade to every pixel.
    pub fn apply(self, image: &mut RgbImage) {
        for pixel in image.pixels_mut() {
            let [r, g, b] = pixel.0.map(f32::from);
            pixel.0 = self.0.map(|[x, y, z, constant]| to_byte(x * r + y * g + z * b + constant));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(grade: ColorGrade, pixel: [u8; 3]) -> [u8; 3] {
        let mut image = RgbImage::from_pixel(1, 1, image::Rgb(pixel));
        grade.apply(&mut image);
        image.pixels().next().map_or([0; 3], |pixel| pixel.0)
    }

    #[test]
    fn grades_change_pixels_as_documented() {
        assert_eq!(graded(ColorGrade::IDENTITY, [10, 20, 30]), [10, 20, 30]);
        assert_eq!(graded(ColorGrade::gain(2.0), [10, 20, 200]), [20, 40, 255]);
        assert_eq!(graded(ColorGrade::saturation(0.0), [200, 200, 200]), [200, 200, 200]);
        let [r, g, b] = graded(ColorGrade::saturation(0.0), [200, 20, 30]);
        assert!(r == g && g == b);
        let [r, _, b] = graded(ColorGrade::tint([255.0, 128.0, 0.0], 0.5), [100, 100, 100]);
        assert!(r > 110 && b < 60, "{r} {b}");
        assert_eq!(graded(ColorGrade::gain(0.1).strength(0.0), [10, 20, 30]), [10, 20, 30]);
        let both = ColorGrade::gain(0.5).then(ColorGrade::contrast(2.0));
        assert_eq!(graded(both, [200, 128, 100]), [73, 1, 0]);
    }
}
