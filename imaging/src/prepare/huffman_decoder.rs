//! BitReader and codes of a JPEG's picture data.

/// Why nothing more is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BitError {
    /// The data given ends here.
    More,
    /// A marker stands where data must be, or bits are no code.
    Broken,
}

/// A table of codes: how many there are of each length, and what they mean.
#[derive(Debug)]
pub(super) struct HuffmanTable {
    counts: [u8; 16],
    values: Vec<u8>,
}

impl HuffmanTable {
    /// The first table of a DHT segment, behind its class and number, and what follows it.
    pub(super) fn take(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (counts, rest) = bytes.split_first_chunk::<16>()?;
        let total = counts.iter().map(|count| usize::from(*count)).sum();
        let (values, rest) = rest.split_at_checked(total)?;
        Some((Self { counts: *counts, values: values.to_vec() }, rest))
    }
}

/// A place in picture data. It is copied before a block, to return to where that is not all there.
#[derive(Clone, Copy, Debug)]
pub(super) struct BitReader<'a> {
    pub(super) data: &'a [u8],
    /// The byte after the one that is being read.
    pub(super) at: usize,
    /// That byte, of which the lowest `left` bits have not been read.
    pub(super) byte: u8,
    pub(super) left: u8,
}

impl BitReader<'_> {
    fn bit(&mut self) -> Result<u32, BitError> {
        if self.left == 0 {
            self.byte = *self.data.get(self.at).ok_or(BitError::More)?;
            self.left = 8;
            self.at += 1;
            if self.byte == 0xFF {
                // Data have a zero behind it; anything else is a marker.
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

    /// So many bits, as a number.
    pub(super) fn take(&mut self, count: u8) -> Result<u32, BitError> {
        let mut value = 0;
        for _ in 0..count {
            value = value << 1 | self.bit()?;
        }
        Ok(value)
    }

    /// What the next code means. The codes of each length are consecutive numbers, and follow on the shorter ones.
    pub(super) fn symbol(&mut self, table: &HuffmanTable) -> Result<u8, BitError> {
        let (mut code, mut first, mut skipped) = (0, 0, 0);
        for count in &table.counts {
            code = code << 1 | self.bit()?;
            let count = u32::from(*count);
            if let Some(index) = u32::checked_sub(code, first).filter(|index| *index < count) {
                return table.values.get((skipped + index) as usize).copied().ok_or(BitError::Broken);
            }
            skipped += count;
            first = (first + count) << 1;
        }
        Err(BitError::Broken)
    }

    /// A restart marker, before which the rest of the byte is filled.
    pub(super) fn restart(&mut self) -> Result<(), BitError> {
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
