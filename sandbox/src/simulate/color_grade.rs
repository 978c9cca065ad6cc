//! Colour grading: every grade is one linear map of a pixel's colour, so that any number of them costs as much as one.

use super::{Rgb, byte};
use image::RgbImage;

/// How bright each channel looks.
const WEIGHTS: Rgb = [0.299, 0.587, 0.114];

/// A row for each channel: what of red, green and blue goes into it, and a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grade([[f32; 4]; 3]);

impl Grade {
    /// Leaves every pixel as it is.
    pub const IDENTITY: Self = Self([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]);

    /// Multiplies all channels.
    pub fn gain(gain: f32) -> Self {
        Self(Self::IDENTITY.0.map(|row| row.map(|value| value * gain)))
    }

    /// Pulls away from middle grey, or towards it below 1.
    pub fn contrast(contrast: f32) -> Self {
        let Self(rows) = Self::gain(contrast);
        Self(rows.map(|[r, g, b, _]| [r, g, b, 127.5 * (1.0 - contrast)]))
    }

    /// 0 is grey, 1 leaves as it is, more is stronger.
    pub fn saturation(saturation: f32) -> Self {
        Self::toward_grey([1.0, 1.0, 1.0], 1.0 - saturation)
    }

    /// Moves towards a picture that has this colour (0 to 255) and the same brightness.
    pub fn tint(color: Rgb, strength: f32) -> Self {
        let [wr, wg, wb] = WEIGHTS;
        let [r, g, b] = color;
        let brightness = (wr * r + wg * g + wb * b).max(1.0);
        Self::toward_grey(color.map(|channel| channel / brightness), strength)
    }

    /// Moves towards the pixel's brightness times a colour.
    fn toward_grey(color: Rgb, strength: f32) -> Self {
        let [wr, wg, wb] = WEIGHTS;
        let [r, g, b] = color;
        let (keep, part) = (1.0 - strength, |c: f32| [wr * c * strength, wg * c * strength, wb * c * strength]);
        let ([rr, rg, rb], [gr, gg, gb], [br, bg, bb]) = (part(r), part(g), part(b));
        Self([[rr + keep, rg, rb, 0.0], [gr, gg + keep, gb, 0.0], [br, bg, bb + keep, 0.0]])
    }

    /// This grade and then the next.
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

    /// The grade at a part of its strength, or beyond it.
    pub fn strength(self, strength: f32) -> Self {
        let mut rows = self.0;
        for (row, plain) in rows.iter_mut().zip(Self::IDENTITY.0) {
            for (value, plain) in row.iter_mut().zip(plain) {
                *value = plain + (*value - plain) * strength;
            }
        }
        Self(rows)
    }

    /// Grades every pixel.
    pub fn apply(self, picture: &mut RgbImage) {
        for pixel in picture.pixels_mut() {
            let [r, g, b] = pixel.0.map(f32::from);
            pixel.0 = self.0.map(|[x, y, z, constant]| byte(x * r + y * g + z * b + constant));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(grade: Grade, pixel: [u8; 3]) -> [u8; 3] {
        let mut picture = RgbImage::from_pixel(1, 1, image::Rgb(pixel));
        grade.apply(&mut picture);
        picture.pixels().next().map_or([0; 3], |pixel| pixel.0)
    }

    #[test]
    fn grades() {
        assert_eq!(graded(Grade::IDENTITY, [10, 20, 30]), [10, 20, 30]);
        assert_eq!(graded(Grade::gain(2.0), [10, 20, 200]), [20, 40, 255]);
        assert_eq!(graded(Grade::saturation(0.0), [200, 200, 200]), [200, 200, 200]);
        let [r, g, b] = graded(Grade::saturation(0.0), [200, 20, 30]);
        assert!(r == g && g == b);
        let [r, _, b] = graded(Grade::tint([255.0, 128.0, 0.0], 0.5), [100, 100, 100]);
        assert!(r > 110 && b < 60, "{r} {b}");
        assert_eq!(graded(Grade::gain(0.1).strength(0.0), [10, 20, 30]), [10, 20, 30]);
        let both = Grade::gain(0.5).then(Grade::contrast(2.0));
        assert_eq!(graded(both, [200, 128, 100]), [73, 1, 0]);
    }
}
