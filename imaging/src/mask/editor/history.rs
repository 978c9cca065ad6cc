//! What undo and redo keep: tiles as they were, within a budget.

use super::patch::UndoStep;
use super::tiled_mask::TiledMask;

/// The steps that were done, and those that were taken back.
#[derive(Debug)]
pub(super) struct History {
    /// The last one at the end.
    past: Vec<UndoStep>,
    /// The next one at the end.
    future: Vec<UndoStep>,
    bytes: usize,
    budget: usize,
}

impl History {
    /// For at most so many bytes, or one step.
    pub fn new(budget: usize) -> Self {
        Self { past: Vec::new(), future: Vec::new(), bytes: 0, budget }
    }

    /// Keeps a step; one that changed nothing is none.
    pub fn push(&mut self, step: UndoStep) {
        if step.patches.is_empty() {
            return;
        }
        self.future.clear();
        self.past.push(step);
        self.fit();
    }

    /// Takes the last step back; whether there was one.
    pub fn undo(&mut self, tiles: &mut TiledMask) -> bool {
        let Some(step) = self.past.pop() else { return false };
        self.future.push(tiles.swap(step));
        self.fit();
        true
    }

    /// Does the next step again; whether there was one.
    pub fn redo(&mut self, tiles: &mut TiledMask) -> bool {
        let Some(step) = self.future.pop() else { return false };
        self.past.push(tiles.swap(step));
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
