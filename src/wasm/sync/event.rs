//! `Event`: something that happens once.

use std::cell::{Cell, RefCell};
use std::task::{Context, Waker};

/// Something that happens once. One task can wait for it.
#[derive(Default)]
pub struct Event {
    happened: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Event {
    /// Marks the event as happened and wakes the task that waits for it.
    pub fn set(&self) {
        self.happened.set(true);
        // Taken out before the call: nothing may be borrowed while other code runs.
        let waker = self.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Whether the event has happened. If it has not, the task is woken when it does.
    pub fn poll(&self, cx: &Context<'_>) -> bool {
        if !self.happened.get() {
            self.waker.replace(Some(cx.waker().clone()));
        }
        self.happened.get()
    }
}
