//! Scales a mask row by row: bilinear when enlarging, area average when shrinking.

use crate::compare::{self, GROUP_BYTES, ONES};
use crate::mask::Mask;

/// Receives the row above and the row.
pub type Sink<'a> = &'a mut dyn FnMut(Option<&[u8]>, &[u8]);

/// Scales a mask to `width` by `height` pixels. At its own size, the result is a copy.
#[must_use]
pub fn scale(mask: &Mask, width: u32, height: u32) -> Mask {
    let pixels = width as usize * height as usize;
    let mut data = Vec::with_capacity(pixels);
    for_each_row(mask, width, height, &mut |_, row| data.extend_from_slice(row));
    data.resize(pixels, 0);
    Mask { width, height, data }
}

/// Calls `sink` with each row of the scaled mask, without holding all rows in memory.
pub fn for_each_row(mask: &Mask, width: u32, height: u32, sink: Sink) {
    if mask.width == 0 || mask.height == 0 || width == 0 || height == 0 {
        return;
    }
    let source = mask.data.chunks_exact(mask.width as usize);
    if (mask.width, mask.height) == (width, height) {
        let mut above = None;
        for row in source {
            sink(above, row);
            above = Some(row);
        }
        return;
    }
    let along = Axis::new(mask.width, width);
    match Axis::new(mask.height, height) {
        Axis::Enlarge { taps, .. } => enlarge(source, &along, &taps, Output::new(width, sink)),
        Axis::Shrink { from, to } => shrink(source, &along, (from, to), Output::new(width, sink)),
    }
}

/// A pixel's position between two source pixels.
#[derive(Clone, Copy)]
struct Tap {
    /// The source pixel before it.
    index: usize,
    /// The weight of the next source pixel, in 256ths.
    share: u32,
}

/// How to scale along one axis.
enum Axis {
    /// Blend two neighbors. `starts` has the first output pixel of each source pixel.
    Enlarge { taps: Vec<Tap>, starts: Vec<usize> },
    /// Average the covered pixels.
    Shrink { from: u32, to: u32 },
}

impl Axis {
    fn new(from: u32, to: u32) -> Self {
        if to < from {
            return Self::Shrink { from, to };
        }
        let (mut taps, mut starts) = (Vec::with_capacity(to as usize), Vec::with_capacity(from as usize + 1));
        for x in 0..to {
            // Pixel centers: (x + 1/2) * from / to - 1/2, in units of 1 / (2 * to).
            let place = ((2 * x + 1) * from).saturating_sub(to);
            let tap = Tap { index: (place / (2 * to)) as usize, share: place % (2 * to) * 128 / to };
            while starts.len() <= tap.index {
                starts.push(x as usize);
            }
            taps.push(tap);
        }
        starts.push(to as usize);
        Self::Enlarge { taps, starts }
    }

    /// Scales a row to the length of `out`.
    fn scale_row(&self, source: &[u8], out: &mut [u8]) {
        match self {
            Self::Enlarge { taps, starts } => enlarge_row(source, taps, starts, out),
            Self::Shrink { from, to } => shrink_row(source, *from, *to, out),
        }
    }
}

/// The current and the previous output row, padded to whole groups.
struct Output<'a> {
    width: usize,
    above: Vec<u8>,
    row: Vec<u8>,
    has_row: bool,
    sink: Sink<'a>,
}

impl<'a> Output<'a> {
    fn new(width: u32, sink: Sink<'a>) -> Self {
        let blank = vec![0; (width as usize).next_multiple_of(GROUP_BYTES)];
        Self { width: width as usize, above: blank.clone(), row: blank, has_row: false, sink }
    }

    fn emit(&mut self) {
        let above = self.above.get(..self.width).filter(|_| self.has_row);
        (self.sink)(above, self.row.get(..self.width).unwrap_or_default());
        self.has_row = true;
        std::mem::swap(&mut self.above, &mut self.row);
    }
}

/// Enlarges or keeps the height.
fn enlarge<'a>(mut source: impl Iterator<Item = &'a [u8]>, along: &Axis, taps: &[Tap], mut output: Output) {
    let (mut upper, mut lower) = (output.row.clone(), output.row.clone());
    let mut differing = Vec::new();
    let mut made = 0;
    for tap in taps {
        // `lower` is the row after `tap.index`. The last row is repeated.
        while made < tap.index + 2 {
            std::mem::swap(&mut upper, &mut lower);
            match source.next().zip(lower.get_mut(..output.width)) {
                Some((row, lower)) => along.scale_row(row, lower),
                None => lower.copy_from_slice(&upper),
            }
            made += 1;
            find_differing(&upper, &lower, &mut differing);
        }
        output.row.copy_from_slice(&upper);
        let (groups, _) = output.row.as_chunks_mut::<GROUP_BYTES>();
        for index in &differing {
            if let Some((group, below)) = groups.get_mut(*index).zip(lower.as_chunks::<GROUP_BYTES>().0.get(*index)) {
                blend_group(group, below, tap.share);
            }
        }
        output.emit();
    }
}

/// Lists the groups that differ between two rows. Usually these are few, and several output rows use them.
fn find_differing(upper: &[u8], lower: &[u8], differing: &mut Vec<usize>) {
    differing.clear();
    let groups = upper.as_chunks::<GROUP_BYTES>().0.iter().zip(lower.as_chunks::<GROUP_BYTES>().0);
    for (index, (a, b)) in groups.enumerate() {
        if compare::difference(a, b) != 0 {
            differing.push(index);
        }
    }
}

/// Shrinks the height.
fn shrink<'a>(source: impl Iterator<Item = &'a [u8]>, along: &Axis, (from, to): (u32, u32), mut output: Output) {
    let mut line = vec![0; output.width];
    let mut sums = vec![0u32; output.width];
    let mut room = from;
    for row in source {
        along.scale_row(row, &mut line);
        let mut left = to;
        while left > 0 {
            let part = left.min(room);
            sums.iter_mut().zip(&line).for_each(|(sum, byte)| *sum += u32::from(*byte) * part);
            left -= part;
            room -= part;
            if room == 0 {
                for (byte, sum) in output.row.iter_mut().zip(&mut sums) {
                    *byte = mean(std::mem::take(sum), from);
                }
                output.emit();
                room = from;
            }
        }
    }
}

/// Fills runs of equal pixels at once, and blends only between different ones.
fn enlarge_row(source: &[u8], taps: &[Tap], starts: &[usize], out: &mut [u8]) {
    let start = |index: usize| starts.get(index).copied().unwrap_or(taps.len());
    let (mut index, mut rest) = (0, source);
    while let Some(value) = rest.first().copied() {
        let (run, behind) = rest.split_at_checked(count_run(rest, value)).unwrap_or((rest, &[]));
        let last = index + run.len() - 1;
        let next = behind.first().copied().unwrap_or(value);
        if let Some(flat) = out.get_mut(start(index)..start(last)) {
            flat.fill(value);
        }
        let edge = start(last)..start(last + 1);
        if let (Some(pixels), Some(taps)) = (out.get_mut(edge.clone()), taps.get(edge)) {
            for (pixel, tap) in pixels.iter_mut().zip(taps) {
                *pixel = blend(value, next, tap.share);
            }
        }
        (index, rest) = (last + 1, behind);
    }
}

/// Counts the bytes at the start with this value.
fn count_run(bytes: &[u8], value: u8) -> usize {
    let (words, _) = bytes.as_chunks::<8>();
    let flat = words.iter().take_while(|word| u64::from_le_bytes(**word) == u64::from(value) * ONES).count() * 8;
    flat + bytes.get(flat..).unwrap_or_default().iter().take_while(|byte| **byte == value).count()
}

/// Averages the `from / to` source pixels that each output pixel covers. Source pixels weigh `to`, output pixels `from`.
fn shrink_row(source: &[u8], from: u32, to: u32, out: &mut [u8]) {
    let mut pixels = out.iter_mut();
    let (mut sum, mut room) = (0, from);
    for byte in source {
        let mut left = to;
        while left > 0 {
            let part = left.min(room);
            sum += u32::from(*byte) * part;
            left -= part;
            room -= part;
            if room == 0 {
                if let Some(pixel) = pixels.next() {
                    *pixel = mean(sum, from);
                }
                (sum, room) = (0, from);
            }
        }
    }
}

fn mean(sum: u32, weight: u32) -> u8 {
    ((sum + weight / 2) / weight) as u8
}

fn blend(a: u8, b: u8, share: u32) -> u8 {
    ((u32::from(a) * (256 - share) + u32::from(b) * share + 128) >> 8) as u8
}

fn blend_group(group: &mut [u8; GROUP_BYTES], below: &[u8; GROUP_BYTES], share: u32) {
    for (word, below) in group.as_chunks_mut::<8>().0.iter_mut().zip(below.as_chunks::<8>().0) {
        *word = blend_words(u64::from_le_bytes(*word), u64::from_le_bytes(*below), share).to_le_bytes();
    }
}

/// `blend` of eight bytes, alternating bytes in lanes of 16 bits.
#[inline]
fn blend_words(a: u64, b: u64, share: u32) -> u64 {
    const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
    const HALF: u64 = 0x0080_0080_0080_0080;
    if a == b {
        return a;
    }
    let (share, rest) = (u64::from(share), u64::from(256 - share));
    let low = (a & EVEN) * rest + (b & EVEN) * share + HALF;
    let high = (a >> 8 & EVEN) * rest + (b >> 8 & EVEN) * share + HALF;
    low >> 8 & EVEN | high & !EVEN
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;
    use proptest::prelude::*;

    fn mask(width: u32, height: u32, data: &[u8]) -> Mask {
        Mask { width, height, data: data.to_vec() }
    }

    fn any_plane() -> impl Strategy<Value = Mask> {
        (1u32..40, 1u32..40).prop_flat_map(|(width, height)| {
            let byte = prop_oneof![Just(0u8), Just(255u8), any::<u8>()];
            proptest::collection::vec(byte, (width * height) as usize).prop_map(move |data| Mask {
                width,
                height,
                data,
            })
        })
    }

    /// Scales one line by the definition: area average when shrinking, else interpolation between pixel centers.
    fn scale_line_naively(line: &[f64], to: usize) -> Vec<f64> {
        let from = line.len();
        let ratio = from as f64 / to as f64;
        let at = |i: f64| line[i.clamp(0.0, (from - 1) as f64) as usize];
        (0..to)
            .map(|x| {
                if to < from {
                    let (left, right) = (x as f64 * ratio, (x + 1) as f64 * ratio);
                    let cover = |i: usize| (right.min((i + 1) as f64) - left.max(i as f64)).max(0.0);
                    (0..from).map(|i| line[i] * cover(i)).sum::<f64>() / ratio
                } else {
                    let place = ((x as f64 + 0.5) * ratio - 0.5).max(0.0);
                    at(place.floor()) * (1.0 - place.fract()) + at(place.floor() + 1.0) * place.fract()
                }
            })
            .collect()
    }

    fn scale_naively(source: &Mask, width: u32, height: u32) -> Vec<f64> {
        let rows: Vec<Vec<f64>> = source
            .data
            .chunks(source.width as usize)
            .map(|row| scale_line_naively(&row.iter().map(|v| f64::from(*v)).collect::<Vec<_>>(), width as usize))
            .collect();
        let columns: Vec<Vec<f64>> = (0..width as usize)
            .map(|x| scale_line_naively(&rows.iter().map(|row| row[x]).collect::<Vec<_>>(), height as usize))
            .collect();
        (0..height as usize).flat_map(|y| columns.iter().map(move |column| column[y])).collect()
    }

    proptest! {
        #[test]
        fn same_size_keeps_the_mask(source in any_plane()) {
            prop_assert_eq!(scale(&source, source.width, source.height), source.clone());
            let (axis, mut row) = (Axis::new(source.width, source.width), vec![0; source.width as usize]);
            axis.scale_row(&source.data[..row.len()], &mut row);
            prop_assert_eq!(&row[..], &source.data[..row.len()]);
        }

        #[test]
        fn scaled_mask_is_close_to_the_definition(source in any_plane(), width in 1u32..90, height in 1u32..90) {
            let result = scale(&source, width, height);
            prop_assert_eq!(result.data.len(), (width * height) as usize);
            for (pixel, expected) in result.data.iter().zip(scale_naively(&source, width, height)) {
                prop_assert!((f64::from(*pixel) - expected).abs() <= 3.1, "{} for {}", pixel, expected);
            }
        }

        #[test]
        fn word_blend_equals_byte_blend(a: [u8; 8], b: [u8; 8], share in 0u32..256) {
            let expected: Vec<u8> = a.iter().zip(&b).map(|(a, b)| blend(*a, *b, share)).collect();
            prop_assert_eq!(blend_words(u64::from_le_bytes(a), u64::from_le_bytes(b), share).to_le_bytes().to_vec(), expected);
        }

        #[test]
        fn row_is_passed_with_the_row_above(source in any_plane(), width in 1u32..50, height in 1u32..50) {
            let mut seen: Vec<Vec<u8>> = Vec::new();
            for_each_row(&source, width, height, &mut |above, row| {
                assert_eq!(above, seen.last().map(Vec::as_slice));
                seen.push(row.to_vec());
            });
            prop_assert_eq!(seen.len(), height as usize);
        }
    }

    #[test]
    fn edges_keep_their_position() {
        assert_eq!(scale(&mask(2, 1, &[0, 255]), 8, 1).data, [0, 0, 32, 96, 159, 223, 255, 255]);
        assert_eq!(scale(&mask(4, 2, &[0, 0, 255, 255, 0, 0, 255, 255]), 2, 1).data, [0, 255]);
        assert_eq!(scale(&mask(3, 1, &[0, 255, 255]), 2, 1).data, [85, 255]);
    }

    #[test]
    fn mask_without_pixels_scales_to_blank() {
        assert_eq!(scale(&mask(0, 3, &[]), 2, 2).data, [0; 4]);
        assert!(scale(&mask(3, 3, &[9]), 0, 2).data.is_empty());
    }
}
