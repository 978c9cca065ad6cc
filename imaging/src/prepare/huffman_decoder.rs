//! Reads bits and Huffman codes from a JPEG's image data.

/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BitError {
    /// The available data ended.
    More,
    /// A marker in the middle of the data, or an unknown code.
    Broken,
}

/// A Huffman table: the number of codes of each length, and their values.
#[derive(Debug)]
pub(super) struct HuffmanTable {
    counts: [u8; 16],
    values: Vec<u8>,
}

impl HuffmanTable {
    /// Parses a table of a DHT segment, after its class and id. Also returns the rest of the segment.
    pub(super) fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (counts, rest) = bytes.split_first_chunk::<16>()?;
        let total = counts.iter().map(|count| usize::from(*count)).sum();
        let (values, rest) = rest.split_at_checked(total)?;
        Some((Self { counts: *counts, values: values.to_vec() }, rest))
    }
}

/// A position in the image data. It is copied before each block, to return there if the block is incomplete.
#[derive(Clone, Copy, Debug)]
pub(super) struct BitReader<'a> {
    pub(super) data: &'a [u8],
    /// The index after the current byte.
    pub(super) at: usize,
    /// The current byte. Its lowest `left` bits are unread.
    pub(super) byte: u8,
    pub(super) left: u8,
}

impl BitReader<'_> {
    fn read_bit(&mut self) -> Result<u32, BitError> {
        if self.left == 0 {
            self.byte = *self.data.get(self.at).ok_or(BitError::More)?;
            self.left = 8;
            self.at += 1;
            if self.byte == 0xFF {
                // In data, a zero follows. Anything else is a marker.
                match self.data.get(self.at) {
                    Some(0) => self.at += 1,
                    Some(_) => return Err(BitError::Broken),
                    None => return Err(BitError::More),
                }
            }
        }
        self.left -= 1;
        Ok(u32::from(self.byte >> self.left & 1))
    }

    /// Reads a number of `count` bits.
    pub(super) fn read_bits(&mut self, count: u8) -> Result<u32, BitError> {
        let mut value = 0;
        for _ in 0..count {
            value = value << 1 | self.read_bit()?;
        }
        Ok(value)
    }

    /// Reads a code and returns its value. Codes of one length are consecutive and follow the shorter ones.
    pub(super) fn read_symbol(&mut self, table: &HuffmanTable) -> Result<u8, BitError> {
        let (mut code, mut first, mut skipped) = (0, 0, 0);
        for count in &table.counts {
            code = code << 1 | self.read_bit()?;
            let count = u32::from(*count);
            if let Some(index) = u32::checked_sub(code, first).filter(|index| *index < count) {
                return table.values.get((skipped + index) as usize).copied().ok_or(BitError::Broken);
            }
            skipped += count;
            first = (first + count) << 1;
        }
        Err(BitError::Broken)
    }

    /// Reads a restart marker. The bits before it are padding.
    pub(super) fn read_restart(&mut self) -> Result<(), BitError> {
        self.left = 0;
        let mut rest = self.data.get(self.at..).unwrap_or_default().iter();
        if *rest.next().ok_or(BitError::More)? != 0xFF {
            return Err(BitError::Broken);
        }
        self.at += 2;
        for byte in rest {
            match byte {
                0xFF => self.at += 1,
                0xD0..=0xD7 => return Ok(()),
                _ => return Err(BitError::Broken),
            }
        }
        Err(BitError::More)
    }
}
