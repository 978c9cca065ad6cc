//! Softens edges with three box blurs, which approximate a Gaussian blur.
//!
//! Most of a mask is flat, and a blur does not change flat areas. So only spans near an edge are blurred: first along the
//! rows, and only where a row differs from the row above, then along the columns, eight at a time. The rows pass through in
//! bands that fit into the processor's cache.

use super::gray_levels::{GrayLevels, partial};
use reroom_kernels::average::{average_pixels, average_words};
use reroom_kernels::compare::{self, GROUP_BYTES, ONES};
use reroom_kernels::{Mask, for_each_row};
use std::ops::Range;

/// The maximum feather, in pixels.
pub(super) const MAX_FEATHER: f32 = 512.0;
const STRIP: usize = 8;

/// Receives the row above, the row, and a bit for each group of pixels that may differ between them.
///
/// A row of up to 4096 pixels has 64 groups. In a longer one, groups share bits.
pub(super) type SoftSink<'a> = &'a mut dyn FnMut(Option<&[u8]>, &[u8], u64);

/// Applies the threshold to rows, softens the edges between painted and unpainted, and emits the rows.
pub(super) struct Feather<'a> {
    width: usize,
    reach: usize,
    levels: GrayLevels,
    /// Rows that are blurred along, but not yet across.
    rows: Vec<u8>,
    /// How many of these rows were emitted before. They only affect the rows below.
    emitted: usize,
    /// The strips that differ from the row above, as (row, strip).
    changes: Vec<(usize, usize)>,
    /// The last row that was emitted.
    above: Vec<u8>,
    has_painted: bool,
    line: Vec<u8>,
    blur: Blur<u8>,
    sink: SoftSink<'a>,
}

impl<'a> Feather<'a> {
    /// Starts with no rows. Pixels farther than `reach` from an edge do not change.
    pub fn new(width: u32, reach: f32, threshold: u8, sink: SoftSink<'a>) -> Self {
        let reach = reach.ceil() as usize;
        Self {
            width: width.max(1) as usize,
            reach,
            levels: GrayLevels::binary(threshold, false),
            rows: Vec::new(),
            emitted: 0,
            changes: Vec::new(),
            above: Vec::new(),
            has_painted: false,
            line: Vec::new(),
            blur: Blur::new(reach, average_pixels),
            sink,
        }
    }

    /// Adds the next row, after `above`. Emits a band of rows once the rows below it are known.
    pub fn add(&mut self, above: Option<&[u8]>, row: &[u8]) {
        let start = self.rows.len();
        match above {
            None => {
                self.rows.extend_from_slice(row);
                self.blur_part(row, start, 0..row.len());
                self.changes.clear();
            }
            Some(above) => {
                // Most of a row is like the row above.
                self.rows.extend_from_within(start.saturating_sub(self.width)..);
                self.blur_changes(above, row, start);
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

    /// Blurs the parts of a row that differ from the row above, and what is within reach of them.
    fn blur_changes(&mut self, above: &[u8], row: &[u8], start: usize) {
        let mut part = 0..0;
        let (groups, rest) = row.as_chunks::<GROUP_BYTES>();
        let (groups_above, rest_above) = above.as_chunks::<GROUP_BYTES>();
        for (number, (group, group_above)) in groups.iter().zip(groups_above).enumerate() {
            if compare::difference(group, group_above) == 0 {
                continue;
            }
            let first = number * GROUP_BYTES;
            // The parts that these blurs read would overlap.
            if part.is_empty() || first > part.end + 4 * self.reach {
                self.blur_part(row, start, part);
                part = first..first;
            }
            part.end = first + GROUP_BYTES;
        }
        self.blur_part(row, start, part);
        if rest != rest_above {
            self.blur_part(row, start, row.len() - rest.len()..row.len());
        }
    }

    /// Blurs a part of a row and what is within reach of it. `start` is where `rows` has the row.
    fn blur_part(&mut self, row: &[u8], start: usize, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let left = part.start.saturating_sub(self.reach) / STRIP * STRIP;
        let right = (part.end + self.reach).next_multiple_of(STRIP).min(row.len());
        let first = left.saturating_sub(self.reach);
        self.line.clear();
        self.line.extend_from_slice(row.get(first..row.len().min(right + self.reach)).unwrap_or_default());
        self.has_painted |= self.levels.binarize(&mut self.line) != 0;
        self.blur_line();
        let blurred = self.line.get(left - first..right - first).unwrap_or_default();
        let Some(pixels) = self.rows.get_mut(start + left..start + right) else { return };
        let strips = pixels.chunks_mut(STRIP).zip(blurred.chunks(STRIP));
        for (strip, (pixels, blurred)) in (left / STRIP..).zip(strips) {
            if pack(pixels) != pack(blurred) {
                pixels.copy_from_slice(blurred);
                self.changes.push((start / self.width, strip));
            }
        }
    }

    /// Blurs the spans of the line, which are found eight pixels at a time.
    fn blur_line(&mut self) {
        let mut before = self.line.first().copied().unwrap_or_default();
        let mut open = Span::default();
        for start in (0..self.line.len()).step_by(STRIP) {
            let pixels = self.line.get(start..).unwrap_or_default();
            let flat = match pixels.first_chunk() {
                Some(word) => u64::from_le_bytes(*word) == u64::from(before) * ONES,
                None => pixels.iter().all(|pixel| *pixel == before),
            };
            if flat {
                continue;
            }
            before = pixels.get(STRIP - 1).copied().unwrap_or_default();
            // What is before a span that does not overlap is not needed any more.
            if let Some(next) = open.join(Span::around(start, start + STRIP, self.reach)) {
                self.blur_span(std::mem::replace(&mut open, next));
            }
        }
        self.blur_span(open);
    }

    fn blur_span(&mut self, Span { start, end }: Span) {
        let end = end.min(self.line.len());
        if let Some(line) = self.line.get_mut(start..end) {
            self.blur.blur_line(line);
        }
    }

    /// Blurs the columns and emits all rows but the last `below`, which need the rows after them.
    fn emit(&mut self, below: usize) {
        let (width, height) = (self.width, self.rows.len() / self.width);
        let context = height.saturating_sub(2 * below);
        let kept = self.rows.get(context * width..).unwrap_or_default().to_vec();
        let spans = find_column_spans(&self.changes, width, self.reach);
        blur_columns(&mut self.rows, width, &spans, &mut Blur::new(self.reach, average_words));
        let changed = find_changed_groups(&spans, height);
        let mut above = Some(self.above.as_slice()).filter(|above| !above.is_empty());
        let rows = self.rows.chunks_exact(width).zip(changed).take(height - below.min(height));
        for (row, changed) in rows.skip(self.emitted) {
            (self.sink)(above, row, changed);
            above = Some(row);
        }
        self.above = above.unwrap_or_default().to_vec();
        self.rows.clear();
        self.rows.extend_from_slice(&kept);
        self.emitted = below;
        self.changes.retain(|(row, _)| *row >= context);
        self.changes.iter_mut().for_each(|(row, _)| *row -= context);
    }
}

/// Applies the threshold to a whole mask and softens its edges.
pub(super) fn feather(mask: &mut Mask, reach: f32, threshold: u8) {
    let mut soft = Vec::with_capacity(mask.data.len());
    let mut collect = |_: Option<&[u8]>, row: &[u8], _| soft.extend_from_slice(row);
    let mut feather = Feather::new(mask.width, reach, threshold, &mut collect);
    for_each_row(mask, mask.width, mask.height, &mut |above, row| feather.add(above, row));
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
    pixels.try_into().map_or_else(|_| partial(pixels), u64::from_le_bytes)
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

/// Finds the spans of each strip of columns, around rows that differ from the one above.
fn find_column_spans(changes: &[(usize, usize)], width: usize, reach: usize) -> Vec<(usize, Span)> {
    let mut open = vec![Span::default(); width.div_ceil(STRIP)];
    let mut spans = Vec::new();
    for (row, strip) in changes {
        if let Some(open) = open.get_mut(*strip)
            && let Some(next) = open.join(Span::around(*row, *row, reach))
        {
            spans.push((*strip, std::mem::replace(open, next)));
        }
    }
    spans.extend(open.into_iter().enumerate());
    spans.retain(|(_, span)| span.end > 0);
    spans
}

/// The bits of the groups in each row that may differ from the row above: in the spans, and in the first row after one.
fn find_changed_groups(spans: &[(usize, Span)], height: usize) -> Vec<u64> {
    let mut rows = vec![0; height];
    for (strip, span) in spans {
        for changed in rows.iter_mut().take(span.end + 1).skip(span.start) {
            *changed |= 1_u64.rotate_left((strip * STRIP / GROUP_BYTES) as u32);
        }
    }
    rows
}

/// Three box blurs. Their radii add up to the reach.
struct Blur<P> {
    radii: [usize; 3],
    padded: Vec<P>,
    average: fn(&[P], usize, &mut [P]),
}

impl<P: Copy> Blur<P> {
    fn new(reach: usize, average: fn(&[P], usize, &mut [P])) -> Self {
        Self { radii: [reach.div_ceil(3), (reach + 1) / 3, reach / 3], padded: Vec::new(), average }
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
            (self.average)(&self.padded, radius, line);
        }
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
            for radius in Blur::new(reach, average_pixels).radii.map(|r| r as i64) {
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
}
