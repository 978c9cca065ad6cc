//! The undo and redo steps, within a memory budget.

use reroom_kernels::paint::{TiledMask, UndoStep};

/// The steps to undo and the steps to redo.
#[derive(Debug)]
pub(super) struct History {
    /// Steps to undo, the latest last.
    past: Vec<UndoStep>,
    /// Steps to redo, the next last.
    future: Vec<UndoStep>,
    bytes: usize,
    budget: usize,
}

impl History {
    /// Creates a history of at most this many bytes, but always one step.
    pub fn new(budget: usize) -> Self {
        Self { past: Vec::new(), future: Vec::new(), bytes: 0, budget }
    }

    /// Adds a step, unless it changed nothing.
    pub fn push(&mut self, step: UndoStep) {
        if step.is_empty() {
            return;
        }
        self.future.clear();
        self.past.push(step);
        self.enforce_budget();
    }

    /// Undoes the last step. Returns whether there was one.
    pub fn undo(&mut self, tiles: &mut TiledMask) -> bool {
        let Some(step) = self.past.pop() else { return false };
        self.future.push(tiles.swap(step));
        self.enforce_budget();
        true
    }

    /// Redoes the next step. Returns whether there was one.
    pub fn redo(&mut self, tiles: &mut TiledMask) -> bool {
        let Some(step) = self.future.pop() else { return false };
        self.past.push(tiles.swap(step));
        self.enforce_budget();
        true
    }

    /// Drops the oldest undo steps, then the furthest redo steps, until the rest fits.
    fn enforce_budget(&mut self) {
        self.bytes = self.past.iter().chain(&self.future).map(|step| step.bytes).sum();
        while self.bytes > self.budget && self.past.len() + self.future.len() > 1 {
            let from = if self.past.is_empty() { &mut self.future } else { &mut self.past };
            self.bytes -= from.remove(0).bytes;
        }
    }

    /// The memory in use, in bytes.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The number of steps.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn steps(&self) -> usize {
        self.past.len() + self.future.len()
    }
}
