//! The pixels, in tiles that know whether they were saved, changed and counted.

use super::Rect;
use super::patch::{Patch, TilePixels, UndoStep};
use crate::mask::Mask;
use std::ops::Range;

/// TilePixels on each side of a tile; those at the right and the bottom may have fewer.
pub(super) const TILE: usize = 64;

const HIGH: u64 = 0x8080_8080_8080_8080;

/// The pixels of a mask.
#[derive(Debug)]
pub(super) struct TiledMask {
    mask: Mask,
    across: usize,
    tiles: Vec<Tile>,
    clock: u32,
    saved: Vec<Patch>,
}

#[derive(Clone, Debug)]
struct Tile {
    /// Whether the open step has it.
    saved: bool,
    /// When it was written to last.
    changed: u32,
    /// What is marked in it; none once it was written to.
    marks: Option<Marks>,
}

/// The pixels of a tile that are at least half marked: how many, and from where to where on the photo.
#[derive(Clone, Copy, Debug)]
struct Marks {
    count: u32,
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Marks {
    const NONE: Self = Self { count: 0, left: usize::MAX, top: usize::MAX, right: 0, bottom: 0 };

    fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Those of a row that begins at a place.
    fn of_row(row: &[u8], left: usize, top: usize) -> Self {
        let (words, rest) = row.as_chunks::<8>();
        let in_words: u32 = words.iter().map(|word| (u64::from_le_bytes(*word) & HIGH).count_ones()).sum();
        let count = in_words + rest.iter().filter(|byte| **byte >= 128).count() as u32;
        let is_marked = |byte: &u8| *byte >= 128;
        match (row.iter().position(is_marked), row.iter().rposition(is_marked)) {
            (Some(first), Some(last)) if count > 0 => {
                Self { count, left: left + first, top, right: left + last + 1, bottom: top + 1 }
            }
            _ => Self::NONE,
        }
    }
}

impl TiledMask {
    pub fn new(width: u32, height: u32) -> Self {
        let (columns, rows) = (width as usize, height as usize);
        let across = columns.div_ceil(TILE);
        let tile = Tile { saved: false, changed: 1, marks: Some(Marks::NONE) };
        Self {
            mask: Mask { width, height, data: vec![0; columns * rows] },
            across,
            tiles: vec![tile; across * rows.div_ceil(TILE)],
            clock: 1,
            saved: Vec::new(),
        }
    }

    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// A part of a row to write to; what is outside of the photo is left out.
    pub fn row(&mut self, y: u32, columns: Range<u32>) -> &mut [u8] {
        let columns = columns.start as usize..columns.end.min(self.mask.width) as usize;
        if y >= self.mask.height || columns.is_empty() {
            return &mut [];
        }
        let first = y as usize / TILE * self.across;
        for index in first + columns.start / TILE..first + columns.end.div_ceil(TILE) {
            self.touch(index);
        }
        let start = y as usize * self.mask.width as usize;
        self.mask.data.get_mut(start + columns.start..start + columns.end).unwrap_or_default()
    }

    /// All of it, to write to.
    pub fn whole(&mut self) -> &mut [u8] {
        (0..self.tiles.len()).for_each(|index| self.touch(index));
        &mut self.mask.data
    }

    /// Makes a tile ready to be written to.
    fn touch(&mut self, index: usize) {
        let Some(tile) = self.tiles.get_mut(index) else { return };
        tile.changed = self.clock;
        tile.marks = None;
        if !tile.saved {
            tile.saved = true;
            let pixels = TilePixels::of(self.rows_of(index));
            self.saved.push(Patch { index, pixels });
        }
    }

    /// What was changed since the last call, as it was before.
    pub fn take_step(&mut self) -> UndoStep {
        let mut patches = std::mem::take(&mut self.saved);
        for patch in &patches {
            if let Some(tile) = self.tiles.get_mut(patch.index) {
                tile.saved = false;
            }
        }
        patches.retain(|patch| !patch.pixels.equal(self.rows_of(patch.index)));
        UndoStep::new(patches)
    }

    /// Puts back what a step has, and leaves in it what was there.
    pub fn swap(&mut self, step: UndoStep) -> UndoStep {
        for patch in &step.patches {
            self.touch(patch.index);
            let (rows, columns) = self.extent(patch.index);
            let (width, start) = (self.mask.width as usize, columns.start);
            let length = columns.len();
            for (number, y) in rows.enumerate() {
                let place = y * width + start;
                if let Some(row) = self.mask.data.get_mut(place..place + length) {
                    patch.pixels.restore(number, row);
                }
            }
        }
        self.take_step()
    }

    /// The pixels of a tile, by rows.
    fn rows_of(&self, index: usize) -> impl Iterator<Item = &[u8]> + Clone {
        let (rows, columns) = self.extent(index);
        let width = self.mask.width as usize;
        rows.filter_map(move |y| self.mask.data.get(y * width + columns.start..y * width + columns.end))
    }

    /// The rows and columns of a tile.
    fn extent(&self, index: usize) -> (Range<usize>, Range<usize>) {
        let (top, left) = (index / self.across * TILE, index % self.across * TILE);
        let (width, height) = (self.mask.width as usize, self.mask.height as usize);
        (top..height.min(top + TILE), left..width.min(left + TILE))
    }

    /// How many pixels are at least half marked.
    pub fn marked(&mut self) -> u32 {
        self.marks().count
    }

    /// The smallest rectangle with all of those.
    pub fn bounds(&mut self) -> Option<Rect> {
        let Marks { count, left, top, right, bottom } = self.marks();
        let size = |start: usize, end: usize| end.saturating_sub(start) as u32;
        let rect = Rect { x: left as u32, y: top as u32, width: size(left, right), height: size(top, bottom) };
        (count > 0).then_some(rect)
    }

    /// Counts again what was written to.
    fn marks(&mut self) -> Marks {
        let mut total = Marks::NONE;
        for index in 0..self.tiles.len() {
            let known = self.tiles.get(index).and_then(|tile| tile.marks);
            let marks = known.unwrap_or_else(|| self.count(index));
            if let Some(tile) = self.tiles.get_mut(index) {
                tile.marks = Some(marks);
            }
            total = total.and(marks);
        }
        total
    }

    fn count(&self, index: usize) -> Marks {
        let (rows, columns) = self.extent(index);
        let counted = rows.zip(self.rows_of(index)).map(|(y, row)| Marks::of_row(row, columns.start, y));
        counted.fold(Marks::NONE, Marks::and)
    }

    /// Rectangles of the tiles that were written to since a time, and the time now.
    pub fn changed_since(&mut self, time: u32) -> (Vec<Rect>, u32) {
        let mut areas: Vec<Rect> = Vec::new();
        for (number, line) in self.tiles.chunks(self.across).enumerate() {
            let is_changed = |tile: &Tile| tile.changed > time;
            let (first, last) = (line.iter().position(is_changed), line.iter().rposition(is_changed));
            let Some((first, last)) = first.zip(last) else { continue };
            let (rows, left) = self.extent(number * self.across + first);
            let (_, right) = self.extent(number * self.across + last);
            let (x, width) = (left.start as u32, (right.end - left.start) as u32);
            match areas.last_mut() {
                Some(area) if (area.x, area.width, (area.y + area.height) as usize) == (x, width, rows.start) => {
                    area.height += rows.len() as u32;
                }
                _ => areas.push(Rect { x, y: rows.start as u32, width, height: rows.len() as u32 }),
            }
        }
        let now = self.clock;
        self.clock += 1;
        (areas, now)
    }
}
