//! Calls that wait for the same render share their polls: one sends the request, and all receive the record.

use crate::wasm::http::response::RenderRecord;
use crate::wasm::js::page::ReturnListener;
use crate::wasm::js::snapshot::clone_json;
use crate::wasm::sync::mutex::Mutex;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The renders that the calls of a client wait for.
#[derive(Default)]
pub struct SharedPolls(RefCell<Vec<Rc<SharedPoll>>>);

/// The polls of one render.
pub struct SharedPoll {
    render_id: String,
    /// Held by the call that polls. Also notified of a new record, and when the page returns.
    pub mutex: Mutex,
    polls: Cell<u32>,
    last: RefCell<Option<RenderRecord>>,
    _on_return: ReturnListener,
}

/// One call's subscription to the polls of a render, until it is dropped.
pub struct Subscription<'a> {
    polls: &'a SharedPolls,
    pub poll: Rc<SharedPoll>,
    /// The number of the last poll that the call has seen.
    seen: Cell<u32>,
}

impl SharedPolls {
    /// Subscribes a call to a render.
    pub fn subscribe(&self, render_id: &str) -> Subscription<'_> {
        let mut polls = self.0.borrow_mut();
        let known = polls.iter().find(|poll| poll.render_id == render_id).cloned();
        let poll = known.unwrap_or_else(|| {
            let poll = Rc::new(SharedPoll::new(render_id));
            polls.push(poll.clone());
            poll
        });
        Subscription { polls: self, poll, seen: Cell::default() }
    }

    /// Passes a record to all calls that wait for the render.
    pub fn publish(&self, render_id: &str, record: &RenderRecord) {
        let poll = self.0.borrow().iter().find(|poll| poll.render_id == render_id).cloned();
        if let Some(poll) = poll {
            poll.polls.set(poll.polls.get() + 1);
            poll.last.replace(Some(record.clone()));
            poll.mutex.notify.notify_all();
        }
    }
}

impl SharedPoll {
    fn new(render_id: &str) -> Self {
        let mutex = Mutex::default();
        let notify = mutex.notify.clone();
        let on_return = ReturnListener::new(move || notify.notify_all());
        let (polls, last) = (Cell::default(), RefCell::default());
        Self { render_id: render_id.to_owned(), mutex, polls, last, _on_return: on_return }
    }
}

impl Subscription<'_> {
    /// Marks the last record as seen.
    pub fn mark_seen(&self) {
        self.seen.set(self.poll.polls.get());
    }

    /// Takes a copy of the last record, unless the call has seen it.
    pub fn take_new(&self) -> Option<RenderRecord> {
        if self.seen.replace(self.poll.polls.get()) == self.poll.polls.get() {
            return None;
        }
        let record = self.poll.last.borrow().clone()?;
        Some(RenderRecord { object: clone_json(&record.object), ..record })
    }
}

impl Drop for Subscription<'_> {
    fn drop(&mut self) {
        // Only the list and this subscription refer to it.
        if Rc::strong_count(&self.poll) == 2 {
            self.polls.0.borrow_mut().retain(|poll| !Rc::ptr_eq(poll, &self.poll));
        }
    }
}
