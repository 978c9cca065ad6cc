//! What undo and redo keep: tiles as they were, within a budget.

use super::surface::Surface;

/// A tile as it was.
#[derive(Debug)]
pub(super) struct Patch {
    /// Which tile.
    pub index: usize,
    /// Its pixels.
    pub pixels: Pixels,
}

/// The pixels of a tile: most tiles of a mask have one value.
#[derive(Debug)]
pub(super) enum Pixels {
    /// All the same.
    Flat(u8),
    /// Row by row, of as many pixels each.
    Rows { width: usize, data: Box<[u8]> },
}

impl Pixels {
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
pub(super) struct Step {
    /// Each tile once.
    pub patches: Vec<Patch>,
    bytes: usize,
}

impl Step {
    pub fn new(mut patches: Vec<Patch>) -> Self {
        patches.shrink_to_fit();
        let tiles: usize = patches.iter().map(|patch| patch.pixels.bytes()).sum();
        Self { bytes: tiles + size_of::<Step>() + patches.len() * size_of::<Patch>(), patches }
    }
}

/// The steps that were done, and those that were taken back.
#[derive(Debug)]
pub(super) struct History {
    /// The last one at the end.
    past: Vec<Step>,
    /// The next one at the end.
    future: Vec<Step>,
    bytes: usize,
    budget: usize,
}

impl History {
    /// For at most so many bytes, or one step.
    pub fn new(budget: usize) -> Self {
        Self { past: Vec::new(), future: Vec::new(), bytes: 0, budget }
    }

    /// Keeps a step; one that changed nothing is none.
    pub fn push(&mut self, step: Step) {
        if step.patches.is_empty() {
            return;
        }
        self.future.clear();
        self.past.push(step);
        self.fit();
    }

    /// Takes the last step back; whether there was one.
    pub fn undo(&mut self, surface: &mut Surface) -> bool {
        let Some(step) = self.past.pop() else { return false };
        self.future.push(surface.swap(step));
        self.fit();
        true
    }

    /// Does the next step again; whether there was one.
    pub fn redo(&mut self, surface: &mut Surface) -> bool {
        let Some(step) = self.future.pop() else { return false };
        self.past.push(surface.swap(step));
        self.fit();
        true
    }

    /// Forgets the oldest steps, then those furthest ahead, until the rest fits.
    fn fit(&mut self) {
        self.bytes = self.past.iter().chain(&self.future).map(|step| step.bytes).sum();
        while self.bytes > self.budget && self.past.len() + self.future.len() > 1 {
            let from = if self.past.is_empty() { &mut self.future } else { &mut self.past };
            self.bytes -= from.remove(0).bytes;
        }
    }

    /// How many bytes it keeps.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many steps it keeps.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn steps(&self) -> usize {
        self.past.len() + self.future.len()
    }
}
