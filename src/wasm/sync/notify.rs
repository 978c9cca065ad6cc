//! `Notify`: wakes every task that waits, as often as needed.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Wakes every task that waits for a notification.
#[derive(Default)]
pub struct Notify {
    count: Cell<u32>,
    wakers: RefCell<Vec<Waker>>,
}

impl Notify {
    /// Wakes all waiting tasks.
    pub fn notify_all(&self) {
        self.count.set(self.count.get().wrapping_add(1));
        // Taken out before the calls: nothing may be borrowed while other code runs.
        for waker in self.wakers.take() {
            waker.wake();
        }
    }

    /// Waits for the next notification.
    pub fn wait(&self) -> Notification<'_> {
        Notification { notify: self, seen: self.count.get() }
    }
}

/// The next notification; see [`Notify::wait`].
pub struct Notification<'a> {
    notify: &'a Notify,
    seen: u32,
}

impl Future for Notification<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.notify.count.get() != self.seen {
            return Poll::Ready(());
        }
        let mut wakers = self.notify.wakers.borrow_mut();
        if !wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
            wakers.push(cx.waker().clone());
        }
        Poll::Pending
    }
}
