//! Saved pixels of tiles, and the undo steps made of them.

use crate::compare::{GROUP_BYTES, ONES, difference, unlike};

/// A tile before a change.
#[derive(Debug)]
pub(crate) struct Patch {
    /// The tile's index.
    pub index: usize,
    /// Its pixels.
    pub pixels: TilePixels,
}

/// The pixels of a tile. Most tiles of a mask have a single value.
#[derive(Debug)]
pub(crate) enum TilePixels {
    /// One value for all pixels.
    Flat(u8),
    /// All pixels, row by row.
    Rows { width: usize, data: Box<[u8]> },
}

impl TilePixels {
    /// Copies the rows of a tile.
    pub fn copy_from<'a>(rows: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let value = rows.clone().find_map(|row| row.first()).copied().unwrap_or(0);
        let flat = Self::Flat(value);
        if flat.equals(rows.clone()) {
            return flat;
        }
        let width = rows.clone().next().map_or(1, <[u8]>::len);
        let mut data = Vec::with_capacity(width * rows.clone().count());
        rows.for_each(|row| data.extend_from_slice(row));
        Self::Rows { width, data: data.into_boxed_slice() }
    }

    /// Whether the rows of a tile are equal to these pixels.
    pub fn equals<'a>(&self, mut rows: impl Iterator<Item = &'a [u8]>) -> bool {
        match self {
            Self::Flat(value) => rows.all(|row| is_flat(row, *value)),
            Self::Rows { width, data } => rows.zip(data.chunks_exact(*width)).all(|(row, saved)| are_equal(row, saved)),
        }
    }

    /// Copies a saved row back.
    pub fn restore(&self, number: usize, row: &mut [u8]) {
        match self {
            Self::Flat(value) => row.fill(*value),
            Self::Rows { width, data } => {
                let saved = data.chunks_exact(*width).nth(number).unwrap_or_default();
                row.iter_mut().zip(saved).for_each(|(byte, saved)| *byte = *saved);
            }
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Flat(_) => 0,
            Self::Rows { data, .. } => data.len(),
        }
    }
}

fn is_flat(row: &[u8], value: u8) -> bool {
    let (groups, rest) = row.as_chunks::<GROUP_BYTES>();
    groups.iter().all(|group| unlike(group, u64::from(value) * ONES) == 0) && rest.iter().all(|byte| *byte == value)
}

fn are_equal(row: &[u8], other: &[u8]) -> bool {
    match (row.try_into(), other.try_into()) {
        (Ok(group), Ok(other)) => difference(group, other) == 0,
        _ => row == other,
    }
}

/// An undo or redo step: the tiles to restore.
#[derive(Debug)]
pub struct UndoStep {
    /// At most one per tile.
    pub(crate) patches: Vec<Patch>,
    /// What it takes in memory.
    pub bytes: usize,
}

impl UndoStep {
    pub(crate) fn new(mut patches: Vec<Patch>) -> Self {
        patches.shrink_to_fit();
        let tiles: usize = patches.iter().map(|patch| patch.pixels.bytes()).sum();
        Self { bytes: tiles + size_of::<UndoStep>() + patches.len() * size_of::<Patch>(), patches }
    }

    /// Whether there are no tiles to restore.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patches.is_empty()
    }
}
