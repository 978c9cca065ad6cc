//! Softens edges with three box blurs, which approximate a Gaussian blur.
//!
//! Most of a mask is flat, and a blur does not change flat areas. So only spans near an edge are blurred: first the rows,
//! then the columns, eight at a time. The rows pass through in bands that fit into the processor's cache.

use crate::compare::{self, GROUP_BYTES};
use crate::gray_levels::{GrayLevels, ONES};
use crate::mask::Mask;
use crate::scale::Sink;

/// The maximum feather, in pixels.
pub const MAX_FEATHER: f32 = 512.0;
const STRIP: usize = 8;
/// Selects every fourth byte of a word.
const PAIR: u64 = 0x0000_00ff_0000_00ff;
/// One half in units of 2^-23, for both of a pair.
const HALF: u64 = 0x0040_0000_0040_0000;

/// Applies the threshold to rows, softens the edges between painted and unpainted, and emits the rows.
pub struct Feather<'a> {
    width: usize,
    reach: usize,
    levels: GrayLevels,
    /// Rows that are blurred along, but not yet across.
    rows: Vec<u8>,
    /// How many of these rows were emitted before. They only affect the rows below.
    emitted: usize,
    /// The last row that was emitted.
    above: Vec<u8>,
    has_painted: bool,
    blur: Blur<u8>,
    sink: Sink<'a>,
}

impl<'a> Feather<'a> {
    /// Starts with no rows. Pixels farther than `reach` from an edge do not change.
    pub fn new(width: u32, reach: f32, threshold: u8, sink: Sink<'a>) -> Self {
        let reach = reach.ceil() as usize;
        Self {
            width: width.max(1) as usize,
            reach,
            levels: GrayLevels::binary(threshold, false),
            rows: Vec::new(),
            emitted: 0,
            above: Vec::new(),
            has_painted: false,
            blur: Blur::new(reach),
            sink,
        }
    }

    /// Adds the next row. Emits a band of rows once the rows below it are known.
    pub fn add(&mut self, row: &[u8]) {
        let start = self.rows.len();
        self.rows.extend_from_slice(row);
        let Some(row) = self.rows.get_mut(start..) else { return };
        let (spans, has_painted) = binarize(row, self.levels, self.reach);
        self.has_painted |= has_painted;
        for Span { start, end } in spans {
            let end = end.min(row.len());
            if let Some(line) = row.get_mut(start..end) {
                self.blur.blur_line(line);
            }
        }
        // Rows near the ends of a band are blurred twice, so a band is much longer than the reach.
        let band = 64.max(8 * self.reach);
        if self.rows.len() >= (self.emitted + band + self.reach) * self.width {
            self.emit(self.reach);
        }
    }

    /// Emits the remaining rows. Returns whether any pixel reached the threshold.
    pub fn finish(mut self) -> bool {
        self.emit(0);
        self.has_painted
    }

    /// Blurs the columns and emits all rows but the last `below`, which need the rows after them.
    fn emit(&mut self, below: usize) {
        let width = self.width;
        let context = self.rows.len().saturating_sub(2 * below * width);
        let kept = self.rows.get(context..).unwrap_or_default().to_vec();
        let spans = find_column_spans(&self.rows, width, self.reach);
        blur_columns(&mut self.rows, width, &spans, &mut Blur::new(self.reach));
        let ready = self.rows.len().saturating_sub(below * width);
        let rows = self.rows.get(self.emitted * width..ready).unwrap_or_default();
        let mut above = Some(self.above.as_slice()).filter(|above| !above.is_empty());
        for row in rows.chunks_exact(width) {
            (self.sink)(above, row);
            above = Some(row);
        }
        self.above = above.unwrap_or_default().to_vec();
        self.rows.clear();
        self.rows.extend_from_slice(&kept);
        self.emitted = below;
    }
}

/// Applies the threshold to a whole mask and softens its edges.
pub(crate) fn feather(mask: &mut Mask, reach: f32, threshold: u8) {
    let mut soft = Vec::with_capacity(mask.data.len());
    let mut collect = |_: Option<&[u8]>, row: &[u8]| soft.extend_from_slice(row);
    let mut feather = Feather::new(mask.width, reach, threshold, &mut collect);
    mask.data.chunks_exact(mask.width.max(1) as usize).for_each(|row| feather.add(row));
    feather.finish();
    mask.data = soft;
}

/// Blurs the spans of each strip of columns, in a copy that is written back.
fn blur_columns(data: &mut [u8], width: usize, spans: &[(usize, Span)], blur: &mut Blur<u64>) {
    let mut strip: Vec<u64> = Vec::new();
    for (index, span) in spans {
        let columns = index * STRIP..width.min((index + 1) * STRIP);
        let rows = span.start * width..data.len().min(span.end * width);
        let Some(rows) = data.get_mut(rows) else { continue };
        strip.clear();
        strip.extend(rows.chunks_exact(width).filter_map(|row| row.get(columns.clone())).map(pack));
        blur.blur_line(&mut strip);
        for (row, soft) in rows.chunks_exact_mut(width).zip(&strip) {
            if let Some((pixels, soft)) = row.get_mut(columns.clone()).zip(soft.to_le_bytes().get(..columns.len())) {
                pixels.copy_from_slice(soft);
            }
        }
    }
}

/// Packs a strip's pixels in one row into a word. At the right edge, they may be fewer than eight.
fn pack(pixels: &[u8]) -> u64 {
    pixels.try_into().map_or_else(|_| crate::gray_levels::partial(pixels), u64::from_le_bytes)
}

/// A span around changes, extended by the reach. Beyond its ends, the line is flat.
#[derive(Clone, Debug, Default)]
struct Span {
    start: usize,
    end: usize,
}

impl Span {
    fn around(start: usize, end: usize, reach: usize) -> Self {
        Self { start: start.saturating_sub(reach), end: end + reach }
    }

    /// Merges an overlapping later span, or returns it if it does not overlap.
    fn join(&mut self, later: Self) -> Option<Self> {
        if later.start >= self.end {
            return Some(later);
        }
        self.end = later.end;
        None
    }
}

/// Applies the threshold to a row. Returns its spans, found eight pixels at a time, and whether any pixel is white.
fn binarize(row: &mut [u8], levels: GrayLevels, reach: usize) -> (Vec<Span>, bool) {
    let mut spans: Vec<Span> = Vec::new();
    let mut mark = |start: usize, length: usize| {
        let span = Span::around(start, start + length, reach);
        let apart = match spans.last_mut() {
            Some(last) => last.join(span),
            None => Some(span),
        };
        spans.extend(apart);
    };
    let mut before = row.first().map_or(0, |first| levels.gray(u64::from(*first)) as u8);
    let mut any = u64::from(before);
    let (groups, rest) = row.as_chunks_mut::<GROUP_BYTES>();
    let rest_starts = groups.len() * GROUP_BYTES;
    for (number, group) in groups.iter_mut().enumerate() {
        // Most of a mask goes on like the pixel before, which is 0 or 255.
        if compare::unlike(group, u64::from(before) * ONES) == 0 {
            continue;
        }
        any |= levels.binarize(group);
        for (index, word) in (number * GROUP_BYTES..).step_by(8).zip(group.as_chunks::<8>().0) {
            if u64::from_le_bytes(*word) != u64::from(before) * ONES {
                mark(index, 8);
            }
            before = word[7];
        }
    }
    any |= levels.binarize(rest);
    if rest.iter().any(|byte| *byte != before) {
        mark(rest_starts, rest.len());
    }
    (spans, any != 0)
}

/// Finds the spans of each strip of columns, around rows that differ.
fn find_column_spans(data: &[u8], width: usize, reach: usize) -> Vec<(usize, Span)> {
    let mut open = vec![Span::default(); width.div_ceil(STRIP)];
    let mut spans = Vec::new();
    let mut mark = |first: usize, above: &[u8], row: &[u8], y: usize| {
        for (strip, (above, row)) in (first..).zip(above.chunks(STRIP).zip(row.chunks(STRIP))) {
            if pack(above) != pack(row)
                && let Some(open) = open.get_mut(strip)
                && let Some(next) = open.join(Span::around(y, y, reach))
            {
                spans.push((strip, std::mem::replace(open, next)));
            }
        }
    };
    let below = data.chunks_exact(width).skip(1);
    for (y, (above, row)) in data.chunks_exact(width).zip(below).enumerate() {
        let (groups_above, rest_above) = above.as_chunks::<GROUP_BYTES>();
        let (groups, rest) = row.as_chunks::<GROUP_BYTES>();
        for (number, (group_above, group)) in groups_above.iter().zip(groups).enumerate() {
            if compare::difference(group_above, group) != 0 {
                mark(number * GROUP_BYTES / STRIP, group_above, group, y + 1);
            }
        }
        if rest_above != rest {
            mark(groups.len() * GROUP_BYTES / STRIP, rest_above, rest, y + 1);
        }
    }
    spans.extend(open.into_iter().enumerate());
    spans.retain(|(_, span)| span.end > 0);
    spans
}

/// Three box blurs. Their radii add up to the reach.
struct Blur<P> {
    radii: [usize; 3],
    padded: Vec<P>,
}

impl<P: Pixel> Blur<P> {
    fn new(reach: usize) -> Self {
        Self { radii: [reach.div_ceil(3), (reach + 1) / 3, reach / 3], padded: Vec::new() }
    }

    /// Blurs a line. Its first and last pixels extend beyond its ends.
    fn blur_line(&mut self, line: &mut [P]) {
        for radius in self.radii.into_iter().filter(|radius| *radius > 0) {
            let (Some(first), Some(last)) = (line.first(), line.last()) else {
                return;
            };
            self.padded.clear();
            self.padded.extend(std::iter::repeat_n(*first, radius));
            self.padded.extend_from_slice(line);
            // One extra pixel, for the step after the last.
            self.padded.extend(std::iter::repeat_n(*last, radius + 1));
            average(&self.padded, radius, line);
        }
    }
}

/// Averages the `2 * radius + 1` pixels around each pixel, rounded to nearest.
fn average<P: Pixel>(padded: &[P], radius: usize, out: &mut [P]) {
    let size = 2 * radius + 1;
    let divisor = size as u64;
    // 255 * 2^23 fits into 32 bits, and the reciprocal's error stays far below one half even for the largest box.
    let reciprocal = ((1 << 23) + divisor / 2) / divisor;
    let mut sum = P::Sum::default();
    for pixel in padded.iter().take(size) {
        sum = P::step(sum, *pixel, P::BLACK);
    }
    let entering = padded.get(size..).unwrap_or_default();
    for ((mean, leaving), entering) in out.iter_mut().zip(padded).zip(entering) {
        *mean = P::mean(sum, reciprocal);
        sum = P::step(sum, *entering, *leaving);
    }
}

/// The unit of the blur: one pixel, or eight adjacent pixels.
trait Pixel: Copy {
    type Sum: Copy + Default;
    const BLACK: Self;

    /// Adds one pixel to the sum and removes another.
    fn step(sum: Self::Sum, entering: Self, leaving: Self) -> Self::Sum;

    /// Multiplies the sum by a reciprocal in units of 2^-23.
    fn mean(sum: Self::Sum, reciprocal: u64) -> Self;
}

impl Pixel for u8 {
    type Sum = u32;
    const BLACK: Self = 0;

    #[inline(always)]
    fn step(sum: u32, entering: u8, leaving: u8) -> u32 {
        sum + u32::from(entering) - u32::from(leaving)
    }

    #[inline(always)]
    fn mean(sum: u32, reciprocal: u64) -> u8 {
        ((sum * reciprocal as u32 + (1 << 22)) >> 23) as u8
    }
}

/// Eight pixels in a word, summed as four pairs with 32 bits per pixel, which never overflow.
impl Pixel for u64 {
    type Sum = [u64; 4];
    const BLACK: Self = 0;

    #[inline(always)]
    fn step([a, b, c, d]: [u64; 4], entering: u64, leaving: u64) -> [u64; 4] {
        let pair = |sum: u64, shift: u32| sum + (entering >> shift & PAIR) - (leaving >> shift & PAIR);
        [pair(a, 0), pair(b, 8), pair(c, 16), pair(d, 24)]
    }

    #[inline(always)]
    fn mean([a, b, c, d]: [u64; 4], reciprocal: u64) -> u64 {
        let pair = |sum: u64| (sum * reciprocal + HALF) >> 23 & PAIR;
        pair(a) | pair(b) << 8 | pair(c) << 16 | pair(d) << 24
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;
    use proptest::prelude::*;

    /// Blurs every pixel by the definition.
    fn blur_naively(mask: &Mask, reach: usize) -> Vec<u8> {
        let (w, h) = (mask.width as i64, mask.height as i64);
        let mut data = mask.data.clone();
        for (dx, dy) in [(1, 0), (0, 1)] {
            for radius in Blur::<u8>::new(reach).radii.map(|r| r as i64) {
                let at = |x: i64, y: i64| i64::from(data[(y.clamp(0, h - 1) * w + x.clamp(0, w - 1)) as usize]);
                let mean = |x, y| {
                    let sum: i64 = (-radius..=radius).map(|i| at(x + i * dx, y + i * dy)).sum();
                    ((2 * sum + 2 * radius + 1) / (2 * (2 * radius + 1))) as u8
                };
                data = (0..h).flat_map(|y| (0..w).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
            }
        }
        data
    }

    proptest! {
        #[test]
        fn feather_equals_blur_of_every_pixel(
            width in 1u32..70,
            height in 1u32..250,
            boxes in proptest::collection::vec((0u32..70, 0u32..250, 1u32..30, 1u32..90), 0..4),
            reach in 1usize..14,
        ) {
            let inside = |x, y| boxes.iter().any(|(l, t, w, h)| x >= *l && x < l + w && y >= *t && y < t + h);
            let pixel = |i: u32| if inside(i % width, i / width) { 255 } else { 0 };
            let mut mask = Mask { width, height, data: (0..width * height).map(pixel).collect() };
            let expected = blur_naively(&mask, reach);
            feather(&mut mask, reach as f32, 128);
            prop_assert_eq!(mask.data, expected);
        }
    }

    #[test]
    fn soft_edge_ends_at_its_reach() {
        for reach in [1, 2, 3, 7, 30] {
            let mut mask =
                Mask { width: 100, height: 1, data: (0..100).map(|x| if x < 50 { 0 } else { 255 }).collect() };
            feather(&mut mask, reach as f32, 128);
            assert!(mask.data.is_sorted());
            assert!(mask.data[..50 - reach].iter().all(|v| *v == 0));
            assert!(mask.data[50 + reach..].iter().all(|v| *v == 255));
            assert!((1..255).contains(&mask.data[50]) && (1..255).contains(&mask.data[49]));
        }
    }

    #[test]
    fn flat_area_stays_flat_at_every_radius() {
        for radius in 1..=171 {
            let (mut one, mut eight) = ([0; 4], [0; 4]);
            average(&vec![253u8; 4 + 2 * radius + 1], radius, &mut one);
            average(&vec![u64::MAX - 1; 4 + 2 * radius + 1], radius, &mut eight);
            assert_eq!((one, eight), ([253; 4], [u64::MAX - 1; 4]));
        }
    }
}
