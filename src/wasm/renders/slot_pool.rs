//! `SlotPool`: limits how many renders run at once, across all tabs of the origin if the platform shares locks. A slot is
//! held from before the paid request until its render has ended.

use crate::policy::failure::ErrorCode;
use crate::policy::limits::UNWATCHED_SLOT_MS;
use crate::wasm::http::call::Limits;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::page::get_uptime;
use crate::wasm::js::progress::emit_position;
use crate::wasm::renders::slot_lock::{SlotLock, supports_locks};
use crate::wasm::sync::semaphore::{Acquire, Permit, Semaphore};
use crate::wasm::sync::timeout::{Interrupted, timeout};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen_futures::JsFuture;

/// How long a wait in the queue takes before its position is emitted, and the interval after that, in milliseconds.
const FIRST_POSITION_MS: f64 = 50.0;
const POSITION_INTERVAL_MS: f64 = 1000.0;

thread_local! {
    static POOLS: RefCell<Vec<Rc<SlotPool>>> = const { RefCell::new(Vec::new()) };
}

/// The slots of one service, shared by all clients in this context.
pub struct SlotPool {
    base_url: String,
    semaphore: Rc<Semaphore>,
    held: RefCell<Vec<HeldSlot>>,
}

/// A slot and the render it is held for.
struct HeldSlot {
    render_id: String,
    slot: Slot,
    /// How many calls wait for the render.
    watchers: u32,
    /// When the slot is released if no call waits, in milliseconds of uptime.
    until: f64,
}

/// A slot, requested or granted. Dropping it leaves the queue, or releases the slot.
pub enum Slot {
    /// Shared across tabs.
    Shared(SlotLock),
    /// Of this context only.
    Local(Permit),
}

impl SlotPool {
    /// The pool of a service.
    pub fn get(base_url: &str) -> Rc<Self> {
        POOLS.with_borrow_mut(|pools| {
            pools.retain(|pool| Rc::strong_count(pool) > 1);
            if let Some(pool) = pools.iter().find(|pool| pool.base_url == base_url) {
                return pool.clone();
            }
            let (semaphore, held) = (Rc::default(), RefCell::default());
            let pool = Rc::new(Self { base_url: base_url.to_owned(), semaphore, held });
            pools.push(pool.clone());
            pool
        })
    }

    /// Queues for one of `slots` slots and waits for it.
    pub async fn acquire(&self, slots: u32, limits: &Limits) -> Result<Slot> {
        if limits.abort.is_aborted() {
            return Err(limits.abort.error());
        }
        let slot = self.request(slots);
        {
            let mut acquire = slot.acquire();
            let (mut emitted, mut interval) = (0, FIRST_POSITION_MS);
            loop {
                let left = limits.deadline - get_uptime();
                match timeout(&mut acquire, &limits.abort, Some(interval.min(left))).await {
                    Ok(()) => break,
                    Err(Interrupted::Aborted) => return Err(limits.abort.error()),
                    Err(Interrupted::TimedOut) if left <= interval => return Err(no_free_slot()),
                    Err(Interrupted::TimedOut) => interval = POSITION_INTERVAL_MS,
                }
                self.prune();
                let position = slot.position().await;
                if position > 0 && position != emitted {
                    emitted = position;
                    emit_position(&limits.on_waiting, position);
                }
            }
        }
        Ok(slot)
    }

    fn request(&self, slots: u32) -> Slot {
        self.prune();
        if supports_locks() {
            Slot::Shared(SlotLock::new(&self.base_url, slots))
        } else {
            Slot::Local(self.semaphore.request(slots))
        }
    }

    /// Holds a slot for a submitted render.
    pub async fn hold(&self, render_id: &str, slot: Slot) {
        if let Slot::Shared(lock) = &slot {
            lock.assign(render_id).await;
        }
        self.keep(render_id, slot);
    }

    fn keep(&self, render_id: &str, slot: Slot) {
        self.prune();
        slot.expire_after(Some(UNWATCHED_SLOT_MS));
        let until = get_uptime() + UNWATCHED_SLOT_MS;
        self.held.borrow_mut().push(HeldSlot { render_id: render_id.to_owned(), slot, watchers: 0, until });
    }

    /// Holds a slot for a render of an earlier visit, if one is free and no other tab does.
    pub async fn resume(&self, render_id: &str, slots: u32) {
        self.prune();
        let holds = || self.held.borrow().iter().any(|held| held.render_id == render_id);
        if holds() {
            return;
        }
        let slot = if supports_locks() {
            let lock = SlotLock::new(&self.base_url, slots);
            lock.resume(render_id).await.then_some(Slot::Shared(lock))
        } else {
            self.semaphore.try_acquire(slots).map(Slot::Local)
        };
        if let Some(slot) = slot.filter(|_| !holds()) {
            self.keep(render_id, slot);
        }
    }

    /// Releases the slot of a render that has ended.
    pub fn release(&self, render_id: &str) {
        self.held.borrow_mut().retain(|held| held.render_id != render_id);
    }

    /// Keeps a render's slot while a call waits for the render.
    pub fn watch<'a>(&'a self, render_id: &'a str) -> SlotWatcher<'a> {
        let counted = self.update_watchers(render_id, |watchers| watchers + 1);
        SlotWatcher { pool: self, render_id, counted }
    }

    /// Extends the slot of a render that is still running.
    pub fn extend(&self, render_id: &str) {
        self.update_watchers(render_id, |watchers| watchers);
    }

    fn update_watchers(&self, render_id: &str, change: fn(u32) -> u32) -> bool {
        self.prune();
        let mut held = self.held.borrow_mut();
        let Some(held) = held.iter_mut().find(|held| held.render_id == render_id) else { return false };
        held.watchers = change(held.watchers);
        let unwatched = held.watchers == 0;
        held.slot.expire_after(unwatched.then_some(UNWATCHED_SLOT_MS));
        held.until = if unwatched { get_uptime() + UNWATCHED_SLOT_MS } else { f64::INFINITY };
        true
    }

    /// Releases expired slots.
    fn prune(&self) {
        let now = get_uptime();
        self.held.borrow_mut().retain(|held| held.until > now);
    }
}

/// A call that waits for a render, until it is dropped.
pub struct SlotWatcher<'a> {
    pool: &'a SlotPool,
    render_id: &'a str,
    counted: bool,
}

impl Drop for SlotWatcher<'_> {
    fn drop(&mut self) {
        if self.counted {
            self.pool.update_watchers(self.render_id, |watchers| watchers.saturating_sub(1));
        }
    }
}

/// Resolves once a slot is granted; see [`Slot::acquire`].
enum AcquireSlot<'a> {
    Shared(JsFuture),
    Local(Acquire<'a>),
}

impl Future for AcquireSlot<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.get_mut() {
            Self::Shared(acquire) => Pin::new(acquire).poll(cx).map(drop),
            Self::Local(acquire) => Pin::new(acquire).poll(cx),
        }
    }
}

impl Slot {
    fn acquire(&self) -> AcquireSlot<'_> {
        match self {
            Self::Shared(lock) => AcquireSlot::Shared(lock.acquire()),
            Self::Local(permit) => AcquireSlot::Local(permit.acquire()),
        }
    }

    /// The position in the queue. 1 is next, 0 means granted.
    async fn position(&self) -> u32 {
        match self {
            Self::Shared(lock) => lock.position().await,
            Self::Local(permit) => permit.position(),
        }
    }

    fn expire_after(&self, ms: Option<f64>) {
        if let Self::Shared(lock) = self {
            lock.expire_after(ms);
        }
    }
}

fn no_free_slot() -> Error {
    let message =
        "No slot became free in time, because other renders are still running. Nothing was submitted: try again.";
    Error::new(ErrorCode::Timeout, message).retryable()
}
