//! Converts decoded pictures to RGBA (ITU-T H.273 matrices).

use std::ops::Range;

use heifer_hevc_dec::recon::Frame;

use crate::color::{CHANNEL_CODES, Conversion};

/// Fractional bits of the fixed-point numbers.
const FRACTION: u32 = 14;
/// One half.
const HALF: i32 = 1 << (FRACTION - 1);

/// How code values relate to colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coding {
    /// The matrix. 0 means that the planes are green, blue and red.
    pub matrix: u16,
    /// Whether black and white are the lowest and the highest code value.
    pub full_range: bool,
}

/// The factors of a coding, as fixed-point numbers.
#[derive(Clone, Copy, Debug)]
struct Factors {
    luma: i32,
    black: i32,
    middle: i32,
    red_cr: i32,
    green_cb: i32,
    green_cr: i32,
    blue_cb: i32,
}

impl Factors {
    /// The factors for a picture, to code values up to `highest`.
    fn new(frame: &Frame, coding: Coding, highest: f64) -> Self {
        let [luma_bits, chroma_bits] = frame.bit_depth.map(|bits| f64::from(1_u32 << bits.min(16)));
        let (black, luma_range, chroma_range) = if coding.full_range {
            (0.0, luma_bits - 1.0, chroma_bits - 1.0)
        } else {
            (luma_bits / 16.0, luma_bits * 219.0 / 256.0, chroma_bits * 224.0 / 256.0)
        };
        let (red, blue) = match coding.matrix {
            1 => (0.2126, 0.0722),
            4 => (0.30, 0.11),
            7 => (0.212, 0.087),
            9 | 10 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        let green = 1.0 - red - blue;
        let fixed = |value: f64| (value * highest * f64::from(1 << FRACTION)).round() as i32;
        let [cr, cb] = [red, blue].map(|share| 2.0 * (1.0 - share) / chroma_range);
        Self {
            luma: fixed(1.0 / luma_range),
            black: black as i32,
            middle: (chroma_bits / 2.0) as i32,
            red_cr: fixed(cr),
            green_cb: fixed(cb * blue / green),
            green_cr: fixed(cr * red / green),
            blue_cb: fixed(cb),
        }
    }
}

/// Converts a picture row by row.
#[derive(Debug)]
pub struct RowConverter<'a> {
    frame: &'a Frame,
    factors: Factors,
    is_rgb: bool,
    conversion: Option<&'a Conversion>,
    /// The chroma of a row, at its own width and at the full width.
    narrow: [Vec<i32>; 2],
    wide: [Vec<i32>; 2],
}

impl<'a> RowConverter<'a> {
    pub fn new(frame: &'a Frame, coding: Coding, conversion: Option<&'a Conversion>) -> Self {
        let highest = if conversion.is_some() { CHANNEL_CODES - 1 } else { 255 };
        Self {
            frame,
            factors: Factors::new(frame, coding, highest as f64),
            is_rgb: coding.matrix == 0 && frame.chroma_format == 3,
            conversion,
            narrow: Default::default(),
            wide: Default::default(),
        }
    }

    /// Appends the pixels of a part of a row, as RGBA without transparency.
    pub fn append_row(&mut self, y: usize, columns: Range<usize>, pixels: &mut Vec<u8>) {
        let width = columns.len();
        let luma = part(plane_row(self.frame, 0, y), &columns);
        let start = pixels.len();
        pixels.resize(start + width * 4, 255);
        let Some((out, _)) = pixels.get_mut(start..).map(<[u8]>::as_chunks_mut::<4>) else { return };
        let Factors { luma: scale, black, red_cr, green_cb, green_cr, blue_cb, .. } = self.factors;
        let level = |value: u16| (i32::from(value) - black) * scale + HALF;
        if self.frame.chroma_format == 0 {
            let rows = out.iter_mut().zip(luma).map(|(pixel, value)| (pixel, [level(*value) >> FRACTION; 3]));
            return write(rows, self.conversion);
        }
        if self.is_rgb {
            let [blue, red] = [1, 2].map(|plane| part(plane_row(self.frame, plane, y), &columns));
            let rows = out.iter_mut().zip(luma).zip(blue).zip(red);
            let rows = rows.map(|(((pixel, g), b), r)| (pixel, [*r, *g, *b].map(|value| level(value) >> FRACTION)));
            return write(rows, self.conversion);
        }
        self.scale_chroma(y, &columns);
        let [cb, cr] = &self.wide;
        let rows = out.iter_mut().zip(luma).zip(cb).zip(cr).map(|(((pixel, value), cb), cr)| {
            let level = level(*value);
            let color = [level + red_cr * cr, level - green_cb * cb - green_cr * cr, level + blue_cb * cb];
            (pixel, color.map(|value| value >> FRACTION))
        });
        write(rows, self.conversion);
    }

    /// Scales the chroma of a row to the full width. Each sample lies on an even column, and halfway between two rows (H.265,
    /// section E.3.1, sample location type 0).
    fn scale_chroma(&mut self, y: usize, columns: &Range<usize>) {
        let (halves_x, halves_y) = (self.frame.chroma_format != 3, self.frame.chroma_format == 1);
        let first = if halves_x { columns.start / 2 } else { columns.start };
        let end = if halves_x { columns.end / 2 + 1 } else { columns.end };
        for (plane, (narrow, wide)) in (1..).zip(self.narrow.iter_mut().zip(&mut self.wide)) {
            let middle = self.factors.middle;
            let row = |y| part(plane_row(self.frame, plane, y), &(first..end));
            let target = if halves_x { &mut *narrow } else { &mut *wide };
            target.clear();
            let near = row(if halves_y { y / 2 } else { y });
            let far = match y % 2 {
                _ if !halves_y => near,
                0 => (y / 2).checked_sub(1).map(row).unwrap_or_default(),
                _ => row(y / 2 + 1),
            };
            // At the edges, there is only one.
            let far = if far.is_empty() { near } else { far };
            target.extend(near.iter().zip(far).map(|(a, b)| ((3 * i32::from(*a) + i32::from(*b) + 2) >> 2) - middle));
            if halves_x {
                widen(narrow, columns.start % 2, columns.len(), wide);
            }
        }
    }
}

/// Doubles the width of a row of chroma. Odd columns are halfway between their neighbors.
fn widen(narrow: &[i32], skipped: usize, width: usize, wide: &mut Vec<i32>) {
    wide.clear();
    let last = narrow.last().copied().unwrap_or_default();
    let next = narrow.iter().skip(1).copied().chain([last]);
    wide.extend(narrow.iter().zip(next).flat_map(|(a, b)| [*a, (a + b + 1) >> 1]).skip(skipped));
    wide.resize(width, last);
}

/// Writes colors, through a conversion if there is one.
fn write<'p>(rows: impl Iterator<Item = (&'p mut [u8; 4], [i32; 3])>, conversion: Option<&Conversion>) {
    match conversion {
        Some(conversion) => rows.for_each(|(pixel, color)| set(pixel, conversion.convert(color))),
        None => rows.for_each(|(pixel, color)| set(pixel, color.map(|value| value.clamp(0, 255) as u8))),
    }
}

fn set(pixel: &mut [u8; 4], [red, green, blue]: [u8; 3]) {
    *pixel = [red, green, blue, 255];
}

/// A row of a plane. Empty below the picture.
pub fn plane_row(frame: &Frame, plane: usize, y: usize) -> &[u16] {
    let width = frame.widths.get(plane).map_or(0, |width| *width as usize);
    frame.planes.get(plane).and_then(|samples| samples.get(y * width..(y + 1) * width)).unwrap_or_default()
}

/// The part of a row, without what lies outside.
fn part<'r>(row: &'r [u16], columns: &Range<usize>) -> &'r [u16] {
    row.get(columns.start..columns.end.min(row.len())).unwrap_or_default()
}
