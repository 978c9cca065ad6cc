//! Saved pixels of tiles, and the undo steps made of them.

/// A tile as it was.
#[derive(Debug)]
pub(super) struct Patch {
    /// Which tile.
    pub index: usize,
    /// Its pixels.
    pub pixels: TilePixels,
}

/// The pixels of a tile: most tiles of a mask have one value.
#[derive(Debug)]
pub(super) enum TilePixels {
    /// All the same.
    Flat(u8),
    /// Row by row, of as many pixels each.
    Rows { width: usize, data: Box<[u8]> },
}

impl TilePixels {
    /// Copies them from the rows of a tile.
    pub fn of<'a>(rows: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let value = rows.clone().find_map(|row| row.first()).copied().unwrap_or(0);
        let flat = Self::Flat(value);
        if flat.equal(rows.clone()) {
            return flat;
        }
        let width = rows.clone().next().map_or(1, <[u8]>::len);
        let mut data = Vec::with_capacity(width * rows.clone().count());
        rows.for_each(|row| data.extend_from_slice(row));
        Self::Rows { width, data: data.into_boxed_slice() }
    }

    /// Whether the rows of a tile have them.
    pub fn equal<'a>(&self, mut rows: impl Iterator<Item = &'a [u8]>) -> bool {
        match self {
            Self::Flat(value) => rows.all(|row| is_flat(row, *value)),
            Self::Rows { width, data } => rows.eq(data.chunks_exact(*width)),
        }
    }

    /// Writes one of the rows.
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
    let (words, rest) = row.as_chunks::<8>();
    let flat = u64::from_le_bytes([value; 8]);
    words.iter().all(|word| u64::from_le_bytes(*word) == flat) && rest.iter().all(|byte| *byte == value)
}

/// One step: the tiles that it changed, as they are on its other side.
#[derive(Debug)]
pub(super) struct UndoStep {
    /// Each tile once.
    pub patches: Vec<Patch>,
    /// What it takes in memory.
    pub bytes: usize,
}

impl UndoStep {
    pub fn new(mut patches: Vec<Patch>) -> Self {
        patches.shrink_to_fit();
        let tiles: usize = patches.iter().map(|patch| patch.pixels.bytes()).sum();
        Self { bytes: tiles + size_of::<UndoStep>() + patches.len() * size_of::<Patch>(), patches }
    }
}
