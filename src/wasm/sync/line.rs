//! Queues of this context alone: for slots where no locks are shared, and for uploads everywhere.

use crate::policy::fair_queue::FairQueue;
use crate::wasm::sync::wait::Bell;
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// A queue that can be waited in.
#[derive(Default)]
pub struct Line {
    queue: RefCell<FairQueue>,
    moved: Bell,
}

/// A place in the queue, or one that was reached; given back when it is dropped.
pub struct Place {
    line: Rc<Line>,
    ticket: u32,
}

impl Line {
    /// Joins the end of the queue for one of so many places.
    pub fn enter(self: &Rc<Self>, places: u32) -> Place {
        let ticket = self.queue.borrow_mut().enter(places);
        Place { line: self.clone(), ticket }
    }

    /// Takes a place out of turn, if one is free.
    pub fn take(self: &Rc<Self>, places: u32) -> Option<Place> {
        let ticket = self.queue.borrow_mut().take(places)?;
        Some(Place { line: self.clone(), ticket })
    }
}

impl Place {
    /// Where it is in the queue, 1 being the head; 0 once the place is reached.
    pub fn position(&self) -> u32 {
        self.line.queue.borrow().position(self.ticket)
    }

    /// Waits until the place is reached.
    pub fn reached(&self) -> Reached<'_> {
        Reached(self)
    }
}

/// Ready once a place is reached.
pub struct Reached<'a>(&'a Place);

impl Future for Reached<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0.position() == 0 {
            return Poll::Ready(());
        }
        // Looks again whenever the queue has moved.
        Pin::new(&mut self.0.line.moved.next()).poll(cx)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.line.queue.borrow_mut().leave(self.ticket);
        self.line.moved.ring();
    }
}
