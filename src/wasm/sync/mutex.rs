//! `Mutex`: lets one task do what several tasks need.

use crate::wasm::sync::notify::Notify;
use std::cell::Cell;
use std::rc::Rc;

/// A lock that one task holds while the others wait for a notification.
#[derive(Default)]
pub struct Mutex {
    locked: Cell<bool>,
    /// Notified on each unlock. The owner may also send other notifications to the waiting tasks.
    pub notify: Rc<Notify>,
}

/// A held lock, released when it is dropped.
pub struct MutexGuard<'a>(&'a Mutex);

impl Mutex {
    /// Locks the mutex, unless another task holds it.
    pub fn try_lock(&self) -> Option<MutexGuard<'_>> {
        (!self.locked.replace(true)).then(|| MutexGuard(self))
    }
}

impl Drop for MutexGuard<'_> {
    fn drop(&mut self) {
        self.0.locked.set(false);
        self.0.notify.notify_all();
    }
}
