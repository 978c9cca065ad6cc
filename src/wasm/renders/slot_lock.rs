//! Locks across all tabs of the origin, through the Web Locks API.

use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::{Interrupted, Timeout, timeout};
use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/shims/slot-lock.js")]
extern "C" {
    /// Whether this context shares locks with other tabs.
    #[wasm_bindgen(js_name = supportsLocks)]
    pub fn supports_locks() -> bool;

    #[wasm_bindgen(js_name = SlotLock)]
    type JsSlotLock;
    #[wasm_bindgen(constructor, js_class = SlotLock)]
    fn new(scope: &str, slots: u32) -> JsSlotLock;
    #[wasm_bindgen(method)]
    fn acquire(this: &JsSlotLock) -> Promise;
    #[wasm_bindgen(method)]
    fn resume(this: &JsSlotLock, render_id: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn assign(this: &JsSlotLock, render_id: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn lock(this: &JsSlotLock, name: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn position(this: &JsSlotLock) -> Promise;
    #[wasm_bindgen(method, js_name = expireAfter)]
    fn expire_after(this: &JsSlotLock, ms: Option<f64>);
    #[wasm_bindgen(method)]
    fn release(this: &JsSlotLock);
}

/// How long to wait for the platform to grant a lock, in milliseconds. Then the client continues without locks.
pub const LOCKS_TIMEOUT_MS: f64 = 1000.0;

/// A lock, released when it is dropped.
pub struct SlotLock(JsSlotLock);

impl Drop for SlotLock {
    fn drop(&mut self) {
        self.0.release();
    }
}

impl SlotLock {
    /// A lock for one of `slots` slots, not requested yet.
    pub fn new(scope: &str, slots: u32) -> Self {
        Self(JsSlotLock::new(scope, slots))
    }

    /// Queues for a slot.
    pub fn acquire(&self) -> JsFuture {
        self.0.acquire().into()
    }

    /// Takes a free slot without queueing, unless another tab holds one for this render.
    pub async fn resume(&self, render_id: &str) -> bool {
        ask(self.0.resume(render_id)).await.is_truthy()
    }

    /// Records the render that the slot is held for.
    pub async fn assign(&self, render_id: &str) {
        ask(self.0.assign(render_id)).await;
    }

    /// The position in the queue. 1 is next, 0 means that it does not wait.
    pub async fn position(&self) -> u32 {
        ask(self.0.position()).await.as_f64().unwrap_or_default() as u32
    }

    /// Releases the slot after a delay. Without one, a running timer is cleared.
    pub fn expire_after(&self, ms: Option<f64>) {
        self.0.expire_after(ms);
    }
}

/// Waits for a lock with this name across all tabs. Without shared locks, it is granted at once.
pub fn lock_across_tabs<'a>(name: &str, abort: &'a Abort, ms: f64) -> LockAcrossTabs<'a> {
    let lock = SlotLock::new("", 0);
    LockAcrossTabs { granted: timeout(lock.0.lock(name).into(), abort, Some(ms)), lock: Some(lock) }
}

/// See [`lock_across_tabs`]. Dropping it leaves the queue.
pub struct LockAcrossTabs<'a> {
    granted: Timeout<'a, JsFuture>,
    lock: Option<SlotLock>,
}

impl Future for LockAcrossTabs<'_> {
    type Output = Result<Option<SlotLock>, Interrupted>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.granted).poll(cx).map_ok(|_| self.lock.take())
    }
}

fn ask(answer: Promise) -> Answer {
    Answer(timeout(answer.into(), &Abort::NEVER, Some(LOCKS_TIMEOUT_MS)))
}

/// The platform's answer. `undefined` if it fails or takes too long.
struct Answer(Timeout<'static, JsFuture>);

impl Future for Answer {
    type Output = JsValue;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<JsValue> {
        Pin::new(&mut self.0).poll(cx).map(|answer| answer.ok().and_then(Result::ok).unwrap_or_default())
    }
}
