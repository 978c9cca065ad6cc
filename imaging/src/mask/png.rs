//! Writes grayscale PNGs row by row (PNG, third edition).
//!
//! Rows use the Up filter while they are read: pixels equal to those above become zeros without further work. Rows across
//! soft edges may use the Sub filter instead.

use super::deflate::Deflate;
use super::gray_levels::{GrayLevels, difference, partial};
use super::options::BitDepth;
use reroom_kernels::compare::{self, GROUP_BYTES, ONES};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// Filter type Sub: subtracts the previous byte.
const SUB: u8 = 1;
/// Filter type Up: subtracts the byte above.
const UP: u8 = 2;

/// A PNG being written from rows of coverage.
pub(super) struct Writer {
    stream: Deflate,
    levels: GrayLevels,
    depth: BitDepth,
    has_painted: bool,
    data_starts: usize,
    /// The number of rows, and whether the last ones were written with Sub.
    rows: u32,
    uses_sub: bool,
}

impl Writer {
    /// Starts a PNG of `width` by `height` pixels.
    pub fn new(width: u32, height: u32, depth: BitDepth, levels: GrayLevels) -> Self {
        let mut out = SIGNATURE.to_vec();
        let bits = if depth == BitDepth::One { 1 } else { 8 };
        let [w0, w1, w2, w3] = width.to_be_bytes();
        let [h0, h1, h2, h3] = height.to_be_bytes();
        // Grayscale, deflate, the five filters, not interlaced.
        write_chunk(&mut out, b"IHDR", &[w0, w1, w2, w3, h0, h1, h2, h3, bits, 0, 0, 0, 0]);
        let data_starts = out.len();
        out.extend_from_slice(b"\0\0\0\0IDAT");
        Self { stream: Deflate::new(out), levels, depth, has_painted: false, data_starts, rows: 0, uses_sub: false }
    }

    /// Writes the next row. `above` is the previous row, or `None` for the first. In groups of pixels whose bit in `changed` is
    /// not set, the rows are equal.
    pub fn write_row(&mut self, above: Option<&[u8]>, row: &[u8], mut changed: u64) {
        let Some(above) = above else {
            return self.write_first_row(row);
        };
        // Adjacent rows are alike: one in four decides.
        if self.levels.is_soft() && self.rows.is_multiple_of(4) {
            self.uses_sub = changed != 0 && prefers_sub(above, row);
        }
        self.rows += 1;
        if self.uses_sub {
            return self.write_sub_row(row);
        }
        self.stream.byte(UP);
        let (groups, rest) = row.as_chunks::<GROUP_BYTES>();
        let (groups_above, rest_above) = above.as_chunks::<GROUP_BYTES>();
        for (group, group_above) in groups.iter().zip(groups_above) {
            if changed & 1 == 0 || compare::difference(group, group_above) == 0 {
                self.stream.run(0, self.count_bytes(GROUP_BYTES));
            } else {
                self.write_up(group, group_above);
            }
            changed = changed.rotate_right(1);
        }
        self.write_up(rest, rest_above);
    }

    /// Writes pixels with the Up filter.
    fn write_up(&mut self, row: &[u8], above: &[u8]) {
        let (words, rest) = row.as_chunks::<8>();
        let (words_above, rest_above) = above.as_chunks::<8>();
        for (word, word_above) in words.iter().zip(words_above) {
            self.write_word(u64::from_le_bytes(*word), u64::from_le_bytes(*word_above), 8);
        }
        if !rest.is_empty() {
            self.write_word(partial(rest), partial(rest_above), rest.len());
        }
    }

    /// Whether any pixel reached the threshold.
    pub fn has_painted(&self) -> bool {
        self.has_painted
    }

    /// Ends the file.
    pub fn finish(self) -> Vec<u8> {
        let mut out = self.stream.finish();
        finish_chunk(&mut out, self.data_starts);
        write_chunk(&mut out, b"IEND", &[]);
        out
    }

    /// Writes the first row. The row above it counts as black.
    fn write_first_row(&mut self, row: &[u8]) {
        self.stream.byte(UP);
        for pixels in row.chunks(8) {
            let word = partial(pixels);
            self.has_painted |= self.levels.marks(word) != 0;
            match self.depth {
                BitDepth::One => self.stream.byte(self.levels.bits(word)),
                BitDepth::Eight => self.write_grays(self.levels.gray(word), pixels.len()),
            }
        }
    }

    /// Writes a row with the Sub filter.
    fn write_sub_row(&mut self, row: &[u8]) {
        self.stream.byte(SUB);
        let mut before = u64::from(self.levels.black());
        let (groups, rest) = row.as_chunks::<GROUP_BYTES>();
        for group in groups {
            if compare::unlike(group, before * ONES) == 0 {
                self.stream.run(0, GROUP_BYTES);
            } else {
                before = self.write_sub(group, before);
            }
        }
        self.write_sub(rest, before);
    }

    /// Writes pixels with the Sub filter and returns the last one.
    fn write_sub(&mut self, row: &[u8], mut before: u64) -> u64 {
        let (words, rest) = row.as_chunks::<8>();
        for word in words {
            let word = u64::from_le_bytes(*word);
            self.write_word(word, word << 8 | before, 8);
            before = word >> 56;
        }
        if !rest.is_empty() {
            let word = partial(rest);
            self.write_word(word, word << 8 | before, rest.len());
        }
        before
    }

    /// Writes up to eight pixels minus their prediction.
    #[inline]
    fn write_word(&mut self, word: u64, predicted: u64, count: usize) {
        if word == predicted {
            return self.stream.run(0, self.count_bytes(count));
        }
        let levels = self.levels;
        self.has_painted |= levels.marks(word) != 0;
        match self.depth {
            BitDepth::One => self.stream.byte(levels.bits(word).wrapping_sub(levels.bits(predicted))),
            BitDepth::Eight => match difference(levels.gray(word), levels.gray(predicted)) {
                0 => self.stream.run(0, count),
                gray => self.write_grays(gray, count),
            },
        }
    }

    #[inline]
    fn write_grays(&mut self, word: u64, count: usize) {
        for byte in word.to_le_bytes().iter().take(count) {
            self.stream.byte(*byte);
        }
    }

    #[inline]
    fn count_bytes(&self, pixels: usize) -> usize {
        match self.depth {
            BitDepth::One => pixels.div_ceil(8),
            BitDepth::Eight => pixels,
        }
    }
}

/// Whether Sub will compress better than Up, as it does across soft edges. It may have up to twice as many changes, because
/// a gradient has few different steps. Checking every fourth word is enough.
fn prefers_sub(above: &[u8], row: &[u8]) -> bool {
    let (mut along, mut across) = (0usize, 0usize);
    for (four, four_above) in row.as_chunks::<32>().0.iter().zip(above.as_chunks::<32>().0) {
        let ([word @ [first, ..], ..], [word_above, ..]) = (four.as_chunks::<8>().0, four_above.as_chunks::<8>().0)
        else {
            continue;
        };
        let bits = u64::from_le_bytes(*word);
        across += usize::from(bits != u64::from_le_bytes(*word_above));
        along += usize::from(bits != u64::from(*first) * ONES);
    }
    along < across * 2
}

fn write_chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(kind);
    out.extend_from_slice(data);
    finish_chunk(out, start);
}

/// Adds the length and the checksum of the chunk that starts at `start`.
fn finish_chunk(out: &mut Vec<u8>, start: usize) {
    let Some((length, body)) = out.get_mut(start..).and_then(|chunk| chunk.split_first_chunk_mut::<4>()) else {
        return;
    };
    *length = (body.len().saturating_sub(4) as u32).to_be_bytes();
    let checksum = crc32(body);
    out.extend_from_slice(&checksum.to_be_bytes());
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut table = [0u32; 256];
    for (entry, byte) in table.iter_mut().zip(0u32..) {
        *entry = (0..8).fold(byte, |rest, _| rest >> 1 ^ if rest & 1 == 1 { 0xedb8_8320 } else { 0 });
    }
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        let [low, ..] = crc.to_le_bytes();
        crc >> 8 ^ table.get(usize::from(low ^ byte)).copied().unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn checksum_is_crc_32() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b"IEND"), 0xae42_6082);
    }
}
