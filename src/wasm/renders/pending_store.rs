//! `PendingStore`: keeps pending renders in the caller's storage, so that a reload does not lose them. A full, missing or
//! corrupt storage never breaks a render: its entries then stay in memory.

use crate::policy::pending::{Entry, merge};
use crate::text::concat;
use crate::wasm::js::field::{get, has_method};
use crate::wasm::renders::pending_entry::{entries_to_js, entry_from_js};
use crate::wasm::renders::slot_lock::{LOCKS_TIMEOUT_MS, LockAcrossTabs, SlotLock, lock_across_tabs};
use crate::wasm::sync::abort::Abort;
use js_sys::{Array, Date, Function, JSON, Promise};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn warn(message: &str);
}

/// The number of renders that are remembered when they are done, but one.
const MAX_REMEMBERED: usize = 99;

/// The pending renders of one client.
pub struct PendingStore {
    /// The storage key.
    key: String,
    storage: Option<JsValue>,
    /// The renders of this client. Also kept in memory, because the storage may be full, or overwritten by another tab.
    own: RefCell<Vec<Entry>>,
    /// Renders of this client that are done: a call under the same key may still upload its photo.
    done: RefCell<Vec<Entry>>,
    /// Whether the storage could be read the last time. If not, nothing is saved: that would drop what it contains.
    readable: Cell<bool>,
    /// Whether the storage is being called. If it calls the client, that call skips the storage: no endless recursion.
    calling: Cell<bool>,
}

impl PendingStore {
    /// Keeps entries in the caller's storage, or in memory without one.
    pub fn new(storage: Option<JsValue>, key: String) -> Self {
        let (own, done, readable, calling) = (RefCell::default(), RefCell::default(), Cell::default(), Cell::default());
        Self { key, storage, own, done, readable, calling }
    }

    /// Adds or replaces an entry of this client. Says so if an order, which is about to be paid for, cannot be stored.
    pub async fn put(&self, entry: Entry) {
        let is_new = entry.render_id.is_none();
        {
            let mut own = self.own.borrow_mut();
            own.retain(|other| other.key != entry.key);
            own.push(entry);
        }
        // Before the lock, because the page may be closed while it waits.
        self.save(&self.load());
        if is_new && self.storage.is_some() && self.read_storage().len() < self.load().len() {
            warn("reroom: The storage is full or blocked. If this page is closed or reloaded, its render is lost.");
        }
        let _lock = self.lock().await;
        // Again, because another tab may have overwritten it.
        self.save(&self.load());
    }

    /// Removes a render that has ended, unless its result is still to be restored. Remembers the key of one that is done, so
    /// that [`Self::find_bought`] finds it. Only the last ones.
    pub async fn end(&self, id: &str, is_done: bool, restores: bool) {
        let Some(entry) = self.find(id) else { return };
        let key = entry.key.clone();
        if is_done {
            let mut done = self.done.borrow_mut();
            done.truncate(MAX_REMEMBERED);
            done.insert(0, entry);
        }
        if !(is_done && restores) {
            // Those who wait for the answer to its order find it first.
            drop(self.lock_order(&key, &Abort::NEVER, LOCKS_TIMEOUT_MS).await);
            self.remove(&key).await;
        }
    }

    /// The entry with this idempotency key, pending or done.
    pub fn find_bought(&self, key: &str) -> Option<Entry> {
        self.find(key).or_else(|| self.done.borrow().iter().find(|entry| entry.key == key).cloned())
    }

    /// Removes a render that has ended.
    pub async fn remove(&self, id: &str) {
        if self.find(id).is_some() {
            let _lock = self.lock().await;
            self.remove_now(id);
        }
    }

    /// Removes a render without waiting for the lock.
    pub fn remove_now(&self, id: &str) {
        // By its key: if the storage was full when the render's id became known, it does not have the id.
        if let Some(entry) = self.find(id) {
            let others = |other: &Entry| other.key != entry.key;
            self.own.borrow_mut().retain(others);
            let mut entries = self.read_storage();
            entries.retain(others);
            self.save(&entries);
        }
    }

    /// Saves a render of this client again if another tab has overwritten it.
    pub fn restore(&self, id: &str) {
        // First: nothing may be borrowed while the caller's storage runs.
        let is_own = contains(&self.own.borrow(), id);
        if self.storage.is_some() && is_own && !contains(&self.read_storage(), id) {
            self.save(&self.load());
        }
    }

    /// The entry with this render id or idempotency key.
    pub fn find(&self, id: &str) -> Option<Entry> {
        self.load().into_iter().find(|entry| entry.is(id))
    }

    /// Lists the pending renders, oldest first, and removes those that are too old.
    pub fn list(&self) -> Array {
        let entries = self.load();
        if self.read_storage().len() > entries.len() {
            self.save(&self.load());
        }
        entries_to_js(&entries, false)
    }

    /// Keeps other calls and tabs from placing the order with this key at the same time.
    pub fn lock_order<'a>(&self, key: &str, abort: &'a Abort, ms: f64) -> LockAcrossTabs<'a> {
        lock_across_tabs(&concat(&[&self.key, " ", key]), abort, ms)
    }

    /// Keeps other tabs from reading and writing at the same time. Waits only briefly.
    async fn lock(&self) -> Option<SlotLock> {
        self.storage.as_ref()?;
        lock_across_tabs(&self.key, &Abort::NEVER, LOCKS_TIMEOUT_MS).await.ok().flatten()
    }

    fn load(&self) -> Vec<Entry> {
        // First: nothing may be borrowed while the caller's storage runs.
        let stored = self.read_storage();
        merge(&stored, &self.own.borrow(), Date::now())
    }

    fn read_storage(&self) -> Vec<Entry> {
        let value = self.call_storage("getItem", &Array::of1(&self.key.as_str().into()));
        self.readable.set(value.is_some());
        let parsed =
            value.and_then(|value| value.as_string()).and_then(|text| JSON::parse(&text).ok()).unwrap_or_default();
        if !Array::is_array(&parsed) {
            return Vec::new();
        }
        let stored: &Array = parsed.unchecked_ref();
        let mut entries = Vec::new();
        for index in 0..stored.length() {
            if let Some(entry) = entry_from_js(&stored.get(index)) {
                entries.push(entry);
            }
        }
        entries
    }

    fn save(&self, entries: &[Entry]) {
        if !self.readable.get() {
            return;
        }
        if entries.is_empty() {
            self.call_storage("removeItem", &Array::of1(&self.key.as_str().into()));
            return;
        }
        if let Ok(text) = JSON::stringify(&entries_to_js(entries, true)) {
            self.call_storage("setItem", &Array::of2(&self.key.as_str().into(), &text.into()));
        }
    }

    /// Calls a method of the storage. `None` without a storage, if it throws, and if the storage itself made this call.
    fn call_storage(&self, method: &str, arguments: &Array) -> Option<JsValue> {
        let storage = self.storage.as_ref()?;
        if self.calling.replace(true) {
            return None;
        }
        let result = apply(storage, method, arguments);
        self.calling.set(false);
        let result = result?;
        if has_method(&result, "then") {
            // An asynchronous storage may reject later. Unhandled, that would end a Node process. Not `instanceof`: the
            // promise may come from another realm.
            drop(JsFuture::from(Promise::resolve(&result)));
        }
        Some(result)
    }
}

fn apply(storage: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let function = get(storage, method).dyn_into::<Function>().ok()?;
    function.apply(storage, arguments).ok()
}

fn contains(entries: &[Entry], id: &str) -> bool {
    entries.iter().any(|entry| entry.is(id))
}
