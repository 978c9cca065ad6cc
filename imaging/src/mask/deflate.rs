//! A deflate encoder (RFC 1951) in a zlib wrapper (RFC 1950) for data with long runs.
//!
//! All matches have distance 1. Tokens are collected per block, then written with a Huffman code made for that block. The
//! checksum is computed per run, not per byte.

use super::huffman::{Code, codes, lengths};

/// Tokens per block: enough to make its header negligible, few enough to stay in the cache.
const BLOCK_TOKENS: usize = 1 << 16;
/// The token of the shortest match. Lower tokens are literals.
const FIRST_MATCH: u16 = 256;
const MIN_MATCH: usize = 3;
const MAX_MATCH: usize = 258;
/// The number of tokens: 256 literals, and one per match length.
const TOKENS: usize = 256 + MAX_MATCH - MIN_MATCH + 1;
const END_OF_BLOCK: usize = 256;
const LITERALS_AND_LENGTHS: usize = 286;
const MAX_CODE: usize = 15;
/// The distance code: one bit for distance 1 and one for 2. Distance 2 is never written, but makes the code complete.
const DISTANCE_LENGTHS: [u32; 2] = [1, 1];
const ADLER: u64 = 65_521;

/// Appends the zlib stream of bytes to a buffer.
pub(super) struct Deflate {
    out: BitWriter,
    tokens: Vec<u16>,
    value: u8,
    count: usize,
    sums: (u64, u64),
}

impl Deflate {
    /// Starts a stream at the end of `buffer`.
    pub fn new(mut buffer: Vec<u8>) -> Self {
        buffer.extend_from_slice(&[0x78, 0x01]);
        let out = BitWriter { bytes: buffer, pending: 0, count: 0 };
        Self { out, tokens: Vec::new(), value: 0, count: 0, sums: (1, 0) }
    }

    /// Writes one byte.
    #[inline]
    pub fn byte(&mut self, value: u8) {
        self.run(value, 1);
    }

    /// Writes a byte `count` times.
    #[inline]
    pub fn run(&mut self, value: u8, count: usize) {
        if value != self.value {
            self.end_run();
            self.value = value;
        }
        self.count += count;
    }

    /// Ends the stream and returns the buffer.
    pub fn finish(mut self) -> Vec<u8> {
        self.end_run();
        self.write_block(true);
        self.out.align();
        let (a, b) = (self.sums.0 % ADLER, self.sums.1 % ADLER);
        self.out.bytes.extend_from_slice(&((b << 16 | a) as u32).to_be_bytes());
        self.out.bytes
    }

    #[inline]
    fn end_run(&mut self) {
        match self.count {
            0 => return,
            1 => {
                self.tokens.push(u16::from(self.value));
                self.sums.0 += u64::from(self.value);
                self.sums.1 += self.sums.0;
            }
            _ => self.add_long_run(),
        }
        self.count = 0;
        if self.tokens.len() >= BLOCK_TOKENS {
            self.write_block(false);
        }
    }

    /// Adds the tokens of a run: a literal and matches.
    fn add_long_run(&mut self) {
        self.update_checksum();
        let literal = u16::from(self.value);
        self.tokens.push(literal);
        let mut left = self.count - 1;
        while left >= MIN_MATCH {
            let length = left.min(MAX_MATCH);
            self.tokens.push(FIRST_MATCH + (length - MIN_MATCH) as u16);
            left -= length;
        }
        for _ in 0..left {
            self.tokens.push(literal);
        }
    }

    /// Updates the Adler-32 checksum with a whole run.
    fn update_checksum(&mut self) {
        let (a, b) = &mut self.sums;
        let (value, count) = (u64::from(self.value), self.count as u64);
        *b += count * *a + value * (count * (count + 1) / 2);
        *a += value * count;
        // A run has less than 2^25 bytes, and a block up to 2^16 other literals. Sums below 2^32 leave room for both.
        if *b >= 1 << 32 {
            *a %= ADLER;
            *b %= ADLER;
        }
    }

    fn write_block(&mut self, last: bool) {
        let lengths = lengths(&self.count_frequencies(), MAX_CODE);
        self.out.put(u32::from(last) | 0b10 << 1, 3);
        write_header(&mut self.out, &lengths);
        let codes = codes(&lengths);
        let code = |symbol: usize| codes.get(symbol).copied().unwrap_or_default();
        let table: Vec<Code> = (0..TOKENS)
            .map(|token| {
                let symbol = Symbol::of(token);
                let Code { bits, length } = code(symbol.value);
                // Distance 1, a single 0, follows the extra bits.
                let distance = u32::from(token >= usize::from(FIRST_MATCH));
                Code { bits: bits | symbol.extra << length, length: length + symbol.extra_bits + distance }
            })
            .collect();
        for token in &self.tokens {
            if let Some(code) = table.get(usize::from(*token)) {
                self.out.put(code.bits, code.length);
            }
        }
        let end = code(END_OF_BLOCK);
        self.out.put(end.bits, end.length);
        self.tokens.clear();
    }

    /// The frequencies of literals and lengths in the block, and of its end.
    fn count_frequencies(&self) -> [u32; LITERALS_AND_LENGTHS] {
        let mut tokens = [0u32; TOKENS];
        for token in &self.tokens {
            if let Some(count) = tokens.get_mut(usize::from(*token)) {
                *count += 1;
            }
        }
        let mut symbols = [0; LITERALS_AND_LENGTHS];
        symbols[END_OF_BLOCK] = 1;
        for (token, count) in tokens.iter().enumerate() {
            if let Some(sum) = symbols.get_mut(Symbol::of(token).value) {
                *sum += count;
            }
        }
        symbols
    }
}

/// A token in the alphabet of literals and lengths (RFC 1951, section 3.2.5).
struct Symbol {
    value: usize,
    extra: u32,
    extra_bits: u32,
}

impl Symbol {
    fn of(token: usize) -> Self {
        let Some(over) = token.checked_sub(usize::from(FIRST_MATCH)) else {
            return Self { value: token, extra: 0, extra_bits: 0 };
        };
        match over {
            0..8 => Self { value: 257 + over, extra: 0, extra_bits: 0 },
            255 => Self { value: 285, extra: 0, extra_bits: 0 },
            _ => {
                let extra_bits = over.ilog2() - 2;
                let value = 261 + 4 * extra_bits as usize + (over >> extra_bits & 3);
                Self { value, extra: over as u32 & ((1 << extra_bits) - 1), extra_bits }
            }
        }
    }
}

/// Writes the code lengths of a block, run-length and Huffman coded (RFC 1951, section 3.2.7).
fn write_header(out: &mut BitWriter, lengths: &[u32]) {
    const LENGTH_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let used = lengths.iter().rposition(|length| *length > 0).map_or(0, |last| last + 1);
    let all: Vec<u32> = lengths.iter().take(used).chain(&DISTANCE_LENGTHS).copied().collect();
    let runs = encode_length_runs(&all);
    let mut frequencies = [0; LENGTH_ORDER.len()];
    for (symbol, ..) in &runs {
        if let Some(count) = frequencies.get_mut(*symbol) {
            *count += 1;
        }
    }
    let coder = self::lengths(&frequencies, 7);
    let length_of = |symbol: &usize| coder.get(*symbol).copied().unwrap_or(0);
    let kept = LENGTH_ORDER.iter().rposition(|symbol| length_of(symbol) > 0).map_or(4, |last| (last + 1).max(4));
    out.put(used.saturating_sub(257) as u32, 5);
    out.put(DISTANCE_LENGTHS.len() as u32 - 1, 5);
    out.put(kept as u32 - 4, 4);
    for symbol in LENGTH_ORDER.iter().take(kept) {
        out.put(length_of(symbol), 3);
    }
    let codes = codes(&coder);
    for (symbol, extra, extra_bits) in runs {
        let code = codes.get(symbol).copied().unwrap_or_default();
        out.put(code.bits, code.length);
        out.put(extra, extra_bits);
    }
}

/// Run-length codes the code lengths as (symbol, extra, extra bits).
fn encode_length_runs(lengths: &[u32]) -> Vec<(usize, u32, u32)> {
    let mut runs = Vec::with_capacity(lengths.len());
    for run in lengths.chunk_by(|a, b| a == b) {
        let value = run.first().map_or(0, |length| *length as usize);
        let mut left = run.len() as u32;
        if value > 0 {
            runs.push((value, 0, 0));
            left -= 1;
        }
        while left > 0 {
            let (entry, taken) = match (value, left) {
                (_, ..3) => ((value, 0, 0), 1),
                (0, 11..) => ((18, left.min(138) - 11, 7), left.min(138)),
                (0, _) => ((17, left - 3, 3), left),
                _ => ((16, left.min(6) - 3, 2), left.min(6)),
            };
            runs.push(entry);
            left -= taken;
        }
    }
    runs
}

/// Packs bits into bytes, lowest bit first.
struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    count: u32,
}

impl BitWriter {
    /// Writes `length` bits, at most 32. Higher bits of `bits` must be 0.
    #[inline]
    fn put(&mut self, bits: u32, length: u32) {
        self.pending |= u64::from(bits) << self.count;
        self.count += length;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.pending as u32).to_le_bytes());
            self.pending >>= 32;
            self.count -= 32;
        }
    }

    /// Pads the last byte.
    fn align(&mut self) {
        let bytes = self.pending.to_le_bytes();
        self.bytes.extend(bytes.iter().take(self.count.div_ceil(8) as usize));
        self.pending = 0;
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn match_length_has_its_rfc_symbol() {
        for (length, value, extra, extra_bits) in [
            (3, 257, 0, 0),
            (10, 264, 0, 0),
            (11, 265, 0, 1),
            (14, 266, 1, 1),
            (130, 280, 15, 4),
            (257, 284, 30, 5),
            (258, 285, 0, 0),
        ] {
            let symbol = Symbol::of(usize::from(FIRST_MATCH) + length - MIN_MATCH);
            assert_eq!((symbol.value, symbol.extra, symbol.extra_bits), (value, extra, extra_bits), "{length}");
        }
    }

    #[test]
    fn length_runs_decode_to_all_lengths() {
        let lengths: Vec<u32> = [(0, 300), (5, 1), (7, 9), (0, 2), (3, 3), (0, 10), (1, 8)]
            .iter()
            .flat_map(|(value, count)| std::iter::repeat_n(*value, *count))
            .collect();
        let mut decoded: Vec<u32> = Vec::new();
        for (symbol, extra, _) in encode_length_runs(&lengths) {
            let (value, count) = match symbol {
                16 => (decoded.last().copied().unwrap_or(99), extra + 3),
                17 => (0, extra + 3),
                18 => (0, extra + 11),
                _ => (symbol as u32, 1),
            };
            decoded.extend((0..count).map(|_| value));
        }
        assert_eq!(decoded, lengths);
    }

    #[test]
    fn checksum_of_runs_is_adler_32() {
        let mut stream = Deflate::new(Vec::new());
        b"Wikipedia".iter().for_each(|byte| stream.byte(*byte));
        assert!(stream.finish().ends_with(&0x11e6_0398_u32.to_be_bytes()));
        let mut stream = Deflate::new(Vec::new());
        let (mut a, mut b) = (1u32, 0u32);
        for value in [255u8, 0, 255, 7] {
            stream.run(value, 300_000);
            for _ in 0..300_000 {
                a = (a + u32::from(value)) % 65_521;
                b = (b + a) % 65_521;
            }
        }
        assert!(stream.finish().ends_with(&(b << 16 | a).to_be_bytes()));
    }
}
