//! Where submitted renders are written down, so that a reload does not lose them. A storage that is full, missing or
//! corrupt never breaks a render: what it does not take is kept in memory.

use crate::policy::pending::{Entry, merge};
use crate::wasm::js::field::{get, has_method, object, text};
use crate::wasm::renders::slots::{Lock, turn};
use js_sys::{Array, Date, Function, JSON, Promise};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The submitted renders of one client.
pub struct Pending {
    /// The name under which the storage has them.
    key: String,
    /// The caller's `getItem`, `setItem` and `removeItem`, with their object.
    storage: Option<JsValue>,
    /// What this client submitted: kept beside the storage, which may not have taken it, or in which another tab may
    /// have written over it in the same moment.
    own: RefCell<Vec<Entry>>,
    /// The storage is being called. What calls the client from there does not reach the storage again, without end.
    calling: Cell<bool>,
}

impl Pending {
    /// Over the caller's storage, or in memory.
    pub fn new(storage: Option<JsValue>, key: String) -> Self {
        Self { key, storage, own: RefCell::default(), calling: Cell::new(false) }
    }

    /// Writes a submitted render down.
    pub async fn remember(&self, render_id: &str, tool: &str) {
        let (render_id_of, tool) = (render_id.to_owned(), tool.to_owned());
        let entry = Entry { render_id: render_id_of, submitted_ms: Date::now(), tool, uid: None };
        self.own.borrow_mut().push(entry);
        // At once, so that it survives a page that goes away while it waits for its turn.
        self.write(&self.entries());
        let _turn = self.turn().await;
        self.restore(render_id);
    }

    /// Strikes a render out, whose end was seen.
    pub async fn strike(&self, render_id: &str) {
        if self.has(render_id) {
            let _turn = self.turn().await;
            self.forget(render_id);
        }
    }

    /// Strikes a render out at once.
    pub fn forget(&self, render_id: &str) {
        self.own.borrow_mut().retain(|entry| entry.render_id != render_id);
        let mut entries = self.read();
        if names(&entries, render_id) {
            entries.retain(|entry| entry.render_id != render_id);
            self.write(&merge(&entries, &[], Date::now()));
        }
    }

    /// Writes a render of this client down again, if another tab has written over it.
    pub fn restore(&self, render_id: &str) {
        // First, so that nothing is borrowed while the caller's storage runs.
        let is_own = names(&self.own.borrow(), render_id);
        if self.storage.is_some() && is_own && !names(&self.read(), render_id) {
            self.write(&self.entries());
        }
    }

    /// Notes the account that a render belongs to, once that is known.
    pub async fn belongs(&self, render_id: &str, uid: String) {
        if self.find(render_id).is_some_and(|entry| entry.uid.is_none()) {
            let _turn = self.turn().await;
            let mut entries = self.entries();
            for entry in entries.iter_mut().filter(|entry| entry.render_id == render_id) {
                entry.uid = Some(uid.clone());
            }
            for entry in self.own.borrow_mut().iter_mut().filter(|entry| entry.render_id == render_id) {
                entry.uid = Some(uid.clone());
            }
            self.write(&entries);
        }
    }

    /// Whether a render is written down.
    pub fn has(&self, render_id: &str) -> bool {
        self.find(render_id).is_some()
    }

    /// What is written down of a render.
    pub fn find(&self, render_id: &str) -> Option<Entry> {
        self.entries().into_iter().find(|entry| entry.render_id == render_id)
    }

    /// The renders that are still to finish, oldest first, as JavaScript sees them. What is too old is struck out.
    pub fn to_js(&self) -> Array {
        let entries = self.entries();
        if self.read().len() > entries.len() {
            self.write(&entries);
        }
        entries_to_js(&entries, false)
    }

    /// A turn to read and write, so that tabs do not do it at once.
    async fn turn(&self) -> Option<Lock> {
        if self.storage.is_some() { turn(&self.key).await } else { None }
    }

    fn entries(&self) -> Vec<Entry> {
        // First, so that nothing is borrowed while the caller's storage runs.
        let stored = self.read();
        merge(&stored, &self.own.borrow(), Date::now())
    }

    fn read(&self) -> Vec<Entry> {
        let text = self.call("getItem", &Array::of1(&self.key.as_str().into())).and_then(|value| value.as_string());
        let parsed = text.and_then(|text| JSON::parse(&text).ok()).unwrap_or_default();
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

    fn write(&self, entries: &[Entry]) {
        if entries.is_empty() {
            self.call("removeItem", &Array::of1(&self.key.as_str().into()));
            return;
        }
        if let Ok(text) = JSON::stringify(&entries_to_js(entries, true)) {
            self.call("setItem", &Array::of2(&self.key.as_str().into(), &text.into()));
        }
    }

    /// Calls a method of the storage. Nothing where there is no storage, it throws, or this call comes from within it.
    fn call(&self, method: &str, arguments: &Array) -> Option<JsValue> {
        let storage = self.storage.as_ref()?;
        if self.calling.replace(true) {
            return None;
        }
        let answer = apply(storage, method, arguments);
        self.calling.set(false);
        let answer = answer?;
        if has_method(&answer, "then") {
            // One that writes in its own time may fail in it, and that must be heard: it would end a process of Node. Not
            // `instanceof`: the promise may be another realm's.
            drop(JsFuture::from(Promise::resolve(&answer)));
        }
        Some(answer)
    }
}

fn apply(storage: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let function = get(storage, method).dyn_into::<Function>().ok()?;
    function.apply(storage, arguments).ok()
}

fn names(entries: &[Entry], render_id: &str) -> bool {
    entries.iter().any(|entry| entry.render_id == render_id)
}

/// With all that is kept of them where they are to be stored, else with what callers see.
fn entries_to_js(entries: &[Entry], stored: bool) -> Array {
    let list = Array::new();
    for entry in entries {
        list.push(&entry_to_js(entry, stored));
    }
    list
}

fn entry_to_js(entry: &Entry, stored: bool) -> JsValue {
    object(&[
        ("renderId", entry.render_id.as_str().into()),
        ("submittedAt", Date::new(&entry.submitted_ms.into()).to_iso_string().into()),
        ("tool", entry.tool.as_str().into()),
        ("uid", entry.uid.as_deref().filter(|_| stored).into()),
    ])
}

fn entry_from_js(entry: &JsValue) -> Option<Entry> {
    let submitted_ms = Date::parse(&text(entry, "submittedAt")?);
    let render_id = text(entry, "renderId").filter(|id| !id.is_empty())?;
    let (tool, uid) = (text(entry, "tool").unwrap_or_default(), text(entry, "uid"));
    // Only what can be written again: `toISOString` throws for a time that is none.
    submitted_ms.is_finite().then_some(Entry { render_id, submitted_ms, tool, uid })
}
