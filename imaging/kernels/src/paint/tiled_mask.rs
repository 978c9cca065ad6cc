//! The mask's pixels in tiles, which track what is saved, changed and counted.

use super::patch::{Patch, TilePixels, UndoStep};
use crate::Rect;
use crate::mask::Mask;
use std::ops::Range;

/// Pixels per side of a tile. Tiles at the right and bottom edges may be smaller.
const TILE: usize = 64;

const HIGH: u64 = 0x8080_8080_8080_8080;

/// A mask divided into tiles.
#[derive(Debug)]
pub struct TiledMask {
    mask: Mask,
    across: usize,
    tiles: Vec<Tile>,
    revision: u32,
    saved: Vec<Patch>,
}

#[derive(Clone, Debug)]
struct Tile {
    /// Whether the open undo step has a copy.
    saved: bool,
    /// The revision of the last write.
    changed: u32,
    /// Its painted pixels; `None` after a write.
    painted: Option<Painted>,
}

/// The number and the bounding box of pixels with at least half coverage.
#[derive(Clone, Copy, Debug)]
struct Painted {
    count: u32,
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Painted {
    const NONE: Self = Self { count: 0, left: usize::MAX, top: usize::MAX, right: 0, bottom: 0 };

    fn merge(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Counts a row that starts at this position.
    fn of_row(row: &[u8], left: usize, top: usize) -> Self {
        let (words, rest) = row.as_chunks::<8>();
        let in_words: u32 = words.iter().map(|word| (u64::from_le_bytes(*word) & HIGH).count_ones()).sum();
        let count = in_words + rest.iter().filter(|byte| **byte >= 128).count() as u32;
        let is_painted = |byte: &u8| *byte >= 128;
        match (row.iter().position(is_painted), row.iter().rposition(is_painted)) {
            (Some(first), Some(last)) if count > 0 => {
                Self { count, left: left + first, top, right: left + last + 1, bottom: top + 1 }
            }
            _ => Self::NONE,
        }
    }
}

impl TiledMask {
    /// Creates an empty mask.
    pub fn new(width: u32, height: u32) -> Self {
        let (columns, rows) = (width as usize, height as usize);
        let across = columns.div_ceil(TILE);
        let tile = Tile { saved: false, changed: 1, painted: Some(Painted::NONE) };
        Self {
            mask: Mask { width, height, data: vec![0; columns * rows] },
            across,
            tiles: vec![tile; across * rows.div_ceil(TILE)],
            revision: 1,
            saved: Vec::new(),
        }
    }

    /// The pixels.
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// Returns a part of a row for writing, clipped to the photo.
    pub fn row_mut(&mut self, y: u32, columns: Range<u32>) -> &mut [u8] {
        let columns = columns.start as usize..columns.end.min(self.mask.width) as usize;
        if y >= self.mask.height || columns.is_empty() {
            return &mut [];
        }
        let first = y as usize / TILE * self.across;
        for index in first + columns.start / TILE..first + columns.end.div_ceil(TILE) {
            self.save_tile(index);
        }
        let start = y as usize * self.mask.width as usize;
        self.mask.data.get_mut(start + columns.start..start + columns.end).unwrap_or_default()
    }

    /// Returns the mask for writing. Its size must not change.
    pub fn mask_mut(&mut self) -> &mut Mask {
        (0..self.tiles.len()).for_each(|index| self.save_tile(index));
        &mut self.mask
    }

    /// Saves a tile before it is written.
    fn save_tile(&mut self, index: usize) {
        let Some(tile) = self.tiles.get_mut(index) else { return };
        tile.changed = self.revision;
        tile.painted = None;
        if !tile.saved {
            tile.saved = true;
            let pixels = TilePixels::copy_from(self.tile_rows(index));
            self.saved.push(Patch { index, pixels });
        }
    }

    /// The original pixels of all changes since the last call.
    pub fn take_step(&mut self) -> UndoStep {
        let mut patches = std::mem::take(&mut self.saved);
        for patch in &patches {
            if let Some(tile) = self.tiles.get_mut(patch.index) {
                tile.saved = false;
            }
        }
        patches.retain(|patch| !patch.pixels.equals(self.tile_rows(patch.index)));
        UndoStep::new(patches)
    }

    /// Restores the pixels of a step and returns the step that reverts this.
    pub fn swap(&mut self, step: UndoStep) -> UndoStep {
        for patch in &step.patches {
            self.save_tile(patch.index);
            let (rows, columns) = self.tile_range(patch.index);
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

    /// The rows of a tile.
    fn tile_rows(&self, index: usize) -> impl Iterator<Item = &[u8]> + Clone {
        let (rows, columns) = self.tile_range(index);
        let width = self.mask.width as usize;
        rows.filter_map(move |y| self.mask.data.get(y * width + columns.start..y * width + columns.end))
    }

    /// The row and column ranges of a tile.
    fn tile_range(&self, index: usize) -> (Range<usize>, Range<usize>) {
        let (top, left) = (index / self.across * TILE, index % self.across * TILE);
        let (width, height) = (self.mask.width as usize, self.mask.height as usize);
        (top..height.min(top + TILE), left..width.min(left + TILE))
    }

    /// The number of pixels with at least half coverage.
    pub fn painted_pixels(&mut self) -> u32 {
        self.count_painted().count
    }

    /// The bounding box of those pixels.
    pub fn bounds(&mut self) -> Option<Rect> {
        let Painted { count, left, top, right, bottom } = self.count_painted();
        let size = |start: usize, end: usize| end.saturating_sub(start) as u32;
        let rect = Rect { x: left as u32, y: top as u32, width: size(left, right), height: size(top, bottom) };
        (count > 0).then_some(rect)
    }

    /// Counts the tiles that were written since the last call.
    fn count_painted(&mut self) -> Painted {
        let mut total = Painted::NONE;
        for index in 0..self.tiles.len() {
            let known = self.tiles.get(index).and_then(|tile| tile.painted);
            let marks = known.unwrap_or_else(|| self.count_tile(index));
            if let Some(tile) = self.tiles.get_mut(index) {
                tile.painted = Some(marks);
            }
            total = total.merge(marks);
        }
        total
    }

    fn count_tile(&self, index: usize) -> Painted {
        let (rows, columns) = self.tile_range(index);
        let counted = rows.zip(self.tile_rows(index)).map(|(y, row)| Painted::of_row(row, columns.start, y));
        counted.fold(Painted::NONE, Painted::merge)
    }

    /// Rectangles of the tiles written since a revision, and the current revision.
    pub fn changed_since(&mut self, since: u32) -> (Vec<Rect>, u32) {
        let mut areas: Vec<Rect> = Vec::new();
        for (number, line) in self.tiles.chunks(self.across).enumerate() {
            let is_changed = |tile: &Tile| tile.changed > since;
            let (first, last) = (line.iter().position(is_changed), line.iter().rposition(is_changed));
            let Some((first, last)) = first.zip(last) else { continue };
            let (rows, left) = self.tile_range(number * self.across + first);
            let (_, right) = self.tile_range(number * self.across + last);
            let (x, width) = (left.start as u32, (right.end - left.start) as u32);
            match areas.last_mut() {
                Some(area) if (area.x, area.width, (area.y + area.height) as usize) == (x, width, rows.start) => {
                    area.height += rows.len() as u32;
                }
                _ => areas.push(Rect { x, y: rows.start as u32, width, height: rows.len() as u32 }),
            }
        }
        let now = self.revision;
        self.revision += 1;
        (areas, now)
    }
}
