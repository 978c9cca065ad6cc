//! Scans a JPEG's entropy-coded data without decoding pixels, to find where it ends and whether it is complete.
//!
//! Only files with a missing or doubtful end marker need this.

use super::huffman_decoder::{BitError, BitReader, HuffmanTable};
use reroom::photo::bytes::be16;

/// The result of scanning a piece of image data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScanProgress {
    /// This many bytes were used, and the scan continues.
    More(usize),
    /// This many bytes were used, and the scan is complete.
    Complete(usize),
    /// The scan is incomplete or damaged.
    Broken,
}

#[derive(Debug)]
struct Component {
    id: u8,
    /// Horizontal and vertical blocks per unit of an interleaved scan.
    sampling: (u32, u32),
    /// Blocks in a scan of only this component.
    blocks: u32,
    /// Bit mask of the coefficients that are complete.
    seen: u64,
    /// Progressive only: per block, a bit mask of the coefficients that are not zero so far.
    nonzero: Vec<u64>,
}

/// A block within a unit: its component, and the tables of its DC and AC coefficients.
#[derive(Clone, Copy, Debug)]
struct Block {
    component: usize,
    dc_table: usize,
    ac_table: usize,
}

/// The current scan.
#[derive(Debug, Default)]
struct Scan {
    blocks: Vec<Block>,
    /// The first and the last of its coefficients.
    from: u8,
    to: u8,
    /// Whether it refines coefficients of earlier scans, and whether it completes them.
    refines: bool,
    last: bool,
    /// The current unit, and the number of units.
    unit: u32,
    units: u32,
    /// The next block of the unit.
    next: usize,
    /// Whether a restart marker comes next.
    restarts: bool,
    /// Remaining blocks of an end-of-band run.
    run: u32,
    byte: u8,
    left: u8,
}

/// An image's frame and tables, and the scan's progress.
#[derive(Debug, Default)]
pub(super) struct ScannedImage {
    progressive: bool,
    components: Vec<Component>,
    /// Units of an interleaved scan.
    units: u32,
    /// By class and id.
    tables: [Option<HuffmanTable>; 8],
    /// Units between restart markers; 0 without them.
    restart: u32,
    scan: Scan,
}

impl ScannedImage {
    /// Parses a segment that describes the image data; `None` if it is malformed.
    pub(super) fn parse_segment(&mut self, marker: u8, payload: &[u8]) -> Option<()> {
        match marker {
            0xC0..=0xC2 => self.parse_frame(marker, payload)?,
            0xC4 => self.parse_tables(payload)?,
            0xDA => self.parse_scan(payload)?,
            0xDD => self.restart = be16(payload, 0)?.into(),
            _ => {}
        }
        Some(())
    }

    /// Whether all coefficients are complete.
    pub(super) fn is_complete(&self) -> bool {
        !self.components.is_empty() && self.components.iter().all(|component| component.seen == u64::MAX)
    }

    fn parse_frame(&mut self, marker: u8, payload: &[u8]) -> Option<()> {
        let (height, width) = (u32::from(be16(payload, 1)?), u32::from(be16(payload, 3)?));
        let listed = payload.get(6..)?.chunks_exact(3);
        let sampled = listed.filter_map(|three| Some((*three.first()?, three.get(1)? >> 4, three.get(1)? & 15)));
        let sampled: Vec<_> = sampled.map(|(id, across, down)| (id, u32::from(across), u32::from(down))).collect();
        let max_across = sampled.iter().map(|(_, across, _)| *across).max().filter(|max| *max > 0)?;
        let max_down = sampled.iter().map(|(_, _, down)| *down).max().filter(|max| *max > 0)?;
        self.progressive = marker == 0xC2;
        self.units = width.div_ceil(8 * max_across) * height.div_ceil(8 * max_down);
        let component = |(id, across, down): (u8, u32, u32)| Component {
            id,
            sampling: (across, down),
            blocks: (width * across).div_ceil(8 * max_across) * (height * down).div_ceil(8 * max_down),
            seen: 0,
            nonzero: Vec::new(),
        };
        self.components = sampled.into_iter().map(component).collect();
        Some(())
    }

    fn parse_tables(&mut self, mut payload: &[u8]) -> Option<()> {
        while let Some((head, rest)) = payload.split_first() {
            let (table, rest) = HuffmanTable::parse(rest)?;
            *self.tables.get_mut(usize::from(head >> 4 << 2 | head & 3))? = Some(table);
            payload = rest;
        }
        Some(())
    }

    fn parse_scan(&mut self, payload: &[u8]) -> Option<()> {
        let (count, rest) = payload.split_first()?;
        let (named, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
        let [from, to, bits] = *rest.first_chunk()?;
        let (from, to, bits) = if self.progressive { (from.min(63), to.min(63), bits) } else { (0, 63, 0) };
        let mut scan = Scan { from, to, refines: bits >> 4 > 0, last: bits & 15 == 0, ..Scan::default() };
        for pair in named.chunks_exact(2) {
            let (id, tables) = (pair.first()?, pair.get(1)?);
            let index = self.components.iter().position(|component| component.id == *id)?;
            let component = self.components.get(index)?;
            let block = Block {
                component: index,
                dc_table: usize::from(tables >> 4 & 3),
                ac_table: usize::from(tables & 3 | 4),
            };
            let (blocks, units) = match *count {
                1 => (1, component.blocks),
                _ => (component.sampling.0 * component.sampling.1, self.units),
            };
            scan.units = units;
            scan.blocks.extend((0..blocks).map(|_| block));
        }
        self.scan = scan;
        Some(())
    }

    /// Continues with the scan's data, which starts where the last call stopped.
    pub(super) fn advance(&mut self, data: &[u8]) -> ScanProgress {
        let mut bits = BitReader { data, at: 0, byte: self.scan.byte, left: self.scan.left };
        while self.scan.unit < self.scan.units {
            let before = bits;
            let step = if self.scan.restarts {
                bits.read_restart().map(|()| self.scan.run = 0)
            } else {
                self.read_block(&mut bits)
            };
            match step {
                Ok(()) => self.advance_position(),
                Err(BitError::Broken) => return ScanProgress::Broken,
                Err(BitError::More) => {
                    (self.scan.byte, self.scan.left) = (before.byte, before.left);
                    return ScanProgress::More(before.at);
                }
            }
        }
        let Scan { from, to, last, .. } = self.scan;
        let read = (u64::MAX >> (63 - to)) & (u64::MAX << from);
        for block in self.scan.blocks.iter().filter(|_| last) {
            if let Some(component) = self.components.get_mut(block.component) {
                component.seen |= read;
            }
        }
        // Padding bits are ones. Otherwise, unrelated data was read as codes.
        let rest = (1 << bits.left) - 1;
        if bits.byte & rest == rest { ScanProgress::Complete(bits.at) } else { ScanProgress::Broken }
    }

    /// Moves on after a block or a restart marker.
    fn advance_position(&mut self) {
        let scan = &mut self.scan;
        if std::mem::replace(&mut scan.restarts, false) {
            return;
        }
        scan.next += 1;
        if scan.next == scan.blocks.len() {
            scan.next = 0;
            scan.unit += 1;
            scan.restarts = self.restart > 0 && scan.unit < scan.units && scan.unit.is_multiple_of(self.restart);
        }
    }

    /// Reads one block. If the block is incomplete, only `bits` changes.
    fn read_block(&mut self, bits: &mut BitReader<'_>) -> Result<(), BitError> {
        let scan = &mut self.scan;
        let block = scan.blocks.get(scan.next).copied().ok_or(BitError::Broken)?;
        let table = |index: usize| self.tables.get(index).and_then(Option::as_ref).ok_or(BitError::Broken);
        if scan.from == 0 {
            let size = if scan.refines { 1 } else { bits.read_symbol(table(block.dc_table)?)? };
            bits.read_bits(size)?;
        }
        if scan.to == 0 {
            return Ok(());
        }
        let ac_table = table(block.ac_table)?;
        let component = self.components.get_mut(block.component).ok_or(BitError::Broken)?;
        let index = scan.unit as usize;
        let known = component.nonzero.get(index).copied().unwrap_or_default();
        let band = Band { from: scan.from.max(1), to: scan.to, known, run: scan.run };
        let (run, nonzero) =
            if scan.refines { band.read_refinement(bits, ac_table)? } else { band.read_first(bits, ac_table)? };
        scan.run = run;
        if self.progressive {
            if component.nonzero.len() <= index {
                component.nonzero.resize(index + 1, 0);
            }
            if let Some(place) = component.nonzero.get_mut(index) {
                *place |= nonzero;
            }
        }
        Ok(())
    }
}

/// The AC coefficients of one block.
struct Band {
    from: u8,
    to: u8,
    /// Bit mask of the coefficients from earlier scans.
    known: u64,
    run: u32,
}

impl Band {
    /// Reads a first scan. Returns the end-of-band run and the coefficients that are not zero.
    fn read_first(self, bits: &mut BitReader<'_>, table: &HuffmanTable) -> Result<(u32, u64), BitError> {
        let (mut at, mut nonzero) = (self.from, 0);
        if self.run > 0 {
            return Ok((self.run - 1, nonzero));
        }
        while at <= self.to {
            let symbol = bits.read_symbol(table)?;
            let (zeros, size) = (symbol >> 4, symbol & 15);
            if size == 0 && zeros < 15 {
                return Ok(((1 << zeros) - 1 + bits.read_bits(zeros)?, nonzero));
            }
            at += zeros;
            if size > 0 {
                bits.read_bits(size)?;
                nonzero |= 1_u64.checked_shl(at.into()).unwrap_or_default();
            }
            at += 1;
        }
        Ok((0, nonzero))
    }

    /// Reads a refining scan, which adds bits to known coefficients and new coefficients between them.
    fn read_refinement(mut self, bits: &mut BitReader<'_>, table: &HuffmanTable) -> Result<(u32, u64), BitError> {
        let (mut at, mut nonzero) = (self.from, 0);
        while self.run == 0 && at <= self.to {
            let symbol = bits.read_symbol(table)?;
            let (zeros, size) = (symbol >> 4, symbol & 15);
            if size == 0 && zeros < 15 {
                self.run = (1 << zeros) + bits.read_bits(zeros)?;
                break;
            }
            if size > 0 {
                bits.read_bits(1)?;
            }
            at = self.skip_zeros(bits, at, zeros)?;
            if size > 0 && at <= self.to {
                nonzero |= 1 << at;
            }
            at += 1;
        }
        if self.run > 0 {
            self.skip_zeros(bits, at, u8::MAX)?;
            self.run -= 1;
        }
        Ok((self.run, nonzero))
    }

    /// Skips zeros and reads the bit of each known coefficient. Returns the position of the next zero, or the end.
    fn skip_zeros(&self, bits: &mut BitReader<'_>, mut at: u8, mut zeros: u8) -> Result<u8, BitError> {
        while at <= self.to {
            if self.known >> at & 1 == 1 {
                bits.read_bits(1)?;
            } else if zeros == 0 {
                break;
            } else {
                zeros -= 1;
            }
            at += 1;
        }
        Ok(at)
    }
}
