//! `Semaphore`: limits how many tasks of this context do something at once. Used for uploads, and for slots if the
//! platform has no locks across tabs.

use crate::policy::fair_queue::FairQueue;
use crate::wasm::sync::notify::Notify;
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// Grants permits in the order in which they were requested.
#[derive(Default)]
pub struct Semaphore {
    queue: RefCell<FairQueue>,
    notify: Notify,
}

/// A permit, requested or granted. Dropping it leaves the queue, or returns the permit.
pub struct Permit {
    semaphore: Rc<Semaphore>,
    ticket: u32,
}

impl Semaphore {
    /// Queues for one of `permits` permits.
    pub fn request(self: &Rc<Self>, permits: u32) -> Permit {
        let ticket = self.queue.borrow_mut().enter(permits);
        Permit { semaphore: self.clone(), ticket }
    }

    /// Takes a permit without queueing, if one is free.
    pub fn try_acquire(self: &Rc<Self>, permits: u32) -> Option<Permit> {
        let ticket = self.queue.borrow_mut().take(permits)?;
        Some(Permit { semaphore: self.clone(), ticket })
    }
}

impl Permit {
    /// The position in the queue. 1 is next, 0 means granted.
    pub fn position(&self) -> u32 {
        self.semaphore.queue.borrow().position(self.ticket)
    }

    /// Waits until the permit is granted.
    pub fn acquire(&self) -> Acquire<'_> {
        Acquire(self)
    }
}

/// Resolves once the permit is granted; see [`Permit::acquire`].
pub struct Acquire<'a>(&'a Permit);

impl Future for Acquire<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0.position() == 0 {
            return Poll::Ready(());
        }
        // Checks again after every change of the queue.
        Pin::new(&mut self.0.semaphore.notify.wait()).poll(cx)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.semaphore.queue.borrow_mut().leave(self.ticket);
        self.semaphore.notify.notify_all();
    }
}
