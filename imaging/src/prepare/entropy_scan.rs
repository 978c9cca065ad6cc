//! Going through a JPEG's coded picture data without decoding a pixel: where it ends, and whether it is all there.
//!
//! Only a file whose end marker is missing or doubtful is gone through like this.

use super::huffman_decoder::{BitError, BitReader, HuffmanTable};
use reroom::photo::bytes::be16;

/// What came of a piece of picture data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScanProgress {
    /// So many bytes are read, and the scan goes on.
    More(usize),
    /// So many bytes are read, and the scan is complete.
    Complete(usize),
    /// The scan breaks off, or is damaged.
    Broken,
}

#[derive(Debug)]
struct Component {
    id: u8,
    /// Blocks in each unit of an interleaved scan, across and down.
    sampling: (u32, u32),
    /// Blocks of a scan of this component alone.
    blocks: u32,
    /// A bit for each coefficient that has been seen to its last bit.
    seen: u64,
    /// For each block of a progressive picture, a bit for each coefficient that is not zero so far.
    nonzero: Vec<u64>,
}

/// A block of each unit of a scan: of which component, and the tables for its first coefficient and for the others.
#[derive(Clone, Copy, Debug)]
struct Block {
    component: usize,
    first: usize,
    others: usize,
}

/// The scan that is being read.
#[derive(Debug, Default)]
struct Scan {
    blocks: Vec<Block>,
    /// The coefficients of it.
    from: u8,
    to: u8,
    /// Whether it adds a bit to what earlier scans brought, and whether that is the last one.
    refines: bool,
    last: bool,
    /// Units that are read, and all there are.
    unit: u32,
    units: u32,
    /// The block of the unit that is next.
    next: usize,
    /// Whether a restart marker is next.
    restarts: bool,
    /// Blocks without coefficients that follow.
    run: u32,
    byte: u8,
    left: u8,
}

/// A picture's frame and tables, and how much of it has been seen.
#[derive(Debug, Default)]
pub(super) struct Picture {
    progressive: bool,
    components: Vec<Component>,
    /// Units of an interleaved scan.
    units: u32,
    /// By class and number.
    tables: [Option<HuffmanTable>; 8],
    /// Units between restart markers; none where that is zero.
    restart: u32,
    scan: Scan,
}

impl Picture {
    /// Takes what a segment says about how to read the data; none where it cannot be followed.
    pub(super) fn segment(&mut self, marker: u8, payload: &[u8]) -> Option<()> {
        match marker {
            0xC0..=0xC2 => self.frame(marker, payload)?,
            0xC4 => self.tables(payload)?,
            0xDA => self.scan(payload)?,
            0xDD => self.restart = be16(payload, 0)?.into(),
            _ => {}
        }
        Some(())
    }

    /// Whether the last bit of every coefficient has been seen.
    pub(super) fn is_complete(&self) -> bool {
        !self.components.is_empty() && self.components.iter().all(|component| component.seen == u64::MAX)
    }

    fn frame(&mut self, marker: u8, payload: &[u8]) -> Option<()> {
        let (height, width) = (u32::from(be16(payload, 1)?), u32::from(be16(payload, 3)?));
        let listed = payload.get(6..)?.chunks_exact(3);
        let sampled = listed.filter_map(|three| Some((*three.first()?, three.get(1)? >> 4, three.get(1)? & 15)));
        let sampled: Vec<_> = sampled.map(|(id, across, down)| (id, u32::from(across), u32::from(down))).collect();
        let most_across = sampled.iter().map(|(_, across, _)| *across).max().filter(|most| *most > 0)?;
        let most_down = sampled.iter().map(|(_, _, down)| *down).max().filter(|most| *most > 0)?;
        self.progressive = marker == 0xC2;
        self.units = width.div_ceil(8 * most_across) * height.div_ceil(8 * most_down);
        let component = |(id, across, down): (u8, u32, u32)| Component {
            id,
            sampling: (across, down),
            blocks: (width * across).div_ceil(8 * most_across) * (height * down).div_ceil(8 * most_down),
            seen: 0,
            nonzero: Vec::new(),
        };
        self.components = sampled.into_iter().map(component).collect();
        Some(())
    }

    fn tables(&mut self, mut payload: &[u8]) -> Option<()> {
        while let Some((head, rest)) = payload.split_first() {
            let (table, rest) = HuffmanTable::take(rest)?;
            *self.tables.get_mut(usize::from(head >> 4 << 2 | head & 3))? = Some(table);
            payload = rest;
        }
        Some(())
    }

    fn scan(&mut self, payload: &[u8]) -> Option<()> {
        let (count, rest) = payload.split_first()?;
        let (named, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
        let [from, to, bits] = *rest.first_chunk()?;
        let (from, to, bits) = if self.progressive { (from.min(63), to.min(63), bits) } else { (0, 63, 0) };
        let mut scan = Scan { from, to, refines: bits >> 4 > 0, last: bits & 15 == 0, ..Scan::default() };
        for pair in named.chunks_exact(2) {
            let (id, tables) = (pair.first()?, pair.get(1)?);
            let index = self.components.iter().position(|component| component.id == *id)?;
            let component = self.components.get(index)?;
            let block =
                Block { component: index, first: usize::from(tables >> 4 & 3), others: usize::from(tables & 3 | 4) };
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

    /// Goes on through the data of a scan, which begin where it was left.
    pub(super) fn advance(&mut self, data: &[u8]) -> ScanProgress {
        let mut bits = BitReader { data, at: 0, byte: self.scan.byte, left: self.scan.left };
        while self.scan.unit < self.scan.units {
            let before = bits;
            let step =
                if self.scan.restarts { bits.restart().map(|()| self.scan.run = 0) } else { self.block(&mut bits) };
            match step {
                Ok(()) => self.count(),
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
        // The last byte is filled with ones; anything else is no end, but data of something else that happened to be codes.
        let rest = (1 << bits.left) - 1;
        if bits.byte & rest == rest { ScanProgress::Complete(bits.at) } else { ScanProgress::Broken }
    }

    /// A block or a restart marker has been read.
    fn count(&mut self) {
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

    /// Reads one block. Nothing but `bits` is changed where it is not all there.
    fn block(&mut self, bits: &mut BitReader<'_>) -> Result<(), BitError> {
        let scan = &mut self.scan;
        let block = scan.blocks.get(scan.next).copied().ok_or(BitError::Broken)?;
        let table = |index: usize| self.tables.get(index).and_then(Option::as_ref).ok_or(BitError::Broken);
        if scan.from == 0 {
            let size = if scan.refines { 1 } else { bits.symbol(table(block.first)?)? };
            bits.take(size)?;
        }
        if scan.to == 0 {
            return Ok(());
        }
        let others = table(block.others)?;
        let component = self.components.get_mut(block.component).ok_or(BitError::Broken)?;
        let index = scan.unit as usize;
        let known = component.nonzero.get(index).copied().unwrap_or_default();
        let band = Band { from: scan.from.max(1), to: scan.to, known, run: scan.run };
        let (run, nonzero) = if scan.refines { band.refined(bits, others)? } else { band.begun(bits, others)? };
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

/// The coefficients of one block behind the first.
struct Band {
    from: u8,
    to: u8,
    /// A bit for each that earlier scans brought.
    known: u64,
    run: u32,
}

impl Band {
    /// As they are written first. The run of blocks without any that follows, and those that are not zero.
    fn begun(self, bits: &mut BitReader<'_>, table: &HuffmanTable) -> Result<(u32, u64), BitError> {
        let (mut at, mut nonzero) = (self.from, 0);
        if self.run > 0 {
            return Ok((self.run - 1, nonzero));
        }
        while at <= self.to {
            let symbol = bits.symbol(table)?;
            let (zeros, size) = (symbol >> 4, symbol & 15);
            if size == 0 && zeros < 15 {
                return Ok(((1 << zeros) - 1 + bits.take(zeros)?, nonzero));
            }
            at += zeros;
            if size > 0 {
                bits.take(size)?;
                nonzero |= 1_u64.checked_shl(at.into()).unwrap_or_default();
            }
            at += 1;
        }
        Ok((0, nonzero))
    }

    /// As a later scan adds a bit to those that are known, and brings others between them.
    fn refined(mut self, bits: &mut BitReader<'_>, table: &HuffmanTable) -> Result<(u32, u64), BitError> {
        let (mut at, mut nonzero) = (self.from, 0);
        while self.run == 0 && at <= self.to {
            let symbol = bits.symbol(table)?;
            let (zeros, size) = (symbol >> 4, symbol & 15);
            if size == 0 && zeros < 15 {
                self.run = (1 << zeros) + bits.take(zeros)?;
                break;
            }
            if size > 0 {
                bits.take(1)?;
            }
            at = self.pass(bits, at, zeros)?;
            if size > 0 && at <= self.to {
                nonzero |= 1 << at;
            }
            at += 1;
        }
        if self.run > 0 {
            self.pass(bits, at, u8::MAX)?;
            self.run -= 1;
        }
        Ok((self.run, nonzero))
    }

    /// Passes over so many that are zero, and takes the bit of each known one. Where the next zero is, or the end.
    fn pass(&self, bits: &mut BitReader<'_>, mut at: u8, mut zeros: u8) -> Result<u8, BitError> {
        while at <= self.to {
            if self.known >> at & 1 == 1 {
                bits.take(1)?;
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
