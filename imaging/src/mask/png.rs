//! A writer of greyscale PNGs, a row at a time (PNG, third edition).
//!
//! Each row is filtered against the one above while it is read: where eight pixels of coverage equal those above,
//! their bytes are zero and nothing else is looked at. Soft edges may take the pixel before instead, row by row.

use super::compare::{self, GROUP_BYTES};
use super::deflate::Deflate;
use super::gray_levels::{GrayLevels, ONES, difference, partial};
use super::options::BitDepth;

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// The filter type that takes the byte before from each byte.
const SUB: u8 = 1;
/// The filter type that takes the byte above from each byte.
const UP: u8 = 2;

/// Writes a PNG from rows of coverage.
pub(super) struct Writer {
    stream: Deflate,
    levels: GrayLevels,
    depth: BitDepth,
    marked: bool,
    data_starts: usize,
}

impl Writer {
    /// Begins a PNG of `width` by `height` pixels.
    pub fn new(width: u32, height: u32, depth: BitDepth, levels: GrayLevels) -> Self {
        let mut out = SIGNATURE.to_vec();
        let bits = if depth == BitDepth::One { 1 } else { 8 };
        let [w0, w1, w2, w3] = width.to_be_bytes();
        let [h0, h1, h2, h3] = height.to_be_bytes();
        // Greyscale, deflate, the five filters, not interlaced.
        chunk(&mut out, b"IHDR", &[w0, w1, w2, w3, h0, h1, h2, h3, bits, 0, 0, 0, 0]);
        let data_starts = out.len();
        out.extend_from_slice(b"\0\0\0\0IDAT");
        Self { stream: Deflate::new(out), levels, depth, marked: false, data_starts }
    }

    /// Writes the next row of coverage, with the one before it, of the same length; `None` for the first.
    pub fn row(&mut self, above: Option<&[u8]>, row: &[u8]) {
        let Some(above) = above else {
            return self.first_row(row);
        };
        if self.levels.is_soft() && flatter_along(above, row) {
            return self.row_along(row);
        }
        self.stream.byte(UP);
        let (groups, rest) = row.as_chunks::<GROUP_BYTES>();
        let (groups_above, rest_above) = above.as_chunks::<GROUP_BYTES>();
        for (group, group_above) in groups.iter().zip(groups_above) {
            if compare::difference(group, group_above) == 0 {
                self.stream.run(0, self.bytes_of(GROUP_BYTES));
            } else {
                self.words(group, group_above);
            }
        }
        self.words(rest, rest_above);
    }

    /// Some pixels of a row, with those above them.
    fn words(&mut self, row: &[u8], above: &[u8]) {
        let (words, rest) = row.as_chunks::<8>();
        let (words_above, rest_above) = above.as_chunks::<8>();
        for (word, word_above) in words.iter().zip(words_above) {
            self.word(u64::from_le_bytes(*word), u64::from_le_bytes(*word_above), 8);
        }
        if !rest.is_empty() {
            self.word(partial(rest), partial(rest_above), rest.len());
        }
    }

    /// Whether any pixel has reached the threshold.
    pub fn marked(&self) -> bool {
        self.marked
    }

    /// Ends the file.
    pub fn finish(self) -> Vec<u8> {
        let mut out = self.stream.finish();
        seal(&mut out, self.data_starts);
        chunk(&mut out, b"IEND", &[]);
        out
    }

    /// Above the first row is black, whatever black means.
    fn first_row(&mut self, row: &[u8]) {
        self.stream.byte(UP);
        for pixels in row.chunks(8) {
            let word = partial(pixels);
            self.marked |= self.levels.marks(word) != 0;
            match self.depth {
                BitDepth::One => self.stream.byte(self.levels.bits(word)),
                BitDepth::Eight => self.gray(self.levels.gray(word), pixels.len()),
            }
        }
    }

    /// A row of gray, each less the one before, and the first less black.
    fn row_along(&mut self, row: &[u8]) {
        self.stream.byte(SUB);
        let mut before = u64::from(self.levels.black());
        let (groups, rest) = row.as_chunks::<GROUP_BYTES>();
        for group in groups {
            if compare::unlike(group, before * ONES) == 0 {
                self.stream.run(0, GROUP_BYTES);
            } else {
                before = self.words_along(group, before);
            }
        }
        self.words_along(rest, before);
    }

    /// Some gray of a row after the one before; the last of them.
    fn words_along(&mut self, row: &[u8], mut before: u64) -> u64 {
        let (words, rest) = row.as_chunks::<8>();
        for word in words {
            let word = u64::from_le_bytes(*word);
            self.word(word, word << 8 | before, 8);
            before = word >> 56;
        }
        if !rest.is_empty() {
            let word = partial(rest);
            self.word(word, word << 8 | before, rest.len());
        }
        before
    }

    /// Writes `count` pixels, at most eight, less what is expected of them.
    #[inline]
    fn word(&mut self, word: u64, expected: u64, count: usize) {
        if word == expected {
            return self.stream.run(0, self.bytes_of(count));
        }
        let levels = self.levels;
        self.marked |= levels.marks(word) != 0;
        match self.depth {
            BitDepth::One => self.stream.byte(levels.bits(word).wrapping_sub(levels.bits(expected))),
            BitDepth::Eight => match difference(levels.gray(word), levels.gray(expected)) {
                0 => self.stream.run(0, count),
                gray => self.gray(gray, count),
            },
        }
    }

    #[inline]
    fn gray(&mut self, word: u64, count: usize) {
        for byte in word.to_le_bytes().iter().take(count) {
            self.stream.byte(*byte);
        }
    }

    #[inline]
    fn bytes_of(&self, pixels: usize) -> usize {
        match self.depth {
            BitDepth::One => pixels.div_ceil(8),
            BitDepth::Eight => pixels,
        }
    }
}

/// Whether the row is better told by itself than by the one above, as it is across soft edges: a little more change
/// along it is no loss, since a slope has few different steps. A look at every fourth word will do.
fn flatter_along(above: &[u8], row: &[u8]) -> bool {
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

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(kind);
    out.extend_from_slice(data);
    seal(out, start);
}

/// Gives the chunk from `start` to the end its length and its checksum.
fn seal(out: &mut Vec<u8>, start: usize) {
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
